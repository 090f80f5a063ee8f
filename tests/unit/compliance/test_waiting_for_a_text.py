"""Facts that wait for a text nobody has loaded: what may be, and what the text alone can say."""

import datetime as dt

import pytest

from knockon.catalogue.facts import UNKNOWN, Answer
from knockon.compliance.derived import (
    Result,
    Undecided,
    answered_by_following_core_hours,
    one_answer_waits_for_a_text,
)

WORDS = "the words of the text"
THURSDAY_NOON = dt.datetime(2026, 4, 9, 12)
THURSDAY_EVENING = dt.datetime(2026, 4, 9, 19)


@pytest.mark.parametrize(
    ("contact_at", "response_at", "answered"),
    [
        (THURSDAY_NOON, dt.datetime(2026, 4, 9, 17), True),
        (THURSDAY_NOON, dt.datetime(2026, 4, 9, 23), True),
        (THURSDAY_NOON, dt.datetime(2026, 4, 10, 18, 29), Undecided(WORDS)),
        (THURSDAY_NOON, dt.datetime(2026, 4, 10, 18, 30), False),
        (THURSDAY_NOON, dt.datetime(2026, 4, 13, 9), False),
        (THURSDAY_EVENING, dt.datetime(2026, 4, 10, 18, 29), True),
        (THURSDAY_EVENING, dt.datetime(2026, 4, 10, 18, 30), False),
        (THURSDAY_NOON, None, False),
        (UNKNOWN, None, False),
        (THURSDAY_NOON, UNKNOWN, UNKNOWN),
        (UNKNOWN, THURSDAY_NOON, UNKNOWN),
        (THURSDAY_NOON, dt.datetime(2026, 4, 9, 11), UNKNOWN),
    ],
)
def test_an_answer_in_the_core_hours_that_follow(
    contact_at: Answer, response_at: Answer, answered: Result
) -> None:
    assert answered_by_following_core_hours(contact_at, response_at, WORDS) == answered


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ("same_day", True),
        ("none", False),
        ("later", Undecided(WORDS)),
        (UNKNOWN, UNKNOWN),
    ],
)
def test_a_choice_of_which_one_answer_waits(answer: Answer, result: Result) -> None:
    assert one_answer_waits_for_a_text(answer, "same_day", "later", WORDS) == result
