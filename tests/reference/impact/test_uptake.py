"""Realised uptake and likeness between practices are those asked for."""

from datetime import date

import numpy as np
import pytest
from scipy.special import ndtri

from knockon.impact.draws import Design
from knockon.impact.uptake import Members, latent, takes
from knockon.plans.assessment import Assessment, Phase, Uptake

MONDAY = date(2026, 12, 7)
MEMBERS = Members(
    tuple(f"J{n:05d}" for n in range(60)), tuple(f"U{n // 5:05d}" for n in range(60)), MONDAY
)
POINTS = np.arange(4096)


def drawn(rho: float, icc: float) -> dict[str, np.ndarray]:
    values = {"rho_act": rho, "icc_pcn": icc, "L0": 0.33, "ramp": 12.0, "ramp_rate": 3.0}
    return {symbol: np.full(len(POINTS), value) for symbol, value in values.items()}


def correlation(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.corrcoef(ndtri(one).ravel(), ndtri(other).ravel())[0, 1])


@pytest.mark.parametrize("share", [0.05, 0.41, 0.9])
def test_mean_realised_uptake_is_the_share(share: float) -> None:
    asked = Assessment(
        "A",
        "s",
        MONDAY,
        26,
        4096,
        1,
        (("gpps-2026", 1.0),),
        uptake={"limit": (Phase(Uptake(share, share, share), MONDAY, ramp_weeks=0),)},
    )
    design = Design(1, ("uptake.limit",), POINTS)
    found = takes(asked, MEMBERS, drawn(0.5, 0.1), design, POINTS)
    assert found.share_acting("limit", 0).mean() == pytest.approx(share, abs=0.01)


def test_mean_realised_uptake_of_a_range_is_the_mean_of_its_draws() -> None:
    asked = Assessment(
        "A",
        "s",
        MONDAY,
        26,
        4096,
        1,
        (("gpps-2026", 1.0),),
        uptake={"limit": (Phase(Uptake(0.27, 0.41, 0.5), MONDAY, ramp_weeks=0),)},
    )
    design = Design(1, ("uptake.limit",), POINTS)
    shares = design.sample("uptake.limit", 0.27, 0.41, 0.5)
    realised = takes(asked, MEMBERS, drawn(0.5, 0.1), design, POINTS).share_acting("limit", 0)
    assert realised.mean() == pytest.approx(shares.mean(), abs=0.01)
    assert np.quantile(shares, [0.05, 0.95]) == pytest.approx([0.27, 0.5], abs=0.0023)


@pytest.mark.parametrize(("rho", "icc"), [(0.5, 0.1), (0.7, 0.3), (0.3, 0.02)])
def test_practices_of_a_pcn_correlate_by_rho_times_i(rho: float, icc: float) -> None:
    "For one action, on the normal scale; practices of different PCNs do not correlate."
    late = latent("limit", MEMBERS, drawn(rho, icc), 1, POINTS)
    firsts, seconds, strangers = late[0::5], late[1::5], late[[*range(5, 60, 5), 0]]
    within = correlation(firsts, seconds)
    assert within == pytest.approx(rho * icc, abs=4 / np.sqrt(firsts.size))
    assert correlation(firsts, strangers) == pytest.approx(0, abs=4 / np.sqrt(firsts.size))


def test_two_actions_of_a_practice_correlate_by_rho() -> None:
    one, other = (latent(a, MEMBERS, drawn(0.5, 0.1), 1, POINTS) for a in ("limit", "stop"))
    assert correlation(one, other) == pytest.approx(0.5, abs=4 / np.sqrt(one.size))


def test_lateness_is_uniform() -> None:
    late = latent("limit", MEMBERS, drawn(0.5, 0.1), 1, POINTS)
    shares = np.linspace(0.05, 0.95, 19)
    assert np.quantile(late, shares) == pytest.approx(shares, abs=0.01)
