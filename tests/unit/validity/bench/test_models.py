"""Benchmarks' models, in small: the same people on both sides, whatever time they take."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from knockon.flow import run
from knockon.validity.bench import (
    board,
    board_sides,
    ciw_queues,
    growth,
    numpy_sides,
    queues,
    simpy_queues,
    variates,
)
from knockon.validity.bench.agreement import answers
from knockon.validity.bench.values import Spent


def needs(package: str) -> None:
    pytest.importorskip(package, reason=f"{package} is a peer of the benchmarks: make bench")


@pytest.mark.deep
@pytest.mark.parametrize("name", ["ten_servers", "three_stations", "ed_site"])
def test_simpy_says_what_we_say(name: str) -> None:
    needs("simpy")
    work: Callable[[int, float], Spent] = getattr(simpy_queues, name)
    held = answers([work(seed, 480.0) for seed in (1, 2)])
    assert [one.measure for one in held if not one.agrees] == []


@pytest.mark.deep
def test_ciw_says_what_we_say() -> None:
    needs("ciw")
    held = answers([ciw_queues.three_stations(seed, 200.0) for seed in (1, 2)])
    assert [one.measure for one in held if not one.agrees] == []


def test_numpy_says_what_we_say_of_practices() -> None:
    held = answers([numpy_sides.practice_days(1, 28)])
    assert len(held) == 9
    assert [one.measure for one in held if not one.agrees] == []


def test_numpy_says_what_we_say_of_variates() -> None:
    held = answers([variates.in_numpy(1, 64_000)])
    assert len(held) == 8
    assert [one.measure for one in held if not one.agrees] == []


@pytest.mark.deep
def test_a_peer_whose_model_differs_is_caught() -> None:
    "The check has the power to fail: a service a tenth longer is seen."
    needs("simpy")
    slower = (replace(simpy_queues.ED[0], service=simpy_queues.ED[0].service / 1.1),)
    length, rounds = 24.0 * 28, []
    for seed in (1, 2, 3):
        model = simpy_queues.Model(slower, seed)
        model.run(length)
        names = ["ed"]
        said = model.tally.said(queues.ED_SITE, ("majors", "minors"), names, length)
        rounds.append(Spent(1.0, 1.0, said, queues.ED_SITE.ours(seed, length)))
    assert any(not one.agrees for one in answers(rounds))


def test_both_boards_want_the_same_contacts_in_a_week() -> None:
    by_day = sum(board.DEMAND) * sum(board.WEEKDAYS)
    by_hour = sum(board.rates(1.0)) * board.WEEK_IN_HOURS
    assert by_day == pytest.approx(by_hour)


def test_the_boards_agree_station_by_station_with_the_peers_list() -> None:
    names = [site.name for site in board.individuals().sites]
    assert names == [node.name for node in board_sides.nodes()]


def test_events_are_arrivals_services_and_people_giving_up() -> None:
    counts = run(queues.ED_SITE.network(), seed=1, streams=np.arange(32), days=5)
    parts = [counts.site("ed", c, m).sum() for c in ("majors", "minors")
             for m in ("own", "served", "left")]  # fmt: skip
    assert queues.events(counts) == sum(parts)


def test_practice_days_are_counted_on_open_days_only() -> None:
    assert [board_sides.open_days(days) for days in (1, 5, 7, 8, 182)] == [1, 5, 5, 6, 130]


def test_growth_holds_its_sizes_apart() -> None:
    spent = growth.queues_in_ours(1, 100)
    assert len(spent.parts) == len(growth.QUEUES)
