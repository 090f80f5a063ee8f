"""Draws already run, kept so that a run can be made longer without repeating any.

A draw is the same in a run of any length, so both arms of a longer run are those of the shorter
one with those of the draws it lacks put in between. Joined arrays are laid out as those of one run
are, draws side by side, since sums are taken in the order of the layout.

The file is a zip of arrays, exact to the bit: an array ``names`` (each a JSON list: which run,
which arm, which count), then the arrays in that order, draws last in each.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from knockon.errors import KnockonError
from knockon.impact.draws import DrawPlan
from knockon.impact.hashing import Array, Ints
from knockon.impact.simulate import Arms
from knockon.impact.tally import Tally

FORMAT = "knockon/counts/1"
MAIN = ""
"""The name of the assessment's own run among those kept; the others are named by preset."""

Name = tuple[str, ...]
Arrays = dict[Name, npt.NDArray[Any]]
K = TypeVar("K")
T = TypeVar("T")

TALLIES = ("baseline", "scenario")
"""The fields of :class:`~knockon.impact.simulate.Arms` that are tallies."""
_LEVEL = 1
"""How hard the zip is pressed: the usual level takes four times as long for an eighth less."""
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True)
class Kept:
    """Which draws have been run, and both arms of each, in the same order."""

    plan: DrawPlan
    arms: Arms
    acting: Mapping[str, Array] = field(default_factory=dict)
    """Practices that take each action in the last week, [draws]; kept of one board of several."""


def lacking(plan: DrawPlan, done: DrawPlan | None) -> DrawPlan | None:
    """Return the draws of ``plan`` that are not among those done; None where all are.

    A draw is not run alone beside others (:func:`~knockon.flow.blocks_of`): where one is missing,
    another is run again.
    """
    if done is None:
        return plan
    missing = np.flatnonzero(_places(plan, done) < 0)
    if len(missing) == 0:
        return None
    another = np.array([0 if missing[0] else 1])
    return plan.of_draws(missing if len(missing) > 1 else np.append(missing, another))


def put_together(plan: DrawPlan, first: Kept, second: Kept) -> Kept:
    """Return every draw of ``plan``; each is in ``first`` or in ``second``."""
    earlier, later = _places(plan, first.plan), _places(plan, second.plan)
    place = np.where(earlier >= 0, earlier, later + len(first.plan.point))
    arms = _joined(arrays_of(first.arms), arrays_of(second.arms), place)
    acting = _joined(first.acting, second.acting, place)
    return Kept(plan, arms_from(arms, first.arms.seen | second.arms.seen), acting)


def _places(plan: DrawPlan, done: DrawPlan) -> Ints:
    """Return the place among those done of each draw of ``plan``, -1 of those that are not."""
    place = {key: index for index, key in enumerate(done.identities())}
    return np.array([place.get(key, -1) for key in plan.identities()], dtype=np.int64)


def _joined(one: Mapping[K, Array], other: Mapping[K, Array], place: Ints) -> dict[K, Array]:
    both = ((key, (one[key], other[key])) for key in one)
    return {key: np.take(np.concatenate(pair, axis=-1), place, axis=-1) for key, pair in both}


def arrays_of(value: Any, name: Name = ()) -> Arrays:
    """Return every array of both arms by its name: the field, then the key in a mapping."""
    if isinstance(value, np.ndarray):
        return {name: value}
    if isinstance(value, frozenset):
        return {}
    if isinstance(value, Mapping):
        parts = {key if isinstance(key, tuple) else (key,): inner for key, inner in value.items()}
    else:
        parts = {(field.name,): getattr(value, field.name) for field in fields(value)}
    found: Arrays = {}
    for part, inner in parts.items():
        found |= arrays_of(inner, (*name, *part))
    return found


def arms_from(arrays: Arrays, seen: Iterable[str]) -> Arms:
    """Return both arms from their arrays, as :func:`arrays_of` names them, and what was seen."""
    tallies = {name: _made(Tally, _within(arrays, name)) for name in TALLIES}
    return _made(Arms, arrays, seen=frozenset(seen), **tallies)


def write(runs: Mapping[str, Kept], path: Path) -> None:
    """Write the draws of a run and of the presets set beside it, each by its name."""
    arrays: Arrays = {}
    for run, kept in runs.items():
        plan = kept.plan
        arrays[run, "sets"] = np.array(plan.sets)
        arrays[run, "seen"] = np.array(sorted(kept.arms.seen), dtype=str)
        arrays[run, "draws"] = np.stack([plan.set_index, plan.point, plan.twin])
        arrays |= {(run, "arms", *name): values for name, values in arrays_of(kept.arms).items()}
        arrays |= {(run, "acting", action): values for action, values in kept.acting.items()}
    names = np.array([json.dumps(name) for name in arrays])
    members = {f"arr_{i}": values for i, values in enumerate(arrays.values())}
    members |= {"format": np.array(FORMAT), "names": names}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as written:
        for name, values in members.items():
            with written.open(f"{name}.npy", "w", force_zip64=True) as member:
                whole = np.asarray(values, order="C")
                np.lib.format.write_array(member, whole, allow_pickle=False)


def read(path: Path) -> dict[str, Kept]:
    """Return the draws kept in a file, by run (K510)."""
    return _read(path, _runs)


def read_plan(path: Path, run: str = MAIN) -> DrawPlan:
    """Return which draws of a run are kept in a file, without reading what they came to (K510)."""
    return _read(path, lambda arrays: _plan(_within(arrays, run)), ("sets", "draws"))


def _read(path: Path, made: Callable[[Arrays], T], only: Sequence[str] = ()) -> T:
    """Return what is made of a file's arrays, or of those that are called so of each run."""
    try:
        with np.load(path, allow_pickle=False) as held:
            if str(held["format"]) != FORMAT:
                raise ValueError(FORMAT)
            names = [tuple(json.loads(str(name))) for name in held["names"]]
            read = {n: f"arr_{i}" for i, n in enumerate(names) if not only or n[1] in only}
            return made({name: held[array] for name, array in read.items()})
    except _UNREADABLE:
        raise KnockonError(
            "K510",
            "the draws kept of a run cannot be read",
            expected=f"a file of format {FORMAT}, as `knockon assess` wrote it",
            remedy="Run the assessment again, with all its draws.",
            place=str(path),
        ) from None


def _runs(arrays: Arrays) -> dict[str, Kept]:
    return {run: _kept(_within(arrays, run)) for run in dict.fromkeys(name[0] for name in arrays)}


def _kept(arrays: Arrays) -> Kept:
    acting = {action: values for (action,), values in _within(arrays, "acting").items()}
    seen = (str(symbol) for symbol in arrays["seen",])
    return Kept(_plan(arrays), arms_from(_within(arrays, "arms"), seen), acting)


def _plan(arrays: Arrays) -> DrawPlan:
    set_index, point, twin = arrays["draws",]
    sets = tuple(str(name) for name in arrays["sets",])
    return DrawPlan.of(sets, set_index, point, twin.astype(bool))


def _made(kind: type[T], arrays: Arrays, **parts: Any) -> T:
    """Return a value of ``kind`` from the arrays of its fields and the parts that are none."""
    for one in fields(kind):  # type: ignore[arg-type]
        if one.name not in parts:
            mine = _within(arrays, one.name)
            by_key = {n[0] if len(n) == 1 else n: values for n, values in mine.items()}
            parts[one.name] = mine.get((), by_key)
    return kind(**parts)


def _within(arrays: Arrays, first: str) -> Arrays:
    return {name[1:]: values for name, values in arrays.items() if name[0] == first}
