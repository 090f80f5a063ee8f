"""The value of an expression for what is known, and the account of it."""

import datetime as dt

import pytest
from tests.unit.compliance.made_up import SEPTEMBER, catalogue

from knockon.catalogue.expressions import parse
from knockon.catalogue.facts import UNKNOWN, Answer
from knockon.compliance.book import RuleBook
from knockon.compliance.evaluating import account, spelt, undecided_facts, value_of
from knockon.compliance.knowledge import Knowledge
from knockon.compliance.logic import Truth

VOCABULARY = RuleBook(catalogue()).chapter("close_early").vocabulary


def known(practice: dict[str, Answer] | None = None, **params: Answer) -> Knowledge:
    return Knowledge.of(VOCABULARY, practice or {}, params, SEPTEMBER, None)


def value(text: str, **params: Answer) -> str:
    return str(value_of(parse(text), known(**params)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("shut", "true"),
        ("told", "false"),
        ("agreed", "unknown"),
        ("plan_each", "false"),
        ("plan_each == 'not_applicable'", "true"),
        ("plan_each == false", "false"),
        ("shut == true", "true"),
        ("shut != true", "false"),
        ("colour == 'red'", "true"),
        ("colour != 'red'", "false"),
        ("colour in ['blue', 'red']", "true"),
        ("colour not in ['blue', 'red']", "false"),
        ("'red' in covers", "true"),
        ("'green' in covers", "false"),
        ("'green' not in covers", "true"),
        ("slots < 3", "true"),
        ("slots <= 2", "true"),
        ("slots > 2", "false"),
        ("slots >= 2", "true"),
        ("slots == 2", "true"),
        ("share < 2", "unknown"),
        ("share != 2", "unknown"),
        ("'x' in names", "unknown"),
        ("true", "true"),
        ("false", "false"),
        ("not told and shut", "true"),
        ("told or agreed", "unknown"),
        ("told and agreed", "false"),
        ("shut or agreed", "true"),
        ("usual", "true"),
    ],
)
def test_of_what_a_plan_states(text: str, expected: str) -> None:
    stated: dict[str, Answer] = {
        "shut": True,
        "told": False,
        "plan_each": "not_applicable",
        "colour": "red",
        "covers": ("red", "blue"),
        "slots": 2,
    }
    assert value(text, **stated) == expected


def test_true_is_not_the_number_one() -> None:
    assert value("slots == 1", slots=1) == "true"
    assert value("shut == 1", shut=True) == "false"


def test_given_as_unknown_is_never_presumed() -> None:
    assert value("usual") == "true"
    assert value("usual", usual=UNKNOWN) == "unknown"
    assert value("usual", usual=False) == "false"


def test_a_fact_of_the_practice_stands_under_practice_and_nowhere_else() -> None:
    node = parse("member")
    assert value_of(node, known({"member": True})) is Truth.TRUE
    assert value_of(parse("shut"), known({"shut": True})) is Truth.UNKNOWN


class TestUndecidedFacts:
    def test_are_those_that_leave_an_expression_open(self) -> None:
        node = parse("shut and (told or agreed) and not colour == 'red'")
        assert list(undecided_facts(node, known(shut=True))) == ["told", "agreed", "colour"]

    def test_leave_out_what_is_decided_without_them(self) -> None:
        assert list(undecided_facts(parse("shut and told"), known(shut=False))) == []
        node = parse("(shut and told) or agreed")
        assert list(undecided_facts(node, known(shut=False))) == ["agreed"]


class TestTheAccount:
    def test_tells_every_part_its_value_and_where_the_answer_came_from(self) -> None:
        node = parse("shut and not (told or usual)")
        assert list(account(node, known(shut=True, told=UNKNOWN))) == [
            "shut and not (told or usual) is false",
            "  shut is true (shut is true, stated)",
            "  not (told or usual) is false",
            "    told or usual is true",
            "      told is unknown (told: given as unknown)",
            "      usual is true (usual is true, presumed, since the plan leaves it out)",
        ]

    def test_tells_what_a_derived_fact_came_of(self) -> None:
        found = list(account(parse("touches"), known(days=("monday",), **{"from": dt.time(9)})))
        assert found == [
            "touches is true (touches is true, derived from: days is [monday], stated, "
            "from is 09:00, stated, to: not stated)"
        ]

    def test_tells_of_a_constant(self) -> None:
        assert list(account(parse("true"), known())) == ["true is true"]


@pytest.mark.parametrize(
    ("answer", "spelling"),
    [
        (True, "true"),
        (False, "false"),
        (UNKNOWN, "unknown"),
        (None, "null"),
        (3, "3"),
        ("red", "red"),
        (("red", "blue"), "[red, blue]"),
        (dt.date(2024, 9, 2), "2024-09-02"),
        (dt.datetime(2024, 9, 2, 7, 20), "2024-09-02T07:20"),
        (dt.time(18, 30), "18:30"),
    ],
)
def test_answers_are_spelt_as_in_a_plan(answer: Answer, spelling: str) -> None:
    assert spelt(answer) == spelling
