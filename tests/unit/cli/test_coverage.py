"""From a ledger: who has which service, a calendar, tables, lead times, an assessment's part."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Knockon = Callable[..., Any]
LETTER = """\
letter: Letter of 19 September
sender: {kind: alliance, name: The Alliance}
given_on: 2024-09-19
practices: [X10001, X10002]
notices:
- {service: dmard_monitoring, patients: existing, ends_on: 2024-12-31, receiving: null}
- {service: phlebotomy, patients: beyond_capacity, ends_on: 2024-12-31}
- {service: adhd_shared_care, patients: existing, ends_on: 2024-12-31, lapses_if: it is funded,
   decide_on: 2024-12-01}
"""
PRACTICES = """\
practice,registered_patients,place,pcn,adults
X10001,"10,000",Hill,U00001,8000
X10002,6000,,U00002,5000
X10003,4000,,,3000
"""


@pytest.fixture
def ledger(knockon: Knockon, tmp_path: Path) -> Path:
    path, letter = tmp_path / "ledger.jsonl", tmp_path / "letter.yaml"
    letter.write_text(LETTER, encoding="utf-8")
    knockon("register", "new", path, "--title", "A county", "--by", "x", "--at", "2024-09-19")
    at = "2024-09-19T12:00"
    assert knockon("register", "add", path, "--from", letter, "--by", "x", "--at", at).status == 0
    return path


@pytest.fixture
def practices(tmp_path: Path) -> Path:
    path = tmp_path / "practices.csv"
    path.write_text(PRACTICES, encoding="utf-8")
    return path


def test_coverage_by_week_as_json(knockon: Knockon, ledger: Path, practices: Path) -> None:
    told = knockon(
        *("register", "coverage", ledger, "--practices", practices),
        *("--from", "2024-09-18", "--weeks", 20, "--json", "--by-place"),
    )
    document = json.loads(told.out)
    assert (document["format"], document["from"]) == ("knockon/coverage/1", "2024-09-16")
    rows = {(r["service"], r["place"], r["group"], r["week"]): r for r in document["rows"]}
    row = rows["dmard_monitoring", "", "existing", "2024-12-30"]
    assert (row["nowhere_practices"], row["nowhere_patients"]) == (2, 16_000)
    assert row["covered_practices"] == 1
    assert row["without_unit"] == "people"
    assert rows["dmard_monitoring", "Hill", "existing", "2024-12-30"]["nowhere_practices"] == 1
    assert rows["dmard_monitoring", "U00002", "existing", "2024-12-30"]["practices"] == 1
    assert rows["adhd_shared_care", "", "existing", "2024-12-30"]["conditional_practices"] == 2
    assert "capacity" in rows["phlebotomy", "", "beyond_capacity", "2024-12-30"]["without_why_not"]


def test_coverage_as_a_page_and_a_table(
    knockon: Knockon, ledger: Path, practices: Path, tmp_path: Path
) -> None:
    page, table = tmp_path / "coverage.html", tmp_path / "coverage.csv"
    asked = ("register", "coverage", ledger, "--practices", practices, "--from", "2024-09-16")
    told = knockon(*asked, "--weeks", 20, "--html", page, "--csv", table)
    assert "2 of 3" in told.out
    assert "DMARD monitoring" in page.read_text(encoding="utf-8")
    assert len(table.read_text(encoding="utf-8").splitlines()) == 1 + 3 * 20
    assert knockon(*asked, "--html", page).refused() == "K680"


def test_a_system_has_its_practices_and_their_adults(
    knockon: Knockon, ledger: Path, made_up: Path
) -> None:
    told = knockon("register", "coverage", ledger, "--system", made_up, "--json", "--weeks", 1)
    document = json.loads(told.out)
    assert document["not_listed"] == ["X10001", "X10002"]
    assert "X10001" in told.err


@pytest.mark.parametrize("command", ["coverage", "stopping"])
def test_one_list_of_practices_is_needed(
    knockon: Knockon, ledger: Path, practices: Path, command: str
) -> None:
    assert knockon("register", command, ledger).status == 2
    both = ("--practices", practices, "--system", "here")
    assert knockon("register", command, ledger, *both).status == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "K026"),
        ("code,patients\nX10001,5\n", "K744"),
        ("practice,registered_patients\nX10001,many\n", "K744"),
    ],
)
def test_a_list_that_is_none_is_refused(
    knockon: Knockon, ledger: Path, practices: Path, text: str, code: str
) -> None:
    practices.write_text(text, encoding="utf-8")
    assert knockon("register", "coverage", ledger, "--practices", practices).refused() == code


def test_a_calendar_is_printed_or_written(knockon: Knockon, ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "notices.ics"
    printed = knockon("register", "calendar", ledger).out
    assert printed.count("BEGIN:VEVENT") == 4, "three ends and a decision"
    knockon("register", "calendar", ledger, "--out", out)
    assert out.read_bytes().replace(b"\r\n", b"\n").decode() == printed


def test_lead_times_warn(knockon: Knockon, ledger: Path, tmp_path: Path) -> None:
    leads = tmp_path / "leads.yaml"
    knockon("register", "lead-times", "--new", "--out", leads)
    text = leads.read_text(encoding="utf-8")
    leads.write_text(
        text.replace("dmard_monitoring: {takes: unknown}", "dmard_monitoring: {takes: 6 months}"),
        encoding="utf-8",
    )
    asked = ("register", "lead-times", ledger, "--from", leads, "--as-of", "2024-10-01")
    found = {one["service"]: one for one in json.loads(knockon(*asked, "--json").out)["shortfalls"]}
    assert found["dmard_monitoring"]["days_without"] == 90
    assert found["phlebotomy"]["days_without"] == "unknown"
    assert "2 holders" in knockon(*asked).out
    assert knockon("register", "lead-times").status == 2


def test_stopping_is_what_an_assessment_reads(
    knockon: Knockon, ledger: Path, practices: Path
) -> None:
    told = knockon("register", "stopping", ledger, "--practices", practices)
    assert "practices: [X10001, X10002]" in told.out
    assert "stopped at a capacity" in told.err
    listed = json.loads(
        knockon("register", "stopping", ledger, "--practices", practices, "--json").out
    )
    assert [one["service"] for one in listed["stopping"]] == [
        "adhd_shared_care",
        "dmard_monitoring",
    ]


@pytest.mark.parametrize("name", ["notices.csv", "notices.xlsx"])
def test_a_table_goes_out_and_comes_in_again(
    knockon: Knockon, ledger: Path, tmp_path: Path, name: str
) -> None:
    table, other = tmp_path / name, tmp_path / "other.jsonl"
    knockon("register", "export", ledger, "--out", table)
    knockon("register", "new", other, "--title", "A county", "--by", "x", "--at", "2024-09-19")
    at = ("--by", "x", "--at", "2024-09-20")
    told = knockon("register", "import", other, table, *at)
    assert told.status == 0, told.err
    assert told.out.startswith("Recorded: 6 notices; there already: 0")
    again = json.loads(knockon("register", "import", other, table, *at, "--json").out)
    assert (again["added"], again["there"]) == ([], 6)
    standing = [
        {key: value for key, value in notice.items() if key != "steps"}
        for path in (ledger, other)
        for notice in json.loads(knockon("register", "show", path, "--json").out)["notices"]
    ]
    assert standing[:6] == standing[6:]


def test_bad_rows_are_told_and_good_ones_are_in(
    knockon: Knockon, ledger: Path, tmp_path: Path
) -> None:
    table = tmp_path / "notices.csv"
    table.write_text(
        "holder,service,patients,given_on,ends_on\n"
        "X10003,dmard,all,2024-09-19,2024-12-31\n"
        "X10003,dmard_monitoring,all,2024-09-19,2024-12-31\n",
        encoding="utf-8",
    )
    asked = ("register", "import", ledger, table, "--by", "x", "--at", "2024-09-20")
    told = knockon(*asked)
    assert (told.status, "rows left out: 1" in told.out) == (1, True)
    assert told.err.startswith("K730: row 2, service: service is 'dmard'")
    assert knockon(*asked, "--all-or-none").refused() == "K733"


@pytest.mark.parametrize("name", ["new.csv", "new.xlsx"])
def test_a_template_takes_in_nothing(
    knockon: Knockon, ledger: Path, tmp_path: Path, name: str
) -> None:
    knockon("register", "template", "--out", tmp_path / name)
    told = knockon("register", "import", ledger, tmp_path / name, "--by", "x")
    assert told.out.startswith("Recorded: 0 notices")
    assert knockon("register", "template", "--out", tmp_path / name).refused() == "K680"


def test_services_are_listed(knockon: Knockon) -> None:
    assert "ring_pessaries" in knockon("services").out
    listed = json.loads(knockon("services", "--json").out)["local_services"]
    assert {"id", "people", "duty_holder"} <= set(listed[0])
