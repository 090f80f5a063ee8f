"""What A&E returns do not report although they print a zero, by provider and month.

1. No attendance of any type: a provider that submits an empty return. Its zeros are not reported.
2. No four-hour breach at a major A&E (type 1) whose attendances, at the share of breaches of the
   provider-months that report any, would have made at least `IMPLAUSIBLE_ZERO`: the four-hour
   figures of every type are not reported (as at the trusts that tried other standards to May 2023).
3. A run of zeros between two months of at least `IMPLAUSIBLE_ZERO`: not reported. With the
   attendances of a type go its breaches and admissions.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from knockon.published.not_reported import (
    BLANK,
    IMPLAUSIBLE_ZERO,
    RUN_OF_MONTHS,
    first_reason,
    long_form,
    zero_between_large,
)

__all__ = ["telling"]

_EMPTY_RETURN = "an empty return: no attendance of any type in the month"
_NO_BREACH = "no four-hour breach in a whole month at a major A&E"


def telling(wide: pl.DataFrame, *, measures: Sequence[str], types: Sequence[str]) -> pl.DataFrame:
    """Return provider, month, measure, value, reported, published, reason from one row a month."""
    runs = [name for name in measures if not name.startswith("dta")]
    marked = wide.sort("provider", "month").with_columns(
        _empty_return(types),
        _no_breach(wide),
        *(
            zero_between_large(name, organisation="provider", period="month").alias(f"_run_{name}")
            for name in runs
        ),
    )
    reasons = [_reason(name, run=name in runs).alias(name) for name in measures]
    return long_form(marked, reasons, keys=("provider", "month"), measures=measures)


def _empty_return(types: Sequence[str]) -> pl.Expr:
    none = pl.all_horizontal(pl.col(f"attendances_{kind}") == 0 for kind in types)
    return none.fill_null(value=False).alias("_empty_return")


def _no_breach(wide: pl.DataFrame) -> pl.Expr:
    """Mark rows whose type 1 breaches are zero where the share elsewhere makes that implausible.

    Where no row of the files reports a breach, no zero can be believed.
    """
    reporting = wide.filter(pl.col("over_4h_type1") > 0)
    attended = int(reporting["attendances_type1"].sum())
    zero = (pl.col("over_4h_type1") == 0) & (pl.col("attendances_type1") > 0)
    if attended:
        share = int(reporting["over_4h_type1"].sum()) / attended
        zero &= pl.col("attendances_type1") * share >= IMPLAUSIBLE_ZERO
    return zero.fill_null(value=False).alias("_no_breach")


def _reason(name: str, *, run: bool) -> pl.Expr:
    zero = pl.col(name) == 0
    reasons = [
        (pl.col(name).is_null(), BLANK),
        (pl.col("_empty_return") & zero, _EMPTY_RETURN),
    ]
    if name.startswith("over_4h"):
        reasons.append((pl.col("_no_breach"), _NO_BREACH))
    if run:
        reasons.append((pl.col(f"_run_{name}"), RUN_OF_MONTHS))
    kind = name.rpartition("_")[2]
    if name.startswith(("over_4h", "admissions")):
        reasons.append((pl.col(f"_run_attendances_{kind}") & zero, RUN_OF_MONTHS))
    return first_reason(*reasons)
