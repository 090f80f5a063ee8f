"""One line of the verification: what was expected, what came out, and whether they agree.

A statistical measure agrees when it lies within four standard errors and the standard error is
under 1% of the value: a wide interval would agree with anything. A measure in which nothing is
left to chance must be equal, but for the rounding of sums, or lie as near as its line says.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Verdict = Literal["agrees", "differs", "too wide"]
Part = Literal["theory", "by hand", "published models", "samplers", "same bits"]

PARTS: tuple[Part, ...] = ("theory", "by hand", "published models", "samplers", "same bits")

ROUNDING = 1e-9
"""How far apart two equal numbers may be, in themselves or as a share."""

_FURTHEST = 4.0
_WIDEST = 0.01


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of one case: what it should be, what it came to, and whether they agree.

    ``z`` is how many standard errors they are apart; it and ``se`` are None where nothing is left
    to chance. ``source`` says where what is expected comes from.
    """

    part: Part
    case: str
    measure: str
    expected: float | None
    got: float | None
    se: float | None
    z: float | None
    verdict: Verdict
    source: str

    @property
    def id(self) -> str:
        """What the row is called, whatever it comes to."""
        return f"{self.case}: {self.measure}"

    def as_dict(self) -> dict[str, Any]:
        """Return the row as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Line:
    """Where a row belongs: its part, its case and its source."""

    part: Part
    case: str
    source: str

    def by_chance(self, measure: str, expected: float, got: float | None, se: float | None) -> Row:
        """Return the row of a measure that is known but for chance; equal where there is none."""
        if got is None or not se:
            return self.exactly(measure, expected, got)
        z = (got - expected) / se
        verdict: Verdict = "agrees" if se < _WIDEST * abs(expected) else "too wide"
        if not abs(z) < _FURTHEST:
            verdict = "differs"
        return self._row(measure, expected, got, se, z, verdict)

    def exactly(self, measure: str, expected: float | None, got: float | None) -> Row:
        """Return the row of a measure in which nothing is left to chance."""
        return self._row(measure, expected, got, None, None, _agree(same(got, expected)))

    def within(self, measure: str, expected: float, got: float | None, furthest: float) -> Row:
        """Return the row of a measure that may be so far from what is expected."""
        near = got is not None and abs(got - expected) <= furthest
        return self._row(measure, expected, got, None, None, _agree(near))

    def _row(  # noqa: PLR0913, PLR0917
        self,
        measure: str,
        expected: float | None,
        got: float | None,
        se: float | None,
        z: float | None,
        verdict: Verdict,
    ) -> Row:
        return Row(self.part, self.case, measure, expected, got, se, z, verdict, self.source)


def same(found: float | None, expected: float | None) -> bool:
    """Whether two numbers are one but for rounding, or both missing."""
    if found is None or expected is None:
        return found is expected
    return math.isclose(found, expected, rel_tol=ROUNDING, abs_tol=ROUNDING)


def disagreements(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows that do not agree."""
    return tuple(row for row in rows if row.verdict != "agrees")


def _agree(agrees: bool) -> Verdict:
    return "agrees" if agrees else "differs"
