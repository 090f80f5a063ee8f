"""A run from its file to its folder: what it reads, what it is called, how it is made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import knockon
from knockon.catalogue import Catalogue
from knockon.cli.plain import plain
from knockon.cli.repeating import command, python
from knockon.cli.subjects import ManySystems, Subject, subject
from knockon.errors import KnockonError
from knockon.impact.assess import RESULTS_VERSION
from knockon.impact.assess import assess as run_assessment
from knockon.impact.forecasting import places_called
from knockon.impact.kept import read as read_counts
from knockon.impact.nation import Nation
from knockon.impact.nation import assess_nation as run_nation
from knockon.impact.shelf import FOLDER as SHELF
from knockon.impact.shelf import Shelf
from knockon.keeping import put_back
from knockon.plans.assessment import Assessment
from knockon.plans.reading import check_against, read_assessment
from knockon.plans.replacing import AS_WRITTEN, Replaced
from knockon.reports.parties import party
from knockon.reports.wanted import CHARTS, NOTHING_MORE, Wanted, check_extras
from knockon.reports.writing import COUNTS, write_run
from knockon.system import folder as system_folder
from knockon.system.quality import to_json
from knockon.validity.scores import sentences

if TYPE_CHECKING:
    from knockon.impact.executors import Executor
    from knockon.impact.forecast import Forecast

KEY_LENGTH = 16
_ELSEWHERE = ("places", "system")
"""Fields of an assessment that say where it was written, not what it asks."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An assessment with the system or systems it is about, and what the user typed."""

    assessment: Assessment
    subject: Subject
    digest: str
    key: str
    shown: str
    """The assessment's file as the command that repeats the run names it."""
    replaced: Replaced
    adds_draws: bool
    """Whether the file itself says when to stop adding draws."""
    packs: tuple[Path, ...]

    @property
    def content(self) -> Mapping[str, Any]:
        """What the assessment asks, as plain values, without where it was written."""
        return _content(self.assessment)


def read(
    path: Path,
    held: Catalogue,
    *,
    replaced: Replaced = AS_WRITTEN,
    packs: Sequence[Path] = (),
) -> Asked:
    """Return what a run needs, read and checked, with what is said in place of the file."""
    written = read_assessment(path, held)
    assessment = replaced.of(written)
    at = _system(assessment.system, path)
    about = subject(at)
    check_against(assessment, {p.practice.ods_code for s in about.systems for p in s.practices})
    digest = _digest(_content(assessment))
    inputs = {
        "assessment": digest,
        "system": about.digest,
        "packs": sorted(pack.digest for pack in held.packs),
        "results": RESULTS_VERSION,
    }
    return Asked(
        assessment=assessment,
        subject=about,
        digest=digest,
        key=_digest(inputs)[:KEY_LENGTH],
        shown=path.as_posix(),
        replaced=replaced,
        adds_draws=written.enough is not None,
        packs=tuple(packs),
    )


def forecast(
    asked: Asked,
    held: Catalogue,
    *,
    executor: Executor,
    progress: Callable[[int, int], None],
    filling: Path,
    earlier: Path | None = None,
) -> Forecast:
    """Return the forecast of what was asked, with the digests of what went in.

    ``earlier`` is the folder of a finished run of the same, whose draws are not run again; those
    of many systems are written into the folder that is ``filling`` as they are made.
    """
    about, scores = asked.subject, None
    if isinstance(about, ManySystems):
        shelf = Shelf(filling / SHELF, None if earlier is None else earlier / SHELF)
        nation = Nation(about.boards, held)
        made = run_nation(
            asked.assessment, nation, executor=executor, progress=progress, shelf=shelf
        )
    else:
        scores = system_folder.read_scores(about.at)
        made = run_assessment(
            asked.assessment,
            about.system,
            system_folder.read_fit(about.at),
            to_json(system_folder.read_quality(about.at)),
            held,
            executor=executor,
            progress=progress,
            kept=None if earlier is None else read_counts(earlier / COUNTS),
        )
    sources = {f"file {name}": digest for name, digest in made.digests.items()}
    inputs = {"assessment": asked.digest, "system": about.digest}
    return replace(
        made,
        command=command(asked, made.draws),
        python=python(asked, made.draws),
        digests=inputs | sources,
        assessment=asked.content,
        past_scores=sentences(scores) if scores else (),
    )


def write(
    made: Forecast,
    folder: Path,
    wanted: Wanted = NOTHING_MORE,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write the files of a run into ``folder``, as made now, and those ``wanted`` besides."""
    write_run(made, folder, at=datetime.now(UTC), wanted=wanted, progress=progress)


def check_wanted(wanted: Wanted, asked: Asked) -> None:
    """Refuse, before anything is run, files that could not be written after it (K620, K632)."""
    check_extras(wanted)
    systems = asked.subject.systems
    places = [pair for one in systems for pair in places_called(one)]
    networks = {pcn.code for one in systems for pcn in one.pcns}
    practices = {b.practice.ods_code for one in systems for b in one.practices}
    for code in wanted.parties:
        party(code, [pair for pair in places if pair[0] not in networks | practices])


def has(folder: Path, wanted: Wanted) -> bool:
    """Return whether a run's folder holds what is wanted besides the usual."""
    names = [name for name, _ in wanted.files()] + [CHARTS] * wanted.charts
    return all((folder / name).exists() for name in names)


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
