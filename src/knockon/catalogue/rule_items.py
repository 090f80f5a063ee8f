"""Make rules and consequences from items of packs, every expression held against the facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from knockon.catalogue._checks import STANDINGS
from knockon.catalogue.answers import fact_called, read_answer
from knockon.catalogue.citing import citations
from knockon.catalogue.expressions import Node, parse
from knockon.catalogue.fact_items import stated
from knockon.catalogue.facts import Answer, Fact
from knockon.catalogue.knowledge import Parameter, Source
from knockon.catalogue.reading import Item, known
from knockon.catalogue.rules import (
    HOLDERS,
    MONTHLY,
    RULE_KINDS,
    VERDICTS,
    Bearing,
    Consequence,
    Instead,
    Payment,
    Presumption,
    Reading,
    Rule,
    RuleCase,
    RuleException,
    Words,
)
from knockon.catalogue.vocabulary import (
    Vocabulary,
    check_expression,
    facts_of,
    practice_facts,
    readable_facts,
)

CASE_PRACTICE: Mapping[str, str] = {"nation": "England", "contract": "GMS"}
"""What a worked example takes of the practice where it says nothing."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What rules are read against: sources, parameters, the facts and the action types."""

    sources: Mapping[str, Source]
    parameters: Mapping[str, Parameter]
    vocabulary: Vocabulary
    types: Mapping[str, object]


def rule(key: str, item: Item, ground: Ground) -> Rule:
    """Return a rule; all it names must be loaded and all it compares comparable."""
    item.only(
        *("title", "holder", "claimant", "kind", "in_force", "known_from", "standing", "disputed"),
        *("note", "cites", "readings", "bears_on", "cases"),
    )
    begins, ends, ending_known = _in_force(item)
    bearings = tuple(line.make(_bearing, line, ground) for line in item.listed("bears_on"))
    types = [action_type for bearing in bearings for action_type in bearing.types]
    return Rule(
        id=key,
        title=item.text("title"),
        holder=cast(Any, item.one_of("holder", HOLDERS)),
        claimant=item.text("claimant"),
        kind=cast(Any, item.one_of("kind", RULE_KINDS)),
        cites=citations(item, ground.sources),
        bearings=bearings,
        known_from=item.optional_day("known_from"),
        in_force_from=begins,
        in_force_to=ends,
        end_known_from=ending_known,
        readings=tuple(line.make(_reading, line, ground) for line in item.listed("readings")),
        cases=tuple(line.make(_case, line, types, ground) for line in item.listed("cases")),
        disputed=item.flag("disputed"),
        standing=cast(Any, item.one_of("standing", STANDINGS, default="stated")),
        note=item.optional_text("note") or "",
        pack=item.pack,
    )


def consequence(key: str, item: Item, ground: Ground) -> Consequence:
    """Return a consequence, told beside the verdict."""
    item.only(
        *("kind", "types", "when", "text", "cites", "holder", "known_from", "in_force"),
        *("payment", "rule"),
    )
    begins, ends, _ = _in_force(item)
    types = item.ids("types", ground.types, "action type")
    return Consequence(
        id=key,
        kind=cast(Any, item.one_of("kind", ("payment", "practical", "notice"))),
        types=types,
        when=_optional_expression(item, "when", types, ground),
        text=item.text("text"),
        cites=citations(item, ground.sources),
        holder=cast(Any, item.one_of("holder", HOLDERS, default="practice")),
        known_from=item.optional_day("known_from"),
        in_force_from=begins,
        in_force_to=ends,
        payment=_payment(item.child("payment"), ground) if item.has("payment") else None,
        rule=item.optional_text("rule") or key,
        pack=item.pack,
    )


def _in_force(item: Item) -> tuple[dt.date | None, dt.date | None, dt.date | None]:
    if not item.has("in_force"):
        return None, None, None
    dates = item.child("in_force")
    dates.only("from", "to", "end_known_from")
    return (
        dates.optional_day("from"),
        dates.optional_day("to"),
        dates.optional_day("end_known_from"),
    )


def _bearing(item: Item, ground: Ground) -> Bearing:
    item.only(
        *("types", "scope", "presumes", "breach", "unless", "keep", "evidence", "because", "cites"),
        "instead",
    )
    types = item.ids("types", ground.types, "action type")
    exceptions = (line.make(_exception, line, types, ground) for line in item.listed("unless"))
    return Bearing(
        types=types,
        scope=_optional_expression(item, "scope", types, ground),
        breach=_optional_expression(item, "breach", types, ground),
        unless=tuple(exceptions),
        keep=item.texts("keep"),
        evidence=item.texts("evidence"),
        because=_words(item.child("because")),
        cites=citations(item, ground.sources),
        instead=_instead(item.child("instead"), types, ground) if item.has("instead") else None,
        presumes=tuple(
            line.make(_presumption, line, types, ground) for line in item.listed("presumes")
        ),
    )


def _presumption(item: Item, types: Iterable[str], ground: Ground) -> Presumption:
    """Return what is presumed of a fact that actions of each of the types know."""
    item.only("fact", "is", "where")
    name, answers = item.text("fact"), []
    for action_type in types:
        asked = readable_facts(ground.vocabulary, action_type)
        fact = fact_called(name, asked, action_type, item.place("fact"))
        answers.append(_usual(fact, item))
    return Presumption(name, answers[0], _optional_expression(item, "where", types, ground))


def _usual(fact: Fact, item: Item) -> Answer:
    """Return what a fact is presumed to be; of a list also that it is empty."""
    value, place = item.value("is"), item.place("is")
    if value == [] and fact.kind in ("choices", "texts"):
        return ()
    return read_answer(replace(fact, derived=None, inputs=(), numbers=()), value, place)


def _words(item: Item) -> Words:
    """Return the reasons; those left out or empty are blank, for the check of packs to judge."""
    item.only("broken", "met", "outside")
    broken, met, outside = (
        item.text(key) if item.values.get(key) else "" for key in ("broken", "met", "outside")
    )
    return Words(broken, met, outside)


def _exception(item: Item, types: Iterable[str], ground: Ground) -> RuleException:
    item.only("id", "when", "words", "cites", "keep")
    return RuleException(
        id=item.text("id"),
        when=_expression(item, "when", types, ground),
        words=item.text("words"),
        cites=citations(item, ground.sources),
        keep=item.texts("keep"),
    )


def _instead(item: Item, types: Iterable[str], ground: Ground) -> Instead:
    item.only("change", "words", "cites")
    change = item.child("change")
    read: dict[str, Answer] = {}
    for action_type in types:
        read = stated(change, facts_of(ground.vocabulary, action_type), action_type)
    return Instead(read, item.text("words"), citations(item, ground.sources))


def _reading(item: Item, ground: Ground) -> Reading:
    item.only("note", "whose", "changes", "cites")
    return Reading(
        item.text("note"),
        item.text("whose"),
        item.text("changes"),
        citations(item, ground.sources),
    )


def _case(item: Item, types: Iterable[str], ground: Ground) -> RuleCase:
    item.only("name", "type", "params", "practice", "start", "end", "as_of", "verdict", "needs")
    action_type = known(item.text("type"), list(types), "type of this rule", item.place("type"))
    own, practice = facts_of(ground.vocabulary, action_type), practice_facts(ground.vocabulary)
    start = item.day("start")
    needs = item.texts("needs")
    for name in needs:
        if " " not in name:
            fact_called(name, {**practice, **own}, action_type, item.place("needs"))
    return RuleCase(
        name=item.text("name"),
        type=action_type,
        params=stated(item.child("params"), own, action_type) if item.has("params") else {},
        practice={**CASE_PRACTICE, **_practice(item, practice)},
        start=start,
        end=item.optional_day("end"),
        as_of=item.optional_day("as_of") or start,
        verdict=cast(Any, item.one_of("verdict", VERDICTS)),
        needs=needs,
    )


def _practice(item: Item, facts: Mapping[str, Fact]) -> Mapping[str, Answer]:
    return stated(item.child("practice"), facts, "a practice") if item.has("practice") else {}


def _expression(item: Item, key: str, types: Iterable[str], ground: Ground) -> Node:
    """Return the expression under ``key``, held against the facts of the action types."""
    written = item.values.get(key)
    text = str(written).lower() if isinstance(written, bool) else item.text(key)
    node = item.make_from(key, parse, text)
    check_expression(node, types, ground.vocabulary, item.place(key))
    return node


def _optional_expression(item: Item, key: str, types: Iterable[str], ground: Ground) -> Node | None:
    return _expression(item, key, types, ground) if item.has(key) else None


def _payment(item: Item, ground: Ground) -> Payment:
    item.only("parameter", "per", "times")
    symbol, times = item.optional_text("parameter"), item.optional_text("times")
    if symbol is not None:
        known(symbol, ground.parameters, "parameter", item.place("parameter"))
    if times is not None:
        monthly = [one.symbol for one in ground.parameters.values() if one.unit == MONTHLY]
        known(times, monthly, f"parameter counted {MONTHLY}", item.place("times"))
    per = item.one_of("per", ("practice", "registered_patients"), default="practice")
    return Payment(symbol, cast(Any, per), times)
