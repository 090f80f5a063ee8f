"""A chain holds what it was told, in order, and says where it was tampered with."""

import hashlib
import json
import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from knockon import chain
from knockon.chain import BEGINNING, Act
from knockon.errors import KnockonError

FORM = "knockon/sample/1"
MORNING = datetime(2024, 9, 16, 9, 0, tzinfo=UTC)


def act(kind: str = "noted", at: datetime | None = MORNING, **value: Any) -> Act:
    return Act(kind, value, by="A. Clerk", at=at)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    "A chain of three entries."
    path = tmp_path / "chain.jsonl"
    chain.create(path, FORM, act("begun", title="Sample"))
    with chain.writing(path, FORM) as writer:
        writer.append(act(n=1))
        writer.append(act(n=2, at=MORNING + timedelta(minutes=5)))
    return path


def refused(code: str, path: Path) -> str:
    with pytest.raises(KnockonError) as caught:
        chain.read(path, FORM)
    assert caught.value.code == code
    return caught.value.sentence()


def test_what_was_recorded_is_read_back_in_order(path: Path) -> None:
    entries = chain.read(path, FORM).entries
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert [dict(entry.value) for entry in entries] == [{"title": "Sample"}, {"n": 1}, {"n": 2}]
    assert {entry.by for entry in entries} == {"A. Clerk"}


def test_each_entry_names_the_one_before(path: Path) -> None:
    entries = chain.read(path, FORM).entries
    assert [entry.prev for entry in entries] == [BEGINNING, entries[0].hash, entries[1].hash]


def test_a_line_is_json_with_the_seal_last(path: Path) -> None:
    line = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    assert list(line) == ["format", "seq", "at", "by", "kind", "value", "prev", "hash"]
    assert line["format"] == FORM


def test_the_hash_is_of_the_line_without_it(path: Path) -> None:
    "Anyone can check a line with three tools that are everywhere."
    line = path.read_bytes().splitlines()[1]
    body, _, rest = line.rpartition(b',"hash":"')
    assert hashlib.sha256(body + b"}").hexdigest() == rest[:64].decode()


def test_the_order_of_keys_given_changes_nothing(tmp_path: Path) -> None:
    there, back = tmp_path / "a", tmp_path / "b"
    chain.create(there, FORM, Act("begun", {"a": {"x": 1, "y": 2}, "b": 3}, "A", MORNING))
    chain.create(back, FORM, Act("begun", {"b": 3, "a": {"y": 2, "x": 1}}, "A", MORNING))
    assert there.read_bytes() == back.read_bytes()


def test_a_moment_keeps_its_own_clock(tmp_path: Path) -> None:
    summer = datetime(2024, 9, 16, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    chain.create(tmp_path / "c", FORM, act(at=summer))
    (entry,) = chain.read(tmp_path / "c", FORM).entries
    assert entry.at.isoformat() == "2024-09-16T00:30:00+01:00"


def test_a_moment_without_an_offset_has_the_computers(tmp_path: Path) -> None:
    chain.create(tmp_path / "c", FORM, act(at=datetime(2024, 9, 16, 9, 0)))
    (entry,) = chain.read(tmp_path / "c", FORM).entries
    assert entry.at.utcoffset() == datetime(2024, 9, 16, 9, 0).astimezone().utcoffset()


def test_left_out_the_moment_is_now(tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    entry = chain.create(tmp_path / "c", FORM, act(at=None))
    assert before <= entry.at <= datetime.now(UTC)


def test_time_does_not_run_backwards(path: Path) -> None:
    before = path.read_bytes()
    with chain.writing(path, FORM) as writer, pytest.raises(KnockonError, match="no earlier") as e:
        writer.append(act(n=3))
    assert e.value.code == "K712"
    assert path.read_bytes() == before


def test_an_entry_of_nobody_is_refused() -> None:
    with pytest.raises(KnockonError, match="a name or a role") as caught:
        Act("noted", {}, by="  ")
    assert caught.value.code == "K715"


def test_a_changed_word_is_found_at_its_line(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"n":1', b'"n":7'))
    assert f"{path}:2: the chain breaks here: it was changed" in refused("K711", path)


def test_a_line_left_out_is_found(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[2])
    assert f"{path}:2: the chain breaks here: it does not follow" in refused("K711", path)


def test_a_first_line_left_out_is_found(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))
    assert "it is not the first entry" in refused("K711", path)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"", "not an entry with a seal"),
        (b"{}", "not an entry with a seal"),
        (b"\xff\xfe", "not an entry with a seal"),
        (b'{"hash":"abc"}', "not an entry with a seal"),
        (b"[" * 100_000, "not an entry with a seal"),
    ],
)
def test_a_strange_line_in_between_is_found(path: Path, line: bytes, why: str) -> None:
    lines = path.read_bytes().splitlines()
    lines.insert(1, line)
    path.write_bytes(b"\n".join(lines) + b"\n")
    assert why in refused("K711", path)


def sealed(body: str) -> bytes:
    digest = hashlib.sha256(body.encode()).hexdigest()
    return f'{body[:-1]},"hash":"{digest}"}}\n'.encode()


@pytest.mark.parametrize(
    ("at", "form", "value", "why"),
    [
        ("2024-09-16T09:00:00", FORM, "{}", "does not say how far it is from UTC"),
        ("this morning", FORM, "{}", "is no moment"),
        ("2024-09-16T09:00:00+00:00", "knockon/other/1", "{}", "its format is 'knockon/other/1'"),
        ("2024-09-16T09:00:00+00:00", FORM, "[]", "it is not an entry"),
        ("2024-09-16T09:00:00+00:00", FORM, "{", "it is not JSON"),
        ("2024-09-16T09:00:00+00:00", FORM, "[" * 100_000, "it is not JSON"),
    ],
)
def test_a_line_with_a_true_seal_and_a_wrong_content_is_found(
    tmp_path: Path, at: str, form: str, value: str, why: str
) -> None:
    path = tmp_path / "c"
    start = f'{{"format":"{form}","seq":1,"at":"{at}","by":"A","kind":"k"'
    path.write_bytes(sealed(f'{start},"value":{value},"prev":"{BEGINNING}"}}'))
    assert why in refused("K711", path)


def test_time_running_backwards_in_a_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "c"
    first = chain.create(path, FORM, act(at=MORNING))
    early = f'{{"format":"{FORM}","seq":2,"at":"2024-09-15T09:00:00+00:00","by":"A","kind":"k"'
    with path.open("ab") as file:
        file.write(sealed(f'{early},"value":{{}},"prev":"{first.hash}"}}'))
    assert f"{path}:2" in refused("K712", path)


def test_a_last_line_cut_short_is_left_out_and_told(path: Path) -> None:
    whole = path.read_bytes()
    last = whole.splitlines(keepends=True)[-1]
    for cut in range(1, len(last) - 1):
        path.write_bytes(whole[: -len(last) + cut])
        found = chain.read(path, FORM)
        assert len(found.entries) == 2
        assert found.torn is not None
        assert found.torn.size == cut
        assert f"{path}:3: the last line was cut short" in found.torn.sentence()


def test_a_last_line_that_lacks_its_newline_alone_is_kept(path: Path) -> None:
    "An editor that takes the last newline away takes no entry away."
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert len(chain.read(path, FORM).entries) == 3
    with chain.writing(path, FORM) as writer:
        writer.append(act(n=3, at=MORNING + timedelta(hours=1)))
    assert len(chain.read(path, FORM).entries) == 4


def test_a_last_line_too_deep_to_be_an_entry_is_not_taken_for_cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"[" * 100_000)
    assert "not an entry with a seal" in refused("K711", path)


def test_a_last_line_that_was_changed_is_not_taken_for_cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"n":2', b'"n":7').rstrip(b"\n"))
    assert f"{path}:3" in refused("K711", path)


def test_the_next_writer_clears_a_last_line_cut_short_away(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])
    with chain.writing(path, FORM) as writer:
        assert writer.torn is not None
        writer.append(act(n=8, at=MORNING + timedelta(hours=1)))
    again = chain.read(path, FORM)
    assert again.torn is None
    assert [entry.value.get("n") for entry in again.entries] == [None, 1, 8]


def test_noughts_after_a_power_cut_are_left_out(path: Path) -> None:
    "A file system may have lengthened the file and not yet filled it."
    path.write_bytes(path.read_bytes() + b"\0" * 700)
    found = chain.read(path, FORM)
    assert len(found.entries) == 3
    assert found.torn is not None


def test_a_ledger_is_never_replaced(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(KnockonError, match="never replaced") as caught:
        chain.create(path, FORM, act())
    assert caught.value.code == "K713"
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"my notes", b"{", b'{"format":"other"'])
def test_a_file_of_something_else_is_never_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes"
    path.write_bytes(content + b" ")
    with pytest.raises(KnockonError, match="there already"):
        chain.create(path, FORM, act())
    assert path.read_bytes() == content + b" "


@pytest.mark.parametrize("door", [chain.read, lambda *a: chain.writing(*a).__enter__()])
def test_a_file_of_something_else_is_not_taken_for_a_line_cut_short(
    tmp_path: Path, door: Any
) -> None:
    path = tmp_path / "notes"
    path.write_bytes(b"my notes, on one line")
    with pytest.raises(KnockonError, match="not an entry with a seal") as caught:
        door(path, FORM)
    assert caught.value.code == "K711"
    assert path.read_bytes() == b"my notes, on one line"


def test_one_whose_beginning_was_cut_short_can_be_begun(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    chain.create(whole, FORM, act())
    for cut in (0, 5, 60):
        path = tmp_path / str(cut)
        path.write_bytes(whole.read_bytes()[:cut])
        chain.create(path, FORM, act())
        assert path.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("door", [chain.read, lambda *a: chain.writing(*a).__enter__()])
def test_one_that_is_not_there_is_never_begun_by_mistake(tmp_path: Path, door: Any) -> None:
    with pytest.raises(KnockonError, match="No such file") as caught:
        door(tmp_path / "mistyped.jsonl", FORM)
    assert caught.value.code == "K710"
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_json_is_never_written(path: Path) -> None:
    before = path.read_bytes()
    with chain.writing(path, FORM) as writer:
        for value in ({"a": float("nan")}, {"a": object()}, {"a": "\ud800"}):
            with pytest.raises((TypeError, ValueError)):
                writer.append(Act("noted", value, "A"))
    assert path.read_bytes() == before


def test_an_entry_is_returned_as_it_will_be_read(path: Path) -> None:
    with chain.writing(path, FORM) as writer:
        entry = writer.append(act(n=("a", "b"), at=MORNING + timedelta(hours=1)))
    assert entry == chain.read(path, FORM).entries[-1]
    assert entry.value == {"n": ["a", "b"]}


def test_a_writer_waits_for_another_and_then_gives_up(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knockon.chain.file.PATIENCE_SECONDS", 0.05)
    with (
        chain.writing(path, FORM),
        pytest.raises(KnockonError, match="one writer at a time") as caught,
        chain.writing(path, FORM),
    ):
        pass
    assert caught.value.code == "K714"
    with chain.writing(path, FORM):
        "The file is free again."


def test_an_entry_is_forced_to_the_disc_before_it_is_acknowledged(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    forced = os.fsync
    monkeypatch.setattr(os, "fsync", lambda d: (forced(d), sizes.append(path.stat().st_size)))
    with chain.writing(path, FORM) as writer:
        writer.append(act(n=3, at=MORNING + timedelta(hours=1)))
        assert sizes == [path.stat().st_size]


def test_a_disc_that_is_full_leaves_the_file_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    written = os.write

    def full(descriptor: int, line: bytes) -> int:
        written(descriptor, bytes(line[:10]))
        raise OSError(28, "No space left on device")

    with chain.writing(path, FORM) as writer:
        with monkeypatch.context() as patched:
            patched.setattr(os, "write", full)
            with pytest.raises(OSError, match="No space left"):
                writer.append(act(n=3, at=MORNING + timedelta(hours=1)))
        assert path.read_bytes() == before
        assert writer.append(act(n=3, at=MORNING + timedelta(hours=1))).seq == 4


def test_a_hash_noted_elsewhere_is_found_again(path: Path) -> None:
    noted = chain.read(path, FORM).entries[1].hash
    with chain.writing(path, FORM) as writer:
        writer.append(act(n=3, at=MORNING + timedelta(hours=1)))
    held = chain.read(path, FORM)
    assert chain.holds(held, noted) == 2
    assert chain.holds(held, held.head) == 4
    assert chain.holds(held, "f" * 64) is None
