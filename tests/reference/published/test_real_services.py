"""999, beds, discharges, waiting lists, survey: the real files against sums of the csv module."""

import csv
import json
from collections import Counter
from datetime import date

import polars as pl
import pytest

from knockon.published import read
from knockon.published.ambulance import COUNTS, MEASURES
from knockon.published.beds import MEASURES as BEDS

SERVICES = 11
MONTHS_OF_999 = 104


def lines(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed(rows, header):
    "The sum of what a column prints, its marks for nothing left out."
    cells = [row[header] for row in rows]
    return sum(int(float(cell)) for cell in cells if cell not in {".", "", "NA"})


def total(long, measure, column="published"):
    return long.filter(measure=measure)[column].sum()


@pytest.fixture(scope="module")
def ambulance(shared):
    return read(shared / "data" / "ambulance")


@pytest.fixture(scope="module")
def hospital(shared):
    return read(shared / "data" / "uec_sitrep")


@pytest.fixture(scope="module")
def waiting(shared):
    return read(shared / "data" / "rtt")


@pytest.fixture(scope="module")
def ambsys(shared):
    (path,) = (shared / "data" / "ambulance").glob("*.csv")
    return lines(path)


def test_999_adds_up_to_what_the_file_prints_for_england(ambulance, ambsys):
    england = [row for row in ambsys if row["Org Code"] == "Eng"]
    assert {name: total(ambulance.ambulance, name) for name in COUNTS} == {
        name: printed(england, code) for name, code in COUNTS.items()
    }
    assert ambulance.ambulance.height == SERVICES * MONTHS_OF_999 * len(MEASURES)
    assert ambulance.quality.refused == ()


def test_999_prints_no_zero_in_what_is_read_and_every_full_stop_is_missing(ambulance, ambsys):
    own = [row for row in ambsys if not row["Org Code"].startswith(("Y", "Eng"))]
    stops = sum(row[code] == "." for row in own for code in COUNTS.values())
    gone = ambulance.ambulance.filter(~pl.col("reported") & pl.col("measure").is_in(list(COUNTS)))
    assert gone.height == stops
    assert ambulance.ambulance.filter(pl.col("published") == 0).is_empty()


def test_dorsets_ambulance_service_in_its_last_month(ambulance):
    last = ambulance.ambulance.filter(provider="RYF", month=date(2026, 3, 1))
    values = dict(last.select("measure", "value").iter_rows())
    assert values["conveyed_to_ed"] == 38_886
    assert values["handover_mean"] == 1_795
    assert values["response_mean_c2"] == 1_815


def test_beds_add_up_to_what_the_file_prints(hospital, shared):
    rows = lines(shared / "data" / "uec_sitrep" / "england_critical_general_acute_beds.csv")
    headers = [name for name in rows[0] if name.endswith(("_available", "_occupied"))]
    assert len(headers) == len(BEDS)
    theirs = Counter(printed(rows, header) for header in headers)
    assert Counter(total(hospital.beds, name) for name in BEDS) == theirs
    assert hospital.beds.height == len(rows) * len(BEDS)


def test_four_months_of_beds_are_empty_returns(hospital):
    gone = hospital.beds.filter(pl.col("reason").str.contains("every count of beds"))
    assert gone.select("provider", "month").unique().sort("provider", "month").rows() == [
        ("RA4", date(2023, 5, 1)),
        ("RA4", date(2023, 6, 1)),
        ("RA4", date(2023, 7, 1)),
        ("RVY", date(2023, 8, 1)),
    ]


def test_not_a_line_of_the_hospital_files_is_refused(hospital):
    assert hospital.quality.refused == ()
    assert hospital.quality.not_used == ()


@pytest.mark.parametrize("table", ["criteria_to_reside", "discharged"])
def test_a_board_is_its_trusts_together(hospital, table):
    "On every day, in what the files print; and both leave the same days unreported."
    last = {"criteria_to_reside": "not_meeting_criteria", "discharged": "left"}[table]
    trusts = getattr(hospital, table).filter(measure=last)
    board = getattr(hospital, f"{table}_icb").filter(measure=last)
    by_day = trusts.group_by("date").agg(pl.col("published").sum()).sort("date")
    assert by_day["published"].to_list() == board.sort("date")["published"].to_list()


def test_discharges_add_up_to_what_the_file_prints(hospital, shared):
    rows = lines(shared / "data" / "uec_sitrep" / "england_trust_discharged_patients_dorset.csv")
    headers = {
        "left_by_1700": "discharged_by_1700",
        "left_after_1700": "discharged_between_1701_2359",
        "left": "discharged_total",
    }
    assert {name: total(hospital.discharged, name) for name in headers} == {
        name: printed(rows, header) for name, header in headers.items()
    }


def test_three_silent_days_of_dorsets_trusts(hospital):
    silent = hospital.discharged.filter((pl.col("measure") == "left") & ~pl.col("reported")).select(
        "provider", "date"
    )
    assert silent.rows() == [
        ("R0D", date(2022, 6, 19)),
        ("RBD", date(2022, 4, 26)),
        ("RBD", date(2022, 6, 19)),
    ]
    criteria = hospital.criteria_to_reside.filter(reported=False).select("provider", "date")
    assert criteria.rows() == silent.rows()


def test_the_hours_of_leaving_end_in_may_2023(hospital):
    hours = hospital.discharged.filter(measure="left_by_1700", reported=True)
    assert hours["date"].max() == date(2023, 5, 31)


def test_37_reasons_for_delay_each_spelt_one_way(hospital, shared):
    path = shared / "data" / "uec_sitrep" / "england_delayed_discharge_reasons_dorset.csv"
    delays = hospital.discharge_delays
    assert delays["patients"].sum() == printed(lines(path), "delay_count")
    assert delays["delay"].n_unique() == 37
    assert set(delays["delay"].str.split(" – ").list.first()) == {
        "Capacity",
        "Care transfer hub process",
        "Hospital process",
        "Interface process",
        "Wellbeing concerns",
    }


def test_long_waits_add_up_to_the_totals_the_file_prints(waiting, shared):
    (path,) = (shared / "data" / "rtt").glob("england_rtt_trust_*.csv")
    totals = [row for row in lines(path) if row["treatment"] == "Total"]
    assert waiting.rtt_trusts["over_18_weeks"].sum() == printed(totals, "waits_over_18_weeks")
    assert waiting.rtt_trusts["over_52_weeks"].sum() == printed(totals, "waits_over_52_weeks")
    assert waiting.rtt_trusts["month"].n_unique() == 35


def test_englands_list_is_what_the_file_prints(waiting, shared):
    rows = lines(shared / "data" / "rtt" / "england_rtt_overview.csv")
    theirs = {
        kind: printed([row for row in rows if row["type_of_wait"] == kind], "count")
        for kind in ("Total waiting", "No. > 52 weeks")
    }
    assert waiting.rtt_england["waiting"].sum() == theirs["Total waiting"]
    assert waiting.rtt_england["over_52_weeks"].sum() == theirs["No. > 52 weeks"]
    assert waiting.rtt_england.height == 202


def test_acute_trusts_add_up_to_the_summarys_own_total(waiting, shared):
    (path,) = (shared / "data" / "rtt").glob("*.json")
    whole = json.loads(path.read_text("utf-8"))["national_acute"]
    assert waiting.rtt_summary["waiting"].sum() == whole["waiting_list"]
    assert waiting.rtt_summary["over_52_weeks"].sum() == whole["over_52wk"]
    june = waiting.rtt_acute.filter(month=date(2026, 6, 1)).row(0, named=True)
    assert june["waiting"] == whole["waiting_list"]


def test_dorsets_lists_in_june_2026(waiting):
    rows = waiting.rtt_summary.filter(pl.col("provider").is_in(["R0D", "RBD"])).sort("provider")
    assert rows.drop("month").rows() == [("R0D", 67_378, 67.6, 672), ("RBD", 22_644, 60.5, 399)]


def test_what_people_did_when_their_practice_could_not_be_reached(shared):
    found = read(shared / "data" / "gpps")
    answers = found.gpps_national.filter(question="Q15")
    shares = dict(answers.select("response", "percent").iter_rows())
    assert shares["I tried to contact them again"] == 50
    assert shares["I went to A&E"] == 7
    assert shares["I phoned NHS 111"] == 9
    assert found.gpps_national.height == 141
    assert found.quality.used[0].last == date(2026, 12, 31)


def test_every_providers_attendances_are_shared_out(shared):
    found = read(shared / "data" / "ae").ae_attribution
    assert found.height == 215
    assert round(found["share"].sum(), 6) == found["provider"].n_unique() == 197
    assert found.filter(provider="R0D")["acute_trust"].to_list() == ["R0D"]


def test_dorsets_series_says_what_englands_does(shared, tmp_path):
    "Where the two overlap, every month and every measure."
    (dorset,) = (shared / "data" / "ae").glob("*_dorset_*.csv")
    (england,) = (shared / "data" / "ae").glob("*_england_*.csv")
    for path in (dorset, england):
        (tmp_path / path.name).symlink_to(path)
    found = read(tmp_path)
    (aside,) = found.quality.set_aside
    assert (aside.file, aside.rows, aside.differing) == (dorset.name, 219, 0)
