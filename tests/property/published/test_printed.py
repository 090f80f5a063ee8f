"""Whole files printed from the description of a layout are known among all others, and read back.

What is read is held against Python's csv module and the sums of the columns printed; the deep tests
hold a million rows of each layout against DuckDB's sums, in bounded memory.
"""

import csv
import io
import tempfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.published.printing import PRINTS, number, text_of

from knockon.errors import KnockonError
from knockon.published import find, read
from knockon.published.publications import LAYOUTS
from knockon.published.quality import NOT_TRIED

quickly = settings(max_examples=8, deadline=None)
BLOCKS = {"rtt_full": 4, "dm01": 3, "telephony_durations": 3, "workforce_high_level": 8}
"""Rows that only together are whole: a total and its parts."""

layouts = pytest.mark.parametrize("one", PRINTS, ids=lambda one: one.layout)
headed = pytest.mark.parametrize(
    "one", [one for one in PRINTS if one.printed_header], ids=lambda one: one.layout
)


def printed(one, rows, seed):
    "A file of about so many rows, whole where rows belong together."
    together = BLOCKS.get(one.layout, 1)
    return text_of(one, -(-rows // together) * together, seed)


def read_text(one, text):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / one.name).write_text(text, encoding="utf-8")
        (known,) = find(Path(folder)).recognised
        assert known.layout.id == one.layout
        return read(Path(folder))


def counted(one, text):
    "The sum of the columns told, by the csv module."
    body = io.StringIO(text, newline="")
    rows = csv.reader(body)
    if one.printed_header:
        next(row for row in rows if row == one.header)
    places = [one.header.index(name) for name in one.counted]
    where = (one.header.index(one.where[0]), set(one.where[1])) if one.where else None
    kept = [row for row in rows if where is None or row[where[0]] in where[1]]
    return sum(number(row[place]) for row in kept for place in places)


def told(one, found):
    frame = getattr(found, one.table)
    return sum(frame[name].sum() for name in one.told)


def test_every_layout_not_tried_is_printed():
    assert {one.layout for one in PRINTS} == {
        layout.id for layout in LAYOUTS if layout.seen == "layout only"
    }


@layouts
@quickly
@given(rows=st.integers(1, 60), seed=st.integers(0, 10_000))
def test_a_printed_file_is_read_back(one, rows, seed):
    text = printed(one, rows, seed)
    found = read_text(one, text)
    assert found.quality.refused == ()
    assert {used.layout for used in found.quality.used} <= {NOT_TRIED}
    if one.layout == "workforce_high_level":
        assert told_of_roles(text) == pytest.approx(told(one, found))
    else:
        assert counted(one, text) == pytest.approx(told(one, found))


def told_of_roles(text):
    "Of the high-level file: full-time equivalents of roles, those of qualified GPs once more."
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["MEASURE"] == "FTE"]
    roles = [row for row in rows if row["DETAILED_STAFF_ROLE"] != "Total"]
    known = {(row["PRAC_CODE"], row["STAFF_GROUP"]) for row in roles}
    alone = [row for row in rows if (row["PRAC_CODE"], row["STAFF_GROUP"]) not in known]
    qualified = [
        row
        for row in roles
        if row["STAFF_GROUP"] == "GP" and "Training" not in row["DETAILED_STAFF_ROLE"]
    ]
    return sum(float(row["VALUE"]) for row in (*roles, *alone, *qualified))


@headed
def test_titles_above_the_header_are_passed_over(one):
    text = printed(one, 8, 1)
    titled = f'Title:,"{one.layout}, as published"\n\nSource:,NHS England\n{text}'
    assert told(one, read_text(one, titled)) == told(one, read_text(one, text))


@headed
def test_a_column_that_is_not_known_asks_to_be_reported(one):
    text = printed(one, 8, 1)
    head, rest = text[text.index(",".join(one.header[:2])) :].split("\n", 1)
    with pytest.raises(KnockonError, match="columns not known: 'Wholly new'") as error:
        read_text(one, f"{head},Wholly new\n" + rest.replace("\n", ",7\n"))
    assert error.value.code == "K217"
    assert "knockon published check" in error.value.remedy


@layouts
def test_a_row_said_twice_is_seen(one):
    "A repeat refuses the file; where it says nothing new, the second is listed."
    lines = printed(one, 8, 1).splitlines(keepends=True)
    assert refused_or_listed(one, "".join([*lines, lines[-2]]))


def refused_or_listed(one, text):
    try:
        return bool(read_text(one, text).quality.refused)
    except KnockonError as refusal:
        return refusal.code in {"K206", "K215"}


@pytest.mark.parametrize(
    ("layout", "month"),
    [
        ("gpad_regional", date(2019, 1, 1)),
        ("iuc_adc", date(2019, 1, 1)),
        ("rtt_full", date(2019, 1, 1)),
        ("workforce_detailed", date(2026, 6, 1)),
        ("pharmacy_first", date(2024, 5, 1)),
        ("online_month", date(2022, 1, 1)),
    ],
)
def test_months_are_read_as_each_publication_writes_them(layout, month):
    (one,) = (one for one in PRINTS if one.layout == layout)
    frame = getattr(read_text(one, printed(one, 4, 1)), one.table)
    assert frame["month"].min() == month


def test_waits_with_two_spaces_are_read():
    (one,) = (one for one in PRINTS if one.layout == "gpad_daily")
    text = printed(one, 8, 1)
    assert "8  to 14 Days" in text
    frame = read_text(one, text).gpad_daily
    assert frame.select(pl.col("days_8_14", "days_15_21", "days_22_28").sum()).row(0) > (0, 0, 0)
