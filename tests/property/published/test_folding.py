"""A file read in blocks says what it does row by row, whole or damaged, at any size of block."""

import contextlib
import csv
import io
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

import polars as pl
import pytest
from tests.conftest import Press
from tests.property.published.damage import DAMAGES

from knockon.errors import KnockonError
from knockon.published import folding
from knockon.published.crosstab import CROSSTAB, WAITS
from knockon.published.folding import load_folded
from knockon.published.load import load
from knockon.published.source import Source

WHOLE = Press().sample("gpad_crosstab").read_bytes()
KEYS = ["practice", "month", "status", "mode", "hcp_type"]
QUICK, DEEP = 6, 150
SIZES = (1, 300, 2000, folding.BLOCK)


def row_by_row(source):
    "The same sums from every row kept."
    loaded = load(source, CROSSTAB)
    waits = [
        pl.col("appointments").filter(pl.col("wait") == name).sum().alias(name)
        for name in WAITS.values()
    ]
    sums = loaded.frame.group_by(KEYS).agg(pl.col("appointments").sum(), *waits)
    return sums, loaded.refused


def outcome(read, source):
    try:
        frame, refused = read(source)
    except KnockonError as refusal:
        return refusal.code
    return frame.sort(KEYS).rows(), sorted((row.line, row.reason) for row in refused)


def in_blocks(source):
    loaded = load_folded(source, CROSSTAB, CROSSTAB.fold)
    return loaded.frame, loaded.refused


def both(content, size, monkeypatch):
    monkeypatch.setattr(folding, "BLOCK", size)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "crosstab.csv"
        path.write_bytes(content)
        source = Source(path, path.name)
        return outcome(in_blocks, source), outcome(row_by_row, source)


@pytest.mark.parametrize("size", SIZES)
def test_the_size_of_a_block_does_not_matter(size, monkeypatch):
    ours, theirs = both(WHOLE, size, monkeypatch)
    assert ours == theirs


def leniently(content):
    "The same sums by the csv module where it is not strict about quotes or bytes."
    text = content.decode("utf-8-sig", errors="replace")
    longest = csv.field_size_limit(1 << 24)
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    csv.field_size_limit(longest)
    places = CROSSTAB.find_columns(header, "")
    sums = Counter()
    for row in rows:
        if len(row) == len(header):
            with contextlib.suppress(ValueError):
                value = {c.key: c.cell(row[places[c.key]]) for c in CROSSTAB.columns}
                sums[tuple(value[key] for key in KEYS)] += value["appointments"] or 0
    return sums


def assert_no_less_strict(damage, seed, monkeypatch):
    "Where only the row-by-row reading refuses the text, what is read is what it says all the same."
    rng = Random(f"{damage.__name__}/{seed}")
    content = damage(WHOLE, rng)
    ours, theirs = both(content, rng.choice(SIZES), monkeypatch)
    if isinstance(ours, str):
        assert ours.startswith("K2")
    elif theirs == "K202":
        sums = {row[: len(KEYS)]: row[len(KEYS)] for row in ours[0]}
        assert sums == {key: value for key, value in leniently(content).items() if key in sums}
        assert sum(sums.values()) == sum(leniently(content).values())
    elif b"\r" in content:
        assert ours[0] == theirs[0], "only the lines of what is refused may be counted otherwise"
    else:
        assert ours == theirs


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damage_is_seen_as_row_by_row(damage, monkeypatch):
    for seed in range(QUICK):
        assert_no_less_strict(damage, seed, monkeypatch)


@pytest.mark.deep
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_much_damage_is_seen_as_row_by_row(damage, monkeypatch):
    for seed in range(QUICK, QUICK + DEEP):
        assert_no_less_strict(damage, seed, monkeypatch)
