"""Measures and tables: tidy, whole, paired, and silent where the fit is."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from knockon.impact.forecast import Forecast
from knockon.impact.measures import MEASURES
from knockon.impact.quantiles import LEVELS, NAMES
from knockon.impact.tables import by_place, weekly
from knockon.impact.told import Told

KEY = ["week", "service", "place", "measure", "quantile"]
PUBLIC = {
    "practice": {
        "contacts_sought",
        "contacts_seen",
        "contacts_displaced",
        "waiting",
        "contacts_per_clinician_day",
    },
    "nhs111": {"calls", "answered"},
    "ambulance": {"incidents", "conveyances"},
    "utc": {"attendances", "turned_away"},
    "ed": {"attendances", "within_4_hours", "waits_over_12_hours"},
    "acute_beds": {"emergency_admissions", "occupancy"},
    "outpatients": {"gp_referrals", "waiting_list"},
    "advice_and_guidance": {"requests"},
    "diagnostics": {"requests", "waiting_list"},
    "pharmacy": {"consultations", "returned"},
    "mental_health": {"referrals", "crisis_contacts"},
    "community": {"referrals"},
    "prescribing": {"savings_lost"},
    "data": {"patients_missing"},
}
BESIDE = {
    ("outpatients", "letters_returned"),
    ("outpatients", "within_18_weeks"),
    ("ambulance", "hours_lost"),
    ("practice", "seen_above_limit"),
}
"""Measures no published frame has."""


def test_the_keys_are_those_of_the_published_frames() -> None:
    keys = {(service, m) for service, measures in PUBLIC.items() for m in measures}
    assert {m.key for m in MEASURES} <= keys | BESIDE


def test_places_add_up_to_the_whole_draw_by_draw(told: Told) -> None:
    for m in told.measures:
        if m.below is None and m.places != "whole":
            for arm in (told.arms.baseline, told.arms.scenario):
                assert m.by_place(arm).sum(axis=1) == pytest.approx(m.of(arm)), m.key


def test_shares_are_ratios_of_totals(told: Told) -> None:
    m = next(m for m in told.measures if m.measure == "answered")
    calls = told.arms.baseline.weekly["nhs111", "calls"]
    answered = told.arms.baseline.weekly["nhs111", "answered_calls"]
    assert m.over_horizon(told.arms.baseline) == pytest.approx(
        answered.sum(axis=0) / calls.sum(axis=0)
    )


def test_a_stock_over_the_horizon_is_its_last_week_s(told: Told) -> None:
    m = next(m for m in MEASURES if m.measure == "waiting")
    assert np.array_equal(m.over_horizon(told.arms.scenario), m.of(told.arms.scenario)[-1])
    assert not m.is_total


def test_every_row_of_the_weekly_table_stands_once(made: Forecast) -> None:
    assert made.weekly.columns == [
        *("week", "service", "place", "practice", "measure", "quantile"),
        *("baseline", "scenario", "change"),
    ]
    assert not made.weekly.select(KEY).is_duplicated().any()
    assert set(made.weekly["quantile"]) == set(NAMES)
    assert made.weekly["week"].unique().sort().to_list() == [
        date(2026, 12, day) for day in (7, 14, 21, 28)
    ]


def test_no_row_stands_for_a_single_practice(made: Forecast, told: Told) -> None:
    assert made.weekly["practice"].null_count() == made.weekly.height
    codes = {b.practice.ods_code for b in told.setting.system.practices}
    assert not codes & set(made.weekly["place"].drop_nulls())


def test_quantiles_rise_and_are_of_paired_differences(told: Told, made: Forecast) -> None:
    m = next(m for m in MEASURES if m.key == ("practice", "contacts_seen"))
    paired = (m.of(told.arms.scenario) - m.of(told.arms.baseline))[0][~told.future.plan.twin]
    first = made.weekly.filter(
        pl.col("week") == date(2026, 12, 7),
        pl.col("place").is_null(),
        pl.col("measure") == "contacts_seen",
    )
    assert first["change"].to_list() == pytest.approx(np.quantile(paired, LEVELS, method="hazen"))
    assert first["change"].is_sorted()


def two_departments(told: Told) -> pl.DataFrame:
    """The table of places, as if each department stood twice."""
    arms = replace(
        told.arms,
        **{
            arm: replace(
                getattr(told.arms, arm),
                by_place={
                    key: np.concatenate([values, values], axis=1)
                    for key, values in getattr(told.arms, arm).by_place.items()
                },
            )
            for arm in ("baseline", "scenario")
        },
    )
    departments = [m for m in told.measures if m.service == "ed"]
    return by_place(arms, departments, told.rows, {"ed": ("one", "other")})


def test_performance_outside_its_fit_is_in_no_table(told: Told, made: Forecast) -> None:
    """The hurried fit misses its targets: volumes are shown, shares withheld."""
    verdicts = {(m.service, m.measure): m.fit for m in made.measures}
    assert verdicts["ed", "within_4_hours"] == "outside"
    for table in (made.weekly, made.draws_table, two_departments(told)):
        hidden = table.filter(pl.col("measure") == "within_4_hours")
        assert hidden.height > 0
        assert hidden["scenario"].null_count() == hidden.height
        shown = table.filter(pl.col("measure") == "attendances")
        assert shown["scenario"].null_count() == 0
    withheld = next(m for m in made.measures if m.measure == "within_4_hours")
    assert withheld.change.p50 is None
    assert withheld.drivers == withheld.by_behaviour == ()
    assert told.rows.withheld >= {("ed", "within_4_hours")}


def test_a_fit_that_gives_back_its_targets_is_shown(told: Told) -> None:
    rows = [{**row, "verdict": "ok"} for row in told.fit["rows"]]
    good = replace(told, fit={**told.fit, "rows": rows})
    assert good.rows.withheld == frozenset()
    places = {"ed": ("a",), "utc": ("b",), "nhs111": ("c",), "practice": ("x", "y")}
    table = weekly(told.arms, [m for m in told.measures if m.service == "ed"], good.rows, places)
    assert table["scenario"].null_count() == 0


@pytest.mark.parametrize("measure", ["within_4_hours", "left_unseen"])
def test_one_fitted_part_outside_withholds_a_department_s_performance(
    told: Told, measure: str
) -> None:
    rows = [
        {**row, "verdict": "outside" if row["measure"] == measure else "ok"}
        for row in told.fit["rows"]
    ]
    some = replace(told, fit={**told.fit, "rows": rows})
    assert some.rows.withheld == {("ed", "within_4_hours")}


def test_weekdays_are_persons_a_day(told: Told, made: Forecast) -> None:
    table = made.weekdays.filter(pl.col("measure") == "calls", pl.col("quantile") == "p50")
    assert table["weekday"].to_list() == list(range(7))
    total = told.arms.baseline.weekly["nhs111", "calls"]
    assert table["baseline"].sum() == pytest.approx(np.median(total.mean(axis=0)), rel=0.05)


def test_every_draw_is_kept_and_no_twin(told: Told, made: Forecast) -> None:
    table = made.draws_table
    assert table["draw"].unique().sort().to_list() == list(range(told.future.plan.draws))
    assert table.height == told.future.plan.draws * 4 * len(told.measures)
    assert table.filter(pl.col("draw") == 3)["set"].unique().to_list() == ["implied-nhse-2024"]
    drawn = made.draw_parameters
    parameters = {s for s in drawn["symbol"] if "." not in s}
    assert parameters == {a.symbol for a in made.assumptions if "." not in a.symbol}


def test_what_drives_the_doubt_is_kept_for_every_draw(told: Told, made: Forecast) -> None:
    """Behaviour as each draw's own set has it, and how many practices act."""
    assert set(told.percentiles()) <= set(made.draw_parameters["symbol"])
    to_ed = made.draw_parameters.filter(pl.col("symbol") == "behaviour.ed")["value"].to_list()
    plan, shares = told.future.plan, told.future.shares
    wanted = [shares[plan.sets[plan.set_index[i]]].e["ed"][i] for i in range(plan.draws)]
    assert to_ed == wanted
