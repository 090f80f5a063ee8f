"""The file a chain is kept in: one entry a line, added to and never rewritten.

An entry is acknowledged once its line is on the disc: it is written in one piece at the end and
forced there before the call returns, so whoever kills the program loses nothing it had said was
recorded. A last line cut short by that was never acknowledged; readers leave it out and say so, and
the next writer clears it away. Any other line that does not follow is refused with its number.

A lock on the file lets one writer in at a time, and no reader while one writes; the system lifts
it when a program ends, however it ends.

Errors: K710 there is none, K711 a line that does not follow, K712 time runs backwards, K713 one is
there already, K714 another program keeps it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from knockon.chain.entries import BEGINNING, Act, Entry, is_whole, read_line, seal
from knockon.errors import KnockonError

PATIENCE_SECONDS = 10.0
"""How long a writer or reader waits for another program to finish with the file."""

_PAUSE_SECONDS = 0.02
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Torn:
    """A last line that was cut short and is left out: where, and how many bytes."""

    place: str
    size: int

    def sentence(self) -> str:
        """Return what to tell whoever reads the file."""
        return (
            f"{self.place}: the last line was cut short ({self.size} bytes) when a program was "
            "stopped; it was never acknowledged and is left out"
        )


@dataclass(frozen=True, slots=True)
class Chain:
    """The entries of a file, every one checked, and what was left out."""

    entries: tuple[Entry, ...]
    torn: Torn | None = None

    @property
    def head(self) -> str:
        """The hash of the last entry, which stands for all of them."""
        return self.entries[-1].hash if self.entries else BEGINNING


@dataclass(slots=True)
class Writer:
    """A file held for writing, with the entries it holds so far."""

    form: str
    entries: list[Entry]
    torn: Torn | None
    _descriptor: int
    _name: str
    _size: int = field(repr=False)

    def append(self, act: Act) -> Entry:
        """Add an entry; return it once it is on the disc (K712: earlier than the last one)."""
        moment = act.moment()
        last = self.entries[-1] if self.entries else None
        if last is not None and moment < last.at:
            raise _backwards(self._name, last, moment)
        prev = last.hash if last else BEGINNING
        draft = Entry(len(self.entries) + 1, moment, act.by, act.kind, act.value, prev, "")
        entry, line = seal(self.form, draft)
        self._write(line)
        self.entries.append(entry)
        return entry

    def _write(self, line: bytes) -> None:
        """Write a line at the end and force it to the disc, or leave the file as it was."""
        try:
            _write_at(self._descriptor, line, self._size)
            os.fsync(self._descriptor)
        except OSError:
            os.ftruncate(self._descriptor, self._size)
            raise
        self._size += len(line)


def create(path: Path, form: str, act: Act) -> Entry:
    """Begin a chain in a new file with its first entry (K713 if the file holds anything)."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _lock(descriptor, path, alone=True)
        content = _content(descriptor)
        if not _never_begun(content, form):
            raise KnockonError(
                "K713",
                f"{path} is there already",
                expected="a name that is free, since a ledger is never replaced",
                remedy="Choose another name, or add to the one that is there.",
            )
        os.ftruncate(descriptor, 0)
        entry = Writer(form, [], None, descriptor, str(path), 0).append(act)
    finally:
        os.close(descriptor)
    _settle_name(path)
    return entry


@contextmanager
def writing(path: Path, form: str) -> Iterator[Writer]:
    """Hold a chain for writing: every line is checked, a last one cut short is cleared away."""
    descriptor = _opened(path, os.O_RDWR)
    try:
        _lock(descriptor, path, alone=True)
        content = _content(descriptor)
        entries, size, torn = _checked(content, path, form)
        if torn is not None:
            os.ftruncate(descriptor, size)
        elif content and not content.endswith(b"\n"):
            _write_at(descriptor, b"\n", size)
            size += 1
        yield Writer(form, entries, torn, descriptor, str(path), size)
    finally:
        os.close(descriptor)


def read(path: Path, form: str) -> Chain:
    """Return the entries of a file, each checked against the one before (K710, K711, K714)."""
    descriptor = _opened(path, os.O_RDONLY)
    try:
        _lock(descriptor, path, alone=False)
        content = _content(descriptor)
    finally:
        os.close(descriptor)
    entries, _, torn = _checked(content, path, form)
    return Chain(tuple(entries), torn)


def require_begun(held: Chain | Writer, path: Path, *, code: str, called: str, begin: str) -> None:
    """Refuse a file that is empty, or whose only line was cut short, under its keeper's ``code``.

    ``called`` is what the file is; ``begin`` the command that begins one.
    """
    if held.entries:
        return
    found, remedy = "the file is empty", f"Begin it: {begin} {path}."
    if held.torn is not None:
        size = held.torn.size
        found = f"the file's only line is cut short, after {size} bytes; it has no whole entry"
        remedy = (
            "Put back a copy if it ever held more; if it was only just begun, begin it again: "
            f"{begin} {path} takes the place of such a line."
        )
    expected = f"a {called} that was begun"
    raise KnockonError(code, found, expected=expected, remedy=remedy, place=str(path))


def holds(chain: Chain, noted: str) -> int | None:
    """Return the number of the entry with a hash noted earlier, or None if there is none.

    Where a hash noted elsewhere is found, nothing up to that entry was changed since.
    """
    return next((entry.seq for entry in chain.entries if entry.hash == noted), None)


def _checked(content: bytes, path: Path, form: str) -> tuple[list[Entry], int, Torn | None]:
    """Return the entries, where the last whole line ends, and what was cut short."""
    *lines, tail = content.split(b"\n")
    entries: list[Entry] = []
    for line in lines:
        entries.append(_entry(line, path, form, entries))
    if tail and not is_whole(tail) and (entries or _never_begun(tail, form)):
        torn = Torn(f"{path}:{len(lines) + 1}", len(tail))
        return entries, len(content) - len(tail), torn
    if tail:
        entries.append(_entry(tail, path, form, entries))
    return entries, len(content), None


def _entry(line: bytes, path: Path, form: str, before: list[Entry]) -> Entry:
    """Return the entry on the line after ``before``, or refuse the line (K711, K712)."""
    number = len(before) + 1
    prev = before[-1].hash if before else BEGINNING
    try:
        entry = read_line(line, form, prev, number)
    except ValueError as problem:
        raise KnockonError(
            "K711",
            f"the chain breaks here: {problem}",
            expected="every line as it was recorded, in order",
            remedy="Put back a copy from before it was changed; nothing was read.",
            place=f"{path}:{number}",
        ) from None
    if before and entry.at < before[-1].at:
        raise _backwards(f"{path}:{number}", before[-1], entry.at)
    return entry


def _backwards(place: str, last: Entry, moment: datetime) -> KnockonError:
    return KnockonError(
        "K712",
        f"an entry of {moment.isoformat()} would follow one of {last.at.isoformat()}",
        expected="a moment no earlier than that of the entry before",
        remedy="Set the clock right, or give a later moment.",
        place=place,
    )


def _never_begun(content: bytes, form: str) -> bool:
    """Whether a file is empty, or holds no more than a first line that was cut short."""
    begins = f'{{"format":"{form}",'.encode()
    return b"\n" not in content and (content.startswith(begins) or begins.startswith(content))


def _opened(path: Path, flags: int) -> int:
    try:
        return os.open(path, flags)
    except OSError as problem:
        raise KnockonError(
            "K710",
            f"the ledger cannot be opened ({problem.strerror})",
            expected="a ledger that was begun, and that you may read and write",
            remedy="Check the name; `knockon register new` begins a ledger.",
            place=str(path),
        ) from None


def _lock(descriptor: int, path: Path, *, alone: bool) -> None:
    """Wait for the file, alone or beside other readers (K714 if another program keeps it)."""
    import fcntl  # noqa: PLC0415 - Linux and macOS have it; nothing else here needs it

    kind = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
    given_up = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= given_up:
                raise KnockonError(
                    "K714",
                    "another program is writing here",
                    expected="one writer at a time",
                    remedy="Wait until it has finished, or end it.",
                    place=str(path),
                ) from None
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _content(descriptor: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    pieces = []
    while piece := os.read(descriptor, _PIECE):
        pieces.append(piece)
    return b"".join(pieces)


def _write_at(descriptor: int, line: bytes, size: int) -> None:
    os.lseek(descriptor, size, os.SEEK_SET)
    left = memoryview(line)
    while left:
        left = left[os.write(descriptor, left) :]


def _settle_name(path: Path) -> None:
    """Force a new file's name to the disc."""
    folder = os.open(path.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
