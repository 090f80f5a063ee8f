"""Rules are data: facts, obligations and what follows come from a pack, held against each other."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from knockon import catalogue
from knockon.catalogue.facts import UNKNOWN
from knockon.catalogue.rules import Citation
from knockon.errors import KnockonError

SOURCES = """\
county-terms:
  title: Terms of the county's practices
  short: County Terms
  strength: A local agreement
  wants_checking: Clause 2 in full
  paragraphs:
    1: "0000000000000000000000000000000000000000000000000000000000000001"
    2: "0000000000000000000000000000000000000000000000000000000000000002"
"""
ACTIONS = """\
shut_at_noon:
  title: Shut at noon
  wording: Shut the door at noon on some days.
  effect: moves_nobody
  because: Nothing that is offered changes.
  moves: [practice]
  holder: practice
  origin: the county
  sources: [county-terms]
"""
FACTS = """\
shut_at_noon.days:
  question: On which days?
  answer: choices
  answers: {Monday: Mondays, Friday: Fridays}
shut_at_noon.from:
  question: From what time?
  answer: time
shut_at_noon.notice_on_door:
  question: Is there a notice on the door?
  answer: bool
  presumed: true
shut_at_noon.told:
  question: Who was told?
  answer: choice
  answers: {patients: the patients, nobody: nobody}
shut_at_noon.weeks:
  question: For how many weeks?
  answer: whole
shut_at_noon.since:
  question: Since when?
  answer: date
shut_at_noon.in_core_hours:
  question: Does it fall within core hours?
  answer: bool
  derived: overlaps_core_hours
  inputs: [days, from, start]
"""
RULES = """\
DOOR:
  title: The door is open on Fridays
  holder: practice
  claimant: commissioner
  kind: local
  in_force: {from: 2026-11-02, to: 2027-03-31, end_known_from: 2026-12-01}
  known_from: 2026-10-01
  standing: unverified
  disputed: true
  note: Clause 2 was not seen.
  cites: [{source: county-terms, paragraph: 1}]
  readings:
    - note: A door is open that opens when rung at.
      whose: the county's practices
      changes: Nothing would be broken.
  bears_on:
    - types: [shut_at_noon]
      scope: in_core_hours and 'Friday' in days
      presumes:
        - {fact: told, is: patients, where: weeks < 2}
      breach: told != 'patients' or weeks > 3
      unless:
        - id: notice
          when: notice_on_door
          words: A notice hangs on the door.
          cites: [{source: county-terms, paragraph: 2, quote: save where notice is given}]
          keep: [the notice]
      keep: [the patients are told]
      evidence: [a picture of the door]
      because: {broken: Nobody was told., met: Patients were told., outside: Not on Fridays.}
      instead:
        change: {told: patients}
        words: Tell the patients.
        cites: [{source: county-terms, at: cl 2, contracts: [GMS]}]
  cases:
    - name: nobody told
      type: shut_at_noon
      params: {days: [Friday], from: "12:00", told: nobody, notice_on_door: false, weeks: unknown}
      practice: {contract: PMS}
      start: 2026-11-06
      verdict: not_in_accordance
    - name: not said who was told
      type: shut_at_noon
      start: 2026-11-06
      end: 2026-11-30
      as_of: 2026-10-15
      verdict: undetermined
      needs: [days, from, told]
"""
CONSEQUENCES = """\
DOOR-PAY:
  kind: payment
  types: [shut_at_noon]
  when: weeks >= 4
  text: The payment for open doors is not earned.
  cites: [{source: county-terms, paragraph: 2}]
  known_from: 2026-10-01
  payment: {parameter: null, per: registered_patients}
  rule: DOOR
"""
WHOLE = {
    "sources/county.yaml": SOURCES,
    "actions/county.yaml": ACTIONS,
    "facts/county.yaml": FACTS,
    "rules/county.yaml": RULES,
    "consequences/county.yaml": CONSEQUENCES,
}
COVERS = "covers: {nations: [England], contracts: [GMS, PMS]}\n"
Writer = Callable[..., Path]


def test_a_pack_brings_a_rule_with_all_it_says(write_pack: Writer) -> None:
    pack = write_pack(WHOLE, card=COVERS)
    assert catalogue.check([pack]) == []
    found = catalogue.load([pack])
    (rule,) = found.rules_on("shut_at_noon")
    assert (rule.id, rule.holder, rule.kind, rule.pack) == ("DOOR", "practice", "local", "a-county")
    assert (rule.in_force_from, rule.in_force_to) == (dt.date(2026, 11, 2), dt.date(2027, 3, 31))
    assert (rule.known_from, rule.end_known_from) == (dt.date(2026, 10, 1), dt.date(2026, 12, 1))
    assert rule.known_on(dt.date(2026, 10, 1))
    assert not rule.known_on(dt.date(2026, 9, 30))
    bearing = rule.bearing_on("shut_at_noon")
    assert bearing is not None
    assert str(bearing.scope) == "in_core_hours and 'Friday' in days"
    assert [exception.id for exception in bearing.unless] == ["notice"]
    [usual] = bearing.presumes
    assert (usual.fact, usual.answer, str(usual.where)) == ("told", "patients", "weeks < 2")
    assert bearing.instead is not None
    assert bearing.instead.change == {"told": "patients"}
    assert found.packs[-1].covers.contracts == ("GMS", "PMS")


def test_a_worked_case_is_read_as_a_plan_is(write_pack: Writer) -> None:
    told, left_out = catalogue.load([write_pack(WHOLE)]).rules["DOOR"].cases
    assert told.params["days"] == ("Friday",)
    assert told.params["from"] == dt.time(12, 0)
    assert told.params["weeks"] is UNKNOWN
    assert told.practice == {"nation": "England", "contract": "PMS"}
    assert (told.as_of, told.end) == (told.start, None)
    assert (left_out.params, left_out.needs) == ({}, ("days", "from", "told"))
    assert left_out.as_of == dt.date(2026, 10, 15)


def test_what_follows_is_told_with_its_parameter_or_without(write_pack: Writer) -> None:
    pay = catalogue.load([write_pack(WHOLE)]).consequences["DOOR-PAY"]
    assert (pay.kind, pay.rule, pay.pack) == ("payment", "DOOR", "a-county")
    assert pay.payment is not None
    assert pay.payment.parameter is None


def test_a_type_has_its_facts_and_the_labels_of_any(write_pack: Writer) -> None:
    found = catalogue.load([write_pack(WHOLE)])
    asked = found.facts_of("shut_at_noon")
    assert list(asked)[:2] == ["days", "from"]
    assert asked["note"].label
    assert asked["notice_on_door"].presumed is True
    assert asked["told"].presumed is UNKNOWN
    assert found.types()["shut_at_noon"].title == "Shut at noon"
    assert "nation" in found.practice_facts()
    assert "nation" not in asked


def test_a_label_that_is_a_fact_of_the_type_is_that_types_fact() -> None:
    found = catalogue.load()
    assert found.facts_of("limit_daily_contacts")["cap"].kind == "number"
    assert found.facts_of("stop_service")["cap"].label


def test_where_an_action_is_listed_is_told_as_of_a_day() -> None:
    found = catalogue.load()
    silent = "switch_off_gp_connect_update_record"
    assert found.listed_in(silent, dt.date(2024, 8, 1)) == (Citation("PRN01459", 6),)
    june = {cite.source for cite in found.listed_in(silent, dt.date(2024, 6, 5))}
    assert "PRN01459" not in june
    assert "pulse-roadshow-options" in june
    assert found.listed_in("stop_data_collection", dt.date(2026, 6, 1)) == ()


def test_a_later_pack_adds_facts_to_a_type_and_replaces_a_rule_by_naming_it(
    write_pack: Writer,
) -> None:
    more = {"facts/more.yaml": "limit_daily_contacts.lunch: {question: At lunch?, answer: bool}"}
    added = catalogue.load([write_pack(more, folder="more")])
    assert "lunch" in added.facts_of("limit_daily_contacts")

    first = write_pack(WHOLE)
    second = write_pack({"rules/again.yaml": RULES}, folder="second")
    card = (second / "pack.yaml").read_text().replace("id: a-county", "id: second")
    (second / "pack.yaml").write_text(card)
    with pytest.raises(KnockonError, match="'DOOR' stands already") as told:
        catalogue.load([first, second])
    assert told.value.code == "K015"
    (second / "pack.yaml").write_text(card + "overrides: {rules: [DOOR]}\n")
    found = catalogue.load([first, second])
    assert found.rules["DOOR"].pack == "second"
    assert found.overrides[-1].item == "DOOR"


# fmt: off
SLIPS = [
    ("rules", "told != 'patients' or", "tolled or", "K023", "told"),
    ("rules", "told != 'patients'", "told != 'patient'", "K022", "'patients'"),
    ("rules", "told != 'patients' or", "told or", "K021", "not answered by true or false"),
    ("rules", "weeks > 3", "told > 3", "K021", "compared with '>'"),
    ("rules", "weeks > 3", "weeks > 'three'", "K022", "'three'"),
    ("rules", "told != 'patients' or", "notice_on_door != 'perhaps' or", "K022", "true"),
    ("rules", "'Friday' in days", "'Fryday' in days", "K022", "'Friday'"),
    ("rules", "'Friday' in days", "days == 'Friday'", "K021", "compared with '=='"),
    ("rules", "'Friday' in days", "from == '12:00'", "K021", "invalid syntax"),
    ("rules", "weeks > 3", "since == '2026-11-02'", "K021", "compared with '=='"),
    ("rules", "in_core_hours and", "note == 'x' and", "K021", "is a label"),
    ("rules", "when: notice_on_door", "when: notice on door", "K021", "invalid syntax"),
    ("rules", "when: notice_on_door\n          ", "", "K009", "'when'"),
    ("rules", "types: [shut_at_noon]", "types: [shut_at_non]", "K011", "shut_at_noon"),
    ("rules", "cites: [{source: county-terms, paragraph: 2, quote: save where notice is given}]",
     "cites: []", "K008", "'notice' cites nothing"),
    ("rules", "keep: [the notice]", "kept: [the notice]", "K005", "'keep'"),
    ("rules", "paragraph: 1}", "paragraph: 4}", "K025", "from 1 to 2"),
    ("rules", "save where", "save " + "where " * 15, "K008", "quotes 19 words"),
    ("rules", "{told: patients}", "{tolled: patients}", "K023", "'told'"),
    ("rules", "{told: patients}", "{told: some}", "K022", "patients, nobody or unknown"),
    ("rules", "{told: patients}", "{in_core_hours: false}", "K022", "state days, from, start"),
    ("rules", "{fact: told, is", "{fact: tolled, is", "K023", "'told'"),
    ("rules", "is: patients,", "is: patience,", "K022", "patients"),
    ("rules", "is: patients,", "is: unknown,", "K008", "presumes nothing known"),
    ("rules", "is: patients, ", "", "K009", "'is'"),
    ("rules", "where: weeks < 2", "where: week < 2", "K023", "'weeks'"),
    ("rules", "where: weeks < 2", "when: weeks < 2", "K005", "'where'"),
    ("rules", "told: nobody,", "tolled: nobody,", "K023", "'told'"),
    ("rules", "{contract: PMS}", "{contract: PSM}", "K022", "'PMS'"),
    ("rules", "needs: [days", "needs: [day", "K023", "'days'"),
    ("rules", "verdict: undetermined", "verdict: undetermend", "K011", "undetermined"),
    ("rules", "holder: practice", "holder: surgery", "K011", "practice"),
    ("rules", "to: 2027-03-31", "to: 2026-03-31", "K008", "ends before it begins"),
    ("consequences", "weeks >= 4", "week >= 4", "K023", "'weeks'"),
    ("consequences", "parameter: null", "parameter: cap_25", "K011", "cap25"),
    ("consequences", "kind: payment", "kind: pay", "K011", "payment"),
    ("facts", "[days, from, start]", "[day, from, start]", "K023", "'days'"),
    ("facts", "[days, from, start]", "[in_core_hours]", "K008", "worked out itself"),
    ("facts", "  inputs: [days, from, start]\n", "", "K008", "half derived"),
    ("facts", "answers: {patients: the patients, nobody: nobody}",
     "unit: who", "K008", "no answers"),
    ("facts", "shut_at_noon.weeks", "shut_at_noon.nation", "K008", "fact of the practice"),
    ("facts", "presumed: true", "presumed: yes", "K022", "Write true"),
    ("sources", "    2: ", "    two: ", "K010", "no number"),
    ("sources", "0002\"", "02\"", "K008", "digest of paragraph 2"),
]
# fmt: on


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_with_its_line(
    write_pack: Writer, slip: tuple[str, str, str, str, str]
) -> None:
    folder, old, new, code, words = slip
    file = f"{folder}/county.yaml"
    assert old in WHOLE[file]
    changed = WHOLE[file].replace(old, new, 1)
    problems = catalogue.check([write_pack(WHOLE | {file: changed})])
    found = [problem for problem in problems if problem.code == code and file in problem.place]
    assert any(words in problem.sentence for problem in found), problems


def test_a_rule_bears_once_on_a_type(write_pack: Writer) -> None:
    again = RULES.replace(
        "  cases:\n", "    - types: [shut_at_noon]\n      because: {met: x}\n  cases:\n"
    )
    (problem,) = catalogue.check([write_pack(WHOLE | {"rules/county.yaml": again})])
    assert (problem.code, "bears twice" in problem.sentence) == ("K008", True)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("rules", RULES[RULES.index("  cases:") :], "", "no worked case"),
        ("rules", ", met: Patients were told.", "", "fill in 'met'"),
        ("rules", "broken: Nobody was told., ", "", "fill in 'broken'"),
        ("rules", ", outside: Not on Fridays.", "", "fill in 'outside'"),
        ("rules", "[a picture of the door]", '[" "]', "is blank"),
        ("sources", "  wants_checking: Clause 2 in full\n", "", "what wants checking"),
    ],
)
def test_what_a_rule_leaves_unsaid_is_a_problem(
    write_pack: Writer, file: str, old: str, new: str, told: str
) -> None:
    name = f"{file}/county.yaml"
    pack = write_pack(WHOLE | {name: WHOLE[name].replace(old, new, 1)})
    (problem,) = catalogue.check([pack])
    assert problem.code == "K024"
    assert told in problem.sentence
