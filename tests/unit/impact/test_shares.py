"""Shares of one whole are cut in order, never scaled."""

import numpy as np
import pytest

from knockon.impact.shares import break_stick, outcomes_111


def test_later_shares_take_only_what_earlier_ones_left() -> None:
    found = break_stick(
        {"a": np.array([0.5, 0.7]), "b": np.array([0.2, 0.6]), "c": np.full(2, 0.2)}
    )
    assert found.shares["a"].tolist() == [0.5, 0.7]
    assert found.shares["b"].tolist() == pytest.approx([0.2, 0.3])
    assert found.shares["c"].tolist() == pytest.approx([0.2, 0.0])
    assert found.rest.tolist() == pytest.approx([0.1, 0.0])
    assert found.cut.tolist() == [False, True]


def test_a_negative_share_is_a_bug() -> None:
    with pytest.raises(ValueError, match="share b is negative"):
        break_stick({"a": np.array([0.1]), "b": np.array([-0.1])})


def test_111_outcomes_add_to_one_with_utc_and_pharmacy_inside_primary_care() -> None:
    drawn = {
        "x_amb": np.array([0.1, 0.1]),
        "x_ed": np.array([0.1, 0.1]),
        "x_pc": np.array([0.6, 0.7]),
        "x_oth": np.array([0.05, 0.2]),
        "x_utc": np.array([0.1, 0.5]),
        "x_ph": np.array([0.1, 0.5]),
    }
    found = outcomes_111(drawn)
    total = sum(found.shares[s] for s in ("x_amb", "x_ed", "x_pc", "x_oth", "x_none"))
    assert total.tolist() == pytest.approx([1.0, 1.0])
    assert (found.shares["x_utc"] + found.shares["x_ph"]).tolist() == pytest.approx([0.2, 0.7])
    assert found.cut == 1
