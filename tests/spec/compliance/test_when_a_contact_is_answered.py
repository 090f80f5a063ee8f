"""By when a contact is owed its response: within the day, or in the core hours that follow."""

import datetime as dt

import pytest
from tests.spec.compliance.told import judge

AUGUST = dt.date(2024, 8, 20)


@pytest.mark.parametrize(
    ("contact", "response", "verdict"),
    [
        ("2024-09-05T12:00", "2024-09-05T17:00", "compatible"),
        ("2024-09-05T12:00", "2024-09-06T08:00", "not_in_accordance"),
        ("2024-09-05T07:20", "2024-09-05T17:50", "compatible"),
        ("2024-09-05T07:20", "2024-09-06T08:10", "not_in_accordance"),
        ("2024-09-05T18:29", "2024-09-05T19:00", "compatible"),
        ("2024-09-05T18:29", "2024-09-06T08:10", "not_in_accordance"),
        ("2024-09-05T18:31", "2024-09-06T18:00", "compatible"),
        ("2024-09-05T18:31", "2024-09-07T09:00", "not_in_accordance"),
        ("2024-09-06T18:31", "2024-09-09T10:00", "compatible"),
        ("2024-09-07T11:20", "2024-09-09T10:00", "compatible"),
        ("2024-08-24T09:00", "2024-08-27T18:00", "compatible"),
        ("2024-08-24T09:00", "2024-08-28T09:00", "not_in_accordance"),
        ("2024-08-26T10:00", "2024-08-27T09:30", "compatible"),
        ("2024-12-24T19:00", "2024-12-27T09:00", "compatible"),
        ("2025-04-17T19:00", "2025-04-22T09:00", "compatible"),
        ("2025-04-17T19:00", "2025-04-23T09:00", "not_in_accordance"),
    ],
    ids=[
        "at noon, that afternoon",
        "at noon, the next morning",
        "early in the morning, that afternoon",
        "early in the morning, the next day",
        "a minute before the end, at seven",
        "a minute before the end, the next day",
        "a minute after the end, the next day",
        "a minute after the end, two days on",
        "Friday evening, on Monday",
        "Saturday, on Monday",
        "Saturday before a bank holiday, on Tuesday",
        "Saturday before a bank holiday, on Wednesday",
        "on a bank holiday, the day after",
        "on Christmas Eve, after Boxing Day",
        "before Good Friday, on Easter Tuesday",
        "before Good Friday, the Wednesday after",
    ],
)
def test_a_contact_is_answered_in_time_or_not(contact: str, response: str, verdict: str) -> None:
    told = judge("response_timing", {"contact_at": contact, "response_at": response}, start=AUGUST)
    assert told.says("ACC-TIME") == told.verdict == verdict


def test_an_answer_after_half_past_six_is_a_reading_and_shown_as_one() -> None:
    told = judge(
        "response_timing",
        {"contact_at": "2024-09-05T18:29", "response_at": "2024-09-05T19:00"},
    )
    assert any("18:30" in one.changes for one in told.finding("ACC-TIME").readings)


def test_an_answer_known_not_to_have_come_is_late() -> None:
    told = judge("response_timing", {"contact_at": "2024-09-05T12:00", "response_at": None})
    assert told.broken == {"ACC-TIME"}


@pytest.mark.parametrize("missing", ["contact_at", "response_at"])
def test_a_moment_not_known_is_asked_for(missing: str) -> None:
    moments = {"contact_at": "2024-09-05T12:00", "response_at": "2024-09-05T13:00"}
    told = judge("response_timing", {**moments, missing: "unknown"})
    assert (told.verdict, told.asks) == ("undetermined", {missing})


@pytest.mark.parametrize("route", ["attendance", "telephone", "online_tool", "other_electronic"])
def test_each_of_the_four_routes_counts(route: str) -> None:
    told = judge(
        "response_timing",
        {
            "contact_at": "2024-09-05T12:00",
            "response_at": "2024-09-06T12:00",
            "route": route,
        },
    )
    assert told.broken == {"ACC-TIME"}
    assert told.says("ACC-ROUTES") == "compatible"


class TestHowContactsAreHandled:
    WELL = (
        ("individual_response", "ACC-RESP"),
        ("response_same_day", "ACC-TIME"),
        ("needs_considered", "ACC-NEEDS"),
    )

    def test_done_well_it_is_in_accordance_while_that_is_kept_up(self) -> None:
        told = judge("contact_handling", {fact: True for fact, _ in self.WELL})
        assert told.verdict == "conditional"

    @pytest.mark.parametrize(("fact", "rule"), WELL)
    def test_each_thing_left_undone_breaks_its_own_rule(self, fact: str, rule: str) -> None:
        told = judge("contact_handling", {**{one: True for one, _ in self.WELL}, fact: False})
        assert told.broken == {rule}
        assert told.done_lawfully(rule).verdict == "conditional"

    def test_that_continuity_is_weighed_is_presumed_and_shown(self) -> None:
        told = judge("contact_handling", {fact: True for fact, _ in self.WELL})
        assert told.finding("ACC-NEEDS").presumed == ("continuity_considered",)

    def test_continuity_left_out_breaks_the_rule(self) -> None:
        facts = {fact: True for fact, _ in self.WELL}
        told = judge("contact_handling", {**facts, "continuity_considered": False})
        assert told.broken == {"ACC-NEEDS"}
