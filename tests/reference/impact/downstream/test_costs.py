"""Money: counts at their unit costs, gross, apart from what practices lose."""

import numpy as np
import pytest
from tests.reference.impact.downstream.worlds import Setting, Way

from knockon.impact.downstream import downstream
from knockon.impact.downstream.both import Both
from knockon.impact.downstream.costs import COST, EVERYTHING, costs


def counted(setting: Setting, before: float, after: float) -> Both:
    shape = (setting.weeks, setting.practices, 3)
    return Both(np.full(shape, before), np.full(shape, after))


def test_a_service_costs_its_price_times_what_it_does(setting: Setting) -> None:
    world = setting.world(u_ph=15.0)
    consultations = counted(setting, 10.0, 12.0)
    found = costs(world, {("pharmacy", "consultations"): consultations})
    paid = found["pharmacy", COST]
    assert paid.baseline == pytest.approx(consultations.baseline * 15.0)
    assert paid.change.sum() == pytest.approx(consultations.change.sum() * 15.0)


def test_a_week_in_a_bed_is_seven_nights(setting: Setting) -> None:
    found = costs(setting.world(u_bed=500.0), {("acute_beds", "occupied"): counted(setting, 1, 2)})
    assert (found["acute_beds", COST].change == 7 * 500.0).all()


def test_fewer_referrals_save_nothing(setting: Setting) -> None:
    fewer = {("outpatients", "gp_referrals"): counted(setting, 20.0, 15.0)}
    more = {("outpatients", "gp_referrals"): counted(setting, 20.0, 25.0)}
    world = setting.world(u_op=132.0)
    assert not costs(world, fewer)["outpatients", COST].change.any()
    assert (costs(world, more)["outpatients", COST].change == 5.0 * 132.0).all()


def test_all_services_together_are_their_sum_and_hold_no_payment(setting: Setting) -> None:
    world = setting.world({"stop_advice_and_guidance": Way()}, to_pharmacies=30.0)
    found = downstream(world)
    parts = [both for (s, count), both in found.items() if count == COST and s != EVERYTHING]
    assert len(parts) > 2
    for arm in ("baseline", "scenario"):
        whole = np.sum([one.weekly(arm) for one in parts], axis=0)
        assert found[EVERYTHING, COST].weekly(arm) == pytest.approx(whole)
    requests = found["advice_and_guidance", "requests"].change.sum(axis=1)
    fee = world.parameters["ag_gpfee"]
    lost = found["practice", "payments_at_risk"].weekly("scenario")
    assert lost == pytest.approx(-requests * fee, rel=1e-6)
