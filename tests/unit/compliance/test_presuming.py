"""What one rule presumes of facts left out: shown, local to it, and never of a stated unknown."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.unit.compliance.made_up import FACTS, action, bearing, catalogue, fact, plan, rule

from knockon.catalogue.expressions import parse
from knockon.catalogue.facts import UNKNOWN, Answer
from knockon.catalogue.rules import Bearing, Presumption
from knockon.compliance import Finding, check
from knockon.errors import KnockonError

WHEN_RED = Presumption("told", True, parse("colour == 'red'"))
ASKED = bearing("not told", presumes=(WHEN_RED,))
IN_TIME = fact("given_in_time", derived="came_by", inputs=("given_on", "start"))
TEXT = fact("text_alone", derived="waits_for_a_text('the text itself')", inputs=("shut",))
ALWAYS = bearing(
    "not given_in_time and not text_alone",
    presumes=(Presumption("given_in_time", True), Presumption("text_alone", True)),
)


def found(asked: Bearing, **stated: Answer) -> Finding:
    """The finding of a rule of one bearing on an action of which this is stated."""
    facts = {one.id: one for one in (*FACTS, IN_TIME, TEXT)}
    law = catalogue(rule("R", asked), facts=facts)
    [finding] = check(plan(action(**stated)), law).actions[0].findings
    return finding


@pytest.mark.parametrize(
    ("stated", "verdict", "presumed"),
    [
        ({"colour": "red"}, "compatible", ("told",)),
        ({"colour": "red", "told": UNKNOWN}, "undetermined", ()),
        ({"colour": "red", "told": False}, "not_in_accordance", ()),
        ({"colour": "blue"}, "undetermined", ()),
        ({"colour": UNKNOWN}, "undetermined", ()),
        ({}, "undetermined", ()),
    ],
    ids=["left out", "given as unknown", "stated", "another case", "case unknown", "case unsaid"],
)
def test_it_holds_in_its_case_for_what_is_left_out(
    stated: dict[str, Answer], verdict: str, presumed: tuple[str, ...]
) -> None:
    finding = found(ASKED, **stated)
    assert (finding.verdict, finding.presumed) == (verdict, presumed)


def test_what_it_presumed_is_told_with_its_answer() -> None:
    assert found(ASKED, colour="red").taken_so == ("told: true",)
    assert found(ASKED, colour="red", told=False).taken_so == ()


def test_what_it_presumed_is_in_the_trace() -> None:
    assert found(ASKED, colour="red").trace == (
        "breach: not told is false",
        "    told is true (told is true, presumed, since the plan leaves it out)",
    )


def test_what_would_settle_it_is_asked_for_and_the_case_it_rests_on_while_that_is_open() -> None:
    assert found(ASKED, colour="blue").needs == ("told",)
    assert found(ASKED).needs == ("told", "colour")


def test_of_a_fact_worked_out_it_is_taken_where_all_that_is_missing_was_left_out() -> None:
    finding = found(ALWAYS, shut=False)
    assert (finding.verdict, finding.presumed) == ("compatible", ("given_on",))
    assert found(ALWAYS, shut=False, given_on=dt.date(2024, 9, 3)).verdict == "undetermined"
    assert found(ALWAYS, shut=False, given_on=UNKNOWN).needs == ("given_on", "the text itself")


def test_a_text_that_is_missing_is_never_presumed() -> None:
    late = found(ALWAYS, shut=False, given_on=None)
    assert (late.verdict, late.needs) == ("undetermined", ("the text itself",))


def test_nothing_unknown_can_be_presumed() -> None:
    with pytest.raises(KnockonError, match="presumes nothing known"):
        Presumption("told", UNKNOWN)
