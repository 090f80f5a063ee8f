"""Parameters a run looked at."""

import numpy as np

from knockon.impact.used import Used


def used() -> Used:
    return Used({"b": np.arange(3.0), "a": np.ones(3), "c": np.zeros(3)})


def test_only_what_is_asked_for_is_remembered() -> None:
    drawn = used()
    assert drawn.seen == ()
    assert drawn["b"].tolist() == [0.0, 1.0, 2.0]
    assert drawn.seen == ("b",)


def test_a_block_shares_the_memory_of_the_whole() -> None:
    drawn = used()
    block = drawn.block(np.array([2, 0]))
    assert block["b"].tolist() == [2.0, 0.0]
    assert drawn.seen == block.seen == ("b",)
    assert drawn["a"].sum() == 3.0
    assert block.seen == ("a", "b")


def test_looking_at_the_names_is_not_looking_at_the_values() -> None:
    drawn = used()
    assert sorted(drawn) == ["a", "b", "c"]
    assert len(drawn) == 3
    assert drawn.seen == ()
