"""Any file is a case that runs, or is refused in one sentence with its place: nothing else happens.

Cases are made up key by key: most values make sense, some are of another kind, out of range, vast
or missing. What runs must balance and be plain JSON.
"""

import json
import re

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knockon.errors import KnockonError
from knockon.validity import run_case
from knockon.validity.cases import load_case_text

SENTENCE = re.compile(r"\S.*[.?]\Z")
CODE = re.compile(r"K\d{3}\Z")

CLASSES = ("urgent", "routine")
IDS = ("a", "b", "c", "d")

odd = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([-1, -0.5, 0, 1e-300, 1e18, 1e300, float("inf"), float("nan"), 2**70]),
    st.text(max_size=5),
    st.lists(st.integers(-2, 2), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)
vast = st.sampled_from([-1, 10**4, 3 * 10**9, 10**17, 1e-300, 1e18, 1e300])


def rarely(strategy, other):
    """Values of ``strategy``, now and then one of ``other``."""
    return st.integers(0, 99).flatmap(lambda n: other if n == 99 else strategy)


small = rarely(st.floats(0, 5, allow_nan=False).map(lambda x: round(x, 3)), vast)
share = st.floats(0, 1).map(lambda x: round(x, 3))
few = rarely(st.integers(0, 6), vast)
classes = st.sampled_from(CLASSES)


def keys(required, optional=None):
    """A set of keys, of whose values some are odd and of which one may be missing or unknown."""
    fitted = {name: rarely(value, odd) for name, value in required.items()}
    more = {name: rarely(value, odd) for name, value in (optional or {}).items()}
    return st.fixed_dictionaries(fitted, optional=more)


laws = st.one_of(
    keys({"exponential": keys({"mean": small})}),
    keys({"constant": small}),
    keys({"lognormal": keys({"mean": small, "sd": small})}),
    keys({"erlang": keys({"k": st.integers(1, 9), "mean": small})}),
    keys({"uniform": st.just({"low": 0.5, "high": 2})}),
    keys({"triangular": st.just({"low": 0, "mode": 1, "high": 3})}),
)
arrivals = st.one_of(
    keys({"rate": small}),
    keys({"rates": st.lists(small, min_size=1, max_size=4)}),
    keys({"times": st.lists(small, max_size=5)}),
)
routes = st.lists(keys({"to": st.sampled_from(IDS)}, {"share": share, "as": classes}), max_size=2)
steps = st.lists(
    st.one_of(
        keys({"above": share}),
        keys({"retry": share}),
        keys({"join": classes}, {"share": share}),
        keys({"to": st.sampled_from(IDS)}, {"share": share, "as": classes}),
    ),
    max_size=3,
)


def by_class(strategy):
    return st.fixed_dictionaries({}, optional=dict.fromkeys(CLASSES, strategy))


both = st.just(list(CLASSES))
calendar = st.one_of(few, st.none(), st.just([[0, 2], [3, 0], [6, 5]]))
site = keys(
    {
        "kind": st.just("site"),
        "servers": calendar,
        "classes": both,
        "service": st.fixed_dictionaries(dict.fromkeys(CLASSES, laws)),
        "period": st.just(8),
    },
    {
        "arrivals": by_class(arrivals),
        "capacity": few,
        "patience": by_class(st.one_of(laws, st.none())),
        "when_impatient": by_class(routes),
        "when_served": by_class(routes),
        "when_full": by_class(routes),
        "at_closing": st.one_of(
            st.sampled_from(["wait", "leave"]), keys({"to": st.sampled_from(IDS)})
        ),
        "present_at": st.lists(small, max_size=3),
    },
)
clinic = keys(
    {"kind": st.just("clinic"), "classes": both, "capacity": st.one_of(few, st.just([3] * 7))},
    {
        "arrivals": by_class(arrivals),
        "period": st.integers(1, 7),
        "quota": by_class(st.one_of(few, keys({"hold": few}, {"most": few}))),
        "backfill": st.booleans(),
        "leaving": by_class(share),
        "unseen": by_class(st.one_of(steps, st.just("wait"))),
        "over_cap": st.fixed_dictionaries({"slots": few}, optional={"urgent": steps}),
        "when_leaving": by_class(routes),
    },
)
ward = keys(
    {
        "kind": st.just("ward"),
        "beds": st.one_of(few, st.none()),
        "hazard": st.lists(share, min_size=1, max_size=3),
    },
    {
        "sites": st.lists(keys({"id": st.sampled_from(IDS)}, {"share": share}), max_size=2),
        "arrivals": arrivals,
        "period": st.just(4),
        "discharge_hours": st.sampled_from([None, [1], [0.25, 0.75], [0, 0, 1]]),
        "present_at": st.lists(small, max_size=2),
    },
)
waiting_list = keys(
    {"kind": st.just("list"), "hazard": st.lists(share, min_size=1, max_size=3)},
    {
        "arrivals": arrivals,
        "period": st.just(2),
        "capacity": small,
        "start": st.lists(few, max_size=4),
    },
)
stations = st.lists(
    rarely(st.one_of(site, clinic, ward, waiting_list), odd), min_size=1, max_size=4
)
heads = keys(
    {
        "case": st.just("made up"),
        "draws": st.integers(1, 3),
        "length": st.floats(1, 60),
        "day": st.sampled_from([1, 2.5, 8]),
    },
    {"warm_up": small, "seed": st.integers(0, 99), "present_at": st.lists(small, max_size=2)},
)


@st.composite
def cases(draw):
    """A case as a set of keys: stations are named in order, as routes need."""
    head = draw(heads)
    made = draw(stations)
    named = [
        {"id": i, **one} if isinstance(one, dict) else one
        for i, one in zip(IDS, made, strict=False)
    ]
    return {**head, "stations": named}


def answers_of(text):
    """Run a case held as text; return its document, or the refusal."""
    try:
        return run_case(load_case_text(text, "case.yaml"))
    except KnockonError as refused:
        return refused


def runs_or_is_refused(text):
    """Check that a case balances or is refused in one sentence; return whether it ran."""
    answers = answers_of(text)
    if isinstance(answers, KnockonError):
        assert SENTENCE.match(" ".join(answers.sentence().split())), answers.sentence()
        assert CODE.match(answers.code)
        return False
    assert json.loads(json.dumps(answers, allow_nan=False)) == answers
    assert answers["imbalance"] == 0
    return True


quickly = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
at_length = settings(max_examples=6000, deadline=None, suppress_health_check=list(HealthCheck))


@quickly
@given(cases())
def test_a_made_up_case_runs_or_is_refused(case):
    runs_or_is_refused(yaml.safe_dump(case, sort_keys=False))


@pytest.mark.deep
@at_length
@given(cases())
def test_many_made_up_cases_run_or_are_refused(case):
    runs_or_is_refused(yaml.safe_dump(case, sort_keys=False))


@quickly
@given(st.text(max_size=200))
def test_any_text_is_refused(text):
    assert not runs_or_is_refused(text)
