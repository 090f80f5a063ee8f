"""What is made of the sample ledger stays as it is: its table, its calendar and its coverage.

The table and the lead times of the first version are read for ever, to the same values.
"""

import json
from datetime import date
from pathlib import Path

from knockon.catalogue import load
from knockon.catalogue.facts import UNKNOWN
from knockon.register import Period, read_ledger
from knockon.register.coverage import coverage
from knockon.register.coverage_lists import PatientList
from knockon.register.coverage_rows import coverage_rows
from knockon.register.exporting import table_csv
from knockon.register.importing import read_rows
from knockon.register.leads import LeadTime, read_lead_times
from knockon.reports.calendar import calendar

HERE = Path(__file__).parent
TABLE, CALENDAR = HERE / "table.csv", HERE / "calendar.ics"
COVERAGE, LEADS = HERE / "coverage.json", HERE / "lead-times.yaml"
STATE = read_ledger(HERE / "golden.jsonl").state()
PACKS = load()
LISTS = (
    PatientList("X10001", 10_000, "Hill", "U00001", adults=8_000),
    PatientList("X10002", 6_000, "Vale", "U00002", adults=5_000),
)


def kept(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def test_the_table() -> None:
    assert table_csv(STATE) == kept(TABLE)


def test_the_table_is_read() -> None:
    found = read_rows(TABLE, services=PACKS.local_services, today=date(2024, 10, 1))
    assert found.problems == ()
    assert [row.notice for row in found.rows] == [one.notice for one in STATE.records.values()]
    assert [row.status for row in found.rows] == [one.status for one in STATE.records.values()]


def test_the_calendar() -> None:
    text = calendar(STATE, {key: one.name for key, one in PACKS.local_services.items()})
    assert text == kept(CALENDAR)


def test_the_coverage() -> None:
    "Who stands how; the numbers of people follow the packs and are held elsewhere."
    found = coverage(STATE, LISTS, first=date(2024, 9, 16), weeks=30)
    rows = [
        {key: value for key, value in row.values().items() if not key.startswith("without")}
        for row in coverage_rows(found, PACKS, by_place=True)
        if row.week in (found.mondays[0], found.mondays[2], found.mondays[-1])
    ]
    text = json.dumps(rows, indent=1) + "\n"
    assert text == kept(COVERAGE)


def test_lead_times_are_read() -> None:
    found = read_lead_times(LEADS, PACKS.local_services)
    assert found.icb == "NHS Dorset"
    assert found.of("dmard_monitoring") == LeadTime(
        Period(6, "months"), date(2024, 10, 1), "procurement plan"
    )
    assert found.of("phlebotomy").takes is UNKNOWN
    assert found.of("spirometry").takes == Period(9, "months")
