"""The next question: the fact most findings wait for."""

from dataclasses import replace

from tests.unit.compliance.made_up import SEPTEMBER, action, bearing, catalogue, plan, rule

from knockon.catalogue.facts import UNKNOWN
from knockon.compliance import next_question, questions

LAW = catalogue(
    rule("A", bearing("shut")),
    rule("B", bearing("told")),
    rule("C", bearing("told and agreed")),
    rule("D", bearing("member and colour == 'red'")),
)


def test_is_the_fact_most_findings_wait_for() -> None:
    found = next_question(plan(action()), LAW)
    assert found is not None
    assert (found.action, found.fact.name, found.rules) == ("early", "told", ("B", "C"))


def test_of_several_is_the_practices_then_in_the_order_of_plan_and_vocabulary() -> None:
    two = plan(action("b", colour="blue"), action("a", colour="red", shut=False, told=False))
    found = [(one.action, one.fact.name) for one in questions(two, LAW)]
    assert found == [(None, "member"), ("b", "shut"), ("b", "told"), ("b", "agreed")]


def test_asks_about_the_plans_first_action_before_the_vocabularys_first_fact() -> None:
    two = plan(
        action("b", shut=False, told=True, colour="blue"),
        action("a", told=False, colour="blue"),
        member=False,
    )
    found = [(one.action, one.fact.name) for one in questions(two, LAW)]
    assert found == [("b", "agreed"), ("a", "shut")]


def test_is_asked_by_what_was_known_on_the_day() -> None:
    late = catalogue(rule("R", known_from=SEPTEMBER))
    assert next_question(plan(), late) is None
    assert questions(plan(), late) == ()
    assert next_question(plan(), late, SEPTEMBER) is not None


def test_is_the_contract_where_every_finding_waits_for_it() -> None:
    unsure = plan(action(shut=True), contract=UNKNOWN)
    found = next_question(unsure, LAW)
    assert found is not None
    assert (found.action, found.fact.name) == (None, "contract")
    assert len(found.rules) == 4


def test_is_none_where_a_text_is_missing_or_nothing_is() -> None:
    assert next_question(plan(nation="Wales"), LAW) is None
    assert next_question(plan(action(shut=True)), catalogue(rule())) is None


def test_answering_one_after_another_comes_to_an_end() -> None:
    made = plan(action())
    asked = []
    while (found := next_question(made, LAW)) is not None:
        asked.append(found.fact.name)
        answer = "blue" if found.fact.kind == "choice" else True
        if found.action is None:
            made = replace(made, practice={**made.practice, found.fact.name: answer})
        else:
            [one] = made.actions
            made = replace(
                made, actions=(replace(one, params={**one.params, found.fact.name: answer}),)
            )
    assert asked == ["told", "member", "shut", "agreed", "colour"]
