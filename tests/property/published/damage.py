"""Ways a published file gets damaged on its way here, each from a seed."""

import csv
import io
from collections.abc import Callable
from random import Random

__all__ = ["DAMAGES", "Damage"]

Damage = Callable[[bytes, Random], bytes]

AWKWARD_CELLS = (
    *("", " ", "-", "*", "NA", "n/a", "None", "nan", "NaN", "inf", "-inf", "true", "c", "."),
    *("0", "-0", "-1", "−5", "(5)", "+5", "1.5", "1e3", "1e400", "0x1F", "007", "1_000"),
    *(
        "1,234",
        "12,34",
        "1 234",
        "1.234,5",
        "٣",
        "１２",
        "½",
        "5%",
        "9" * 30,
        "9" * 5000,
        "-" + "9" * 5000,
    ),
    *("2026-02-30", "0001-01-01", "9999-12-31", "31/12/2025", "12/31/2025", "MSitAE-MARCH-2024"),
    *("RX1", "E54000099", "X10001", "Total", "ALL", "ENG", "Y58", "x" * 100_000, "x" * 200_000),
    *("=1+1", "#REF!", "\x00", "\ufeff", "a\nb", "a\r\nb", 'say "hello"', "é", "\U0001f600"),
)
AWKWARD_BYTES = (b",", b'"', b"\n", b"\r", b"\t", b";", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xa0")
ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "cp1252", "utf-8-sig", "cp037")


def _rows(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8", errors="replace")
    return list(csv.reader(io.StringIO(text, newline="")))


def _content(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def byte_edits(content: bytes, rng: Random) -> bytes:
    """A few bytes replaced, put in, taken out or said twice."""
    damaged = bytearray(content)
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(damaged) + 1)
        some = rng.choice((bytes([rng.randrange(256)]), rng.choice(AWKWARD_BYTES), b""))
        until = min(len(damaged), at + rng.choice((0, 0, 1, 1, 2, 40)))
        again = bytes(damaged[at:until]) if rng.random() < 0.2 else b""
        damaged[at:until] = some + again * 2
    return bytes(damaged)


def cut_short(content: bytes, rng: Random) -> bytes:
    """The end is missing."""
    return content[: rng.randrange(len(content))]


def start_missing(content: bytes, rng: Random) -> bytes:
    """The start is missing."""
    return content[rng.randrange(len(content)) :]


def another_encoding(content: bytes, rng: Random) -> bytes:
    """The text saved in another encoding."""
    return content.decode().encode(rng.choice(ENCODINGS), errors="replace")


def other_line_ends(content: bytes, rng: Random) -> bytes:
    """Lines that end as on another computer."""
    return content.replace(b"\n", rng.choice((b"\r\n", b"\r", b"\n\n", b"\r\r\n", b"\x0b")))


def other_separator(content: bytes, rng: Random) -> bytes:
    """Another separator than the comma."""
    return content.replace(b",", rng.choice((b";", b"\t", b"|", b", ")))


def column_dropped(content: bytes, rng: Random) -> bytes:
    """A column taken out."""
    rows = _rows(content)
    gone = rng.randrange(max(len(row) for row in rows))
    return _content([row[:gone] + row[gone + 1 :] for row in rows])


def column_twice(content: bytes, rng: Random) -> bytes:
    """A column that stands twice."""
    rows = _rows(content)
    twice = rng.randrange(max(len(row) for row in rows))
    return _content([[*row, *row[twice : twice + 1]] for row in rows])


def columns_swapped(content: bytes, rng: Random) -> bytes:
    """Two headers change places, their columns do not."""
    rows = _rows(content)
    one, other = (rng.randrange(len(rows[0])) for _ in range(2))
    rows[0][one], rows[0][other] = rows[0][other], rows[0][one]
    return _content(rows)


def cells_swapped(content: bytes, rng: Random) -> bytes:
    """Two cells of a row change places."""
    rows = _rows(content)
    row = rng.choice(rows)
    if len(row) > 1:
        one, other = (rng.randrange(len(row)) for _ in range(2))
        row[one], row[other] = row[other], row[one]
    return _content(rows)


def awkward_cells(content: bytes, rng: Random) -> bytes:
    """Cells that hold something awkward."""
    rows = [row for row in _rows(content) if row]
    for _ in range(rng.choice((1, 1, 1, 5))):
        row = rng.choice(rows)
        row[rng.randrange(len(row))] = rng.choice(AWKWARD_CELLS)
    return _content(rows)


def row_of_another_width(content: bytes, rng: Random) -> bytes:
    """A row with cells more or fewer."""
    rows = _rows(content)
    row = rng.choice(rows)
    if rng.random() < 0.5:
        row += ["1"] * rng.randint(1, 300)
    else:
        del row[rng.randrange(len(row) + 1) :]
    return _content(rows)


def rows_moved(content: bytes, rng: Random) -> bytes:
    """Rows taken out, said twice or moved, the header among them."""
    rows = _rows(content)
    at = rng.randrange(len(rows))
    row = rows[at] if rng.random() < 0.5 else rows.pop(at)
    rows.insert(rng.randrange(len(rows) + 1), row)
    if rng.random() < 0.3:
        del rows[rng.randrange(len(rows))]
    return _content(rows)


def number_edited(content: bytes, rng: Random) -> bytes:
    """A number in the text made another, or none."""
    places = [at for at, byte in enumerate(content) if chr(byte).isdigit()]
    if not places:
        return content
    at = rng.choice(places)
    new = rng.choice((b"", b"-", b"-1", b"1.5", b"e5", b"null", b'"7"', b"99999999999999999999"))
    return content[:at] + new + content[at + 1 :]


DAMAGES: tuple[Damage, ...] = (
    byte_edits,
    cut_short,
    start_missing,
    another_encoding,
    other_line_ends,
    other_separator,
    column_dropped,
    column_twice,
    columns_swapped,
    cells_swapped,
    awkward_cells,
    row_of_another_width,
    rows_moved,
    number_edited,
)
