"""Whatever stands in a file of rules or facts, it is read or refused with a line."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knockon import catalogue
from knockon.catalogue.fact_items import fact
from knockon.catalogue.reading import items_of, whole_document
from knockon.catalogue.rule_items import Ground, consequence, rule
from knockon.catalogue.values import Catalogue
from knockon.catalogue.yaml import load_strict_text
from knockon.errors import KnockonError

RULE: dict[str, Any] = {
    "title": "Told",
    "holder": "practice",
    "claimant": "commissioner",
    "kind": "local",
    "in_force": {"from": None, "to": None, "end_known_from": None},
    "known_from": None,
    "standing": "stated",
    "disputed": False,
    "note": "n",
    "cites": [{"source": "PRN01459", "paragraph": 7, "quote": "q", "contracts": ["GMS"]}],
    "readings": [{"note": "n", "whose": "w", "changes": "c"}],
    "bears_on": [
        {
            "types": ["stop_service"],
            "scope": "patients in ['new', 'all'] or notice_required_months > 2",
            "breach": "not commissioned and nation == 'England'",
            "unless": [
                {"id": "i", "when": "nhs_service == false", "words": "w", "keep": ["k"]}
                | {"cites": [{"source": "PRN01459", "at": "para 2"}]}
            ],
            "keep": ["k"],
            "evidence": ["e"],
            "because": {"broken": "b", "met": "m", "outside": "o"},
            "instead": {"change": {"patients": "new"}, "words": "w"},
        }
    ],
    "cases": [
        {
            "name": "n",
            "type": "stop_service",
            "params": {"patients": "new", "notice_given_on": None, "service": "s"},
            "practice": {"registered_patients": 9000},
            "start": "unquoted",
            "verdict": "undetermined",
            "needs": ["commissioned"],
        }
    ],
}
CONSEQUENCE: dict[str, Any] = {
    "kind": "payment",
    "types": ["stop_service"],
    "when": "commissioned",
    "text": "t",
    "cites": [{"source": "PRN01459", "paragraph": 2}],
    "payment": {"parameter": "cap25", "per": "practice"},
}
FACT: dict[str, Any] = {
    "question": "q",
    "answer": "bool",
    "answers": {"not_applicable": "n"},
    "unit": "u",
    "presumed": True,
    "default": "unknown",
    "label": False,
}
ITEMS = {"RULE": RULE, "PAY": CONSEQUENCE, "stop_service.told": FACT}

words = st.sampled_from(["all", "unknown", "patients", "PRN01459", "not", "1", "stop_service.x"])
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 10**15)
    | st.floats(-9, 9)
    | words
    | st.text("a.(' ="),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2),
    max_leaves=3,
)


@pytest.fixture(scope="module")
def packs() -> Catalogue:
    return catalogue.load()


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    listed = enumerate(value) if isinstance(value, list) else ()
    inner = value.items() if isinstance(value, dict) else listed
    return [path] + [found for key, item in inner for found in paths(item, (*path, key))]


def replaced(path: tuple[Any, ...], value: Any) -> Any:
    whole = json.loads(json.dumps(ITEMS))
    here = whole
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return whole


def read(packs: Catalogue, items: Any) -> None:
    """Make every item as the loader does; dates cannot stand in JSON, so the start is put in."""
    text = json.dumps(items).replace('"unquoted"', "2026-01-05")
    ground = Ground(packs.sources, packs.parameters, packs.vocabulary, packs.types())
    for key, item in items_of(whole_document(load_strict_text(text, "any.yaml"), "any")):
        if key == "RULE":
            item.make(rule, key, item, ground)
        elif key == "PAY":
            item.make(consequence, key, item, ground)
        else:
            item.make(fact, key, item, packs.parameters)


def test_the_items_are_read_as_they_stand(packs: Catalogue) -> None:
    read(packs, ITEMS)


@settings(max_examples=400, deadline=None)
@given(path=st.sampled_from(paths(ITEMS)[1:]), value=anything)
def test_one_value_changed_is_read_or_refused_with_its_line(
    packs: Catalogue, path: tuple[Any, ...], value: Any
) -> None:
    try:
        read(packs, replaced(path, value))
    except KnockonError as refusal:
        told = refusal.sentence()
        assert told.startswith("any.yaml:")
        assert "\n" not in told
