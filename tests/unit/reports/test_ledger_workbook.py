"""A workbook of notices: what it holds comes back, and it refuses what an import would refuse."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from knockon import catalogue
from knockon.catalogue.values import Catalogue
from knockon.register import (
    Condition,
    Holder,
    Notice,
    Recorded,
    Sender,
    new_ledger,
    read_ledger,
    writing,
)
from knockon.register.exporting import table_rows
from knockon.register.importing import read_rows
from knockon.register.importing_columns import COLUMNS
from knockon.reports.ledger_workbook import FORMAT, MOST_ROWS, workbook

AT = datetime(2024, 9, 19, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def packs() -> Catalogue:
    return catalogue.load()


def notice(practice: str) -> Notice:
    return Notice(
        sender=Sender("alliance", "The Alliance"),
        holder=Holder("practice", practice),
        service="dmard_monitoring",
        patients=("new", "existing"),
        given_on=date(2024, 9, 19),
        ends_on=date(2024, 12, 31),
        receiving=None,
        condition=Condition("it is funded", date(2024, 12, 1)),
        note="=1+1",
    )


def test_what_is_written_is_read_back(packs: Catalogue, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"
    new_ledger(ledger, "Dorset", by="x", at=AT)
    both = (notice("X10001"), notice("X10002"))
    with writing(ledger) as book:
        book.record(Recorded(both), by="x", at=AT, services=packs.local_services)
    path = tmp_path / "notices.xlsx"
    rows = table_rows(read_ledger(ledger).state())
    path.write_bytes(workbook(packs.local_services, rows, title="Dorset"))
    found = read_rows(path, services=packs.local_services, today=date(2024, 9, 20))
    assert found.problems == ()
    assert tuple(row.notice for row in found.rows) == both


def test_an_empty_template_has_no_notice_and_says_what_it_is(
    packs: Catalogue, tmp_path: Path
) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(workbook(packs.local_services, [], title="New notices"))
    read = read_rows(path, services=packs.local_services, today=date(2024, 9, 20))
    assert read.rows == read.problems == ()
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Notices", "Lists", "About"]
    assert f"format: {FORMAT}" in [cell.value for (cell,) in book["About"].iter_rows()]
    assert [cell.value for cell in book["Notices"][1]] == [column.name for column in COLUMNS]


def test_cells_are_checked_as_they_are_filled_in(packs: Catalogue) -> None:
    content = workbook(packs.local_services, [], title="New notices")
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Notices"]
    names = [column.name for column in COLUMNS]
    checked = {}
    for rule in sheet.data_validations.dataValidation:
        (area,) = rule.sqref.ranges
        assert (area.min_row, area.max_row) == (2, MOST_ROWS + 1)
        checked[names[area.min_col - 1]] = rule
    assert checked["service"].formula1 == f"Lists!$A$2:$A${len(packs.local_services) + 1}"
    assert checked["basis"].formula1 == '"signed,implied,unfunded,unknown"'
    assert 'H2="none"' in checked["given_on"].formula1
    assert {"patients", "form", "status", "owed", "capacity", "ends_on", "holder"} <= set(checked)
    assert all(rule.error and rule.prompt for rule in checked.values())
