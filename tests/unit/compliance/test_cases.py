"""Worked examples beside a rule: run, and held against all the rule can reach."""

import datetime as dt
from typing import Any

from tests.unit.compliance.made_up import (
    FACTS,
    SEPTEMBER,
    bearing,
    catalogue,
    fact,
    rule,
    unless,
)

from knockon.catalogue.rules import Rule, RuleCase, Verdict
from knockon.compliance import check_rules

OCTOBER = dt.date(2024, 10, 1)


def case(verdict: Verdict, name: str = "a case", **facts: Any) -> RuleCase:
    """An example of a GMS practice in England, from 2 September 2024 unless it says."""
    start = facts.pop("start", SEPTEMBER)
    more = {key: facts.pop(key) for key in ("needs",) if key in facts}
    return RuleCase(
        name=name,
        type=facts.pop("type", "close_early"),
        params=facts,
        practice={"contract": "GMS"},
        start=start,
        end=facts.pop("end", None),
        as_of=start,
        verdict=verdict,
        **more,
    )


SHUT = (
    case("not_in_accordance", shut=True),
    case("undetermined", needs=("shut",)),
    case("compatible", shut=False),
)


def told(made: Rule) -> list[tuple[str, str]]:
    return [(one.code, one.sentence) for one in check_rules(catalogue(made))]


def test_examples_that_reach_everything_are_enough() -> None:
    assert told(rule("R", cases=SHUT)) == []


def test_an_example_that_comes_out_otherwise() -> None:
    wrong = case("compatible", "shut after all", shut=True)
    assert told(rule("R", cases=(*SHUT, wrong))) == [
        ("K702", "R: 'shut after all' is not_in_accordance, not compatible: It is broken.")
    ]


def test_an_example_that_asks_for_something_else() -> None:
    wrong = case("undetermined", "not told", needs=("told",))
    nothing = case("compatible", "nothing asked", needs=("told",), shut=False)
    assert told(rule("R", cases=(*SHUT, wrong, nothing))) == [
        ("K702", "R: 'not told' asks for shut, not told"),
        ("K702", "R: 'nothing asked' asks for nothing, not told"),
    ]


def test_examples_of_several_findings_and_facts_are_told_in_one_line() -> None:
    both = bearing("shut and told")
    wrong = case("undetermined", "not told", needs=("agreed", "member"))
    assert ("K702", "R: 'not told' asks for shut, told, not agreed, member") in (
        told(rule("R", both, cases=(wrong,)))
    )
    late = case("conditional", "two stretches", shut=True)
    ending = rule("R", in_force_from=OCTOBER, cases=(late,))
    assert told(ending)[0][1] == (
        "R: 'two stretches' is not_in_accordance, not conditional: Announced, and in force from "
        "1 October 2024: Title of R.; It is broken."
    )


def test_an_example_is_judged_by_what_was_known_on_its_day() -> None:
    known = rule("R", known_from=SEPTEMBER, cases=SHUT)
    early = RuleCase(
        *("early", "close_early", {"shut": True}, {"contract": "GMS"}, SEPTEMBER, None),
        *(SEPTEMBER - dt.timedelta(days=1), "compatible"),
    )
    assert told(rule("R", known_from=SEPTEMBER, cases=(*known.cases, early))) == []


def test_a_problem_names_the_rule_it_is_about() -> None:
    [one] = check_rules(catalogue(rule("R", cases=SHUT[1:])))
    assert one.place == "rule R"


def test_a_rule_may_count_from_the_dates_of_the_action() -> None:
    long = fact("long", derived="notice_long_enough", inputs=("given_on", "months", "start"))
    over = fact("over", derived="runs_past('2024-12-31')", inputs=("end",))
    law = catalogue(
        rule("R", bearing("not long and over")), facts={one.id: one for one in (*FACTS, long, over)}
    )
    assert {one.sentence for one in check_rules(law)} == {
        f"R: it can be {verdict} and no example is"
        for verdict in ("not_in_accordance", "undetermined", "compatible")
    }


def test_an_example_that_finds_nothing() -> None:
    late = rule("R", cases=(*SHUT, case("undetermined", "too late", shut=True)))
    gone = rule("R", in_force_to=dt.date(2024, 1, 1), cases=late.cases)
    assert ("K702", "R: 'too late' is compatible, not undetermined: the rule finds nothing") in (
        told(gone)
    )


def test_a_verdict_no_example_reaches() -> None:
    assert told(rule("R", cases=SHUT[1:])) == [
        ("K703", "R: it can be not_in_accordance and no example is")
    ]
    kept = bearing("shut", keep=["it"])
    assert told(rule("R", kept, cases=SHUT[:2])) == [
        ("K703", "R: it can be conditional and no example is")
    ]


def test_each_exception_is_tried_both_ways() -> None:
    excepted = bearing("shut", None, unless("told", "told"))
    breach = case("not_in_accordance", shut=True, told=False)
    let_through = case("compatible", shut=True, told=True)
    undecided = case("undetermined", shut=True)
    assert told(rule("R", excepted, cases=(breach, let_through, undecided))) == []
    assert told(rule("R", excepted, cases=(breach, case("compatible", shut=False), undecided))) == [
        ("K703", "R: in no example the exception 'told' applies")
    ]
    always = told(rule("R", excepted, cases=(let_through, undecided)))
    assert ("K703", "R: in no example the exception 'told' does not apply") in always
    other = case("compatible", type="send_back", shut=False)
    both = rule("R", excepted, bearing("shut", types=("send_back",)), cases=(breach, other))
    assert ("K703", "R: in no example the exception 'told' applies") in told(both)


def test_the_edge_of_an_announced_rule_is_tried_on_both_sides() -> None:
    ahead = {"in_force_from": OCTOBER}
    assert told(rule("R", cases=SHUT, **ahead))[-2:] == [
        ("K703", "R: no example starts on its first day, 2024-10-01"),
        ("K703", "R: no example starts or ends on its eve, 2024-09-30"),
    ]
    first = case("not_in_accordance", start=OCTOBER, shut=True)
    eve = dt.date(2024, 9, 30)
    on_the_eve = RuleCase(
        "eve", "close_early", {"shut": True}, {"contract": "GMS"}, SEPTEMBER, eve, eve, "compatible"
    )
    assert told(rule("R", cases=(first, on_the_eve, SHUT[1]), **ahead)) == []


def test_a_rule_that_was_never_announced_has_no_edge_to_try() -> None:
    assert told(rule("R", cases=SHUT, in_force_from=dt.date(2018, 10, 1))) == []
    at_once = rule("R", cases=SHUT, in_force_from=SEPTEMBER, known_from=SEPTEMBER)
    assert told(at_once) == []


def test_advice_decides_nothing_and_needs_no_example() -> None:
    assert told(rule("R", bearing(keep=["it"]), kind="advice")) == []


def test_a_derived_fact_nobody_works_out() -> None:
    odd = fact("odd", derived="by_magic", inputs=("shut",))
    law = catalogue(rule("R"), facts={one.id: one for one in (*FACTS, odd)})
    [problem] = check_rules(law)
    assert (problem.code, problem.place) == ("K701", "fact close_early.odd")
    assert problem.sentence.startswith("the fact close_early.odd is derived by 'by_magic'")
