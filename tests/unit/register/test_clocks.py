"""When a notice can end, by the calendar: each trap of counting on its own line."""

from datetime import date
from pathlib import Path

import pytest

from knockon.catalogue.facts import UNKNOWN
from knockon.dates import is_working_day
from knockon.register import (
    Agreement,
    Condition,
    Notice,
    Owed,
    Period,
    Withdrawn,
    days_short,
    decisions,
    earliest_end,
    ends,
    over_when_stopping,
    overdue,
    without_end,
    would_settle,
)
from knockon.register import Given as GivenNow

from .ledgers import Kept, notice

CLAUSE = "clause 12.4"


def given(on: date, length: str, ends_on: date | None = None) -> Notice:
    end = UNKNOWN if ends_on is None else ends_on
    return notice(given_on=on, ends_on=end, owed=Owed(Period.parse(length), CLAUSE))


@pytest.mark.parametrize(
    ("on", "length", "earliest"),
    [
        (date(2025, 1, 31), "1 month", date(2025, 2, 28)),
        (date(2024, 1, 31), "1 month", date(2024, 2, 29)),
        (date(2024, 2, 29), "12 months", date(2025, 2, 28)),
        (date(2024, 2, 29), "1 month", date(2024, 3, 29)),
        (date(2024, 11, 30), "3 months", date(2025, 2, 28)),
        (date(2024, 9, 19), "3 months", date(2024, 12, 19)),
        (date(2024, 12, 31), "6 months", date(2025, 6, 30)),
        (date(2024, 2, 1), "4 weeks", date(2024, 2, 29)),
        (date(2024, 12, 4), "28 days", date(2025, 1, 1)),
    ],
)
def test_the_earliest_end_by_the_corresponding_date(on: date, length: str, earliest: date) -> None:
    assert earliest_end(given(on, length)) == earliest


def test_bank_holidays_on_the_way_are_days_like_others() -> None:
    "A month over Christmas and the New Year, and one that ends on a bank holiday."
    assert earliest_end(given(date(2024, 12, 10), "1 month")) == date(2025, 1, 10)
    over = earliest_end(given(date(2024, 9, 25), "3 months"))
    assert over == date(2024, 12, 25)
    assert not is_working_day(over)


def test_given_on_a_saturday_it_runs_from_the_saturday() -> None:
    saturday = date(2024, 9, 14)
    assert saturday.weekday() == 5
    assert earliest_end(given(saturday, "3 months")) == date(2024, 12, 14)


def test_notice_that_outlasts_the_calendar_ends_with_it() -> None:
    assert earliest_end(given(date(9999, 12, 1), "3 months")) == date.max
    assert earliest_end(given(date(9999, 12, 1), "12 weeks")) == date.max


def test_where_none_is_owed_it_can_end_the_day_it_is_given() -> None:
    none = notice(owed=Owed(None, "nothing commissions it"), ends_on=date(2024, 9, 16))
    assert earliest_end(none) == date(2024, 9, 16)
    assert days_short(none) == 0


def test_an_unknown_length_is_unknown_and_says_what_would_settle_it() -> None:
    unknown = notice(owed=Owed())
    assert earliest_end(unknown) is UNKNOWN
    assert days_short(unknown) is UNKNOWN
    assert over_when_stopping(unknown, date(2030, 1, 1)) is UNKNOWN
    assert would_settle(unknown) == ("how much notice Phlebotomy LES asks for",)
    unnamed = notice(owed=Owed(), agreement=Agreement(), ends_on=UNKNOWN)
    assert would_settle(unnamed) == (
        "how much notice the agreement asks for",
        "the last day of the service",
    )


def test_of_what_is_only_considered_no_clock_runs() -> None:
    considered = notice(given_on=None)
    assert earliest_end(considered) is None
    assert days_short(considered) is None
    assert over_when_stopping(considered, date(2030, 1, 1)) is False
    assert would_settle(considered) == ("the day it is given",)
    assert would_settle(notice()) == ()


@pytest.mark.parametrize(
    ("ends_on", "short"),
    [
        (date(2024, 12, 15), 1),
        (date(2024, 12, 16), 0),
        (date(2024, 12, 17), 0),
        (date(2024, 9, 16), 91),
    ],
)
def test_how_many_days_too_early_it_ends(ends_on: date, short: int) -> None:
    assert days_short(given(date(2024, 9, 16), "3 months", ends_on)) == short


def test_an_unknown_end_is_neither_long_enough_nor_short() -> None:
    assert days_short(given(date(2024, 9, 16), "3 months")) is UNKNOWN


def test_stopping_on_the_very_day_the_notice_ends_cannot_be_told_from_the_day() -> None:
    three = given(date(2024, 10, 1), "3 months")
    assert over_when_stopping(three, date(2024, 12, 31)) is False
    assert over_when_stopping(three, date(2025, 1, 1)) is None
    assert over_when_stopping(three, date(2025, 1, 2)) is True


def test_where_none_is_owed_stopping_on_the_day_is_in_time() -> None:
    none = notice(owed=Owed(None))
    assert over_when_stopping(none, date(2024, 9, 15)) is False
    assert over_when_stopping(none, date(2024, 9, 16)) is True


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    "Notices that end 0, 13, 14, 29, 30, 89 and 90 days after 1 December 2024."
    kept = Kept(tmp_path / "ledger.jsonl")
    last_days = ["12-01", "12-14", "12-15", "12-30", "12-31"]
    days = [date.fromisoformat(f"2024-{day}") for day in last_days]
    days += [date(2025, 2, 28), date(2025, 3, 1)]
    kept.add(*(notice(f"X1000{nth}", ends_on=day) for nth, day in enumerate(days)))
    return kept


@pytest.mark.parametrize(("days", "count"), [(14, 2), (30, 4), (90, 6), (91, 7)])
def test_what_ends_in_the_next_days(kept: Kept, days: int, count: int) -> None:
    found = ends(kept.state(), date(2024, 12, 1), days)
    assert [due.record.id for due in found] == [f"N{nth + 1}" for nth in range(count)]


def test_what_ended_before_is_not_coming(kept: Kept) -> None:
    assert ends(kept.state(), date(2025, 3, 2), 90) == ()


def test_what_is_withdrawn_does_not_end(kept: Kept) -> None:
    kept.record(Withdrawn(("N1",), date(2024, 9, 16)))
    assert [due.record.id for due in ends(kept.state(), date(2024, 12, 1), 14)] == ["N2"]


def test_decisions_due_and_overdue(kept: Kept) -> None:
    soon = Condition("it is funded", date(2024, 12, 1))
    later = Condition("it is funded", UNKNOWN)
    kept.add(
        notice("X20001", condition=soon),
        notice("X20002", condition=soon, given_on=None),
        notice("X20003", condition=later),
    )
    state = kept.state()
    assert [due.record.id for due in decisions(state, date(2024, 11, 20), 14)] == ["N8", "N9"]
    assert decisions(state, date(2024, 12, 2), 14) == ()
    assert [due.record.id for due in overdue(state, date(2024, 12, 2))] == ["N8", "N9"]
    assert overdue(state, date(2024, 12, 1)) == ()


def test_what_has_no_last_day_is_told_apart(kept: Kept) -> None:
    kept.add(notice("X20001", ends_on=UNKNOWN))
    assert [record.id for record in without_end(kept.state())] == ["N8"]
    assert len(ends(kept.state(), date(2024, 12, 1), 91)) == 7


def test_giving_what_was_considered_starts_its_clock(kept: Kept) -> None:
    kept.add(notice("X20001", given_on=None))
    kept.on(date(2024, 10, 1)).record(GivenNow(("N8",), date(2024, 10, 1)))
    assert earliest_end(kept["N8"].notice) == date(2025, 1, 1)
    assert days_short(kept["N8"].notice) == 1
