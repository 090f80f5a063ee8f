"""What moves the headline's measures, one thing at a time, and what would settle most of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knockon.reports import charts
from knockon.reports.numbers import exported, in_words, kind_of, percent
from knockon.reports.parts import (
    Cell,
    Chart,
    Figure,
    Heading,
    Part,
    Points,
    Prose,
    Section,
    Table,
    text,
)
from knockon.reports.wording import a_week, capital, one_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knockon.impact.forecast import Forecast
    from knockon.impact.sensitivity import Sensitivity

MORE_THAN_ONE = 2
ACCOUNTS = "Which account of what patients do"
LUCK = "Luck, which nothing tells"
_KINDS = {"file": "a file", "survey": "a survey", "count": "a count to make"}

_HOW = (
    "Each bar runs from the mean change where one thing is low (the fifth of the simulated futures "
    "that took least of it) to that where it is high, everything else as it may be; the dot is the "
    "mean of all. Only what moves the change more than chance would is shown. For the accounts the "
    "ends are the means under the account with the least and with the most."
)
_MEANS = (
    "This section is in means, the headline in middles, and both are right. Half of the simulated "
    "futures lie above the middle and half below it, so it is what to expect of one winter. The "
    "mean is what all of them come to on average; only means can be taken apart by what moves them."
)
_SKEWED = "They differ where a few futures lie far from the rest and pull the mean towards them:"
_LEAST = (
    "If a number were known, the part of the variance that goes with it would be gone: that is the "
    "share. It is a least, since what does not stand out from chance has a part as well. Shares "
    "are read off a limited number of futures, and luck off an eighth of them, so they are rough, "
    "and a column may pass 100%."
)
_NOTHING = "Nothing moves these measures by more than chance would."


def sensitivity(forecast: Forecast) -> Section | None:
    """Return the section, None where no measure of the headline changes."""
    told = [one for one in forecast.sensitivity if one.swings or len(one.accounts) > 1]
    if not forecast.sensitivity:
        return None
    parts: list[Part] = [Prose(_NOTHING)]
    if told:
        parts = [Prose(_mean_and_middle(forecast, told)), _figure(told), Prose(_HOW)]
    settling = [one for one in forecast.sensitivity if one.would_tell]
    if settling:
        parts += [Heading("What would settle most of it"), _settles(forecast, settling)]
        parts += [_hows(settling), Prose(_LEAST)]
    return Section("sensitivity", "What moves the answer, and what would settle it", tuple(parts))


def _mean_and_middle(forecast: Forecast, told: Sequence[Sensitivity]) -> str:
    """Return why this is in means, and of which measures mean and middle are not said alike."""
    middles = {(m.service, m.measure): m.change.p50 for m in forecast.measures}
    differ = []
    for one in told:
        middle = _said(middles[one.service, one.measure], one.unit)
        mean = _said(one.mean, one.unit)
        if middle != mean:
            what = f"{one.title} {a_week(one.unit)}".rstrip()
            differ.append(f"{what}, {middle} in the middle and {mean} in the mean")
    return f"{_MEANS} {_SKEWED} {'; '.join(differ)}." if differ else _MEANS


def _figure(told: Sequence[Sensitivity]) -> Figure:
    table = Table(
        id="t-sensitivity",
        caption="Mean change where one thing is low, and where it is high",
        columns=("Measure", "What", "Symbol", "Where it is low", "Where it is high"),
        rows=tuple(row for one in told for row in _rows(one)),
        folded="The same as a table",
        on_paper=False,
    )
    return Figure(
        "fig-sensitivity", _finding(told[0]), tuple(_chart(one) for one in told), "", (table,)
    )


def _finding(one: Sensitivity) -> str:
    """Return what moves the first measure most, with both ends."""
    words, _, low, high = _widest_first(one)[0]
    ends = " to ".join(_said(end, one.unit) for end in sorted((low, high)))
    unit = a_week(one.unit)
    ends = f"{ends} {unit}".rstrip()
    return f"{one.title}: a mean change of {ends}, by {_as_cause(words)}"


def _as_cause(words: str) -> str:
    return words[:1].lower() + words[1:] if words == ACCOUNTS else f"“{words}”"


def _widest_first(one: Sensitivity) -> list[tuple[str, str, float, float]]:
    """Return (words, symbol, low, high) of what moves a measure, the widest first."""
    rows = [(one_name(s.name), s.parameter, s.low, s.high) for s in one.swings]
    if len(one.accounts) >= MORE_THAN_ONE:
        means = [mean for _, mean in one.accounts]
        rows.append((ACCOUNTS, "behaviour sets", min(means), max(means)))
    return sorted(rows, key=lambda row: -abs(row[3] - row[2]))


def _rows(one: Sensitivity) -> list[tuple[Cell, ...]]:
    return [
        (
            text(one.title),
            text(capital(words)),
            text(symbol),
            _cell(low, one.unit),
            _cell(high, one.unit),
        )
        for words, symbol, low, high in _widest_first(one)
    ]


def _chart(one: Sensitivity) -> Chart:
    rows = [
        charts.Range(capital(words), min(low, high), one.mean, max(low, high))
        for words, _, low, high in _widest_first(one)
    ]
    chart = {
        "id": f"s-{one.service}-{one.measure}",
        "title": _finding(one),
        "description": f"{len(rows)} bars, the widest first.",
    }
    unit, share = one.unit.replace("per ", "a "), one.unit == "share"
    return Chart(
        one.title, charts.ranges(rows, unit=f"mean change, {unit}", share=share, chart=chart)
    )


def _settles(forecast: Forecast, told: Sequence[Sensitivity]) -> Table:
    """Return what would take away how much of each measure's doubt, with what nothing would."""
    found = {(one.title, w.title): w.share for one in told for w in one.would_tell}
    by_key = {(m.service, m.measure): m for m in forecast.measures}
    rows = [
        (
            text(title),
            *(_percent(found.get((one.title, title), 0.0)) for one in told),
        )
        for title, _, _ in _inquiries(told)
    ]
    luck = [by_key[one.service, one.measure].luck_share for one in told]
    rows.append((text(LUCK), *(_percent(share) for share in luck)))
    return Table(
        id="t-settles",
        caption="At least so much of the doubt would be gone",
        columns=("What would tell", *(one.title for one in told)),
        rows=tuple(rows),
        total=True,
        under_heading=True,
    )


def _inquiries(told: Sequence[Sensitivity]) -> list[tuple[str, str, str]]:
    """Return (title, kind, how) of everything that would tell something, the most first."""
    most: dict[tuple[str, str, str], float] = {}
    for one in told:
        for w in one.would_tell:
            key = (w.title, w.kind, w.how)
            most[key] = max(most.get(key, 0.0), w.share)
    return sorted(most, key=lambda key: (-most[key], key))


def _hows(told: Sequence[Sensitivity]) -> Points:
    ways = [f"{title} ({_KINDS[kind]}). {how}" for title, kind, how in _inquiries(told)]
    names = {driver.name for one in told for driver in one.untold}
    if names:
        listed = "; ".join(sorted(one_name(name) for name in names))
        ways.append(f"Nothing listed in the packs would tell: {listed}.")
    return Points(tuple(ways))


def _said(number: float | None, unit: str) -> str:
    return in_words(number, kind_of(unit), signed=True)


def _cell(number: float, unit: str) -> Cell:
    return Cell(_said(number, unit), value=exported(number), numeric=True)


def _percent(share: float | None) -> Cell:
    return Cell(percent(share), value=exported(share), numeric=True)
