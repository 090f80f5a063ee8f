"""Every benchmark names work that exists, and every goal a side or part of its own."""

import pytest

from knockon.validity.bench.listing import BENCHMARKS, BY_NAME
from knockon.validity.bench.machine import PINNED
from knockon.validity.bench.values import Benchmark, Goal, function


@pytest.fixture(params=BENCHMARKS, ids=[benchmark.name for benchmark in BENCHMARKS])
def benchmark(request: pytest.FixtureRequest) -> Benchmark:
    found: Benchmark = request.param
    return found


def test_names_are_given_once() -> None:
    assert len(BY_NAME) == len(BENCHMARKS)


def test_every_side_names_a_function_there_is(benchmark: Benchmark) -> None:
    assert all(callable(function(side.work)) for side in benchmark.sides)


def test_sides_have_their_own_names_and_pinned_packages(benchmark: Benchmark) -> None:
    names = [side.name for side in benchmark.sides]
    assert len(set(names)) == len(names)
    assert {side.package for side in benchmark.sides} <= {None, *PINNED}


def test_the_first_side_needs_no_peer(benchmark: Benchmark) -> None:
    assert benchmark.sides[0].package is None


def test_goals_are_against_a_side_of_the_same_benchmark(benchmark: Benchmark) -> None:
    sides = {side.name for side in benchmark.sides[1:]}
    assert all(goal.against is None or goal.against in sides for goal in benchmark.goals)


def test_an_aim_is_at_least_as_good_as_a_must(benchmark: Benchmark) -> None:
    assert all(goal.met(goal.aim) for goal in benchmark.goals)


def test_only_what_takes_minutes_waits_to_be_asked() -> None:
    assert [one.name for one in BENCHMARKS if one.asked] == ["england"]


@pytest.mark.parametrize(
    ("better", "figure", "met", "distance"),
    [("more", 10.0, True, 2.0), ("more", 4.0, False, 5.0), ("less", 4.0, True, 0.2)],
)
def test_a_goal_knows_how_far_its_aim_is(
    better: str, figure: float, met: bool, distance: float
) -> None:
    goal = Goal("a goal", 5.0, 20.0, better=better)  # type: ignore[arg-type]
    assert goal.met(figure) is met
    assert goal.distance(figure) == pytest.approx(distance)
