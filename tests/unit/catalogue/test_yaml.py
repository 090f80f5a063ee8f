"""What is written is what is read."""

import datetime as dt
from pathlib import Path

import pytest

from knockon.catalogue.yaml import check_keys, load_strict, load_strict_text, nearest
from knockon.errors import KnockonError


def value_of(text: str) -> object:
    return load_strict_text(f"it: {text}\n", "a.yaml").value["it"]


def refusal(text: str) -> KnockonError:
    with pytest.raises(KnockonError) as caught:
        load_strict_text(text, "a.yaml")
    return caught.value


@pytest.mark.parametrize(
    "word",
    ["no", "yes", "on", "off", "True", "NO", "18:30", "08:00", "010", "0x1F", "1_000", "15E"],
)
def test_words_that_other_readers_turn_into_something_else_stay_text(word: str) -> None:
    assert value_of(word) == word


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("0", 0),
        ("-12", -12),
        ("+4", 4),
        ("0.5", 0.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-2.5E-1", -0.25),
        ("2024-08-01", dt.date(2024, 8, 1)),
        ('"2024-08-01"', "2024-08-01"),
        ("'12'", "12"),
        ('""', ""),
    ],
)
def test_the_only_values_besides_text(written: str, meant: object) -> None:
    found = value_of(written)
    assert found == meant
    assert type(found) is type(meant)


def test_keys_are_always_text() -> None:
    assert load_strict_text("on: 1\n12: 2\n2024-01-01: 3", "a").value == {
        "on": 1,
        "12": 2,
        "2024-01-01": 3,
    }


def test_json_is_read_the_same_way() -> None:
    found = load_strict_text('{"uptake": {"low": 0.1, "known": [true, null]}}', "a.json").value
    assert found == {"uptake": {"low": 0.1, "known": [True, None]}}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\nb: [1, 2", "K002", 3),
        ("a: 1\n\tb: 2", "K002", 2),
        ("a: 1\nb: 2\nc: \x07", "K002", 3),
        ("a: 1\nb: \x00", "K002", 2),
        ("a: 1\nb: 2\na: 3", "K003", 3),
        ("a: {b: 1, c: 2, b: 3}", "K003", 1),
        ("x: 1\na: &it 1", "K004", 2),
        ("a: *it", "K004", 1),
        ("a: 1\n<<: {b: 2}", "K004", 2),
        ("a: !!int '3'", "K004", 1),
        ("a: 1\n---\nb: 2", "K004", 2),
        ("a: 2023-02-29", "K004", 1),
        ("a: 1e999", "K004", 1),
        ("? {a: 1}\n: 2", "K004", 1),
        ("a: " + "9" * 30, "K004", 1),
        ("a: " + "[" * 80 + "]" * 80, "K004", 1),
        ("a: 1\nb:\nc: 3", "K006", 2),
        ("a: {wording: one, two}", "K006", 1),
        ("- 1\n-\n", "K006", 2),
    ],
)
def test_what_could_be_misread_is_refused_with_its_line(text: str, code: str, line: int) -> None:
    problem = refusal(text)
    assert (problem.code, problem.place) == (code, f"a.yaml:{line}")


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert refusal(text).code == "K007"


def test_each_key_and_item_knows_its_line() -> None:
    document = load_strict_text("a: 1\nb:\n  - c: 2\n    d: 3\n  - c: 4\n", "plan.yaml")
    assert document.place(("b", 0, "d")) == "plan.yaml:4"
    assert document.line_of(("b", 1)) == 5
    assert document.line_of(("b", 1, "not there")) == 5


def test_an_unknown_key_is_refused_with_the_nearest_name() -> None:
    document = load_strict_text("uptake:\n  lickely: 0.2\n", "plan.yaml")
    with pytest.raises(KnockonError, match=r"plan.yaml:2: .*Did you mean 'likely'") as caught:
        document.check_keys(("uptake",), ["low", "likely", "high"])
    assert caught.value.code == "K005"


def test_keys_can_be_checked_without_a_document() -> None:
    check_keys({"low": 1}, ["low"], "here")
    with pytest.raises(KnockonError, match="here"):
        check_keys({"lwo": 1}, ["low"], "here")


def test_nothing_near_is_no_guess() -> None:
    assert nearest("qqqq", ["low", "high"]) is None
    assert nearest("hihg", ["low", "high"]) == "high"


def test_a_file_is_read_as_utf_8_with_or_without_a_mark(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xef\xbb\xbfname: caf\xc3\xa9\n")
    assert load_strict(file).value == {"name": "café"}


@pytest.mark.parametrize("content", [b"name: caf\xe9\n", None])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "a.yaml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(KnockonError) as caught:
        load_strict(file)
    assert (caught.value.code, caught.value.place) == ("K001", str(file))
