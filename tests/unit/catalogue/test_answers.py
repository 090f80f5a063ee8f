"""An answer is what a fact allows, the word unknown, or refused where it stands."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knockon.catalogue.answers import allowed_answers, fact_called, read_answer
from knockon.catalogue.facts import KINDS, UNKNOWN, AnswerKind, Fact
from knockon.errors import KnockonError

PLACE = "plan.yaml:7"
TRIAGE = {"all_contacts": "every one", "none": "nobody"}


def fact(kind: AnswerKind, answers: dict[str, str] | None = None, **more: Any) -> Fact:
    return Fact("limit_daily_contacts", "asked", "What is asked?", kind, answers or {}, **more)


def refusal(asked: Fact, value: Any) -> KnockonError:
    with pytest.raises(KnockonError) as told:
        read_answer(asked, value, PLACE)
    return told.value


@pytest.mark.parametrize(
    ("kind", "written", "read"),
    [
        ("bool", False, False),
        ("whole", 6, 6),
        ("number", 0.25, 0.25),
        ("date", dt.date(2024, 9, 2), dt.date(2024, 9, 2)),
        ("date", "2024-09-02", dt.date(2024, 9, 2)),
        ("date", None, None),
        ("moment", "2024-09-07T11:20", dt.datetime(2024, 9, 7, 11, 20)),
        ("moment", None, None),
        ("time", "18:30", dt.time(18, 30)),
        ("text", " by letter ", "by letter"),
        ("text", 25, "25"),
        ("texts", ["one", "another"], ("one", "another")),
    ],
)
def test_an_answer_of_the_facts_own_kind_is_read(
    kind: AnswerKind, written: Any, read: object
) -> None:
    assert read_answer(fact(kind), written, PLACE) == read


def test_a_choice_is_one_of_the_answers() -> None:
    assert read_answer(fact("choice", TRIAGE), "none", PLACE) == "none"
    assert read_answer(fact("choices", TRIAGE), ["none"], PLACE) == ("none",)


def test_true_or_false_may_have_further_answers() -> None:
    asked = fact("bool", {"not_applicable": "nobody to hand over"})
    assert read_answer(asked, "not_applicable", PLACE) == "not_applicable"
    assert read_answer(asked, True, PLACE) is True


@pytest.mark.parametrize(
    "kind", ["bool", "choice", "whole", "number", "date", "moment", "time", "text", "texts"]
)
def test_any_fact_may_be_unknown(kind: AnswerKind) -> None:
    answers = TRIAGE if kind == "choice" else {}
    assert read_answer(fact(kind, answers), "unknown", PLACE) is UNKNOWN


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("bool", "yes"),
        ("bool", 1),
        ("bool", None),
        ("whole", 1.5),
        ("whole", -1),
        ("whole", True),
        ("number", "25"),
        ("date", "2024-02-30"),
        ("date", "2 September 2024"),
        ("moment", "2024-09-07T25:00"),
        ("moment", "2024-09-07T11:20+01:00"),
        ("time", "8:00"),
        ("time", "24:00"),
        ("time", 1830),
        ("text", ""),
        ("text", True),
        ("texts", "one"),
        ("texts", []),
        ("texts", ["one", "one"]),
        ("texts", ["one", "unknown"]),
        ("whole", {"of": 3}),
    ],
)
def test_anything_else_is_refused_where_it_stands(kind: AnswerKind, written: Any) -> None:
    problem = refusal(fact(kind), written)
    assert (problem.code, problem.place) == ("K022", PLACE)
    assert "unknown" in problem.expected


def test_a_word_nearly_right_is_told_the_right_one() -> None:
    assert "'all_contacts'" in refusal(fact("choice", TRIAGE), "all_contact").remedy
    assert "'all_contacts'" in refusal(fact("choices", TRIAGE), ["all_contact"]).remedy
    assert refusal(fact("bool"), "yes").remedy == "Write true, without quotation marks."
    assert refusal(fact("bool"), "No").remedy == "Write false, without quotation marks."
    assert "'unknown'" in refusal(fact("bool"), "unknwon").remedy


def test_a_derived_fact_is_never_stated() -> None:
    asked = fact("bool", derived="overlaps_core_hours", inputs=("days", "from", "to"))
    problem = refusal(asked, True)
    assert problem.code == "K022"
    assert problem.remedy == "Take it out and state days, from, to."


def test_a_fact_nobody_asks_is_told_the_nearest() -> None:
    facts = {"over_cap_triage": fact("choice", TRIAGE)}
    assert fact_called("over_cap_triage", facts, "limit_daily_contacts", PLACE).kind == "choice"
    with pytest.raises(KnockonError, match="Did you mean 'over_cap_triage'") as told:
        fact_called("over_cap_triag", facts, "limit_daily_contacts", PLACE)
    assert (told.value.code, told.value.place) == ("K023", PLACE)


def test_what_is_allowed_is_told_in_words() -> None:
    assert allowed_answers(fact("choice", TRIAGE)) == "all_contacts, none or unknown"
    assert allowed_answers(fact("whole")) == "a whole number of 0 or more, or unknown"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=90) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


@given(kind=st.sampled_from(KINDS), value=anything)
def test_whatever_is_written_is_an_answer_or_told_in_one_line(kind: AnswerKind, value: Any) -> None:
    try:
        read_answer(fact(kind, TRIAGE if kind.startswith("choice") else None), value, PLACE)
    except KnockonError as refused:
        told = refused.sentence()
        assert told.startswith(PLACE)
        assert "\n" not in told
