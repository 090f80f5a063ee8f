"""Sheets of workbooks: read as they stand, or made long where columns repeat by day."""

from datetime import date, datetime
from random import Random

import openpyxl
import pytest
from tests.conftest import SAMPLES

from knockon.errors import KnockonError
from knockon.published import find, read
from knockon.published.pcn_members import FIELDS
from knockon.published.workbook import tables_in_workbook

FIRST, SECOND = datetime(2026, 1, 5), datetime(2026, 1, 6)
NOTES = [["NHS England"], ["Period:", "5 to 6 January 2026"], []]


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def one_item(first, second, contract):
    "A sheet of NHS 111 with one item: days above, no label."
    return [
        *NOTES,
        [None, "Region", "Code", "Name", None, FIRST, SECOND],
        [],
        [None, None, "-", "England", None, 9999, 9999],
        [None, "Y99", contract, "Shire", None, first, second],
    ]


def calls(path, contract="111AA1"):
    "The workbook of NHS 111: one sheet with two items by day, three with one."
    two_items = [
        *NOTES,
        [None, None, None, None, None, "A03 answered", None, "B01 within 60 seconds", None],
        [None, "Region", "Code", "Name", None, FIRST, SECOND, FIRST, SECOND],
        [],
        [None, "Y99", contract, "Shire", None, 900, 850, 700, 650],
    ]
    return workbook(
        path,
        Calls_Received=one_item(1000, 950, contract),
        Calls_Abandoned=one_item(50, 40, contract),
        Triaged_Calls=one_item(800, 800, contract),
        Calls_Answered_in_60s=two_items,
        Contents=[["What is in this workbook"], ["Calls Received"]],
    )


def beds(path):
    "The workbook of beds: labels below the days, a day over the first of its columns."
    labels = ["G&A beds available", "G&A beds occupied", "G&A occupancy rate"]
    return workbook(
        path,
        GandA_beds=[
            *NOTES,
            [None, None, None, None, FIRST, None, None, SECOND],
            [None, "Region", "Code", "Name", *labels, *labels],
            [None, "ENGLAND", "-", "England", 5000, 4500, 0.9, 5000, 4500, 0.9],
            [None, "Y99", "RX1", "Shire Trust", 600, 570, 0.95, 601, 580.0, 0.965],
        ],
    )


def test_items_of_111_are_put_together_by_contract_and_day(tmp_path):
    calls(tmp_path / "Web-File-Timeseries-NHS111.xlsx")
    found = read(tmp_path)
    first = found.calls111.filter(date=date(2026, 1, 5)).select("measure", "value").rows()
    assert dict(first) == {
        "calls_received": 1000,
        "calls_answered": 900,
        "calls_answered_60s": 700,
        "calls_triaged": 800,
    }
    assert found.calls111["contract"].unique().to_list() == ["111AA1"]


def test_days_the_long_form_holds_are_left_to_it(press, tmp_path):
    "Both are of one publication; the long form has been tried on real files."
    press.write(tmp_path / "111.csv", press.calls({"2026-01-05": (1100, 990, 790, 880)}))
    calls(tmp_path / "NHS111.xlsx", contract="111XX1")
    found = read(tmp_path)
    received = found.calls111.filter(measure="calls_received").select("date", "value").rows()
    assert received == [(date(2026, 1, 5), 1100), (date(2026, 1, 6), 950)]
    (aside,) = (one for one in found.quality.set_aside if one.publication == "calls111")
    assert aside.reason == "the other file's layout is preferred"


def test_beds_are_read_by_trust_and_day(tmp_path):
    beds(tmp_path / "Web-File-Timeseries-UEC-Daily-SitRep.xlsx")
    assert read(tmp_path).beds_daily.rows() == [
        ("RX1", date(2026, 1, 5), 600, 570),
        ("RX1", date(2026, 1, 6), 601, 580),
    ]


def test_a_sheet_with_days_in_its_lines_stays_as_it_is(tmp_path):
    headers = [name.replace("Organisation ", "Organisation\r\n") for name in FIELDS[:-1]]
    line = ["99X", "Shire - 99X", "U10001", "Mill PCN", "99X", "Shire - 99X"]
    workbook(
        tmp_path / "ePCN.xlsx",
        PCN_Core_Partner_Details=[
            headers,
            ["X10001", "Mill", *line, datetime(2019, 7, 1), datetime(2024, 6, 30)],
            ["X10002", "Ford", *line, datetime(2019, 7, 1), None],
        ],
    )
    assert read(tmp_path).pcn_members.rows() == [
        ("X10001", "U10001", "Mill PCN", date(2019, 7, 1), date(2024, 6, 30)),
        ("X10002", "U10001", "Mill PCN", date(2019, 7, 1), None),
    ]


@pytest.mark.parametrize(
    "layout", ["dm01", "advice_boards", "iuc_adc", "gpad_daily", "rtt_full", "beds"]
)
def test_any_publication_may_be_a_sheet(layout, press, tmp_path):
    "The same rows from a CSV and from a sheet under titles."
    (path,) = (SAMPLES / layout).iterdir()
    workbook(tmp_path / "download.xlsx", Data=[*NOTES, *press.rows(path)])
    (known,) = find(tmp_path).recognised
    assert known.layout.id == layout
    assert known.source.label == "download.xlsx/Data"
    loose = tmp_path / "loose"
    loose.mkdir()
    (loose / "download.csv").write_bytes(path.read_bytes())
    assert read(tmp_path).quality.refused == ()
    other = read(loose)
    for used in other.quality.used:
        frame = getattr(read(tmp_path), used.publication)
        assert frame.equals(getattr(other, used.publication))


def test_numbers_days_and_blanks_are_text_as_a_csv_has_them(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx", Any=[["a", "b", "c", "d"], [1.0, 0.25, None, date(2026, 1, 5)]]
    )
    assert tables_in_workbook(path, "a.xlsx")["Any"] == [
        (1, ["a", "b", "c", "d"]),
        (2, ["1", "0.25", "", "2026-01-05"]),
    ]


def test_a_row_of_a_sheet_that_cannot_be_read_is_told_by_its_line(press, tmp_path):
    "Also where the layout is read in blocks."
    (path,) = (SAMPLES / "gpad_daily").iterdir()
    rows = press.rows(path)
    rows[2][rows[0].index("APPT_MODE")] = "Pigeon"
    workbook(tmp_path / "download.xlsx", Data=[*NOTES, *rows])
    (refused,) = read(tmp_path).quality.refused
    assert refused.line == len(NOTES) + 3
    assert "'Pigeon' is not one of" in refused.reason


@pytest.mark.parametrize("content", [b"", b"PK", b"not a workbook", b"PK\x03\x04" + b"\x00" * 90])
def test_what_is_not_a_workbook(content, tmp_path):
    (tmp_path / "broken.xlsx").write_bytes(content)
    with pytest.raises(KnockonError, match="no workbook that can be opened") as error:
        read(tmp_path)
    assert error.value.code == "K219"


def test_damaged_workbooks_are_refused_in_a_sentence_or_read(tmp_path):
    whole = calls(tmp_path / "whole.xlsx").read_bytes()
    folder = tmp_path / "damaged"
    folder.mkdir()
    for seed in range(60):
        rng = Random(seed)
        damaged = bytearray(whole)
        for _ in range(rng.randint(1, 20)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        (folder / "a.xlsx").write_bytes(bytes(damaged[: rng.choice((len(damaged), 3000))]))
        assert read_or_refused(folder)


def read_or_refused(folder):
    try:
        return len(read(folder).calls111) in {0, 8}
    except KnockonError as refusal:
        return refusal.code.startswith("K2")
