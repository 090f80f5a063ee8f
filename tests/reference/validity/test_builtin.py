"""The engine comes to what queueing theory and tables worked by hand say."""

import pytest

from knockon.validity.builtin import builtin_names, verify_case


@pytest.mark.parametrize("name", builtin_names())
def test_the_engine_agrees(name):
    rows = verify_case(name)
    assert rows
    assert [row for row in rows if row.verdict != "agrees"] == []
