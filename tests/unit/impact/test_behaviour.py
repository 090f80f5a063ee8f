"""From what people answered to where the model sends them."""

from typing import Literal

import numpy as np
import pytest

from knockon.catalogue.values import Behaviour, DShare
from knockon.errors import KnockonError
from knockon.impact.behaviour import ORDER, Shares, answers, shares_of
from knockon.impact.draws import Design

POINTS = np.arange(64)
DESIGN = Design(1, tuple(f"behaviour.{k}" for k in (*ORDER, "retry")), POINTS)
DRAWN = {"amb_disp": np.full(64, 0.003)}
NO_ROUTES: dict[tuple[str, str], float] = {}


def exactly(share: float) -> DShare:
    return DShare(share, share, share)


def answered(
    per: Literal["lost", "failed"] = "lost", retry: float = 0.5, **shares: float | DShare
) -> Behaviour:
    given = {k: v if isinstance(v, DShare) else exactly(v) for k, v in shares.items()}
    return Behaviour("set", "A set", per, "What?", "All", None, given, exactly(retry), "so", ("s",))


def total(found: Shares) -> np.ndarray:
    return sum(found.e.values()) + found.nothing


def test_per_lost_contact_the_answers_are_the_shares() -> None:
    found = shares_of(answered(ed=0.03, nhs111=0.05), NO_ROUTES, DRAWN, DESIGN)
    assert found.e["ed"] == pytest.approx(0.03, rel=1e-6)
    assert found.e["utc"].max() == 0
    assert found.retry == pytest.approx(0.5)
    assert total(found) == pytest.approx(1.0)


def test_per_failed_attempt_those_who_try_again_are_taken_out_first() -> None:
    found = shares_of(answered("failed", retry=0.5, ed=0.1), NO_ROUTES, DRAWN, DESIGN)
    assert found.e["ed"] == pytest.approx(0.2, rel=1e-6)


def test_indirect_routes_are_taken_out_so_that_nobody_is_counted_twice() -> None:
    routes = {("nhs111", "ed"): np.full(64, 0.2), ("nhs111", "utc"): 0.5, ("utc", "ed"): 0.05}
    found = shares_of(answered(ed=0.10, nhs111=0.20, utc=0.04), routes, DRAWN, DESIGN)
    assert found.e["ed"] == pytest.approx(0.10 - 0.20 * 0.2 - 0.04 * 0.05, rel=1e-5)
    assert found.e["utc"].max() == 0
    assert found.negative == 64


def test_following_the_routes_gives_back_the_answers() -> None:
    routes = {("nhs111", "ed"): 0.1, ("nhs111", "utc"): 0.05, ("utc", "ed"): 0.05}
    found = shares_of(answered(ed=0.10, nhs111=0.20, utc=0.04), routes, DRAWN, DESIGN)
    to_utc = found.e["utc"] + 0.05 * found.e["nhs111"]
    to_ed = found.e["ed"] + 0.1 * found.e["nhs111"] + 0.05 * to_utc
    assert to_utc == pytest.approx(0.04, rel=1e-5)
    assert to_ed == pytest.approx(0.10, rel=1e-5)


def test_answers_past_the_whole_are_cut_in_order_and_counted() -> None:
    found = shares_of(answered(ed=0.6, nhs111=0.6, pharmacy=0.3), NO_ROUTES, DRAWN, DESIGN)
    assert found.e["nhs111"] == pytest.approx(0.4, rel=1e-6)
    assert found.e["pharmacy"].max() == 0
    assert (found.cut, found.nothing.max()) == (64, 0)


def test_direct_999_calls_come_out_of_nothing() -> None:
    found = shares_of(answered(ed=0.1), NO_ROUTES, DRAWN, DESIGN)
    assert found.e["ambulance"] == pytest.approx(0.003)
    assert found.nothing == pytest.approx(0.897, rel=1e-6)


def test_all_sets_share_their_luck() -> None:
    wide = DShare(0.01, 0.05, 0.2)
    one = answers("ed", wide, DESIGN)
    other = answers("ed", DShare(0.02, 0.10, 0.4), DESIGN)
    assert np.array_equal(np.argsort(one), np.argsort(other))


def test_a_service_the_model_does_not_route_to_is_refused() -> None:
    with pytest.raises(KnockonError, match="'walk_in'") as refusal:
        shares_of(answered(walk_in=0.1), NO_ROUTES, DRAWN, DESIGN)
    assert refusal.value.code == "K520"
