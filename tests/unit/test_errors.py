"""An error a user can put right: what it says, and that it survives the way between processes."""

from __future__ import annotations

import pickle

import pytest

from knockon.errors import KnockonError, placed_at

ERROR = KnockonError("K501", "a Tuesday", expected="a Monday", remedy="Move it.", place="a.yaml:3")


def test_an_error_comes_back_whole_from_another_process() -> None:
    found = pickle.loads(pickle.dumps(ERROR))
    assert (found.code, found.place, str(found)) == ("K501", "a.yaml:3", str(ERROR))


def test_a_problem_without_a_place_is_told_where_it_was_met() -> None:
    with pytest.raises(KnockonError) as refused, placed_at("b.csv:7"):
        raise KnockonError("K501", "a Tuesday", expected="a Monday", remedy="Move it.")
    assert str(refused.value) == "b.csv:7: a Tuesday; expected a Monday. Move it."


def test_a_problem_that_knows_its_place_keeps_it() -> None:
    with pytest.raises(KnockonError) as refused, placed_at("b.csv:7"):
        raise ERROR
    assert refused.value is ERROR
