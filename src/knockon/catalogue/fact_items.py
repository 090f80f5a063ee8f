"""Make facts from items of packs: ``<owner>.<name>`` with its question and its answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, cast

from knockon.catalogue.answers import fact_called, read_answer
from knockon.catalogue.facts import KINDS, UNKNOWN, Answer, Fact
from knockon.catalogue.knowledge import Parameter
from knockon.catalogue.reading import Item
from knockon.errors import KnockonError

FACT_KEYS = (
    *("question", "answer", "answers", "unit", "presumed", "default", "derived", "inputs"),
    *("numbers", "label"),
)


def fact(key: str, item: Item, parameters: Mapping[str, Parameter]) -> Fact:
    """Return a fact; what is presumed of it and its default are answers of its own."""
    item.only(*FACT_KEYS)
    owner, _, name = key.partition(".")
    if not (owner and name.isidentifier()):
        raise _no_name(key, item)
    asked = Fact(
        owner=owner,
        name=name,
        question=item.text("question"),
        kind=cast(Any, item.one_of("answer", KINDS)),
        answers={word: item.child("answers").text(word) for word in item.plain("answers")},
        unit=item.optional_text("unit"),
        derived=item.optional_text("derived"),
        inputs=item.texts("inputs"),
        numbers=item.ids("numbers", parameters, "parameter"),
        label=item.flag("label"),
    )
    presumed, default = (_answer(asked, item, key) for key in ("presumed", "default"))
    return dataclasses.replace(asked, presumed=presumed, default=default)


def stated(item: Item, facts: Mapping[str, Fact], asked_of: str) -> dict[str, Answer]:
    """Return what a mapping of an item says of facts, each read as in a plan.

    ``asked_of`` is whose facts they are. K022 and K023 as ``answers`` has them, at the key's line.
    """
    found: dict[str, Answer] = {}
    for name, value in item.values.items():
        place = item.place(name)
        found[name] = read_answer(fact_called(name, facts, asked_of, place), value, place)
    return found


def _answer(asked: Fact, item: Item, key: str) -> Answer:
    if key not in item.values:
        return UNKNOWN
    return read_answer(asked, item.values[key], item.place(key))


def _no_name(key: str, item: Item) -> KnockonError:
    return KnockonError(
        "K010",
        f"{key!r} is no name of a fact",
        expected="an owner and a name with a dot between, such as stop_service.commissioned",
        remedy="Write whose fact it is before the dot.",
        place=item.place(),
    )
