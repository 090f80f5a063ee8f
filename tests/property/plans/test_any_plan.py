"""Whatever stands in a plan file, it is read or refused with a line; nothing else happens."""

import copy
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knockon.catalogue import load
from knockon.catalogue.yaml import load_strict_text
from knockon.errors import KnockonError
from knockon.plans.plan import Plan
from knockon.plans.plan_reading import plan_from

WHOLE: dict[str, Any] = {
    "format": "knockon/plan/1",
    "plan": "Autumn steps",
    "practice": {
        "ods_code": "J81002",
        "nation": "England",
        "contract": "GMS",
        "registered_patients": 8662,
        "pcn_member": True,
    },
    "as_of": "2024-08-20",
    "actions": [
        {
            "key": "cap",
            "type": "limit_daily_contacts",
            "start": "2024-09-02",
            "end": None,
            "holder": "practice",
            "source_menu": "item 1",
            "note": "agreed",
            "params": {"cap": 25, "over_cap_triage": "all_contacts", "note": "x"},
        },
        {
            "key": "calls",
            "type": "divert_incoming_calls",
            "start": "2024-09-02",
            "end": "2024-09-30",
            "params": {"from": "08:00", "to": "unknown", "days": ["Monday"]},
        },
        {
            "key": "timing",
            "type": "response_timing",
            "start": "2024-09-02",
            "params": {"contact_at": "2024-09-07T11:20", "response_at": "2024-09-09T10:00"},
        },
        {
            "key": "les",
            "type": "stop_service",
            "start": "2025-01-08",
            "params": {"notice_required_months": 6, "notice_given_on": "2024-10-07"},
        },
    ],
    "evidence": [
        {"claim": "c", "item": "i", "held_on": "2024-08-01", "expires_on": None, "where": "w"}
    ],
}

words = st.sampled_from(["unknown", "GMS", "Monday", "18:30", "2024-09-07T11:20", "any", "none"])
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(-1e6, 1e6)
    | words
    | st.text("a2-b .:é'\"#{", max_size=10)
    | st.dates(date(1900, 1, 1), date(2200, 1, 1)).map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner),
    max_leaves=4,
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else []
    inner = enumerate(value) if isinstance(value, list) else inner
    return [path] + [p for key, item in inner for p in paths(item, (*path, key))]


def changed(path: tuple[Any, ...], change: Callable[[Any, Any], None]) -> Any:
    whole = copy.deepcopy(WHOLE)
    here: Any = whole
    for step in path[:-1]:
        here = here[step]
    change(here, path[-1])
    return whole


@pytest.fixture(scope="module")
def read() -> Callable[[str], Plan]:
    catalogue = load()
    return lambda text: plan_from(load_strict_text(text, "any.json"), catalogue)


def plan_or_refusal(read: Callable[[str], Plan], text: str) -> Plan | str:
    "A plan, or the sentence of the refusal; anything else that is raised fails the test."
    try:
        return read(text)
    except KnockonError as refusal:
        return refusal.sentence()


def is_told_well(found: Plan | str) -> bool:
    told = isinstance(found, Plan) or found.startswith("any.json")
    return told and "\n" not in (found if isinstance(found, str) else "")


def test_the_whole_is_read(read: Callable[[str], Plan]) -> None:
    assert [action.key for action in read(json.dumps(WHOLE)).actions] == [
        "cap",
        "calls",
        "timing",
        "les",
    ]


@settings(max_examples=300, deadline=None)
@given(path=st.sampled_from(paths(WHOLE)[1:]), value=anything)
def test_one_value_changed(read: Callable[[str], Plan], path: tuple[Any, ...], value: Any) -> None:
    "Another value in one place."
    plan = changed(path, lambda here, key: here.__setitem__(key, value))
    assert is_told_well(plan_or_refusal(read, json.dumps(plan)))


@settings(max_examples=100, deadline=None)
@given(path=st.sampled_from(paths(WHOLE)[1:]))
def test_one_thing_left_out(read: Callable[[str], Plan], path: tuple[Any, ...]) -> None:
    "A key or an item missing."
    plan = changed(path, lambda here, key: here.__delitem__(key))
    assert is_told_well(plan_or_refusal(read, json.dumps(plan)))


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_slip_of_the_keyboard(read: Callable[[str], Plan], data: st.DataObject) -> None:
    "One letter more, less or other, anywhere in the text."
    text = json.dumps(WHOLE, indent=1)
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from(["", *"{}[],:'\"#&*!|>-\n\t 0a\x00\x85é"]))
    found = plan_or_refusal(read, text[:at] + letter + text[at + data.draw(st.integers(0, 1)) :])
    assert is_told_well(found)
