"""Returns from the blank form to an assessment, as a committee's officer types it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Knockon = Callable[..., Any]
ISSUED = ("--issuer", "Shire LMC", "--released-on", "2026-12-11")
ACTIONS = ("--action", "limit_daily_contacts", "--action", "stop_advice_and_guidance")


@pytest.fixture
def week(repository: Path, here: Path) -> Path:
    """A copy of the example: returns of two weeks, who is asked, what is public."""
    shutil.copytree(repository / "examples/returns-week", here / "week")
    return here / "week"


@pytest.fixture
def first(knockon: Knockon, week: Path) -> Path:
    """The release of the first week; its groups lie beside it."""
    told = knockon("returns", "release", *arguments(week, 1), "--first", *ACTIONS)
    assert told.status == 0, told.err
    return week / "release-1.json"


def arguments(week: Path, number: int) -> list[object]:
    return [
        *(week / "returns", "--asked", week / "asked.csv", "--public", week / "public.yaml"),
        *("--neighbours", week / "neighbours.csv", "--groups", week / "groups.json"),
        *("--week", ("2026-12-07", "2026-12-14")[number - 1], *ISSUED),
        *("--out", week / f"release-{number}.json"),
    ]


def test_a_blank_form_and_a_note(knockon: Knockon, here: Path) -> None:
    form = here / "X10001.yaml"
    asked = ("returns", "new", "--week", "2026-12-07", "--practice", "X10001")
    assert knockon(*asked, "--menu", "bma-nine-2024-09", "--out", form).out == f"Return: {form}\n"
    assert knockon("returns", "check", form).out == "1 returns of 1 practices can be read.\n"
    assert "note" in knockon(*asked, "--note").out
    table = knockon("returns", "new", "--table", "--week", "2026-12-07", *ACTIONS, "--json")
    assert json.loads(table.out)["columns"][:3] == ["practice", "week", "given_on"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--week", "2026-12-07"), "K973"),
        (("--week", "2026-12-07", "--practice", "X10001"), "K971"),
        (("--week", "2026-12-07", "--practice", "X10001", "--action", "cap"), "K972"),
        (("--week", "2026-12-08", "--practice", "X10001", *ACTIONS), "K760"),
    ],
)
def test_a_form_that_cannot_be(knockon: Knockon, arguments: tuple[str, ...], code: str) -> None:
    assert knockon("returns", "new", *arguments).refused() == code


def test_bad_returns_are_told_and_can_be_skipped(knockon: Knockon, week: Path) -> None:
    bad = week / "returns" / "bad.yaml"
    bad.write_text("practice: X10003\nweek: 2026-12-08\n", encoding="utf-8")
    told = knockon("returns", "check", week / "returns")
    assert (told.status, told.out) == (1, "")
    assert "K760" in told.err
    totals = ("returns", "totals", week / "returns", "--asked", week / "asked.csv")
    assert knockon(*totals).status == 1
    assert knockon(*totals, "--skip-bad").status == 0


def test_totals_show_silence_as_unknown(knockon: Knockon, week: Path) -> None:
    told = knockon("returns", "totals", week / "returns", "--asked", week / "asked.csv", "--json")
    weeks = json.loads(told.out)["weeks"]
    assert [one["week"] for one in weeks] == ["2026-12-07", "2026-12-14"]
    for total in weeks[0]["totals"]:
        low, high = total["if_none_or_all_silent_act"]
        silent = total["asked"] - total["answered"]
        assert round((high - low) * total["asked"]) == silent
    by_pcn = knockon(
        *("returns", "totals", week / "returns", "--asked", week / "asked.csv"),
        *("--by", "pcn", "--week", "2026-12-07"),
    )
    assert "U10005" in by_pcn.out


def test_a_release_and_the_next(knockon: Knockon, week: Path, first: Path) -> None:
    groups = json.loads((week / "groups.json").read_text("utf-8"))["groups"]
    told = knockon("returns", "release", *arguments(week, 2), "--json")
    assert told.status == 0, told.err
    second = json.loads(told.out)
    assert second == json.loads((week / "release-2.json").read_text("utf-8"))
    again = json.loads((week / "groups.json").read_text("utf-8"))["groups"]
    assert [g["counted"] for g in again] == [g["counted"] for g in groups]
    assert json.loads(first.read_text("utf-8"))["week"] == "2026-12-07"


def test_groups_are_neither_made_twice_nor_missed(
    knockon: Knockon, week: Path, first: Path
) -> None:
    assert first.exists()
    second = ("returns", "release", *arguments(week, 2))
    assert knockon(*second, "--first", *ACTIONS).refused() == "K970"
    (week / "groups.json").unlink()
    assert knockon(*second).refused() == "K970"
    assert not (week / "release-2.json").exists()


def test_a_release_is_not_overwritten(knockon: Knockon, week: Path, first: Path) -> None:
    before, groups = first.read_bytes(), (week / "groups.json").read_bytes()
    assert knockon("returns", "release", *arguments(week, 1)).refused() == "K680"
    assert knockon("returns", "release", *arguments(week, 1), "--force").status == 0
    assert (first.read_bytes(), (week / "groups.json").read_bytes()) == (before, groups)


def test_a_later_disclosure_is_told(knockon: Knockon, week: Path, first: Path) -> None:
    assert first.exists()
    more = week / "more.yaml"
    more.write_text(
        "positions:\n- {practice: X10002, action: limit_daily_contacts, position: taking, "
        "known_from: 2026-12-12}\n",
        encoding="utf-8",
    )
    day = ("--released-on", "2026-12-18")
    told = knockon("returns", "release", *arguments(week, 2), "--public", more, *day)
    assert told.status == 0
    assert "have since made their position on limit_daily_contacts public" in told.err


def test_uptake_from_a_release(knockon: Knockon, week: Path, first: Path) -> None:
    public = ("--public", week / "public.yaml")
    told = knockon("returns", "uptake", first, *public)
    assert "  limit_daily_contacts:\n" in told.out
    assert "  X10008:\n" in told.out
    block = week / "uptake.yaml"
    assert knockon("returns", "uptake", first, *public, "--out", block).status == 0
    assert block.read_text("utf-8") == told.out
    one = knockon("returns", "uptake", first, "--action", "limit_daily_contacts", "--json")
    assert [u["action"] for u in json.loads(one.out)["uptake"]] == ["limit_daily_contacts"]
    assert knockon("returns", "uptake", first, "--action", "x").refused() == "K771"


def test_notices_of_a_ledger_are_public(knockon: Knockon, week: Path) -> None:
    ledger, by = week / "ledger.jsonl", ("--by", "A. Clerk")
    assert knockon("register", "new", ledger, "--title", "Shire", *by).status == 0
    added = knockon(
        *("register", "add", ledger, "--practice", "X10002", "--service", "phlebotomy", *by),
        *("--patients", "all", "--given-on", "2026-10-01", "--ends-on", "2026-12-31"),
    )
    assert added.status == 0, added.err
    asked = ("returns", "release", *arguments(week, 1), "--first", *ACTIONS, "--json")
    assert knockon(*asked, "--ledger", ledger).refused() == "K974"
    notices = ("--ledger", ledger, "--notices-as", "stop_advice_and_guidance")
    told = knockon(*asked, *notices)
    assert told.status == 0, told.err
    cell = json.loads(told.out)["actions"]["stop_advice_and_guidance"]["groups"]["U10001"]
    assert (cell["counted"], cell["public"]) == (5, 1)
    known = knockon("returns", "uptake", week / "release-1.json", *notices).out
    assert "  X10002:\n    stop_advice_and_guidance: {taking: true, since: 2026-10-01}\n" in known
