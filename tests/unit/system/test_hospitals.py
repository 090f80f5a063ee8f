"""Wards, outpatient lists and 999: what files say of them, and what stands in."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest

from knockon import published
from knockon.places import Icb
from knockon.system import ambulance, beds, emergency, waiting
from knockon.system.method import method

TRUST = beds.Trust("RX1", ("RX1-ed",), 400_000.0, "Shire Trust")
MONTHS = [date(2022 + n // 12, n % 12 + 1, 1) for n in range(3, 51)]
NATION = emergency.England()


@pytest.fixture(scope="module")
def numbers(catalogue):
    """The numbers of the method."""
    return method(catalogue)


@pytest.fixture(scope="module")
def nothing(tmp_path_factory):
    """What an empty folder says: every table, and no row."""
    return published.read(tmp_path_factory.mktemp("empty"))


def long(period: str, when: list[date], **values: list[float | None]) -> pl.DataFrame:
    """A long table of RX1: a measure a keyword, None where it is not reported."""
    rows = [
        {
            **{"provider": "RX1", period: day, "measure": measure, "value": value},
            **{"reported": value is not None, "published": value, "reason": None},
        }
        for measure, counts in values.items()
        for day, value in zip(when, counts, strict=True)
    ]
    whole = {"value": pl.Int64(), "published": pl.Int64(), "reason": pl.String()}
    return pl.DataFrame(rows, schema_overrides=whole)


def days(month: date) -> int:
    return calendar.monthrange(month.year, month.month)[1]


@pytest.fixture(scope="module")
def whole(nothing):
    """48 months of RX1: 100 emergency admissions a day, 60 via type 1; 950 of 1,000 beds full."""
    a_day = [days(month) for month in MONTHS]
    daily = [date(2023, 1, 2) + timedelta(day) for day in range(28)]
    weekend = [60 if day.weekday() >= 5 else 100 for day in daily]
    return replace(
        nothing,
        ae=long(
            "month",
            MONTHS,
            admissions_type1=[60 * n for n in a_day],
            other_admissions=[40 * n for n in a_day],
            dta_4_12=[12 * n for n in a_day],
            dta_12=[3 * n for n in a_day],
        ),
        beds=long(
            "month",
            MONTHS[:24],
            general_acute_available=[1_000.0] * 24,
            general_acute_occupied=[950.0] * 23 + [None],
        ),
        discharged=long(
            "date",
            daily,
            left=weekend,
            left_by_1700=[0.7 * n for n in weekend],
            left_after_1700=[0.3 * n for n in weekend],
        ),
        criteria_to_reside=long("date", MONTHS[20:24], not_meeting_criteria=[100, 110, 120, None]),
    )


def test_a_ward_is_what_the_files_say(whole, numbers):
    ward = beds.ward(TRUST, whole, NATION, numbers)
    assert (ward.beds, ward.occupied) == (1_000.0, 950.0)
    assert ward.months[-1] == "2024-02", "the last month is not reported"
    assert len(ward.months) == numbers.level_months
    assert ward.admitted_then == pytest.approx(100)
    assert ward.admissions.level == pytest.approx(100)
    assert ward.through_ed == pytest.approx(0.6)
    assert ward.not_meeting_criteria == pytest.approx(110)
    assert ward.departments == ("RX1-ed",)


def test_people_leave_by_day_and_hour_as_published(whole, numbers):
    ward = beds.ward(TRUST, whole, NATION, numbers)
    assert sum(ward.discharge_hour[: beds.FIVE]) == pytest.approx(0.7)
    assert ward.discharge_weekday[0] / ward.discharge_weekday[6] == pytest.approx(100 / 60)


def test_a_wards_targets_are_occupancy_and_the_shares_who_waited(whole, numbers):
    ward = beds.ward(TRUST, whole, NATION, numbers)
    found = {t.measure: t.value for t in beds.targets(ward, whole, numbers)}
    assert found == {
        "occupancy": pytest.approx(0.95),
        "dta_over_4_hours": pytest.approx(15 / 60),
        "dta_over_12_hours": pytest.approx(3 / 60),
    }


def test_without_files_england_stands_in_and_it_is_said(nothing, numbers):
    ward = beds.ward(TRUST, nothing, NATION, numbers)
    rates = numbers.hospital
    assert ward.beds == pytest.approx(400 * rates.beds)
    assert ward.occupancy == pytest.approx(rates.occupancy)
    assert ward.through_ed == rates.through_ed
    assert ward.months == ()
    assert "England's rates" in ward.assumed[0]
    assert "England's rate" in ward.admissions.assumed[0]
    four = next(t for t in beds.targets(ward, nothing, numbers) if t.measure == "dta_over_4_hours")
    assert (four.value, four.source) == (rates.dta_over_4_hours, "England's rate")


def test_admissions_not_reported_in_the_months_of_the_beds_are_their_level(whole, numbers):
    late = replace(whole, ae=whole.ae.filter(pl.col("month") > MONTHS[30]))
    ward = beds.ward(TRUST, late, NATION, numbers)
    assert ward.admitted_then == ward.admissions.level
    assert any("not reported" in text for text in ward.assumed)


def test_hours_and_weekdays_not_published_are_said(whole, numbers):
    silent = replace(whole, discharged=whole.discharged.clear())
    ward = beds.ward(TRUST, silent, NATION, numbers)
    assert ward.discharge_weekday == (1.0,) * 7
    assert sum(ward.discharge_hour[: beds.FIVE]) == pytest.approx(numbers.hospital.left_by_1700)
    assert sum("not published here" in text for text in ward.assumed) == 2


def test_a_list_is_what_the_summary_counts(nothing, numbers):
    row = {"provider": "RX1", "month": date(2026, 6, 1), "waiting": 10_000}
    summary = pl.DataFrame([{**row, "within_18_weeks_pct": 61.5, "over_52_weeks": 90}])
    found = waiting.list_of(TRUST, replace(nothing, rtt_summary=summary), numbers.hospital)
    assert (found.waiting, found.within_18_weeks, found.over_52_weeks) == (10_000, 6_150, 90)
    assert found.month == "2026-06"
    a_month = found.starts_a_week * 365.25 / 7 / 12
    rates = numbers.hospital
    assert a_month / found.waiting == pytest.approx(rates.starts / rates.waiting)
    assert "Clock starts are not published" in found.assumed[0]


def test_a_list_nobody_counts_is_englands(nothing, numbers):
    found = waiting.list_of(TRUST, nothing, numbers.hospital)
    rates = numbers.hospital
    assert found.waiting == pytest.approx(400 * rates.waiting)
    assert found.within_18_weeks / found.waiting == pytest.approx(rates.within_18_weeks)
    assert found.month == ""
    assert len(found.assumed) == 2


def extract(nothing, month: date, **counts: int | None) -> pl.DataFrame:
    """Two specialties of RX1 in the full extract, each with 7,000 clock starts in the month."""
    bands = {"pathways": 5_000, "within_18_weeks": 3_000, "over_52_weeks": 40, **counts}
    started = {"pathways": 7_000, "within_18_weeks": None, "over_52_weeks": None}
    rows = [
        {"provider": "RX1", "month": month, "part": part, "treatment": treatment, **pathways}
        for part, pathways in (("waiting", bands), ("started", started))
        for treatment in ("C_100", "C_110")
    ]
    return pl.DataFrame(rows, schema_overrides=nothing.rtt_lists.schema).select(
        pl.col(name) if name in rows[0] else pl.lit(None).alias(name)
        for name in nothing.rtt_lists.columns
    )


def test_the_full_extract_adds_up_specialties_and_gives_clock_starts(nothing, numbers):
    files = replace(nothing, rtt_lists=extract(nothing, date(2026, 6, 1)))
    found = waiting.list_of(TRUST, files, numbers.hospital)
    assert (found.waiting, found.within_18_weeks, found.over_52_weeks) == (10_000, 6_000, 80)
    assert found.starts_a_week == pytest.approx(14_000 / 30 * 7)
    assert found.assumed == ()


def test_the_later_of_summary_and_extract_counts_and_the_extract_where_both_do(nothing, numbers):
    row = {"provider": "RX1", "month": date(2026, 6, 1), "waiting": 9_000}
    summary = pl.DataFrame([{**row, "within_18_weeks_pct": 50.0, "over_52_weeks": 9}])
    for month, waits in ((date(2026, 5, 1), 9_000), (date(2026, 6, 1), 10_000)):
        files = replace(nothing, rtt_summary=summary, rtt_lists=extract(nothing, month))
        found = waiting.list_of(TRUST, files, numbers.hospital)
        assert found.waiting == waits
        assert found.assumed == (), "clock starts are the extract's either way"


def test_a_month_not_counted_by_weeks_is_passed_over(nothing, numbers):
    blank = extract(nothing, date(2026, 6, 1), within_18_weeks=None)
    found = waiting.list_of(TRUST, replace(nothing, rtt_lists=blank), numbers.hospital)
    assert found.month == "", "England's rates"


WEST = Icb("QXX", "Shire Board", "South West")
A_TENTH = ambulance.People(100_000.0, 1_000_000.0)


def calls(incidents: int = 1_000, handovers: int | None = 400) -> pl.DataFrame:
    """RYF's months: so many incidents a day, four in ten taken to hospital."""
    a_day = [days(month) for month in MONTHS]
    seconds = None if handovers is None else handovers * 1_800
    frame = long(
        "month",
        MONTHS,
        incidents=[incidents * n for n in a_day],
        conveyed_to_ed=[0.4 * incidents * n for n in a_day],
        handovers=[handovers] * len(MONTHS),
        handover_seconds=[seconds] * len(MONTHS),
    )
    return frame.with_columns(pl.lit("RYF").alias("provider"))


def test_a_board_has_its_peoples_share_of_its_regions_service(nothing, numbers):
    found = ambulance.ambulance(WEST, A_TENTH, replace(nothing, ambulance=calls()), numbers)
    assert found.services == ("RYF",)
    assert found.share == pytest.approx(0.1)
    assert found.incidents.level == pytest.approx(100)
    assert found.conveyed == pytest.approx(0.4)
    assert found.handover_minutes == pytest.approx(30)


def test_handovers_not_reported_are_not_nought(nothing, numbers):
    files = replace(nothing, ambulance=calls(handovers=None))
    assert ambulance.ambulance(WEST, A_TENTH, files, numbers).handover_minutes is None


@pytest.mark.parametrize("region", ["South West", "Nowhere"])
def test_without_its_regions_service_a_board_has_englands_rates(nothing, numbers, region):
    board = replace(WEST, region=region)
    found = ambulance.ambulance(board, A_TENTH, nothing, numbers)
    assert found.services == ()
    a_month = found.incidents.level * 365.25 / 12
    assert a_month == pytest.approx(100 * numbers.hospital.incidents)
    assert "England's rates" in found.assumed[0]
