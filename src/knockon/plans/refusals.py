"""What is refused in an assessment file, each in one sentence with its line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from knockon.catalogue.yaml import Document, did_you_mean
from knockon.errors import KnockonError
from knockon.plans.assessment import Uptake
from knockon.plans.shapes import TripleShape
from knockon.plans.shaping import Path


@dataclass(frozen=True)
class Refusals:
    """Checks of single values of one file; each raises if the value does not hold."""

    document: Document

    def error(self, code: str, path: Path, found: str, expected: str, remedy: str) -> KnockonError:
        """Return the error for the value at ``path``."""
        place = self.document.place(path)
        return KnockonError(code, found, expected=expected, remedy=remedy, place=place)

    def within(self, key: str, number: int, least: int, most: int) -> None:
        """Refuse a whole number out of its range (K104)."""
        if not least <= number <= most:
            raise self.error(
                "K104",
                (key,),
                f"{key} is {number}",
                f"a whole number from {least} to {most}",
                "Correct the number.",
            )

    def named(self, code: str, path: Path, kind: str, name: str, known: Iterable[str]) -> None:
        """Refuse the name of something the packs do not hold."""
        known = tuple(known)
        if name not in known:
            raise self.error(
                code,
                path,
                f"no {kind} is called {name!r}",
                "the name of one in the packs loaded",
                did_you_mean(name, known),
            )

    def monday(self, start: date) -> None:
        """Refuse a first day that is not a Monday (K103)."""
        if start.weekday() != 0:
            before = start - timedelta(days=start.weekday())
            raise self.error(
                "K103",
                ("from",),
                f"from is {start}, a {start:%A}",
                "a Monday, since weeks start on Monday",
                f"Use {before} or {before + timedelta(days=7)}.",
            )

    def later(self, path: Path, start: date, until: date | None) -> None:
        """Refuse an end that is not after the start (K110)."""
        if until is not None and until <= start:
            raise self.error(
                "K110",
                (*path, "until"),
                f"until is {until}, not after from, {start}",
                "a later day (the action runs to the day before)",
                "Correct one of the two dates.",
            )

    def shares(self, path: Path, shape: TripleShape) -> Uptake:
        """Return low, likely and high as shares, or refuse them (K105)."""
        numbers = (shape.low, shape.likely, shape.high)
        if not 0 <= shape.low <= shape.likely <= shape.high <= 1:
            percent = "Are these percentages? Write 0.27 for 27%."
            raise self.error(
                "K105",
                path,
                f"low, likely and high are {', '.join(f'{n:g}' for n in numbers)}",
                "shares that rise from low to likely to high, between 0 and 1",
                percent if max(numbers) > 1 else "Put them in rising order.",
            )
        return Uptake(*numbers)

    def share(self, path: Path, number: float) -> None:
        """Refuse a single share outside 0 to 1 (K105)."""
        if not 0 <= number <= 1:
            raise self.error(
                "K105",
                path,
                f"{path[-1]} is {number:g}",
                "a share between 0 and 1",
                "Are these percentages? Write 0.5 for 50%." if number > 1 else "Correct the share.",
            )

    def not_below_zero(self, path: Path, number: float | None) -> None:
        """Refuse a negative number (K118)."""
        if number is not None and number < 0:
            found = f"{path[-1]} is {number:g}"
            raise self.error("K118", path, found, "0 or more", "Correct the number.")

    def above_zero(self, what: str, path: Path, number: float) -> None:
        """Refuse a number that is not above 0 (K118)."""
        if number <= 0:
            raise self.error(
                "K118",
                path,
                f"the {what} is {number:g}",
                "a number above 0",
                "Correct the number, or leave the entry out.",
            )
