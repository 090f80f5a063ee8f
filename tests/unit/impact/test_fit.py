"""A small department and a small line are fitted to their targets."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from knockon.catalogue import Catalogue
from knockon.impact.fit import CHECKED, Effort, fit
from knockon.impact.fitting import Row
from knockon.system.values import System

EFFORT = Effort(steps=((4, 6),) * 5, check=(6, 8), line=(2, 3), ward=(4, 6), ward_check=(12, 20))


@pytest.fixture(scope="module")
def found(system: System, catalogue: Catalogue) -> dict[str, Any]:
    """The fit of the made-up board, made with some care; twice the people, for less noise."""
    busier = replace(system, volumes=tuple(replace(v, level=2 * v.level) for v in system.volumes))
    return dict(fit(busier, catalogue, effort=EFFORT, threads=2))


def of(found: dict[str, Any], measure: str) -> dict[str, Any]:
    return next(r for r in found["rows"] if r["measure"] == measure)


@pytest.mark.parametrize("measure", ["within_4_hours", "left_unseen", "answered"])
def test_what_is_fitted_gives_back_its_target(found: dict[str, Any], measure: str) -> None:
    row = of(found, measure)
    assert row["achieved"] == pytest.approx(row["target"], abs=row["tolerance"])
    assert row["verdict"] == ("ok" if row["furthest"] <= row["tolerance"] else "outside")


def test_a_department_is_solved_at_five_values_of_its_driver(
    found: dict[str, Any], catalogue: Catalogue
) -> None:
    """The faster the uncongested visits, the fewer the spaces that give the same share."""
    ed = found["ed"]["XT01-ed"]
    q = catalogue.parameters["ed_q0"]
    assert ed["ed_q0"] == pytest.approx(list(np.linspace(q.low, q.high, 5)))
    spaces = np.array(ed["spaces"])
    assert (spaces > 0).all()
    assert len(ed["patience"]) == 5
    assert spaces[-1] < spaces[0]


def test_a_line_needs_more_people_the_less_patient_its_callers(found: dict[str, Any]) -> None:
    beta = np.array(found["nhs111"]["X111"]["beta"])
    assert beta.shape == (5, 5)
    assert (beta[:, 0] > beta[:, -1]).all()


def test_nothing_is_fitted_to_a_treatment_centre(found: dict[str, Any]) -> None:
    fitted = {r["service"] for r in found["rows"]}
    assert fitted == {"ed", "nhs111", "acute_beds", "outpatients"}


def test_calls_answered_in_a_minute_are_checked_where_they_are_published(
    found: dict[str, Any], system: System, catalogue: Catalogue
) -> None:
    """England's rates have none, so nothing is judged; where a service reports it, it is."""
    assert CHECKED not in {r["measure"] for r in found["rows"]}
    (answered,) = (t for t in system.targets if t.measure == "answered")
    reported = replace(answered, measure=CHECKED, value=0.7)
    quick = Effort(steps=((2, 1),), check=(2, 1), line=(1, 1), ward=(1, 1), ward_check=(1, 1))
    told = fit(replace(system, targets=(*system.targets, reported)), catalogue, effort=quick)
    assert of(dict(told), CHECKED)["target"] == 0.7


def test_the_same_on_one_thread_or_two(system: System, catalogue: Catalogue) -> None:
    quick = Effort(steps=((2, 1),), check=(2, 1), line=(1, 1), ward=(1, 1), ward_check=(1, 1))
    one, two = (fit(system, catalogue, effort=quick, threads=n) for n in (1, 2))
    assert one == two


@pytest.mark.parametrize(
    ("achieved", "verdict"),
    [([0.57, 0.59], "ok"), ([0.58, 0.601], "outside"), ([0.555, 0.58], "outside")],
)
def test_the_worst_of_a_grid_is_judged(achieved: list[float], verdict: str) -> None:
    row = Row("ed", "X-ed", "within_4_hours", 0.58, 0.02, "").judged(np.array(achieved))
    assert row["verdict"] == verdict
    assert row["achieved"] == pytest.approx(np.mean(achieved))


def test_every_row_says_its_unit_and_what_its_tolerance_is(found: dict[str, Any]) -> None:
    assert {r["unit"] for r in found["rows"]} == {"share", "of occupied", "pathways"}
    factors = {r["measure"] for r in found["rows"] if r["tolerance_is"] == "factor"}
    assert factors == {"dta_over_4_hours", "dta_over_12_hours"}


def test_a_factor_is_judged_by_the_ratio_either_way() -> None:
    row = Row("acute_beds", "X-beds", "dta_over_4_hours", 0.2, 1.5, "", factor=True)
    assert row.judged(np.array([0.14, 0.29]))["verdict"] == "ok"
    assert row.judged(np.array([0.13, 0.2]))["verdict"] == "outside"
    nobody = row.judged(np.array([0.0, 0.2]))
    assert (nobody["verdict"], nobody["furthest"]) == ("outside", None)


def test_a_ward_keeps_its_load_and_its_occupancy_near_what_is_published(
    found: dict[str, Any], system: System
) -> None:
    (ward,) = system.wards
    load = of(found, "offered_load")
    assert load["verdict"] == "ok"
    assert found["ward"][ward.id]["beds"] == ward.beds
    assert of(found, "occupancy")["achieved"] == pytest.approx(ward.occupancy, abs=0.05)


def test_services_alike_in_all_but_name_are_fitted_once(
    system: System, catalogue: Catalogue
) -> None:
    twin = replace(system.lists[0], id="XT99-list", provider="XT99")
    quick = Effort(steps=((2, 1),), check=(2, 1), line=(1, 1), ward=(1, 1), ward_check=(1, 1))
    told = fit(replace(system, lists=(*system.lists, twin)), catalogue, effort=quick)
    assert told["list"]["XT99-list"] is told["list"][system.lists[0].id]
    assert {r["site"] for r in told["rows"]} >= {"XT99-list", system.lists[0].id}
