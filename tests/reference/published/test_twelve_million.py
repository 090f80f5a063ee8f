"""Twelve million rows of the practice-level crosstab: their sums, the memory and time they take.

What is measured is printed (``pytest -m deep -s``) and kept in docs/reference/publications.md; the
memory is asserted, the time is not.
"""

import json
import subprocess
import sys
import time

import duckdb
import polars as pl
import pytest
from tests.reference.peak import PEAK_MIB
from tests.reference.published import crosstab_made_up

from knockon.published.crosstab import HCP_TYPES, MODES, STATUSES, WAITS

pytestmark = [pytest.mark.deep, pytest.mark.timeout(1800)]

MOST_MEMORY = 1_800
"""Mebibytes; the file itself has more."""

CHILD = f"""
import json, resource, sys, time
from pathlib import Path
from knockon.published import read_file
started = time.perf_counter()
rows = read_file(Path(sys.argv[1]), "gpad_crosstab")
spent = time.perf_counter() - started
used = resource.getrusage(resource.RUSAGE_SELF)
rows.write_parquet(sys.argv[2])
print(json.dumps({{
    "seconds": spent,
    "cpu_seconds": used.ru_utime + used.ru_stime,
    "peak_mib": {PEAK_MIB},
    "result_mib": rows.estimated_size("mb"),
}}))
"""

DUCKDB = f"""
import json, resource, sys, time
import duckdb
started = time.perf_counter()
own = duckdb.connect()
own.execute("set enable_progress_bar = false")
own.execute("create table sums as select GP_CODE, APPOINTMENT_MONTH_START_DATE, APPT_STATUS,"
            " APPT_MODE, HCP_TYPE, sum(COUNT_OF_APPOINTMENTS) as appointments "
            + sys.argv[3] + " from read_csv(?) group by all", [sys.argv[1]])
spent = time.perf_counter() - started
used = resource.getrusage(resource.RUSAGE_SELF)
own.execute("copy sums to '" + sys.argv[2] + "' (format parquet)")
print(json.dumps({{
    "seconds": spent,
    "cpu_seconds": used.ru_utime + used.ru_stime,
    "peak_mib": {PEAK_MIB},
}}))
"""


_WAIT = "regexp_replace(TIME_BETWEEN_BOOK_AND_APPT, ' +', ' ', 'g')"
_BY_WAIT = "".join(
    f", sum(COUNT_OF_APPOINTMENTS) filter (where {_WAIT} = '{label}') as {name}"
    for label, name in WAITS.items()
)
ASKED = {_BY_WAIT: "the same columns", "": "the sums alone"}
"""What DuckDB is asked for beside the sums; the last is what is compared, group by group."""


@pytest.fixture(scope="module")
def crosstab(tmp_path_factory):
    path = tmp_path_factory.mktemp("crosstab") / "Practice_Level_Crosstab.csv"
    crosstab_made_up.write(path)
    yield path
    path.unlink()


def in_a_child(program, *paths):
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, paths)],
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_a_years_crosstab_is_read_in_bounded_memory_to_what_duckdb_reads(crosstab, tmp_path):
    "The same sums, group by group; each reader in a process of its own, the faster of two runs."
    ours, theirs = tmp_path / "ours.parquet", tmp_path / "theirs.parquet"
    runs = [
        (in_a_child(CHILD, crosstab, ours), *(_duckdb(crosstab, theirs, also) for also in ASKED))
        for _ in range(2)
    ]
    measured, *others = (
        min(each, key=lambda run: run["cpu_seconds"]) for each in zip(*runs, strict=True)
    )
    print(f"\n{crosstab_made_up.ROWS:,} rows, {crosstab.stat().st_size / 2**20:,.0f} MiB")
    print(f"here: {measured}")
    for asked, duck in zip(ASKED.values(), others, strict=True):
        print(f"DuckDB, {asked}: {duck}")
        for clock in ("seconds", "cpu_seconds"):
            print(f"  {clock} beside DuckDB's: {measured[clock] / duck[clock]:.2f}")
    assert measured["peak_mib"] < MOST_MEMORY
    assert _differing(ours, theirs) == (0, 0)


def _duckdb(crosstab, out, also):
    out.unlink(missing_ok=True)
    time.sleep(1)
    return in_a_child(DUCKDB, crosstab, out, also)


def _differing(ours, theirs):
    """Return how many sums differ between the two, and by how much the waits miss their total."""
    labels = {"APPT_STATUS": STATUSES, "APPT_MODE": MODES, "HCP_TYPE": HCP_TYPES}
    month = pl.col("APPOINTMENT_MONTH_START_DATE")
    other = pl.read_parquet(theirs)
    day = (
        month.str.to_date("%d%b%Y") if other[month.meta.output_name()].dtype == pl.String else month
    )
    other = other.select(
        pl.col("GP_CODE").alias("practice"),
        day.alias("month"),
        *(
            pl.col(header).replace_strict(known).alias(key)
            for key, (header, known) in zip(
                ("status", "mode", "hcp_type"), labels.items(), strict=True
            )
        ),
        pl.col("appointments").cast(pl.Int64).alias("theirs"),
    )
    own = pl.read_parquet(ours).with_columns(pl.col("status", "mode", "hcp_type").cast(pl.String))
    keys = ["practice", "month", "status", "mode", "hcp_type"]
    both = own.join(other, on=keys, how="full")
    unequal = both.filter(pl.col("appointments").ne_missing(pl.col("theirs"))).height
    missed = own.select(
        (pl.sum_horizontal(list(WAITS.values())) - pl.col("appointments")).abs().sum()
    )
    return unequal, missed.item()


def test_the_rows_are_as_many_as_were_meant(crosstab):
    query = "select count(*), count(distinct GP_CODE) from read_csv(?)"
    assert duckdb.connect().execute(query, [str(crosstab)]).fetchone() == (
        crosstab_made_up.ROWS,
        crosstab_made_up.PRACTICES,
    )
