"""Where contacts went, when limits are passed, what comes when, whose access changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from knockon.reports.grouped import moves
from knockon.reports.numbers import (
    NOT_THERE,
    kind_of,
    middle_and_range,
    percent,
    short_day,
    span,
)
from knockon.reports.over_time import PERCENTILES, quantile_cells
from knockon.reports.parts import Cell, Part, Prose, Section, Table, number, text
from knockon.reports.wording import (
    MIDDLE_AND_RANGE,
    WITHOUT_TOO,
    capital,
    place_name,
    service_name,
    went_words,
)

if TYPE_CHECKING:
    from knockon.impact.forecast import (
        Breach,
        Forecast,
        Group,
        Measure,
        Quantiles,
    )

_WEEKLY = "per week"
_COUNTED = {"needed": "beds needed"}
"""What is held against a capacity, where its key does not say it."""
_BALANCE = (
    "Waiting at the start + sought = seen in practice + went elsewhere + waiting at the end + "
    "trying again at the end"
)


def balance(forecast: Forecast) -> Section:
    """Return the accounting: every contact sought, and what became of it."""
    accounting = forecast.accounting
    wrong = accounting.imbalance
    verdict = (
        "It balances to the last contact in every draw."
        if wrong == 0
        else f"It does not balance: the largest difference in a draw is {wrong:,}. "
        "Do not use this run; report it."
    )
    parts: tuple[Part, ...] = (
        Prose(
            "Every contact with a practice over the whole horizon of the scenario, as a mean over "
            "draws; where somebody went is the first place they went."
        ),
        _came(forecast),
        _became(forecast),
        Prose(f"{_BALANCE}. {verdict}", "" if wrong == 0 else "warning"),
    )
    return Section("balance", "Where contacts went", parts)


def limits_passed(forecast: Forecast) -> Section:
    """Return when demand first passes a capacity or a stated limit."""
    if not forecast.breaches:
        words = "In no simulated future does demand pass a capacity or limit known to this run."
        return Section("limits", "When limits are first passed", (Prose(words),))
    table = Table(
        "t-limits",
        "First week in which demand passes a capacity or a stated limit",
        (
            "Where",
            "Measure",
            "Limit",
            "Simulated futures that pass it",
            "The same in the baseline",
            "First week: early (10%)",
            "First week: middle (50%)",
            "First week: late (90%)",
        ),
        tuple(_breach(one, dict(forecast.places)) for one in forecast.breaches),
        note="Weeks are over the simulated futures that pass the limit; “none” where too few do. "
        f"{WITHOUT_TOO}",
    )
    return Section("limits", "When limits are first passed", (table,))


def spans(forecast: Forecast) -> Section | None:
    """Return the change summed over spans of weeks: short, medium, long; None for too few weeks."""
    if not forecast.horizons:
        return None
    known = {(one.service, one.measure): one for one in forecast.measures}
    found = {(one.service, one.measure, one.weeks): one.total_change for one in forecast.horizons}
    weeks = list(dict.fromkeys(one.weeks for one in forecast.horizons))
    mine = {(one.service, one.measure) for one in forecast.horizons}
    told = [one for key, one in known.items() if key in mine]
    lead = "What there is more or less of, summed over the weeks of each span."
    parts = (Prose(lead), _by_span(told, weeks, found), _spans(told, weeks, found))
    return Section("horizons", "Short, medium and long term", parts)


Spans = Mapping[tuple[str, str, str], "Quantiles"]
"""Change summed, by service, measure and span of weeks."""


def _by_span(told: list[Measure], weeks: list[str], found: Spans) -> Table:
    """Return a row for each measure that moves, a column for each span."""
    rows = []
    for one in told:
        changes = [found.get((one.service, one.measure, span_)) for span_ in weeks]
        if any(moves(change) for change in changes):
            rows.append((text(one.title), *(_ranged(change, one) for change in changes)))
    return Table(
        "t-horizons",
        f"Change, summed: {MIDDLE_AND_RANGE}",
        ("Measure", *(f"Weeks {span(one)}" for one in weeks)),
        tuple(rows),
    )


def _ranged(change: Quantiles | None, measure: Measure) -> Cell:
    if change is None:
        return text(NOT_THERE, tone="range")
    return text(middle_and_range(change, kind_of(measure.unit), signed=True), tone="range")


def _spans(told: list[Measure], weeks: list[str], found: Spans) -> Table:
    """Return every percentile of every span, shown closed and not printed."""
    rows = []
    for one in told:
        for of in weeks:
            change = found.get((one.service, one.measure, of))
            if change is not None:
                cells = quantile_cells(change, one.unit, signed=True)
                rows.append((text(one.title), text(span(of)), *cells))
    return Table(
        "t-spans",
        "Change summed over spans of weeks: percentiles",
        ("Measure", "Weeks", *PERCENTILES),
        tuple(rows),
        folded="All percentiles by span of weeks",
        on_paper=False,
    )


def groups(forecast: Forecast) -> Section | None:
    """Return whose access changes, by deprivation fifth and age band, or None where not known."""
    if not forecast.groups:
        return None
    titles = {"deprivation_fifth": "Deprivation fifth of the practice's list", "age_band": "Age"}
    parts: list[Part] = [
        Prose("Whose access changes, by the make-up of practices' lists; not who fell ill.")
    ]
    lost = any(one.without_service.p95 for one in forecast.groups)
    for kind in dict.fromkeys(one.kind for one in forecast.groups):
        title = titles.get(kind, capital(kind.replace("_", " ")))
        mine = [one for one in forecast.groups if one.kind == kind]
        by = f"by {title[0].lower() + title[1:]}"
        columns = (title, "Registered patients", *PERCENTILES)
        moved = tuple(_group(one, one.displaced) for one in mine)
        caption = f"Change in contacts displaced a week, {by}"
        parts.append(Table(f"t-groups-{kind}", caption, columns, moved))
        if lost:
            without = tuple(_group(one, one.without_service) for one in mine)
            caption = f"People without a service that monitored them, at the end, {by}"
            parts.append(Table(f"t-without-{kind}", caption, columns, without))
    return Section("groups", "Whose access changes", tuple(parts))


def _group(one: Group, change: Quantiles) -> tuple[Cell, ...]:
    return (
        text(one.group),
        number(one.registered_patients),
        *quantile_cells(change, _WEEKLY, signed=True),
    )


def _came(forecast: Forecast) -> Table:
    accounting = forecast.accounting
    rows = (
        (text("Waiting at the start"), number(accounting.waiting_at_start)),
        (text("Contacts sought"), number(accounting.contacts_sought)),
    )
    return Table("t-came", "Contacts to be dealt with", ("Contacts", "Mean over draws"), rows)


def _became(forecast: Forecast) -> Table:
    accounting = forecast.accounting
    went = sorted(accounting.went_to.items(), key=lambda item: (-item[1], item[0]))
    rows = (
        (text("Seen in practice"), number(accounting.seen_in_practice)),
        *((text(went_words(key)), number(count)) for key, count in went),
        (text("Waiting at the end"), number(accounting.waiting_at_end)),
        (text("Trying again at the end"), number(accounting.retrying_at_end)),
        (text("Left unaccounted for"), number(float(accounting.imbalance))),
    )
    return Table(
        "t-became",
        "What became of them",
        ("Outcome", "Mean over draws"),
        rows,
        total=True,
    )


def _breach(one: Breach, places: dict[str, str]) -> tuple[Cell, ...]:
    weeks = (
        text(short_day(date.fromisoformat(week)) if week else "none") for week in one.first_week
    )
    return (
        text(
            f"{capital(service_name(one.service))}: {place_name(places.get(one.place, one.place))}"
        ),
        text(_COUNTED.get(one.measure, one.measure.replace("_", " "))),
        number(one.limit),
        Cell(percent(one.share_of_draws), one.share_of_draws, numeric=True),
        Cell(percent(one.baseline_share_of_draws), one.baseline_share_of_draws, numeric=True),
        *weeks,
    )
