"""A file too large to keep row by row: read in blocks, of which only sums are kept.

The same cells are read as in `load`, but each different text of a column only once, so that
millions of rows cost what their different texts do. Memory is a block and the sums so far,
whatever the length of the file. Rows that cannot be read are listed with their line, and a file
with more than `MOST_REFUSED` of them is refused: it is not of the layout it says.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import polars as pl
from polars.exceptions import PolarsError

from knockon.errors import KnockonError
from knockon.published.cells import NegativeError, UnreadableError, in_short
from knockon.published.layout import Column, Fold, Layout
from knockon.published.load import Loaded, contradiction, header_of, negative, nothing_readable
from knockon.published.quality import RefusedRow
from knockon.published.source import Source, faults_told

__all__ = ["BLOCK", "MOST_REFUSED", "load_folded"]

BLOCK = 1 << 24
"""Bytes read at once: 16 MiB, some hundred thousand rows."""

MOST_REFUSED = 1000

_MOST_SUMS_APART = 1_000_000
_EDGE = 4
_LINE = "line"

Thing = TypeVar("Thing")


def load_folded(source: Source, layout: Layout, fold: Fold) -> Loaded:
    """Read a file of this layout into its sums.

    Raises K205 (column missing), K206 (row repeated), K207 (count below zero), K209 (nothing
    readable), K215 (figures that contradict each other), K216 (too many rows that cannot be read),
    K202 and K203 (not a CSV, damaged ZIP).
    """
    headers = header_of(source, (layout,))
    places = layout.find_columns(headers, source.label)
    width = len(headers)
    reading = _Folding(source.label, layout, places)
    sums = _Sums(fold)
    with faults_told(source.label):
        blocks = _below(headers, source.blocks(BLOCK))
        looked_at = ((block, _texts(block, places, width=width)) for block in blocks)
        for block, texts in _one_ahead(looked_at):
            sums.add(reading.read(block, texts, width=width))
    whole = sums.together()
    if whole is None or whole.is_empty():
        raise nothing_readable(source.label, layout, reading.refused)
    twice = fold.repeated(whole)
    if twice is not None:
        raise _repeat(source.label, twice)
    reason = None if reading.refused else fold.check(whole)
    if reason is not None:
        raise contradiction(source.label, layout, reason)
    refused = sorted(reading.refused, key=lambda row: row.line)
    return Loaded(fold.finish(whole), tuple(refused), 0)


@dataclass(frozen=True, slots=True)
class _Block:
    """Whole lines of a file: the line the first stands on, how many there are, their bytes."""

    line: int
    lines: int
    bytes: bytes

    def has_lone_returns(self) -> bool:
        """Whether a carriage return stands alone, which ends a row as a line feed does."""
        return b"\r" in self.bytes and self.bytes.count(b"\r") > self.bytes.count(b"\r\n")


def _one_ahead(things: Iterator[Thing]) -> Iterator[Thing]:
    """Yield the same, the next being made while one is used."""
    with ThreadPoolExecutor(max_workers=1) as maker:
        coming = maker.submit(next, things, None)
        while (thing := coming.result()) is not None:
            coming = maker.submit(next, things, None)
            yield thing


def _below(headers: list[str], pieces: Iterator[bytes]) -> Iterator[_Block]:
    """Yield what stands below the header."""
    line = 1
    for piece in pieces:
        above = io.BytesIO(piece)
        while text := above.readline():
            line += 1
            if _cells(text) == headers:
                break
        if text:
            pieces = chain([above.read()], pieces)
            break
    for piece in pieces:
        if piece:
            lines = piece.count(b"\n") + (not piece.endswith(b"\n"))
            yield _Block(line, lines, piece)
            line += lines


def _cells(line: bytes) -> list[str]:
    return next(csv.reader([line.decode("utf-8-sig")]), [])


def _texts(block: _Block, places: Mapping[str, int], *, width: int) -> pl.DataFrame | None:
    """Return a block's cells as text, or None where a line may not be a row of this width.

    polars looks at no more cells of a row than are asked for, and fills in those it lacks: so the
    last and some beyond it are asked for; the one must hold something, the others nothing.
    """
    if block.has_lone_returns():
        return None
    names = {str(place): pl.String() for place in range(width + _EDGE)}
    ours = [pl.col(str(place)).alias(key) for key, place in places.items()]
    edge = [pl.col(str(width - 1 + place)).alias(f"edge{place}") for place in range(_EDGE)]
    try:
        cells = pl.scan_csv(block.bytes, has_header=False, schema=names, missing_columns="insert")
        found = cells.select(*ours, *edge).collect(engine="streaming")
    except PolarsError:
        return None
    texts, (last, *beyond) = found[:, : len(ours)], found[:, len(ours) :].count().row(0)
    if texts.height != block.lines or last != texts.height or any(beyond):
        return None
    return texts.with_columns(pl.all().fill_null("")) if _has_nulls(texts) else texts


class _Sums:
    """The sums of the blocks read so far, added up whenever they grow many."""

    def __init__(self, fold: Fold) -> None:
        self.fold = fold
        self.apart: list[pl.DataFrame] = []

    def add(self, rows: pl.DataFrame) -> None:
        self.apart.append(self.fold.of_block(rows.lazy()).collect(engine="streaming"))
        first, *others = self.apart
        if sum(sums.height for sums in others) > max(first.height, _MOST_SUMS_APART):
            self.together()

    def together(self) -> pl.DataFrame | None:
        if self.apart:
            every = pl.concat(self.apart).lazy()
            self.apart = [self.fold.together(every).collect(engine="streaming")]
        return self.apart[0] if self.apart else None


class _Known:
    """The different texts of a column met so far: the value of each, or why it has none."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self.texts = pl.Enum([])
        self.values = pl.Series(dtype=column.kind)
        self.faults: dict[str, str] = {}

    def learn(self, texts: Sequence[str]) -> None:
        """Read texts not met before. Raises NegativeError with the text of a count below zero."""
        values = pl.Series([self._value(text) for text in texts], dtype=self.column.kind)
        self.texts = pl.Enum([*self.texts.categories, *texts])
        self.values = pl.concat([self.values, values])

    def _value(self, text: str) -> object:
        try:
            value = self.column.cell(text)
        except NegativeError:
            raise NegativeError(text) from None
        except UnreadableError as problem:
            self.faults[text] = f"{self.column.header}: {problem}"
            return None
        if value is None and self.column.needed:
            self.faults[text] = f"{self.column.header} is blank"
        return value


class _Folding:
    """What is being read from one file, block by block."""

    def __init__(self, file: str, layout: Layout, places: Mapping[str, int]) -> None:
        self.file = file
        self.layout = layout
        self.places = places
        self.known = {column.key: _Known(column) for column in layout.columns}
        self.refused: list[RefusedRow] = []

    def read(self, block: _Block, texts: pl.DataFrame | None, *, width: int) -> pl.DataFrame:
        """Return a block's rows under our names; those that cannot be read are listed.

        A block in which anything is odd is read again row by row, to say what and where.
        """
        coded = self._coded_at_once(texts)
        if coded is None:
            texts = self._walked(block, width=width)
            coded = self._coded_by_line(texts)
            bad = self._faulty(coded)
            self._list(texts.filter(bad))
            coded = coded.filter(~bad)
        return coded.select(
            pl.lit(known.values).gather(pl.col(key).to_physical()).alias(key)
            for key, known in self.known.items()
        )

    def _coded_at_once(self, texts: pl.DataFrame | None) -> pl.DataFrame | None:
        """Return a block's cells as codes of known texts; None where anything is odd."""
        try:
            coded = None if texts is None else self._coded(texts)
        except NegativeError:
            return None
        return None if coded is None or self._faulty(coded).any() else coded

    def _coded_by_line(self, texts: pl.DataFrame) -> pl.DataFrame:
        try:
            return self._coded(texts)
        except NegativeError as problem:
            raise self._negative(texts, str(problem)) from None

    def _walked(self, block: _Block, *, width: int) -> pl.DataFrame:
        """Return the same with the line of each row; rows of another width are listed."""
        text = io.StringIO(block.bytes.decode("utf-8"), newline="")
        reader = csv.reader(text, strict=True)
        rows: list[list[object]] = []
        line = block.line
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                pass
            elif len(cells) == width:
                rows.append([line, *(cells[place] for place in self.places.values())])
            else:
                self._refuse(line, f"{len(cells)} cells where the header has {width}")
            line = block.line + reader.line_num
        schema = {_LINE: pl.UInt32(), **dict.fromkeys(self.places, pl.String())}
        return pl.DataFrame(rows, schema=schema, orient="row")

    def _coded(self, texts: pl.DataFrame) -> pl.DataFrame:
        """Return the code of each text, those not met before being read first."""
        coded = texts.select(self._codes(self.known))
        unmet = [key for key in self.known if coded[key].null_count()]
        for key in unmet:
            new = texts[key].filter(coded[key].is_null())
            self.known[key].learn(new.unique().sort().to_list())
        return coded.with_columns(texts.select(self._codes(unmet)))

    def _codes(self, keys: Iterable[str]) -> list[pl.Expr]:
        return [pl.col(key).cast(self.known[key].texts, strict=False) for key in keys]

    def _faulty(self, coded: pl.DataFrame) -> pl.Series:
        """Return which rows have a cell that cannot be read."""
        marks = [
            pl.col(key).cast(pl.String()).is_in(list(known.faults))
            for key, known in self.known.items()
            if known.faults
        ]
        nothing = pl.repeat(value=False, n=pl.len())
        return coded.select(pl.any_horizontal(*marks, nothing)).to_series()

    def _list(self, rows: pl.DataFrame) -> None:
        """List rows with the first of their faults."""
        for row in rows.iter_rows(named=True):
            reasons = (known.faults.get(row[key]) for key, known in self.known.items())
            self._refuse(row[_LINE], next(reason for reason in reasons if reason))

    def _negative(self, texts: pl.DataFrame, text: str) -> KnockonError:
        """Return the error for the first count below zero, which this text is."""
        found = ((key, texts.filter(pl.col(key) == text)) for key in self.known)
        key, rows = next((key, rows) for key, rows in found if rows.height)
        return negative(self.file, self.known[key].column, text, rows[_LINE][0])

    def _refuse(self, line: int, reason: str) -> None:
        self.refused.append(RefusedRow(self.file, line, in_short(reason)))
        if len(self.refused) > MOST_REFUSED:
            raise KnockonError(
                "K216",
                f"more than {MOST_REFUSED} rows cannot be read; line {line}: {in_short(reason)}",
                expected=f"rows of {self.layout.title}",
                remedy="Download the file again; if it is published so, report that line.",
                place=self.file,
            )


def _has_nulls(frame: pl.DataFrame) -> bool:
    return any(frame.null_count().row(0))


def _repeat(file: str, twice: str) -> KnockonError:
    return KnockonError(
        "K206",
        f"a row of {twice} stands twice",
        expected="one row for each in one file",
        remedy="Delete the row that is wrong, or download the file again.",
        place=file,
    )
