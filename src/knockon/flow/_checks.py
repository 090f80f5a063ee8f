"""Turn what a caller gives into clean arrays, or refuse it in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from knockon.errors import KnockonError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
People = NDArray[np.int32]

LANES = 32
"""The most draws that run side by side in one block."""


def array(  # noqa: PLR0913
    value: ArrayLike,
    what: str,
    *,
    axes: int,
    low: float = 0.0,
    high: float = np.inf,
    infinite: bool = False,
) -> Floats:
    """Return `value` as a read-only float64 array of `axes` axes, the lane axis last.

    Missing leading axes are added with length 1, so a plain number is "the same every day, in
    every lane". Numbers nobody can write to are kept as they are; others are copied. Raises K401
    for a shape that cannot be read and K402 for NaN, infinity or a number outside [low, high].
    """
    try:
        given = np.array(value, dtype=np.float64, order="C", copy=None if _settled(value) else True)
    except (TypeError, ValueError):
        raise shape_error(what, "something that is not numbers") from None
    if given.ndim > axes or given.size == 0 or given.shape[-1:] > (LANES,):
        raise shape_error(what, f"an array of shape {given.shape}")
    if given.ndim < axes:
        given = given.reshape((1,) * (axes - given.ndim) + given.shape)
    least, most = given.min(), given.max()
    if not (least >= low and most <= high) or (np.isinf(most) and not infinite):
        raise _outside(given, what, low, high, infinite=infinite)
    given.setflags(write=False)
    return given


def _settled(value: ArrayLike) -> bool:
    """Return whether a value is an array nobody can write to, nor to what it is a part of."""
    part: Any = value
    while isinstance(part, np.ndarray) and not part.flags.writeable:
        part = part.base
    return part is None and value is not None


def _outside(given: Floats, what: str, low: float, high: float, *, infinite: bool) -> KnockonError:
    """Return the error for numbers that are none, or outside what is allowed."""
    bad = np.isnan(given) | (given < low) | (given > high)
    if not infinite:
        bad |= np.isinf(given)
    return KnockonError(
        "K402",
        f"{what} holds {given[bad].flat[0]:g}",
        expected=f"numbers from {low:g} to {high:g}",
        remedy="Correct the number; a missing value is not a zero.",
    )


def by_part(value: ArrayLike, what: str, *, axes: int, high: float = np.inf) -> Floats:
    """Return an array as `array` does, but a missing lane axis is the last, not the first.

    For what is listed by home, site or class: a plain list is the same in every lane.
    """
    try:
        given = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise shape_error(what, "something that is not numbers") from None
    return array(given[..., None] if given.ndim == axes - 1 else given, what, axes=axes, high=high)


def shape_error(what: str, found: str) -> KnockonError:
    """Return the error for values of the wrong shape."""
    return KnockonError(
        "K401",
        f"{what} is {found}",
        expected=f"numbers whose last axis is the lanes (1 to {LANES})",
        remedy="Give one number, or one for each lane on the last axis.",
    )


def same_lanes(what: str, *arrays: Floats) -> None:
    """Refuse arrays of which two have another number of lanes, one lane standing for any (K401)."""
    widths = {given.shape[-1] for given in arrays} - {1}
    if len(widths) > 1:
        raise shape_error(what, f"given for {' and for '.join(map(str, sorted(widths)))} lanes")


MOST_PEOPLE = 2.0**53
"""The largest count that is exact as a floating-point number."""


def whole(value: ArrayLike, what: str, *, axes: int, low: int = 0) -> Whole:
    """Return `value` as a read-only int64 array; a fraction of a person is refused (K402)."""
    given = array(value, what, axes=axes, low=low, high=MOST_PEOPLE)
    if (given != np.floor(given)).any():
        raise KnockonError(
            "K402",
            f"{what} holds a fraction",
            expected="whole numbers",
            remedy="Round the number before it is given.",
        )
    counts = given.astype(np.int64)
    counts.setflags(write=False)
    return counts


MOST_AT_A_PLACE = 2.0**24
"""The most people at one place, or coming there in a day, that are taken: more than any health
service has, and few enough to be counted."""


def by_age(value: ArrayLike, what: str) -> Whole:
    """Return people by age, [ages, lanes], as `whole` does; more than are taken are K402."""
    ages = whole(value, what, axes=2)
    most = ages.sum(axis=0, dtype=np.float64).max()
    if most > MOST_AT_A_PLACE:
        raise KnockonError(
            "K402",
            f"{what} holds {most:g} people",
            expected=f"at most {MOST_AT_A_PLACE:,.0f} at one place",
            remedy="Correct the number.",
        )
    return ages


def shares_within_one(total: Floats, what: str) -> None:
    """Refuse shares that add up to more than one (K403)."""
    if (total > 1 + 1e-9).any():
        raise KnockonError(
            "K403",
            f"the shares of {what} add up to {total.max():g}",
            expected="at most 1",
            remedy="Lower the shares; what is left over leaves.",
        )


def known(name: str, names: Iterable[str], what: str) -> None:
    """Refuse a name nobody has (K405)."""
    choices = tuple(names)
    if name not in choices:
        raise unknown(name, choices, what)


def unknown(name: str, names: Iterable[str], what: str) -> KnockonError:
    """Return the error for a name nobody has."""
    return KnockonError(
        "K405",
        f"{what} names {name!r}",
        expected="one of " + (", ".join(names) or "nothing"),
        remedy="Correct the name or declare it.",
    )


def known_keys(mapping: Mapping[str, Any], names: Iterable[str], what: str) -> None:
    """Refuse a mapping with a key that is not one of `names` (K405)."""
    for name in mapping:
        known(name, names, what)


MOST_AT_ONCE = 16
"""The most classes of a station, and destinations of a chain, the kernel keeps side by side."""


def few(count: int, what: str) -> None:
    """Refuse more classes or destinations than are worked at once (K427)."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise KnockonError(
            "K427",
            f"{what} has {count}",
            expected=f"1 to {MOST_AT_ONCE}",
            remedy="Put some of them together.",
        )


def distinct(names: Iterable[str], what: str) -> None:
    """Refuse an empty name or one given twice (K404)."""
    seen: set[str] = set()
    for name in names:
        if not name or name in seen:
            raise KnockonError(
                "K404",
                f"{what} {name!r} is empty or given twice",
                expected="one name each",
                remedy="Give every one its own name.",
            )
        seen.add(name)
