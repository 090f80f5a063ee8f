"""How measurements are ordered and boiled down, with a measurer that measures nothing."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from knockon.errors import KnockonError
from knockon.validity.bench import protocol, results
from knockon.validity.bench.protocol import Timed, run_all
from knockon.validity.bench.values import Benchmark, Goal, Side, Spent

OURS = tuple(float(x) for x in range(-16, 16))
RACE = Benchmark(
    "race",
    "Two sides",
    "events",
    (
        Side("knockon", "nowhere:ours", 100, 10),
        Side("simpy", "nowhere:theirs", 50, 5, "simpy"),
    ),
    (Goal("race, events a second", 3, 10, against="simpy"),),
)
HERE: dict[str, str | None] = {"simpy": "4.1.2"}
MACHINE = {"digest": "0123abcd", "processor": "made up"}


class Stopwatch:
    """Gives out measurements written down beforehand and keeps what it was asked for."""

    def __init__(self, said: float = 0.0) -> None:
        self.said, self.asked = said, list[tuple[str, int, float]]()

    def __call__(self, benchmark: Benchmark, side: Side, seed: int, size: float) -> Timed:
        assert side in benchmark.sides
        self.asked.append((side.name, seed, size))
        if side.name == "knockon":
            return Timed(Spent(100.0, 1.0), (0.1, 0.2))
        held = {"said": {"wait": (self.said,)}, "ours": {"wait": OURS}}
        return Timed(Spent(10.0, float(seed), **held), (0.1, 0.3))


def told(
    watch: Stopwatch, packages: Mapping[str, str | None] = HERE, *, rounds: int = 5
) -> dict[str, Any]:
    ran = run_all([RACE], rounds=rounds, packages=packages, measure=watch)
    at = datetime(2026, 11, 22, tzinfo=UTC)
    return results.document(ran, machine=MACHINE, packages=packages, at=at, quick=False)


def test_sides_take_turns_and_change_their_order() -> None:
    watch = Stopwatch()
    told(watch, rounds=3)
    assert [name for name, _, _ in watch.asked] == [
        *("knockon", "simpy"),
        *("simpy", "knockon"),
        *("knockon", "simpy"),
    ]
    assert [seed for _, seed, _ in watch.asked] == [1, 1, 2, 2, 3, 3]


def test_sizes_are_full_unless_quick_is_asked_for() -> None:
    watch = Stopwatch()
    run_all([RACE], rounds=1, quick=True, packages=HERE, measure=watch)
    assert [size for _, _, size in watch.asked] == [10, 5]


def test_a_ratio_is_taken_within_a_round_and_told_with_its_range() -> None:
    (goal,) = told(Stopwatch())["goals"]
    assert goal["measured"] == {"median": 30.0, "low": 10.0, "high": 50.0}
    assert goal["met"] is True
    assert goal["to_go"] == pytest.approx(1 / 3)


def test_a_ratio_against_a_peer_that_says_otherwise_does_not_count() -> None:
    (goal,) = told(Stopwatch(said=99.0))["goals"]
    assert goal["measured"] is None
    assert goal["why_not"] == "simpy says otherwise of: wait"


def test_a_missing_peer_leaves_the_goal_unknown_and_the_rest_measured() -> None:
    found = told(Stopwatch(), {"simpy": None})
    (goal,) = found["goals"]
    assert goal["why_not"] == "simpy is not installed"
    (benchmark,) = found["benchmarks"]
    assert [side["name"] for side in benchmark["sides"]] == ["knockon"]
    assert benchmark["missing"] == ["simpy"]


def test_the_fixed_loop_says_how_much_the_machine_varied() -> None:
    assert told(Stopwatch())["fixed_loop_seconds"] == pytest.approx(
        {"median": 0.15, "low": 0.1, "high": 0.3}
    )


def test_progress_counts_every_measurement() -> None:
    heard: list[tuple[int, int]] = []
    run_all(
        [RACE],
        rounds=2,
        packages=HERE,
        measure=Stopwatch(),
        progress=lambda done, of: heard.append((done, of)),
    )
    assert heard == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_result_is_kept_under_its_date_and_machine(tmp_path: Path) -> None:
    found = told(Stopwatch())
    at = results.write(found, tmp_path)
    assert at.name == "2026-11-22-0123abcd.json"
    assert json.loads(at.read_text(encoding="utf-8")) == json.loads(json.dumps(found))


def test_an_unknown_name_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(KnockonError) as caught:
        protocol.wanted(["ed-sight"])
    assert caught.value.code == "K480"
    assert "ed-site" in caught.value.sentence()


def test_england_runs_only_when_named() -> None:
    assert "england" not in [one.name for one in protocol.wanted([])]
    assert [one.name for one in protocol.wanted(["england"])] == ["england"]


def test_what_fails_in_its_process_is_told_in_one_sentence() -> None:
    broken = Benchmark("nothing", "Nothing", "events", (Side("knockon", "nowhere:ours", 1, 1),))
    with pytest.raises(KnockonError) as caught:
        protocol.in_a_process(broken, broken.sides[0], 1, 1.0)
    assert caught.value.code == "K481"
