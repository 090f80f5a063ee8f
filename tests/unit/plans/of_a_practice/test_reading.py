"""What a plan file says is what is read; what it cannot say is refused at its line."""

from datetime import date, datetime, time

import pytest

from knockon.catalogue.facts import UNKNOWN
from knockon.errors import KnockonError
from knockon.plans.plan import Evidence


def test_everything_in_a_plan_is_read(read, whole):
    plan = read(whole)
    calls, advice = plan.actions
    assert (plan.title, plan.as_of) == ("Autumn steps", date(2024, 8, 20))
    assert (calls.key, calls.start, calls.end) == ("calls", date(2024, 9, 2), date(2024, 12, 31))
    assert (calls.holder, calls.source_menu) == ("reception", "Ten actions, item 1")
    assert calls.note == "The partners agreed"
    assert calls.params == {
        "days": ("monday", "saturday"),
        "from": time(8),
        "to": UNKNOWN,
        "agreed_on": None,
        "first_call_at": datetime(2024, 9, 2, 8, 5),
        "note": "Saturdays first",
    }
    assert (advice.end, advice.holder, advice.params) == (None, "practice", {})
    assert plan.evidence == (
        Evidence("Patients can reach us", "Call log", date(2024, 9, 1), date(2025, 8, 31), "Safe"),
    )


SHORTEST = "actions: [{key: a, type: stop_advice, start: 2024-09-02}]"


def test_the_shortest_plan_is_named_by_its_file_and_in_england(read):
    plan = read(SHORTEST)
    assert plan.title == "autumn"
    assert plan.practice == {"nation": "England"}
    assert plan.as_of is None


def test_a_nation_not_known_stays_unknown(read):
    assert read(f"practice: {{nation: unknown}}\n{SHORTEST}").practice == {"nation": UNKNOWN}


def test_a_fact_left_out_is_absent_and_one_unknown_is_there(read, whole):
    params = read(whole).actions[0].params
    assert "exceptional" not in params
    assert params["to"] is UNKNOWN


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        (("contract: GMS", "contract: GSM"), ("K022", 3, "GMS")),
        (("contract: GMS", "contrct: GMS"), ("K023", 3, "Did you mean 'contract'?")),
        (("as_of: 2024-08-20", "as_of: tomorrow"), ("K101", 4, "a date such as")),
        (("as_of: 2024-08-20", "as_of: 1924-08-20"), ("K125", 4, "Correct the year")),
        (("as_of: 2024-08-20", "asof: 2024-08-20"), ("K005", 4, "Did you mean 'as_of'?")),
        (("start: 2024-09-02\n    end", "start: 2024-02-30\n    end"), ("K004", 8, "2024-02-30")),
        (("    start: 2024-09-02\n    end", "    end"), ("K102", 6, "'start' is missing")),
        (("end: 2024-12-31", "end: 2024-09-01"), ("K110", 9, "before start, 2024-09-02")),
        (("end: 2024-12-31", "end: 2124-12-31"), ("K125", 9, "2099-12-31")),
        (("[monday, saturday]", "[munday]"), ("K022", 14, "'monday'")),
        (('from: "08:00"', "from: 08:00 or so"), ("K022", 15, "in quotation marks")),
        (("to: unknown", "till: unknown"), ("K023", 16, "divert_incoming_calls")),
        (("to: unknown", "touches_core_hours: true"), ("K022", 16, "days, from, to")),
        (("to: unknown", "contract: GMS"), ("K124", 16, "Write it under practice")),
        (("agreed_on: null", "agreed_on: 2024"), ("K022", 17, "null if it has not happened")),
        (("agreed_on: null", "agreed_on: 0224-08-01"), ("K125", 17, "Correct the year")),
        (("2024-09-02T08:05", "1024-09-02T08:05"), ("K125", 18, "Correct the year")),
        (("key: advice", "key: calls"), ("K120", 20, "used twice")),
        (("key: advice", 'key: " "'), ("K120", 20, "empty")),
        (("type: stop_advice", "type: stop_advise"), ("K106", 21, "Did you mean 'stop_advice'?")),
        (("type: stop_advice", "type: forward_calls"), ("K122", 21, "Write divert_incoming_calls")),
        (("type: stop_advice", "type: resign"), ("K123", 21, "not judged")),
        (("expires_on: 2025", "expires_on: 2023"), ("K110", 27, "before held_on")),
        (("knockon/plan/1", "knockon/plan/9"), ("K116", 1, "knockon/plan/1")),
    ],
)
def test_what_does_not_hold_is_refused_at_its_line(read, whole, change, refused):
    "Each change of one thing, with the code, the line and what the sentence says."
    code, line, told = refused
    assert change[0] in whole
    with pytest.raises(KnockonError) as refusal:
        read(whole.replace(*change, 1))
    assert (refusal.value.code, refusal.value.place) == (code, f"autumn.yaml:{line}")
    assert told in refusal.value.sentence()


def test_a_plan_without_actions_says_nothing(read):
    with pytest.raises(KnockonError, match="names no action"):
        read("plan: Nothing\nactions: []")


def test_json_is_read_as_yaml_is(read):
    text = """{"practice": {"contract": "GMS"}, "as_of": "2024-08-20", "actions": [
      {"key": "c", "type": "divert_incoming_calls", "start": "2024-09-02", "end": null,
       "params": {"agreed_on": "2024-07-01", "exceptional": false}}]}"""
    (calls,) = read(text).actions
    assert calls.start == date(2024, 9, 2)
    assert calls.params == {"agreed_on": date(2024, 7, 1), "exceptional": False}
