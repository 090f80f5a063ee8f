"""With everything known, an expression says what the same line says in Python."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.compliance.made_up import SEPTEMBER, catalogue

from knockon.catalogue.expressions import parse
from knockon.catalogue.facts import Answer
from knockon.compliance.book import RuleBook
from knockon.compliance.evaluating import account, undecided_facts, value_of
from knockon.compliance.knowledge import Knowledge
from knockon.compliance.logic import Truth, truth

VOCABULARY = RuleBook(catalogue()).chapter("close_early").vocabulary

leaves = st.sampled_from(
    [
        *("shut", "told", "not agreed", "true", "false"),
        *("colour == 'red'", "colour != 'red'", "colour in ['red', 'blue']"),
        *("colour not in ['blue']", "'red' in covers", "'blue' not in covers"),
        *("slots < 2", "slots <= 2", "slots > 1", "slots >= 1", "slots == 2", "slots != 0"),
    ]
)
expressions = st.recursive(
    leaves,
    lambda inner: st.builds(
        "({} {} {})".format, inner, st.sampled_from(["and", "or", "and not", "or not"]), inner
    ),
    max_leaves=8,
)
everything = st.fixed_dictionaries(
    {
        "shut": st.booleans(),
        "told": st.booleans(),
        "agreed": st.booleans(),
        "colour": st.sampled_from(["red", "blue", "green"]),
        "covers": st.sampled_from([("red",), ("blue",), ("blue", "red")]),
        "slots": st.integers(0, 3),
    }
)


@given(expressions, everything)
@settings(max_examples=300, deadline=None)
def test_as_python_reads_it(text: str, facts: Mapping[str, Answer]) -> None:
    knowledge = Knowledge.of(VOCABULARY, {}, facts, SEPTEMBER, None)
    node = parse(text)
    names = {**facts, "true": True, "false": False, "__builtins__": {}}
    expected = truth(bool(eval(text, names)))
    assert value_of(node, knowledge) is expected
    assert list(undecided_facts(node, knowledge)) == []
    assert next(account(node, knowledge)).startswith(f"{node} is {expected}")


@given(expressions, everything, st.data())
@settings(max_examples=200, deadline=None)
def test_a_value_that_is_definite_with_facts_missing_is_pythons_with_all(
    text: str, facts: Mapping[str, Answer], data: st.DataObject
) -> None:
    told = data.draw(st.sets(st.sampled_from(sorted(facts))))
    some = {name: answer for name, answer in facts.items() if name in told}
    node = parse(text)
    in_part = value_of(node, Knowledge.of(VOCABULARY, {}, some, SEPTEMBER, None))
    whole = value_of(node, Knowledge.of(VOCABULARY, {}, facts, SEPTEMBER, None))
    assert in_part in (Truth.UNKNOWN, whole)
