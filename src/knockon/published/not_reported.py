"""Telling a value that is not reported from one that is zero.

Published files print 0 for both. A zero is taken for "not reported" only where it cannot be a
count, by rules that stand beside each publication; the printed number is kept beside the missing
value. What the rules share is here.

A long table has its keys (organisation and period first), then measure, value, reported,
published, reason: ``value`` is missing wherever ``reported`` is false; ``published`` is what the
file prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import polars as pl

from knockon.published.quality import NotReported
from knockon.published.tables import Table

__all__ = [
    "BLANK",
    "IMPLAUSIBLE_ZERO",
    "RUN_OF_DAYS",
    "RUN_OF_MONTHS",
    "first_reason",
    "listed",
    "long_form",
    "missing_counts",
    "told_by",
    "zero_between_large",
]

IMPLAUSIBLE_ZERO = 10
"""How large a count must be expected to be before an exact zero is not believed.

A Poisson count that expects ten is zero less than once in 20,000 times.
"""

BLANK = "the file gives no number"
RUN_OF_MONTHS = "zero between months that are far from zero"
RUN_OF_DAYS = "zero between days that are far from zero"

_TOLD = ("measure", "value", "reported", "published", "reason")


def long_form(
    wide: pl.DataFrame,
    reasons: Sequence[pl.Expr],
    *,
    keys: Sequence[str],
    measures: Sequence[str],
) -> pl.DataFrame:
    """Return the long table of a wide one.

    ``reasons`` are expressions over ``wide``, one named after each measure: the reason its value
    is not reported, or null.
    """
    printed = wide.unpivot(measures, index=keys, variable_name="measure", value_name="published")
    why = wide.select(*keys, *reasons).unpivot(
        measures, index=keys, variable_name="measure", value_name="reason"
    )
    joined = printed.join(why, on=[*keys, "measure"], how="left")
    reported = pl.col("reason").is_null()
    long = joined.with_columns(
        pl.when(reported).then(pl.col("published")).alias("value"),
        reported.alias("reported"),
        pl.col("reason").cast(pl.String()),
    )
    return long.select(*keys, *_TOLD).sort(*keys, "measure")


def told_by(
    measures: Sequence[str],
    *cases: Callable[[str], tuple[pl.Expr, str]],
    keys: Sequence[str],
) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Return what makes a wide table long: a blank is not reported, nor is what a case finds.

    Each case takes a measure's name and gives when its value is not believed, and why.
    """

    def tell(wide: pl.DataFrame) -> pl.DataFrame:
        reasons = [
            first_reason((pl.col(name).is_null(), BLANK), *(case(name) for case in cases)).alias(
                name
            )
            for name in measures
        ]
        return long_form(wide.sort(*keys), reasons, keys=keys, measures=measures)

    return tell


def first_reason(*cases: tuple[pl.Expr, str]) -> pl.Expr:
    """Return the reason of the first case that holds, or null."""
    return pl.coalesce(*(pl.when(case).then(pl.lit(reason)) for case, reason in cases))


def zero_between_large(name: str, *, organisation: str, period: str) -> pl.Expr:
    """Mark zeros between two periods of the same organisation, both large."""
    above = pl.when(pl.col(name) > 0).then(pl.col(name))
    before = above.forward_fill().over(organisation, order_by=period)
    after = above.backward_fill().over(organisation, order_by=period)
    large = (before >= IMPLAUSIBLE_ZERO) & (after >= IMPLAUSIBLE_ZERO)
    return ((pl.col(name) == 0) & large).fill_null(value=False)


def listed(table: Table, long: pl.DataFrame) -> tuple[NotReported, ...]:
    """Return what a long table does not report: one entry an organisation, measure and reason."""
    gone = long.filter(~pl.col("reported"))
    entries = (
        gone.group_by(table.organisation, "measure", "reason")
        .agg(
            pl.col(table.period or "").min().alias("first"),
            pl.col(table.period or "").max().alias("last"),
            pl.len().alias("values"),
        )
        .sort(table.organisation, "measure", "reason")
    )
    return tuple(
        NotReported(table.id, who, measure, first, last, values, reason)
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
            yield NotReported(table.id, str(who), name, first, last, group.height, BLANK)  # type: ignore[arg-type]
