"""What drives the doubt: assumptions, behaviour sets and luck, measure by measure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from knockon.reports import charts
from knockon.reports.grouped import is_money, moves
from knockon.reports.numbers import exported, in_words, kind_of, middle_and_range, percent
from knockon.reports.over_time import PERCENTILES, quantile_cells
from knockon.reports.parts import (
    Cell,
    Chart,
    Figure,
    Fold,
    Heading,
    Part,
    Points,
    Prose,
    Section,
    Table,
    text,
    unknown,
)
from knockon.reports.wording import MIDDLE_AND_RANGE, capital, doubt_sentence, one_name, with_unit

if TYPE_CHECKING:
    from knockon.impact.forecast import Forecast, Measure
    from knockon.impact.stopping import Stopped

TIMES = "\N{MULTIPLICATION SIGN}"
MORE_THAN_ONE = 2
MOST_DRAWN = 3
"""Assumptions drawn for a measure; the table has them all."""

_NOTHING = "No single assumption stands out from chance for any measure."
_HOW = (
    "The share of the doubt is the part of the variance of the paired change, over draws, that "
    "goes with one assumption. Shares are not made to add up to 100%: assumptions act together. "
    "An assumption that does not stand out from chance is not named."
)


_ERROR = (
    "The simulation error of a median is its standard error over draws. It is no part of the "
    "intervals: more draws would make it smaller and leave them as wide as they are."
)
_EACH_ACCOUNT = "Under each account of what patients do: all percentiles, measure by measure"
_ENOUGH = {
    "precise": "which is as precise as was asked",
    "most": "and the most draws allowed were reached",
    "time": "and the time allowed was up",
    "unknown": "since the headline is not estimated",
}


def doubt(forecast: Forecast) -> Section:
    """Return the section on what the intervals are made of."""
    known = (measure for measure in forecast.measures if measure.change.p50 is not None)
    moved = [measure for measure in known if moves(measure.change)]
    driven = [measure for measure in moved if measure.drivers]
    parts: list[Part] = [_figure(driven, len(moved))] if driven else [Prose(_NOTHING)]
    parts += [_sources(moved), Prose(_HOW), Prose(_ERROR)]
    if forecast.stopped:
        parts.append(Prose(enough(forecast.draws, forecast.stopped)))
    return Section("doubt", "What drives the doubt", tuple(parts))


def enough(draws: int, stopped: Stopped) -> str:
    """Return how many draws were added up to, how precise that is, and why there are no more."""
    asked = []
    if stopped.asked.precision is not None:
        asked.append(f"the median of the headline is known to {stopped.asked.precision:g} a week")
    if stopped.asked.seconds is not None:
        asked.append(f"{stopped.asked.seconds:g} seconds are gone")
    told = f"Draws were added until {' or '.join(asked)}. There are {draws:,}"
    if stopped.half_width is not None:
        known = in_words(stopped.half_width)
        told += f"; the median's own 90% interval reaches {known} a week either side"
    return f"{told}, {_ENOUGH[stopped.why]}."


def behaviour_sets(forecast: Forecast) -> tuple[Part, ...]:
    """Return each behaviour set's interval beside the pooled one, and what was cut to fit."""
    weights = forecast.behaviour_weights
    if not weights:
        return ()
    named = {key: title for key, title, _ in weights}
    parts: list[Part] = [
        Heading("What patients do when they are not seen"),
        Prose(
            f"{len(weights)} accounts of what people do are used side by side, each with the same "
            "draws and the same luck; the pooled interval weighs them as the table says."
            if len(weights) > 1
            else "One account of what people do is used."
        ),
        _weights(forecast),
        *_under_each(forecast, named),
        *_by_sets(forecast, named),
    ]
    if forecast.behaviour_notes:
        parts.append(Points(forecast.behaviour_notes))
    return tuple(parts)


def _figure(measures: list[Measure], moved: int) -> Figure:
    rows = tuple(
        (
            text(measure.title),
            text(capital(one_name(one.name))),
            text(one.parameter),
            _share(one.share),
        )
        for measure in measures
        for one in measure.drivers
    )
    table = Table(
        id="t-drivers",
        caption="Assumptions and the share of the doubt that goes with them",
        columns=("Measure", "Assumption", "Symbol", "Share of the doubt"),
        rows=rows,
        folded="The same as a table",
        on_paper=False,
    )
    first = {one.service: one for one in reversed(measures) if not is_money(one)}
    drawn = tuple(_chart(one) for one in measures if one is first.get(one.service))
    return Figure("fig-drivers", _finding(measures, moved), drawn, "", (table,))


def _finding(measures: list[Measure], moved: int) -> str:
    """Return the assumption named first most often, and for how many of the measures that move."""
    first = Counter(one_name(measure.drivers[0].name) for measure in measures)
    name, times = first.most_common(1)[0]
    if times == moved:
        return f"For every measure the assumption that matters most is “{name}”"
    if times * 2 > moved:
        return f"“{capital(name)}” matters most for {times} of {moved} measures"
    if len(measures) * 2 > moved:
        return "The assumption that matters most differs from measure to measure"
    return f"An assumption stands out from chance for {len(measures)} of {moved} measures"


def _chart(measure: Measure) -> Chart:
    chart = {
        "id": f"d-{measure.service}-{measure.measure}",
        "title": doubt_sentence(measure),
        "description": f"{len(measure.drivers)} assumptions, the largest share of the doubt first.",
    }
    rows = [(capital(one_name(one.name)), one.share) for one in measure.drivers[:MOST_DRAWN]]
    return Chart(measure.title, charts.shares(rows, chart=chart))


def _sources(measures: list[Measure]) -> Table:
    rows = tuple(
        (
            text(measure.title),
            _share(measure.set_share),
            _share(measure.luck_share),
            _error(measure),
        )
        for measure in measures
    )
    return Table(
        id="t-doubt",
        caption="The doubt that is which account of behaviour is right, and that which is luck",
        columns=(
            "Measure",
            "Between accounts of behaviour",
            "Luck alone",
            "Simulation error of the median",
        ),
        rows=rows,
    )


def _share(share: float | None) -> Cell:
    return Cell(percent(share), value=exported(share), numeric=True)


def _error(measure: Measure) -> Cell:
    """Return the Monte Carlo standard error, an uncertain number itself, in two figures."""
    if measure.mc_se is None:
        return unknown()
    kind = kind_of(measure.unit)
    shown = in_words(measure.mc_se, kind, signed=kind == "share").removeprefix("+")
    return Cell(shown, value=exported(measure.mc_se), numeric=True)


def _weights(forecast: Forecast) -> Table:
    return Table(
        id="t-behaviour",
        caption="Accounts of behaviour and their weights",
        columns=("Account", "Set", "Weight"),
        rows=tuple(
            (text(title), text(key), Cell(f"{TIMES}{weight:g}", exported(weight), numeric=True))
            for key, title, weight in forecast.behaviour_weights
        ),
    )


def _under_each(forecast: Forecast, named: dict[str, str]) -> list[Table]:
    """Return the change of every measure under each account, side by side; none for one account."""
    told = [measure for measure in forecast.measures if measure.by_behaviour]
    if len(named) < MORE_THAN_ONE or not told:
        return []
    rows = []
    for measure in told:
        kind, found = kind_of(measure.unit), dict(measure.by_behaviour)
        changes = [*(found.get(key) for key in named), measure.change]
        said = (
            middle_and_range(one, kind, signed=True) if one else "not run under it"
            for one in changes
        )
        rows.append((text(with_unit(measure)), *(text(words, tone="range") for words in said)))
    return [
        Table(
            "t-accounts",
            f"Change under each account: {MIDDLE_AND_RANGE}",
            ("Measure", *named.values(), "Pooled"),
            tuple(rows),
        )
    ]


def _by_sets(forecast: Forecast, named: dict[str, str]) -> list[Fold]:
    """Return a table a measure with every percentile, together under one fold and not printed."""
    told = [measure for measure in forecast.measures if measure.by_behaviour]
    if not told:
        return []
    return [Fold(_EACH_ACCOUNT, tuple(_by_set(measure, named) for measure in told))]


def _by_set(measure: Measure, named: dict[str, str]) -> Table:
    rows = [
        (text(named.get(key, key)), *quantile_cells(change, measure.unit, signed=True))
        for key, change in measure.by_behaviour
    ]
    rows.append((text("Pooled"), *quantile_cells(measure.change, measure.unit, signed=True)))
    return Table(
        id=f"b-{measure.service}-{measure.measure}",
        caption=f"{with_unit(measure)}: change under each account",
        columns=("Account", *PERCENTILES),
        rows=tuple(rows),
        folded=measure.title,
        total=True,
        on_paper=False,
    )
