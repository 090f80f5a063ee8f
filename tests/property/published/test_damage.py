"""A damaged file is refused in a sentence, or read to what it says and every line accounted for.

Every layout this version reads is damaged in every way of `damage`, by seed. What comes of it is
held against another reader: Python's csv and json modules and a few lines here.
"""

import csv
import io
import json
import re
import tempfile
from collections import Counter
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from tests.conftest import SAMPLES, Press
from tests.property.published.damage import DAMAGES

from knockon.errors import KnockonError
from knockon.published import find, read
from knockon.published.folding import load_folded
from knockon.published.load import load
from knockon.published.publications import LAYOUTS, PUBLICATIONS, known_other

NO_NUMBER = {"", "-", "–", "*", ".", "..", ":", "na", "n/a", "null", "none", "c"}
QUICK, DEEP = 2, 40
REAL_LINES = 40


def samples():
    "Every made-up file by its name: those printed, and those kept as files."
    press = Press()
    printed = {name: press.text(rows).encode() for name, rows in press.whole().items()}
    return printed | {path.name: path.read_bytes() for path in sorted(SAMPLES.glob("*/*"))}


WHOLE = samples()


def known(folder):
    return find(folder).recognised


def layouts_of(name, content):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        return {one.layout.id for one in known(Path(folder))}


LAYOUTS_OF = {name: layouts_of(name, content) for name, content in WHOLE.items()}


def test_every_layout_has_a_made_up_file():
    there = set().union(*LAYOUTS_OF.values())
    assert there == {layout.id for layout in LAYOUTS}


@pytest.mark.parametrize("name", sorted(name for name in WHOLE if name.endswith(".csv")))
def test_a_publication_read_is_not_known_as_one_left(name):
    "Else a file that lacks a column would be left in place of refused."
    header = next(csv.reader(io.StringIO(WHOLE[name].decode(), newline="")))
    assert known_other(header) is None


def test_every_table_says_what_it_is_for():
    for table in (table for one in PUBLICATIONS for table in one.tables):
        assert table.improves.endswith("."), table.id
        assert table.stands_in.endswith("."), table.id


def csv_lines(content):
    "Each row with the line it starts on, read by the csv module alone, cells of any length."
    usual = csv.field_size_limit(len(content) + 1)
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        starts, rows = [1], []
        for row in reader:
            rows.append(row)
            starts.append(reader.line_num + 1)
    finally:
        csv.field_size_limit(usual)
    lines = zip(starts[:-1], rows, strict=True)
    return [(line, row) for line, row in lines if any(cell.strip() for cell in row)]


def json_lines(content, member):
    "Each record with its number, the values of the whole beside it."
    whole = json.loads(content.decode("utf-8-sig"))
    around = {key: value for key, value in whole.items() if not isinstance(value, dict | list)}
    records = [around | record for record in whole[member]]
    header = list(dict.fromkeys(key for record in records for key in record))
    yield 0, header
    for nth, record in enumerate(records, 1):
        values = (record.get(key) for key in header)
        yield nth, ["" if value is None else str(value) for value in values]


def number(cell):
    bare = cell.strip().removesuffix("%").replace(",", "")
    return None if bare.lower() in NO_NUMBER else float(bare)


def survey_share(cell):
    "Below zero the survey prints marks, not shares."
    value = number(cell)
    return None if value is not None and -99 <= value <= -90 else value


READ_OTHERWISE = {"gpps_practices": survey_share}


def numbers(layout):
    return [column.key for column in layout.columns if column.kind.is_numeric()]


def lines_below(one, content):
    "A file's rows below its header, each with its line, and where our columns stand in them."
    layout = one.layout
    own = json_lines(content, one.source.member) if one.source.member else csv_lines(content)
    lines = list(own)
    if layout.unprinted_header:
        return lines, layout.find_columns(list(layout.unprinted_header), one.source.label)
    at = max(range(min(30, len(lines))), key=lambda nth: layout.likeness(lines[nth][1]))
    return lines[at + 1 :], layout.find_columns(lines[at][1], one.source.label)


def assert_as_another_reads_it(one, content):
    """Every line is accounted for, and each row kept holds the numbers of a line of its own."""
    lines, places = lines_below(one, content)
    loaded = load(one.source, one.layout)
    told = loaded.frame.height + len(loaded.refused) + loaded.passed_over
    assert told == len(lines), f"{told} of {len(lines)} lines are accounted for"
    keys = numbers(one.layout)
    if not keys:
        return
    refused = {row.line for row in loaded.refused}
    kept = [row for line, row in lines if line not in refused]
    read_cell = READ_OTHERWISE.get(one.layout.id, number)
    theirs = Counter(tuple(read_cell(row[places[key]]) for key in keys) for row in kept)
    ours = Counter(
        tuple(None if value is None else float(value) for value in row)
        for row in loaded.frame.select(keys).iter_rows()
    )
    assert not ours - theirs, f"numbers no line holds: {ours - theirs}"
    if not loaded.passed_over:
        assert ours == theirs


def assert_sums_as_another_reads_them(one, content):
    """Of a file too large to keep by row: its sums are those of the lines not refused."""
    lines, places = lines_below(one, content)
    loaded = load_folded(one.source, one.layout, one.layout.fold)
    refused = {row.line for row in loaded.refused}
    kept = [row for line, row in lines if line not in refused]
    assert len(kept) + len(refused) == len(lines)
    for key in set(numbers(one.layout)) & set(loaded.frame.columns):
        assert loaded.frame[key].sum() == sum(number(row[places[key]]) for row in kept)


def assert_safe(name, content, layouts):
    """Read a file: a refusal is one sentence, and what is read is what another reader finds.

    It may be of these layouts and no other.
    """
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        outcome = outcome_of(Path(folder))
        if isinstance(outcome, KnockonError):
            assert re.fullmatch(r"K2\d\d", outcome.code)
            assert len(str(outcome)) < 700, "a refusal is one sentence"
            return
        told = {one.file for part in (outcome.used, outcome.not_used) for one in part}
        assert told, "the file is used or listed"
        for one in known(Path(folder)):
            assert one.layout.id in layouts, f"taken for {one.layout.id}"
            folded = one.layout.fold is not None
            check = assert_sums_as_another_reads_them if folded else assert_as_another_reads_it
            check(one, content)


def outcome_of(folder):
    """Return the account of a read, or why it was refused; anything else raised is a failure."""
    try:
        return read(folder).quality
    except KnockonError as refusal:
        return refusal


def damaged(name, content, damage, seed):
    return damage(content, Random(f"{name}/{damage.__name__}/{seed}"))


def start_of(path):
    "A real file's first lines, or all of it where it is JSON."
    with path.open("rb") as file:
        return file.read() if path.suffix == ".json" else b"".join(islice(file, REAL_LINES))


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_a_whole_file_is_read_as_another_reader_reads_it(name):
    assert_safe(name, WHOLE[name], LAYOUTS_OF[name])


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damage_of_every_kind(damage):
    for name in WHOLE:
        for seed in range(QUICK):
            assert_safe(name, damaged(name, WHOLE[name], damage, seed), LAYOUTS_OF[name])


@pytest.mark.deep
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("name", sorted(WHOLE))
def test_much_damage_of_every_kind(name, damage):
    for seed in range(QUICK, QUICK + DEEP):
        assert_safe(name, damaged(name, WHOLE[name], damage, seed), LAYOUTS_OF[name])


@pytest.mark.deep
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damage_to_the_start_of_every_real_file(shared, damage):
    for path in sorted((shared / "data").rglob("*")):
        if path.suffix in {".csv", ".json"}:
            content = start_of(path)
            layouts = layouts_of(path.name, content)
            for seed in range(DEEP // 4):
                assert_safe(path.name, damaged(path.name, content, damage, seed), layouts)
