"""The reference cases meet the published figures, or the formula, within their tolerances."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from tests.reference.impact.boards import Board

from knockon.catalogue import Catalogue
from knockon.impact.forecast import Quantiles
from knockon.plans.reading import read_assessment

Case = Callable[[str], ModuleType]


@pytest.fixture(scope="module")
def booked(case: Case) -> ModuleType:
    return case("book_keeping")


@pytest.mark.parametrize(
    ("service", "leaked"), [("ed", 1.2), ("nhs111", 1.8), ("pharmacy", 1.8), ("utc", 0.7)]
)
def test_book_keeping_gives_the_leaked_counts_back(
    booked: ModuleType, board: Board, catalogue: Catalogue, service: str, leaked: float
) -> None:
    third = booked.england(booked.THIRD, board.system, catalogue)
    assert third.reached[service] == pytest.approx(leaked * 1e6, rel=0.02)
    assert booked.leaked(catalogue)[0][service] == pytest.approx(leaked * 1e6)


def test_a_tenth_is_a_third_of_a_third_whatever_the_board(
    booked: ModuleType, board: Board, catalogue: Catalogue
) -> None:
    third, tenth = (
        booked.england(preset, board.system, catalogue) for preset in (booked.THIRD, booked.TENTH)
    )
    assert tenth.lost == pytest.approx(third.lost / 3)
    for service, people in third.reached.items():
        assert tenth.reached[service] == pytest.approx(people / 3)
    leaked = catalogue.parameters["leak30.ref"]
    assert tenth.referrals < 0.25e6 * 0.7, "the leak's 10% case has more referrals than this"
    assert third.referrals == pytest.approx(leaked.central * 1e6, rel=0.03)


def test_the_cost_of_the_leak_needs_29_pounds_a_call(
    booked: ModuleType, catalogue: Catalogue
) -> None:
    assert round(booked.price_of_a_call(catalogue)) == 29
    counts, referrals, cost = booked.leaked(catalogue)
    total = sum(booked.priced(counts, referrals, catalogue).values())
    assert round(total / 1e6) == 532
    assert round(cost / 1e6) == 569


def test_nobody_leaving_ten_months_list_takes_16_7_months(case: Case) -> None:
    """Tolerance: one week."""
    waits = case("everybody_waits")
    months = waits.waited(0.0).months_to_get_there
    assert months == pytest.approx(10 * 25 / 15, abs=12 / 52)


@pytest.mark.parametrize("leaving", [0.0, 0.003, 0.01, 0.03])
def test_a_list_people_leave_is_as_long_as_the_formula_says(case: Case, leaving: float) -> None:
    waits = case("everybody_waits")
    found = waits.waited(leaving)
    for day in (20, 100, 362, 700):
        formula = waits.closed_form(leaving, day)
        assert found.waiting[day - 1] == pytest.approx(formula, rel=0.015)
    if leaving:
        assert found.months_to_get_there is None
        assert waits.longest(leaving) < waits.ten_months_work()


def test_a_month_of_referring_everybody_takes_as_long_as_the_formula_says(
    case: Case, board: Board, catalogue: Catalogue
) -> None:
    """By the recurrence, within 5%: the last people on the list leave it as slowly as ever."""
    found = case("everybody_referred").referred(board.system, catalogue)
    weeks, formula = found.weeks_to_recover(), found.by_formula()
    assert all(week is not None for week in weeks)
    assert list(weeks) == pytest.approx(list(formula), rel=0.05)
    assert formula[0] == pytest.approx(5 * formula[2])


def test_the_whole_model_lengthens_the_list_as_much(
    case: Case, board: Board, catalogue: Catalogue
) -> None:
    """A run with everybody referring for four weeks and no growth, against the sum of the case."""
    referred = case("everybody_referred")
    plan = read_assessment(referred.PLAN, catalogue)
    (phase,) = plan.uptake["refer_every_patient"]
    assert (phase.until - phase.start).days == 7 * referred.WEEKS_OF_A_MONTH
    # Away from Christmas, when GPs see fewer people than in an ordinary week.
    monday = date(2027, 2, 1)
    later = replace(phase, start=monday, until=monday + (phase.until - phase.start))
    named = replace(plan, start=monday, weeks=6, draws=8, uptake={"refer_every_patient": (later,)})
    told = board.run(named)
    m = next(m for m in told.measures if m.key == ("outpatients", "waiting_list"))
    base, scen = m.of(told.arms.baseline), m.of(told.arms.scenario)
    found = referred.referred(board.system, catalogue)
    grown = (scen[referred.WEEKS_OF_A_MONTH] - base[referred.WEEKS_OF_A_MONTH])[
        told.weights > 0
    ].mean()
    there = found.waiting[referred.WEEKS_OF_A_MONTH].mean() - found.usual
    assert grown == pytest.approx(there, rel=0.1)


def test_dorsets_dates_hold_one_another(case: Case, catalogue: Catalogue) -> None:
    dorset = case("dorset")
    plan = read_assessment(dorset.PLAN, catalogue)
    first, second, third = dorset.dates(plan).values()
    assert set(first.uptake) < set(second.uptake) == set(third.uptake)
    assert first.stopping == ()
    assert set(second.stopping) < set(third.stopping)
    assert {one.start for one in third.stopping if one not in second.stopping} == {date(2027, 1, 1)}
    share = catalogue.parameters["u_dor"]
    shares = {(s.uptake.low, s.uptake.likely, s.uptake.high) for s in third.stopping}
    assert shares == {(share.low, share.central, share.high)}
    limit = catalogue.presets["reasonable_worst_case"]
    assert "limit_daily_contacts" in limit.uptake


def test_the_published_rises_are_those_of_the_files(shared: Path, catalogue: Catalogue) -> None:
    kinds = ("type_1", "other_aande_department")
    columns = [f"aande_attendances_{kind}" for kind in kinds]
    columns += [
        f"aande_attendances_booked_appointments_{k}" for k in ("type_1", "other_department")
    ]
    seen: Counter[int] = Counter()
    path = shared / "data/ae/ae_provider_month_england_2020-04_to_2026-02.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            year, month = int(row["period"][:4]), int(row["period"][5:7])
            if month >= 8:
                seen[year] += sum(int(float(row[c] or 0)) for c in columns)
    for symbol, year in (("ae_more_24", 2024), ("ae_more_25", 2025)):
        parameter = catalogue.parameters[symbol]
        assert parameter.central == pytest.approx(seen[year] / seen[year - 1] - 1, abs=0.0005)


def test_a_corner_above_the_published_rise_is_said_to_be(case: Case) -> None:
    backcast = case("backcast")
    above = Quantiles(0.01, 0.02, 0.05, 0.06, 0.07)
    partly = Quantiles(0.0, 0.0, 0.01, 0.04, 0.05)
    below = Quantiles(0.0, 0.0, 0.01, 0.02, 0.03)
    said = [backcast.said(backcast.Corner(q, False), 0.048) for q in (above, partly, below)]
    assert said == [
        "+5.0% (+1.0% to +7.0%): not consistent with autumn 2024",
        "+1.0% (+0.0% to +5.0%): its upper end is not consistent with autumn 2024",
        "+1.0% (+0.0% to +3.0%)",
    ]
    assert backcast.said(backcast.Corner(below, True), 0.048).startswith("refused")


@pytest.mark.parametrize("name", ["everybody_waits", "everybody_referred"])
def test_the_manual_prints_what_the_case_gives(
    case: Case, catalogue: Catalogue, repository: Path, name: str
) -> None:
    first, last = case("tables").between(name.replace("_", "-"))
    page = (repository / "docs/explanation/reference-cases.md").read_text("utf-8")
    printed = page.partition(first)[2].partition(last)[0].strip()
    assert printed == case(name).results(catalogue)


def test_a_page_without_a_place_for_a_case_is_refused(case: Case) -> None:
    tables = case("tables")
    first, last = tables.between("waits")
    assert tables.put_in(f"a\n{first}\nold\n{last}\nb", {"waits": "new"}) == (
        f"a\n{first}\n\nnew\n\n{last}\nb"
    )
    with pytest.raises(ValueError, match="no place"):
        tables.put_in("nothing", {"waits": "new"})


@pytest.mark.deep
def test_more_of_the_loss_happening_is_more_in_a_and_e_by_every_account(
    case: Case, catalogue: Catalogue
) -> None:
    found = case("backcast").worked(catalogue, practices=10, draws=16)
    for name in found["low"]:
        middles = [found[end][name].extra.p50 for end in ("low", "central", "high")]
        assert middles == sorted(middles)
        assert middles[0] >= 0.0
        assert middles[-1] > 0.0


@pytest.mark.deep
def test_the_full_model_sends_fewer_than_book_keeping(
    booked: ModuleType, board: Board, catalogue: Catalogue
) -> None:
    """It cuts GPs' contacts alone, and some of those wait, try again or are seen all the same."""
    told = booked.full_model(board.system, catalogue, draws=16)
    third = booked.england(booked.THIRD, board.system, catalogue)
    for service in ("ed", "nhs111", "pharmacy", "utc"):
        q = booked.in_england(told, booked.SERVICES[service][3])
        assert 0.0 < q.p50 < third.reached[service]
    assert np.isfinite(booked.in_england(told, ("outpatients", "gp_referrals")).p50)
