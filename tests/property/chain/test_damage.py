"""Whatever is done to a file, a chain is read as it was recorded or refused."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knockon import chain
from knockon.chain import Act
from knockon.errors import KnockonError

FORM = "knockon/sample/1"
NOON = datetime(2024, 9, 16, 12, tzinfo=UTC)
ANY_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
values = st.dictionaries(st.sampled_from(["a", "ä", "hash", "\u2028", '"']), plain)


def made(path: Path, contents: list[dict[str, Any]]) -> bytes:
    path.unlink(missing_ok=True)
    chain.create(path, FORM, Act("begun", {}, "A", NOON))
    with chain.writing(path, FORM) as writer:
        for value in contents:
            writer.append(Act("noted", value, "A", NOON))
    return path.read_bytes()


@ANY_FOLDER
@given(st.lists(values, max_size=4))
def test_any_value_comes_back_as_it_was(tmp_path: Path, contents: list[dict[str, Any]]) -> None:
    made(tmp_path / "c", contents)
    _, *noted = chain.read(tmp_path / "c", FORM).entries
    assert [dict(entry.value) for entry in noted] == contents


@ANY_FOLDER
@given(st.lists(values, min_size=1, max_size=4), st.data())
def test_cut_anywhere_it_is_the_whole_lines_before(
    tmp_path: Path, contents: list[dict[str, Any]], data: st.DataObject
) -> None:
    path = tmp_path / "c"
    whole = made(path, contents)
    cut = data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:cut])
    lacks_only_its_newline = whole[cut : cut + 1] == b"\n"
    found = chain.read(path, FORM)
    assert len(found.entries) == whole[:cut].count(b"\n") + lacks_only_its_newline
    assert (found.torn is None) == (
        cut == 0 or whole[cut - 1 : cut] == b"\n" or lacks_only_its_newline
    )


@ANY_FOLDER
@given(st.lists(values, min_size=1, max_size=4), st.data())
def test_any_byte_changed_is_found_out(
    tmp_path: Path, contents: list[dict[str, Any]], data: st.DataObject
) -> None:
    "The last line apart: one made unreadable cannot be told from one cut short, and is reported."
    path = tmp_path / "c"
    whole = bytearray(made(path, contents))
    last = whole.rindex(b"\n", 0, -1) + 1
    at = data.draw(st.integers(0, last - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(bytes(whole))
    with pytest.raises(KnockonError) as caught:
        chain.read(path, FORM)
    assert caught.value.code == "K711"
