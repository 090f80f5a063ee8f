"""A chain written by the first version is read for ever, and is written to the same bytes."""

from pathlib import Path

from knockon import chain
from knockon.chain import Act

GOLDEN = Path(__file__).with_name("golden.jsonl")
FORM = "knockon/sample/1"
HEAD = "e5cd3e1f203884ab833640a02dfbdcc3c689dad672a82a292a505b0d769d18aa"


def test_it_is_read() -> None:
    held = chain.read(GOLDEN, FORM)
    assert held.torn is None
    assert held.head == HEAD
    assert held.entries[1].value["words"] == ["ä", '"', "\u2028", None, True, -3]


def test_it_is_written_to_the_same_bytes(tmp_path: Path) -> None:
    first, second = chain.read(GOLDEN, FORM).entries
    copy = tmp_path / "copy.jsonl"
    chain.create(copy, FORM, Act(first.kind, first.value, first.by, first.at))
    with chain.writing(copy, FORM) as writer:
        writer.append(Act(second.kind, second.value, second.by, second.at))
    assert copy.read_bytes() == GOLDEN.read_bytes()
