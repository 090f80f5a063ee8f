"""From both arms to the forecast: what the contract asks of it, checked against the arms."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.reference.impact.boards import Board, capped

from knockon.errors import KnockonError
from knockon.impact import assess as assessing
from knockon.impact.assess import assess
from knockon.impact.forecast import Forecast
from knockon.impact.forecasting import comparison, forecast, not_netted, sites_of
from knockon.impact.quantiles import WITHHELD, quantiles
from knockon.impact.told import Told
from knockon.plans.assessment import Uptake

PROVENANCE: Mapping[str, Any] = {
    "version": "0",
    "results_version": 1,
    "workers": 1,
    "seconds": 0.0,
    "quality": {},
    "command": "",
    "python": "",
}


def change_of(told: Told, service: str, measure: str) -> np.ndarray:
    m = next(m for m in told.measures if m.key == (service, measure))
    return m.over_horizon(told.arms.scenario) - m.over_horizon(told.arms.baseline)


def test_a_change_is_quantiles_of_paired_differences(told: Told, made: Forecast) -> None:
    for m in made.measures:
        if m.fit != "outside":
            paired = change_of(told, m.service, m.measure)
            assert m.change == quantiles(paired, told.weights)
    differ = [
        m.change.p95 != pytest.approx(m.scenario.p95 - m.baseline.p95)
        for m in made.measures
        if m.change.p95 is not None and m.scenario.p95 is not None and m.baseline.p95 is not None
    ]
    assert any(differ), "differences of quantiles are something else"


def test_the_total_is_the_sum_over_the_horizon_draw_by_draw(told: Told, made: Forecast) -> None:
    for m in made.measures:
        if m.total_change is not None:
            weeks = told.setting.horizon.weeks
            total = change_of(told, m.service, m.measure) * weeks
            wanted = quantiles(total, told.weights)
            assert m.total_change.p50 == pytest.approx(wanted.p50)
    without = {(m.service, m.measure) for m in made.measures if m.total_change is None}
    withheld = {(m.service, m.measure) for m in made.measures if m.fit == "outside"}
    assert without == withheld | {m.key for m in told.measures if m.stock or m.below}
    assert {("ed", "within_4_hours"), ("practice", "waiting")} <= without


def test_each_set_has_its_own_interval(told: Told, made: Forecast) -> None:
    calls = next(m for m in made.measures if m.measure == "calls")
    assert [name for name, _ in calls.by_behaviour] == ["gpps-2026", "implied-nhse-2024"]
    paired = change_of(told, "nhs111", "calls")
    for name, q in calls.by_behaviour:
        mine = paired[told.future.plan.of_set(name)]
        assert q.p50 == pytest.approx(np.median(mine))


def test_twins_weigh_nothing_and_sets_what_they_were_given(told: Told) -> None:
    assert told.weights.sum() == pytest.approx(1.0)
    assert not told.weights[told.future.plan.twin].any()
    behaviours = (("gpps-2026", 3.0), ("implied-nhse-2024", 1.0))
    heavier = replace(told, assessment=replace(told.assessment, behaviours=behaviours))
    mine = heavier.weights[told.future.plan.of_set("gpps-2026")]
    assert mine.sum() == pytest.approx(0.75)


def test_the_accounts_of_the_scenario_close(made: Forecast) -> None:
    a = made.accounting
    assert a.imbalance == 0
    into = a.waiting_at_start + a.contacts_sought
    out = a.seen_in_practice + sum(a.went_to.values()) + a.waiting_at_end + a.retrying_at_end
    assert into == pytest.approx(out, rel=1e-12)
    assert set(a.went_to) == {
        *("nhs111", "utc", "ed", "pharmacy", "hub", "self_care", "private", "nothing"),
        *("out_of_hours", "ambulance"),
    }


def test_every_number_that_is_used_is_listed_unit_costs_too(told: Told, made: Forecast) -> None:
    listed = {a.symbol for a in made.assumptions}
    assert {"u_ed", "u_111", "u_utc", "u_ph", "u_amb", "cv_gp", "emg", "w_list"} <= listed
    assert set(told.symbols()) <= listed
    assert {f"behaviour.gpps-2026.{k}" for k in ("ed", "nhs111", "retry")} <= listed
    assert all(a.grade and a.source for a in made.assumptions)


def test_an_override_is_recorded_as_one(board: Board) -> None:
    asked = capped(
        weeks=1,
        draws=2,
        overrides={"precap": (0.3, 0.4, 0.45), "behaviour.gpps-2026.ed": (0.0, 0.05, 0.1)},
    )
    found = forecast(board.run(asked), (), PROVENANCE)
    marked = {a.symbol for a in found.assumptions if a.overridden}
    assert marked == set(asked.overrides)
    assert next(a for a in found.assumptions if a.symbol == "precap").central == 0.4
    assert any("precap" in line for line in found.overrides)


def test_an_answer_that_is_a_parameter_has_its_source_and_its_override(board: Board) -> None:
    asked = capped(weeks=1, draws=2, overrides={"b26_ed": (0.05, 0.06, 0.1)})
    found = {a.symbol: a for a in forecast(board.run(asked), (), PROVENANCE).assumptions}
    parameter = board.catalogue.parameters["b26_ed"]
    answer = found["behaviour.gpps-2026.ed"]
    assert (answer.central, answer.overridden) == (0.06, True)
    assert answer.source == board.catalogue.sources[parameter.source].title
    assert answer.relay == parameter.relay


def test_notes_name_every_set_and_action(made: Forecast) -> None:
    assert len(made.behaviour_notes) == 4
    assert made.uptake_notes[0].startswith("Limit daily contacts: ")
    assert made.uptake_notes[-1].startswith("The position of 0 of 10 practices is known")


def test_a_comparison_is_withheld_where_the_forecast_is(told: Told, board: Board) -> None:
    preset = board.catalogue.presets["reasonable_worst_case"]
    found = {(s, m): q for s, m, q in comparison(preset, told).measures}
    assert found["ed", "within_4_hours"] == WITHHELD
    assert found["nhs111", "calls"] == quantiles(change_of(told, "nhs111", "calls"), told.weights)


def test_a_comparison_tells_of_each_site_the_paired_change_there(told: Told, board: Board) -> None:
    preset = board.catalogue.presets["reasonable_worst_case"]
    sites = sites_of(told.setting.system, told.setting.horizon)
    found = {(s, m, p): q for s, m, p, q in comparison(preset, told, sites).by_place}
    assert {place for _, _, place in found}.isdisjoint(sites["practice"])
    for i, site in enumerate(sites["ed"]):
        here = (
            arm.by_place["ed", "attendances"][:, i]
            for arm in (told.arms.baseline, told.arms.scenario)
        )
        before, after = (weeks.mean(axis=0) for weeks in here)
        assert found["ed", "attendances", site] == quantiles(after - before, told.weights)
        assert found["ed", "within_4_hours", site] == WITHHELD
    assert not comparison(preset, told).by_place


def test_each_preset_asked_for_is_run_beside(board: Board) -> None:
    asked = capped(weeks=1, draws=2, compare=("reasonable_worst_case",))
    told: list[tuple[int, int]] = []
    found = assess(
        asked,
        board.system,
        board.fit,
        {},
        board.catalogue,
        workers=1,
        progress=lambda done, of: told.append((done, of)),
    )
    assert [c.preset for c in found.compare] == ["reasonable_worst_case"]
    assert told == [(1, 2), (2, 2)]
    assert found.seconds > 0


def test_a_set_that_sends_too_many_people_is_refused_with_its_numbers(
    told: Told, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    lowered = np.ones_like(told.arms.lowered)
    many = replace(told, arms=replace(told.arms, lowered=lowered))
    assert not_netted(told) is None
    monkeypatch.setattr(assessing, "tell", lambda *_, **__: many)
    with pytest.raises(KnockonError, match=r"'gpps-2026' .* lowered in 8 of 8"):
        assess(told.assessment, board.system, board.fit, {}, board.catalogue)


def test_a_case_beside_it_that_sends_too_many_people_is_withheld_with_its_numbers(
    told: Told, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    lowered = np.ones_like(told.arms.lowered)
    many = replace(told, arms=replace(told.arms, lowered=lowered))
    runs = iter((told, many))
    monkeypatch.setattr(assessing, "tell", lambda *_, **__: next(runs))
    asked = replace(told.assessment, compare=("reasonable_worst_case",))
    (beside,) = assess(asked, board.system, board.fit, {}, board.catalogue).compare
    assert "lowered in 8 of 8 draws" in (beside.withheld or "")
    assert {change for _, _, change in beside.measures} == {WITHHELD}


def test_with_nobody_acting_nothing_changes_and_the_headline_says_so(board: Board) -> None:
    found = forecast(board.run(capped(weeks=1, draws=4, uptake={})), (), PROVENANCE)
    assert found.headline.startswith("No action")
    for m in found.measures:
        assert m.change.p5 in (0.0, None)
        assert m.change.p95 in (0.0, None)
        assert m.drivers == ()
    assert found.cost.total.p95 == 0.0


def test_only_what_is_not_known_may_drive_the_doubt(told: Told) -> None:
    """Neither answers no set gives, nor a share of practices that is known, nor constants."""
    possible = set(told.percentiles())
    assert {"behaviour.ed", "behaviour.retry", "uptake.limit_daily_contacts"} <= possible
    assert "behaviour.private" not in possible
    assert not {s for s in possible if s in {"four_h", "arr_next"}}
    certain = replace(told.assessment.uptake["limit_daily_contacts"][0], uptake=Uptake(1, 1, 1))
    asked = replace(told.assessment, uptake={"limit_daily_contacts": (certain,)})
    assert "uptake.limit_daily_contacts" not in replace(told, assessment=asked).percentiles()
