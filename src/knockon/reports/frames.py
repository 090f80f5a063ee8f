"""The tables of a run as files: ``forecast.parquet``, ``draws.parquet``, ``assumptions.csv``.

Rows are sorted, so that the same forecast gives the same file.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import polars as pl

from knockon.impact.forecast import Assumption

if TYPE_CHECKING:
    from pathlib import Path

    from knockon.impact.forecast import Forecast

FORECAST_FORMAT = "knockon/forecast/1"
DRAWS_FORMAT = "knockon/draws/1"
ASSUMPTIONS_FORMAT = "knockon/assumptions/1"
PARAMETER = "parameter"
"""What stands as ``service`` in the rows of ``draws.parquet`` that hold a draw's parameters."""

_FORECAST = {
    "week": pl.Date,
    "service": pl.String,
    "place": pl.String,
    "practice": pl.String,
    "measure": pl.String,
    "quantile": pl.String,
    "baseline": pl.Float64,
    "scenario": pl.Float64,
    "change": pl.Float64,
}
_DRAWS = {
    "draw": pl.Int64,
    "set": pl.String,
    "point": pl.Int64,
    "week": pl.Date,
    "service": pl.String,
    "measure": pl.String,
    "baseline": pl.Float64,
    "scenario": pl.Float64,
}


@dataclass(frozen=True, slots=True)
class Tables:
    """The two large tables of a run, put in order once for its digest and for its files."""

    forecast: pl.DataFrame
    draws: pl.DataFrame

    @classmethod
    def of(cls, forecast: Forecast) -> Tables:
        """Return the tables of a run."""
        return cls(forecast_frame(forecast), draws_frame(forecast))


def forecast_frame(forecast: Forecast) -> pl.DataFrame:
    """Return quantiles by week, service, place and measure; ``place`` null is the whole system."""
    keys = ["service", "measure", "place", "practice", "week", "quantile"]
    return _as(forecast.weekly, _FORECAST).sort(keys, nulls_last=False, maintain_order=True)


def draws_frame(forecast: Forecast) -> pl.DataFrame:
    """Return each draw's weekly values, then its parameters.

    A parameter is a row with service ``parameter``, its symbol as measure, no week, and its value
    as both baseline and scenario.
    """
    values = _as(forecast.draws_table, _DRAWS)
    whose = values.select("draw", "set", "point").unique()
    parameters = _as(
        forecast.draw_parameters.join(whose, on="draw", how="left").with_columns(
            pl.lit(None, pl.Date).alias("week"),
            pl.lit(PARAMETER).alias("service"),
            pl.col("symbol").alias("measure"),
            pl.col("value").alias("baseline"),
            pl.col("value").alias("scenario"),
        ),
        _DRAWS,
    )
    keys = ["draw", "service", "measure", "week"]
    ordered = [frame.sort(keys, maintain_order=True) for frame in (values, parameters)]
    return pl.concat(ordered)


def assumptions_csv(forecast: Forecast) -> str:
    """Return every parameter used, one a row, as CSV text."""
    names = [field.name for field in fields(Assumption)]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(names)
    for row in sorted(forecast.assumptions, key=lambda one: one.symbol):
        writer.writerow([_cell(getattr(row, name)) for name in names])
    return written.getvalue()


def write_parquet(frame: pl.DataFrame, path: Path, kind: str) -> None:
    """Write ``frame`` with its format in the file's metadata."""
    frame.write_parquet(path, compression="zstd", metadata={"format": kind})


def _as(frame: pl.DataFrame, schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    return frame.select(pl.col(name).cast(kind) for name, kind in schema.items())


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return repr(value) if isinstance(value, float) else str(value)
