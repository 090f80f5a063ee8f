"""Draws already run, kept so that a run can be made longer without repeating any.

A draw is the same in a run of any length, so both arms of a longer run are those of the shorter
one with those of the draws it lacks put in between. The file is a zip of arrays, exact to the bit:
an array ``names`` (each a JSON list: which run, which arm, which count), then the arrays in that
order, draws last in each.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from knockon.errors import KnockonError
from knockon.impact.draws import DrawPlan
from knockon.impact.hashing import Ints
from knockon.impact.simulate import Arms
from knockon.impact.tally import Tally

FORMAT = "knockon/counts/1"
MAIN = ""
"""The name of the assessment's own run among those kept; the others are named by preset."""

Name = tuple[str, ...]
Arrays = dict[Name, npt.NDArray[Any]]
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

    def places(self, plan: DrawPlan) -> Ints:
        """Return the place here of each draw of ``plan``, -1 of those not run."""
        place = {key: index for index, key in enumerate(self.plan.identities())}
        return np.array([place.get(key, -1) for key in plan.identities()], dtype=np.int64)


def put_together(plan: DrawPlan, first: Kept, second: Kept) -> Arms:
    """Return both arms of every draw of ``plan``; each is in ``first`` or in ``second``."""
    earlier, later = first.places(plan), second.places(plan)
    place = np.where(earlier >= 0, earlier, later + len(first.plan.point))
    one, other = arrays_of(first.arms), arrays_of(second.arms)
    both = {n: np.concatenate([one[n], other[n]], axis=-1)[..., place] for n in one}
    return arms_from(both, first.arms.seen | second.arms.seen)


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
    names = np.array([json.dumps(name) for name in arrays])
    members = {f"arr_{i}": values for i, values in enumerate(arrays.values())}
    members |= {"format": np.array(FORMAT), "names": names}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as written:
        for name, values in members.items():
            with written.open(f"{name}.npy", "w", force_zip64=True) as member:
                whole = np.asarray(values, order="C")
                np.lib.format.write_array(member, whole, allow_pickle=False)


def read(content: bytes, place: str) -> dict[str, Kept]:
    """Return the draws kept in a file; ``place`` names it where it is refused (K510)."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            if str(held["format"]) != FORMAT:
                raise ValueError(FORMAT)
            names = [tuple(json.loads(str(name))) for name in held["names"]]
            arrays = {name: held[f"arr_{i}"] for i, name in enumerate(names)}
        runs = list(dict.fromkeys(name[0] for name in names))
        return {run: _kept(_within(arrays, run)) for run in runs}
    except _UNREADABLE:
        raise KnockonError(
            "K510",
            "the draws kept of a run cannot be read",
            expected=f"a file of format {FORMAT}, as `knockon assess` wrote it",
            remedy="Run the assessment again, with all its draws.",
            place=place,
        ) from None


def _kept(arrays: Arrays) -> Kept:
    sets, seen = (tuple(str(name) for name in arrays[key,]) for key in ("sets", "seen"))
    set_index, point, twin = arrays["draws",]
    plan = DrawPlan.of(sets, set_index, point, twin.astype(bool))
    return Kept(plan, arms_from(_within(arrays, "arms"), seen))


def _made(kind: type[T], arrays: Arrays, **parts: Any) -> T:
    """Return a value of ``kind`` from the arrays of its fields and the parts that are none."""
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name not in parts:
            mine = _within(arrays, field.name)
            by_key = {n[0] if len(n) == 1 else n: values for n, values in mine.items()}
            parts[field.name] = mine.get((), by_key)
    return kind(**parts)


def _within(arrays: Arrays, first: str) -> Arrays:
    return {name[1:]: values for name, values in arrays.items() if name[0] == first}
