"""Totals and releases as tables for a terminal, and totals as a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from knockon.cli.telling import answer, answer_table

if TYPE_CHECKING:
    from knockon.returns import ActionTotal, Interval, Release, WeekTotals
    from knockon.returns.cells import Cell, Levels

TOTALS_FORMAT = "knockon/return-totals/1"


def tell_totals(weeks: Sequence[WeekTotals], level: str) -> None:
    """Print a row for each week, name of a level and action."""
    columns = (
        *("Week", level.capitalize() if level != "all" else "Practices", "Action", "Asked"),
        *("Answered", "Taking", "Considering", "Not", "Share taking", "If none or all silent act"),
    )
    rows = [
        _total_row(total, name)
        for week in weeks
        for (of, name), by_action in week.by_level.items()
        if of == level
        for total in by_action.values()
    ]
    answer_table(columns, rows)


def totals_document(weeks: Iterable[WeekTotals]) -> dict[str, Any]:
    """Return the totals as plain values; shares are null where nobody answered."""
    return {
        "format": TOTALS_FORMAT,
        "weeks": [
            {
                "week": week.week.isoformat(),
                "asked": week.asked,
                "returned": week.returned,
                "totals": [
                    _total_document(level, name, total)
                    for (level, name), by_action in week.by_level.items()
                    for total in by_action.values()
                ],
                "pressure": {key: dict(counts) for key, counts in week.pressure.items()},
            }
            for week in weeks
        ],
    }


def tell_release(told: Release) -> None:
    """Print what is let out, as whoever receives it can read it."""
    answer(
        f"Week of {told.week}: {told.answered} of {told.asked} practices answered; "
        f"{told.counted} are counted, in groups of at least {told.policy.least_counted}."
    )
    for question, one in {**told.actions, **told.pressure}.items():
        answer("")
        _tell_question(question, one)


def _tell_question(question: str, one: Levels) -> None:
    cells = {"all": one.all, **one.places, **one.groups}
    answers = next((tuple(c.told) for c in cells.values() if c.told is not None), ())
    if not answers:
        answer(f"{question}: withheld ({one.all.withheld})")
        return
    words = (answer_.replace("_", " ").capitalize() for answer_ in answers)
    rows = [_cell_row(name, cell, answers) for name, cell in cells.items()]
    answer_table((question, "Counted", *words), rows)


def _cell_row(name: str, cell: Cell, answers: Sequence[str]) -> list[str]:
    if cell.told is None:
        return [name, "", f"withheld: {cell.withheld}", *[""] * (len(answers) - 1)]
    ranges = (cell.told[answer_] for answer_ in answers)
    told = [str(n.low) if n.exact else f"{n.low} to {n.high}" for n in ranges]
    return [name, str(cell.counted), *told]


def _total_row(total: ActionTotal, name: str) -> list[str]:
    counts = total.counts
    share = total.share_taking
    return [
        total.week.isoformat(),
        name,
        total.action,
        str(total.asked),
        str(total.answered),
        *(str(counts[position]) for position in ("taking", "considering", "not")),
        "not known" if share is None else f"{share:.0%} ({_range(total.interval)})",
        _range(total.bounds),
    ]


def _range(interval: Interval | None) -> str:
    return "not known" if interval is None else f"{interval.low:.0%} to {interval.high:.0%}"


def _total_document(level: str, name: str, total: ActionTotal) -> dict[str, Any]:
    return {
        "level": level,
        "name": name,
        "action": total.action,
        "asked": total.asked,
        "answered": total.answered,
        "response_rate": total.response_rate,
        "counts": dict(total.counts),
        "share_taking": total.share_taking,
        "interval": _pair(total.interval),
        "if_none_or_all_silent_act": _pair(total.bounds),
    }


def _pair(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]
