"""A first plan asks what its rules need; the next question is the one that can change most."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Knockon = Callable[..., Any]
NEW = ("plan", "new", "--practice", "X10001", "--menu", "bma-ten-2024-08")


@pytest.fixture
def first(knockon: Knockon, here: Path) -> Path:
    """The first plan of the ten, as of August 2024."""
    path = here / "first.yaml"
    told = knockon(*NEW, "--as-of", "2024-08-20", "--out", path)
    assert (told.status, told.out) == (0, f"Plan: {path}\n")
    return path


def test_a_first_plan_cannot_be_told_yet(knockon: Knockon, first: Path) -> None:
    "Whatever a finding waits for stands in the plan as unknown."
    document = json.loads(knockon("check", first, "--json").out)
    assert (document["as_of"], document["overall"]) == ("2024-08-20", "undetermined")
    text = first.read_text("utf-8")
    needs = {need for one in document["actions"] for f in one["findings"] for need in f["needs"]}
    assert needs
    assert {need for need in needs if f" {need}: unknown\n" not in text} == set()


def test_every_menu_has_a_first_plan_that_reads_back(knockon: Knockon, here: Path) -> None:
    menus = json.loads(knockon("menus", "--json").out)["menus"]
    for menu in menus:
        path = here / f"{menu['id']}.yaml"
        told = knockon("plan", "new", "--practice", "X10001", "--menu", menu["id"], "--out", path)
        assert told.status == 0, told.err
    told = knockon("check", *sorted(here.glob("*.yaml")), "--json")
    assert (told.status, told.err) == (0, "")
    assert len(told.out.splitlines()) == len(menus)


def test_some_items_of_a_menu(knockon: Knockon) -> None:
    told = knockon(*NEW, "--action", "referral_route", "--action", "defer_pilots", "--json")
    keys = [one["key"] for one in json.loads(told.out)["actions"]]
    assert keys == ["referral_route", "defer_pilots"]


def test_what_exists_is_not_replaced(knockon: Knockon, first: Path) -> None:
    assert knockon(*NEW, "--out", first).refused() == "K680"
    assert knockon(*NEW, "--out", first, "--force").status == 0


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("--practice", "RDZ", "K117"),
        ("--menu", "bma-eleven-2024-08", "K126"),
        ("--action", "referral_rout", "K127"),
    ],
)
def test_a_name_that_is_none(knockon: Knockon, option: str, value: str, code: str) -> None:
    assert knockon(*NEW, option, value).refused() == code


def test_the_contract_is_asked_first(knockon: Knockon, first: Path) -> None:
    told = knockon("plan", "ask", first).out
    assert "GMS: General Medical Services" in told
    assert "Write it as contract, under practice." in told
    assert "ERS-USE" in told


def test_one_answer_after_another(knockon: Knockon, repository: Path, here: Path) -> None:
    "Each answer is written where the question says, until nothing is left to ask."
    example = repository / "examples" / "plans" / "telephony-deferred.yaml"
    text = example.read_text("utf-8").replace("contract: GMS", "contract: unknown")
    path = here / "plan.yaml"
    asked = []
    for answer in ("GMS", "true", None):
        path.write_text(text, encoding="utf-8")
        question = json.loads(knockon("plan", "ask", path, "--json").out)
        asked.append((question.get("action"), question["fact"]))
        text = text.replace(f"{question['fact']}: unknown", f"{question['fact']}: {answer}")
    assert asked == [(None, "contract"), ("telephony", "telephony_data_provided"), (None, None)]
    assert "No fact is left to ask for" in knockon("plan", "ask", path).out


def test_rules_not_checked_so_far_are_missing_and_no_question(
    knockon: Knockon, first: Path
) -> None:
    text = first.read_text("utf-8").replace("start: 2024-08-26", "start: 2031-08-25")
    first.write_text(text, encoding="utf-8")
    found = json.loads(knockon("plan", "ask", first, "--json").out)
    assert found == {"fact": None, "missing": ["rules checked to 2031-08-25"]}
    assert "What is missing is no fact: rules checked" in knockon("plan", "ask", first).out


def test_a_question_without_a_list_of_answers_says_its_kind(
    knockon: Knockon, repository: Path
) -> None:
    told = knockon("plan", "ask", repository / "examples" / "plans" / "telephony-deferred.yaml")
    assert "(true, false or unknown)" in told.out
    assert "under params of the action telephony (defer_declaration)" in " ".join(told.out.split())
