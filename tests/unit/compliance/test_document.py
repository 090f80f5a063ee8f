"""A judgement as JSON: the contract's shape, the same bytes every time."""

import datetime as dt
import json
from dataclasses import replace

from tests.unit.compliance.made_up import (
    EACH,
    PAPER,
    RULEBOOK,
    action,
    bearing,
    catalogue,
    plan,
    rule,
    unless,
)

from knockon.catalogue.rules import Citation, Consequence, Instead, Payment, Reading
from knockon.compliance import check, document

KEPT = unless("told", "told", "tell them again")
LAW = catalogue(
    rule(
        "R",
        bearing(
            "shut and colour == 'red'",
            None,
            KEPT,
            keep=["keep a log"],
            evidence=("a log",),
            instead=Instead({"colour": "blue", "told": True}, "Take blue.", (PAPER,)),
        ),
        cites=(PAPER, RULEBOOK),
        readings=(Reading("Another reading.", "somebody", "nothing", (PAPER,)),),
    )
)


def test_a_breach_with_its_lawful_way() -> None:
    made = plan(action(shut=True, colour="red", told=False, end=dt.date(2024, 9, 30)))
    found = document(check(made, LAW))
    assert list(found) == ["plan", "as_of", "overall", "sentence", "packs", "actions", "advice"]
    assert found["packs"] == [{"id": "law", "version": "1", "verified_to": "2026-05-31"}]
    [one] = found["actions"]
    [finding] = one["findings"]
    assert one == {
        "key": "early",
        "type": "close_early",
        "verdict": "not_in_accordance",
        "basis": "rule",
        "sentence": "Not in accordance.",
        "segments": [{"from": "2024-09-02", "to": "2024-09-30", "verdict": "not_in_accordance"}],
        "findings": [finding],
        "consequences": [],
        "cites": [{"source": "paper", "paragraph": 6}],
    }
    assert finding == {
        "rule": "R",
        "title": "Title of R",
        "verdict": "not_in_accordance",
        "holder": "practice",
        "from": "2024-09-02",
        "to": "2024-09-30",
        "because": "It is broken.",
        "cites": [{"source": "paper", "paragraph": 7}, {"law": "Rule Book 2015 rule 4"}],
        "conditions": [],
        "evidence": [],
        "needs": [],
        "presumed": [],
        "readings": [
            {
                "note": "Another reading.",
                "whose": "somebody",
                "changes": "nothing",
                "cites": [{"source": "paper", "paragraph": 7}],
            }
        ],
        "trace": [
            "exception told: told is false (told is false, stated)",
            "breach: shut and colour == 'red' is true",
            "    shut is true (shut is true, stated)",
            "    colour == 'red' is true (colour is red, stated)",
        ],
        "instead": {
            "change": {"colour": "blue", "told": "true"},
            "words": "Take blue.",
            "cites": [{"source": "paper", "paragraph": 7}],
        },
        "notice": False,
        "disputed": False,
        "wants_checking": False,
    }


def test_an_exception_is_cited_first() -> None:
    found = document(check(plan(action(shut=True, colour="red", told=True)), LAW))
    [finding] = found["actions"][0]["findings"]
    assert finding["cites"][0] == {"source": "paper", "paragraph": 6}
    assert finding["conditions"] == ["tell them again"]
    assert finding["evidence"] == ["a log"]
    assert finding["because"] == "Let through: told."
    assert finding["presumed"] == []
    assert finding["instead"] is None


def test_an_exception_that_may_apply_is_cited() -> None:
    found = document(check(plan(action(shut=True, colour="red")), LAW))
    [finding] = found["actions"][0]["findings"]
    assert (finding["verdict"], finding["needs"]) == ("undetermined", ["told"])
    assert finding["cites"][0] == {"source": "paper", "paragraph": 6}


def test_a_plan_that_runs_past_what_was_checked() -> None:
    found = document(check(plan(action(shut=False)), LAW))
    assert found["checked_to"] == "2026-05-31"
    assert "later dates need checking again" in found["sentence"]


def test_a_rule_of_an_outside_text_says_so() -> None:
    law = catalogue(rule(standing="unverified", disputed=True))
    [finding] = document(check(plan(), law))["actions"][0]["findings"]
    assert (finding["wants_checking"], finding["disputed"]) == (True, True)


def test_a_citation_with_words_and_a_note() -> None:
    quoted = Citation("paper", paragraph=7, at="box", quote="a few words", note="as printed")
    noted = Citation("rulebook", note="all of it")
    [one] = document(check(plan(), catalogue(rule(cites=(quoted, noted)))))["actions"]
    assert one["findings"][0]["cites"] == [
        {
            "source": "paper",
            "paragraph": 7,
            "quote": "a few words",
            "note": "as printed",
            "at": "box",
        },
        {"law": "Rule Book 2015", "note": "all of it"},
    ]


def test_money_is_told_in_pounds_and_pence() -> None:
    lost = Consequence(
        "CAP",
        "payment",
        ("close_early",),
        None,
        "A fee is lost.",
        (PAPER,),
        payment=Payment("fee", "registered_patients"),
        rule="CAP",
        pack="law",
    )
    law = catalogue(
        consequences={"CAP": lost},
        parameters={"fee": replace(EACH, low=0.1255, central=0.1256, high=0.1258)},
    )
    [one] = document(check(plan(registered_patients=3), law))["actions"]
    assert one["consequences"] == [
        {
            "kind": "payment",
            "rule": "CAP",
            "holder": "practice",
            "text": "A fee is lost. For this practice: £0.",
            "certain": True,
            "cites": [{"source": "paper", "paragraph": 7}],
            "amount": {"low": 0.38, "central": 0.38, "high": 0.38, "unit": "£ a patient"},
        }
    ]
    [one] = document(check(plan(), law))["actions"]
    assert one["consequences"][0]["amount"] is None


def test_what_is_announced_is_a_notice_without_money() -> None:
    law = catalogue(rule("R", in_force_from=dt.date(2024, 10, 1)))
    [one] = document(check(plan(), law))["actions"]
    assert one["findings"][0]["notice"] is True
    assert one["findings"][0]["trace"] == []
    assert one["consequences"] == [
        {
            "kind": "notice",
            "rule": "R",
            "holder": "practice",
            "text": "Announced, and in force from 1 October 2024: Title of R.",
            "certain": True,
            "cites": [{"source": "paper", "paragraph": 7}],
        }
    ]


def test_the_same_plan_gives_the_same_bytes() -> None:
    def written(**facts: bool) -> str:
        return json.dumps(document(check(plan(action(**facts)), LAW)))

    assert written(shut=True, told=False) == written(told=False, shut=True)
