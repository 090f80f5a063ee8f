"""Answers that stand for every answer a fact could have."""

from typing import Any

import pytest
from tests.unit.compliance.made_up import fact

from knockon.catalogue.expressions import comparisons_in, parse
from knockon.catalogue.facts import Fact
from knockon.compliance.possible import possible_answers

COLOURS = dict.fromkeys(("red", "blue", "green"), "")
SIX = dict.fromkeys("abcdef", "")


def tried(asked: Fact, text: str) -> tuple[Any, ...]:
    return possible_answers(asked, list(comparisons_in(parse(text))))


@pytest.mark.parametrize(
    ("asked", "text", "answers"),
    [
        (fact("x"), "x", (True, False)),
        (fact("x", answers={"never": ""}), "x", (True, False, "never")),
        (fact("x", "choice", answers=COLOURS), "x == 'red'", ("red", "blue", "green")),
        (fact("x", "whole"), "x > 3", (0, 1, 2, 3, 4)),
        (fact("x", "number"), "x > 0.5", (0, 1, 0.5, 1.5)),
        (fact("x", "whole"), "y > 3", (0, 1)),
        (fact("x", "text"), "x == 'none'", ("none", "something else")),
        (fact("x", "texts"), "'a' in x", (("a",), ("something else",))),
        (fact("x", "date"), "x", ()),
    ],
)
def test_by_the_kind_of_the_fact(asked: Fact, text: str, answers: tuple[Any, ...]) -> None:
    assert tried(asked, text) == answers


def test_lists_hold_every_choice_of_what_is_named_and_something_else() -> None:
    two = tried(fact("x", "choices", answers=COLOURS), "'red' in x and 'blue' in x")
    assert two == (("red",), ("blue",), ("red", "blue"), ("green",))


def test_where_all_is_named_there_is_nothing_else() -> None:
    one = fact("x", "choices", answers={"red": ""})
    assert tried(one, "'red' in x") == (("red",),)


def test_up_to_four_names_are_tried_in_every_choice() -> None:
    text = " and ".join(f"'{letter}' in x" for letter in "abcd")
    assert len(tried(fact("x", "choices", answers=SIX), text)) == 2**4 - 1 + 1
    three = "'a' in x and 'b' in x and 'c' in x"
    assert len(tried(fact("x", "choices", answers=SIX), three)) == 2**3 - 1 + 1


def test_of_many_names_each_alone_and_all_together() -> None:
    text = " and ".join(f"'{letter}' in x" for letter in "abcde")
    assert tried(fact("x", "choices", answers=SIX), text) == (
        *((letter,) for letter in "abcde"),
        tuple("abcde"),
        ("f",),
    )
