"""A year of the practice-level crosstab made up: as many rows as England's, the figures at random.

Every practice of England has some hundred and sixty rows a month, the common kinds of appointment
with the rare ones by chance, as published.
"""

from pathlib import Path

import numpy as np
import polars as pl

from knockon.published.crosstab import CATEGORIES, HCP_TYPES, MODES, STATUSES, WAITS

__all__ = ["MONTHS", "PRACTICES", "ROWS", "write"]

MONTHS = tuple(
    f"01{month}{year}"
    for year, months in (
        (2025, ("OCT", "NOV", "DEC")),
        (2026, ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP")),
    )
    for month in months
)
PRACTICES = 6250
_A_MONTH = 160
_KINDS = 25
ROWS = len(MONTHS) * PRACTICES * _A_MONTH


def write(path: Path) -> None:
    """Write the file: `ROWS` rows, each practice and month of its own mix of kinds."""
    rng = np.random.default_rng(20261122)
    kinds = _kinds(rng)
    practices = _practices()
    with path.open("wb") as file:
        for nth, month in enumerate(MONTHS):
            mix = ((pl.col("nth") + nth) % _KINDS).alias("mix").cast(pl.UInt32)
            rows = practices.with_columns(mix).join(kinds, on="mix", maintain_order="left")
            counts = pl.Series("COUNT_OF_APPOINTMENTS", rng.geometric(0.03, rows.height))
            whole = rows.with_columns(counts, pl.lit(month).alias("APPOINTMENT_MONTH_START_DATE"))
            whole.select(_COLUMNS).write_csv(file, include_header=nth == 0)


_COLUMNS = (
    *("APPOINTMENT_MONTH_START_DATE", "GP_CODE", "GP_NAME", "SUPPLIER", "PCN_CODE", "PCN_NAME"),
    *("SUB_ICB_LOCATION_CODE", "SUB_ICB_LOCATION_NAME", "HCP_TYPE", "APPT_MODE"),
    *("NATIONAL_CATEGORY", "TIME_BETWEEN_BOOK_AND_APPT", "COUNT_OF_APPOINTMENTS", "APPT_STATUS"),
)


def _practices() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "nth": range(PRACTICES),
            "GP_CODE": [f"A{80_000 + nth}" for nth in range(PRACTICES)],
            "GP_NAME": [f"SURGERY, NUMBER {nth}" for nth in range(PRACTICES)],
            "SUPPLIER": [("EMIS", "TPP")[nth % 2] for nth in range(PRACTICES)],
            "PCN_CODE": [f"U{10_000 + nth // 5}" for nth in range(PRACTICES)],
            "PCN_NAME": [f"NETWORK {nth // 5} PCN" for nth in range(PRACTICES)],
            "SUB_ICB_LOCATION_CODE": [f"{nth // 60:02d}X" for nth in range(PRACTICES)],
            "SUB_ICB_LOCATION_NAME": [
                f"NHS Somewhere ICB - {nth // 60}" for nth in range(PRACTICES)
            ],
        }
    )


def _kinds(rng: np.random.Generator) -> pl.DataFrame:
    """Return some mixes of kinds of appointment, the common kinds in all of them."""
    every = pl.DataFrame({"HCP_TYPE": list(HCP_TYPES)})
    for name, labels in (
        ("APPT_MODE", MODES),
        ("NATIONAL_CATEGORY", CATEGORIES),
        ("TIME_BETWEEN_BOOK_AND_APPT", [_as_published(wait) for wait in WAITS]),
        ("APPT_STATUS", STATUSES),
    ):
        every = every.join(pl.DataFrame({name: list(labels)}), how="cross")
    rank = np.indices((3, 5, len(CATEGORIES), len(WAITS), 3)).reshape(5, -1)
    common = np.exp(-(rank * np.array([[0.9], [0.9], [0.25], [0.35], [1.6]])).sum(axis=0))
    chosen = [
        every[np.sort(rng.choice(every.height, _A_MONTH, replace=False, p=common / common.sum()))]
        for _ in range(_KINDS)
    ]
    return pl.concat(
        kinds.with_columns(pl.lit(mix, dtype=pl.UInt32).alias("mix"))
        for mix, kinds in enumerate(chosen)
    )


def _as_published(wait: str) -> str:
    """Three of the waits are printed with two spaces."""
    return wait.replace(" to ", "  to ") if wait[:2] in {"8 ", "15", "22"} else wait
