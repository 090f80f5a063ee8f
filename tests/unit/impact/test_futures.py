"""Every draw of a run: its overflow, where its people go, how far its practices limit contacts."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from tests.reference.impact.boards import MONDAY, capped
from tests.unit.impact.conftest import Block

from knockon.catalogue import Catalogue
from knockon.catalogue.overriding import parameters as overridden
from knockon.impact.changes import changes
from knockon.impact.draws import plan_draws
from knockon.impact.futures import Futures, futures
from knockon.impact.horizon import WARM_UP_DAYS, Horizon
from knockon.plans.assessment import Assessment, KnownPosition, Phase, Uptake
from knockon.system.values import System

ALL_OF_THEM = Uptake(1.0, 1.0, 1.0)


def phase(start: date = MONDAY, **other: Any) -> Phase:
    usual: dict[str, Any] = {"params": {"cap": 15}, "ramp_weeks": 0}
    return Phase(ALL_OF_THEM, start, **{**usual, **other})


def made(asked: Assessment, system: System, catalogue: Catalogue) -> Futures:
    plan = plan_draws(asked.draws, [name for name, _ in asked.behaviours])
    return futures(asked, system, overridden(catalogue, asked.overrides), plan)


def factors(
    system: System,
    catalogue: Catalogue,
    uptake: Mapping[str, tuple[Phase, ...]],
    known: Mapping[str, Mapping[str, KnownPosition]] | None = None,
) -> np.ndarray:
    """Slots as a multiple of the baseline's, [practices, days from the first Monday, draws]."""
    asked = capped(uptake=uptake, known=known or {})
    future = made(asked, system, catalogue)
    horizon = Horizon(asked.start, asked.weeks)
    found = changes(future, system, horizon, np.arange(future.count)).slots
    assert (found[:, :WARM_UP_DAYS] == 1.0).all()
    return found[:, WARM_UP_DAYS:]


def test_with_no_limit_every_slot_is_there(system: System, catalogue: Catalogue) -> None:
    assert (factors(system, catalogue, {}) == 1.0).all()


def test_a_limit_holds_between_its_dates(system: System, catalogue: Catalogue) -> None:
    start, until = MONDAY + timedelta(weeks=1), MONDAY + timedelta(weeks=3)
    found = factors(system, catalogue, {"limit_daily_contacts": (phase(start, until=until),)})
    assert (found[:, :7] == 1.0).all()
    assert (found[:, 7:21] < 1.0).all()
    assert (found[:, 21:] == 1.0).all()


def test_a_tighter_second_phase_takes_over(system: System, catalogue: Catalogue) -> None:
    second = MONDAY + timedelta(weeks=2)
    phases = (phase(until=second, params={"cap": 20}), phase(second, params={"cap": 12}))
    found = factors(system, catalogue, {"limit_daily_contacts": phases})
    first, last = found[:, 0], found[:, -1]
    assert (last < first).all()
    assert np.array_equal(found[:, :14], np.repeat(first[:, None], 14, axis=1))


def test_of_two_limits_the_tighter_counts(system: System, catalogue: Catalogue) -> None:
    """A stated cut of a tenth beside a cap: in each practice and draw whichever takes more."""
    cap = {"limit_daily_contacts": (phase(params={"cap": 22}),)}
    cut = {"cut_contacts": (phase(params={"cut": 0.1}),)}
    alone = [factors(system, catalogue, asked) for asked in (cap, cut)]
    both = factors(system, catalogue, cap | cut)
    assert np.array_equal(both, np.minimum(*alone))
    assert (alone[0] < alone[1]).any()
    assert (alone[0] > alone[1]).any()


def test_a_practice_known_to_limit_does_so_its_own_way(
    system: System, catalogue: Catalogue
) -> None:
    own, other = (b.practice.ods_code for b in system.practices[:2])
    known = {
        own: {"limit_daily_contacts": KnownPosition(taking=True, params={"cap": 8})},
        other: {"limit_daily_contacts": KnownPosition(taking=False)},
    }
    found = factors(system, catalogue, {"limit_daily_contacts": (phase(),)}, known)
    usual = factors(system, catalogue, {"limit_daily_contacts": (phase(),)})
    assert (found[0] < usual[0]).all()
    assert (found[1] == 1.0).all()
    assert np.array_equal(found[2:], usual[2:])


def test_an_action_that_moves_nobody_takes_no_slot(system: System, catalogue: Catalogue) -> None:
    asked = {"stop_advice_and_guidance": (phase(params={}),)}
    assert (factors(system, catalogue, asked) == 1.0).all()


def sent_to_a_and_e(future: Futures, system: System) -> tuple[np.ndarray, float]:
    """What practices send A&E a week in each draw, and what A&E sees a week."""
    seen = 5.0 * sum(b.gp_seen * b.same_day_share for b in system.practices)
    odds = future.overflow / (1.0 - future.overflow)
    lanes = future.lanes(np.arange(future.count))
    going = (1.0 - lanes.retry) * (lanes.chosen["ed"] + lanes.chosen["utc"])
    a_and_e = 7.0 * sum(v.level for v in system.volumes if v.service in ("ed", "utc"))
    return (seen * odds) * going, a_and_e


def test_practices_send_no_more_of_a_and_e_than_the_ceiling(
    system: System, catalogue: Catalogue
) -> None:
    """Where so many are not seen that the ceiling bites, exactly it is sent; else less."""
    asked = capped(overrides={"call_again": (0.3, 0.5, 0.7), "cow_frac": (0.1, 0.1, 0.1)})
    future = made(asked, system, catalogue)
    sent, a_and_e = sent_to_a_and_e(future, system)
    drawn = future.parameters["call_again"]
    cut = future.overflow < drawn
    assert cut.any()
    assert future.limited == np.count_nonzero(cut)
    assert sent[cut] == pytest.approx(np.full(cut.sum(), 0.1 * a_and_e))
    assert (sent <= 0.1 * a_and_e * (1 + 1e-9)).all()


def test_where_the_ceiling_does_not_bite_the_overflow_is_as_drawn(block: Block) -> None:
    assert block.future.limited == 0
    assert np.array_equal(block.future.overflow, block.future.parameters["call_again"])


def test_a_set_for_same_day_contacts_sends_nobody_tired_of_a_list(
    system: System, catalogue: Catalogue
) -> None:
    asked = capped(behaviours=(("gpps-2026", 1.0), ("whittaker-2016", 1.0)))
    future = made(asked, system, catalogue)
    lanes = future.lanes(np.arange(future.count))
    of_set = np.array(future.plan.sets)[future.plan.set_index[lanes.indices]]
    assert not lanes.late["ed"][of_set == "whittaker-2016"].any()
    assert lanes.late["ed"][of_set == "gpps-2026"].all()


def test_sets_of_a_point_share_its_parameters_and_its_luck(block: Block) -> None:
    """Draws 0 and 1 are one point under two sets; only behaviour differs."""
    lanes = block.lanes
    assert lanes.points[0] == lanes.points[1]
    assert lanes.streams[0] == lanes.streams[1]
    assert all(v[0] == v[1] for v in lanes.parameters.values())
    assert lanes.chosen["ed"][0] != lanes.chosen["ed"][1]


def test_rules_all_draws_share_are_held_at_their_middle(
    system: System, catalogue: Catalogue
) -> None:
    """A range given for them moves the middle; hours of arrival cannot differ by draw."""
    asked = capped(overrides={"arr_12_18": (0.3, 0.5, 0.6), "lwbs": (0.01, 0.02, 0.09)})
    drawn = made(asked, system, catalogue).parameters
    assert set(drawn["arr_12_18"]) == {0.5}
    assert set(drawn["lwbs"]) == {0.02}
    assert len(set(drawn["emg"])) > 1
