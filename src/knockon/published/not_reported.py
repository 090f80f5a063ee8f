"""Telling a value that is not reported from one that is zero.

Published files print 0 for both. A zero is taken for "not reported" only where it cannot be a
count, by the rules below; the printed number is kept beside the missing value.

A&E, by provider and month:

1. No attendance of any type: a provider that submits an empty return. Its zeros are not reported.
2. No four-hour breach at a major A&E (type 1) whose attendances, at the share of breaches of the
   provider-months that report any, would have made at least `IMPLAUSIBLE_ZERO`: the four-hour
   figures of every type are not reported (as at the trusts that tried other standards to May 2023).
3. A run of zeros between two months of at least `IMPLAUSIBLE_ZERO`: not reported. With the
   attendances of a type go its breaches and admissions.

NHS 111, by contract and day:

4. All four counts zero: not reported.
5. None answered within 60 seconds of at least `IMPLAUSIBLE_ZERO` answered: an unfinished return.
6. More triaged than answered: the triaged are not reported.

A Poisson count that expects `IMPLAUSIBLE_ZERO` is zero less than once in 20,000 months.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from knockon.published import ae, calls111
from knockon.published.publications import Table
from knockon.published.quality import NotReported

__all__ = ["IMPLAUSIBLE_ZERO", "ae_long", "calls111_long", "listed", "missing_counts"]

IMPLAUSIBLE_ZERO = 10
"""How large a count must be expected to be before an exact zero is not believed."""

_BLANK = "the file gives no number"
_EMPTY_RETURN = "an empty return: no attendance of any type in the month"
_NO_BREACH = "no four-hour breach in a whole month at a major A&E"
_RUN = "zero between months that are far from zero"
_EMPTY_DAY = "every count of the day is zero"
_UNFINISHED = "none answered within 60 seconds of those answered: an unfinished return"
_TRIAGED = "more calls triaged than answered"
_RUN_MEASURES = tuple(name for name in ae.MEASURES if not name.startswith("dta"))


def ae_long(wide: pl.DataFrame) -> pl.DataFrame:
    """Return provider, month, measure, value, reported, published, reason from one row a month.

    ``value`` is missing wherever ``reported`` is false; ``published`` is what the file prints.
    """
    marked = wide.sort("provider", "month").with_columns(_empty_return(), _no_breach(wide))
    marked = marked.with_columns(_run(name).alias(f"_run_{name}") for name in _RUN_MEASURES)
    reasons = [_ae_reason(name).alias(name) for name in ae.MEASURES]
    return _long(wide, marked, reasons, keys=("provider", "month"), measures=ae.MEASURES)


def calls111_long(wide: pl.DataFrame) -> pl.DataFrame:
    """Return contract, date, measure, value, reported, published, reason from one row a day."""
    empty = pl.all_horizontal(pl.col(name) == 0 for name in calls111.MEASURES)
    unfinished = (pl.col("calls_answered_60s") == 0) & (
        pl.col("calls_answered") >= IMPLAUSIBLE_ZERO
    )
    triaged = pl.col("calls_triaged") > pl.col("calls_answered")
    reasons = [
        _first_reason(
            (pl.col(name).is_null(), _BLANK),
            (empty, _EMPTY_DAY),
            (unfinished, _UNFINISHED),
            *([(triaged, _TRIAGED)] if name == "calls_triaged" else []),
        ).alias(name)
        for name in calls111.MEASURES
    ]
    return _long(wide, wide, reasons, keys=("contract", "date"), measures=calls111.MEASURES)


def listed(
    publication: str, long: pl.DataFrame, *, organisation: str, period: str
) -> tuple[NotReported, ...]:
    """Return what is not reported: one entry an organisation, measure and reason."""
    gone = long.filter(~pl.col("reported"))
    entries = (
        gone.group_by(organisation, "measure", "reason")
        .agg(
            pl.col(period).min().alias("first"),
            pl.col(period).max().alias("last"),
            pl.len().alias("values"),
        )
        .sort(organisation, "measure", "reason")
    )
    return tuple(
        NotReported(publication, who, measure, first, last, values, reason)
        for who, measure, reason, first, last, values in entries.iter_rows()
    )


def missing_counts(table: Table, rows: pl.DataFrame) -> tuple[NotReported, ...]:
    """Return the counts and measures a table's rows leave blank or suppress."""
    numeric = [name for name, kind in table.columns.items() if kind.is_numeric()]
    if not numeric or rows.is_empty():
        return ()
    return tuple(_blank_entries(table, rows, numeric))


def _blank_entries(table: Table, rows: pl.DataFrame, numeric: list[str]) -> Iterable[NotReported]:
    for name in numeric:
        blank = rows.filter(pl.col(name).is_null())
        for (who,), group in blank.group_by(table.organisation, maintain_order=True):
            first = group[table.period].min() if table.period else None
            last = group[table.period].max() if table.period else None
            yield NotReported(table.id, str(who), name, first, last, group.height, _BLANK)  # type: ignore[arg-type]


def _empty_return() -> pl.Expr:
    none = pl.all_horizontal(pl.col(f"attendances_{kind}") == 0 for kind in ae.TYPES)
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


def _run(name: str) -> pl.Expr:
    """Mark zeros that stand between two months of the same provider, both large."""
    above = pl.when(pl.col(name) > 0).then(pl.col(name))
    before = above.forward_fill().over("provider", order_by="month")
    after = above.backward_fill().over("provider", order_by="month")
    large = (before >= IMPLAUSIBLE_ZERO) & (after >= IMPLAUSIBLE_ZERO)
    return ((pl.col(name) == 0) & large).fill_null(value=False)


def _ae_reason(name: str) -> pl.Expr:
    zero = pl.col(name) == 0
    reasons = [
        (pl.col(name).is_null(), _BLANK),
        (pl.col("_empty_return") & zero, _EMPTY_RETURN),
    ]
    if name.startswith("over_4h"):
        reasons.append((pl.col("_no_breach"), _NO_BREACH))
    if name in _RUN_MEASURES:
        reasons.append((pl.col(f"_run_{name}"), _RUN))
    kind = name.rpartition("_")[2]
    if name.startswith(("over_4h", "admissions")):
        reasons.append((pl.col(f"_run_attendances_{kind}") & zero, _RUN))
    return _first_reason(*reasons)


def _first_reason(*cases: tuple[pl.Expr, str]) -> pl.Expr:
    return pl.coalesce(*(pl.when(case).then(pl.lit(reason)) for case, reason in cases))


def _long(
    wide: pl.DataFrame,
    marked: pl.DataFrame,
    reasons: list[pl.Expr],
    *,
    keys: tuple[str, str],
    measures: tuple[str, ...],
) -> pl.DataFrame:
    printed = wide.unpivot(measures, index=keys, variable_name="measure", value_name="published")
    why = marked.select(*keys, *reasons).unpivot(
        measures, index=keys, variable_name="measure", value_name="reason"
    )
    reported = pl.col("reason").is_null()
    joined = printed.join(why, on=[*keys, "measure"], how="left")
    long = joined.with_columns(
        pl.when(reported).then(pl.col("published")).alias("value"), reported.alias("reported")
    )
    columns = (*keys, "measure", "value", "reported", "published", "reason")
    return long.select(columns).with_columns(pl.col("reason").cast(pl.String())).sort(columns[:3])
