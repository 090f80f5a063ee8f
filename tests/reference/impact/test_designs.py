"""What each design promises of its points, and what that is worth."""

import numpy as np
import pytest

from knockon.impact.designs import BATCH, DESIGNS, Axis
from knockon.impact.draws import Design, plan_draws
from knockon.impact.drivers import Points, drivers
from knockon.plans.assessment import DESIGNS as NAMED

SYMBOLS = tuple(f"p{n}" for n in range(96))
ACTING = (0, 1, 3, 7, 8, 9, 13, 16, 31)


def table(way: str, points: int, seed: int, symbols: tuple[str, ...] = SYMBOLS) -> np.ndarray:
    "Percentiles, [symbols, points]."
    design = Design(seed, SYMBOLS, np.arange(points), way=way)
    return np.stack([design.uniform(symbol) for symbol in symbols])


def product(u: np.ndarray) -> np.ndarray:
    "Shaped like a forecast: an uptake times a loss times a choice, and smaller things beside."
    a, b, c, d, e, f, g, h, i = (u[n] for n in ACTING)
    return (0.2 + d) * (0.1 + e) * (0.3 + a) + 0.15 * b * f + 0.1 * g - 0.1 * h + 0.05 * i + 0 * c


def test_an_assessment_may_name_each_design_and_no_other() -> None:
    assert set(NAMED) == set(DESIGNS)


@pytest.mark.parametrize("way", DESIGNS)
def test_every_number_lies_strictly_between_0_and_1_evenly(way: str) -> None:
    u = table(way, 4096, 1)
    assert 0 < u.min() < u.max() < 1
    assert np.abs(u.mean(axis=1) - 0.5).max() < 5 * np.sqrt(1 / 12 / 4096)


@pytest.mark.parametrize("way", DESIGNS)
def test_more_points_and_more_symbols_move_none_of_those_there_were(way: str) -> None:
    few = Design(7, SYMBOLS[:20], np.arange(50), way=way).uniform("p3")
    many = Design(7, SYMBOLS, np.arange(5000), way=way).uniform("p3")
    assert np.array_equal(few, many[:50])
    alone = Design(7, SYMBOLS, np.array([4321, 49]), way=way).uniform("p3")
    assert alone.tolist() == [many[4321], many[49]]


@pytest.mark.parametrize("way", DESIGNS)
def test_a_symbol_outside_the_registry_has_the_same_stream_in_every_design(way: str) -> None:
    points = np.arange(64)
    usual = Design(7, SYMBOLS, points).uniform("elsewhere")
    assert np.array_equal(Design(7, SYMBOLS, points, way=way).uniform("elsewhere"), usual)


@pytest.mark.parametrize("way", ["sobol", "latin_hypercube"])
def test_each_batch_takes_every_64th_of_each_range_once(way: str) -> None:
    u = table(way, 4 * BATCH, 3)
    strata = np.sort((u * BATCH).astype(int).reshape(len(SYMBOLS), 4, BATCH), axis=2)
    assert np.all(strata == np.arange(BATCH))


def test_sobol_points_take_every_256th_once_in_256_points() -> None:
    u = table("sobol", 256, 3)
    assert np.all(np.sort((u * 256).astype(int), axis=1) == np.arange(256))


def test_the_second_of_an_antithetic_pair_is_the_mirror_of_the_first() -> None:
    u = table("antithetic", 100, 3)
    assert np.array_equal(u[:, 1::2], 1.0 - u[:, ::2])


@pytest.mark.parametrize("points", [250, 512, 1024])
def test_no_two_symbols_run_alike_more_than_independent_ones(points: int) -> None:
    for seed in range(3):
        alike = np.corrcoef(table("sobol", points, seed))[np.triu_indices(len(SYMBOLS), 1)]
        assert np.sqrt((alike**2).mean()) < 1.1 / np.sqrt(points)
        assert np.abs(alike).max() < 5.5 / np.sqrt(points)


@pytest.mark.parametrize("way", DESIGNS)
def test_what_does_nothing_is_not_named_at_250_points(way: str) -> None:
    "The bar lets one run in twenty name something by chance: here at most 2 of 12 runs."
    plan = plan_draws(250, ("a",), twins=False)
    false = 0
    for seed in range(12):
        u = table(way, 250, seed)
        points = Points.of(plan, dict(zip(SYMBOLS, u, strict=True)), {"a": 1.0}, seed)
        (named,) = drivers([product(u)], points)
        false += any(symbol not in {f"p{n}" for n in ACTING} for symbol, _ in named)
    assert false <= 2


def test_the_mean_of_a_product_is_far_steadier_than_by_plain_points() -> None:
    "Standard deviation over 24 seeds at 256 points, against plain: a fifth, a half, a half."
    symbols = tuple(f"p{n}" for n in range(32))
    spread = {
        way: np.std([product(table(way, 256, seed, symbols)).mean() for seed in range(24)])
        for way in DESIGNS
    }
    assert spread["sobol"] < spread["plain"] / 4
    assert spread["latin_hypercube"] < spread["plain"] / 1.5
    assert spread["antithetic"] < spread["plain"] / 1.5


@pytest.mark.parametrize("way", DESIGNS)
def test_a_local_number_is_another_in_another_system_and_no_less_even(way: str) -> None:
    one, other = (
        Design(1, SYMBOLS, np.arange(2048), system, way).uniform("p2", local=True)
        for system in ("QVV", "QOX")
    )
    assert abs(np.corrcoef(one, other)[0, 1]) < 5 / np.sqrt(2048)
    usual = Design(1, SYMBOLS, np.arange(2048), "QVV", way).uniform("p2")
    assert abs(np.corrcoef(one, usual)[0, 1]) < 5 / np.sqrt(2048)


def test_local_numbers_of_one_group_do_not_move_together() -> None:
    axes = [Axis(1, f"p{n}", n, "QVV") for n in range(16)]
    u = np.stack([DESIGNS["sobol"](axis, np.arange(512)) for axis in axes])
    assert np.abs(np.corrcoef(u) - np.eye(16)).max() < 5 / np.sqrt(512)
