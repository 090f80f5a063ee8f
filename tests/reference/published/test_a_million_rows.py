"""A million rows of each layout not yet tried: bounded memory, and the sums DuckDB reads.

What is measured is printed (``pytest -m deep -s``); the memory is asserted, the time is not.
"""

import csv
import json
import subprocess
import sys

import duckdb
import pytest
from tests.property.published.printing import PRINTS
from tests.reference.peak import PEAK_MIB

pytestmark = [pytest.mark.deep, pytest.mark.timeout(1800)]

ROWS = 999_936
"""About a million, and a multiple of every number of rows that are whole together."""

MOST_MEMORY = 1_500
"""Mebibytes."""

HELD_ELSEWHERE = {"workforce_high_level", "sitrep_calls111", "sitrep_beds"}
"""Sums that are not of one column, and workbooks, which are never so long."""

CHILD = f"""
import json, sys, time
from pathlib import Path
from knockon.published import read_file
started = time.perf_counter()
rows = read_file(Path(sys.argv[1]), sys.argv[2])
spent = time.perf_counter() - started
print(json.dumps({{
    "seconds": round(spent, 1),
    "peak_mib": round({PEAK_MIB}),
    "sums": {{name: rows[name].sum() for name in sys.argv[3:]}},
    "rows": rows.height,
}}))
"""


def written(one, folder):
    path = folder / one.name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if one.printed_header:
            writer.writerow(one.header)
        writer.writerows(one.rows(ROWS, 20261122))
    return path


def in_a_child(one, path):
    done = subprocess.run(
        [sys.executable, "-c", CHILD, path, one.table, *one.told],
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def summed_by_duckdb(one, path):
    "The columns counted, marks as nothing, over the rows of use."
    part = "coalesce(try_cast(replace(\"{0}\", ',', '') as decimal(24, 13)), 0)"
    if one.layout == "gpps_practices":
        part = f"greatest({part}, 0)"
    parts = " + ".join(part.format(name) for name in one.counted)
    wanted = ", ".join(f"'{value}'" for value in one.where[1]) if one.where else ""
    where = f' where "{one.where[0]}" in ({wanted})' if one.where else ""
    query = f"select sum({parts}), count(*) from read_csv(?, header = true, all_varchar = true)"
    whole, rows = duckdb.connect().execute(query + where, [str(path)]).fetchone()
    return float(whole), rows


@pytest.mark.parametrize(
    "one",
    [one for one in PRINTS if one.counted and one.layout not in HELD_ELSEWHERE],
    ids=lambda one: one.layout,
)
def test_a_million_rows_in_bounded_memory_sum_to_what_duckdb_reads(one, tmp_path):
    path = written(one, tmp_path)
    measured = in_a_child(one, path)
    theirs, rows = summed_by_duckdb(one, path)
    print(f"\n{one.layout}: {path.stat().st_size / 2**20:,.0f} MiB, {rows:,} rows, {measured}")
    path.unlink()
    assert sum(measured["sums"].values()) == pytest.approx(theirs, rel=1e-9)
    assert measured["peak_mib"] < MOST_MEMORY


@pytest.mark.parametrize("layout", ["workforce_high_level", "pcn_members", "pcn_members_report"])
def test_a_million_rows_without_a_sum_of_their_own(layout, tmp_path):
    "What they say is held elsewhere; here, that all of it is read in bounded memory."
    (one,) = (one for one in PRINTS if one.layout == layout)
    measured = in_a_child(one, written(one, tmp_path))
    print(f"\n{one.layout}: {measured}")
    assert measured["rows"] == {"workforce_high_level": ROWS // 32 * 5}.get(layout, ROWS)
    assert measured["peak_mib"] < MOST_MEMORY
