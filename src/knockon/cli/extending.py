"""The draws of a finished run, for a longer run of the same to build on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knockon.errors import KnockonError
from knockon.impact.assess import RESULTS_VERSION
from knockon.impact.kept import FORMAT
from knockon.keeping import put_back

if TYPE_CHECKING:
    from knockon.catalogue import Catalogue
    from knockon.cli.runs import Asked

MAY_DIFFER = ("draws", "enough")
"""What of an assessment may differ between a run and one that is made longer from it."""
_SAID_OF_A_RUN = {"assessment", "digests", "draws", "files", "packs", "versions"}


def longer_than(folder: Path, asked: Asked, held: Catalogue, *, as_long: bool = False) -> Asked:
    """Return what is asked, with at least the draws of a finished run.

    ``as_long``: the same number of draws will do, since further files are asked for. K921: there
    is no run; K922: it was made of something else; K923: it has as many draws.
    """
    put_back(folder)
    made = _run_document(folder)
    _refuse_another(folder, asked, held, made)
    draws: int = made["draws"]
    if asked.assessment.enough is not None or as_long:
        more = max(draws, asked.assessment.draws)
        return replace(asked, assessment=replace(asked.assessment, draws=more))
    if asked.assessment.draws <= draws:
        raise KnockonError(
            "K923",
            f"the run has {draws} draws, and {asked.assessment.draws} are asked for",
            expected="more draws than it has",
            remedy="Give a larger number with --draws, or --precision.",
            place=str(folder),
        )
    return asked


def _run_document(folder: Path) -> dict[str, Any]:
    try:
        found: Any = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        found = None
    kept = _counts(found)
    if not kept or not all((folder / name).is_file() for name in kept):
        raise KnockonError(
            "K921",
            f"{folder} holds no run that can be made longer",
            expected="the folder of a finished run, with run.json and the draws it lists",
            remedy="Run the assessment without --extend.",
        )
    document: dict[str, Any] = found
    return document


def _counts(found: object) -> list[str]:
    """Return which files of a run hold its draws; none where what was read is no run's document."""
    if not isinstance(found, dict) or not found.keys() >= _SAID_OF_A_RUN:
        return []
    files = found["files"]
    if not isinstance(files, dict) or not all(isinstance(one, dict) for one in files.values()):
        return []
    return [name for name, about in files.items() if about.get("format") == FORMAT]


def _refuse_another(folder: Path, asked: Asked, held: Catalogue, made: Mapping[str, Any]) -> None:
    now = {
        "the version of results": RESULTS_VERSION,
        "the system": asked.subject.digest,
        "the packs": sorted(pack.digest for pack in held.packs),
        **_said(asked.content),
    }
    then = {
        "the version of results": made["versions"]["results"],
        "the system": made["digests"].get("system"),
        "the packs": sorted(pack["digest"] for pack in made["packs"]),
        **_said(made["assessment"]),
    }
    for what in sorted(now.keys() | then.keys()):
        if now.get(what) != then.get(what):
            raise KnockonError(
                "K922",
                f"the run was made of something else: {what} differs",
                expected="the same assessment but for its draws, the same system and packs",
                remedy="Run the assessment without --extend.",
                place=str(folder),
            )


def _said(content: Mapping[str, Any]) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(json.dumps(content))
    return {f"`{key}`": value for key, value in written.items() if key not in MAY_DIFFER}
