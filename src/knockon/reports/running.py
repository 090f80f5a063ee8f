"""How a run can be made again, and the digest that says whether it came out the same.

The digest is taken over values, not over files: a Parquet file written by another version of its
library differs in bytes and not in what it says.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from typing import TYPE_CHECKING, Any

import polars as pl

from knockon.reports.frames import Tables, assumptions_csv
from knockon.reports.numbers import exported
from knockon.reports.summary import VARIES, as_json, summary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from knockon.impact.forecast import Forecast
    from knockon.impact.stopping import Stopped

FORMAT = "knockon/run/1"
_LIBRARIES = ("numpy", "polars", "scipy")


def result_digest(forecast: Forecast, tables: Tables | None = None) -> str:
    """Return the SHA-256 of everything a run says, but for its seconds and workers.

    ``tables`` are the run's own, where they have been made already.
    """
    made = tables or Tables.of(forecast)
    said = summary(forecast)
    said["run"] = {key: value for key, value in said["run"].items() if key not in VARIES}
    digest = hashlib.sha256(as_json(said).encode())
    digest.update(assumptions_csv(forecast).encode())
    for frame in (made.forecast, made.draws):
        _add(digest, frame)
    return digest.hexdigest()


def run_document(
    forecast: Forecast, digest: str, *, at: datetime, files: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """Return what ``run.json`` holds.

    ``digest`` is the result's; ``files`` maps each file's name to its format and digest.
    """
    return {
        "format": FORMAT,
        "at": at.isoformat(timespec="seconds"),
        "title": forecast.title,
        "seed": forecast.seed,
        "draws": forecast.draws,
        "design": forecast.design,
        "stopped": _stopped(forecast.stopped),
        "workers": forecast.workers,
        "seconds": round(forecast.seconds, 1),
        "versions": _versions(forecast),
        "digests": dict(forecast.digests),
        "packs": [
            {"id": pack, "version": version, "digest": digest}
            for pack, version, digest in forecast.packs
        ],
        "overrides": list(forecast.overrides),
        "assessment": _plain(forecast.assessment),
        "command": forecast.command,
        "python": forecast.python,
        "result_digest": digest,
        "files": {name: dict(about) for name, about in files.items()},
    }


def _stopped(stopped: Stopped | None) -> dict[str, Any] | None:
    """Return why no more draws were added; None where their number was asked for."""
    if stopped is None:
        return None
    return {
        "why": stopped.why,
        "half_width": exported(stopped.half_width),
        "precision": stopped.asked.precision,
        "seconds": stopped.asked.seconds,
        "most_draws": stopped.asked.most_draws,
    }


def _versions(forecast: Forecast) -> dict[str, str | int]:
    libraries: dict[str, str | int] = {
        name: importlib.metadata.version(name) for name in _LIBRARIES
    }
    return libraries | {
        "knockon": forecast.version,
        "results": forecast.results_version,
        "python": platform.python_version(),
    }


def _add(digest: Any, frame: pl.DataFrame) -> None:
    for column in frame.iter_columns():
        digest.update(f"{column.name} {column.dtype} {column.len()}\n".encode())
        if column.dtype.is_float():
            digest.update(column.is_null().to_numpy().tobytes())
            digest.update(column.fill_null(0.0).to_numpy().astype("<f8").tobytes())
        else:
            digest.update(_lines(column).encode())


def _lines(column: pl.Series) -> str:
    """Return a column of text, whole numbers or days one to a line; ``None`` where unknown."""
    joined: str = column.cast(pl.String).fill_null("None").str.join("\n").item()
    return joined


def _plain(value: Any) -> Any:
    """Return ``value`` with dates as text and tuples as lists, all the way down."""
    if isinstance(value, dict) or hasattr(value, "items"):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
