"""Dorset as built from the published files, against sums taken from the files another way."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import duckdb
import pytest

from knockon.catalogue.loading import load
from knockon.dates import working_days
from knockon.impact.horizon import Horizon
from knockon.impact.volumes import practice_pattern
from knockon.impact.waiting_lists import fitted, standing
from knockon.system import folder
from knockon.system.build import build

TODAY = date(2026, 11, 22)
YEAR = ["April", "May", "June", "July", "August", "September", "October", "November", "December"]
FILES = [f"{m}-2025" for m in YEAR] + ["January-2026", "February-2026", "March-2026"]


@pytest.fixture(scope="module")
def data(shared) -> Path:
    return shared / "data"


@pytest.fixture(scope="module")
def dorset(dorset_files):
    return build(dorset_files, icbs=["QVV"], catalogue=load(), today=TODAY)


@pytest.fixture(scope="module")
def sheets(data) -> duckdb.DuckDBPyConnection:
    """Columns of the twelve provider sheets by place in the line: numbers without commas."""
    base = duckdb.connect()
    names = {f"c{n:02d}": "VARCHAR" for n in range(27)}
    paths = [str(data / "ae" / f"{name}-AE.csv") for name in FILES]
    base.execute(
        "create table sheet as select * from read_csv(?, header=true, columns=?)", [paths, names]
    )
    return base


def total(sheets, provider: str, column: int) -> int:
    query = f"select sum(replace(c{column:02d}, ',', '')::int) from sheet where c00 = ?"
    return sheets.execute(query, [provider]).fetchone()[0]


def volume(system, site: str):
    return next(v for v in system.volumes if v.site == site)


def months_total(found) -> float:
    """What a volume's level and month factors make of the twelve months they were taken from."""
    result = 0.0
    for text in found.months_used:
        year, month = map(int, text.split("-"))
        after = date(year + month // 12, month % 12 + 1, 1)
        result += found.level * found.month_factor[month - 1] * (after - date(year, month, 1)).days
    return result


def test_there_are_68_practices_in_18_networks_with_825523_patients(dorset):
    system, _ = dorset
    assert len(system.practices) == 68
    assert sum(p.registered_patients for p in system.practices) == 825_523
    assert len({p.practice.pcn_code for p in system.practices}) == 18


def test_ages_add_up_to_the_lists(dorset):
    for one in dorset[0].practices:
        assert sum(one.ages) == one.registered_patients


@pytest.mark.parametrize("provider", ["R0D", "RBD"])
def test_twelve_months_of_attendances_equal_the_sheets(dorset, sheets, provider):
    assert months_total(volume(dorset[0], f"{provider}-ed")) == pytest.approx(
        total(sheets, provider, 3)
    )
    assert months_total(volume(dorset[0], f"{provider}-utc")) == pytest.approx(
        total(sheets, provider, 5)
    )


@pytest.mark.parametrize("provider", ["R0D", "RBD"])
def test_four_hours_and_admissions_equal_the_sheets(dorset, sheets, provider):
    system, _ = dorset
    attended = total(sheets, provider, 3)
    target = next(t for t in system.targets if t.site == f"{provider}-ed")
    assert target.value == pytest.approx(1 - total(sheets, provider, 11) / attended)
    admitted = volume(system, f"{provider}-ed").admitted_share
    assert admitted == pytest.approx(total(sheets, provider, 19) / attended)


def test_111_equals_the_daily_file(dorset, data):
    received, answered, in_time, days = (
        duckdb.connect()
        .sql(
            f"""select sum(calls_received), sum(calls_answered), sum(calls_answered_60s), count(*)
        from '{data}/nhs111/nhs111_daily.csv'
        where contract_code = '111AI4' and calls_received > 0"""
        )
        .fetchall()[0]
    )
    found = {t.measure: t.value for t in dorset[0].targets if t.site == "111AI4"}
    assert days == 126
    assert found["answered"] == pytest.approx(answered / received)
    assert found["answered_in_60_seconds"] == pytest.approx(in_time / answered)
    calls = volume(dorset[0], "111AI4")
    assert calls.level == pytest.approx(received / days, rel=0.03)
    assert dorset[0].telephone.triaged_of_answered <= 1.0


def test_attended_appointments_equal_the_summary(dorset, data):
    system, _ = dorset
    (name,) = (data / "gpad").glob("gpad_practice_3month_summary_*.csv")
    (attended,) = (
        duckdb.connect()
        .sql(f"select sum(total_3m * (1 - dna_3m / total_3m)) from '{name}'")
        .fetchall()[0]
    )
    days = working_days(date(2026, 6, 1), date(2026, 9, 1))
    season = sum(
        system.practice_season[month - 1]
        * working_days(date(2026, month, 1), date(2026, month + 1, 1))
        for month in (6, 7, 8)
    )
    seen = sum(p.gp_seen + p.other_seen for p in system.practices)
    assert days == 65
    assert seen * season == pytest.approx(attended)


def test_one_practice_hosts_and_one_has_its_networks_gps(dorset):
    system, _ = dorset
    assert [p.practice.ods_code for p in system.practices if p.hosting] == ["J81075"]
    blank = next(p for p in system.practices if p.practice.ods_code == "J81631")
    assert blank.gp_fte > 0
    assert "No GPs are reported" in blank.assumed[0]


def test_recorded_rates_are_about_twenty_a_day_and_less_scattered_than_recorded(dorset):
    rates = sorted(p.recorded_rate for p in dorset[0].practices)
    assert 19 < rates[len(rates) // 2] < 21.5
    assert rates[0] > 12
    assert rates[-1] < 35


def test_people_use_the_trust_of_their_postcode(dorset):
    system, _ = dorset
    for one, share in zip(system.practices, system.catchment["ed"]["R0D-ed"], strict=True):
        assert share == (1.0 if one.practice.postcode.startswith("BH") else 0.0)


def test_zeros_that_are_not_reported_are_not_activity(dorset):
    system, quality = dorset
    gone = {(o.service, o.organisation, o.period) for o in system.series if not o.reported}
    assert ("utc", "R0D", "2022-04") in gone
    assert ("nhs111", "111AI4", "2026-04-05") in gone
    assert ("ed", "R0D", "2023-05") in gone
    listed = {(n.organisation, n.measure) for n in quality.published.not_reported}
    assert {("R0D", "over_4h_type1"), ("RDY", "attendances_type3")} <= listed


def test_a_change_in_what_is_counted_is_no_growth(dorset):
    """University Hospitals Dorset's type 3 rose by 39% in a year, England's by 8%."""
    found = volume(dorset[0], "R0D-utc")
    assert abs(found.growth_mean) < 0.05
    assert any("change in what is counted" in text for text in found.assumed)


def test_three_months_of_appointments_come_out_within_two_percent(dorset, data):
    """June to August 2026, working day by working day, against the published attended total."""
    system, _ = dorset
    (name,) = (data / "gpad").glob("gpad_practice_3month_summary_*.csv")
    (attended,) = duckdb.connect().sql(f"select sum(total_3m - dna_3m) from '{name}'").fetchall()[0]
    horizon = Horizon(date(2026, 6, 1), 13)
    seen = sum(p.gp_seen + p.other_seen for p in system.practices)
    assert seen * practice_pattern(horizon, system).sum() == pytest.approx(attended, rel=0.02)


def test_111_comes_out_within_a_tenth_in_each_winter_month(dorset, data):
    """Expected calls on the days published, by month, against the calls received on them."""
    calls = volume(dorset[0], "111AI4")
    rows = (
        duckdb.connect()
        .sql(
            f"""select date::date, calls_received from '{data}/nhs111/nhs111_daily.csv'
        where contract_code = '111AI4' and calls_received > 0"""
        )
        .fetchall()
    )
    received: dict[tuple[int, int], float] = {}
    expected: dict[tuple[int, int], float] = {}
    for day, count in rows:
        month = (day.year, day.month)
        usual = calls.level * calls.month_factor[day.month - 1] * calls.weekday[day.weekday()]
        received[month] = received.get(month, 0.0) + count
        expected[month] = expected.get(month, 0.0) + usual
    winter = [(2025, 12), (2026, 1), (2026, 2), (2026, 3)]
    assert set(winter) <= set(received)
    for month in winter:
        assert expected[month] == pytest.approx(received[month], rel=0.1), month


def monthly(data, file: str, measure: str, provider: str) -> list[float]:
    """The last twelve months of a column of the beds file, by the month written out in words."""
    query = f"""select {measure}, day(last_day(strptime(date, '%B %Y'))) as days
        from read_csv('{data}/uec_sitrep/{file}', nullstr='NA')
        where nhs_trust22_code = ? order by strptime(date, '%B %Y') desc limit 12"""
    return duckdb.connect().execute(query, [provider]).fetchall()


@pytest.mark.parametrize("provider", ["R0D", "RBD"])
def test_wards_have_the_beds_of_the_file(dorset, data, provider):
    ward = next(w for w in dorset[0].wards if w.provider == provider)
    for value, column in ((ward.beds, "available"), (ward.occupied, "occupied")):
        rows = monthly(
            data,
            "england_critical_general_acute_beds.csv",
            f"general_acute_beds_{column}",
            provider,
        )
        mean = sum(beds * n for beds, n in rows) / sum(n for _, n in rows)
        assert value == pytest.approx(mean)
    assert (ward.months[0], ward.months[-1]) == ("2024-09", "2025-08")


@pytest.mark.parametrize("provider", ["R0D", "RBD"])
def test_admissions_and_waits_for_a_bed_equal_the_sheets(dorset, sheets, provider):
    ward = next(w for w in dorset[0].wards if w.provider == provider)
    via = sum(total(sheets, provider, column) for column in (19, 20, 21))
    every = via + total(sheets, provider, 23)
    assert months_total(ward.admissions) == pytest.approx(every)
    assert ward.through_ed == pytest.approx(total(sheets, provider, 19) / every)
    found = {t.measure: t.value for t in dorset[0].targets if t.site == ward.id}
    assert found["dta_over_4_hours"] == pytest.approx(total(sheets, provider, 25) / via)
    assert found["dta_over_12_hours"] == pytest.approx(total(sheets, provider, 26) / via)


def test_over_a_third_of_r0ds_emergency_admissions_come_directly(dorset):
    ward = next(w for w in dorset[0].wards if w.provider == "R0D")
    assert 1 - ward.through_ed == pytest.approx(0.37, abs=0.01)


def test_lists_are_those_of_june_2026(dorset):
    found = {one.provider: one for one in dorset[0].lists}
    assert (found["R0D"].waiting, found["RBD"].waiting) == (67_378, 22_644)
    assert (found["R0D"].over_52_weeks, found["RBD"].over_52_weeks) == (672, 399)
    assert found["R0D"].within_18_weeks / 67_378 == pytest.approx(0.676, abs=1e-4)


def test_every_list_stands_still_at_its_counts(dorset):
    for one in dorset[0].lists:
        there = standing(fitted(one), one.starts_a_week)
        assert there.waiting == pytest.approx(one.waiting, rel=1e-9)
        assert there.within_18_weeks == pytest.approx(one.within_18_weeks, rel=1e-9)
        assert there.over_52_weeks == pytest.approx(one.over_52_weeks, rel=1e-9)


def test_dorset_has_its_part_of_the_south_western_ambulance_service(dorset):
    (found,) = dorset[0].ambulances
    assert found.services == ("RYF",)
    assert 0.12 < found.share < 0.15
    assert 0.40 < found.conveyed < 0.50
    assert 25 < found.handover_minutes < 45


def test_deprivation_is_known_of_every_practice_and_calls_of_three(dorset):
    people = dorset[0].practices
    assert all(p.imd_score is not None for p in people)
    assert sum(p.calls_answered is not None for p in people) == 3


def test_the_behaviour_set_of_2026_is_the_patient_surveys_answers(data):
    """Q15: what people did who could not reach their practice; NHS 111 by telephone and online."""
    rows = duckdb.connect().sql(
        f"select response, national_pct from '{data}/gpps/gpps_national_2026_q1_to_q36.csv' "
        "where question = 'Q15'"
    )
    said = {str(response): float(percent) / 100 for response, percent in rows.fetchall()}
    numbers = {symbol: p.central for symbol, p in load().parameters.items()}
    assert numbers["b26_ed"] == said["I went to A&E"]
    assert numbers["b26_111"] == pytest.approx(
        said["I phoned NHS 111"] + said["I used NHS 111 online"]
    )
    assert numbers["b26_utc"] == said["I went to an urgent treatment centre"]
    assert numbers["b26_ph"] == said["I went to a pharmacy"]
    assert numbers["b26_retry"] == said["I tried to contact them again"]


def test_it_comes_back_from_disc_as_it_was(dorset, tmp_path):
    folder.write(*dorset, {}, tmp_path / "dorset")
    assert folder.read(tmp_path / "dorset") == dorset[0]
    assert folder.read_quality(tmp_path / "dorset") == dorset[1]


def test_no_place_of_this_machine_is_in_it(dorset, data, tmp_path):
    folder.write(*dorset, {}, tmp_path / "dorset")
    for name in ("system.json", "quality.json"):
        text = (tmp_path / "dorset" / name).read_text(encoding="utf-8")
        assert str(data) not in text
        assert os.sep + "shared" not in text
