"""The board paper: what a board decides on, in at most four pages of Word.

Decision asked, headline, cases side by side, limits, horizons, money, what would catch it, who is
affected, what is not known, sources. Its numbers are those of the report, written the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knockon.impact.forecasting import HEADLINE_NUMBERS
from knockon.reports import board_gap, board_money, board_sources
from knockon.reports.documents.blocks import (
    Block,
    Document,
    Heading,
    Numbered,
    Paragraph,
    Table,
)
from knockon.reports.grouped import change_in
from knockon.reports.headline import sentences_of
from knockon.reports.numbers import (
    NOT_THERE,
    day,
    in_table,
    kind_of,
    middle_and_range,
    percent,
    span,
)
from knockon.reports.wording import (
    CHECK,
    MIDDLE_AND_RANGE,
    WITHOUT_TOO,
    capital,
    one_name,
    place_name,
    service_name,
    with_unit,
)

if TYPE_CHECKING:
    from knockon.impact.forecast import Breach, Comparison, Forecast, Group, Measure

__all__ = ["board_paper"]

FORMAT = "knockon/board-paper/1"
MOST_LIMITS = 6
"""Limits told; the report has them all."""


def board_paper(forecast: Forecast) -> Document:
    """Return the paper as blocks, to be written as Word."""
    blocks = (
        *_opening(forecast),
        *_decisions(forecast),
        *_headline(forecast),
        *_cases(forecast),
        *_limits(forecast),
        *_horizons(forecast),
        *board_money.money(forecast),
        *board_gap.gap(forecast),
        *_affected(forecast),
        *board_sources.not_known(forecast),
        *board_sources.sources(forecast),
    )
    foot = f"{forecast.title} \N{EN DASH} Knock-on {forecast.version}, seed {forecast.seed}."
    return Document(f"Board paper: {forecast.title}", blocks, foot)


def _opening(forecast: Forecast) -> list[Block]:
    system = f"{forecast.icb_name}, {forecast.practices:,} practices"
    weeks = f"{forecast.weeks} weeks from {day(forecast.start)}"
    about = (
        f"{system}, {forecast.registered_patients:,} registered patients; {weeks}; "
        f"{forecast.draws:,} simulated futures. {CHECK}"
    )
    made_up = [Paragraph("A made-up system, for trying the tool only.")] * forecast.synthetic
    return [Heading(f"Board paper: {forecast.title}", 1), Paragraph(about, "quiet"), *made_up]


def _decisions(forecast: Forecast) -> list[Block]:
    """Return what the board is asked for: to choose a case, to catch the gap, to watch."""
    choice = "this one, or a worse one of those beside it."
    if not forecast.compare:
        choice = "this one, or a worse one, which has not been run."
    asked = [
        f"Choose the case to plan for: {choice}",
        "Decide what catches the gap told below, by when, and who pays; this paper proposes none.",
    ]
    if board_gap.left_without(forecast):
        asked.append("Name who takes over the people whose service practices stop, and from when.")
    asked.append("Name who holds what happens against this forecast each week, and who acts on it.")
    return [Heading("Decision asked"), *(Numbered(one) for one in asked)]


def _headline(forecast: Forecast) -> list[Block]:
    answer, because, _ = sentences_of(forecast.headline)
    return [Heading("What may happen, and how sure that is"), Paragraph(f"{answer} {because}")]


def headline_measures(forecast: Forecast) -> list[Measure]:
    """Return the measures of the three headline numbers, as far as the forecast has them."""
    known = {(one.service, one.measure): one for one in forecast.measures}
    return [known[key] for _, key, _ in HEADLINE_NUMBERS if key in known]


def _cases(forecast: Forecast) -> list[Block]:
    """Return the headline's numbers in this case beside the others."""
    rows = [_case_row(one, forecast.compare) for one in headline_measures(forecast)]
    columns = ("Change against the same weeks without it", "Without it", "This case (likely)")
    titles = tuple(case.title for case in forecast.compare)
    caption = f"Likely beside other cases: {MIDDLE_AND_RANGE}"
    found: list[Block] = [Table(caption, (*columns, *titles), tuple(rows))]
    found += [
        Paragraph(f"{case.title} is not shown: {case.withheld}.", "quiet")
        for case in forecast.compare
        if case.withheld
    ]
    if not forecast.compare:
        words = (
            "No worse case was run: add the line “compare: [reasonable_worst_case]” to the "
            "assessment's file and run it again."
        )
        found.append(Paragraph(words, "quiet"))
    return found


def _case_row(measure: Measure, cases: tuple[Comparison, ...]) -> tuple[str, ...]:
    kind = kind_of(measure.unit)
    changes = [measure.change, *(change_in(case, measure) for case in cases)]
    said = (middle_and_range(one, kind, signed=True) if one else NOT_THERE for one in changes)
    return (with_unit(measure), in_table(measure.baseline.p50, kind), *said)


def _limits(forecast: Forecast) -> list[Block]:
    """Return which capacities are passed, the likeliest first, and which are not."""
    passed = [one for one in forecast.breaches if one.share_of_draws > 0]
    worst = sorted(passed, key=lambda one: -one.share_of_draws)[:MOST_LIMITS]
    names = dict(forecast.places)
    words = "In no simulated future does demand pass a capacity or limit known to this run."
    if not passed:
        return [Heading("When a capacity is first passed"), Paragraph(words)]
    table = Table(
        "First week in which demand passes a capacity, in the futures that pass it",
        ("Where", "Futures that pass it", "Without the action", "Early", "Middle", "Late"),
        tuple(_limit(one, names) for one in worst),
    )
    told = Paragraph(WITHOUT_TOO, "quiet")
    more = len(passed) - len(worst)
    rest = [Paragraph(f"{more} more are in the report.", "quiet")] if more else []
    return [Heading("When a capacity is first passed"), table, told, *rest]


def _limit(one: Breach, names: dict[str, str]) -> tuple[str, ...]:
    place = place_name(names.get(one.place, one.place))
    weeks = (board_sources.day_of(week) if week else "none" for week in one.first_week)
    where = f"{capital(service_name(one.service))}: {place}"
    return (where, percent(one.share_of_draws), percent(one.baseline_share_of_draws), *weeks)


def _horizons(forecast: Forecast) -> list[Block]:
    """Return the headline's numbers summed over the short, medium and long term."""
    spans = list(dict.fromkeys(one.weeks for one in forecast.horizons))
    found = {(one.service, one.measure, one.weeks): one.total_change for one in forecast.horizons}
    rows = []
    for one in headline_measures(forecast):
        totals = [found.get((one.service, one.measure, weeks)) for weeks in spans]
        kind = kind_of(one.unit)
        said = (middle_and_range(t, kind, signed=True) if t else NOT_THERE for t in totals)
        rows.append((one.title, *said))
    if not spans:
        return []
    columns = ("Change, summed", *(f"Weeks {span(weeks)}" for weeks in spans))
    caption = f"Short, medium and long term: {MIDDLE_AND_RANGE}"
    return [Heading("By horizon"), Table(caption, columns, tuple(rows))]


def _affected(forecast: Forecast) -> list[Block]:
    """Return whose access changes, by deprivation and age of practices' lists."""
    if not forecast.groups:
        return [Heading("Who is affected"), Paragraph("Not known: lists have no ages or places.")]
    kinds = {"deprivation_fifth": "Deprivation fifth ", "age_band": "Aged "}
    lost = any(one.without_service.p95 for one in forecast.groups)
    columns = (
        "People on practices' lists",
        "How many",
        "More contacts go elsewhere or nowhere, a week",
    )
    rows = [_group(one, kinds.get(one.kind, ""), lost=lost) for one in _ends(forecast.groups)]
    more = ("Left without a service",) if lost else ()
    caption = f"Whose access changes (not who fell ill): {MIDDLE_AND_RANGE}"
    return [Heading("Who is affected"), Table(caption, (*columns, *more), tuple(rows))]


def _ends(groups: tuple[Group, ...]) -> list[Group]:
    """Return the most and the least deprived fifth, and every age band."""
    fifths = [one for one in groups if one.kind == "deprivation_fifth" and one.group[:1].isdigit()]
    between = fifths[1:-1]
    return [one for one in groups if one not in between]


def _group(one: Group, kind: str, *, lost: bool) -> tuple[str, ...]:
    moved = middle_and_range(one.displaced, signed=True)
    without = (middle_and_range(one.without_service, signed=True),) if lost else ()
    return (one_name(f"{kind}{one.group}"), f"{one.registered_patients:,}", moved, *without)
