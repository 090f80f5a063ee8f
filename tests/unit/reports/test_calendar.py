"""A ledger as a calendar: lines as calendars take them, entries that stay themselves."""

from datetime import UTC, date, datetime

import pytest

from knockon.catalogue.facts import UNKNOWN
from knockon.register import Condition, Holder, Notice, NoticeRecord, Sender, State, Step
from knockon.reports.calendar import calendar

AT = datetime(2024, 9, 19, 12, tzinfo=UTC)
NAMES = {"dmard_monitoring": "DMARD monitoring"}


def record(number: str, status: str = "firm", **changed: object) -> NoticeRecord:
    given: dict[str, object] = {
        "sender": Sender("alliance", "The Alliance"),
        "holder": Holder("practice", "X10001"),
        "service": "dmard_monitoring",
        "patients": ("existing",),
        "given_on": date(2024, 9, 19),
        "ends_on": date(2024, 12, 31),
    }
    notice = Notice(**{**given, **changed})  # type: ignore[arg-type]
    step = Step(1, "recorded", date(2024, 9, 19), AT, "the LMC")
    return NoticeRecord(number, notice, notice, status, (step,))  # type: ignore[arg-type]


def written(*records: NoticeRecord, title: str = "Dorset") -> str:
    return calendar(State(title, {one.id: one for one in records}, len(records), AT), NAMES)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_the_last_day_is_an_entry_of_that_whole_day() -> None:
    lines = unfolded(written(record("N1")))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20241231" in lines
    assert "DTEND;VALUE=DATE:20250101" in lines
    assert "SUMMARY:Last day of DMARD monitoring for existing patients" in lines
    assert "STATUS:CONFIRMED" in lines


def test_no_line_is_longer_than_a_calendar_takes_and_no_letter_is_cut() -> None:
    text = written(record("N1", letter="Ä" * 100 + "Brief, mit; Zeichen\\ und\nZeilen"))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    described = next(line for line in unfolded(text) if line.startswith("DESCRIPTION"))
    assert "Ä" * 100 + r"Brief\, mit\; Zeichen\\ und\nZeilen" in described


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("firm", "CONFIRMED"),
        ("conditional", "TENTATIVE"),
        ("considered", "TENTATIVE"),
        ("withdrawn", "CANCELLED"),
        ("lapsed", "CANCELLED"),
        ("superseded", "CANCELLED"),
    ],
)
def test_what_is_not_firm_is_tentative_and_what_is_over_crossed_out(status: str, word: str) -> None:
    given_on = None if status == "considered" else date(2024, 9, 19)
    assert f"STATUS:{word}" in written(record("N1", status, given_on=given_on))


def test_a_mistake_and_an_end_nobody_knows_are_no_entries() -> None:
    text = written(record("N1", "mistaken"), record("N2", ends_on=UNKNOWN))
    assert "BEGIN:VEVENT" not in text


def test_a_decision_to_be_taken_is_an_entry_of_its_own() -> None:
    condition = Condition("it is funded", date(2024, 12, 1))
    lines = unfolded(written(record("N1", "conditional", condition=condition)))
    assert "SUMMARY:Decide: DMARD monitoring for existing patients lapses if it is funded" in lines
    assert len({line for line in lines if line.startswith("UID")}) == 2


def test_notices_of_one_letter_are_one_entry() -> None:
    holders = [Holder("practice", code) for code in ("X10001", "X10002")]
    text = written(*(record(f"N{i}", holder=one) for i, one in enumerate(holders, 1)))
    assert text.count("BEGIN:VEVENT") == 1
    assert "Held by X10001\\, X10002." in "\n".join(unfolded(text))


def test_what_is_put_off_keeps_its_identity() -> None:
    def identity(text: str) -> list[str]:
        return [line for line in unfolded(text) if line.startswith("UID")]

    before = identity(written(record("N1")))
    assert identity(written(record("N1", ends_on=date(2025, 3, 31)))) == before
    assert identity(written(record("N1"), title="Somerset")) != before
