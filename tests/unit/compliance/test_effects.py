"""What follows from an action beside its verdict: money, what others may do, notices."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.compliance.made_up import (
    AUGUST,
    EACH,
    PAPER,
    SEPTEMBER,
    action,
    bearing,
    catalogue,
    plan,
    rule,
)

from knockon.catalogue.expressions import parse
from knockon.catalogue.facts import UNKNOWN
from knockon.catalogue.rules import MONTHLY, Citation, Consequence, Payment
from knockon.compliance import Effect, check
from knockon.compliance.judgement import Amount
from knockon.compliance.wording import effect_sentence
from knockon.errors import KnockonError
from knockon.plans.plan import Plan


def consequence(**more: Any) -> Consequence:
    """Losing a fee, by shutting, unless something else is said."""
    made: dict[str, Any] = {
        "kind": "payment",
        "types": ("close_early",),
        "when": parse("shut"),
        "text": "A fee is lost.",
        "cites": (PAPER,),
        "rule": "CAP",
        "pack": "law",
    }
    return Consequence("CAP", **{**made, **more})


def follows(one: Consequence, made: Plan | None = None, as_of: dt.date = AUGUST) -> list[Effect]:
    law = catalogue(consequences={one.id: one}, parameters={"fee": EACH})
    [found] = check(made or plan(action(shut=True)), law, as_of).actions
    assert (found.verdict, found.basis) == ("compatible", "silent"), "it never is a verdict"
    return list(found.effects)


class TestWhetherItFollows:
    def test_where_it_is_so(self) -> None:
        [effect] = follows(consequence())
        assert (effect.kind, effect.id, effect.certain) == ("payment", "CAP", True)

    def test_where_it_is_always_so(self) -> None:
        [effect] = follows(consequence(when=None), plan(action()))
        assert effect.certain

    def test_where_it_is_not(self) -> None:
        assert follows(consequence(), plan(action(shut=False))) == []

    def test_where_it_may_be(self) -> None:
        [effect] = follows(consequence(kind="practical"), plan(action()))
        assert not effect.certain
        assert effect_sentence(effect) == "It may follow: A fee is lost."

    def test_of_another_action_it_does_not(self) -> None:
        assert follows(consequence(types=("send_back",))) == []

    @pytest.mark.parametrize(
        ("dates", "follows_on"),
        [
            ({"known_from": AUGUST}, True),
            ({"known_from": AUGUST + dt.timedelta(days=1)}, False),
            ({"in_force_to": SEPTEMBER}, True),
            ({"in_force_to": SEPTEMBER - dt.timedelta(days=1)}, False),
            ({"in_force_from": dt.date(2030, 1, 1)}, True),
        ],
    )
    def test_on_its_dates_as_known(self, dates: dict[str, dt.date], follows_on: bool) -> None:
        assert bool(follows(consequence(**dates))) is follows_on

    def test_not_where_the_action_is_over_before_it_begins(self) -> None:
        later = consequence(in_force_from=SEPTEMBER + dt.timedelta(days=9))
        assert follows(later, plan(action(shut=True, end=SEPTEMBER))) == []

    def test_in_the_order_of_its_name_and_past_what_does_not_follow(self) -> None:
        unknown = replace(consequence(known_from=SEPTEMBER), id="A", rule="A")
        two = [replace(consequence(), id=name, rule=name) for name in ("C", "B")]
        law = catalogue(consequences={one.id: one for one in (*two, unknown)})
        [found] = check(plan(action(shut=True)), law).actions
        assert [effect.id for effect in found.effects] == ["B", "C"]


class TestHowMuch:
    def test_for_each_registered_patient(self) -> None:
        paid = consequence(payment=Payment("fee", "registered_patients"))
        [effect] = follows(paid, plan(action(shut=True), registered_patients=8662))
        assert effect.amount == Amount(8662, 12993, 17324, "£ a patient")
        assert effect_sentence(effect) == "A fee is lost. For this practice: £8,662 to £17,324."

    def test_for_the_practice_as_a_whole(self) -> None:
        [effect] = follows(consequence(payment=Payment("fee")))
        assert effect.amount == Amount(1, 1.5, 2, "£ a patient")

    def test_for_what_is_done_so_often_it_is_that_of_a_year(self) -> None:
        often = replace(EACH, symbol="often", unit=MONTHLY, low=2, central=3, high=5)
        paid = consequence(payment=Payment("fee", "registered_patients", times="often"))
        law = catalogue(consequences={paid.id: paid}, parameters={"fee": EACH, "often": often})
        made = plan(action(shut=True), registered_patients=2000)
        [effect] = check(made, law, AUGUST).actions[0].effects
        assert effect.amount == Amount(48, 108, 240, "£ a year")

    def test_how_often_needs_a_parameter_and_patients(self) -> None:
        with pytest.raises(KnockonError, match="how often"):
            Payment(None, "registered_patients", times="often")
        with pytest.raises(KnockonError, match="how often"):
            Payment("fee", "practice", times="often")

    def test_is_unknown_where_the_list_is(self) -> None:
        paid = consequence(payment=Payment("fee", "registered_patients"))
        [effect] = follows(paid, plan(action(shut=True), registered_patients=UNKNOWN))
        assert effect.amount is None

    @pytest.mark.parametrize("payment", [None, Payment(None)])
    def test_is_unknown_where_no_pack_knows(self, payment: Payment | None) -> None:
        [effect] = follows(consequence(payment=payment))
        assert effect_sentence(effect) == (
            "A fee is lost. The amount for this practice is unknown."
        )

    def test_is_one_number_where_low_and_high_agree(self) -> None:
        effect = Effect(
            "payment", "CAP", "PCN", "A fee is lost.", (), amount=Amount(20, 20, 20.2, "£")
        )
        assert effect_sentence(effect) == "A fee is lost. For this practice: £20."


class TestRulesThatDecideNothing:
    @pytest.mark.parametrize(
        ("kind", "told_as"),
        [("payment", "payment"), ("advice", "notice"), ("expectation", "notice")],
    )
    def test_are_told_beside_the_verdict_and_leave_it_silent(self, kind: str, told_as: str) -> None:
        idle = rule("A", bearing(keep=["do well"], cites=(PAPER,)), kind=kind, holder="PCN")
        [found] = check(plan(), catalogue(idle)).actions
        assert (found.verdict, found.basis, found.findings) == ("compatible", "silent", ())
        [effect] = found.effects
        assert effect == Effect(told_as, "A", "PCN", "It is met.", (PAPER,))  # type: ignore[arg-type]

    def test_are_not_told_before_they_were_known(self) -> None:
        idle = rule("A", bearing(), kind="advice", known_from=SEPTEMBER)
        assert check(plan(), catalogue(idle)).actions[0].effects == ()

    def test_decide_where_something_breaks_them(self) -> None:
        advice = rule("A", bearing("shut"), kind="advice")
        assert check(plan(action(shut=True)), catalogue(advice)).overall == "not_in_accordance"


def test_what_a_pack_of_another_nation_says_does_not_follow() -> None:
    law = catalogue(consequences={"CAP": consequence()}, parameters={"fee": EACH})
    [abroad] = check(plan(action(shut=True), nation="Wales"), law).actions
    assert abroad.effects == ()


def test_a_provision_of_another_contract_is_not_cited() -> None:
    ours, theirs = (
        Citation("rulebook", at=f"rule {at}", contracts=(held,))
        for at, held in ((4, "GMS"), (5, "PMS"))
    )
    [effect] = follows(consequence(cites=(PAPER, ours, theirs)), plan(action(shut=True)))
    assert effect.cites == (PAPER, ours)
