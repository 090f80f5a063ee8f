"""A run from its file to its folder: what it reads, what it is called, how it is made again."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import knockon
from knockon.catalogue import Catalogue
from knockon.cli.plain import plain
from knockon.errors import KnockonError
from knockon.impact.assess import RESULTS_VERSION
from knockon.impact.assess import assess as run_assessment
from knockon.keeping import put_back
from knockon.plans.assessment import Assessment
from knockon.plans.reading import check_against, read_assessment
from knockon.reports import write_run
from knockon.system import folder as system_folder
from knockon.system.quality import to_json
from knockon.system.values import System
from knockon.validity.scores import sentences

if TYPE_CHECKING:
    from knockon.impact.forecast import Forecast

KEY_LENGTH = 16
_ELSEWHERE = ("places", "system")
"""Fields of an assessment that say where it was written, not what it asks."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An assessment with the system it is about, and what the user typed."""

    assessment: Assessment
    system: System
    system_path: Path
    system_digest: str
    digest: str
    key: str
    shown: str
    """The assessment's file as the command that repeats the run names it."""
    options: tuple[str, ...]
    packs: tuple[Path, ...]


def read(
    path: Path,
    held: Catalogue,
    *,
    draws: int | None = None,
    seed: int | None = None,
    packs: Sequence[Path] = (),
) -> Asked:
    """Return what a run needs, read and checked; ``draws`` and ``seed`` replace the file's."""
    assessment = read_assessment(path, held)
    assessment = replace(
        assessment,
        draws=assessment.draws if draws is None else draws,
        seed=assessment.seed if seed is None else seed,
    )
    at = _system(assessment.system, path)
    system = system_folder.read(at)
    check_against(assessment, {one.practice.ods_code for one in system.practices})
    digest, system_digest = _digest(_content(assessment)), system_folder.digest(at)
    about = {
        "assessment": digest,
        "system": system_digest,
        "packs": sorted(pack.digest for pack in held.packs),
        "results": RESULTS_VERSION,
    }
    options = [f"--draws {assessment.draws}", f"--seed {assessment.seed}"]
    options += [f"--packs {shlex.quote(str(pack))}" for pack in packs]
    key = _digest(about)[:KEY_LENGTH]
    shown = path.as_posix()
    return Asked(
        assessment, system, at, system_digest, digest, key, shown, tuple(options), tuple(packs)
    )


def forecast(
    asked: Asked, held: Catalogue, *, workers: int, progress: Callable[[int, int], None]
) -> Forecast:
    """Return the forecast of what was asked, with the digests of what went in."""
    made = run_assessment(
        asked.assessment,
        asked.system,
        system_folder.read_fit(asked.system_path),
        to_json(system_folder.read_quality(asked.system_path)),
        held,
        workers=workers,
        progress=progress,
        command=" ".join(["knockon assess", shlex.quote(asked.shown), *asked.options]),
        python=_python(asked),
    )
    sources = {f"file {name}": digest for name, digest in made.digests.items()}
    inputs = {"assessment": asked.digest, "system": asked.system_digest}
    scores = system_folder.read_scores(asked.system_path)
    return replace(
        made,
        digests=inputs | sources,
        assessment=_content(asked.assessment),
        past_scores=sentences(scores) if scores else (),
    )


def write(made: Forecast, folder: Path) -> None:
    """Write the files of a run into ``folder``, as made now."""
    write_run(made, folder, at=datetime.now(UTC))


def summary_of(folder: Path) -> dict[str, Any]:
    """Return the summary kept in a run's folder (K921 where there is none)."""
    put_back(folder)
    path = folder / "summary.json"
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise KnockonError(
            "K921",
            f"{folder} holds no summary that can be read",
            expected="the folder of a run",
            remedy="Add --force to run it again.",
        ) from None
    return found


def demo_key(held: Catalogue, example: str, *, practices: int, seed: int) -> str:
    """Return what the demonstration's folder is called: it changes when its result may."""
    about = {
        "practices": practices,
        "seed": seed,
        "version": knockon.__version__,
        "results": RESULTS_VERSION,
        "packs": sorted(pack.digest for pack in held.packs),
        "assessment": example,
    }
    return _digest(about)[:KEY_LENGTH]


def _system(named: str, assessment: Path) -> Path:
    """Return the system's folder: beside the assessment, else from where the command is run."""
    tried = [assessment.parent / named, Path(named)]
    for at in tried:
        put_back(at)
        if at.is_dir():
            return at
    raise KnockonError(
        "K920",
        f"there is no folder {named!r}, neither beside the assessment nor here",
        expected="the folder `knockon system build` wrote",
        remedy="Correct `system` in the assessment, or build the system first.",
        place=str(assessment),
    )


def _content(assessment: Assessment) -> Mapping[str, Any]:
    """Return what an assessment asks, as plain values, without where it was written."""
    content: dict[str, Any] = plain(assessment)
    return {key: value for key, value in content.items() if key not in _ELSEWHERE}


def _digest(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _python(asked: Asked) -> str:
    packs = ", ".join(f"Path({pack.as_posix()!r})" for pack in asked.packs)
    file, folder = asked.shown, (Path(asked.shown).parent / asked.assessment.system).as_posix()
    if asked.system_path == Path(asked.assessment.system):
        folder = asked.assessment.system
    return (
        "from dataclasses import replace\n"
        "from pathlib import Path\n\n"
        "from knockon import catalogue\n"
        "from knockon.impact.assess import assess\n"
        "from knockon.plans.reading import read_assessment\n"
        "from knockon.system import folder\n"
        "from knockon.system.quality import to_json\n\n"
        f"packs = catalogue.load({f'[{packs}]' if packs else ''})\n"
        f"asked = read_assessment(Path({file!r}), packs)\n"
        f"asked = replace(asked, draws={asked.assessment.draws}, seed={asked.assessment.seed})\n"
        f"at = Path({folder!r})\n"
        "forecast = assess(\n"
        "    asked,\n"
        "    folder.read(at),\n"
        "    folder.read_fit(at),\n"
        "    to_json(folder.read_quality(at)),\n"
        "    packs,\n"
        ")"
    )
