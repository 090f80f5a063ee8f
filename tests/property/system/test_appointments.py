"""Appointments by practice and by sub-ICB: what was put in comes out, added up another way."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knockon import published
from knockon.catalogue.loading import load
from knockon.dates import is_working_day
from knockon.places import Icb
from knockon.system import appointments, general_practice
from knockon.system.method import method

WAITS = ("same_day", "day_1", "days_2_7", "days_8_14", "days_15_21", "days_22_28", "over_28_days")
BOARD = Icb("QXX", "Shire", "West")


@pytest.fixture(scope="module")
def numbers():
    """The numbers of the method."""
    return method(load())


@pytest.fixture(scope="module")
def nothing(tmp_path_factory):
    """What an empty folder says: every table, and no row."""
    return published.read(tmp_path_factory.mktemp("empty"))


def days_of(month: date) -> list[date]:
    last = calendar.monthrange(month.year, month.month)[1]
    return [day for n in range(last) if is_working_day(day := month + timedelta(n))]


def months(first: int, number: int) -> list[date]:
    return [date(n // 12, n % 12 + 1, 1) for n in range(first, first + number)]


counts = st.integers(0, 5_000)
cells = st.tuples(
    st.sampled_from(["X10001", "X10002"]),
    st.sampled_from(months(2024 * 12 + 3, 12)),
    st.sampled_from(["attended", "dna", "unknown"]),
    st.sampled_from(["gp", "other_staff"]),
    st.tuples(*([counts] * (len(WAITS) + 1))),
)
USUAL = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}


@settings(max_examples=60, **USUAL)
@given(st.lists(cells, min_size=1, max_size=40, unique_by=lambda cell: cell[:4]))
def test_counts_of_the_last_months_are_those_of_a_slow_sum(nothing, numbers, given_cells):
    names = (*WAITS, "unknown_wait")
    rows = [
        {"practice": who, "month": month, "status": status, "mode": "telephone", "hcp_type": staff}
        | dict(zip(names, parts, strict=True))
        | {"appointments": sum(parts)}
        for who, month, status, staff, parts in given_cells
    ]
    frame = pl.DataFrame(rows, schema_overrides=nothing.gpad_crosstab.schema)
    files = replace(nothing, gpad_crosstab=frame.select(nothing.gpad_crosstab.columns))
    found = appointments.counted(files, ["X10001", "X10002"], numbers)
    for who, one in found.items():
        own = [row for row in rows if row["practice"] == who]
        newest = max(row["month"] for row in own)
        began = numbers.action_began
        alike = {row["month"] for row in own if (row["month"] >= began) == (newest >= began)}
        kept = [row for row in own if row["month"] in alike]
        of_gps = [row for row in kept if row["hcp_type"] == "gp"]
        assert set(one.months) == alike
        assert one.summary.total == sum(row["appointments"] for row in kept)
        assert one.summary.gp == sum(row["appointments"] for row in of_gps)
        missed = [row for row in of_gps if row["status"] == "dna"]
        assert one.summary.gp_dna == sum(row["appointments"] for row in missed)
        booked = sum(row[wait] for row in of_gps for wait in WAITS[1:])
        soon = sum(row[wait] for row in of_gps for wait in WAITS[1:3])
        assert one.within_a_week == (pytest.approx(soon / booked) if booked else None)


factors = st.lists(st.floats(0.8, 1.2), min_size=12, max_size=12)
weeks = st.lists(st.floats(0.6, 1.4), min_size=5, max_size=5)


@settings(max_examples=12, **USUAL)
@given(season=factors, week=weeks, growth=st.floats(-0.06, 0.06))
def test_season_week_and_growth_come_back_from_days_made_of_them(
    nothing, numbers, season, week, growth
):
    """Four years of days from September 2024: level x month x weekday x growth."""
    first = 2024 * 12 + 8
    rows = [
        {"sub_icb_code": "99X", "date": day, "status": "attended", "mode": "telephone"}
        | {"hcp_type": "gp", "appointments": round(1e7 * season[month.month - 1] * part * grown)}
        for nth, month in enumerate(months(first, 48))
        for day in days_of(month)
        for part, grown in [(week[day.weekday()], (1 + growth) ** (nth / 12))]
    ]
    frame = pl.DataFrame(rows, schema_overrides=nothing.gpad_daily.schema)
    missing = [pl.lit(0).alias(name) for name in nothing.gpad_daily.columns if name not in frame]
    daily = frame.with_columns(missing).select(nothing.gpad_daily.columns)
    map_ = pl.DataFrame([{"practice": "X10001", "sub_icb_code": "99X", "icb_code": "QXX"}])
    found = general_practice.pattern(
        replace(nothing, practices=map_, gpad_daily=daily), [BOARD], numbers
    )
    mean = sum(season) / 12
    assert found.season == pytest.approx([f / mean for f in season], rel=0.02)
    assert found.weekday == pytest.approx([w / (sum(week) / 5) for w in week], rel=0.02)
    assert found.growth_mean == pytest.approx(growth, abs=0.003)
