"""The workbook: its formulas, worked by a small reader of our own, give what this program gives."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from scipy.stats import poisson

from knockon.catalogue.facts import UNKNOWN
from knockon.errors import KnockonError
from knockon.reports.safe_day_workbook import FIRST, FORMAT, safe_day_workbook
from knockon.safeday import Clinician, Demand, Held, Outlook, Rota, outlook
from knockon.safeday.outlook import CENTRAL, NOBODY

REFERENCE = re.compile(r"((?:[A-Z][a-z]+!)?\$?[A-Z]\$?\d+(?::\$?[A-Z]\$?\d+)?)")
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUM": lambda cells: sum(cell or 0 for cell in cells),
    "MIN": min,
    "MAX": max,
    "INT": lambda value: int(value // 1),
    "IF": lambda test, yes, no: yes if test else no,
    "INDEX": lambda cells, place: cells[int(place) - 1],
    "WEEKDAY": lambda day, _: day.isoweekday(),
    "MONTH": lambda day: day.month,
    "POISSON": lambda count, mean, _: float(poisson.cdf(count, mean)),
    "TRUE": True,
}


class Sheets:
    """A workbook's formulas, worked out; ``changed`` cells stand for what a user typed."""

    def __init__(self, content: bytes, changed: dict[str, float] | None = None) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.known: dict[str, Any] = dict(changed or {})

    def at(self, sheet: str, cell: str) -> Any:
        """What a cell comes to."""
        name = f"{sheet}!{cell}"
        if name not in self.known:
            held = self.book[sheet][cell].value
            is_formula = isinstance(held, str) and held.startswith("=")
            self.known[name] = self._work(sheet, held[1:]) if is_formula else held
        return self.known[name]

    def _work(self, sheet: str, formula: str) -> Any:
        found: list[Any] = []

        def take(match: re.Match[str]) -> str:
            found.append(self._cells(sheet, match[1].replace("$", "")))
            return f"c[{len(found) - 1}]"

        python = re.sub(r"(?<![<>=])=(?!=)", "==", REFERENCE.sub(take, formula))
        return eval(python, {"c": found, **FUNCTIONS})

    def _cells(self, sheet: str, reference: str) -> Any:
        other, _, cells = reference.rpartition("!")
        where = other or sheet
        if ":" not in cells:
            value = self.at(where, cells)
            return 0 if value is None else value
        rows = self.book[where][cells]
        return [self.at(where, row[0].coordinate) for row in rows]


@pytest.fixture
def found(one_gp) -> Outlook:
    rota = Rota((Clinician("GP 1", (2, 2, 1, 2, 2)), Clinician("GP 2", (1, 2, 2, 0, 1))), 2)
    demand = Demand(62.0, (1.2, 1.0, 0.9, 0.9, 1.0), (1.1, *(1.0,) * 8, 1.2, 1.0, 0.95), 0.3)
    return outlook(one_gp(rota=rota, demand=demand, list_now=80.0, held=Held(0.9, "days")), years=3)


def close(sheets: Sheets, where: str, cell: str, value: float) -> None:
    assert sheets.at(where, cell) == pytest.approx(value, rel=1e-9, abs=1e-9), f"{where}!{cell}"


def as_formulas(found: Outlook, sheets: Sheets) -> None:
    """Hold every number of the outlook against the cells of a workbook."""
    for nth, day in enumerate(found.weekdays):
        row = FIRST + nth
        for letter, value in (("C", day.slots), ("D", day.asked), ("E", day.unfitting)):
            close(sheets, "Week", f"{letter}{row}", value)
        close(sheets, "Week", f"H{row}", day.urgent.share_seen)
        close(sheets, "Week", f"I{row}", day.urgent.days_whole)
    for nth in range(len(found.year)):
        row = FIRST + nth
        close(sheets, "Year", f"H{row}", found.year[nth].seen)
        close(sheets, "Year", f"I{row}", found.waiting[CENTRAL][nth])
        close(sheets, "Year", f"J{row}", found.waiting[NOBODY][nth])


def test_the_formulas_give_the_numbers_of_the_page(found) -> None:
    as_formulas(found, Sheets(safe_day_workbook(found)))


def test_another_session_and_another_share_giving_up_move_the_list_as_reckoning_anew_does(
    found,
) -> None:
    plan = found.plan
    first, second = plan.rota.clinicians
    rota = replace(plan.rota, clinicians=(replace(first, sessions=(2, 2, 2, 2, 2)), second))
    leaving = replace(plan.leaving, low=0.02, central=0.02, high=0.02)
    anew = outlook(replace(plan, rota=rota, leaving=leaving), years=3)
    changed = {f"Rota!D{FIRST}": 2.0, "Year!E1": 0.02}
    as_formulas(anew, Sheets(safe_day_workbook(found), changed))


def test_a_clinician_added_in_a_spare_row_has_room(found) -> None:
    changed = {f"Rota!B{FIRST + 2}": 2.0}
    sheets = Sheets(safe_day_workbook(found), changed)
    close(sheets, "Week", f"C{FIRST}", found.weekdays[0].slots + 25)


def test_a_reader_that_does_not_recalculate_sees_the_same_numbers(found) -> None:
    content = safe_day_workbook(found)
    kept = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    sheets = Sheets(content)
    formulas = 0
    for sheet in sheets.book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    formulas += 1
                    close(
                        sheets,
                        sheet.title,
                        cell.coordinate,
                        kept[sheet.title][cell.coordinate].value,
                    )
    assert formulas > 2000


def test_it_refuses_what_cannot_be_typed(found) -> None:
    book = openpyxl.load_workbook(io.BytesIO(safe_day_workbook(found)))
    ranges = {
        (sheet.title, str(rule.sqref)): (rule.formula1, rule.formula2)
        for sheet in book
        for rule in sheet.data_validations.dataValidation
    }
    assert ranges["Week", "B2"] == ("0", "1")
    assert ranges["Rota", f"B{FIRST}:F{FIRST + 13}"] == ("0", "3")


def test_a_name_is_never_taken_for_a_formula(one_gp) -> None:
    rota = Rota((Clinician("=1+1", (2,) * 5),), full_day=2)
    content = safe_day_workbook(outlook(one_gp(rota=rota), years=3))
    cell = openpyxl.load_workbook(io.BytesIO(content))["Rota"][f"A{FIRST}"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_it_says_its_format_and_starts_on_the_first_day(found) -> None:
    book = openpyxl.load_workbook(io.BytesIO(safe_day_workbook(found)))
    assert book.sheetnames == ["Rota", "Week", "Year", "About"]
    assert book.properties.description == FORMAT
    first = book["Year"][f"A{FIRST}"].value
    assert isinstance(first, datetime)
    assert first.date() == found.days[0]


def test_what_is_unknown_is_left_blank_and_said(one_gp) -> None:
    content = safe_day_workbook(outlook(one_gp(urgent_share=UNKNOWN), years=3))
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book["Week"]["B2"].value is None
    assert "not known" in book["Week"]["C2"].value
    assert book["Year"]["E2"].value is None
    assert "not known" in book["Year"]["F2"].value
    assert book["Week"][f"G{FIRST}"].value is None


def test_without_the_extra_the_workbook_is_refused(found, monkeypatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(KnockonError) as refused:
        safe_day_workbook(found)
    assert refused.value.code == "K620"


@pytest.mark.deep
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")
def test_libreoffice_reckons_the_same(found, tmp_path: Path) -> None:
    (tmp_path / "day.xlsx").write_bytes(safe_day_workbook(found))
    command = [str(SOFFICE), "--headless", "--convert-to", "ods:calc8", "day.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=240)
    again = [str(SOFFICE), "--headless", "--convert-to", "xlsx", "--outdir", "back", "day.ods"]
    subprocess.run(again, cwd=tmp_path, check=True, capture_output=True, timeout=240)
    kept = openpyxl.load_workbook(tmp_path / "back" / "day.xlsx", data_only=True)
    last = FIRST + len(found.year) - 1
    assert kept["Year"][f"I{last}"].value == pytest.approx(found.waiting[CENTRAL][-1])
    assert kept["Week"][f"E{FIRST}"].value == pytest.approx(found.weekdays[0].unfitting)
