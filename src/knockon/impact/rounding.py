"""How numbers are rounded wherever people read them: one way, for sentences, tables and files.

A change is uncertain and has two significant figures. A level, which tables compare row by row, has
as many decimals as help to. So whoever holds a sentence against a table finds the same digits.
"""

from __future__ import annotations

from math import floor, log10

MINUS = "\N{MINUS SIGN}"
_UNCERTAIN_FIGURES = 2
_RANGE_FIGURES = 3
_MOST_DECIMALS = 3


def uncertain(number: float, *, signed: bool = False) -> str:
    """Return a change in words: two significant figures; ``signed``, a rise has its plus."""
    found = significant(number, _UNCERTAIN_FIGURES)
    return with_sign(grouped(abs(found), fewest(found)), number, signed=signed)


def level(number: float, *, signed: bool = False) -> str:
    """Return how much there is of something: 1,234 or 12.3 or 0.12; ``signed``, with its plus."""
    return with_sign(grouped(abs(number), decimals_of(number)), number, signed=signed)


def significant(number: float, figures: int = _UNCERTAIN_FIGURES) -> float:
    """Return ``number`` rounded to so many significant figures."""
    if number == 0:
        return 0.0
    return round(number, figures - 1 - floor(log10(abs(number))))


def alike(*numbers: float) -> list[float]:
    """Return numbers that are read together, none of them finer than three figures of the widest.

    Each has two significant figures at most.
    """
    widest = max(abs(number) for number in numbers)
    if widest == 0:
        return list(numbers)
    finest = _RANGE_FIGURES - 1 - floor(log10(widest))
    return [round(significant(number), finest) for number in numbers]


def grouped(number: float, decimals: int) -> str:
    """Return ``number`` with so many decimals, its thousands apart."""
    return f"{number:,.{decimals}f}".replace("-", MINUS)


def decimals_of(number: float) -> int:
    """Return how many decimals a level of this size has in a table."""
    size = abs(number)
    if size >= 100 or size == 0:
        return 0
    return 1 if size >= 1 else 2


def fewest(number: float) -> int:
    """Return the decimals ``number`` needs, at most three and none of them a last nought."""
    most = round(number, _MOST_DECIMALS)
    return next(places for places in range(_MOST_DECIMALS + 1) if most == round(most, places))


def with_sign(text: str, number: float, *, signed: bool = False) -> str:
    """Return the ``text`` of a number's size with its sign: minus, or plus where ``signed``.

    What is said as nothing has none.
    """
    nothing = not any(figure in text for figure in "123456789")
    if nothing or (number >= 0 and not signed):
        return text
    return (MINUS if number < 0 else "+") + text
