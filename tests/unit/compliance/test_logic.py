"""Three truth values: what is not known is neither true nor false."""

from itertools import product

import pytest

from knockon.compliance.logic import Truth, conjunction, disjunction, negated, truth

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN

TABLE = {
    # one, other: and, or
    (T, T): (T, T),
    (T, F): (F, T),
    (T, U): (U, T),
    (F, T): (F, T),
    (F, F): (F, F),
    (F, U): (F, U),
    (U, T): (U, T),
    (U, F): (F, U),
    (U, U): (U, U),
}


@pytest.mark.parametrize("pair", TABLE)
def test_and_is_false_as_soon_as_one_part_is(pair: tuple[Truth, Truth]) -> None:
    assert conjunction(pair) is TABLE[pair][0]


@pytest.mark.parametrize("pair", TABLE)
def test_or_is_true_as_soon_as_one_part_is(pair: tuple[Truth, Truth]) -> None:
    assert disjunction(pair) is TABLE[pair][1]


def test_not_leaves_what_is_not_known() -> None:
    assert [negated(value) for value in (T, F, U)] == [F, T, U]


def test_nothing_at_all_is_all_true_and_none_true() -> None:
    assert conjunction(()) is T
    assert disjunction(()) is F


@pytest.mark.parametrize("values", list(product(Truth, repeat=3)))
def test_three_parts_are_as_two_and_one(values: tuple[Truth, Truth, Truth]) -> None:
    first, *rest = values
    assert conjunction(values) is conjunction((first, conjunction(rest)))
    assert disjunction(values) is disjunction((first, disjunction(rest)))
    assert negated(conjunction(values)) is disjunction(map(negated, values))


def test_a_truth_is_never_taken_for_true_or_false_by_python() -> None:
    with pytest.raises(TypeError, match=r"^compare a Truth by `is`: it has three values$"):
        bool(U)


def test_pythons_own_values_and_words() -> None:
    assert truth(True) is T
    assert truth(False) is F
    assert [str(value) for value in Truth] == ["true", "false", "unknown"]
