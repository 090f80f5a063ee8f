"""Which futures are run, and why no number moves when another is added."""

import subprocess
import sys

import numpy as np
import pytest

from knockon.catalogue.values import Parameter
from knockon.impact.draws import TWIN_STREAM, Design, draw_parameters, plan_draws
from knockon.impact.hashing import (
    hashed_normal,
    hashed_uniform,
    hashed_words,
    name_words,
    rounded,
)

SETS = ("gpps-2026", "implied-nhse-2024", "parkinson-2021")


def number(symbol: str, low: float, central: float, high: float, **more: bool) -> Parameter:
    return Parameter(symbol, "1", symbol, "", "share", low, central, high, "", "D", "s", **more)


def test_sets_are_crossed_with_points() -> None:
    plan = plan_draws(10, SETS)
    assert plan.set_index[:10].tolist() == [0, 1, 2, 0, 1, 2, 0, 1, 2, 0]
    assert plan.point[:10].tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3]
    assert plan.draws == 10


def test_the_order_of_sets_changes_nothing() -> None:
    one, other = plan_draws(40, SETS), plan_draws(40, SETS[::-1])
    assert one.sets == other.sets
    assert np.array_equal(one.set_index, other.set_index)


def test_every_eighth_point_runs_again_with_other_luck_in_every_set() -> None:
    plan = plan_draws(3 * 17, SETS)
    again = plan.partner[plan.twin]
    assert plan.point[plan.twin].tolist() == [0, 0, 0, 8, 8, 8, 16, 16, 16]
    assert np.array_equal(plan.point[plan.twin], plan.point[again])
    assert np.array_equal(plan.set_index[plan.twin], plan.set_index[again])
    assert np.array_equal(plan.stream[plan.twin], plan.point[again] + TWIN_STREAM)
    assert np.array_equal(plan.stream[~plan.twin], plan.point[~plan.twin])
    assert not plan_draws(51, SETS, twins=False).twin.any()


def test_twins_count_in_no_set() -> None:
    plan = plan_draws(51, SETS)
    assert [int(plan.of_set(name).sum()) for name in SETS] == [17, 17, 17]


def test_uniforms_never_reach_0_or_1() -> None:
    u = hashed_uniform(3, np.arange(1_000_000), "x")
    assert 0 < u.min() < 1e-5
    assert 1 - 1e-5 < u.max() < 1
    assert abs(u.mean() - 0.5) < 5 * np.sqrt(1 / 12 / 1e6)


def test_hashed_numbers_depend_on_every_part_and_on_order() -> None:
    found = [
        hashed_words(1, 2, "a", 3),
        hashed_words(2, 2, "a", 3),
        hashed_words(1, 3, "a", 2),
        hashed_words(1, 2, "b", 3),
        hashed_words(1, 2, 3, "a"),
        hashed_words(1, 2, "a"),
    ]
    assert len({int(word) for word in found}) == len(found)


def test_parts_broadcast_and_a_name_is_its_words() -> None:
    points, names = np.arange(5), ["J81002", "J81010"]
    table = hashed_uniform(7, points, "z", name_words(names)[:, None])
    assert table.shape == (2, 5)
    assert np.array_equal(table[1], hashed_uniform(7, points, "z", "J81010"))


def test_neighbouring_points_and_names_are_not_alike() -> None:
    z = hashed_normal(11, np.arange(200_000), "a")
    other = hashed_normal(11, np.arange(200_000), "b")
    bound = 5 / np.sqrt(200_000)
    assert abs(np.corrcoef(z[:-1], z[1:])[0, 1]) < bound
    assert abs(np.corrcoef(z, other)[0, 1]) < bound
    assert abs(z.std() - 1) < bound


def test_another_process_draws_the_same() -> None:
    script = (
        "import numpy as np; from knockon.impact.draws import Design;"
        "from knockon.impact.hashing import hashed_uniform as h;"
        "d = Design(9, ('a', 'b'), np.arange(4));"
        "print(h(9, 5, 'x').item().hex(), [v.hex() for v in d.sample('b', 0.1, 0.2, 0.5)])"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    design = Design(9, ("a", "b"), np.arange(4))
    here = [value.hex() for value in design.sample("b", 0.1, 0.2, 0.5)]
    assert told.stdout.strip() == f"{hashed_uniform(9, 5, 'x').item().hex()} {here}"


def test_more_draws_move_none_of_those_there_were() -> None:
    parameters = {s: number(s, 0.1, 0.2, 0.5) for s in ("a", "b", "outside")}
    few = draw_parameters(parameters, Design(1, ("a", "b"), np.arange(50)))
    many = draw_parameters(parameters, Design(1, ("a", "b", "c"), np.arange(5000)))
    for symbol, values in few.items():
        assert np.array_equal(values, many[symbol][:50])


def test_values_fit_24_bits_and_constants_stay_as_written() -> None:
    parameters = {"a": number("a", 0.1, 0.2, 0.5), "k": number("k", 0.1, 0.1, 0.1)}
    found = draw_parameters(parameters, Design(1, ("a",), np.arange(100)))
    assert np.array_equal(found["a"], rounded(found["a"]))
    assert set(found["k"]) == {0.1}


def test_a_number_is_drawn_when_it_is_asked_for_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    draw = Design.draw

    def listed(design: Design, parameter: Parameter) -> np.ndarray:
        asked.append(parameter.symbol)
        return draw(design, parameter)

    monkeypatch.setattr(Design, "draw", listed)
    parameters = {s: number(s, 0.1, 0.2, 0.5) for s in ("a", "b")}
    found = draw_parameters(parameters, Design(1, ("a", "b"), np.arange(8)))
    assert list(found) == ["a", "b"]
    assert found["b"] is found["b"]
    assert asked == ["b"]


def test_a_local_number_differs_between_systems_and_others_do_not() -> None:
    parameters = {"here": number("here", 0, 1, 2, local=True), "all": number("all", 0, 1, 2)}
    one, other = (
        draw_parameters(parameters, Design(1, ("here", "all"), np.arange(2048), system))
        for system in ("QVV", "QOX")
    )
    assert np.array_equal(one["all"], other["all"])
    assert abs(np.corrcoef(one["here"], other["here"])[0, 1]) < 0.1


def test_a_local_number_is_as_evenly_spread_and_as_settled_as_any() -> None:
    few, many = (Design(1, ("a",), np.arange(n), "QVV") for n in (256, 70_000))
    u = few.uniform("a", local=True)
    assert np.array_equal(np.sort((u * 256).astype(int)), np.arange(256))
    assert np.array_equal(u, many.uniform("a", local=True)[:256])


@pytest.mark.parametrize("symbol", ["a", "outside"])
def test_another_seed_draws_other_numbers(symbol: str) -> None:
    one, other = (Design(seed, ("a",), np.arange(64)).uniform(symbol) for seed in (1, 2))
    assert not np.array_equal(one, other)
