"""A plan checks itself when it is made."""

from datetime import date

import pytest

from knockon.plans.plan import Evidence, Plan, PlannedAction

MONDAY = date(2024, 9, 2)


def test_an_action_may_last_one_day():
    assert PlannedAction("cap", "limit", MONDAY, MONDAY).end == MONDAY


def test_an_action_does_not_end_before_it_starts():
    with pytest.raises(ValueError, match="ends on 2024-09-01, before 2024-09-02"):
        PlannedAction("cap", "limit", MONDAY, date(2024, 9, 1))


@pytest.mark.parametrize(("key", "of_type"), [("", "limit"), ("cap", "")])
def test_an_action_has_a_key_and_a_type(key, of_type):
    with pytest.raises(ValueError, match="a key and a type"):
        PlannedAction(key, of_type, MONDAY)


def test_keys_are_not_used_twice():
    cap = PlannedAction("cap", "limit", MONDAY)
    with pytest.raises(ValueError, match="a key of its own"):
        Plan("Autumn", actions=(cap, cap))


def test_evidence_does_not_expire_before_it_is_held():
    with pytest.raises(ValueError, match="expires on"):
        Evidence("We triage", "Protocol", MONDAY, date(2024, 9, 1))
