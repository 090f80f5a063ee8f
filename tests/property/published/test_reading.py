"""What must not matter does not, and what must matter is never taken in silence."""

import random
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import Press

from knockon.errors import KnockonError
from knockon.published import Published, read
from knockon.published.headers import plain

FRAMES = [name for name in Published.__dataclass_fields__ if name != "quality"]
FILES = tuple(Press().whole())
UNHEADED = ("epraccur.csv", "epcncorepartnerdetails.csv")
HEADED = tuple(name for name in FILES if name not in UNHEADED)
"""The files that print a header."""
quickly = settings(max_examples=25, deadline=None)


def read_one(press, name, rows):
    with tempfile.TemporaryDirectory() as folder:
        press.write(Path(folder) / name, rows)
        return read(Path(folder))


def same(one, other):
    return all(getattr(one, name).equals(getattr(other, name)) for name in FRAMES)


def silent(press, name, rows):
    """Whether a changed file is read to other numbers with nobody told."""
    whole = read_one(press, name, press.whole()[name])
    try:
        found = read_one(press, name, rows)
    except KnockonError:
        return False
    told = found.quality.refused or found.quality.not_used
    return not same(whole, found) and not told


def recased(header, rng):
    return "".join(rng.choice((letter.upper(), letter.lower())) for letter in header)


def respaced(header, rng):
    return rng.choice(("", " ", "  ")) + header.replace(" ", rng.choice((" ", "_", "  ")))


@quickly
@given(name=st.sampled_from(HEADED), rng=st.randoms(use_true_random=False))
def test_case_and_spacing_of_headers_do_not_matter(press, name, rng):
    head, *rows = press.whole()[name]
    changed = [[respaced(recased(header, rng), rng) for header in head], *rows]
    assert same(read_one(press, name, changed), read_one(press, name, press.whole()[name]))


@quickly
@given(name=st.sampled_from(HEADED), seed=st.integers(0, 10_000))
def test_the_order_of_columns_does_not_matter(press, name, seed):
    "Headers that repeat keep their order among themselves: nothing else tells them apart."
    rows = press.whole()[name]
    places = list(range(len(rows[0])))
    random.Random(seed).shuffle(places)
    by_header = {}
    for place in sorted(places):
        by_header.setdefault(plain(rows[0][place]), []).append(place)
    order = [by_header[plain(rows[0][place])].pop(0) for place in places]
    moved = [[row[place] for place in order] for row in rows]
    assert same(read_one(press, name, moved), read_one(press, name, rows))


@quickly
@given(name=st.sampled_from(FILES), seed=st.integers(0, 10_000))
def test_the_order_of_rows_does_not_matter(press, name, seed):
    head, *rows = press.whole()[name]
    shuffled = rows.copy()
    random.Random(seed).shuffle(shuffled)
    one, other = (read_one(press, name, [head, *some]) for some in (rows, shuffled))
    keys = {frame: getattr(one, frame).columns for frame in FRAMES}
    assert all(
        getattr(one, frame).sort(columns).equals(getattr(other, frame).sort(columns))
        for frame, columns in keys.items()
    )


@quickly
@given(patients=st.integers(0, 2_000_000))
def test_thousands_separators_do_not_matter(press, patients):
    plainly, with_commas = press.totals(), press.totals()
    plainly[1][-1], with_commas[1][-1] = str(patients), f"{patients:,}"
    one, other = (read_one(press, "all.csv", rows) for rows in (plainly, with_commas))
    assert one.patients["patients"][0] == patients
    assert same(one, other)


@quickly
@given(name=st.sampled_from(FILES), data=st.data())
def test_a_column_deleted_is_never_taken_in_silence(press, name, data):
    "Either the file is refused or the column was one nobody reads."
    rows = press.whole()[name]
    gone = data.draw(st.integers(0, len(rows[0]) - 1))
    assert not silent(press, name, [row[:gone] + row[gone + 1 :] for row in rows])


@quickly
@given(name=st.sampled_from(FILES), data=st.data())
def test_a_row_repeated_is_never_taken_in_silence(press, name, data):
    rows = press.whole()[name]
    again = data.draw(st.integers(1, len(rows) - 1))
    where = data.draw(st.integers(1, len(rows)))
    assert not silent(press, name, [*rows[:where], rows[again], *rows[where:]])


@quickly
@given(name=st.sampled_from(FILES), data=st.data())
def test_a_number_below_zero_is_never_taken_in_silence(press, name, data):
    rows = [list(row) for row in press.whole()[name]]
    numbers = [
        (line, place)
        for line, row in enumerate(rows[1:], 1)
        for place, cell in enumerate(row)
        if cell.replace(",", "").replace(".", "").isdigit() and float(cell.replace(",", "")) > 0
    ]
    if not numbers:
        return
    line, place = data.draw(st.sampled_from(numbers))
    rows[line][place] = f"-{rows[line][place]}"
    assert not silent(press, name, rows)


@quickly
@given(
    name=st.sampled_from(FILES), data=st.data(), text=st.sampled_from(["?", "1 2", "1,2,3", "½"])
)
def test_a_number_that_is_none_is_never_taken_in_silence(press, name, data, text):
    rows = [list(row) for row in press.whole()[name]]
    line = data.draw(st.integers(1, len(rows) - 1))
    counts = [place for place, cell in enumerate(rows[line]) if cell.replace(",", "").isdigit()]
    if not counts:
        return
    rows[line][data.draw(st.sampled_from(counts))] = text
    assert not silent(press, name, rows)


@quickly
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_zip_cut_anywhere_is_refused(press, share):
    with tempfile.TemporaryDirectory() as folder:
        file = press.write_zip(Path(folder) / "map.zip", map=press.map())
        whole = file.read_bytes()
        file.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(KnockonError) as error:
            read(Path(folder))
    assert error.value.code == "K203"


@quickly
@given(
    unbooked=st.lists(st.integers(0, 50_000), min_size=3, max_size=3),
    booked=st.lists(st.integers(0, 50_000), min_size=3, max_size=3),
)
def test_booked_attendances_are_added_exactly_once(press, unbooked, booked):
    head, row = press.ae_csv()
    row[4:7], row[7:10] = map(str, unbooked), map(str, booked)
    found = read_one(press, "ae.csv", [head, row])
    kinds = [f"attendances_type{kind}" for kind in (1, 2, 3)]
    printed = [found.ae.filter(pl.col("measure") == kind)["published"][0] for kind in kinds]
    assert printed == [one + two for one, two in zip(unbooked, booked, strict=True)]
