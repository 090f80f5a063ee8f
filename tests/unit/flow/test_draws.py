"""Uniforms and samplers: strictly inside (0, 1), monotone, and the same in both languages."""

import math
from itertools import pairwise

import numpy as np
import pytest

from knockon.flow import draws, kernel

NORMAL, POISSON, BINOMIAL, EXP, LOG, GAMMA, UNIT = range(7)
LUCK = [2.0**-33, 1e-6, 0.03, 0.2, 0.5, 0.77, 0.97, 1 - 1e-6, 1 - 2.0**-33]


def in_c(which: int, n: float, p: float, u: float) -> float:
    return kernel.load(kernel.library_path()).flow_quantile(which, n, p, u)


def test_the_extreme_words_give_uniforms_strictly_inside() -> None:
    for word in (0, 1, 2**31 - 1, 2**31, 2**32 - 1, 2**63, 2**64 - 1):
        for half in (draws.high(word), draws.low(word)):
            assert 0 < half < 1
            assert 0 < 1 - half < 1


def test_the_top_and_bottom_of_the_range_never_round_to_the_ends() -> None:
    steps = np.arange(2**23, dtype=np.int64)
    for bits in (steps, 2**31 - 1 - steps, 2**31 + steps, 2**32 - 1 - steps):
        signed = np.where(bits >= 2**31, bits - 2**32, bits)
        units = (signed + 2147483648.5) * 2.0**-32
        assert units.min() > 0
        assert units.max() < 1
        assert np.unique(units).size == bits.size
        assert np.isfinite(np.log(units) + np.log1p(-units)).all()


def test_both_languages_read_a_word_alike() -> None:
    for bits in (0, 1, 2**31 - 1, 2**31, 2**32 - 1):
        assert in_c(UNIT, 0, bits, 0) == draws.low(bits)


def test_a_decision_has_its_own_word_and_a_name_its_own() -> None:
    words = {draws.decision_at(s, d) for s in ("ed", "utc") for d in ("care", "entry", "arrival")}
    words |= {draws.stem("ed", "utc"), draws.stem("utc", "ed")}
    assert len(words) == 8


def test_mixing_loses_nothing() -> None:
    assert len({draws.mix(i) for i in range(10_000)}) == 10_000


@pytest.mark.parametrize("u", LUCK)
def test_both_languages_draw_alike(u: float) -> None:
    assert in_c(NORMAL, 0, 0, u) == draws.normal_quantile(u)
    for mean in (0.0, 0.3, 5.0, 11.99, 12.0, 80.0, 2000.0):
        assert in_c(POISSON, 0, mean, u) == draws.poisson(mean, u)
    for n in (0, 1, 7, 50, 1023, 1024, 5000):
        for p in (0.0, 0.001, 0.3, 0.5, 0.9, 1.0):
            assert in_c(BINOMIAL, n, p, u) == draws.binomial(n, p, u)
    for k in (1, 2, 9, 60):
        assert in_c(GAMMA, k, 0, u) == draws.gamma_quantile(k, u)


@pytest.mark.parametrize("x", [-699.0, -12.0, -0.3, 0.0, 1e-9, 3.7, 600.0])
def test_our_exponential_is_the_exponential(x: float) -> None:
    assert in_c(EXP, 0, x, 0) == draws.exp(x) == pytest.approx(math.exp(x), rel=1e-15)


@pytest.mark.parametrize("x", [1e-10, 0.4, 0.999999, 1.0, 1.5, 2.0, 7e8])
def test_our_logarithm_is_the_logarithm(x: float) -> None:
    assert in_c(LOG, 0, x, 0) == draws.log(x) == pytest.approx(math.log(x), rel=1e-14, abs=1e-17)


@pytest.mark.parametrize("p", [0.02, 0.3, 0.5, 0.81, 0.999])
@pytest.mark.parametrize("u", LUCK)
def test_one_person_more_is_at_most_one_success_more(p: float, u: float) -> None:
    counts = [draws.binomial(n, p, u) for n in range(300)]
    assert {after - before for before, after in pairwise(counts)} <= {0, 1}


@pytest.mark.parametrize("draw", [
    lambda u: draws.poisson(3.3, u),
    lambda u: draws.poisson(30.3, u),
    lambda u: draws.binomial(40, 0.2, u),
    lambda u: draws.binomial(40, 0.8, u),
    lambda u: draws.binomial(3000, 0.3, u),
    lambda u: draws.duration("exponential", (2.0,), u),
    lambda u: draws.duration("lognormal", (2.0, 0.6), u),
    lambda u: draws.duration("erlang", (3.0, 2.0), u),
    lambda u: draws.duration("triangular", (1.0, 2.0, 4.0), u),
    lambda u: draws.duration("uniform", (1.0, 2.0), u),
])  # fmt: skip
def test_more_luck_never_gives_less(draw: object) -> None:
    grid = [2.0**-33, *np.linspace(0.0005, 0.9995, 2000), 1 - 2.0**-33]
    drawn = [draw(u) for u in grid]  # type: ignore[operator]
    assert drawn == sorted(drawn)


def test_a_fraction_becomes_whole_without_falling_as_it_grows() -> None:
    for u in LUCK:
        assert draws.whole(3.0, u) == 3
        assert draws.whole(3.2, u) <= draws.whole(3.4, u) <= 4


def test_a_systematic_sample_has_the_size_asked_for_and_favours_nobody() -> None:
    for chosen in (0, 1, 4, 10):
        assert draws.systematic(10, chosen, 0.37)[-1] == chosen
    luck = (np.arange(1000) + 0.5) / 1000
    taken = np.diff([draws.systematic(7, 3, v) for v in luck], axis=1).mean(axis=0)
    np.testing.assert_allclose(taken, 3 / 7, atol=2e-3)
