"""An assessment with everything the contract lets it hold: what it leaves, and that it repeats."""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from tests.system.here import Here

EVERYTHING = """\
assessment: Everything the contract names
system: made-up
from: 2026-12-07
weeks: 4
draws: 16
seed: 20261122
behaviour: {gpps-2026: 2, implied-nhse-2024: 1}
uptake:
  limit_daily_contacts: {low: 0.27, likely: 0.41, high: 0.50, params: {cap: 25},
                         from: 2026-12-07, until: null, ramp_weeks: 12,
                         already: {low: 0.0, likely: 0.0, high: 0.0}, reverting: 0.5}
  stop_advice_and_guidance: {low: 0.10, likely: 0.26, high: 0.40}
known:
  X00001: {limit_daily_contacts: {taking: true, params: {cap: 28}, since: 2026-11-01}}
  X00002: {limit_daily_contacts: {taking: false}}
stopping:
  - {service: dmard_monitoring, patients: existing, from: 2026-12-14,
     uptake: {low: 0.2, likely: 0.4, high: 0.6}}
mitigations:
  - {type: overflow_hub, place: null, slots_per_day: 3, from: 2026-12-14, cost_per_slot: 38}
compare: [nhse_2024_10]
parameters: {precap: {low: 0.30, central: 0.40, high: 0.45}}
"""
QUANTILES = {"p5", "p10", "p50", "p90", "p95"}
SINKS = {"pharmacy", "hub", "self_care", "private", "nothing", "out_of_hours", "ambulance"}


@pytest.fixture(scope="module")
def ran(made_up, tmp_path_factory):
    "The whole assessment, run once: its folder, its standard output and its standard error."
    there = Here(tmp_path_factory.mktemp("ran"))
    shutil.copytree(made_up, there.folder / "made-up")
    there.write("winter.yaml", EVERYTHING)
    done = there.run("assess", "winter.yaml", "--out", "winter", "--workers", 2, "--json")
    assert done.returncode == 0, done.stderr
    return there, done


@pytest.fixture
def summary(ran):
    return json.loads(ran[1].stdout)


def test_the_summary_has_every_key_of_the_contract(summary):
    assert set(summary) >= {
        *("run", "system", "horizon", "headline", "measures", "accounting", "cost"),
        *("breaches", "horizons", "compare", "groups"),
    }
    assert {"version", "seed", "draws", "seconds", "workers"} <= set(summary["run"])
    assert summary["system"] | {"icb": "Q00", "practices": 4} == summary["system"]
    assert summary["horizon"] == {"from": "2026-12-07", "to": "2027-01-03", "weeks": 4}
    for measure in summary["measures"]:
        assert {"service", "measure", "unit", "drivers", "by_behaviour", "fit", "mc_se"} <= set(
            measure
        )
        assert measure["fit"] in ("ok", "outside", "assumed")
        for arm in ("baseline", "scenario", "change"):
            assert set(measure[arm]) == QUANTILES
        sets = [one["set"] for one in measure["by_behaviour"]]
        assert sets == (["gpps-2026", "implied-nhse-2024"] if measure["fit"] != "outside" else [])
    assert {"p5", "p50", "p95", "price_year"} <= set(summary["cost"])
    assert [one["preset"] for one in summary["compare"]] == ["nhse_2024_10"]


def test_every_contact_is_accounted_for(summary):
    a = summary["accounting"]
    assert a["imbalance"] == 0
    assert set(a["went_to"]) == SINKS | {"nhs111", "utc", "ed"}
    entered = a["waiting_at_start"] + a["contacts_sought"]
    left = a["seen_in_practice"] + sum(a["went_to"].values())
    assert entered == pytest.approx(left + a["waiting_at_end"] + a["retrying_at_end"], rel=1e-8)


def test_files_hold_what_the_contract_says(ran, summary):
    here = ran[0]
    folder = here.folder / "winter"
    assert summary == here.read("winter/summary.json")
    forecast = pl.read_parquet(folder / "forecast.parquet")
    assert set(forecast.columns) == {
        *("week", "service", "place", "practice", "measure", "quantile"),
        *("baseline", "scenario", "change"),
    }
    assert set(forecast["quantile"]) == QUANTILES
    assert forecast["practice"].null_count() == forecast.height, "no row of a single practice"
    draws = pl.read_parquet(folder / "draws.parquet")
    assert {"draw", "week", "service", "measure", "baseline", "scenario"} <= set(draws.columns)
    assert draws["draw"].n_unique() == 16
    with (folder / "assumptions.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["symbol"]: row for row in csv.DictReader(file)}
    assert rows["precap"] | {"low": "0.3", "central": "0.4", "overridden": "yes"} == rows["precap"]
    assert all(row["unit"] and row["grade"] and row["source"] for row in rows.values())
    run = here.read("winter/run.json")
    for name in run["files"]:
        assert run["at"][:10] not in (folder / name).read_bytes().decode("utf-8", "ignore")


def test_what_is_not_modelled_is_said_in_the_report_and_beside_it(ran):
    here, done = ran
    report = (here.folder / "winter" / "report.html").read_text("utf-8")
    left_out = [line for line in done.stderr.splitlines() if "Not modelled" in line]
    assert "overflow_hub" in report
    assert any("overflow_hub" in line for line in left_out)
    for followed in ("Stop Advice and Guidance", "DMARD monitoring"):
        assert followed in report
        assert not any(followed in line for line in left_out)


def test_the_printed_command_and_python_give_the_same_result(ran):
    "On one thread, value for value what two gave."
    here = ran[0]
    run = here.read("winter/run.json")
    command = run["command"].split()[1:]
    again = here.folder / "again"
    here.told(*command, "--out", again, "--workers", 1)
    assert here.read("again/run.json")["result_digest"] == run["result_digest"]
    for name in ("forecast.parquet", "draws.parquet", "assumptions.csv"):
        assert (again / name).read_bytes() == (here.folder / "winter" / name).read_bytes(), name
    program = (
        f"{run['python']}\n"
        "from knockon.reports.running import result_digest\n"
        "print(result_digest(forecast))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=here.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [run["result_digest"]]


@pytest.mark.parametrize(
    "uptake",
    [
        "{}",
        "{limit_daily_contacts: {low: 1, likely: 1, high: 1, params: {cap: 200}, ramp_weeks: 0}}",
        "{data_sharing_review: {low: 1, likely: 1, high: 1}}",
    ],
    ids=["nothing asked", "a cap above everyone", "an action that moves nobody"],
)
def test_where_nothing_is_limited_the_scenario_is_the_baseline_bit_for_bit(here, uptake):
    here.write(
        "quiet.yaml",
        "assessment: Quiet\nsystem: made-up\nfrom: 2026-12-07\nweeks: 2\ndraws: 8\nseed: 1\n"
        f"behaviour: [gpps-2026, parkinson-2021]\nuptake: {uptake}\n",
    )
    summary = here.json("assess", "quiet.yaml", "--out", "quiet")
    assert all(m["baseline"] == m["scenario"] for m in summary["measures"])
    assert summary["cost"]["p95"] == summary["cost"]["p5"] == 0
    draws = pl.read_parquet(Path(here.folder) / "quiet" / "draws.parquet")
    counted = draws.filter(pl.col("service") != "parameter")
    assert counted.height
    assert counted["baseline"].equals(counted["scenario"])
