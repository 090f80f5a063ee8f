"""Verdicts in plain words, before colour."""

import datetime as dt
from dataclasses import replace

from tests.unit.compliance.made_up import FACTS, SOURCES, action, bearing, catalogue, plan, rule

from knockon.catalogue.knowledge import Source
from knockon.catalogue.rules import Rule
from knockon.compliance import check
from knockon.compliance.wording import (
    action_sentence,
    called,
    not_yet_in_force,
    plain_date,
    plan_sentence,
    question,
)
from knockon.plans.plan import PlannedAction

OVER = dt.date(2024, 9, 30)


def sentence(one: PlannedAction, *rules: Rule) -> str:
    return action_sentence(check(plan(one), catalogue(*rules)).actions[0])


class TestAnAction:
    def test_that_breaks_a_rule(self) -> None:
        assert sentence(action(shut=True), rule()) == "Not in accordance."

    def test_that_cannot_be_told(self) -> None:
        both = (rule(), rule("S", bearing("shut or told")))
        assert sentence(action(), *both) == "Cannot tell yet: needs shut, told."

    def test_that_rests_on_upkeep(self) -> None:
        kept = rule("R", bearing("shut", keep=["a log", "a rota"]))
        again = rule("S", bearing("shut", keep=["a log"]))
        assert sentence(action(shut=False), kept, again) == (
            "In accordance if you keep: a log; a rota."
        )

    def test_that_conflicts_with_nothing(self) -> None:
        assert sentence(action(shut=False), rule()) == "No conflict found."

    def test_that_no_rule_speaks_to_is_not_approved(self) -> None:
        assert sentence(action()) == "The rules loaded do not speak to this."


class TestAPlan:
    def sentence(self, one: PlannedAction, *rules: Rule) -> str:
        return plan_sentence(check(plan(one), catalogue(*rules)))

    def test_says_its_worst(self) -> None:
        assert self.sentence(action(end=OVER, shut=True), rule()) == "Not in accordance."
        assert self.sentence(action(end=OVER), rule()) == "Cannot tell yet: needs shut."
        assert self.sentence(action(end=OVER)) == "The rules loaded do not speak to this."
        assert self.sentence(action(end=OVER, shut=False), rule()) == "No conflict found."

    def test_says_that_later_dates_need_checking(self) -> None:
        assert self.sentence(action(shut=False), rule()) == (
            "No conflict found. The rules loaded were last checked to 31 May 2026; "
            "later dates need checking again."
        )

    def test_without_actions_conflicts_with_nothing(self) -> None:
        assert plan_sentence(check(replace(plan(), actions=()), catalogue())) == (
            "No conflict found."
        )


class TestFindings:
    def because(self, made: Rule, **facts: bool) -> str:
        [finding] = check(plan(action(**facts)), catalogue(made)).actions[0].findings
        return finding.because

    def test_outside_a_scope(self) -> None:
        assert self.because(rule("R", bearing("shut", "told")), told=False) == "It is outside."
        unsaid = rule("R", bearing("shut", "told", outside=""))
        assert self.because(unsaid, told=False) == "The rule does not reach what is planned."

    def test_met(self) -> None:
        assert self.because(rule(), shut=False) == "It is met."

    def test_open(self) -> None:
        assert self.because(rule()) == "It depends on what is not known yet (Title of R-1)."

    def test_announced_without_a_day(self) -> None:
        told = not_yet_in_force(rule(), OVER)
        assert told == "Announced, and in force from a later day: Title of R-1."

    def test_announced_until_its_day_and_then_in_force(self) -> None:
        dated = rule(in_force_from=OVER)
        eve = not_yet_in_force(dated, OVER - dt.timedelta(days=1))
        assert eve == "Announced, and in force from 30 September 2024: Title of R-1."
        told = not_yet_in_force(dated, OVER)
        assert told == "In force from 30 September 2024 and not before: Title of R-1."


def test_a_source_is_called_by_its_short_name_its_reference_or_its_title() -> None:
    paper, rulebook = SOURCES
    assert (called(rulebook), called(paper)) == ("Rule Book 2015", "paper")
    page = Source("a-page", "A page", None)
    assert called(page) == "A page"
    assert called(replace(page, publisher="Somebody")) == "A page (Somebody)"


def test_a_need_is_a_question_or_a_text() -> None:
    facts = {fact.name: fact for fact in FACTS}
    assert question("shut", facts) == "What of shut?"
    assert question("rules for Wales", facts) == "Needs rules for Wales."


def test_a_day_is_written_as_people_write_it() -> None:
    assert plain_date(dt.date(2024, 9, 2)) == "2 September 2024"
