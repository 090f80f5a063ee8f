"""Dates known and dates in force: what a check uses, and where it cuts an action."""

import datetime as dt

import pytest
from tests.unit.compliance.made_up import (
    AUGUST,
    FACTS,
    SEPTEMBER,
    action,
    bearing,
    catalogue,
    fact,
    plan,
    rule,
)

from knockon.catalogue.rules import Reading, Rule
from knockon.compliance import check
from knockon.compliance.judgement import ActionJudgement, Finding
from knockon.plans.plan import Plan

OCTOBER = dt.date(2024, 10, 1)
A_DAY = dt.timedelta(days=1)
EVE = OCTOBER - A_DAY


def judged(
    *rules: Rule, as_of: dt.date = AUGUST, start: dt.date = SEPTEMBER, end: dt.date | None = None
) -> ActionJudgement:
    made = plan(action(shut=True, start=start, end=end))
    return check(made, catalogue(*rules), as_of).actions[0]


def stretches(found: ActionJudgement) -> list[tuple[dt.date, dt.date | None, str]]:
    return [(one.begins, one.ends, one.verdict) for one in found.segments]


class TestARuleToCome:
    AHEAD = rule("R", in_force_from=OCTOBER)

    def test_decides_from_its_day_and_gives_notice_before(self) -> None:
        found = judged(self.AHEAD)
        assert stretches(found) == [
            (SEPTEMBER, EVE, "compatible"),
            (OCTOBER, None, "not_in_accordance"),
        ]
        notice, breach = found.findings
        assert notice.notice
        assert notice.because == "Announced, and in force from 1 October 2024: Title of R."
        assert (notice.begins, notice.ends) == (SEPTEMBER, EVE)
        assert (breach.begins, breach.ends, breach.notice) == (OCTOBER, None, False)
        assert found.verdict == "not_in_accordance"

    @pytest.mark.parametrize(
        ("start", "end", "verdict"),
        [
            (SEPTEMBER, EVE, "compatible"),
            (SEPTEMBER, OCTOBER, "not_in_accordance"),
            (EVE, EVE, "compatible"),
            (OCTOBER, OCTOBER, "not_in_accordance"),
            (OCTOBER + A_DAY, None, "not_in_accordance"),
        ],
    )
    def test_on_its_first_day_and_the_days_about_it(
        self, start: dt.date, end: dt.date, verdict: str
    ) -> None:
        found = judged(self.AHEAD, start=start, end=end)
        assert (found.verdict, found.basis) == (verdict, "rule")

    def test_gives_notice_of_all_that_is_said_of_it(self) -> None:
        outside = rule(
            "R",
            in_force_from=OCTOBER,
            standing="unverified",
            disputed=True,
            readings=(Reading("Another.", "somebody", "nothing"),),
        )
        [notice] = judged(outside, end=EVE).findings
        assert notice == Finding(
            rule="R",
            title="Title of R",
            verdict="compatible",
            holder="practice",
            begins=SEPTEMBER,
            ends=EVE,
            because="Announced, and in force from 1 October 2024: Title of R.",
            cites=outside.cites,
            readings=outside.readings,
            notice=True,
            disputed=True,
            wants_checking=True,
        )

    def test_also_follows_as_a_notice_beside_the_verdict(self) -> None:
        [effect] = judged(self.AHEAD, end=EVE).effects
        assert (effect.kind, effect.id) == ("notice", "R")

    def test_is_left_out_where_it_was_not_known_yet(self) -> None:
        unknown = rule("R", in_force_from=OCTOBER, known_from=AUGUST)
        assert judged(unknown, as_of=AUGUST).basis == "rule"
        before = judged(unknown, as_of=AUGUST - A_DAY)
        assert (before.verdict, before.basis) == ("compatible", "silent")
        assert before.findings == ()


class TestARuleThatEnds:
    def test_decides_to_its_last_day(self) -> None:
        found = judged(rule("R", in_force_to=EVE))
        assert stretches(found) == [
            (SEPTEMBER, EVE, "not_in_accordance"),
            (OCTOBER, None, "compatible"),
        ]

    def test_that_ended_before_is_left_out(self) -> None:
        found = judged(rule("R", in_force_to=SEPTEMBER - A_DAY))
        assert (found.basis, stretches(found)) == ("silent", [(SEPTEMBER, None, "compatible")])

    def test_runs_on_where_its_end_was_not_known_yet(self) -> None:
        ending = rule("R", in_force_to=EVE, end_known_from=AUGUST)
        assert len(judged(ending, as_of=AUGUST).segments) == 2
        assert stretches(judged(ending, as_of=AUGUST - A_DAY)) == [
            (SEPTEMBER, None, "not_in_accordance")
        ]

    def test_and_begins_has_two_edges(self) -> None:
        between = rule("R", in_force_from=OCTOBER, in_force_to=OCTOBER + A_DAY)
        assert stretches(judged(between)) == [
            (SEPTEMBER, EVE, "compatible"),
            (OCTOBER, OCTOBER + A_DAY, "not_in_accordance"),
            (OCTOBER + 2 * A_DAY, None, "compatible"),
        ]
        assert judged(between, start=OCTOBER + 2 * A_DAY).findings == ()


class TestStretches:
    def test_of_one_verdict_are_one(self) -> None:
        found = judged(
            rule("A", in_force_from=OCTOBER), rule("B", in_force_to=EVE), rule("C", bearing("told"))
        )
        assert stretches(found) == [(SEPTEMBER, None, "not_in_accordance")]

    def test_have_the_worst_verdict_on_each_day(self) -> None:
        later = OCTOBER + 31 * A_DAY
        found = judged(
            rule("A", bearing("told"), in_force_from=OCTOBER), rule("B", in_force_from=later)
        )
        assert [verdict for _, _, verdict in stretches(found)] == [
            "compatible",
            "undetermined",
            "not_in_accordance",
        ]


class TestTheDatesOfTheAction:
    def test_are_what_a_derived_fact_counts_from(self) -> None:
        given = rule("R", bearing("not long_enough"))
        facts = {"given_on": dt.date(2024, 8, 1), "months": 3}
        start = dt.date(2024, 11, 1)
        by_day = [
            check(plan(action(start=start + by * A_DAY, **facts)), catalogue(given)).overall
            for by in (-1, 0, 1)
        ]
        assert by_day == ["not_in_accordance", "undetermined", "compatible"]

    def test_its_end_too(self) -> None:
        over = fact("over", derived="runs_past('2024-12-31')", inputs=("end",))
        law = catalogue(rule("R", bearing("over")), facts={one.id: one for one in (*FACTS, over)})
        last = dt.date(2024, 12, 31)
        ends = [last, last + A_DAY, None]
        found = [check(plan(action(end=end)), law).overall for end in ends]
        assert found == ["compatible", "not_in_accordance", "not_in_accordance"]

    def test_and_its_name_stand_in_the_judgement(self) -> None:
        judgement = check(plan(action(end=EVE)), catalogue())
        [found] = judgement.actions
        assert judgement.title == "A plan"
        assert (found.key, found.type) == ("early", "close_early")
        assert (found.begins, found.ends) == (SEPTEMBER, EVE)


class TestTheDayOfTheCheck:
    def test_is_the_plans_unless_another_is_given(self) -> None:
        assert check(plan(), catalogue()).as_of == AUGUST
        assert check(plan(), catalogue(), OCTOBER).as_of == OCTOBER

    def test_is_today_where_none_is_named(self) -> None:
        assert check(Plan("No day"), catalogue()).as_of == dt.date.today()


def test_a_plan_without_actions_conflicts_with_nothing() -> None:
    assert check(Plan("Nothing", as_of=AUGUST), catalogue()).overall == "compatible"


def test_where_menus_list_an_action_is_told() -> None:
    [found] = check(plan(), catalogue()).actions
    assert (found.basis, [cite.paragraph for cite in found.listed_in]) == ("silent", [6])
