"""Access as the contracts of 2025 and 2026 changed it: routes, urgency, ringing back, timing."""

import datetime as dt
from typing import Final

import pytest
from tests.spec.compliance.told import judge

OCTOBER_2025, APRIL_2026 = dt.date(2025, 10, 1), dt.date(2026, 4, 1)
LUNCH: Final = {"days": ["Monday"], "from": "12:30", "to": "13:30"}


def test_from_october_2025_callers_must_reach_the_practice_in_core_hours() -> None:
    params = LUNCH | {"patients_can_reach_practice": False}
    assert "X-ROUTES-2025" in judge("divert_incoming_calls", params, start=OCTOBER_2025).broken
    reached = judge(
        "divert_incoming_calls", LUNCH | {"patients_can_reach_practice": True}, start=OCTOBER_2025
    )
    assert reached.says("X-ROUTES-2025") == "conditional"


def test_before_it_was_made_it_was_not_known() -> None:
    told = judge("divert_incoming_calls", LUNCH, start=OCTOBER_2025, as_of=dt.date(2025, 7, 20))
    assert "X-ROUTES-2025" not in {finding.rule for finding in told.action.findings}


def test_outside_core_hours_nothing_changes() -> None:
    night = {"from": "18:30", "to": "08:00", "patients_can_reach_practice": False}
    told = judge("divert_incoming_calls", night, start=OCTOBER_2025)
    assert told.says("X-ROUTES-2025") == "compatible"


class TestOverTheCapFromApril2026:
    """What a cap may still do with those who come after it is met."""

    def test_what_is_urgent_is_dealt_with_the_same_day(self) -> None:
        for met, verdict in ((True, "conditional"), (False, "not_in_accordance")):
            told = judge("limit_daily_contacts", {"urgent_needs_same_day": met}, start=APRIL_2026)
            assert told.says("X-URGENT-2026") == verdict
        told = judge("limit_daily_contacts", start=APRIL_2026)
        assert told.finding("X-URGENT-2026").needs == ("urgent_needs_same_day",)

    def test_nobody_is_asked_to_ring_back_another_day(self) -> None:
        told = judge(
            "limit_daily_contacts", {"over_cap_outcome": "ring_back_another_day"}, start=APRIL_2026
        )
        assert "X-NO-RING-BACK-2026" in told.broken
        changed = told.done_lawfully("X-NO-RING-BACK-2026")
        assert changed.says("X-NO-RING-BACK-2026") == "compatible"

    def test_online_requests_stay_open_and_opening_times_are_published(self) -> None:
        told = judge("limit_daily_contacts", start=APRIL_2026)
        assert told.says("X-NO-ONLINE-CAP-2026") == "conditional"
        assert told.says("X-OPENING-2026") == "conditional"

    def test_the_day_before_none_of_it_decides(self) -> None:
        eve = APRIL_2026 - dt.timedelta(days=1)
        told = judge("limit_daily_contacts", start=eve, end=eve)
        later = [one for one in told.action.findings if str(one.rule).endswith("-2026")]
        assert later
        assert all(one.notice and one.verdict == "compatible" for one in later)


class TestTheTimeOfAResponse:
    """Worded anew from April 2026; what only the new words could allow waits for them."""

    ANNOUNCED, LAST, FIRST = dt.date(2026, 2, 24), dt.date(2026, 3, 31), dt.date(2026, 4, 1)

    def test_one_rule_takes_the_place_of_the_other_on_the_day(self) -> None:
        later = {"over_cap_response": "later"}
        told = judge("limit_daily_contacts", later, start=self.LAST, as_of=self.ANNOUNCED)
        assert told.says("ACC-TIME") == "not_in_accordance"
        assert told.finding("ACC-TIME").ends == self.LAST
        assert told.says("X-TIME-2026") == "undetermined"
        assert told.finding("X-TIME-2026").begins == self.FIRST

    def test_before_it_was_announced_nothing_was_known_of_it(self) -> None:
        eve = self.ANNOUNCED - dt.timedelta(days=1)
        told = judge("limit_daily_contacts", start=self.LAST, as_of=eve)
        assert told.finding("ACC-TIME").ends is None
        assert "X-TIME-2026" not in {finding.rule for finding in told.action.findings}

    @pytest.mark.parametrize(
        ("response_at", "verdict"),
        [
            ("2026-04-09T17:00", "compatible"),
            ("2026-04-10T09:00", "undetermined"),
            ("2026-04-13T09:00", "not_in_accordance"),
        ],
    )
    def test_between_the_day_and_the_next_core_hours_the_text_decides(
        self, response_at: str, verdict: str
    ) -> None:
        contact = {"contact_at": "2026-04-09T12:00", "response_at": response_at}
        told = judge("response_timing", contact, start=self.FIRST)
        assert told.says("X-TIME-2026") == verdict
