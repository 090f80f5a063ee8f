"""A published file as rows: a CSV, one inside a ZIP, a sheet of a workbook, or a list in JSON.

A CSV is read as a stream: only one line is held at a time, so a file of ten million rows needs no
more memory than one of ten.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from knockon.errors import KnockonError
from knockon.published.json_tables import tables_in
from knockon.published.workbook import is_workbook, tables_in_workbook

__all__ = ["LONGEST_LINE", "Source", "cannot_open", "faults_told", "sha256", "sources_in"]

LONGEST_LINE = 1 << 20
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """One table: its file, the file's name relative to the folder, its place inside if it has one.

    ``member`` is the name of a CSV in a ZIP, a sheet of a workbook, a list in JSON.
    """

    path: Path
    name: str
    member: str | None = None

    @property
    def label(self) -> str:
        """The name a person would know it by: folder/file.zip/inside.csv."""
        return self.name if self.member is None else f"{self.name}/{self.member}"

    def rows(self, *, errors: str = "strict") -> Iterator[tuple[int, list[str]]]:
        """Yield each row with the line it starts on; blank rows are left out.

        ``errors`` says what becomes of bytes that are not UTF-8, as for ``open``.

        The "line" of a JSON record is its number in its list; its header is at 0.

        Raises K202 for text that is not UTF-8 or not a CSV, K203 for a damaged ZIP, K213 for a
        file that cannot be opened, K214 for damaged JSON, K219 for a damaged workbook.
        """
        if is_workbook(self.path) and self.member is not None:
            yield from tables_in_workbook(self.path, self.name)[self.member]
            return
        if is_json(self.path) and self.member is not None:
            yield from enumerate(tables_in(self.path, self.name)[self.member])
            return
        with faults_told(self.label), self._opened() as raw:
            text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors=errors, newline="")
            reader = csv.reader(text, strict=True)
            line = 1
            for row in reader:
                if any(cell.strip() for cell in row):
                    yield line, row
                line = reader.line_num + 1

    def blocks(self, size: int) -> Iterator[bytes]:
        """Yield a CSV's bytes in pieces of about this size, each of whole lines.

        A sheet of a workbook or a list in JSON is one piece, as a CSV would hold it.

        Raises K202 for a line longer than `LONGEST_LINE`, K203 for a damaged ZIP, K213 for a file
        that cannot be opened.
        """
        if self.member is not None and (is_json(self.path) or is_workbook(self.path)):
            yield _as_csv(self.rows())
            return
        with faults_told(self.label), self._opened() as raw:
            while block := raw.read(size):
                rest = raw.readline(LONGEST_LINE)
                if len(rest) == LONGEST_LINE and not rest.endswith(b"\n"):
                    raise csv.Error(f"a line of more than {LONGEST_LINE} bytes")
                yield block + rest

    def first_rows(self, most: int) -> list[list[str]]:
        """Return the first rows, up to the first that cannot be read as CSV.

        Bytes that are not UTF-8 are no reason not to know a header: reading the rows refuses them.
        """
        found: list[list[str]] = []
        try:
            for _, row in self.rows(errors="replace"):
                found.append(row)
                if len(found) == most:
                    break
        except KnockonError as problem:
            if problem.code != "K202":
                raise
        return found

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        if self.member is None:
            with self.path.open("rb") as file:
                yield file
            return
        with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as inside:
            yield inside  # type: ignore[misc]


@contextmanager
def faults_told(label: str) -> Iterator[None]:
    """Turn what can be wrong with a file's bytes into a sentence: K202, K203 or K213."""
    try:
        yield
    except UnicodeDecodeError as problem:
        raise _unreadable(label, "text that is not UTF-8") from problem
    except csv.Error as problem:
        raise _unreadable(label, f"a row that is not CSV ({problem})") from problem
    except (zipfile.BadZipFile, zlib.error, EOFError) as problem:
        raise _damaged(label) from problem
    except OSError as problem:
        raise cannot_open(label, problem) from problem


def sources_in(path: Path, name: str) -> tuple[Source, ...]:
    """Return the tables a file holds: itself, or those inside it when it is a ZIP or JSON.

    Raises K203 for a ZIP that is cut short or damaged, K212 for one locked with a password, K213
    for what cannot be opened, K214 for what is not JSON, K219 for what is not a workbook.
    """
    if is_json(path) or is_workbook(path):
        tables = tables_in if is_json(path) else tables_in_workbook
        try:
            return tuple(Source(path, name, member) for member in tables(path, name))
        except OSError as problem:
            raise cannot_open(name, problem) from problem
    if path.suffix.lower() != ".zip":
        return (Source(path, name),)
    try:
        with zipfile.ZipFile(path) as archive:
            members = [item for item in archive.infolist() if _is_csv(item)]
    except (zipfile.BadZipFile, EOFError) as problem:
        raise _damaged(name) from problem
    except OSError as problem:
        raise cannot_open(name, problem) from problem
    if any(item.flag_bits & 0x1 for item in members):
        raise KnockonError(
            "K212",
            "the ZIP is locked with a password",
            expected="a ZIP as published",
            remedy="Download it again from the publication's page.",
            place=name,
        )
    return tuple(Source(path, name, item.filename) for item in members)


def is_json(path: Path) -> bool:
    """Whether a file is JSON, by its name."""
    return path.suffix.lower() == ".json"


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def cannot_open(label: str, problem: OSError) -> KnockonError:
    """Return the error for a file or folder the computer will not open."""
    return KnockonError(
        "K213",
        f"it cannot be opened ({problem.strerror or 'unknown reason'})",
        expected="a file and folder that may be read",
        remedy="Give yourself permission to read it, or move it out of the folder.",
        place=label,
    )


def _as_csv(rows: Iterator[tuple[int, list[str]]]) -> bytes:
    """Return rows as a CSV in which each stands on its line, as far as lines allow."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    next_line = 1
    for line, row in rows:
        out.write("\n" * (line - next_line))
        writer.writerow(row)
        next_line = max(line, next_line) + 1
    return out.getvalue().encode()


def _is_csv(item: zipfile.ZipInfo) -> bool:
    parts = item.filename.split("/")
    hidden = any(part.startswith((".", "__")) for part in parts)
    return not item.is_dir() and not hidden and item.filename.lower().endswith(".csv")


def _damaged(label: str) -> KnockonError:
    return KnockonError(
        "K203",
        "the ZIP is cut short or damaged",
        expected="a whole ZIP file",
        remedy="Download it again.",
        place=label,
    )


def _unreadable(label: str, what: str) -> KnockonError:
    return KnockonError(
        "K202",
        f"the file holds {what}",
        expected="a CSV in UTF-8",
        remedy="Download it again, or save it as 'CSV UTF-8'.",
        place=label,
    )
