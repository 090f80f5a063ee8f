"""Consultant-led referral to treatment waiting times (NHS England, monthly).

Three third-party forms of the published figures: by trust and treatment function, how many of those
waiting are over 18 and over 52 weeks; England's waiting list by length of wait; and a month's
summary by trust in JSON, with the sums of all acute trusts in its last months. All count pathways
still incomplete at the end of the month; a person may be on several.

A trust's line "Total" is checked against its treatment functions and then left out, so that the
rest may be added up. The summary's median is its maker's estimate and is not read.
"""

from __future__ import annotations

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table, columns_of

__all__ = [
    "ACUTE",
    "ENGLAND",
    "PUBLICATION",
    "SUMMARY",
    "TRUSTS",
    "acute",
    "england",
    "specialties",
]

_COUNT = pl.Int64()
_TEXT = pl.String()
_MONTH = pl.Date()
_TOTAL = "Total"
_WAITS = ("over_18_weeks", "over_52_weeks")


def _refuse_waits(row: Row) -> str | None:
    """Return why a line cannot be true: more over a year than over 18 weeks."""
    long, longer = (row[name] for name in _WAITS)
    if isinstance(long, int) and isinstance(longer, int) and longer > long:
        return f"{longer} wait over 52 weeks and {long} over 18"
    return None


def _totals_are_the_sums(rows: pl.DataFrame) -> str | None:
    """Return which trust's total is not the sum of its treatment functions."""
    of_total = pl.col("treatment") == _TOTAL
    who = ["provider", "month"]
    waits = list(_WAITS)
    totals = rows.filter(of_total).drop_nulls().unpivot(waits, index=who, value_name="whole")
    summed = rows.filter(~of_total).group_by(who).agg(pl.col(name).sum() for name in waits)
    parts = summed.unpivot(waits, index=who, value_name="parts")
    both = totals.join(parts, on=[*who, "variable"], how="left")
    wrong = both.filter(pl.col("whole").ne_missing(pl.col("parts"))).sort(*who, "variable")
    for provider, month, name, whole, of_parts in wrong.iter_rows():
        return (
            f"{name} of {provider} in {month:%Y-%m} is {whole} in total "
            f"and {of_parts or 0} in its treatment functions together"
        )
    return None


TRUSTS = Layout(
    id="rtt_trusts",
    title="Referral to treatment, long waits by trust and treatment function",
    columns=(
        Column("provider", "nhs_trust22_code", cells.ods_code, _TEXT, needed=True),
        Column("month", "date", cells.month, _MONTH, needed=True),
        Column("treatment", "treatment", cells.text, _TEXT, needed=True),
        Column("over_18_weeks", "waits_over_18_weeks", cells.count, _COUNT),
        Column("over_52_weeks", "waits_over_52_weeks", cells.count, _COUNT),
    ),
    keys=("provider", "month", "treatment"),
    refuse=_refuse_waits,
    check=_totals_are_the_sums,
)

_OF_WAIT = {
    "No. within 18 weeks": "within_18_weeks",
    "No. > 18 weeks": "over_18_weeks",
    "No. > 52 weeks": "over_52_weeks",
    "Total waiting": "waiting",
}


def _kind_of_wait(cell: str) -> str:
    kind = _OF_WAIT.get(" ".join(cell.split()))
    if kind is None:
        raise cells.UnreadableError(f"'{cell.strip()}' is not a kind of wait")
    return kind


def _pivoted(rows: pl.DataFrame) -> pl.DataFrame:
    kinds = [
        pl.col("pathways").filter(pl.col("wait") == kind).first().alias(kind)
        for kind in _OF_WAIT.values()
    ]
    return rows.group_by("month").agg(kinds).sort("month")


def _waits_add_up(rows: pl.DataFrame) -> str | None:
    """Return in which month those within and over 18 weeks are not all who wait."""
    wide = _pivoted(rows)
    sums = pl.col("within_18_weeks") + pl.col("over_18_weeks") == pl.col("waiting")
    in_turn = pl.col("over_52_weeks") <= pl.col("over_18_weeks")
    wrong = wide.filter(~(sums.fill_null(value=False) & in_turn.fill_null(value=False)))
    for month in wrong["month"]:
        return f"the waits of {month:%Y-%m} do not add up to its total, or one is not there"
    return None


ENGLAND = Layout(
    id="rtt_england",
    title="Referral to treatment, England's waiting list by length of wait",
    columns=(
        Column("month", "month", cells.month, _MONTH, needed=True),
        Column("wait", "type_of_wait", _kind_of_wait, _TEXT, needed=True),
        Column("pathways", "count", cells.count, _COUNT, needed=True),
    ),
    keys=("month", "wait"),
    check=_waits_add_up,
)


def _refuse_summary(row: Row) -> str | None:
    """Return why a trust's line cannot be true."""
    waiting, within, long = (
        row[name] for name in ("waiting", "within_18_weeks_pct", "over_52_weeks")
    )
    if isinstance(within, float) and within > 100:
        return f"{within} per cent within 18 weeks"
    if isinstance(waiting, int) and isinstance(long, int) and long > waiting:
        return f"{long} wait over 52 weeks of {waiting}"
    return None


SUMMARY = Layout(
    id="rtt_summary",
    title="Referral to treatment, a month's waiting lists by trust",
    columns=(
        Column("provider", "code", cells.ods_code, _TEXT, needed=True),
        Column("name", "name", cells.text, _TEXT, needed=True),
        Column("month", "period", cells.month, _MONTH, needed=True),
        Column("waiting", "waiting_list", cells.count, _COUNT),
        Column("within_18_weeks_pct", "pct_within_18wk", cells.number, pl.Float64()),
        Column("over_52_weeks", "over_52wk", cells.count, _COUNT),
    ),
    keys=("provider", "month"),
    refuse=_refuse_summary,
)

ACUTE = Layout(
    id="rtt_acute",
    title="Referral to treatment, waiting lists of all acute trusts together",
    columns=(
        Column("month", "period", cells.month, _MONTH, needed=True),
        Column("waiting", "waiting_list", cells.count, _COUNT),
        Column("within_18_weeks_pct", "pct_within_18wk", cells.number, pl.Float64()),
        Column("over_52_weeks", "over_52wk", cells.count, _COUNT),
        Column("median", "median_weeks", cells.number, pl.Float64()),
        Column("made", "generated_at", cells.text, _TEXT),
        Column("month_in_words", "period_display", cells.text, _TEXT),
        Column("source", "source_url", cells.text, _TEXT),
    ),
    keys=("month",),
    refuse=_refuse_summary,
    others_allowed=False,
)


def specialties(rows: pl.DataFrame) -> pl.DataFrame:
    """Return provider, month, treatment, over_18_weeks, over_52_weeks without totals."""
    return rows.filter(pl.col("treatment") != _TOTAL)


def england(rows: pl.DataFrame) -> pl.DataFrame:
    """Return area ("England"), month and one column for each length of wait."""
    return _pivoted(rows).select(pl.lit("England").alias("area"), pl.all())


def acute(rows: pl.DataFrame) -> pl.DataFrame:
    """Return area, month, waiting, within_18_weeks_pct, over_52_weeks of all acute trusts."""
    area = pl.lit("England, acute trusts").alias("area")
    return rows.select(area, "month", "waiting", "within_18_weeks_pct", "over_52_weeks")


PUBLICATION = Publication(
    title="Consultant-led Referral to Treatment Waiting Times",
    cadence="monthly",
    tables=(
        Table(
            id="rtt_trusts",
            title=TRUSTS.title,
            columns=columns_of(TRUSTS),
            keys=TRUSTS.keys,
            organisation="provider",
            period="month",
            improves="Which outpatient lists of a trust are long.",
            stands_in="Nothing: lists are not told apart by treatment function.",
            period_is="month",
        ),
        Table(
            id="rtt_england",
            title=ENGLAND.title,
            columns={"area": _TEXT, "month": _MONTH, **dict.fromkeys(_OF_WAIT.values(), _COUNT)},
            keys=("area", "month"),
            organisation="area",
            period="month",
            improves="How England's waiting list has moved.",
            stands_in="Nothing: England's list is not shown beside a trust's.",
            period_is="month",
        ),
        Table(
            id="rtt_summary",
            title=SUMMARY.title,
            columns=columns_of(SUMMARY, "name"),
            keys=SUMMARY.keys,
            organisation="provider",
            period="month",
            improves="How many wait at a trust, and how long: what its lists are fitted to.",
            stands_in="Nothing: outpatient lists cannot be sized.",
            period_is="month",
        ),
        Table(
            id="rtt_acute",
            title=ACUTE.title,
            columns={"area": _TEXT, **columns_of(SUMMARY, "name", "provider")},
            keys=("area", "month"),
            organisation="area",
            period="month",
            improves="How the waiting list of acute trusts has moved in the newest months.",
            stands_in="Nothing: the newest months are not shown beside a trust's.",
            period_is="month",
        ),
    ),
    readers=(
        Reader(TRUSTS, "rtt_trusts", specialties),
        Reader(ENGLAND, "rtt_england", england),
        Reader(SUMMARY, "rtt_summary"),
        Reader(ACUTE, "rtt_acute", acute),
    ),
)
