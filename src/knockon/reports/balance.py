"""Where contacts went, what it costs, when limits are passed, and other cases beside this one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from knockon.reports.numbers import (
    kind_of,
    middle_and_interval,
    middle_and_range,
    percent,
    short_day,
    span,
)
from knockon.reports.over_time import PERCENTILES, quantile_cells
from knockon.reports.parts import Cell, Heading, Part, Prose, Section, Table, number, text
from knockon.reports.wording import (
    MIDDLE_AND_RANGE,
    capital,
    place_name,
    service_name,
    went_words,
    with_unit,
)

if TYPE_CHECKING:
    from knockon.impact.forecast import (
        Breach,
        Comparison,
        Forecast,
        Group,
        Measure,
        Quantiles,
    )

_WEEKLY = "per week"
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


def costs(forecast: Forecast) -> Section:
    """Return gross cost on receiving services, with its interval."""
    cost = forecast.cost
    if cost.total.p50 is None:
        return Section("cost", "What it costs", (Prose(f"No cost is given. {cost.note}"),))
    rows = [
        (text(capital(service_name(service))), *quantile_cells(values, "£", signed=True))
        for service, values in cost.by_service
    ]
    rows.append((text("All receiving services"), *quantile_cells(cost.total, "£", signed=True)))
    middle = middle_and_interval(cost.total, "money", signed=True)
    parts: tuple[Part, ...] = (
        Prose(f"Receiving services: {middle} over the horizon. {cost.note}".strip()),
        Table(
            "t-cost",
            f"Change in cost over the horizon, price year {cost.price_year}, by percentile",
            ("Service", *PERCENTILES),
            tuple(rows),
            total=True,
            note="Percentiles of services do not add up: each row is ranked by itself.",
        ),
    )
    return Section("cost", "What it costs", parts)


def limits_passed(forecast: Forecast) -> Section:
    """Return when demand first passes a capacity or a stated limit."""
    if not forecast.breaches:
        words = "In no simulated future does demand pass a capacity or limit known to this run."
        return Section("limits", "When limits are first passed", (Prose(words),))
    table = Table(
        "t-limits",
        "First week in which demand passes a capacity or a stated limit",
        (
            "Service",
            "Place",
            "Measure",
            "Limit",
            "Simulated futures that pass it",
            "The same in the baseline",
            "First week: early (10%)",
            "First week: middle (50%)",
            "First week: late (90%)",
        ),
        tuple(_breach(one, dict(forecast.places)) for one in forecast.breaches),
        note="Weeks are over the simulated futures that pass the limit; “none” where too few do.",
    )
    return Section("limits", "When limits are first passed", (table,))


def spans(forecast: Forecast) -> tuple[Part, ...]:
    """Return the total change by span of weeks: short, medium, long."""
    if not forecast.horizons:
        return ()
    known = {(one.service, one.measure): one for one in forecast.measures}
    order = list(known)
    rows = []
    for one in sorted(forecast.horizons, key=lambda one: order.index((one.service, one.measure))):
        measure = known[one.service, one.measure]
        cells = quantile_cells(one.total_change, measure.unit, signed=True)
        rows.append((text(measure.title), text(span(one.weeks)), *cells))
    table = Table(
        "t-spans",
        "Change summed over spans of weeks: percentiles",
        ("Measure", "Weeks", *PERCENTILES),
        tuple(rows),
    )
    return (Heading("Short, medium and long term"), table)


def comparisons(forecast: Forecast) -> Section | None:
    """Return other cases on the same system, dates and seed, or None where none was asked for."""
    if not forecast.compare:
        return None
    known = {(one.service, one.measure): one for one in forecast.measures}
    keys = list(dict.fromkeys((s, m) for case in forecast.compare for s, m, _ in case.measures))
    rows = [_compared(key, known.get(key), forecast.compare) for key in keys]
    table = Table(
        "t-compare",
        f"Change against the same baseline: {MIDDLE_AND_RANGE}",
        ("Measure", "This case", *(case.title for case in forecast.compare)),
        tuple(rows),
    )
    lead = Prose("The same system, dates and seed, with the uptake and behaviour of each case.")
    not_shown = tuple(
        Prose(f"{case.title} is not shown: {case.withheld}.")
        for case in forecast.compare
        if case.withheld
    )
    return Section("compare", "Beside other cases", (lead, *not_shown, table))


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
        text(capital(service_name(one.service))),
        text(place_name(places.get(one.place, one.place))),
        text(one.measure.replace("_", " ")),
        number(one.limit),
        Cell(percent(one.share_of_draws), one.share_of_draws, numeric=True),
        Cell(percent(one.baseline_share_of_draws), one.baseline_share_of_draws, numeric=True),
        *weeks,
    )


def _compared(
    key: tuple[str, str], measure: Measure | None, cases: tuple[Comparison, ...]
) -> tuple[Cell, ...]:
    kind = kind_of(measure.unit if measure else "")
    title = with_unit(measure) if measure else f"{service_name(key[0])}: {key[1]}"
    cells = [text(title)]
    own = measure.change if measure else None
    cells.append(
        text(middle_and_range(own, kind, signed=True) if own else "not in this case", tone="range")
    )
    for case in cases:
        found = {(s, m): change for s, m, change in case.measures}.get(key)
        if found is None:
            cells.append(text("not in this case"))
        else:
            cells.append(text(middle_and_range(found, kind, signed=True), tone="range"))
    return tuple(cells)
