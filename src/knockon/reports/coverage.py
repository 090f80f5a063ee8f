"""Coverage as a page: for each service a chart of it falling in steps, and the table beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from knockon.catalogue import Catalogue
from knockon.register.coverage import Coverage
from knockon.register.coverage_cells import Cell
from knockon.register.coverage_lists import Heads
from knockon.register.coverage_people import Estimate, NotEstimated
from knockon.register.coverage_rows import CoverageRow, coverage_rows, row_of, turning_weeks
from knockon.register.coverage_runs import MIGHTS, Might
from knockon.register.notice import PatientGroup
from knockon.reports.coverage_chart import KEY, Step, steps
from knockon.reports.numbers import in_table
from knockon.reports.parts import (
    Cell as TableCell,
)
from knockon.reports.parts import (
    Chart,
    Facts,
    Figure,
    Page,
    Part,
    Points,
    Prose,
    Section,
    Table,
    text,
)
from knockon.reports.rendering import render

__all__ = ["GROUP_NAMES", "coverage_page", "coverage_table", "without_in_words"]

GROUP_NAMES: Final[Mapping[PatientGroup, str]] = {
    "new": "New patients",
    "existing": "Present patients",
    "beyond_capacity": "Patients beyond capacity",
    "all": "All patients",
}
REACHES = {"counted": "", "at_least": "at least ", "at_most": "at most "}
READING = (
    "A week is judged by its last day: a service is gone in the week of the first day without it.",
    "A practice without a notice is taken to go on offering the service; whether it ever did is "
    "not in a ledger.",
    "Only notices given and not conditional count. What is considered or conditional is told "
    "apart.",
    "People without are registered patients times a rate that is the same everywhere; where no "
    "rate is known, no number is made.",
    "Somewhere to go means that a service was named, not that it has room.",
)
STEP_COLUMNS = (
    *("Week", "For", "Still offered by", "of these, notice running", "End not known", "Gone"),
    *("nowhere to go", "not known where", "Registered patients", "People without", "May follow"),
)
SUMMARY_COLUMNS = (
    *("Service", "For", "Practices gone", "Registered patients", "People without", "May follow"),
)


def coverage_page(found: Coverage, catalogue: Catalogue, version: str) -> str:
    """Return the page as one self-contained HTML file, without scripts."""
    page = Page(
        title=f"Who has which service: {found.title}",
        kicker="Coverage",
        headline=None,
        lead=tuple(_lead(found)),
        sections=(
            Section("at-the-end", _end_title(found), (coverage_table(found, catalogue),)),
            *(_service(found, service, catalogue) for service in found.services),
            Section("reading", "How to read this", (Points(READING),)),
        ),
        footer=f"Written by Knock-on {version}.",
    )
    return render(page)


def coverage_table(found: Coverage, catalogue: Catalogue) -> Table:
    """Return how every service stands in the last week, a row for each group of patients."""
    last = found.mondays[-1]
    rows = [row for row in coverage_rows(found, catalogue) if row.week == last]
    return Table(
        "end",
        f"Services at the end of the week of {_day(last)}",
        SUMMARY_COLUMNS,
        tuple(_summary(row, catalogue) for row in rows),
        under_heading=True,
    )


def without_in_words(without: Estimate | NotEstimated) -> str:
    """Return how many people are without a service in words."""
    if isinstance(without, NotEstimated):
        return "not known"
    low, central, high = (in_table(each) for each in (without.low, without.central, without.high))
    if low == high:
        return f"{REACHES[without.reach] if without.high else ''}{central} {without.unit}"
    return f"{REACHES[without.reach]}{central} ({low} to {high}) {without.unit}"


def _lead(found: Coverage) -> list[Part]:
    whole = found.registered[""]
    lead: list[Part] = [
        Facts(
            (
                ("Ledger", f"{found.title}, as of entry {found.seq}"),
                ("Weeks", f"{_day(found.mondays[0])} to {_day(found.mondays[-1])}"),
                ("Practices", f"{whole.practices:,}"),
                ("Registered patients", f"{whole.patients:,}"),
            )
        )
    ]
    if found.not_listed:
        codes = ", ".join(found.not_listed)
        lead.append(
            Prose(
                f"Notices are held by {codes}, of whom no patients are listed: they are in no "
                "number here.",
                "warning",
            )
        )
    if not found.services:
        lead.append(Prose("No notice stands: every practice goes on."))
    return lead


def _end_title(found: Coverage) -> str:
    return f"At the end of the week of {_day(found.mondays[-1])}"


def _summary(row: CoverageRow, catalogue: Catalogue) -> tuple[TableCell, ...]:
    return (
        text(_name(catalogue, row.service), href=f"#{row.service}"),
        text(GROUP_NAMES[row.group]),
        text(f"{row.gone.practices:,} of {row.registered.practices:,}"),
        _whole(row.gone.patients),
        text(_without(row)),
        text(_might_in_words(row.mights)),
    )


def _without(row: CoverageRow) -> str:
    """Return how many people are without: nobody while no practice has stopped."""
    return without_in_words(row.without) if row.gone.practices else "nobody"


def _might_in_words(mights: Mapping[Might, Heads]) -> str:
    """Return how many practices may follow, and why it is open."""
    words = {"conditional": "conditional", "considered": "considered", "undated": "without a date"}
    said = [f"{mights[one].practices:,} {words[one]}" for one in MIGHTS if mights[one].practices]
    return ", ".join(said) or "none"


def _whole(count: int) -> TableCell:
    """Return a cell of a count."""
    return TableCell(f"{count:,}", value=float(count), numeric=True)


def _service(found: Coverage, service: str, catalogue: Catalogue) -> Section:
    """Return one service: what is known of it, its charts, its steps and its places."""
    cells = [found.cell(service, group) for group in found.groups(service)]
    rows = [
        row_of(found, cell, week, catalogue)
        for cell in cells
        for week in turning_weeks(cell, found.weeks)
    ]
    name = _name(catalogue, service)
    figure = Figure(
        id=f"{service}-figure",
        title=_finding(found, cells),
        charts=tuple(_chart(found, cell, name) for cell in cells),
        key=KEY,
        tables=(_steps_table(service, rows), _places_table(found, service, cells)),
    )
    parts: list[Part] = [figure]
    reasons = {row.without.why for row in rows if isinstance(row.without, NotEstimated)}
    parts += [Prose(f"People without: not known. {reason}") for reason in sorted(reasons)]
    local = catalogue.local_services.get(service)
    if local is not None:
        parts.append(Prose(f"Who usually keeps the duty: {local.duty}"))
    return Section(service, name, tuple(parts))


def _finding(found: Coverage, cells: Sequence[Cell]) -> str:
    """Return what the charts show, in a sentence."""
    last = found.weeks - 1
    said = []
    for cell in cells:
        gone, might = cell.gone(last), cell.might(last, *MIGHTS)
        group = GROUP_NAMES[cell.group].lower()
        if gone.practices:
            said.append(
                f"{gone.practices} of {cell.registered.practices} practices no longer offer it to "
                f"{group}"
            )
        elif might.practices:
            said.append(f"{might.practices} practices may no longer offer it to {group}")
    return "; ".join(said).capitalize() + "." if said else "Nothing is gone by then."


def _chart(found: Coverage, cell: Cell, name: str) -> Chart:
    label = GROUP_NAMES[cell.group]
    whole = max(cell.registered.patients, 1)
    weeks = [
        Step(
            monday,
            cell.still(week).patients / whole,
            cell.heads(week, "end_unknown").patients / whole,
            (cell.still(week) - cell.might(week, *MIGHTS)).patients / whole,
        )
        for week, monday in enumerate(found.mondays)
    ]
    first, last = weeks[0], weeks[-1]
    described = (
        f"{label}: {first.still:.0%} of registered patients are covered in the first week, "
        f"{last.still:.0%} in the last; {last.perhaps:.0%} if what is not firm came about."
    )
    drawn = {
        "id": f"{cell.service}-{cell.group}".replace("_", "-"),
        "title": f"{name}, {label.lower()}: cover by week",
        "description": described,
    }
    return Chart(label, steps(weeks, chart=drawn))


def _steps_table(service: str, rows: Sequence[CoverageRow]) -> Table:
    return Table(
        f"{service}-steps",
        "Practices in the weeks in which something changes",
        STEP_COLUMNS,
        tuple(_step(row) for row in rows),
    )


def _step(row: CoverageRow) -> tuple[TableCell, ...]:
    covers = row.covers
    counts = (
        *(row.still.practices, covers["ending"].practices, covers["end_unknown"].practices),
        *(row.gone.practices, covers["nowhere"].practices, covers["where_unknown"].practices),
        row.gone.patients,
    )
    return (
        text(_day(row.week)),
        text(GROUP_NAMES[row.group]),
        *(_whole(count) for count in counts),
        text(_without(row)),
        text(_might_in_words(row.mights)),
    )


def _places_table(found: Coverage, service: str, cells: Sequence[Cell]) -> Table:
    """Return the last week place by place, folded away."""
    last = found.weeks - 1
    rows = []
    for place in found.places:
        for cell in cells:
            own = found.cell(service, cell.group, place)
            gone, might = own.gone(last), own.might(last, *MIGHTS)
            rows.append(
                (
                    text(place),
                    text(GROUP_NAMES[cell.group]),
                    _whole(own.registered.practices),
                    _whole(own.still(last).practices),
                    _whole(gone.practices),
                    _whole(gone.patients),
                    _whole(might.practices),
                )
            )
    columns = ("Place", "For", "Practices", "Still offered by", "Gone", "Registered patients")
    return Table(
        f"{service}-places",
        "Place by place in the last week",
        (*columns, "May follow"),
        tuple(rows),
        folded="Place by place in the last week",
        on_paper=False,
    )


def _name(catalogue: Catalogue, service: str) -> str:
    local = catalogue.local_services.get(service)
    return local.name if local is not None else service


def _day(day: object) -> str:
    return f"{day:%-d %B %Y}"
