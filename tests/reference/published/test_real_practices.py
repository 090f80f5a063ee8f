"""The real files of practices and networks: sums by the csv module alone, facts as published."""

import csv
from collections import Counter, defaultdict
from datetime import date

import polars as pl
import pytest

from knockon.published import read_file
from knockon.published.payments import LINES, NETWORK


@pytest.fixture(scope="module")
def data(shared):
    return shared / "data"


def lines(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_registers(data):
    path = data / "qof" / "PREVALENCE_2425_dorset.csv"
    theirs = Counter()
    for line in lines(path):
        theirs[line["GROUP_CODE"]] += int(float(line["REGISTER"]))
    ours = read_file(path, "qof")
    assert dict(ours.group_by("condition").agg(pl.col("patients").sum()).iter_rows()) == theirs
    assert (ours["practice"].n_unique(), ours["condition"].n_unique()) == (68, 21)
    assert ours["year"].unique().to_list() == [date(2024, 4, 1)]


def test_indicators(data):
    path = data / "iif" / "IIF_indicators_annual_pub_2023_24_dorset.csv"
    theirs = Counter()
    for line in lines(path):
        theirs[line["MEASURE"]] += int(line["VALUE"])
    ours = read_file(path, "iif")
    assert dict(ours.group_by("measure").agg(pl.col("value").sum()).iter_rows()) == theirs
    organisations = ours.group_by("kind").agg(pl.col("organisation").n_unique())
    assert dict(organisations.iter_rows()) == {"practice": 68, "pcn": 18}


def test_scores_of_deprivation(data):
    path = data / "imd" / "fingertips-imd-2025-gp-practice.csv"
    theirs = {line["PRACTICE_CODE"]: float(line["IMD_SCORE"]) for line in lines(path)}
    ours = read_file(path, "imd")
    assert dict(ours.select("practice", "score").iter_rows()) == theirs
    assert len(theirs) == 6143


def test_the_practice_summary_prints_the_same_scores(data):
    summary = read_file(
        data / "gpad" / "gpad_practice_3month_summary_dorset_2026-06_to_2026-08.csv", "gpad_summary"
    )
    scores = read_file(data / "imd" / "fingertips-imd-2025-gp-practice.csv", "imd")
    both = summary.join(scores, on="practice")
    assert both.height == 68
    assert both.filter((pl.col("imd") - pl.col("score")).abs() > 0.001).is_empty()


def test_staff_of_networks(data):
    path = data / "pcn_workforce" / "pcn_workforce_individual_dorset_2026-06.csv"
    contracts, fte = Counter(), defaultdict(float)
    for line in lines(path):
        contracts[line["STAFF_GROUP"]] += 1
        fte[line["STAFF_GROUP"]] += float(line["FTE"])
    ours = read_file(path, "pcn_workforce")
    by_group = ours.group_by("staff_group").agg(pl.col("contracts", "fte").sum())
    assert {group: number for group, number, _ in by_group.iter_rows()} == contracts
    assert {group: number for group, _, number in by_group.iter_rows()} == pytest.approx(fte)
    assert sum(contracts.values()) == 594
    assert ours["pcn"].n_unique() == 18
    assert round(fte["Other Direct Patient Care staff"], 1) == 278.3


def test_payments(data):
    path = data / "payments" / "nhspaymentsgp-22-23-prac_dorset.csv"
    headers = LINES | NETWORK
    theirs = {
        key: sum(float(line[header]) for line in lines(path)) for key, header in headers.items()
    }
    paid = read_file(path, "payments")
    sums = dict(paid.group_by("line").agg(pl.col("pounds").sum()).iter_rows())
    assert {key: sums[key] for key in headers} == pytest.approx(theirs)
    whole = sum(sums[key] for key in LINES)
    assert round(whole, 2) == 145_636_802.59
    contracts = read_file(path, "practice_contracts")
    assert contracts.height == 80
    assert contracts["contract"].null_count() == 3
    assert contracts.filter(~pl.col("whole_year")).height == 5


def test_calls_answered(data):
    path = data / "cbt" / "cbt_calls_answered_sample_dorset_2026-06-01.csv"
    ours = read_file(path, "telephony")
    assert ours["calls"].sum() == sum(float(line["Value"]) for line in lines(path)) == 439
    assert ours["practice"].n_unique() == 3


def test_the_register_of_practices(data):
    path = data / "ods" / "epraccur_dorset_2019-11.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if row[25] == "4"]
    ours = read_file(path, "practice_register")
    assert dict(ours.select("practice", "name").iter_rows()) == {row[0]: row[1] for row in rows}
    assert dict(ours["status"].value_counts().iter_rows())["active"] == 80
    assert ours["period"].unique().to_list() == [date(2019, 4, 30)]


def test_englands_waits(data):
    path = data / "gpad" / "gp_vs_other_waits_trend_england.csv"
    ours = read_file(path, "gpad_waits")
    theirs = [(line["month"], float(line["gp_sd"])) for line in lines(path)]
    assert [(f"{month:%Y-%m}", share) for _, month, share, *_ in ours.iter_rows()] == theirs


def test_organisations_above_practices_add_up_to_england(data):
    path = data / "patients_registered" / "gp-reg-pat-prac-quin-age_england_totals_2026-07.csv"
    ours = read_file(path, "registered")
    sums = dict(ours.group_by("kind").agg(pl.col("patients").sum()).iter_rows())
    practices = read_file(path, "patients")["patients"].sum()
    assert sums == dict.fromkeys(("region", "icb", "sub_icb", "pcn"), practices)
    assert practices == 63_436_508
    assert ours.filter(kind="icb").height == 36


def test_dorsets_practices_by_age_add_up_to_its_board(data):
    path = data / "patients_registered" / "gp-reg-pat-prac-quin-age_dorset_2026-07.csv"
    board = read_file(path, "registered").filter(kind="icb")["patients"].to_list()
    assert board == [read_file(path, "ages")["patients"].sum()] == [825_523]
