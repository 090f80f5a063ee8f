"""An expression is a small tree of facts and literals; whatever else stands there is refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knockon.catalogue.expressions import (
    All,
    Always,
    Comparison,
    Constant,
    Fact,
    Node,
    Not,
    Some,
    bare_facts_in,
    comparisons_in,
    facts_in,
    parse,
)
from knockon.errors import KnockonError


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("true", Always(True)),
        ("ers_in_place", Fact("ers_in_place")),
        ("not ers_in_place", Not(Fact("ers_in_place"))),
        ("ers_in_place == false", Comparison("ers_in_place", "==", (False,))),
        ("route != 'ers'", Comparison("route", "!=", ("ers",))),
        ("months >= 3", Comparison("months", ">=", (3,))),
        ("route in ['ers', 'letter']", Comparison("route", "in", ("ers", "letter"))),
        ("route not in ('ers',)", Comparison("route", "not in", ("ers",))),
        ("'secondary' in purposes", Comparison("purposes", "has", ("secondary",))),
        ("'secondary' not in purposes", Comparison("purposes", "has not", ("secondary",))),
        ("a and b or c", Some((All((Fact("a"), Fact("b"))), Fact("c")))),
        ("a and\n  (b or c)", All((Fact("a"), Some((Fact("b"), Fact("c")))))),
    ],
)
def test_a_line_becomes_a_tree(text: str, tree: Node) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "invalid syntax"),
        ("route ==", "invalid syntax"),
        ("route = 'ers'", "invalid syntax"),
        ("route is 'ers'", "compares with 'is'"),
        ("True", "'True' stands in it"),
        ("route == True", "capital letter"),
        ("route == letter", "'letter' is not a literal"),
        ("'ers' == route", "'ers'"),
        ("1 < months < 3", "stands in it"),
        ("len(purposes)", "'len(purposes)' stands in it"),
        ("months + 1 > 3", "'months + 1' stands before"),
        ("months > -1", "'-1' is not a literal"),
        ("practice.nation == 'England'", "stands before"),
        ("route in 'ers'", "is not a list of literals"),
        ("route in []", "is not a list of literals"),
        ("a if b else c", "stands in it"),
        ("a\x00b", "null bytes"),
        ("(" * 300 + "a" + ")" * 300, "parenthes"),
    ],
)
def test_what_is_not_in_the_grammar_is_refused(text: str, told: str) -> None:
    with pytest.raises(KnockonError) as refusal:
        parse(text)
    assert refusal.value.code == "K021"
    assert told in refusal.value.found


def test_the_facts_it_reads_come_in_the_order_of_the_text() -> None:
    tree = parse("a and (b == 1 or not c) and 'x' in d and true")
    assert list(facts_in(tree)) == ["a", "b", "c", "d"]
    assert list(bare_facts_in(tree)) == ["a", "c"]
    assert [found.name for found in comparisons_in(tree)] == ["b", "d"]


names = st.sampled_from(["route", "purposes", "months"])
constants: st.SearchStrategy[Constant] = st.one_of(
    st.booleans(), st.integers(0, 99), st.sampled_from(["ers", "by hand", "18:30"])
)
leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Always, st.booleans()),
    st.builds(Fact, names),
    st.builds(
        Comparison,
        names,
        st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "has", "has not"]),
        st.tuples(constants),
    ),
    st.builds(
        Comparison,
        names,
        st.sampled_from(["in", "not in"]),
        st.lists(constants, min_size=1, max_size=3).map(tuple),
    ),
)
parts = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Some, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)


@given(parts)
def test_a_tree_written_out_is_read_as_the_same_tree(tree: Node) -> None:
    assert parse(str(tree)) == tree


@given(st.text("ab =!<>()[]'\"andornti.,+-0é\n", max_size=40))
def test_any_text_is_a_tree_or_refused(text: str) -> None:
    with suppress(KnockonError):
        assert list(facts_in(parse(text))) is not None
