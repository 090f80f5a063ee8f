"""Whatever a plan states within the vocabulary, its judgement can be told, and is told alike."""

import json
from datetime import date, datetime, time

from hypothesis import given, settings
from hypothesis import strategies as st

from knockon.catalogue import load
from knockon.catalogue.facts import UNKNOWN, Fact
from knockon.cli.judgements import judgement_page
from knockon.compliance import check, document
from knockon.plans.plan import Plan, PlannedAction

CATALOGUE = load()
TYPES = [name for name, action in CATALOGUE.types().items() if not action.shown_only]
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def answers(fact: Fact) -> st.SearchStrategy[object]:
    "Any answer a fact allows, or unknown."
    several = st.lists(st.sampled_from(sorted(fact.answers) or ["x"]), min_size=1, unique=True)
    kinds = {
        "bool": st.booleans() | st.sampled_from(sorted(fact.answers) or [True]),
        "choice": st.sampled_from(sorted(fact.answers) or ["x"]),
        "choices": several.map(tuple),
        "texts": st.just(("one", "another")),
        "text": st.just("Some text"),
        "whole": st.integers(0, 100_000),
        "number": st.floats(0, 1000),
        "date": DAYS | st.none(),
        "moment": st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)) | st.none(),
        "time": st.times().map(lambda at: time(at.hour, at.minute)),
    }
    return kinds[fact.kind] | st.just(UNKNOWN)


def stated(facts: dict[str, Fact]) -> st.SearchStrategy[dict[str, object]]:
    raw = {name: answers(fact) for name, fact in facts.items() if fact.derived is None}
    return st.fixed_dictionaries({}, optional=raw)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    name = draw(st.sampled_from(TYPES))
    first = draw(DAYS)
    last = draw(st.none() | DAYS.map(lambda day: max(day, first)))
    params = draw(stated(dict(CATALOGUE.facts_of(name))))
    practice = draw(stated(dict(CATALOGUE.practice_facts())))
    return Plan(
        "Any", practice, draw(DAYS), (PlannedAction("a", name, first, last, params=params),)
    )


@settings(max_examples=300, deadline=None)
@given(plan=plans())
def test_any_plan_is_judged_and_told(plan: Plan) -> None:
    judged = check(plan, CATALOGUE)
    found = document(judged)
    assert json.dumps(found) == json.dumps(document(check(plan, CATALOGUE)))
    lines = [line.wrapped(80) for line in judgement_page(judged, CATALOGUE)]
    page = " ".join(" ".join(lines).split())
    (action,) = found["actions"]
    for one in action["findings"]:
        assert one["notice"] or one["because"] in page
        assert all(need in page for need in one["needs"])
        assert all(" ".join(kept.split()) in page for kept in one["conditions"])
    assert ("That is not an approval." in page) == (action["basis"] == "silent")
