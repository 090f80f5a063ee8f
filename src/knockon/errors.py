"""The one base of every error a user can put right.

An error says, in one sentence each, what was found, what was expected and how to put it right,
and carries a stable code (``K`` and three digits) and, where there is one, the place
(file, line, key). The command line prints it without a traceback; anything else that is raised
is a bug.

Codes by package: K0xx catalogue and packs, K1xx plans and assessments, K2xx published files,
K3xx system, K4xx engine, K5xx impact, K6xx reports and output files, K7xx rules,
ledgers and returns, K9xx command line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial


class KnockonError(Exception):
    """A problem the user can put right, told without a traceback."""

    def __init__(
        self, code: str, found: str, *, expected: str, remedy: str, place: str | None = None
    ) -> None:
        self.code = code
        self.found = found
        self.expected = expected
        self.remedy = remedy
        self.place = place
        super().__init__(self.sentence())

    def __reduce__(self) -> tuple[object, ...]:
        """Come back whole from another process, code and all."""
        made = partial(KnockonError, expected=self.expected, remedy=self.remedy, place=self.place)
        return (made, (self.code, self.found))

    def at(self, place: str) -> KnockonError:
        """Return the same problem, found at ``place``."""
        return KnockonError(
            self.code, self.found, expected=self.expected, remedy=self.remedy, place=place
        )

    def sentence(self) -> str:
        """Return place, what was found, what was expected and the remedy as one line."""
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.found}; expected {self.expected}. {self.remedy}"


@contextmanager
def placed_at(place: str) -> Iterator[None]:
    """Tell a problem that does not know its own place at ``place``."""
    try:
        yield
    except KnockonError as problem:
        raise (problem if problem.place else problem.at(place)) from None
