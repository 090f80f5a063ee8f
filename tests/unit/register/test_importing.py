"""Tables of notices: good rows come in, bad ones are told cell by cell, nothing comes in twice."""

import csv
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knockon.catalogue.facts import UNKNOWN
from knockon.errors import KnockonError
from knockon.register import Decided, Withdrawn, new_ledger, read_ledger, writing
from knockon.register.exporting import table_csv
from knockon.register.importing import Imported, import_table, read_rows
from knockon.register.importing_columns import COLUMNS

TODAY = date(2025, 3, 1)
NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
SERVICES = ("dmard_monitoring", "phlebotomy", "adhd_shared_care")
ROW = {
    "sender_kind": "alliance",
    "sender": "The Alliance",
    "holder": "X10001",
    "service": "dmard_monitoring",
    "patients": "existing",
    "given_on": "2024-09-16",
    "ends_on": "2024-12-31",
    "owed": "3 months",
    "receiving": "none",
}
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write rows as CSV; each is a change to the usual row."""

    def write(*rows: Mapping[str, str], name: str = "notices.csv") -> Path:
        path = tmp_path / name
        whole = [{**ROW, **row} for row in rows]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(key for row in whole for key in row)))
            writer.writeheader()
            writer.writerows(whole)
        return path

    return write


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.jsonl"
    new_ledger(path, "Dorset", by="the LMC", at=datetime(2024, 9, 1, tzinfo=UTC))
    return path


def take(ledger: Path, table: Path, *, all_or_none: bool = False) -> Imported:
    rows = read_rows(table, services=SERVICES, today=TODAY)
    with writing(ledger) as book:
        return import_table(
            book,
            rows,
            services=SERVICES,
            by="the LMC",
            at=NOW,
            all_or_none=all_or_none,
        )


def test_a_row_is_a_notice(ledger: Path, write: Write) -> None:
    found = take(ledger, write({}))
    (record,) = read_ledger(ledger).state().records.values()
    assert found.added == ("N1",)
    notice = record.notice
    assert (str(notice.owed.period), notice.receiving, notice.recipient) == (
        "3 months",
        None,
        UNKNOWN,
    )
    assert (notice.sender.kind, notice.holder.code) == ("alliance", "X10001")


def test_the_same_file_again_adds_nothing(ledger: Path, write: Write) -> None:
    table = write({}, {"holder": "X10002"})
    assert len(take(ledger, table).added) == 2
    again = take(ledger, table)
    assert (again.added, again.changed, again.there) == ((), (), 2)
    assert len(read_ledger(ledger).entries) == 2, "the title, and one import"


def test_a_notice_withdrawn_since_does_not_come_back(ledger: Path, write: Write) -> None:
    table = write({})
    take(ledger, table)
    with writing(ledger) as book:
        book.record(Withdrawn(("N1",), date(2024, 10, 1)), by="the LMC", at=NOW)
    assert take(ledger, table).added == ()


def test_a_row_twice_in_a_file_is_one_notice(ledger: Path, write: Write) -> None:
    found = take(ledger, write({}, {}))
    assert (len(found.added), found.there) == (1, 1)


def test_good_rows_come_in_and_bad_ones_are_told(ledger: Path, write: Write) -> None:
    found = take(
        ledger, write({"service": "dmard"}, {}, {"given_on": "16/09/2024", "owed": "soon"})
    )
    assert found.added == ("N1",)
    assert [(one.row, one.column) for one in found.problems] == [
        (2, "service"),
        (4, "given_on"),
        (4, "owed"),
    ]
    assert "dmard_monitoring" in found.problems[0].remedy
    assert "like 2024-12-31" in found.problems[1].remedy


def test_asked_for_all_or_none_nothing_comes_in(ledger: Path, write: Write) -> None:
    before = ledger.read_bytes()
    with pytest.raises(KnockonError, match="1 row cannot be taken") as refused:
        take(ledger, write({"service": "dmard"}, {}), all_or_none=True)
    assert refused.value.code == "K733"
    assert ledger.read_bytes() == before


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"holder": ""}, "holder"),
        ({"holder": "dorset"}, ""),
        ({"patients": ""}, "patients"),
        ({"patients": "old"}, "patients"),
        ({"patients": "all, new"}, ""),
        ({"given_on": ""}, "given_on"),
        ({"given_on": "2025-03-02"}, "given_on"),
        ({"ends_on": ""}, "ends_on"),
        ({"ends_on": "2024-09-15"}, ""),
        ({"sender_kind": "trust"}, "sender_kind"),
        ({"basis": "custom"}, "basis"),
        ({"form": "fax"}, "form"),
        ({"capacity": "forty"}, "capacity"),
        ({"capacity": "40 a week"}, ""),
        ({"decide_on": "2024-12-01"}, ""),
        ({"status": "gone"}, "status"),
        ({"status": "withdrawn"}, ""),
        ({"status": "withdrawn", "since": "2024-09-01"}, "status"),
        ({"status": "withdrawn", "since": "2025-03-02"}, "status"),
        ({"status": "superseded", "since": "2024-10-01", "superseded_by": "N7"}, "status"),
    ],
)
def test_every_slip_is_told_with_its_row(
    ledger: Path, write: Write, changed: Mapping[str, str], column: str
) -> None:
    found = take(ledger, write(changed))
    assert [(one.row, one.column) for one in found.problems] == [(2, column)]
    assert found.added == ()
    assert found.problems[0].sentence().startswith("row 2")
    assert found.problems[0].remedy


def test_what_is_blank_is_not_known_and_none_is_none(ledger: Path, write: Write) -> None:
    take(
        ledger,
        write(
            {
                "given_on": "none",
                "ends_on": "unknown",
                "owed": "",
                "receiving": "",
                "clause": "none",
            }
        ),
    )
    (record,) = read_ledger(ledger).state().records.values()
    notice = record.notice
    assert (record.status, notice.ends_on, notice.owed.period) == ("considered", UNKNOWN, UNKNOWN)
    assert (notice.receiving, notice.agreement.clause) == (UNKNOWN, None)


def test_beyond_a_capacity_nobody_stated_is_a_capacity_not_known(
    ledger: Path, write: Write
) -> None:
    take(ledger, write({"patients": "beyond_capacity"}))
    (record,) = read_ledger(ledger).state().records.values()
    assert record.notice.capacity is UNKNOWN


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_and_a_mark_at_the_start_are_read(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "notices.csv"
    text = "\n".join([delimiter.join(ROW), delimiter.join(ROW.values())])
    path.write_text(text, encoding="utf-8-sig")
    assert len(read_rows(path, services=SERVICES, today=TODAY).rows) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "K731"),
        ("holder,service\n", "K732"),
        ("holder,service,patients,given_on,ends_on,holder\n", "K732"),
        ("holder,service,patients,given_on,end_on\n", "K732"),
        ('holder,service,patients,given_on,ends_on\n"X10001', "K731"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "notices.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnockonError) as refused:
        read_rows(path, services=SERVICES, today=TODAY)
    assert refused.value.code == code


@pytest.mark.parametrize("name", ["notices.csv", "notices.xlsx"])
def test_a_file_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(KnockonError, match="is not there"):
        read_rows(tmp_path / name, services=SERVICES, today=TODAY)
    (tmp_path / name).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KnockonError) as refused:
        read_rows(tmp_path / name, services=SERVICES, today=TODAY)
    assert refused.value.code == "K731"


def test_what_is_written_says_how_each_notice_stands(
    ledger: Path, write: Write, tmp_path: Path
) -> None:
    take(ledger, write({}, {"holder": "X10002", "lapses_if": "it is funded"}))
    with writing(ledger) as book:
        book.record(Withdrawn(("N1",), date(2024, 10, 1), "by agreement"), by="x", at=NOW)
        book.record(Decided(("N2",), date(2024, 12, 1), "confirmed"), by="x", at=NOW)
    out = tmp_path / "out.csv"
    out.write_text(table_csv(read_ledger(ledger).state()), encoding="utf-8")
    other = tmp_path / "other.jsonl"
    new_ledger(other, "Dorset", by="x", at=datetime(2024, 9, 1, tzinfo=UTC))
    found = take(other, out)
    assert (found.added, set(found.changed), found.problems) == (("N1", "N2"), {"N1", "N2"}, ())
    stands = read_ledger(other).state().records
    assert {key: one.status for key, one in stands.items()} == {"N1": "withdrawn", "N2": "firm"}
    assert stands["N1"].steps[-1].why == "by agreement"
    again = take(other, out)
    assert (again.added, again.changed) == ((), ())


def test_text_a_spreadsheet_would_reckon_with_is_marked_and_read_back(
    ledger: Path, write: Write, tmp_path: Path
) -> None:
    take(ledger, write({"note": "=1+1"}))
    text = table_csv(read_ledger(ledger).state())
    assert "'=1+1" in text
    out = tmp_path / "out.csv"
    out.write_text(text, encoding="utf-8")
    (row,) = read_rows(out, services=SERVICES, today=TODAY).rows
    assert row.notice.note == "=1+1"


def test_each_column_says_what_it_holds() -> None:
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
    assert all(column.holds for column in COLUMNS)
