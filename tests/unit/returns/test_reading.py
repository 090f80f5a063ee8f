"""Returns are read one by one; a bad one is told with its line and takes no good one with it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knockon.errors import KnockonError
from knockon.returns import (
    Form,
    Return,
    blank_note,
    blank_return,
    blank_table,
    built_in_questions,
    read_asked,
    read_neighbours,
    read_note,
    read_public,
    read_return,
    read_returns,
)
from knockon.returns.asked import asked_table

MONDAY = date(2026, 12, 7)
RETURN = """\
format: knockon/return/1
practice: J81002
week: 2026-12-07
given_on: 2026-12-09
actions:
  limit_daily_contacts: taking
  stop_advice_and_guidance: not
pressure:
  alert_state: amber
  contacts: 1200
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_return(written: Callable[[str, str], Path], form: Form) -> None:
    one = read_return(written("one.yaml", RETURN), form)
    assert one.position("limit_daily_contacts") == "taking"
    assert one.position("refuse_new_contracts") == "not_answered"
    assert one.answer("contacts") == 1200
    assert one.answer("staffing") == "not_answered"


def test_a_blank_form_reads_as_nothing_answered(
    written: Callable[[str, str], Path], form: Form
) -> None:
    asked = {"limit_daily_contacts": "Limit contacts to 25 a clinician a day: #1, for safety"}
    text = blank_return("J81002", MONDAY, asked, built_in_questions())
    one = read_return(written("blank.yaml", text), form)
    assert set(one.actions.values()) == {"not_answered"}
    assert set(one.pressure) == set(built_in_questions().on(MONDAY))
    assert set(one.pressure.values()) == {"not_answered"}


def test_the_questions_are_six_dated_and_sourced() -> None:
    asked = built_in_questions().on(MONDAY)
    assert len(asked) == 6
    assert all(question.sources for question in asked.values())
    assert len(built_in_questions().on(date(2021, 9, 6))) < 6


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("week: 2026-12-07", "week: 2026-12-08"), "K760", 3),
        (("2026-12-09", "2026-12-01"), "K760", 4),
        (("J81002", "J8100"), "K762", 2),
        ((": taking", ": yes"), "K761", 6),
        (("alert_state: amber", "alert_state: orange"), "K761", 9),
        (("contacts: 1200", "contacts: -3"), "K761", 10),
        (("alert_state", "alert_stat"), "K764", 9),
        (("limit_daily_contacts", "limit_contacts"), "K764", 6),
        (("pressure:", "notes: we are tired\npressure:"), "K765", 8),
        (("practice:", "practise:"), "K005", 2),
        (("return/1", "return/9"), "K101", 1),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    written: Callable[[str, str], Path], form: Form, change: tuple[str, str], code: str, line: int
) -> None:
    path = written("bad.yaml", RETURN.replace(*change, 1))
    with pytest.raises(KnockonError) as told:
        read_return(path, form)
    assert told.value.code == code
    assert told.value.place == f"{path}:{line}"


def test_a_table_keeps_its_good_rows(written: Callable[[str, str], Path], form: Form) -> None:
    path = written(
        "many.csv",
        "practice,week,limit_daily_contacts,alert_state,contacts\n"
        "J81002,2026-12-07,taking,red,900\n"
        "J81006,2026-12-09,taking,red,\n"
        "\n"
        "J81007,2026-12-07,perhaps,,\n"
        "J81002,2026-12-07,not,,\n"
        "J81010,2026-12-07,,,\n"
        "J81012,2026-12-07,not,,many\n",
    )
    read = read_returns([path], form)
    assert [one.practice for one in read.returns] == ["J81002", "J81010"]
    assert read.returns[1].position("limit_daily_contacts") == "not_answered"
    places = [(problem.code, problem.place) for problem in read.problems]
    assert places[0] == ("K760", f"{path}:3")
    assert places[1] == ("K761", f"{path}:5")
    assert places[2][0] == "K763"
    assert places[3] == ("K761", f"{path}:8")


@pytest.mark.parametrize(
    ("header", "code"),
    [("practice,week,limit", "K764"), ("practice,week,note", "K765"), ("a,a,b", "K026")],
)
def test_a_header_that_is_none(
    written: Callable[[str, str], Path], form: Form, header: str, code: str
) -> None:
    read = read_returns([written("many.csv", f"{header}\nJ81002,2026-12-07,x\n")], form)
    assert [problem.code for problem in read.problems] == [code]
    assert read.returns == ()


def test_the_blank_table_is_read(written: Callable[[str, str], Path], form: Form) -> None:
    header = blank_table(["limit_daily_contacts"], built_in_questions(), MONDAY)
    read = read_returns([written("t.csv", header + "J81002,2026-12-07\n")], form)
    assert read.problems == ()
    assert len(read.returns) == 1


def test_words_lie_in_files_of_their_own(
    written: Callable[[str, str], Path], form: Form, tmp_path: Path
) -> None:
    "A folder's notes are passed by, and a return has nowhere to put one."
    written("J81002.yaml", RETURN)
    text = blank_note("J81002", MONDAY).replace('""', "please telephone")
    note = written("J81002.note.yaml", text)
    read = read_returns([tmp_path], form)
    assert (len(read.returns), read.problems) == (1, ())
    assert read_note(note).text == "please telephone"
    assert "telephone" not in repr(read)
    assert set(Return.__dataclass_fields__) == {
        *("practice", "week", "actions", "pressure", "given_on")
    }


def test_who_is_asked(written: Callable[[str, str], Path]) -> None:
    path = written("asked.csv", "practice,pcn,place\nJ81006,U1,North\nJ81002,,\n")
    asked = read_asked(path)
    assert asked.practices["J81002"].pcn == "J81002"
    assert asked.places == ("North", "all")
    assert read_asked(written("again.csv", asked_table(asked))) == asked


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("practice,pcn\nJ81006,U1\nJ81006,U2\n", "K763", "asked.csv:3: J81006 stands twice"),
        ("practice,pcn\nJ81006,U1\nJ8,U2\n", "K762", "asked.csv:3: 'J8'"),
        ("practice,place\nJ81006,North\n", "K026", "asked.csv:1: the table has no column 'pcn'"),
        ("practice,pcn,plaice\nJ81006,U1,\n", "K005", "Did you mean 'place'?"),
    ],
)
def test_a_bad_table_of_who_is_asked_is_told_with_its_line(
    written: Callable[[str, str], Path], text: str, code: str, says: str
) -> None:
    with pytest.raises(KnockonError) as told:
        read_asked(written("asked.csv", text))
    assert told.value.code == code
    assert says in str(told.value)


def test_neighbours_stand_in_pairs(written: Callable[[str, str], Path]) -> None:
    pairs = "pcn,neighbour\nU1,U2\nU1,U3\n"
    assert read_neighbours(written("pairs.csv", pairs)) == {"U1": ("U2", "U3")}
    with pytest.raises(KnockonError, match="has no column 'neighbour'"):
        read_neighbours(written("half.csv", "pcn\nU1\n"))


def test_public_positions(written: Callable[[str, str], Path]) -> None:
    text = (
        "positions:\n- {practice: J81002, action: cap, position: taking, known_from: 2026-12-01}\n"
    )
    (one,) = read_public(written("public.yaml", text))
    assert (one.practice, one.position, one.since) == ("J81002", "taking", None)
    with pytest.raises(KnockonError) as told:
        read_public(written("bad.yaml", text.replace("taking", "silent")))
    assert told.value.code == "K761"
