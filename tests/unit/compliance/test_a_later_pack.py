"""A pack of a later year, from a folder: its actions are judged with no change to the code."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from knockon import catalogue
from knockon.catalogue.values import Catalogue
from knockon.compliance import check, check_rules, document, next_question
from knockon.plans.plan_reading import read_plan

FILES = {
    "pack.yaml": """\
format: knockon/pack/1
id: county-2027
version: "1"
published: 2027-04-01
verified_to: 2027-12-31
needs: [england-gp-2024]
covers: {nations: [England], contracts: [GMS, PMS]}
changes: ["1: first issue"]
""",
    "sources/county.yaml": """\
county-terms:
  title: Terms of the county's practices, 2027
  short: County Terms 2027
  strength: A local agreement
""",
    "actions/county.yaml": """\
close_on_fridays:
  title: Close on Friday afternoons
  wording: Close the practice on Friday afternoons.
  effect: moves_nobody
  because: Nothing that is offered changes.
  moves: [practice]
  holder: practice
  origin: the county
  sources: [county-terms]
""",
    "facts/county.yaml": """\
close_on_fridays.from:
  question: From what time?
  answer: time
close_on_fridays.to:
  question: Until what time?
  answer: time
close_on_fridays.days:
  question: On which days?
  answer: choices
  answers: {friday: Fridays, saturday: Saturdays}
close_on_fridays.in_core_hours:
  question: Does any part of it fall within core hours?
  answer: bool
  derived: overlaps_core_hours
  inputs: [days, from, to]
close_on_fridays.neighbour_open:
  question: Does a neighbouring practice see the patients meanwhile?
  answer: bool
close_on_fridays.told:
  question: Were the patients told?
  answer: bool
""",
    "rules/county.yaml": """\
FRIDAYS:
  title: Somebody sees the patients on Fridays
  holder: practice
  claimant: commissioner
  kind: local
  known_from: 2027-04-01
  in_force: {from: 2027-04-01}
  cites: [{source: county-terms, at: clause 3}]
  bears_on:
    - types: [close_on_fridays]
      scope: in_core_hours
      breach: not neighbour_open
      keep: [a neighbour sees the patients]
      because:
        broken: Nobody sees the patients.
        met: A neighbour sees the patients.
        outside: It is outside core hours.
      instead: {change: {neighbour_open: true}, words: Ask a neighbour.}
  cases:
    - name: nobody
      type: close_on_fridays
      start: 2027-06-04
      params: {days: [friday], from: "13:00", to: "18:30", neighbour_open: false}
      verdict: not_in_accordance
    - name: a neighbour
      type: close_on_fridays
      start: 2027-06-04
      params: {days: [friday], from: "13:00", to: "18:30", neighbour_open: true}
      verdict: conditional
    - name: in the evening
      type: close_on_fridays
      start: 2027-06-04
      params: {days: [friday], from: "18:30", to: "22:00", neighbour_open: false}
      verdict: compatible
    - name: nothing said
      type: close_on_fridays
      start: 2027-06-04
      verdict: undetermined
      needs: [days, from, to, neighbour_open]
TELLING:
  title: Patients are told of a closure
  holder: practice
  claimant: commissioner
  kind: local
  known_from: 2027-04-01
  in_force: {from: 2027-09-01}
  cites: [{source: county-terms, at: clause 4}]
  bears_on:
    - types: [close_on_fridays]
      breach: not told
      because: {broken: The patients were not told., met: The patients were told.}
  cases:
    - {name: eve, type: close_on_fridays, start: 2027-08-31, end: 2027-08-31, params: {told: false},
       verdict: compatible}
    - {name: first day, type: close_on_fridays, start: 2027-09-01, params: {told: false},
       verdict: not_in_accordance}
    - {name: not said, type: close_on_fridays, start: 2027-09-01, verdict: undetermined}
""",
}

PLAN = """\
plan: Fridays
practice: {contract: PMS}
as_of: 2027-05-20
actions:
  - key: fridays
    type: close_on_fridays
    start: 2027-06-04
    params: {days: [friday], from: "13:00", to: "18:30", neighbour_open: true, told: TOLD}
"""


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("county")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    assert catalogue.check([folder]) == []
    return catalogue.load([folder])


def test_its_worked_examples_come_out_and_leave_nothing_untried(law: Catalogue) -> None:
    ours = ("rule FRIDAYS", "rule TELLING")
    assert [problem for problem in check_rules(law) if problem.place in ours] == []


@pytest.mark.parametrize(
    ("told", "later"), [("false", "not_in_accordance"), ("unknown", "undetermined")]
)
def test_its_announced_rule_cuts_the_action(
    law: Catalogue, tmp_path: Path, told: str, later: str
) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(PLAN.replace("TOLD", told), encoding="utf-8")
    plan = read_plan(file, law)
    found = document(check(plan, law))
    assert found["overall"] == later
    assert found["checked_to"] == "2027-12-31"
    assert {pack["id"] for pack in found["packs"]} >= {"county-2027", "england-gp-2024"}
    assert found["actions"][0]["segments"] == [
        {"from": "2027-06-04", "to": "2027-08-31", "verdict": "conditional"},
        {"from": "2027-09-01", "to": None, "verdict": later},
    ]


def test_its_question_is_asked(law: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(PLAN.replace("TOLD", "unknown"), encoding="utf-8")
    asked = next_question(read_plan(file, law), law)
    assert asked is not None
    assert (asked.action, asked.fact.question) == ("fridays", "Were the patients told?")


def test_before_it_was_known_it_is_silent(law: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(PLAN.replace("TOLD", "false"), encoding="utf-8")
    [action] = check(read_plan(file, law), law, dt.date(2027, 3, 31)).actions
    assert (action.verdict, action.basis) == ("compatible", "silent")
