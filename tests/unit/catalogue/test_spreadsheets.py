"""A table somebody keeps in a spreadsheet: cells by column, and a sentence for what is no table."""

from __future__ import annotations

from pathlib import Path

import pytest

from knockon.catalogue.spreadsheets import rows_of
from knockon.errors import KnockonError


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "asked.csv"


@pytest.mark.parametrize("parted_by", [",", ";", "\t"])
def test_cells_are_parted_as_the_first_line_is(table: Path, parted_by: str) -> None:
    text = 'practice,place\n X10001 ,Vale\n\n"X10002",\n'.replace(",", parted_by)
    table.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    columns, rows = rows_of(table)
    assert columns == ("practice", "place")
    assert rows == [
        (2, {"practice": "X10001", "place": "Vale"}),
        (4, {"practice": "X10002", "place": ""}),
    ]


def test_a_cell_may_have_a_line_break_and_the_lines_after_it_keep_their_number(
    table: Path,
) -> None:
    table.write_text('practice,name\nX10001,"The\nPractice"\nX10002,B\n', encoding="utf-8")
    _, rows = rows_of(table)
    assert rows[0][1]["name"] == "The\nPractice"
    assert [line for line, _ in rows] == [2, 4]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "asked.csv:1: the table does not name each column once in its first line"),
        (b"practice,,place\n", "asked.csv:1: the table does not name each column once"),
        (b"practice,practice\n", "asked.csv:1: the table does not name each column once"),
        (b"practice,name\nX10001,Br\xfccke\n", "asked.csv:1: the table is not UTF-8 text"),
        ("practice,place\n".encode("utf-16"), "asked.csv:1: the table is not UTF-8 text"),
        (b"practice,place\nX10001,8,000\n", "asked.csv:2: the table has 3 cells for 2 columns"),
        (b'practice,place\nX10001,"Vale\n', "asked.csv:2: the table does not fall into cells"),
        (b"practice,place\nX10001," + b"x" * 200_000, "asked.csv:2: the table does not fall"),
        (b"x" * 200_000, "asked.csv:1: the table does not fall into cells"),
        (b"place\nVale\n", "asked.csv:1: the table has no column 'practice'"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(table: Path, content: bytes, says: str) -> None:
    table.write_bytes(content)
    with pytest.raises(KnockonError) as refused:
        rows_of(table, ["practice"])
    assert refused.value.code == "K026"
    assert says in str(refused.value)


def test_a_table_that_is_not_there_is_refused(table: Path) -> None:
    with pytest.raises(KnockonError, match="cannot be read") as refused:
        rows_of(table)
    assert refused.value.code == "K026"
