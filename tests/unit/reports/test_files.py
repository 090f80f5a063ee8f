"""The files of a run: what they hold, that they agree, and that they are the same each time."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from knockon.impact.forecast import Forecast
from knockon.reports.frames import assumptions_csv, draws_frame, forecast_frame
from knockon.reports.running import result_digest
from knockon.reports.summary import summary
from knockon.reports.writing import write_run

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
FILES = {
    "assumptions.csv",
    "draws.parquet",
    "forecast.parquet",
    "report.html",
    "run.json",
    "summary.json",
}


@pytest.fixture(scope="module")
def written(forecast: Forecast, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    write_run(forecast, folder, at=AT)
    return folder


def test_a_run_is_six_files(written: Path) -> None:
    assert {path.name for path in written.iterdir()} == FILES


def test_the_same_forecast_gives_the_same_bytes(
    forecast: Forecast, written: Path, tmp_path: Path
) -> None:
    write_run(forecast, tmp_path, at=AT)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (written / name).read_bytes(), name


def test_only_the_run_file_says_when(forecast: Forecast, written: Path, tmp_path: Path) -> None:
    write_run(forecast, tmp_path, at=datetime(2030, 1, 1, tzinfo=UTC))
    differing = {
        name for name in FILES if (tmp_path / name).read_bytes() != (written / name).read_bytes()
    }
    assert differing == {"run.json"}


def test_seconds_and_workers_change_neither_the_page_nor_the_digest(forecast: Forecast) -> None:
    slower = replace(forecast, seconds=99.0, workers=1)
    assert result_digest(slower) == result_digest(forecast)
    assert summary(slower)["run"]["workers"] == 1


def test_any_other_number_changes_the_digest(forecast: Forecast) -> None:
    column = forecast.weekly.get_column("change").to_list()
    column[17] += 1e-9
    moved = forecast.weekly.with_columns(pl.Series("change", column))
    assert result_digest(replace(forecast, weekly=moved)) != result_digest(forecast)
    assert result_digest(replace(forecast, seed=1)) != result_digest(forecast)


def test_the_order_of_rows_handed_over_changes_nothing(forecast: Forecast) -> None:
    shuffled = replace(
        forecast,
        weekly=forecast.weekly.reverse(),
        draws_table=forecast.draws_table.reverse(),
        draw_parameters=forecast.draw_parameters.reverse(),
        assumptions=forecast.assumptions[::-1],
    )
    assert result_digest(shuffled) == result_digest(forecast)


def test_the_summary_has_the_keys_of_its_contract(written: Path) -> None:
    found = json.loads((written / "summary.json").read_text("utf-8"))
    assert {
        "run",
        "system",
        "horizon",
        "headline",
        "measures",
        "accounting",
        "cost",
        "breaches",
        "horizons",
        "groups",
        "compare",
    } <= set(found)
    measure = found["measures"][3]
    assert {"service", "measure", "unit", "drivers", "by_behaviour", "fit", "mc_se"} <= set(measure)
    for key in ("baseline", "scenario", "change", "total_change"):
        assert list(measure[key]) == sorted(["p5", "p10", "p50", "p90", "p95"])
    assert measure["baseline"]["p50"] == 4321.57
    assert found["horizon"] == {"from": "2026-12-07", "to": "2027-01-31", "weeks": 8}


def test_shares_have_no_total_and_withheld_numbers_are_null(make: Callable[..., Forecast]) -> None:
    found = summary(make())
    assert found["measures"][4]["total_change"] is None
    withheld = replace(
        make().measures[4],
        change=replace(make().measures[4].change, p5=None, p10=None, p50=None, p90=None, p95=None),
    )
    said = summary(make(measures=(withheld,)))["measures"][0]["change"]
    assert set(said.values()) == {None}


def test_the_run_file_tells_formats_and_digests_of_the_others(written: Path) -> None:
    run = json.loads((written / "run.json").read_text("utf-8"))
    assert set(run["files"]) == FILES - {"run.json"}
    for name, about in run["files"].items():
        assert about["sha256"] == hashlib.sha256((written / name).read_bytes()).hexdigest()
        assert about["format"].startswith("knockon/")
    assert run["at"] == "2026-11-22T09:30:00+00:00"
    assert run["digests"]["system"] == "b" * 64
    assert run["versions"]["knockon"] == "0.1.0"


def test_the_forecast_file_has_one_row_a_week_service_place_measure_and_quantile(
    forecast: Forecast, written: Path
) -> None:
    frame = pl.read_parquet(written / "forecast.parquet")
    assert frame.columns == [
        "week",
        "service",
        "place",
        "practice",
        "measure",
        "quantile",
        "baseline",
        "scenario",
        "change",
    ]
    keys = frame.columns[:6]
    assert frame.height == forecast.weekly.height == frame.select(keys).unique().height


def test_another_reader_finds_the_same_sums_in_the_parquet_files(
    forecast: Forecast, written: Path
) -> None:
    path = str(written / "draws.parquet")
    query = "select sum(scenario - baseline) from read_parquet(?) where service <> 'parameter'"
    (found,) = duckdb.execute(query, [path]).fetchone() or (None,)
    table = forecast.draws_table
    expected = (table.get_column("scenario") - table.get_column("baseline")).sum()
    assert found == pytest.approx(expected)


def test_each_draw_is_followed_by_the_parameters_it_drew(forecast: Forecast) -> None:
    frame = draws_frame(forecast).filter(pl.col("service") == "parameter")
    assert frame.height == forecast.draw_parameters.height
    row = frame.filter((pl.col("draw") == 2) & (pl.col("measure") == "cap_real")).row(0, named=True)
    assert row["week"] is None
    assert row["baseline"] == row["scenario"] == pytest.approx(0.7)
    assert row["set"] == "gpps-2026"


def test_assumptions_are_a_table_anyone_can_open(forecast: Forecast) -> None:
    rows = list(csv.DictReader(io.StringIO(assumptions_csv(forecast))))
    assert [row["symbol"] for row in rows] == ["behaviour.gpps-2026.ed", "cap_real", "u_111"]
    assert [row["overridden"] for row in rows] == ["no", "yes", "no"]
    assert rows[0]["low"] == "0.05"


def test_the_forecast_frame_is_sorted_whatever_it_came_as(forecast: Forecast) -> None:
    reversed_rows = replace(forecast, weekly=forecast.weekly.reverse())
    assert forecast_frame(reversed_rows).equals(forecast_frame(forecast))
