"""What else was published of practices and services, under keys of forecasts where there are such.

Nothing in a system is made of these figures but what :mod:`knockon.system.service_baselines` takes;
they stand beside a forecast. Counts are of a month; shares are 0 to 1. A sum with a blank part is
not reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from knockon.published import Published


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose figures are wanted: codes of practices, trusts, boards and contracts of NHS 111."""

    practices: Sequence[str]
    trusts: Sequence[str]
    boards: Sequence[str]
    contracts: Sequence[str]


Figure = tuple[str, str, str, str, float | None]
"""Service, measure, organisation, period, value (None: not reported)."""


def figures(files: Published, whose: Whose) -> Iterator[Figure]:
    """Yield every figure of these organisations that the files give."""
    yield from _appointments(files.gpad_crosstab, whose.practices)
    yield from _telephone(files.telephony_times, whose.practices)
    yield from _online(files, whose.practices)
    yield from _survey(files.gpps_practices, whose.practices)
    yield from _calls(files.iuc, whose.contracts)
    trusts = {
        ("outpatients", "gp_referrals"): (files.referrals, "from_practices"),
        ("diagnostics", "requests"): (files.diagnostics, "activity"),
        ("diagnostics", "waiting_list"): (files.diagnostics, "waiting"),
    }
    for key, (rows, column) in trusts.items():
        yield from _by_month(key, rows, ("provider", whose.trusts), column)
    before = files.advice.filter(pl.col("kind").str.to_lowercase().str.starts_with("pre"))
    boards = ("icb_code", whose.boards)
    yield from _by_month(("advice_and_guidance", "requests"), before, boards, "requests")
    held = files.pharmacy_first.drop_nulls("consultations")
    yield from _by_month(("pharmacy", "consultations"), held, boards, "consultations")


def _appointments(rows: pl.DataFrame, practices: Sequence[str]) -> Iterator[Figure]:
    """Yield each practice's attended appointments."""
    attended = rows.filter(pl.col("status") == "attended")
    of = ("practice", practices)
    yield from _by_month(("practice", "contacts_seen"), attended, of, "appointments")


def _telephone(rows: pl.DataFrame, practices: Sequence[str]) -> Iterator[Figure]:
    """Yield what became of calls to each practice, by outcome: calls_received, calls_answered."""
    monthly = rows.with_columns(pl.col("date").dt.truncate("1mo").alias("month"))
    for (outcome,), some in monthly.group_by("outcome", maintain_order=True):
        key = ("practice", f"calls_{outcome}")
        yield from _by_month(key, some, ("practice", practices), "calls")


def _online(files: Published, practices: Sequence[str]) -> Iterator[Figure]:
    """Yield what came online to each practice: the file's metrics by name, and submissions."""
    of = ("practice", practices)
    for (metric,), some in files.online.group_by("metric", maintain_order=True):
        yield from _by_month(("practice", str(metric).lower()), some, of, "value")
    monthly = files.online_days.with_columns(pl.col("date").dt.truncate("1mo").alias("month"))
    yield from _by_month(("practice", "online_submissions"), monthly, of, "submissions")


def _survey(rows: pl.DataFrame, practices: Sequence[str]) -> Iterator[Figure]:
    """Yield the share of each practice's patients who gave an answer, by year."""
    own = rows.filter(pl.col("practice").is_in(list(practices)))
    for row in own.sort("practice", "year", "question").iter_rows(named=True):
        share = None if row["percent"] is None else row["percent"] / 100.0
        year = row["year"]
        yield "practice", row["question"], row["practice"], f"{year:%Y}" if year else "", share


def _calls(rows: pl.DataFrame, contracts: Sequence[str]) -> Iterator[Figure]:
    """Yield calls received by month, under a contract."""
    received = rows.filter(pl.col("item") == "A01")
    yield from _by_month(("nhs111", "calls"), received, ("contract", contracts), "value")


def _by_month(
    key: tuple[str, str], rows: pl.DataFrame, of: tuple[str, Sequence[str]], column: str
) -> Iterator[Figure]:
    """Yield a column's sums by organisation and month."""
    name, codes = of
    own = rows.filter(pl.col(name).is_in(list(codes)))
    sums = own.group_by(name, "month").agg(
        pl.col(column).sum(), pl.col(column).is_null().any().alias("blank")
    )
    for code, month, value, blank in sums.sort(name, "month").iter_rows():
        yield *key, code, f"{month:%Y-%m}", None if blank else float(value)
