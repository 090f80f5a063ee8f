"""A system on disc: a folder of plain files, written whole or not at all.

``system.json`` (format ``knockon/system/1``) holds who and when, sites' and volumes' words and
scalars, and the digest of every other file; ``practices.parquet``, ``sites.parquet``,
``profiles.parquet`` and ``series.parquet`` the tables; ``fit.json`` what was fitted to the system;
``quality.json`` what it rests on; ``scores.json``, where series are long enough, how the baseline
would have forecast the last year. The same system gives the same bytes. Columns and units stand
in ``docs/reference/system.md``.

Errors: K310 no system folder, K311 unknown format, K312 a file was changed or damaged, K313 a
file is missing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from knockon.errors import KnockonError
from knockon.keeping import put_back, whole_folder
from knockon.system import quality as quality_file
from knockon.system import tables
from knockon.system.quality import Quality
from knockon.system.values import System

FORMAT = "knockon/system/1"
READABLE = (FORMAT,)
CARD, FIT, QUALITY, SCORES = "system.json", "fit.json", "quality.json", "scores.json"


def write(  # noqa: PLR0913 - a folder is exactly these parts
    system: System,
    quality: Quality,
    fit: Mapping[str, Any],
    out: Path,
    *,
    scores: Mapping[str, Any] | None = None,
    pages: Mapping[str, str] | None = None,
    force: bool = False,
) -> None:
    """Write a system, its fit and its quality to the folder ``out``, whole or not at all.

    ``fit`` and ``scores`` are kept as they are; ``pages`` are further text files by name
    (``quality.html``), which say in words what the others hold: a system is the same system
    however its pages look, so they are not among the files its digest stands for. Raises K680
    if ``out`` exists and ``force`` is false.
    """
    content = {
        **{name: tables.to_bytes(frame) for name, frame in tables.frames(system).items()},
        FIT: _json(fit),
        QUALITY: _json(quality_file.to_json(quality)),
        **({} if scores is None else {SCORES: _json(scores)}),
    }
    said = {name: text.encode() for name, text in (pages or {}).items()}
    card = {
        "format": FORMAT,
        **tables.card(system),
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(content.items())},
    }
    with whole_folder(Path(out), force=force) as folder:
        for name, data in {**content, **said, CARD: _json(card)}.items():
            (folder / name).write_bytes(data)


def read(folder: Path) -> System:
    """Return the system kept in a folder.

    Raises K310 to K313; a folder whose replacement was cut short is put back first.
    """
    card = _card(Path(folder))
    later = [name for name in tables.LATER if name in card["files"]]
    frames = {
        name: tables.from_bytes(_file(folder, card, name)) for name in (*tables.NAMES, *later)
    }
    try:
        return tables.system(card, frames)
    except (KeyError, TypeError, ValueError):  # all else was written so: its digest fits
        raise _damaged(Path(folder) / CARD) from None


def read_fit(folder: Path) -> dict[str, Any]:
    """Return what was fitted to the system kept in a folder (``fit.json``)."""
    fit: dict[str, Any] = json.loads(_file(folder, _card(Path(folder)), FIT))
    return fit


def read_quality(folder: Path) -> Quality:
    """Return what the system kept in a folder rests on (``quality.json``)."""
    return quality_file.from_json(json.loads(_file(folder, _card(Path(folder)), QUALITY)))


def read_scores(folder: Path) -> dict[str, Any] | None:
    """Return how the baseline scored on known months; None where the system has no such series."""
    card = _card(Path(folder))
    if SCORES not in card["files"]:
        return None
    scores: dict[str, Any] = json.loads(_file(folder, card, SCORES))
    return scores


def digest(folder: Path) -> str:
    """Return the SHA-256 of ``system.json``, which holds the digests of all files but pages."""
    _card(Path(folder))
    return hashlib.sha256((Path(folder) / CARD).read_bytes()).hexdigest()


def _card(folder: Path) -> dict[str, Any]:
    put_back(folder)
    path = folder / CARD
    if not path.is_file():
        raise KnockonError(
            "K310",
            f"{folder} is not a system's folder" if folder.exists() else f"{folder} is not there",
            expected=f"a folder with {CARD}",
            remedy="Make one with `knockon system build` or `knockon system synth`.",
        )
    try:
        card = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise _damaged(path) from None
    found = card.get("format") if isinstance(card, dict) else None
    if found not in READABLE:
        raise KnockonError(
            "K311",
            f"{path} is of the format {found!r}" if found else f"{path} names no format",
            expected=" or ".join(READABLE),
            remedy="Build the system again with this version.",
        )
    if not isinstance(card.get("files"), dict):
        raise _damaged(path)
    return dict(card)


def _file(folder: Path, card: Mapping[str, Any], name: str) -> bytes:
    """Return a file's bytes after checking their digest."""
    path = Path(folder) / name
    if not path.is_file():
        raise KnockonError(
            "K313",
            f"{path} is missing",
            expected="every file the system was written with",
            remedy="Build the system again.",
        )
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != card["files"].get(name):
        raise _damaged(path)
    return data


def _damaged(path: Path) -> KnockonError:
    return KnockonError(
        "K312",
        f"{path} is not as it was written",
        expected=f"the bytes whose digest stands in {CARD}",
        remedy="Build the system again; its files are not meant to be edited.",
    )


def _json(content: Mapping[str, Any]) -> bytes:
    """Return JSON that is the same for the same content, whatever the order of its keys."""
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode()
