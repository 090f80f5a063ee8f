"""Notice by the corresponding date."""

from datetime import date

import pytest

from knockon import dates


@pytest.mark.parametrize(
    ("given", "months", "ends"),
    [
        (date(2024, 9, 15), 3, date(2024, 12, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2026, 2, 28), 0, date(2026, 2, 28)),
    ],
)
def test_notice_ends(given, months, ends):
    "On the same day of a later month, or the last day of a month too short for it."
    assert dates.notice_ends(given, months) == ends


def test_long_notice_is_not_taken_for_one_without_end():
    assert dates.notice_ends(date(2026, 1, 1), 1200) == date(2126, 1, 1)


def test_notice_beyond_the_calendar_never_ends_in_time():
    assert dates.notice_ends(date(2026, 1, 1), 10**9) == date.max


def test_notice_runs_forwards():
    with pytest.raises(ValueError, match="0 months or more"):
        dates.notice_ends(date(2026, 1, 1), -1)


@pytest.mark.parametrize(
    ("day", "over"),
    [(date(2025, 1, 6), False), (date(2025, 1, 7), None), (date(2025, 1, 8), True)],
)
def test_the_very_day_is_for_the_contract_to_settle(day, over):
    "Three months from 7 October end on 7 January: the day before no, the day after yes."
    assert dates.notice_is_over(date(2024, 10, 7), 3, day) is over
