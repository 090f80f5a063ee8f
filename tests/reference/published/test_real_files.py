"""The real files: sums against an independent reader, facts as published."""

import re
from datetime import date

import duckdb
import polars as pl
import pytest

from knockon.published import read
from knockon.published.ae import MEASURES, TYPES
from knockon.published.publications import TABLES, tried
from knockon.published.quality import NOT_TRIED


@pytest.fixture(scope="module")
def published(shared):
    return read(shared / "data")


@pytest.fixture(scope="module")
def ae_csv(shared):
    return shared / "data" / "ae" / "ae_provider_month_england_2020-04_to_2026-02.csv"


def total(long, measure, *, column="published"):
    return int(long.filter(pl.col("measure") == measure)[column].sum())


def reported(long, organisation, measure):
    who, when = long.columns[:2]
    rows = long.filter((pl.col(who) == organisation) & (pl.col("measure") == measure)).sort(when)
    return dict(zip(rows[when], rows["value"], strict=True))


def test_every_file_is_used_set_aside_or_listed(published, shared):
    quality = published.quality
    told = (
        {one.file for one in quality.used}
        | {one.file for one in quality.set_aside}
        | {one.file for one in quality.not_used}
    )
    there = {
        path.relative_to(shared / "data").as_posix()
        for path in (shared / "data").rglob("*")
        if path.is_file() and path.suffix != ".md"
    }
    assert {re.sub(r"(\.zip|\.json)/.*", r"\1", file) for file in told} == there


def test_only_layouts_never_seen_are_missing_and_one_repeated_name_is_refused(published):
    tables = {table.id: table for table in TABLES}
    missing = [tables[one.publication] for one in published.quality.missing]
    assert {tried(table) for table in missing} == {NOT_TRIED}
    assert [(row.file, row.line) for row in published.quality.refused] == [
        ("ae/System-Mapping.csv", 116)
    ]


def test_dorset_and_england(published):
    dorset = published.practices.filter(icb_code="QVV")
    assert dorset.height == 68
    assert dorset["pcn_code"].n_unique() == 18
    assert dorset.join(published.patients, on="practice")["patients"].sum() == 825_523
    assert published.practices.height == 6139
    assert published.practices["icb_code"].n_unique() == 36
    assert published.practices["sub_icb_code"].n_unique() == 106


def test_ages_add_up_to_the_totals(published):
    by_age = published.ages.group_by("practice").agg(pl.col("patients").sum().alias("by_age"))
    both = by_age.join(published.patients, on="practice")
    assert both.height == 68
    assert both.filter(pl.col("by_age") != pl.col("patients")).is_empty()


def test_ae_csv_sums_are_those_of_another_reader(published, ae_csv):
    "Months only the CSV holds: every measure, booked added."
    named = {"type1": "type_1", "type2": "type_2", "type3": "other_department"}
    parts = []
    for kind in TYPES:
        own = "other_aande_department" if kind == "type3" else named[kind]
        booked = f"aande_attendances_booked_appointments_{named[kind]}"
        over = f"attendances_over_4hrs_{named[kind]}"
        over_booked = f"attendances_over_4hrs_booked_appointments_{named[kind]}"
        parts += [
            f"sum(aande_attendances_{own} + {booked}) as attendances_{kind}",
            f"sum({over} + {over_booked}) as over_4h_{kind}",
            f"sum(emergency_admissions_via_aande___{own}) as admissions_{kind}",
        ]
    parts += [
        "sum(other_emergency_admissions) as other_admissions",
        "sum(patients_who_have_waited_4_12_hs_from_dta_to_admission) as dta_4_12",
        "sum(patients_who_have_waited_12plus_hrs_from_dta_to_admission) as dta_12",
    ]
    query = f"select {', '.join(parts)} from read_csv(?) where period < '2025-04-01'"
    row = duckdb.connect().execute(query, [str(ae_csv)])
    names = [column[0] for column in row.description]
    theirs = dict(zip(names, row.fetchone(), strict=True))
    ours = published.ae.filter(pl.col("month") < date(2025, 4, 1))
    assert {name: total(ours, name) for name in MEASURES} == theirs


def test_ae_sheet_sums_are_those_of_another_reader(published, shared):
    "Attendances are the fourth to sixth column, those over four hours the twelfth to fourteenth."
    wanted = {"attendances": 3, "over_4h": 11}
    parts = [
        f"sum(replace(column{first + nth:02d}, ',', '')::bigint) as {block}_type{nth + 1}"
        for block, first in wanted.items()
        for nth in range(3)
    ]
    query = f"select {', '.join(parts)} from read_csv(?, header=false, skip=1, all_varchar=true)"
    row = duckdb.connect().execute(query, [str(shared / "data" / "ae" / "*-AE.csv")])
    names = [column[0] for column in row.description]
    theirs = dict(zip(names, row.fetchone(), strict=True))
    assert csv_ends(published) == date(2025, 3, 31), "the CSV gave a month the sheets hold"
    ours = published.ae.filter(pl.col("month") > date(2025, 3, 31))
    assert ours.height == 2386 * len(MEASURES)
    assert {name: total(ours, name) for name in names} == theirs


def csv_ends(published):
    """The last day the stacked CSV was used for."""
    (used,) = [one for one in published.quality.used if "england_2020" in one.file]
    return used.last


def test_nhs_111_sums_are_those_of_another_reader(published, shared):
    names = ("calls_received", "calls_answered", "calls_answered_60s", "calls_triaged")
    query = f"select {', '.join(f'sum({name})' for name in names)}, count(*) from read_csv(?)"
    *theirs, rows = (
        duckdb.connect()
        .execute(query, [str(shared / "data" / "nhs111" / "nhs111_daily.csv")])
        .fetchone()
    )
    assert [total(published.calls111, name) for name in names] == theirs
    assert published.calls111.height == 4 * rows


def test_the_last_week_of_nhs_111_is_not_reported(published):
    week = published.calls111.filter(pl.col("date") >= date(2026, 3, 30))
    assert week.height == 7 * 28 * 4
    assert week["value"].null_count() == week.height


def test_dorsets_calls_a_day_without_the_unreported_week(published):
    calls = [v for v in reported(published.calls111, "111AI4", "calls_received").values() if v]
    assert len(calls) == 126
    assert round(sum(calls) / len(calls)) == 1022


def test_r0d_did_not_report_four_hours_until_june_2023(published):
    over = reported(published.ae, "R0D", "over_4h_type1")
    silent = [month for month, value in over.items() if value is None]
    assert (min(silent), max(silent)) == (date(2020, 4, 1), date(2023, 5, 1))
    assert len(silent) == 38
    assert over[date(2023, 6, 1)] == 6600


def test_fourteen_trusts_and_one_predecessor_took_part_in_the_trial(published):
    "The rule finds, from the numbers alone, who reported no four-hour figure, and until when."
    silent = published.ae.filter(
        (pl.col("measure") == "over_4h_type1")
        & pl.col("reason").str.contains("no four-hour breach")
    )
    assert silent["provider"].n_unique() == 14
    assert silent["month"].max() == date(2023, 5, 1)


def test_r0d_did_not_report_type_3_for_a_year(published):
    seen = reported(published.ae, "R0D", "attendances_type3")
    silent = [month for month, value in seen.items() if value is None]
    assert (min(silent), max(silent), len(silent)) == (date(2022, 4, 1), date(2023, 3, 1), 12)


def test_rdy_submits_an_empty_return(published):
    seen = reported(published.ae, "RDY", "attendances_type1")
    assert len(seen) == 72
    assert set(seen.values()) == {None}
    assert reported(published.ae, "RDY", "other_admissions")[date(2020, 4, 1)] == 6


def test_predecessors_of_r0d(published):
    "Poole's and Royal Bournemouth's months stand under R0D."
    type1 = reported(published.ae, "R0D", "attendances_type1")
    assert len(type1) == 72
    assert type1[date(2020, 4, 1)] == 2959 + 3668
    assert published.ae.filter(pl.col("provider").is_in(["RD3", "RDZ"])).is_empty()


def test_dorsets_autumns(published):
    "August to December, two trusts, booked added; the figures of 2025 are the sheets'."
    rows = published.ae.filter(
        pl.col("provider").is_in(["R0D", "RBD"])
        & (pl.col("month").dt.month() >= 8)
        & (pl.col("month").dt.year() >= 2023)
    )
    by_year = {
        kind: dict(
            rows.filter(pl.col("measure") == f"attendances_{kind}")
            .group_by(pl.col("month").dt.year())
            .agg(pl.col("value").sum())
            .iter_rows()
        )
        for kind in ("type1", "type3")
    }
    assert by_year == {
        "type1": {2023: 90_008, 2024: 89_179, 2025: 97_631},
        "type3": {2023: 36_156, 2024: 44_391, 2025: 44_510},
    }


def test_the_sheets_and_the_csv_tell_the_same_but_for_revisions(published):
    "Eleven months stand in both; seven rows of 2,185 were revised."
    lost = [one for one in published.quality.set_aside if "england_2020" in one.file]
    assert sum(one.rows for one in lost) == 2186
    assert sum(one.differing for one in lost) == 7


def test_dorsets_appointments(published):
    summary = published.gpad_summary
    assert summary.height == 68
    assert summary["total_3m"].sum() == 1_509_645
    assert summary.filter(practice="J81631")["gp_qual_fte_10k"].to_list() == [None]
