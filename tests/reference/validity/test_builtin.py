"""The engine comes to what queueing theory and tables worked by hand say."""

import pytest

from knockon.validity.builtin import builtin_names, verify_case

SLOW = ("priority-crowded", "ten-servers")
NAMES = [
    pytest.param(name, marks=pytest.mark.deep) if name in SLOW else name for name in builtin_names()
]


def disagreements(rows):
    assert rows
    return [row for row in rows if row.verdict != "agrees"]


@pytest.mark.parametrize("name", NAMES)
def test_the_engine_agrees(name):
    assert disagreements(verify_case(name)) == []


@pytest.mark.deep
@pytest.mark.parametrize("name", builtin_names())
def test_the_engine_agrees_with_four_times_the_draws(name):
    assert disagreements(verify_case(name, threads=2, quick=False)) == []
