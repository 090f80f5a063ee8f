"""A safe day as a workbook that goes on reckoning: change a session and the list changes.

Sheets: *Rota* (sessions to room), *Week* (what does not fit, what held slots see), *Year* (the
list by working day), *About*. Cells to change are tinted. Sums are formulas, each kept with the
value this program found, so that a reader that does not recalculate shows the same numbers. How
many slots are held on which day is written as a number: the fewest that see the share wanted,
which no formula of a spreadsheet finds. Simulated years are not in it. Format
``knockon/safe-day-table/1``.
"""

from __future__ import annotations

import io
from calendar import month_name
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from knockon.catalogue.facts import Unknown
from knockon.reports.extras import extra
from knockon.reports.safe_day_wording import after_a_year, fits
from knockon.safeday import Outlook
from knockon.safeday.outlook import CENTRAL, NOBODY
from knockon.safeday.rota import MOST_SESSIONS

__all__ = ["FORMAT", "safe_day_workbook"]

FORMAT = "knockon/safe-day-table/1"
ROTA, WEEK, YEAR, ABOUT = "Rota", "Week", "Year", "About"
SPARE = 12
"""Empty rows for further clinicians, which are in the sums already."""
FIRST = 7
"""The row of the first clinician, of the first weekday and of the first day."""
DAYS = 5
TINT, HEADER, INK = "#fff6df", "#e3edf0", "#1b2430"
NOT_KNOWN = "not known: nothing is held back"

HOW_TO = (
    "Tinted cells are yours to change; the rest follows.",
    "Rota: sessions by weekday. Half a full day has room for half the limit; no day for more.",
    "Week: contacts vary by chance (Poisson); 'do not fit' is the mean beyond the room.",
    "Week, held: how many slots are kept for urgent contacts; beside it what share they see.",
    "Year: a list on which a share gives up each working day, and one nobody leaves.",
    "Year, held: the fewest slots that see the share wanted; change them yourself.",
    "This is a check, not legal advice.",
)


@dataclass(frozen=True, slots=True)
class _Styles:
    """The looks of cells."""

    head: Any
    mine: Any
    number: Any
    share: Any
    day: Any
    bold: Any


def safe_day_workbook(found: Outlook) -> bytes:
    """Return the workbook's bytes; K620 without the extra ``reports``."""
    out = io.BytesIO()
    book = extra("xlsxwriter").Workbook(out, {"in_memory": True})
    book.set_properties({"title": f"A safe day: {found.plan.title}", "comments": FORMAT})
    styles = _styles(book)
    totals = _rota(book.add_worksheet(ROTA), found, styles)
    _week(book.add_worksheet(WEEK), found, styles, totals)
    _year(book.add_worksheet(YEAR), found, styles)
    _about(book.add_worksheet(ABOUT), found, book)
    book.close()
    return out.getvalue()


def _styles(book: Any) -> _Styles:
    head = {"bold": True, "bg_color": HEADER, "font_color": INK, "text_wrap": True, "valign": "top"}
    return _Styles(
        head=book.add_format({**head, "border": 1}),
        mine=book.add_format({"bg_color": TINT, "border": 1}),
        number=book.add_format({"num_format": "#,##0.0"}),
        share=book.add_format({"num_format": "0.0%"}),
        day=book.add_format({"num_format": "ddd d mmm yyyy"}),
        bold=book.add_format({"bold": True}),
    )


def _rota(sheet: Any, found: Outlook, styles: _Styles) -> int:
    """Write sessions and room; return the row that holds the room of each weekday."""
    rota = found.plan.rota
    sheet.write_string("A1", "Contacts a full day", styles.bold)
    sheet.write_number("B1", found.plan.cap, styles.mine)
    sheet.write_string("A2", "Sessions that make a full day", styles.bold)
    sheet.write_number("B2", rota.full_day, styles.mine)
    names = [day.weekday.capitalize() for day in found.weekdays]
    sheet.write_string("B5", "Sessions", styles.bold)
    sheet.write_string("H5", "Room for contacts", styles.bold)
    _header(sheet, FIRST - 1, 0, ["Clinician", *names], styles)
    _header(sheet, FIRST - 1, 7, names, styles)
    last = FIRST + len(rota.clinicians) + SPARE - 1
    for row in range(FIRST, last + 1):
        _clinician(sheet, row, found, styles)
    _allow(sheet, f"B{FIRST}:F{last}", 0, MOST_SESSIONS, "sessions on a day")
    total = last + 1
    sheet.write_string(f"A{total}", "All", styles.bold)
    for day in range(DAYS):
        for column, value in (
            (1 + day, rota.sessions()[day]),
            (7 + day, found.weekdays[day].slots),
        ):
            letter = _letter(column)
            summed = f"=SUM({letter}{FIRST}:{letter}{last})"
            sheet.write_formula(f"{letter}{total}", summed, styles.number, value)
    sheet.set_column("A:A", 30)
    sheet.set_column("B:L", 11)
    sheet.freeze_panes(FIRST - 1, 1)
    return total


def _clinician(sheet: Any, row: int, found: Outlook, styles: _Styles) -> None:
    """Write a clinician's sessions and room, or a row to fill in."""
    rota, number = found.plan.rota, row - FIRST
    one = rota.clinicians[number] if number < len(rota.clinicians) else None
    room = rota.room(one, found.plan.cap) if one else (0.0,) * DAYS
    sheet.write_blank(f"A{row}", None, styles.mine)
    if one:
        sheet.write_string(f"A{row}", one.name, styles.mine)
    for day in range(DAYS):
        cell = f"{_letter(1 + day)}{row}"
        sheet.write(cell, one.sessions[day] if one else None, styles.mine)
        reckoned = f"=$B$1*MIN({cell}/$B$2,1)"
        sheet.write_formula(f"{_letter(7 + day)}{row}", reckoned, styles.number, room[day])


def _week(sheet: Any, found: Outlook, styles: _Styles, room_row: int) -> None:
    demand = found.plan.demand
    sheet.write_string("A1", "Contacts asked for on a usual working day", styles.bold)
    sheet.write_number("B1", demand.asked, styles.mine)
    sheet.write_string("A2", "Of these, urgent (share)", styles.bold)
    if isinstance(demand.urgent_share, Unknown):
        sheet.write_blank("B2", None, styles.mine)
        sheet.write_string("C2", NOT_KNOWN)
    else:
        sheet.write_number("B2", demand.urgent_share, styles.mine)
    _allow(sheet, "B2", 0, 1, "a share, 0 to 1")
    heads = ["Day", "Against the mean", "Room", "Asked for", "Do not fit", "Urgent", "Held"]
    _header(sheet, FIRST - 1, 0, [*heads, "Urgent seen", "Days all are seen"], styles)
    for nth in range(DAYS):
        _weekday(sheet, found, nth, styles, f"{ROTA}!{_letter(7 + nth)}{room_row}")
    _months(sheet, found, styles)
    sheet.set_column("A:A", 40)
    sheet.set_column("B:I", 13)


def _weekday(sheet: Any, found: Outlook, nth: int, styles: _Styles, room: str) -> None:
    """Write one weekday; what held slots see only where the urgent share is known."""
    row, day = FIRST + nth, found.weekdays[nth]
    urgent = day.urgent
    sheet.write_string(f"A{row}", day.weekday.capitalize())
    sheet.write_number(f"B{row}", found.plan.demand.weekday[nth], styles.mine)
    sheet.write_formula(f"C{row}", f"={room}", styles.number, day.slots)
    sheet.write_formula(f"D{row}", f"=$B$1*B{row}", styles.number, day.asked)
    over = f"={_overflow(f'C{row}', f'D{row}')}"
    sheet.write_formula(f"E{row}", over, styles.number, day.unfitting)
    mean = 0.0 if isinstance(urgent, Unknown) else urgent.urgent
    sheet.write_formula(f"F{row}", f"=D{row}*$B$2", styles.number, mean)
    if isinstance(urgent, Unknown):
        return
    sheet.write_number(f"G{row}", urgent.held, styles.mine)
    seen = f"=IF(F{row}=0,1,1-{_overflow(f'G{row}', f'F{row}')}/F{row})"
    sheet.write_formula(f"H{row}", seen, styles.share, urgent.share_seen)
    whole = f"=POISSON(G{row},F{row},TRUE)"
    sheet.write_formula(f"I{row}", whole, styles.share, urgent.days_whole)


def _months(sheet: Any, found: Outlook, styles: _Styles) -> None:
    """Write the month factors, January first, under the weekdays."""
    _header(sheet, FIRST + DAYS + 2, 0, ["Month", "Against the mean"], styles)
    for month, factor in enumerate(found.plan.demand.month, start=1):
        row = FIRST + DAYS + 2 + month
        sheet.write_string(f"A{row}", month_name[month])
        sheet.write_number(f"B{row}", factor, styles.mine)


MONTHS_AT = f"{WEEK}!$B${FIRST + DAYS + 3}:$B${FIRST + DAYS + 14}"
WEEKDAYS_AT = f"{WEEK}!$B${FIRST}:$B${FIRST + DAYS - 1}"
ROOM_AT = f"{WEEK}!$C${FIRST}:$C${FIRST + DAYS - 1}"


def _year(sheet: Any, found: Outlook, styles: _Styles) -> None:
    plan = found.plan
    sheet.write_string("A1", "Share of those waiting who give up each working day", styles.bold)
    sheet.write_number("E1", plan.leaving.central, styles.mine)
    _allow(sheet, "E1", 0, 0.99, "a share, 0 to below 1")
    sheet.write_string("A2", "Waiting now", styles.bold)
    waiting = plan.list_now
    sheet.write("E2", None if isinstance(waiting, Unknown) else waiting, styles.mine)
    if isinstance(waiting, Unknown):
        sheet.write_string("F2", "not known: only who is added is told")
    sheet.write_string("A3", "Held slots that stay free go to the list (1 yes, 0 no)", styles.bold)
    sheet.write_number("E3", int(plan.held.released), styles.mine)
    heads = ["Day", "Room", "Asked for", "Urgent", "Held", "Urgent beyond held", "Join the list"]
    heads += ["Seen from it", "Waiting", "Waiting if nobody gives up"]
    _header(sheet, FIRST - 1, 0, heads, styles)
    for nth in range(len(found.days)):
        _day(sheet, FIRST + nth, found, nth, styles)
    sheet.set_column("A:A", 18)
    sheet.set_column("B:J", 13)
    sheet.freeze_panes(FIRST - 1, 1)


def _day(sheet: Any, row: int, found: Outlook, nth: int, styles: _Styles) -> None:
    """Write one working day: what is asked for, what is seen, who waits."""
    one = found.year[nth]
    before = f"I{row - 1}" if nth else "$E$2"
    before_all = f"J{row - 1}" if nth else "$E$2"
    sheet.write_datetime(f"A{row}", datetime.combine(one.day, time()), styles.day)
    sheet.write_number(f"E{row}", one.held, styles.mine)
    weekday = f"WEEKDAY(A{row},2)"
    cells = (
        ("B", f"=INDEX({ROOM_AT},{weekday})", one.slots),
        (
            "C",
            f"={WEEK}!$B$1*INDEX({WEEKDAYS_AT},{weekday})*INDEX({MONTHS_AT},MONTH(A{row}))",
            one.asked,
        ),
        ("D", f"=C{row}*{WEEK}!$B$2", one.urgent),
        ("F", f"={_overflow(f'E{row}', f'D{row}')}", one.beyond_held),
        ("G", f"=C{row}-D{row}", one.joining),
        ("H", f"=B{row}-IF($E$3=1,D{row}-F{row},E{row})", one.seen),
        ("I", f"=MAX(0,(1-$E$1)*{before}+G{row}-H{row})", found.waiting[CENTRAL][nth]),
        ("J", f"=MAX(0,{before_all}+G{row}-H{row})", found.waiting[NOBODY][nth]),
    )
    for letter, formula, value in cells:
        sheet.write_formula(f"{letter}{row}", formula, styles.number, value)


def _overflow(slots: str, mean: str) -> str:
    """Return the formula of E[(Poisson(mean) - slots)+], linear between whole slots."""
    below, above = f"INT({slots})", f"(INT({slots})+1)"
    part = f"({slots}-INT({slots}))"
    return f"((1-{part})*{_beyond(below, mean)}+{part}*{_beyond(above, mean)})"


def _beyond(slots: str, mean: str) -> str:
    at_least = f"IF({slots}<1,1,1-POISSON(MAX({slots}-1,0),{mean},TRUE))"
    return f"({mean}*{at_least}-{slots}*(1-POISSON({slots},{mean},TRUE)))"


def _about(sheet: Any, found: Outlook, book: Any) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 110, wrapped)
    told = (
        f"A safe day: {found.plan.title}",
        f"format: {FORMAT}",
        *("", fits(found), after_a_year(found), ""),
        *HOW_TO,
        *("", found.plan.cap_said, *found.plan.demand.said),
    )
    for line, words in enumerate(told):
        sheet.write_string(line, 0, words, wrapped)


def _allow(sheet: Any, cells: str, least: float, most: float, what: str) -> None:
    """Have the spreadsheet refuse what is typed into cells unless it is within a range."""
    told = f"Expected: {what}, from {least:g} to {most:g}."
    rule = {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}
    sheet.data_validation(cells, {**rule, "error_title": "Out of range", "error_message": told})


def _header(sheet: Any, row: int, column: int, names: list[str], styles: _Styles) -> None:
    """Write headings into a row (counted from 1) from a column (counted from 0)."""
    for nth, name in enumerate(names):
        sheet.write_string(row - 1, column + nth, name, styles.head)


def _letter(column: int) -> str:
    return chr(ord("A") + column)
