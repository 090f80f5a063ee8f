"""One rule against one action: the verdict in every position of scope, exceptions and breach."""

import pytest
from tests.unit.compliance.made_up import SEPTEMBER, action, bearing, catalogue, plan, rule, unless

from knockon.catalogue.facts import UNKNOWN, Answer
from knockon.catalogue.rules import Bearing, Verdict
from knockon.compliance import check
from knockon.compliance.book import RuleBook
from knockon.compliance.judging import Account, Outcome, conditions, outcome, presumed
from knockon.compliance.knowledge import Knowledge

VOCABULARY = RuleBook(catalogue()).chapter("close_early").vocabulary
FREE = unless("told", "told")
KEPT = unless("agreed", "agreed", "keep the agreement")


def known(**params: Answer) -> Knowledge:
    return Knowledge.of(VOCABULARY, {}, params, SEPTEMBER, None)


T, F, U = True, False, UNKNOWN


@pytest.mark.parametrize(
    ("scope", "breach", "verdict", "ground"),
    [
        (T, T, "not_in_accordance", "broken"),
        (T, F, "compatible", "met"),
        (T, U, "undetermined", "open"),
        (F, T, "compatible", "outside"),
        (F, F, "compatible", "outside"),
        (F, U, "compatible", "outside"),
        (U, T, "undetermined", "open"),
        (U, F, "compatible", "met"),
        (U, U, "undetermined", "open"),
    ],
)
def test_a_rule_without_exceptions(
    scope: Answer, breach: Answer, verdict: Verdict, ground: str
) -> None:
    found = outcome(bearing("shut", "agreed"), known(agreed=scope, shut=breach))
    assert (found.verdict, found.ground) == (verdict, ground)


@pytest.mark.parametrize(
    ("breach", "free", "kept", "verdict"),
    [
        (T, F, F, "not_in_accordance"),
        (T, T, F, "compatible"),
        (T, F, T, "conditional"),
        (T, T, T, "compatible"),
        (T, U, F, "undetermined"),
        (T, F, U, "undetermined"),
        (T, U, T, "conditional"),
        (U, F, F, "undetermined"),
        (U, F, T, "conditional"),
        (U, T, U, "compatible"),
        (F, F, F, "compatible"),
        (F, U, T, "compatible"),
    ],
)
def test_an_exception_lets_through_or_holds_back(
    breach: Answer, free: Answer, kept: Answer, verdict: Verdict
) -> None:
    "What may be an exception holds back a breach as it does a pass."
    asked = bearing("shut", None, KEPT, FREE)
    assert outcome(asked, known(shut=breach, told=free, agreed=kept)).verdict == verdict


def test_what_is_to_be_kept_up_makes_a_pass_conditional() -> None:
    asked = bearing("shut", "told", keep=["keep it open"])
    found = outcome(asked, known(shut=False, told=UNKNOWN))
    assert found.verdict == "conditional"
    assert conditions(asked, found) == ("keep it open",)


def test_an_exception_relied_on_tells_what_it_asks() -> None:
    asked = bearing("shut", None, KEPT, keep=["keep it open"])
    found = outcome(asked, known(shut=True, agreed=True))
    assert found.exceptions == (KEPT,)
    assert conditions(asked, found) == ("keep the agreement",)


def test_nothing_is_to_be_kept_up_outside_the_scope() -> None:
    asked = bearing("shut", "told", keep=["keep it open"])
    found = outcome(asked, known(told=False))
    assert (found.verdict, conditions(asked, found)) == ("compatible", ())


def test_a_rule_without_a_breach_only_asks_for_upkeep() -> None:
    assert outcome(bearing(keep=["keep it"]), known()).verdict == "conditional"
    assert outcome(bearing(), known()).verdict == "compatible"
    assert outcome(bearing(None, "told", keep=["keep it"]), known()).verdict == "conditional"


def test_exceptions_that_may_apply_are_named() -> None:
    found = outcome(bearing("shut", None, KEPT, FREE), known(shut=True, agreed=False))
    assert found.exceptions == (FREE,)


@pytest.fixture
def asked() -> Bearing:
    return bearing("shut", "usual", unless("told", "told"))


class TestEvidence:
    ASKED = bearing("shut", "agreed", FREE, evidence=("a log",))

    @pytest.mark.parametrize(
        ("facts", "held"),
        [
            ({"shut": False}, True),
            ({"agreed": False}, False),
            ({"shut": True, "told": True}, True),
            ({"shut": True, "told": False, "agreed": True}, False),
            ({"shut": True, "told": False}, True),
        ],
    )
    def test_is_what_to_have_ready_unless_broken_or_not_reached(
        self, facts: dict[str, Answer], held: bool
    ) -> None:
        [finding] = (
            check(plan(action(**facts)), catalogue(rule("R", self.ASKED))).actions[0].findings
        )
        assert bool(finding.evidence) is held


def test_an_exception_that_asks_nothing_is_what_the_verdict_rests_on() -> None:
    found = outcome(bearing("shut", None, FREE), known(shut=True, told=True))
    assert found == Outcome("compatible", "excepted", (FREE,))


def test_a_finding_tells_what_it_presumed() -> None:
    law = catalogue(rule("R", bearing("shut", "usual")))
    [finding] = check(plan(action(shut=False)), law).actions[0].findings
    assert finding.presumed == ("usual",)
    assert finding.taken_so == ("usual: true",)


class TestTheTrace:
    def test_goes_through_scope_exceptions_and_breach(self, asked: Bearing) -> None:
        knowledge = known(shut=True, told=False)
        found = outcome(asked, knowledge)
        assert Account(asked, found, knowledge).lines() == (
            "scope: usual is true (usual is true, presumed, since the plan leaves it out)",
            "exception told: told is false (told is false, stated)",
            "breach: shut is true (shut is true, stated)",
        )
        assert presumed(asked, found, knowledge) == ("usual",)

    def test_stops_at_a_scope_that_is_false(self, asked: Bearing) -> None:
        knowledge = known(usual=False)
        found = outcome(asked, knowledge)
        assert Account(asked, found, knowledge).lines() == (
            "scope: usual is false (usual is false, stated)",
        )
        assert presumed(asked, found, knowledge) == ()

    def test_sets_parts_in(self) -> None:
        two = bearing("shut and told")
        knowledge = known(shut=True, told=True)
        assert Account(two, outcome(two, knowledge), knowledge).lines() == (
            "breach: shut and told is true",
            "    shut is true (shut is true, stated)",
            "    told is true (told is true, stated)",
        )

    def test_lists_a_presumption_once_and_also_behind_a_derived_fact(self) -> None:
        both = bearing("usual and usually_so")
        knowledge = known()
        assert presumed(both, outcome(both, knowledge), knowledge) == ("usual",)

    def test_of_a_rule_that_nothing_breaks_is_its_scope_and_exceptions(self) -> None:
        idle = bearing(None, "told")
        knowledge = known(told=True)
        assert Account(idle, outcome(idle, knowledge), knowledge).lines() == (
            "scope: told is true (told is true, stated)",
        )
