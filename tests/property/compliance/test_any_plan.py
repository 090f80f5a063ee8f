"""Any plan in the vocabulary of the packs: what is unknown never permits, order tells nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knockon import catalogue
from knockon.catalogue.facts import UNKNOWN, Answer, Fact
from knockon.catalogue.values import Catalogue
from knockon.compliance import Judgement, check, document
from knockon.dates import WEEKDAYS
from knockon.plans.plan import Plan, PlannedAction

PASSES = ("conditional", "compatible")
A_DAY = dt.timedelta(days=1)

LAW = catalogue.load()
DECIDING = sorted(
    kind for kind in LAW.types() if any(not fact.label for fact in LAW.facts_of(kind).values())
)
EDGES = sorted(
    {
        day
        for rule in LAW.rules.values()
        for day in (rule.in_force_from, rule.in_force_to, rule.known_from)
        if day is not None
    }
)
DAYS = st.sampled_from(
    [dt.date(2024, 8, 20), *(day + by * A_DAY for day in EDGES for by in (-1, 0, 1))]
)


def answers(fact: Fact) -> st.SearchStrategy[Answer]:
    """Answers a plan could state; days of the week as people write them."""
    words = st.sampled_from(sorted(fact.answers) or ["one text", "another"])
    minutes = st.integers(0, 47).map(lambda half: dt.time(half // 2, half % 2 * 30))
    moments = st.datetimes(dt.datetime(2024, 8, 23), dt.datetime(2024, 8, 29))
    lists = st.lists(words, min_size=1, max_size=3, unique=True).map(tuple)
    if fact.name == "days":
        named = sorted(fact.answers) or [day.capitalize() for day in WEEKDAYS]
        lists = st.lists(st.sampled_from(named), min_size=1, max_size=2, unique=True).map(tuple)
    kinds: Mapping[str, st.SearchStrategy[Answer]] = {
        "bool": st.sampled_from([True, False, *fact.answers]),
        "choice": words,
        "whole": st.integers(0, 9000),
        "number": st.integers(0, 9),
        "date": st.none() | DAYS,
        "moment": st.none() | moments,
        "time": minutes,
        "text": words,
        "choices": lists,
        "texts": lists,
    }
    return kinds[fact.kind]


def stated(facts: Mapping[str, Fact]) -> st.SearchStrategy[dict[str, Answer]]:
    """Some of the facts, some of them given as unknown."""
    asked = {name: fact for name, fact in facts.items() if not (fact.derived or fact.label)}
    return st.fixed_dictionaries(
        {}, optional={name: st.just(UNKNOWN) | answers(fact) for name, fact in asked.items()}
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan of one action of any type the packs ask anything of."""
    kind = draw(st.sampled_from(DECIDING))
    start = draw(DAYS)
    end = draw(st.none() | st.integers(0, 400).map(lambda days: start + days * A_DAY))
    action = PlannedAction("one", kind, start, end, params=draw(stated(LAW.facts_of(kind))))
    practice: dict[str, Answer] = {"nation": "England", "contract": "GMS"}
    practice |= draw(stated(LAW.practice_facts()))
    return Plan("Any", practice, draw(DAYS), (action,))


def verdicts(judged: Judgement) -> dict[tuple[str | None, dt.date], str]:
    [action] = judged.actions
    return {(one.rule, one.begins): one.verdict for one in action.findings}


def with_answer(plan: Plan, where: str, name: str, answer: Answer) -> Plan:
    if where == "practice":
        return replace(plan, practice={**plan.practice, name: answer})
    [action] = plan.actions
    return replace(plan, actions=(replace(action, params={**action.params, name: answer}),))


def one_fact(draw: st.DrawFn, plan: Plan) -> tuple[str, Fact]:
    """A raw fact of the plan's action or of its practice."""
    where = draw(st.sampled_from(["practice", "action"]))
    facts = LAW.practice_facts() if where == "practice" else LAW.facts_of(plan.actions[0].type)
    raw = [fact for fact in facts.values() if not (fact.derived or fact.label)]
    return (where, draw(st.sampled_from(raw))) if raw else one_fact(draw, plan)


@st.composite
def forgotten(draw: st.DrawFn) -> tuple[Plan, Plan]:
    """A plan, and the same with one fact given as unknown."""
    plan = draw(plans())
    where, fact = one_fact(draw, plan)
    known = with_answer(plan, where, fact.name, draw(answers(fact)))
    return known, with_answer(plan, where, fact.name, UNKNOWN)


@given(forgotten())
@settings(max_examples=400, deadline=None)
def test_an_unknown_fact_never_permits_and_never_condemns(both: tuple[Plan, Plan]) -> None:
    """A finding that is definite without a fact is the same with it; only conditional may ease.

    So no fact that decides, left unknown, ever comes out compatible or conditional: it would be a
    breach with one answer and a pass without it.
    """
    known, unknown = (verdicts(check(plan, LAW)) for plan in both)
    for key, without in unknown.items():
        told = known.get(key, "undetermined")
        assert without in ("undetermined", told) or (without, told) == ("conditional", "compatible")
    overall = [check(plan, LAW).overall for plan in both]
    assert overall[1] not in PASSES or overall[0] in PASSES


def without(plan: Plan, where: str, name: str) -> Plan:
    """The plan with a fact left out."""
    if where == "practice":
        kept = {key: answer for key, answer in plan.practice.items() if key != name}
        return replace(plan, practice=kept)
    [action] = plan.actions
    kept = {key: answer for key, answer in action.params.items() if key != name}
    return replace(plan, actions=(replace(action, params=kept),))


@st.composite
def left_out(draw: st.DrawFn) -> tuple[Plan, Plan, str]:
    """A plan, the same with one fact left out, and the fact."""
    plan = draw(plans())
    where, fact = one_fact(draw, plan)
    known = with_answer(plan, where, fact.name, draw(answers(fact)))
    return known, without(plan, where, fact.name), fact.name


@given(left_out())
@settings(max_examples=400, deadline=None)
def test_a_fact_left_out_never_permits_unless_it_is_presumed_in_the_open(
    both: tuple[Plan, Plan, str],
) -> None:
    """Where a breach passes once a fact is left out, the finding lists the fact as presumed.

    The nation alone is not asked for: a plan that names none is of England.
    """
    known, silent, name = both
    breaks = {key for key, one in verdicts(check(known, LAW)).items() if one == "not_in_accordance"}
    [action] = check(silent, LAW).actions
    for finding in action.findings:
        if (finding.rule, finding.begins) in breaks and finding.verdict in PASSES:
            assert name in finding.presumed


@given(plans())
@settings(max_examples=200, deadline=None)
def test_each_finding_that_cannot_be_told_asks_for_something(plan: Plan) -> None:
    for action in check(plan, LAW).actions:
        for finding in action.findings:
            assert bool(finding.needs) is (finding.verdict == "undetermined")
            assert len(set(finding.needs)) == len(finding.needs)
            assert bool(finding.conditions) is (finding.verdict == "conditional")


@given(plans())
@settings(max_examples=200, deadline=None)
def test_stretches_cover_an_action_without_a_gap(plan: Plan) -> None:
    [action] = check(plan, LAW).actions
    assert action.segments[0].begins == action.begins
    assert action.segments[-1].ends == action.ends
    for one, other in zip(action.segments, action.segments[1:], strict=False):
        assert one.ends is not None
        assert one.ends + A_DAY == other.begins
        assert one.verdict != other.verdict


@pytest.fixture(scope="module")
def reversed_law() -> Catalogue:
    return replace(LAW, rules=dict(reversed(LAW.rules.items())))


@given(plans())
@settings(max_examples=100, deadline=None)
def test_the_same_bytes_whatever_the_order_of_rules_and_facts(
    reversed_law: Catalogue, plan: Plan
) -> None:
    [action] = plan.actions
    turned = replace(action, params=dict(reversed(action.params.items())))
    again = replace(plan, practice=dict(reversed(plan.practice.items())), actions=(turned,))
    assert json.dumps(document(check(plan, LAW))) == json.dumps(
        document(check(again, reversed_law))
    )
