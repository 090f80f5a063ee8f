"""Lists of exceptions tested against the rules."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knockon.catalogue.facts import UNKNOWN, Unknown
from knockon.errors import KnockonError
from knockon.plans.plan import Plan, PlannedAction
from knockon.plans.plan_reading import read_plan
from knockon.safeday import Group, judged, limit_of
from knockon.system.values import AGE_BANDS

SHARES = tuple(range(1, len(AGE_BANDS) + 1))
TOTAL = sum(SHARES)


@pytest.fixture
def plan(repository: Path, catalogue) -> Plan:
    return read_plan(repository / "examples" / "plans" / "cap-and-letters.yaml", catalogue)


def ways(plan, catalogue, groups=(), **other):
    return judged(tuple(groups), plan, limit_of(plan, catalogue), catalogue, **other)


def test_each_answer_for_those_outside_the_list_is_judged(plan, catalogue) -> None:
    found = ways(plan, catalogue)
    by_answer = {one.change.get("over_cap_outcome"): one for one in found.ways}
    fact = catalogue.facts_of("limit_daily_contacts")["over_cap_outcome"]
    assert set(by_answer) == {*fact.answers, None}
    assert by_answer["individual_response"].verdict == "conditional"
    assert by_answer["individual_response"].stated
    assert by_answer["no_response"].verdict == "not_in_accordance"
    assert by_answer["waiting_list_in_order"].verdict == "not_in_accordance"
    told = by_answer["waiting_list_told_when"]
    assert told.verdict == "undetermined"
    assert "urgent_needs_same_day" in told.needs


def test_an_urgent_need_outside_the_list_that_waits_is_told_with_its_clause(
    plan, catalogue
) -> None:
    (urgent,) = [one for one in ways(plan, catalogue).ways if "urgent_needs_same_day" in one.change]
    assert urgent.verdict == "not_in_accordance"
    needs = next(one for one in urgent.findings if one.rule == "ACC-NEEDS")
    assert any(cite.at and "4(4)" in cite.at for cite in needs.cites)


def test_only_the_limit_is_judged_not_the_rest_of_the_plan(plan, catalogue) -> None:
    assert len(plan.actions) == 2
    assert ways(plan, catalogue).as_stated.verdict == "conditional"


def test_which_groups_a_list_names_changes_no_verdict(plan, catalogue) -> None:
    with_list = ways(plan, catalogue, [Group("Palliative care")])
    without = ways(plan, catalogue)
    assert [one.verdict for one in with_list.ways] == [one.verdict for one in without.ways]


def test_a_nation_the_packs_do_not_cover_is_undetermined_for_every_answer(plan, catalogue) -> None:
    wales = replace(plan, practice={**plan.practice, "nation": "Wales"})
    assert {one.verdict for one in ways(wales, catalogue).ways} == {"undetermined"}


def test_as_of_is_the_day_asked_for(plan, catalogue) -> None:
    assert ways(plan, catalogue, as_of=date(2024, 10, 1)).as_of == date(2024, 10, 1)


def test_groups_told_by_age_add_up_and_overlap_once(plan, catalogue) -> None:
    groups = [Group("65 and over", (65, None)), Group("75 and over", (75, None))]
    found = ways(plan, catalogue, groups, ages=SHARES)
    assert found.share == pytest.approx(sum(SHARES[13:]) / TOTAL)
    assert not found.at_least


@pytest.mark.parametrize("other", [Group("Palliative care"), Group("Under 1", (None, 0))])
def test_beside_a_group_that_ages_do_not_tell_the_share_is_the_least(
    plan, catalogue, other
) -> None:
    found = ways(plan, catalogue, [Group("65 and over", (65, None)), other], ages=SHARES)
    assert found.share == pytest.approx(sum(SHARES[13:]) / TOTAL)
    assert found.at_least


@pytest.mark.parametrize(
    "groups",
    [[Group("Under 1", (None, 0))], [Group("Palliative care")], []],
    ids=["not a whole band", "not by age", "nobody"],
)
def test_a_share_that_ages_do_not_show_is_unknown(plan, catalogue, groups) -> None:
    assert isinstance(ways(plan, catalogue, groups, ages=SHARES).share, Unknown)


def test_without_ages_no_share_is_known(plan, catalogue) -> None:
    assert isinstance(ways(plan, catalogue, [Group("65 and over", (65, None))]).share, Unknown)


def test_the_plans_own_words_on_exceptions_are_kept(plan, catalogue) -> None:
    (cap, *_) = plan.actions
    said = replace(cap, params={**cap.params, "exceptions": "babies"})
    assert ways(replace(plan, actions=(said,)), catalogue).plan_says == "babies"
    assert ways(plan, catalogue).plan_says is None


@pytest.mark.parametrize(("name", "ages"), [("", None), ("x", (9, 3)), ("x", (-1, 3))])
def test_groups_that_cannot_be_are_refused(name, ages) -> None:
    with pytest.raises(KnockonError) as refused:
        Group(name, ages)
    assert refused.value.code == "K134"


def action(key: str = "cap", **params) -> PlannedAction:
    return PlannedAction(key, "limit_daily_contacts", date(2026, 12, 7), params=params)


def test_the_limit_is_the_plans_or_the_usual_one_and_says_which(catalogue) -> None:
    assert limit_of(Plan("p", actions=(action(cap=30),)), catalogue).cap == 30
    usual = limit_of(Plan("p", actions=(action(),)), catalogue)
    assert usual.cap == catalogue.facts_of("limit_daily_contacts")["cap"].default
    assert "no limit" in usual.said


@pytest.mark.parametrize("actions", [(), (action(), action("b")), (action(cap=UNKNOWN),)])
def test_a_plan_without_one_known_limit_is_refused(catalogue, actions) -> None:
    with pytest.raises(KnockonError) as refused:
        limit_of(Plan("p", actions=actions), catalogue)
    assert refused.value.code == "K131"
