"""People without a local service: each way of stopping it, against its equation."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from tests.reference.impact.boards import MONDAY
from tests.reference.impact.downstream.worlds import DRAWS, PRACTICES, Setting, Way

from knockon.impact.downstream import World
from knockon.impact.downstream.local_services import adults, local_services
from knockon.impact.downstream.payments import payments
from knockon.impact.draws import Design
from knockon.impact.stops import Stop, stops
from knockon.impact.uptake import NEVER, Members
from knockon.plans.assessment import Stopping, Uptake

KEY = ("inr_monitoring", "without_service")


def stopped(
    service: str,
    patients: str,
    *,
    start: int = 0,
    practices: tuple[int, ...] | None = None,
    end: int = NEVER,
    capacity: float | None = None,
    taken_up: float = 0.0,
) -> Stop:
    """A service stopped by some practices (all of them, if none is told) in every draw."""
    starts = np.full((PRACTICES, DRAWS), NEVER, dtype=np.int64)
    starts[slice(None) if practices is None else list(practices)] = start
    return Stop(service, patients, starts, np.full_like(starts, end), capacity, taken_up)


def world(setting: Setting, *stop: Stop, **values: float) -> World:
    return replace(setting.world(**values), stopping=stop)


def lists(setting: Setting) -> np.ndarray:
    return np.array([float(b.registered_patients) for b in setting.system.practices])


def without(made: World, key: tuple[str, str] = KEY) -> np.ndarray:
    """People without, [weeks, practices]: the same in every draw here."""
    found = local_services(made, {})[key]
    assert not found.baseline.any()
    assert (found.scenario == found.scenario[..., :1]).all()
    return found.scenario[..., 0]


def test_present_patients_handed_back_are_without_from_their_day(setting: Setting) -> None:
    made = world(setting, stopped("inr_monitoring", "existing", start=10), warf=5.0)
    found = without(made)
    assert not found[0].any()
    for week in range(1, made.weeks):
        assert found[week] == pytest.approx(lists(setting) * 0.005, abs=1e-6)


def test_those_who_would_have_joined_add_up_week_by_week(setting: Setting) -> None:
    """stock x tau_new / 52 more each week; a week begun on a Thursday counts four days."""
    made = world(setting, stopped("inr_monitoring", "new", start=3), warf=5.0, tau_new=0.52)
    joining = lists(setting) * 0.005 * 0.52 / 52.0
    found = without(made)
    for week in range(made.weeks):
        assert found[week] == pytest.approx(joining * (week + 4 / 7), abs=1e-6)


def test_all_are_those_there_and_those_who_would_have_come(setting: Setting) -> None:
    numbers = {"warf": 5.0, "tau_new": 0.52}
    both, new, present = (
        without(world(setting, stopped("inr_monitoring", who), **numbers))
        for who in ("all", "new", "existing")
    )
    assert both == pytest.approx(new + present)


def test_stopped_twice_is_without_once(setting: Setting) -> None:
    once = stopped("inr_monitoring", "all")
    again = stopped("inr_monitoring", "existing", start=7)
    assert np.array_equal(without(world(setting, once, again)), without(world(setting, once)))


def test_beyond_capacity_is_what_lies_above_the_number_stated(setting: Setting) -> None:
    made = world(setting, stopped("inr_monitoring", "beyond_capacity", capacity=20.0), warf=5.0)
    assert without(made)[-1] == pytest.approx(np.maximum(lists(setting) * 0.005 - 20.0, 0.0))
    nobody_says = world(setting, stopped("inr_monitoring", "beyond_capacity"), warf=5.0)
    assert not without(nobody_says).any()


def test_another_service_takes_people_up_from_all_alike(setting: Setting) -> None:
    rate = 3.0
    gross = without(world(setting, stopped("inr_monitoring", "all"), warf=5.0))
    left = without(world(setting, stopped("inr_monitoring", "all", taken_up=rate), warf=5.0))
    weeks = np.arange(1, len(gross) + 1)
    assert left.sum(axis=1) == pytest.approx(np.maximum(gross.sum(axis=1) - rate * weeks, 0.0))
    assert left[-1] / gross[-1] == pytest.approx(left[-1][0] / gross[-1][0])
    all_of_them = stopped("inr_monitoring", "all", taken_up=np.inf)
    assert not without(world(setting, all_of_them)).any()


def test_procedures_not_done_are_those_of_the_days_of_the_week(setting: Setting) -> None:
    key = ("phlebotomy", "without_service")
    made = world(setting, stopped("phlebotomy", "all", start=5), phleb=60.0)
    a_week = lists(setting) * 0.060 * 12.0 / 52.0
    found = without(made, key)
    assert found[0] == pytest.approx(a_week * 2.0 / 7.0, abs=1e-6)
    assert found[1] == pytest.approx(a_week, abs=1e-6)
    capped = world(setting, stopped("phlebotomy", "beyond_capacity", capacity=240.0), phleb=60.0)
    limit = 240.0 * 12.0 / 52.0
    assert without(capped, key)[0] == pytest.approx(np.maximum(a_week - limit, 0.0), abs=1e-6)


def test_a_service_nobody_has_counted_is_not_told_as_nobody(setting: Setting) -> None:
    assert not local_services(world(setting, stopped("ring_pessaries", "all")), {})


def test_monitoring_of_adults_counts_adults(setting: Setting) -> None:
    """Twenty and over and two of the five years before; without ages, as many as elsewhere."""
    key = ("dmard_monitoring", "without_service")
    practices = list(setting.system.practices)
    people = practices[0].registered_patients
    ages = (0, 0, 0, people // 2, people - people // 2, *(0,) * 15)
    practices[0] = replace(practices[0], ages=ages)
    aged = replace(setting, system=replace(setting.system, practices=tuple(practices)))
    grown = np.array(adults(aged.system.practices))
    assert grown[0] == pytest.approx(ages[4] + 0.4 * ages[3])
    assert grown / lists(setting) == pytest.approx(np.full(PRACTICES, grown[0] / people))
    made = world(aged, stopped("dmard_monitoring", "existing"), dmard=6.0)
    assert without(made, key)[0] == pytest.approx(grown * 0.006, abs=1e-6)


def test_an_action_stops_the_services_it_is_about_for_whom_it_says(setting: Setting) -> None:
    made = setting.world({"decline_new_shared_care": Way()})
    assert {(s.service, s.patients) for s in made.stops} == {
        ("adhd_shared_care", "new"),
        ("bariatric_monitoring", "new"),
        ("gender_shared_care", "new"),
    }
    named = setting.world({"stop_service": Way({"service": "inr_monitoring", "patients": "all"})})
    assert [(s.service, s.patients) for s in named.stops] == [("inr_monitoring", "all")]
    other = {"service": "inr_monitoring", "patients": "all", "receiving_service": "available"}
    taken = setting.world({"stop_service": Way(other)})
    assert not without(taken).any()


# Who stops


def entry(day: int, share: float, *practices: str) -> Stopping:
    start = MONDAY + timedelta(days=day)
    return Stopping("inr_monitoring", "all", start, Uptake(share, share, share), practices)


def starts(setting: Setting, *entries: Stopping) -> np.ndarray:
    asked = replace(setting.world().assessment, stopping=entries)
    members = setting.world().taking.members
    points = np.arange(64)
    p = {"rho_act": np.full(64, 0.5), "icc_pcn": np.full(64, 0.1)}
    found = stops(asked, members, p, Design(1, (), points), points)
    assert len(found) == 1
    return found[0].starts


def test_a_practice_named_stops_on_its_day_and_no_other_for_it(setting: Setting) -> None:
    members: Members = setting.world().taking.members
    found = starts(setting, entry(14, 0.0, members.codes[2]))
    assert (found[2] == 14).all()
    assert (np.delete(found, 2, axis=0) == NEVER).all()


def test_later_shares_hold_the_earlier_ones(setting: Setting) -> None:
    early, late = starts(setting, entry(0, 0.3)), starts(setting, entry(0, 0.3), entry(21, 0.6))
    assert ((early == 0) == (late == 0)).all()
    assert float((late == 0).mean()) == pytest.approx(0.3, abs=0.08)
    assert float((late < NEVER).mean()) == pytest.approx(0.6, abs=0.08)
    assert set(np.unique(late)) <= {0, 21, NEVER}


@pytest.mark.parametrize("patients", ["new", "existing", "all"])
def test_where_more_practices_stop_nobody_has_more_of_the_service(
    patients: str, setting: Setting
) -> None:
    """Practice by practice and week by week: who is without under a share is under a larger one."""
    members = setting.world().taking.members
    points = np.arange(DRAWS)
    p = {"rho_act": np.full(DRAWS, 0.5), "icc_pcn": np.full(DRAWS, 0.1)}
    found = []
    for share in (0.2, 0.5, 0.9):
        asked = Stopping("inr_monitoring", patients, MONDAY, Uptake(share, share, share))
        whole = replace(setting.world().assessment, stopping=(asked,))
        made = world(setting, *stops(whole, members, p, Design(1, (), points), points))
        found.append(local_services(made, {})[KEY].scenario)
    assert (found[0] <= found[1]).all()
    assert (found[1] <= found[2]).all()
    assert found[0].sum() < found[2].sum()


# What practices are no longer paid


def test_payments_end_with_the_work(setting: Setting) -> None:
    """A year's price of each patient handed back, by the week; a price of each procedure."""
    key = ("practice", "payments_at_risk")
    numbers = {"warf": 5.0, "inr_fee": 104.0, "phleb": 60.0, "phleb_fee": 2.0}
    made = world(setting, stopped("inr_monitoring", "all"), **numbers)
    lost = payments(made, {})[key].scenario[-1, :, 0]
    assert lost == pytest.approx(lists(setting) * 0.005 * 2.0, abs=1e-6)
    made = world(setting, stopped("phlebotomy", "all"), **numbers)
    lost = payments(made, {})[key].scenario[-1, :, 0]
    assert lost == pytest.approx(lists(setting) * 0.060 * 12.0 / 52.0 * 2.0, abs=1e-5)
    new = world(setting, stopped("inr_monitoring", "new"), **numbers)
    assert not payments(new, {})[key].scenario.any()
