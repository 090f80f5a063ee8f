"""A slice of a report for one party: what lands on it week by week, and what it would be asked.

It is made of the numbers of the service, site or trust itself; of practices it holds none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from knockon.impact.forecast import Quantiles
from knockon.reports.balance import limits_passed
from knockon.reports.board_gap import mitigations
from knockon.reports.cases import BESIDE, Compared, of_whole, side_by_side
from knockon.reports.grouped import change_at, is_money, moves
from knockon.reports.headline import kicker_of, notes_below, sentences_of
from knockon.reports.method import method
from knockon.reports.numbers import day, in_words, interval, kind_of, middle_of, short_day
from knockon.reports.over_time import (
    FAN_KEY,
    Week,
    by_week,
    charts_of,
    level_words,
    weekly_table,
    weeks_of,
    whole_horizon,
)
from knockon.reports.parties import Party, party, places_of_sites
from knockon.reports.parts import (
    Code,
    Facts,
    Figure,
    Headline,
    Page,
    Part,
    Points,
    Prose,
    Section,
)
from knockon.reports.wording import CHECK, a_week, change_words, finding, place_name, with_unit

if TYPE_CHECKING:
    from knockon.impact.forecast import Forecast, Measure

Told = tuple["Measure", str | None]
"""A measure as it is at one place, and which; None for the whole system."""

FIRST = 3
"""Numbers at the top."""
_ASKED = (
    "Say how many more could be seen, from which day, at how much notice, and at what cost.",
    "Say what would stop or wait if they were, and who has to agree to that.",
    "Report each week how many came, so that the forecast can be held against it.",
)


_NO_OTHER_CASE = (
    "No other case was run beside this one. To see what lands here in a worse one, add the line "
    "“compare: [reasonable_worst_case]” to the assessment's file and run it again."
)


def slice_page(forecast: Forecast, code: str, digest: str) -> Page:
    """Return the slice for the service, site or trust ``code`` (K632 where there is none)."""
    whose = party(code, places_of_sites(forecast))
    told = _told(forecast, whose)
    sections = (
        Section("lands", "What lands here, week by week", tuple(_figures(forecast, told))),
        _beside(forecast, told),
        _limits(forecast, whose),
        Section("asked", "What would be asked of you", tuple(_asked(forecast, told))),
        _keep_in_mind(forecast),
        method(),
        _again(forecast, digest),
    )
    return Page(
        title=f"{whose.title}: {forecast.title}",
        kicker=kicker_of(forecast, f"Impact report for {code}"),
        headline=_headline(forecast, told),
        sections=tuple(section for section in sections if section is not None),
        footer=f"Knock-on {forecast.version}. {CHECK}",
    )


def _told(forecast: Forecast, whose: Party) -> list[Told]:
    """Return the measures of a party, those that move first, money last."""
    if whose.service:
        found: list[Told] = [(m, None) for m in forecast.measures if m.service == whose.service]
    else:
        found = [one for place in whose.places for one in _at(forecast, place)]
    order = {(m.service, m.measure): n for n, m in enumerate(forecast.measures)}
    return sorted(
        found,
        key=lambda one: (
            is_money(one[0]),
            not moves(one[0].change),
            order[one[0].service, one[0].measure],
        ),
    )


def _at(forecast: Forecast, place: str) -> Iterator[Told]:
    """Yield what is counted at a place; what has no other place is the whole system's."""
    counted = forecast.weekly.filter(pl.col("place") == place)
    keys = set(counted.select("service", "measure").unique().iter_rows())
    for measure in forecast.measures:
        if (measure.service, measure.measure) in keys:
            yield _there(forecast, measure, place), place


def _there(forecast: Forecast, measure: Measure, place: str) -> Measure:
    mine = (pl.col("service") == measure.service) & (pl.col("measure") == measure.measure)
    rows = forecast.by_place.filter(mine & (pl.col("place") == place))
    if rows.is_empty():
        return measure
    by_name = {row["quantile"]: row for row in rows.iter_rows(named=True)}
    baseline, scenario, change = (
        _quantiles(by_name, arm) for arm in ("baseline", "scenario", "change")
    )
    return replace(
        measure,
        baseline=baseline,
        scenario=scenario,
        change=change,
        total_change=None,
        drivers=(),
        by_behaviour=(),
    )


def _quantiles(by_name: dict[str, dict[str, float | None]], arm: str) -> Quantiles:
    return Quantiles(*(by_name[name][arm] for name in ("p5", "p10", "p50", "p90", "p95")))


def _headline(forecast: Forecast, told: list[Told]) -> Headline:
    moving = [(measure, place) for measure, place in told if moves(measure.change)]
    answer, _, _ = sentences_of(forecast.headline)
    first = finding(moving[0][0]) if moving else "Nothing changes here in any simulated future"
    worse = _in_other_cases(forecast, told, moving[0]) if moving else ""
    return Headline(
        sentence=f"{first}.",
        because=f"{worse}The whole system: {answer}",
        numbers=tuple(_number(measure) for measure, _ in moving[:FIRST]),
        facts=(
            ("System", f"{forecast.icb_name} ({forecast.icb_code})"),
            ("Weeks", f"{forecast.weeks}, {day(forecast.start)} to {day(forecast.end)}"),
            ("Simulated futures", f"{forecast.draws:,}"),
            ("Baseline", "the same weeks without the actions"),
        ),
        notes=notes_below(forecast, (measure for measure, _ in told)),
    )


def _in_other_cases(forecast: Forecast, told: list[Told], one: Told) -> str:
    """Return what happens to a measure here in each other case that tells of it."""
    others = _compared(forecast, told, one).others
    said = (
        f"{case.title}: {change_words(change, one[0].unit)}. "
        for case, change in zip(forecast.compare, others, strict=True)
        if change is not None and not case.withheld
    )
    return "".join(said)


def _number(measure: Measure) -> tuple[str, str, str]:
    kind = kind_of(measure.unit)
    middle = middle_of(measure.change, kind, signed=True)
    spread = interval(measure.change, kind, signed=True)
    return measure.title, f"{middle} {a_week(measure.unit)}".strip(), spread


def _figures(forecast: Forecast, told: list[Told]) -> Iterator[Part]:
    if not told:
        yield Prose("Nothing of this run is counted here.")
    for measure, place in told:
        weeks = _weeks(forecast, measure, place)
        key = f"{place}-" if place else ""
        drawn = charts_of(measure, weeks, key=key) if weeks and moves(measure.change) else ()
        tables = [whole_horizon(measure, key=key)]
        if weeks and moves(measure.change):
            tables.append(replace(weekly_table(measure, weeks, key=key), on_paper=True))
        yield Figure(
            id=f"fig-{key}{measure.service}-{measure.measure}",
            title=_titled(forecast, measure, place),
            charts=drawn,
            key=FAN_KEY if drawn else "",
            tables=tuple(tables),
            note=level_words(forecast, measure),
        )


def _weeks(forecast: Forecast, measure: Measure, place: str | None) -> list[Week]:
    if measure.change.p50 is None:
        return []
    if place is None:
        return weeks_of(forecast, measure)
    return by_week(forecast, measure, pl.col("place") == place)


def _titled(forecast: Forecast, measure: Measure, place: str | None) -> str:
    if place is None:
        return finding(measure)
    return f"{_called(forecast, place)}. {finding(measure)}"


def _called(forecast: Forecast, place: str) -> str:
    return place_name(dict(forecast.places).get(place, place))


def _beside(forecast: Forecast, told: list[Told]) -> Section | None:
    """Return the party's measures in this case and the others; None where it has no measure."""
    if not told:
        return None
    if not forecast.compare:
        return Section("compare", BESIDE, (Prose(_NO_OTHER_CASE),))
    return side_by_side([_compared(forecast, told, one) for one in told], forecast)


def _compared(forecast: Forecast, told: list[Told], one: Told) -> Compared:
    """Return a measure in all cases: at its place, which is named where several have it."""
    measure, place = one
    if place is None:
        return of_whole(measure, forecast)
    alike = [m for m, _ in told if (m.service, m.measure) == (measure.service, measure.measure)]
    where = f"{_called(forecast, place)}. " if len(alike) > 1 else ""
    others = tuple(change_at(case, measure, place) for case in forecast.compare)
    return Compared(f"{where}{with_unit(measure)}", measure, others)


def _limits(forecast: Forecast, whose: Party) -> Section:
    """Return when demand first passes a capacity of this party."""
    mine = tuple(
        one
        for one in forecast.breaches
        if one.place in whose.places or one.service == whose.service
    )
    return limits_passed(replace(forecast, breaches=mine))


def _asked(forecast: Forecast, told: list[Told]) -> Iterator[Part]:
    """Yield the room that is needed, measure by measure, then what to answer."""
    rooms = [_room(forecast, measure, place) for measure, place in told if _rises(measure)]
    if rooms:
        yield Points(tuple(rooms))
    else:
        yield Prose("No more people come here in the futures told: nothing is asked for.")
    yield Prose(mitigations(forecast))
    yield Points(_ASKED)


def _rises(measure: Measure) -> bool:
    counted = not is_money(measure) and kind_of(measure.unit) == "count"
    return counted and measure.change.p90 is not None and measure.change.p90 > 0


def _room(forecast: Forecast, measure: Measure, place: str | None) -> str:
    weeks = _weeks(forecast, measure, place)
    monday, most = _fullest(weeks)
    middle, tenth = (in_words(n, signed=True) for n in (measure.change.p50, measure.change.p90))
    fullest = in_words(most, signed=True)
    return (
        f"{with_unit(measure)}: {middle} in the middle, {tenth} or more in one future of ten. "
        f"In the fullest week, from {short_day(monday)}, one future of ten has {fullest} or more."
    )


def _fullest(weeks: list[Week]) -> tuple[date, float | None]:
    """Return the Monday of the week with the largest 90th percentile of change, and that."""
    monday, values = max(weeks, key=lambda week: week[1]["change"].get("p90") or 0.0)
    return monday, values["change"].get("p90")


def _keep_in_mind(forecast: Forecast) -> Section:
    parts = (Points(forecast.not_modelled), Points(forecast.cautions), Prose(CHECK))
    shown = tuple(part for part in parts if not isinstance(part, Points) or part.items)
    return Section("not-modelled", "What is not modelled, and what to keep in mind", shown)


def _again(forecast: Forecast, digest: str) -> Section:
    identity = Facts((("Seed", str(forecast.seed)), ("Digest of the results", digest)))
    return Section("reproduce", "Run it again", (Code("Command line", forecast.command), identity))
