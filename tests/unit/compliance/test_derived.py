"""Facts worked out of others: decided as soon as nothing unknown could change them."""

import datetime as dt

import pytest
from tests.unit.compliance.made_up import fact

from knockon.catalogue.facts import UNKNOWN, Answer
from knockon.compliance.derived import (
    FUNCTIONS,
    Result,
    Undecided,
    answered_in_time,
    came_by,
    completed_by,
    derivation,
    in_core_hours,
    notice_long_enough,
    notice_on_stated_terms,
    overlaps_core_hours,
    runs_past,
    slots_for_111_enough,
    starts_on_or_after,
    waits_for_a_text,
)
from knockon.errors import KnockonError

EIGHT, NOON, HALF_PAST_SIX, SEVEN = dt.time(8), dt.time(12), dt.time(18, 30), dt.time(19)
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")
BANK_HOLIDAY = dt.date(2024, 8, 26)


class TestCoreHours:
    @pytest.mark.parametrize(
        ("days", "opens", "closes", "overlaps"),
        [
            (("thursday",), NOON, HALF_PAST_SIX, True),
            (("Thursday",), NOON, HALF_PAST_SIX, True),
            (WEEK, HALF_PAST_SIX, EIGHT, False),
            (WEEK, HALF_PAST_SIX, dt.time(8, 1), True),
            (("friday",), HALF_PAST_SIX, NOON, False),
            (("sunday",), HALF_PAST_SIX, NOON, True),
            (("saturday",), EIGHT, NOON, False),
            (("saturday", "monday"), EIGHT, NOON, True),
        ],
    )
    def test_all_is_known(
        self, days: Answer, opens: Answer, closes: Answer, overlaps: bool
    ) -> None:
        assert overlaps_core_hours(days, opens, closes) is overlaps

    @pytest.mark.parametrize(
        ("days", "opens", "closes", "overlaps"),
        [
            (("saturday",), UNKNOWN, UNKNOWN, False),
            (("monday",), SEVEN, UNKNOWN, UNKNOWN),
            (("friday",), SEVEN, UNKNOWN, False),
            (("friday",), NOON, UNKNOWN, True),
            (("monday",), UNKNOWN, UNKNOWN, UNKNOWN),
            (UNKNOWN, HALF_PAST_SIX, EIGHT, False),
            (UNKNOWN, NOON, HALF_PAST_SIX, UNKNOWN),
            (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
            (("someday",), NOON, SEVEN, UNKNOWN),
        ],
    )
    def test_some_of_it_decides(
        self, days: Answer, opens: Answer, closes: Answer, overlaps: Result
    ) -> None:
        assert overlaps_core_hours(days, opens, closes) is overlaps

    def test_a_bank_holiday_alone_has_no_core_hours(self) -> None:
        day = BANK_HOLIDAY
        assert overlaps_core_hours(("monday",), NOON, SEVEN, day, day) is False
        assert overlaps_core_hours(("monday",), NOON, SEVEN, day, None) is True

    def test_bank_holidays_tell_only_where_the_dates_are_known(self) -> None:
        assert overlaps_core_hours(("monday",), NOON, SEVEN, UNKNOWN, UNKNOWN) is True
        assert overlaps_core_hours(("monday",), NOON, SEVEN, UNKNOWN, BANK_HOLIDAY) is True
        assert overlaps_core_hours(("monday",), NOON, SEVEN, BANK_HOLIDAY, UNKNOWN) is True

    def test_a_moment(self) -> None:
        assert in_core_hours(dt.datetime(2024, 9, 2, 8, 0)) is True
        assert in_core_hours(dt.datetime(2024, 9, 2, 18, 30)) is False
        assert in_core_hours(UNKNOWN) is UNKNOWN


class TestAResponse:
    CONTACT = dt.datetime(2024, 9, 5, 7, 20)

    @pytest.mark.parametrize(
        ("response", "in_time"),
        [
            (dt.datetime(2024, 9, 5, 17, 50), True),
            (dt.datetime(2024, 9, 5, 18, 30), False),
            (None, False),
            (UNKNOWN, UNKNOWN),
            (dt.datetime(2024, 9, 5, 7, 19), UNKNOWN),
            (CONTACT, True),
        ],
    )
    def test_to_an_early_contact(self, response: Answer, in_time: Result) -> None:
        assert answered_in_time(self.CONTACT, response) is in_time

    def test_that_never_came_is_late_whenever_the_contact_was(self) -> None:
        assert answered_in_time(UNKNOWN, None) is False
        assert answered_in_time(UNKNOWN, self.CONTACT) is UNKNOWN
        assert answered_in_time(None, self.CONTACT) is UNKNOWN


class TestNotice:
    GIVEN, START = dt.date(2024, 10, 7), dt.date(2025, 1, 8)

    @pytest.mark.parametrize(
        ("given", "months", "start", "enough"),
        [
            (GIVEN, 3, START, True),
            (GIVEN, 6, START, False),
            (None, 3, START, False),
            (None, 0, START, True),
            (UNKNOWN, 0, START, True),
            (UNKNOWN, 3, START, UNKNOWN),
            (None, UNKNOWN, START, UNKNOWN),
            (GIVEN, UNKNOWN, START, UNKNOWN),
            (GIVEN, True, START, UNKNOWN),
            (GIVEN, 3, UNKNOWN, UNKNOWN),
        ],
    )
    def test_is_over_or_not(
        self, given: Answer, months: Answer, start: Answer, enough: Result
    ) -> None:
        assert notice_long_enough(given, months, start) is enough

    def test_on_the_very_day_it_ends_the_contract_says(self) -> None:
        found = notice_long_enough(dt.date(2024, 1, 31), 1, dt.date(2024, 2, 29))
        assert found == Undecided(
            "the contract's words on the very day on which notice ends (2024-02-29)"
        )

    def test_on_terms_that_are_a_text(self) -> None:
        assert notice_on_stated_terms("three months", True) is True
        assert notice_on_stated_terms("three months", False) is False
        assert notice_on_stated_terms(UNKNOWN, True) is UNKNOWN
        assert notice_on_stated_terms("three months", UNKNOWN) is UNKNOWN


class TestSlots:
    @pytest.mark.parametrize(
        ("slots", "patients", "enough"),
        [
            (2, 8662, True),
            (1, 8662, False),
            (1, 2999, True),
            (1, 3000, True),
            (1, 6000, False),
            (0, 100, False),
            (0, UNKNOWN, False),
            (1, UNKNOWN, UNKNOWN),
            (UNKNOWN, 8662, UNKNOWN),
        ],
    )
    def test_one_for_each_whole_three_thousand(
        self, slots: Answer, patients: Answer, enough: Result
    ) -> None:
        assert slots_for_111_enough(slots, patients, 3000) is enough


def test_before_and_after_a_day() -> None:
    day = dt.date(2025, 4, 1)
    assert starts_on_or_after(day, "2025-04-01") is True
    assert starts_on_or_after(day, "2025-04-02") is False
    assert starts_on_or_after(UNKNOWN, "2025-04-02") is UNKNOWN
    assert runs_past(day, "2025-03-31") is True
    assert runs_past(day, "2025-04-01") is False
    assert runs_past(None, "2025-04-01") is True
    assert runs_past(UNKNOWN, "2025-04-01") is UNKNOWN


@pytest.mark.parametrize(
    ("year", "done", "in_time"),
    [
        ("2024/25", dt.date(2024, 9, 30), True),
        ("2024/25", dt.date(2024, 10, 14), False),
        ("2024/25", dt.date(2024, 4, 1), True),
        ("2024/25", dt.date(2024, 3, 31), UNKNOWN),
        ("2024/25", None, False),
        (UNKNOWN, None, UNKNOWN),
        ("this one", dt.date(2024, 10, 14), UNKNOWN),
        (UNKNOWN, dt.date(2024, 10, 14), UNKNOWN),
        ("2024/25", UNKNOWN, UNKNOWN),
    ],
)
def test_done_by_a_day_of_its_year(year: Answer, done: Answer, in_time: Result) -> None:
    assert completed_by(year, done, dt.date(2024, 12, 1), "04-01", "09-30") is in_time


def test_what_is_not_done_yet_is_late_once_its_day_is_past() -> None:
    assert completed_by("2024/25", None, dt.date(2024, 10, 1), "04-01", "09-30") is False
    assert completed_by("2024/25", None, UNKNOWN, "04-01", "09-30") is UNKNOWN
    to_come = completed_by("2024/25", None, dt.date(2024, 9, 30), "04-01", "09-30")
    assert to_come == Undecided("what is done by 2024-09-30")


@pytest.mark.parametrize(
    ("day", "in_time"),
    [
        (dt.date(2024, 9, 2), True),
        (dt.date(2024, 9, 3), False),
        (None, False),
        (UNKNOWN, UNKNOWN),
    ],
)
def test_come_by_the_first_day(day: Answer, in_time: Result) -> None:
    assert came_by(day, dt.date(2024, 9, 2)) is in_time


def test_what_has_no_first_day_yet_can_not_be_held_against_it() -> None:
    assert came_by(dt.date(2024, 9, 2), UNKNOWN) is UNKNOWN


def test_what_a_text_alone_can_say() -> None:
    assert waits_for_a_text(True, "the text") is True
    assert waits_for_a_text(False, "the text") == Undecided("the text")
    assert waits_for_a_text(UNKNOWN, "the text") is UNKNOWN


class TestNamingAFunction:
    def test_its_name_alone_or_with_what_the_pack_gives(self) -> None:
        plain = derivation(fact("x", derived="in_core_hours", inputs=("contact_at",)))
        assert plain((UNKNOWN,)) is UNKNOWN
        given = derivation(
            fact("x", derived="slots_for_111_enough(2)", inputs=("slots", "patients"))
        )
        assert given((3, 7)) is True
        assert given((2, 7)) is False

    @pytest.mark.parametrize(
        "written",
        [
            "nothing_of_ours",
            "in_core_hours(1)",
            "in_core_hours(a=1)",
            "in_core_hours + 1",
            "in_core_hours(",
            "in_core_hours(open('x'))",
            "in_core_hours(never)",
        ],
    )
    def test_anything_else_is_refused_with_what_there_is(self, written: str) -> None:
        with pytest.raises(KnockonError) as refusal:
            derivation(fact("x", derived=written, inputs=("contact_at",)))
        assert refusal.value.code == "K701"
        assert refusal.value.sentence() == (
            f"the fact close_early.x is derived by {written!r} from 1 inputs; expected a function "
            f"with its inputs out of {', '.join(sorted(FUNCTIONS))}. Correct the pack; numbers the "
            "pack gives stand in brackets after the name."
        )
