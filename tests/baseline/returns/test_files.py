"""A file of each format as it was first written: it can be read for ever, and is written the same.

Where the content of a release has to change, its format gets the next number and this file stays.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from knockon.returns import (
    Form,
    Groups,
    Occasion,
    Release,
    Rules,
    as_text,
    built_in_questions,
    groups_document,
    read_asked,
    read_groups,
    read_neighbours,
    read_note,
    read_public,
    read_release,
    read_return,
    read_returns,
    release,
    release_document,
    usual_policy,
)

HERE = Path(__file__).parent
ACTIONS = ("limit_daily_contacts", "stop_advice_and_guidance")
FORM = Form(frozenset(ACTIONS), built_in_questions())


@pytest.fixture(scope="module")
def made(repository: Path) -> tuple[Release, Groups]:
    """The first week of the example, released."""
    week = repository / "examples/returns-week"
    asked = read_asked(week / "asked.csv")
    public = read_public(week / "public.yaml")
    return release(
        read_returns([week / "returns"], FORM).returns,
        asked.with_neighbours(read_neighbours(week / "neighbours.csv")),
        Groups(actions=ACTIONS),
        Occasion("Shire LMC", date(2026, 12, 7), date(2026, 12, 11), public),
        Rules(usual_policy(), built_in_questions()),
    )


def test_a_release(made: tuple[Release, Groups]) -> None:
    kept = HERE / "release.json"
    assert read_release(kept) == made[0]
    assert kept.read_text("utf-8") == as_text(release_document(made[0]))


def test_the_groups(made: tuple[Release, Groups]) -> None:
    kept = HERE / "release-groups.json"
    assert read_groups(kept) == made[1]
    assert kept.read_text("utf-8") == as_text(groups_document(made[1]))


def test_a_return_a_note_and_public_positions() -> None:
    one = read_return(HERE / "return.yaml", FORM)
    assert (one.practice, one.week, one.answer("contacts")) == ("X10002", date(2026, 12, 7), 1240)
    assert read_note(HERE / "return-note.yaml").text.startswith("Two partners")
    assert [p.practice for p in read_public(HERE / "public.yaml")] == ["X10008"]


def test_every_file_names_its_format() -> None:
    formats = [json.loads(path.read_text("utf-8"))["format"] for path in HERE.glob("*.json")]
    formats += [
        line.split(": ")[1]
        for path in HERE.glob("*.yaml")
        for line in path.read_text("utf-8").splitlines()
        if line.startswith("format: ")
    ]
    assert sorted(formats) == [
        "knockon/public/1",
        "knockon/release-groups/1",
        "knockon/release/1",
        "knockon/return-note/1",
        "knockon/return/1",
    ]
