"""What is asked: facts that could change an undetermined finding, and no others."""

import datetime as dt

import pytest
from tests.unit.compliance.made_up import (
    SEPTEMBER,
    action,
    bearing,
    catalogue,
    plan,
    rule,
    unless,
)

from knockon.catalogue.facts import UNKNOWN, Answer
from knockon.catalogue.rules import Bearing
from knockon.compliance import check
from knockon.compliance.book import Obligation, RuleBook
from knockon.compliance.knowledge import Knowledge
from knockon.compliance.needs import needs


def asked(bears: Bearing, **params: Answer) -> tuple[str, ...]:
    chapter = RuleBook(catalogue(rule("R", bears))).chapter("close_early")
    [obligation] = chapter.obligations
    return needs(obligation, Knowledge.of(chapter.vocabulary, {}, params, SEPTEMBER, None))


def test_the_one_fact_a_rule_turns_on() -> None:
    assert asked(bearing("shut")) == ("shut",)
    assert asked(bearing("shut"), shut=UNKNOWN) == ("shut",)


def test_every_fact_that_alone_would_settle_it_in_the_order_of_the_rule() -> None:
    bears = bearing("shut and told", "colour == 'red'", unless("agreed", "agreed"))
    assert asked(bears) == ("colour", "agreed", "shut", "told")


def test_a_fact_that_settles_nothing_alone_waits_for_the_one_that_does() -> None:
    "What happens over the cap is asked before the details of one answer to it."
    bears = bearing("colour == 'red' or (colour == 'blue' and shut and told)")
    assert asked(bears) == ("colour",)
    assert asked(bears, colour="blue") == ("shut", "told")


def test_where_none_settles_it_alone_all_it_depends_on() -> None:
    bears = bearing("(shut and told) or (agreed and plan_each)")
    assert asked(bears) == ("shut", "told", "agreed", "plan_each")


def test_a_fact_that_cannot_matter_is_left_out() -> None:
    "Once it is red it cannot be blue, so what blue alone asks is not asked."
    bears = bearing("(shut and told) or (agreed and plan_each)", "true or member")
    assert "member" not in asked(bears)
    hidden = bearing(
        "(shut and told) or (agreed and (plan_each or (usual and not usual)))", keep=["it"]
    )
    assert asked(hidden, usual=UNKNOWN) == ("shut", "told", "agreed", "plan_each")


def test_something_that_is_always_so_still_asks() -> None:
    always = bearing(
        "(shut and told) or (shut and not told) or (not shut and told) or (not shut and not told)"
    )
    assert asked(always) == ("shut", "told")


def test_a_derived_fact_asks_for_the_facts_behind_it() -> None:
    assert asked(bearing("touches")) == ("days", "from", "to")
    assert asked(bearing("touches"), days=("monday",)) == ("from", "to")


def test_a_text_that_is_missing_is_named() -> None:
    assert asked(bearing("usually_so"), usual=False) == ("the text itself",)


def test_facts_that_do_not_go_together_are_asked_for_again() -> None:
    moments: dict[str, Answer] = {
        "contact_at": dt.datetime(2024, 9, 2, 12),
        "response_at": dt.datetime(2024, 9, 2, 11),
    }
    assert asked(bearing("not in_time"), **moments) == ("contact_at", "response_at")


@pytest.mark.parametrize(
    "breach",
    [
        "slots > 3",
        "share >= 0.5",
        "'red' in covers",
        "'red' not in covers and 'blue' in covers",
        "'somebody' in names",
        "words == 'never'",
        "plan_each == 'not_applicable'",
    ],
)
def test_every_kind_of_fact_has_answers_to_try(breach: str) -> None:
    assert len(asked(bearing(breach))) == 1


def test_a_finding_that_may_yet_ease_needs_nothing() -> None:
    "It has its verdict: what is to be kept up is right to keep up meanwhile."
    law = catalogue(rule("R", bearing("shut", "told", unless("agreed", "agreed"), keep=["it"])))
    [found] = check(plan(action(shut=False)), law).actions[0].findings
    assert (found.verdict, found.needs) == ("conditional", ())


def test_a_definite_finding_needs_nothing() -> None:
    [found] = check(plan(action(shut=True)), catalogue(rule())).actions[0].findings
    assert found.needs == ()


def test_an_obligation_knows_answers_for_each_fact_it_reads() -> None:
    made = catalogue(rule("R", bearing("'red' in covers and slots > 3 and shut")))
    [obligation] = RuleBook(made).chapter("close_early").obligations
    assert isinstance(obligation, Obligation)
    assert obligation.possible == {
        "covers": (("red",), ("blue",)),
        "slots": (0, 1, 2, 3, 4),
        "shut": (True, False),
    }
