"""What the board paper says of its own limits: what is not known, and the age of its data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from knockon.reports.documents.blocks import Block, Bullet, Heading, Paragraph, Table
from knockon.reports.grouped import moves
from knockon.reports.numbers import kind_of, middle_and_range, percent, short_day
from knockon.reports.wording import one_name

if TYPE_CHECKING:
    from knockon.impact.forecast import Forecast

MOST_POINTS = 4
MOST_DRIVERS = 3
MOST_SOURCES = 6
OTHER_SYSTEMS = "in_the_system"


def not_known(forecast: Forecast) -> list[Block]:
    """Return the assumptions that matter most, each account of behaviour, what is not modelled."""
    drivers, accounts = _drivers(forecast), _accounts(forecast)
    left_out = [one_name(words) for words in forecast.not_modelled]
    shown = [*drivers, *accounts, *_englands_rates(forecast), *left_out[:MOST_POINTS]]
    more = len(left_out) - MOST_POINTS
    rest = f"{more} more things that are not modelled are in the report." if more > 0 else ""
    points = [Bullet(one) for one in shown]
    return [Heading("What is not known"), *points, *([Paragraph(rest, "quiet")] if rest else [])]


def sources(forecast: Forecast) -> list[Block]:
    """Return the publications used with their latest period and age, and the grades of numbers."""
    rows = forecast.assumptions
    weak, relayed = (sum(k) for k in zip(*((r.grade == "D", r.relay) for r in rows), strict=True))
    grades = (
        f"{len(rows):,} numbers beside the data: {weak:,} are assumptions (grade D), "
        f"{relayed:,} were read second-hand. Each stands with its source in assumptions.csv."
    )
    listed = _publications(forecast.quality)
    told: list[Block] = [Paragraph("The system came with no record of its data's age.")]
    if listed:
        told = [Table("Latest period published, and its age, oldest first", _COLUMNS, listed)]
    return [Heading("Sources and age of the data"), *told, Paragraph(grades, "quiet")]


def day_of(week: str) -> str:
    """Return an ISO day as it is written in a table."""
    return short_day(date.fromisoformat(week))


_COLUMNS = ("Publication", "Latest", "Age when built, days")


def _drivers(forecast: Forecast) -> list[str]:
    named = [
        f"“{one_name(one.name)}” ({percent(one.share)})"
        for one in forecast.measures[0].drivers[:MOST_DRIVERS]
    ]
    if not named:
        return []
    return [f"What the doubt about {forecast.measures[0].title} goes with: {'; '.join(named)}."]


def _accounts(forecast: Forecast) -> list[str]:
    """Return the first measure under each account of behaviour, where there are several."""
    titles = {key: title for key, title, _ in forecast.behaviour_weights}
    first = forecast.measures[0]
    if len(titles) == 1 or not first.by_behaviour:
        return []
    said = [
        f"{middle_and_range(change, kind_of(first.unit), signed=True)} by “{titles.get(key, key)}”"
        for key, change in first.by_behaviour
    ]
    return [f"What people not seen do: {first.title} change by {'; '.join(said)} ({first.unit})."]


def _englands_rates(forecast: Forecast) -> list[str]:
    """Return which measures that change rest on England's rates, where any does."""
    titles = [
        one.title
        for one in forecast.measures
        if (one.service, one.measure) in forecast.by_englands_rate and moves(one.change)
    ]
    if not titles:
        return []
    return [f"No local file counts these, so England's rates stand in: {'; '.join(titles)}."]


def _publications(quality: Mapping[str, object]) -> tuple[tuple[str, ...], ...]:
    """Return the publications the system was made from, oldest first."""
    held = quality.get("publications")
    if not isinstance(held, Sequence):
        return ()
    used = [
        one
        for one in held
        if isinstance(one, Mapping) and one.get("last") and one.get(OTHER_SYSTEMS, True)
    ]
    oldest = sorted(used, key=lambda one: str(one["last"]))[:MOST_SOURCES]
    return tuple(
        (str(one.get("title", "")), day_of(str(one["last"])), str(one.get("age_in_days", "")))
        for one in oldest
    )
