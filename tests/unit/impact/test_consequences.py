"""What follows from the weekly figures: horizons, capacity passed, groups, cost."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from knockon.impact.consequences import breaches, cost, groups, horizons
from knockon.impact.forecast import Breach, Group
from knockon.impact.horizon import Horizon
from knockon.impact.measures import MEASURES
from knockon.impact.simulate import Arms
from knockon.impact.tables import Rows
from knockon.impact.tally import Tally
from knockon.impact.told import Told
from knockon.system.values import AGE_BANDS, System

MONDAY = date(2026, 12, 7)
ATTENDANCES = [m for m in MEASURES if m.key == ("ed", "attendances")]


def rows(weeks: int, draws: int = 1) -> Rows:
    return Rows(np.full(draws, 1.0 / draws), Horizon(MONDAY, weeks))


def arms(baseline: Mapping[str, Any], scenario: Mapping[str, Any], **other: Any) -> Arms:
    """Two arms that hold what a test looks at and nothing else."""
    made = SimpleNamespace(
        baseline=SimpleNamespace(**baseline), scenario=SimpleNamespace(**scenario), **other
    )
    return cast(Arms, made)


def attending(weekly: np.ndarray) -> dict[str, Any]:
    return {"weekly": {("ed", "attendances"): weekly}}


@pytest.mark.parametrize(
    ("weeks", "spans"),
    [
        (3, ["1-3"]),
        (4, ["1-4"]),
        (13, ["1-4", "5-13"]),
        (26, ["1-4", "5-13", "14-26"]),
        (30, ["1-4", "5-13", "14-26", "27-30"]),
    ],
)
def test_spans_are_short_medium_long_and_beyond_as_far_as_the_run_goes(
    weeks: int, spans: list[str]
) -> None:
    """With week n bringing n more people, each span has the sum of its weeks."""
    more = np.arange(1.0, weeks + 1)[:, None]
    found = horizons(arms(attending(0 * more), attending(more)), ATTENDANCES, rows(weeks))
    assert [h.weeks for h in found] == spans
    for h in found:
        first, last = map(int, h.weeks.split("-"))
        assert h.total_change.p50 == sum(range(first, last + 1))


def test_shares_and_stocks_have_no_total_over_a_span(told: Told) -> None:
    found = {(h.service, h.measure) for h in horizons(told.arms, MEASURES, told.rows)}
    assert ("ed", "within_4_hours") not in found
    assert ("practice", "waiting") not in found
    assert ("practice", "contacts_displaced") in found


def passing(demand: np.ndarray, limit: float, usual: float = 0.0) -> Breach:
    """One department: demand by week and draw, against a limit that is the same in all."""
    by_place = {("ed", "attendances"): demand[:, None]}
    before = {("ed", "attendances"): np.full_like(demand[:, None], usual)}
    made = arms(
        {"by_place": before},
        {"by_place": by_place},
        capacity={"X-ed": np.full(demand.shape, limit)},
    )
    sites = {"ed": ("X-ed",), "nhs111": (), "utc": ()}
    return breaches(made, rows(len(demand), demand.shape[1]), sites)[0]


def test_the_first_week_demand_passes_what_could_be_served() -> None:
    """Three of four draws pass the limit for a week: in weeks 2, 3 and 4."""
    demand = np.array([[9, 9, 9, 9], [11, 9, 9, 9], [9, 11, 9, 9], [9, 9, 11, 9]], dtype=float)
    found = passing(demand, 10.0)
    assert found.share_of_draws == pytest.approx(0.75)
    assert found.baseline_share_of_draws == 0.0
    assert found.first_week == ("2026-12-14", "2026-12-21", "2026-12-28")
    assert found.limit == 10.0


def test_a_limit_that_is_only_met_is_not_passed() -> None:
    found = passing(np.full((3, 2), 10.0), 10.0)
    assert found.share_of_draws == 0.0
    assert found.first_week == (None, None, None)


def test_what_would_be_passed_anyway_is_said_beside_it() -> None:
    found = passing(np.full((2, 2), 12.0), 10.0, usual=11.0)
    assert found.share_of_draws == found.baseline_share_of_draws == 1.0


def displaced(told: Told, draw: int) -> tuple[Arms, Rows, np.ndarray]:
    """One draw of the run by itself, and its change in displaced contacts a week by practice."""
    one = {
        arm: replace(
            getattr(told.arms, arm),
            displaced=getattr(told.arms, arm).displaced[:, [draw]],
            without=getattr(told.arms, arm).without[:, [draw]],
        )
        for arm in ("baseline", "scenario")
    }
    change = one["scenario"].displaced - one["baseline"].displaced
    return replace(told.arms, **one), rows(4), change[:, 0] / 4


def total(found: tuple[Group, ...], kind: str) -> float:
    return sum(g.displaced.p50 or 0.0 for g in found if g.kind == kind)


@pytest.mark.parametrize("draw", range(4))
def test_fifths_add_up_to_the_whole_in_each_draw(told: Told, draw: int) -> None:
    made, one, change = displaced(told, draw)
    found = groups(made, told.setting.system, one)
    assert total(found, "deprivation_fifth") == pytest.approx(change.sum())
    system = told.setting.system
    everybody = sum(b.registered_patients for b in system.practices)
    assert sum(g.registered_patients for g in found) == everybody


def test_the_most_deprived_come_first(told: Told) -> None:
    system = told.setting.system
    most = max(system.practices, key=lambda b: b.imd_score or 0.0)
    found = groups(told.arms, system, told.rows)
    assert found[0].group == "1 (most deprived)"
    assert found[0].registered_patients >= most.registered_patients


def test_practices_of_unknown_deprivation_stand_apart(told: Told) -> None:
    made, one, change = displaced(told, 0)
    first, *others = told.setting.system.practices
    system = replace(told.setting.system, practices=(replace(first, imd_score=None), *others))
    found = groups(made, system, one)
    unknown = next(g for g in found if g.group == "not known")
    assert unknown.registered_patients == first.registered_patients
    assert unknown.displaced.p50 == pytest.approx(change[0])
    assert total(found, "deprivation_fifth") == pytest.approx(change.sum())


def test_people_without_a_service_are_told_by_group_as_those_displaced_are(told: Told) -> None:
    """The first practice's people lose what monitored them: they are of its fifth."""
    without = np.zeros_like(told.arms.scenario.without)
    without[0] = 30.0
    made = replace(told.arms, scenario=replace(told.arms.scenario, without=without))
    first, *others = told.setting.system.practices
    system = replace(told.setting.system, practices=(replace(first, imd_score=None), *others))
    found = {g.group: g.without_service.p50 for g in groups(made, system, told.rows)}
    assert found["not known"] == 30.0
    assert found["1 (most deprived)"] == 0.0


def aged(system: System) -> System:
    """The same practices with lists of known ages: the first has children alone."""
    whole = tuple(
        replace(b, ages=(b.registered_patients, *(0,) * 19) if i == 0 else (50,) * len(AGE_BANDS))
        for i, b in enumerate(system.practices)
    )
    return replace(system, practices=whole)


def test_age_bands_add_up_to_the_whole_and_follow_each_list(told: Told) -> None:
    made, one, change = displaced(told, 0)
    found = {g.group: g for g in groups(made, aged(told.setting.system), one)}
    ages = [found[name].displaced.p50 for name in ("0 to 14", "15 to 64", "65 and over")]
    assert ages == pytest.approx(
        [
            change[0] + change[1:].sum() * 3 / 20,
            change[1:].sum() * 10 / 20,
            change[1:].sum() * 7 / 20,
        ]
    )


def test_where_an_age_is_not_known_no_age_is_said(told: Told) -> None:
    found = groups(told.arms, told.setting.system, told.rows)
    assert {g.kind for g in found} == {"deprivation_fifth"}


def test_cost_is_what_receiving_services_spend_more() -> None:
    """Summed over weeks and, draw by draw, over services; what all of them spend is not added."""
    services = ("ed", "nhs111", "pharmacy", "all")

    def arm(pounds: float) -> dict[str, Any]:
        return {"weekly": {(s, "cost"): np.full((2, 1), pounds) for s in services}}

    found = cost(arms(arm(100.0), arm(130.0)), rows(2), 2024)
    assert {service: q.p50 for service, q in found.by_service} == {
        "ed": 60.0,
        "nhs111": 60.0,
        "pharmacy": 60.0,
    }
    assert found.total.p50 == 180.0
    assert found.price_year == 2024


def test_each_arm_s_accounts_close(told: Told) -> None:
    arm: Tally
    for arm in (told.arms.baseline, told.arms.scenario):
        assert arm.imbalance() == 0
        wrong = {**arm.went_to, "nothing": arm.went_to["nothing"] + 1}
        assert replace(arm, went_to=wrong).imbalance() == 1
