"""The engine comes to what queueing theory, tables worked by hand and other simulators say."""

import pytest

from knockon.validity import disagreements
from knockon.validity.builtin import builtin_names, verify_case

SLOW = ("priority-crowded", "ten-servers", "treatment-centre", "call-centre")
NAMES = [
    pytest.param(name, marks=pytest.mark.deep) if name in SLOW else name for name in builtin_names()
]


@pytest.mark.parametrize("name", NAMES)
def test_the_engine_agrees(name):
    rows = verify_case(name)
    assert rows
    assert disagreements(rows) == ()


@pytest.mark.deep
@pytest.mark.parametrize("name", builtin_names())
def test_the_engine_agrees_with_four_times_the_draws(name):
    assert disagreements(verify_case(name, threads=2, quick=False)) == ()
