"""Two arms at once: sites alike in both are followed once, and counts are those of two runs."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from knockon.flow import Counts, run, run_both
from knockon.flow.model import Arrivals, Calendar, Clinic, Law, Network, Route, Site
from knockon.flow.pairs import alike, comparable

PARTS = ("clinics", "empty", "diverted", "sites", "wards", "lists", "ends", "backs")


def a_line(strangers: float = 0.0) -> Site:
    """One telephone: half an hour a call, and then to the department. Strangers only hold it up."""
    return Site(
        "line",
        ("call", "stranger"),
        service={"call": Law.constant(0.5), "stranger": Law.constant(0.5)},
        arrivals={
            "call": Arrivals([[1.2]], 24.0, 1.5),
            "stranger": Arrivals([[strangers]], 24.0, 0.4),
        },
        servers=Calendar.constant(1),
        when_served={"call": (Route("department"),)},
    )


def a_department(**differs: Any) -> Site:
    """Twelve places; many wait, and many stay overnight."""
    department = Site(
        "department",
        ("call",),
        service={"call": Law.lognormal(9.5, 6.0)},
        servers=Calendar.constant(12),
        limit=12.0,
    )
    return replace(department, **differs)


def a_town(line: Site, department: Site) -> Network:
    return Network(24.0, (line, department), lanes=32)


def asked(days: int = 60) -> dict[str, Any]:
    return {"seed": 1, "streams": np.arange(32), "days": days}


def assert_same(found: Counts, wanted: Counts) -> None:
    for part in PARTS:
        np.testing.assert_array_equal(getattr(found, part), getattr(wanted, part), part)
    assert found.events == wanted.events


def assert_as_two_runs(one: Network, other: Network) -> None:
    for found, network in zip(run_both(one, other, **asked()), (one, other), strict=True):
        assert_same(found, run(network, **asked()))


def test_somebody_held_up_who_is_seen_at_the_same_moment_all_the_same_came_later() -> None:
    """The arms are one again when the same people are there, who came at the same moments."""
    usual, busier = a_town(a_line(), a_department()), a_town(a_line(0.1), a_department())
    assert alike(usual, busier) == (True, True)
    assert_as_two_runs(usual, busier)


@pytest.mark.parametrize(
    "differs",
    [
        {"servers": Calendar.constant(13)},
        {"capacity": 14},
        {"service": {"call": Law.lognormal(9.0, 6.0)}},
        {"patience": {"call": Law.constant(1.0)}},
        {"limit": None},
    ],
    ids=lambda differs: next(iter(differs)),
)
def test_a_site_with_other_numbers_is_worked_apart(differs: dict[str, Any]) -> None:
    usual, other = a_town(a_line(), a_department()), a_town(a_line(), a_department(**differs))
    assert alike(usual, other) == (True, False)
    assert_as_two_runs(usual, other)


def test_networks_of_other_stations_are_run_one_by_one() -> None:
    usual = a_town(a_line(), a_department())
    other = Network(24.0, (Clinic("practice", ("call",)), *usual.stations), lanes=32)
    assert not comparable(usual, other)
    assert_as_two_runs(usual, other)


def test_a_network_beside_itself_gives_the_same_twice() -> None:
    usual = a_town(a_line(0.1), a_department())
    first, second = run_both(usual, usual, **asked())
    assert_same(first, second)
