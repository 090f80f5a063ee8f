"""What the packs do not cover cannot be told: it is never silence and never outside a scope."""

import datetime as dt
from dataclasses import replace

import pytest
from tests.unit.compliance.made_up import (
    AUGUST,
    CHECKED_TO,
    PAPER,
    SEPTEMBER,
    action,
    bearing,
    catalogue,
    pack,
    plan,
    rule,
)

from knockon.catalogue.facts import UNKNOWN
from knockon.catalogue.rules import Citation, Covers, Instead, Reading, Rule
from knockon.compliance import check
from knockon.compliance.judgement import ActionJudgement, Finding
from knockon.plans.plan import Plan

A_DAY = dt.timedelta(days=1)


def judged(made: Plan, *rules: Rule) -> ActionJudgement:
    return check(made, catalogue(*(rules or (rule(),)))).actions[0]


class TestNation:
    def test_left_out_is_england(self) -> None:
        assert judged(plan(action(shut=True))).verdict == "not_in_accordance"

    def test_that_no_pack_covers_needs_rules_for_it(self) -> None:
        found = judged(plan(action(shut=True), nation="Wales"))
        assert (found.verdict, found.basis) == ("undetermined", "rule")
        assert [finding.needs for finding in found.findings] == [("rules for Wales",)]
        assert check(plan(nation="Wales"), catalogue()).packs == ()

    def test_that_is_unknown_is_asked_for(self) -> None:
        [finding] = judged(plan(nation=UNKNOWN)).findings
        assert (finding.rule, finding.needs) == (None, ("nation",))
        assert finding.because == (
            "The rules loaded do not speak for this nation, or it is not known which it is."
        )


class TestContract:
    @pytest.mark.parametrize("contract", ["GMS", "PMS", "GMS or PMS"])
    def test_that_is_covered_is_judged(self, contract: str) -> None:
        made = plan(action(shut=True), contract=contract)
        assert judged(made).verdict == "not_in_accordance"

    def test_that_is_not_covered_is_no_false_scope(self) -> None:
        made = plan(action(shut=False, told=False), contract="APMS")
        [finding] = judged(made, rule("R", bearing("shut", "told"))).findings
        assert (finding.rule, finding.verdict) == ("R", "undetermined")
        assert finding.needs == ("rules for APMS contracts",)
        assert "type of contract" in finding.because

    def test_that_is_not_covered_asks_for_nothing_else(self) -> None:
        "No answer about the action would help while its rules are not there."
        [finding] = judged(plan(contract="APMS")).findings
        assert finding.needs == ("rules for APMS contracts",)

    def test_that_cannot_be_judged_is_told_with_all_the_rule_is(self) -> None:
        outside = rule("R", bearing("shut"), standing="unverified", disputed=True)
        missing = plan(action(end=CHECKED_TO), contract=UNKNOWN)
        [finding] = judged(missing, outside).findings
        assert finding == Finding(
            rule="R",
            title="Title of R",
            verdict="undetermined",
            holder="practice",
            begins=SEPTEMBER,
            ends=CHECKED_TO,
            because="Which contract the practice holds is not known.",
            cites=(PAPER,),
            needs=("contract", "shut"),
            disputed=True,
            wants_checking=True,
        )
        [finding] = judged(plan(contract="APMS"), outside).findings
        assert finding.because == (
            "The rules loaded do not speak for the practice's type of contract."
        )

    def test_that_is_not_covered_is_no_silence(self) -> None:
        found = judged(plan(contract="APMS"), rule("R", bearing("shut", types=("send_back",))))
        assert (found.verdict, found.basis) == ("undetermined", "rule")
        [finding] = found.findings
        assert (finding.rule, finding.needs) == (None, ("rules for APMS contracts",))
        assert finding.because == (
            "The rules loaded do not speak for the practice's type of contract."
        )
        [finding] = judged(
            plan(contract=UNKNOWN), rule("R", bearing(types=("send_back",)))
        ).findings
        assert (finding.needs, finding.because) == (
            ("contract",),
            "Which contract the practice holds is not known.",
        )

    def test_that_is_not_covered_stays_so_before_a_rule_is_in_force(self) -> None:
        ahead = rule("R", in_force_from=dt.date(2024, 10, 1))
        found = judged(plan(action(shut=False), contract="APMS"), ahead)
        assert [finding.verdict for finding in found.findings] == ["undetermined"] * 2
        assert [finding.needs for finding in found.findings] == [("rules for APMS contracts",)] * 2
        unsure = judged(plan(action(), contract=UNKNOWN), ahead)
        assert [finding.needs for finding in unsure.findings] == [
            ("contract",),
            ("contract", "shut"),
        ]

    def test_that_is_unknown_is_asked_for_with_what_else_is_open(self) -> None:
        made = plan(action(), contract=UNKNOWN)
        [finding] = judged(made).findings
        assert finding.needs == ("contract", "shut")
        [finding] = judged(plan(action(shut=True), contract=UNKNOWN)).findings
        assert finding.needs == ("contract",)

    def test_left_out_is_unknown(self) -> None:
        made = Plan("Without a practice", {}, AUGUST, (action(shut=False),))
        assert judged(made).findings[0].needs == ("contract",)

    def test_one_of_two_that_is_not_covered_is_missing(self) -> None:
        made = plan(action(shut=True), contract="GMS or PMS")
        only = catalogue(rule(), packs=(pack(covers=Covers(("England",), ("GMS",))),))
        [finding] = check(made, only).actions[0].findings
        assert finding.needs == ("rules for PMS contracts",)

    @pytest.mark.parametrize("holder", ["trust", "ICB", "PCN", "NHS England"])
    def test_is_not_asked_for_by_a_rule_somebody_else_holds(self, holder: str) -> None:
        found = judged(plan(action(shut=True), contract=UNKNOWN), rule("R", holder=holder))
        assert found.verdict == "not_in_accordance"
        assert found.findings[0].holder == holder

    def test_is_asked_for_by_a_rule_all_hold_where_the_action_is_the_practices(self) -> None:
        everyones = bearing("shut", types=("close_early", "send_back"))
        of_all = rule("R", everyones, holder="all")
        own = judged(plan(action(shut=True), contract=UNKNOWN), of_all)
        assert own.verdict == "undetermined"
        trusts = judged(plan(action(type="send_back", shut=True), contract=UNKNOWN), of_all)
        assert trusts.verdict == "not_in_accordance"

    def test_is_not_asked_for_by_a_trusts_action_no_rule_speaks_to(self) -> None:
        found = judged(plan(action(type="send_back"), contract="APMS"))
        assert (found.verdict, found.basis) == ("compatible", "silent")


class TestCitations:
    BOTH = (
        PAPER,
        Citation("rulebook", at="reg 1", contracts=("GMS",)),
        Citation("rulebook", at="reg 2", contracts=("PMS",)),
    )

    @pytest.mark.parametrize(
        ("contract", "cited"),
        [
            ("GMS", [None, "reg 1"]),
            ("PMS", [None, "reg 2"]),
            ("GMS or PMS", [None, "reg 1", "reg 2"]),
        ],
    )
    def test_follow_the_contract(self, contract: str, cited: list[str | None]) -> None:
        made = plan(action(shut=True), contract=contract)
        [finding] = judged(made, rule("R", cites=self.BOTH)).findings
        assert [cite.at for cite in finding.cites] == cited

    def test_are_all_given_where_no_contract_is_known(self) -> None:
        made = plan(action(shut=True), contract=UNKNOWN)
        [finding] = judged(made, rule("R", cites=self.BOTH)).findings
        assert len(finding.cites) == 3


class TestPacks:
    def test_that_speak_for_another_nation_are_left_out(self) -> None:
        welsh = pack("welsh", covers=Covers(("Wales",), ("GMS",)))
        both = catalogue(rule("R"), rule("W", pack="welsh"), packs=(pack(), welsh))
        assert self.rules(plan(action(shut=True)), both) == ["R"]
        assert self.rules(plan(action(shut=True), nation="Wales"), both) == ["W"]

    def test_that_speak_for_another_contract_are_left_out(self) -> None:
        apms = pack("apms", covers=Covers(("England",), ("APMS",)))
        both = catalogue(rule("R"), rule("A", pack="apms"), packs=(pack(), apms))
        assert self.rules(plan(action(shut=True)), both) == ["R"]
        assert self.rules(plan(action(shut=True), contract="APMS"), both) == ["A"]

    def test_that_name_no_nation_or_contract_speak_for_all(self) -> None:
        anywhere = pack("any", covers=Covers())
        both = catalogue(rule("R"), rule("X", pack="any"), packs=(pack(), anywhere))
        assert self.rules(plan(action(shut=True)), both) == ["R", "X"]
        english = pack("any", covers=Covers(("England",), ()))
        both = catalogue(rule("R"), rule("X", pack="any"), packs=(pack(), english))
        assert self.rules(plan(action(shut=True)), both) == ["R", "X"]

    def rules(self, made: Plan, law: object) -> list[str | None]:
        [found] = check(made, law).actions  # type: ignore[arg-type]
        return [finding.rule for finding in found.findings]


class TestTheDayTheRulesWereCheckedTo:
    def test_an_action_that_starts_after_it_cannot_be_told(self) -> None:
        late = plan(action(start=CHECKED_TO + A_DAY, shut=True))
        [finding] = judged(late).findings
        assert finding == Finding(
            rule=None,
            title="What the rules loaded cover",
            verdict="undetermined",
            holder="practice",
            begins=CHECKED_TO + A_DAY,
            ends=None,
            because="The rules loaded were last checked to 31 May 2026.",
            needs=("rules checked to 2026-06-01",),
        )
        [bounded] = judged(plan(action(start=CHECKED_TO + A_DAY, end=CHECKED_TO + A_DAY))).findings
        assert bounded.ends == CHECKED_TO + A_DAY

    def test_an_action_that_starts_on_it_is_judged(self) -> None:
        assert judged(plan(action(start=CHECKED_TO, shut=True))).verdict == "not_in_accordance"

    @pytest.mark.parametrize(
        ("end", "told"), [(None, True), (CHECKED_TO, False), (CHECKED_TO + A_DAY, True)]
    )
    def test_an_action_that_runs_past_it_keeps_its_verdict(
        self, end: dt.date | None, told: bool
    ) -> None:
        found = check(plan(action(shut=True, end=end)), catalogue(rule()))
        assert found.overall == "not_in_accordance"
        assert found.checked_to == (CHECKED_TO if told else None)

    def test_is_the_latest_of_the_packs_for_the_nation(self) -> None:
        later = pack("later", verified_to=CHECKED_TO + 9 * A_DAY)
        welsh = pack("welsh", covers=Covers(("Wales",), ()), verified_to=CHECKED_TO + 90 * A_DAY)
        law = catalogue(rule(), packs=(pack(), later, welsh))
        late = plan(action(start=CHECKED_TO + 9 * A_DAY, shut=True))
        found = check(late, law)
        assert found.overall == "not_in_accordance"
        assert found.checked_to == CHECKED_TO + 9 * A_DAY


def test_readings_and_the_lawful_way_cite_the_contract_the_practice_has() -> None:
    ours, theirs = (
        Citation("rulebook", at=f"rule {at}", contracts=(held,))
        for at, held in ((4, "GMS"), (5, "PMS"))
    )
    way = Instead({"shut": False}, "Stay open.", (ours, theirs))
    reading = Reading("It may be read otherwise.", "some", "nothing", (theirs, ours))
    asked = rule("R", bearing("shut", instead=way), readings=(reading,))
    [finding] = check(plan(action(shut=True)), catalogue(asked)).actions[0].findings
    assert finding.instead == replace(way, cites=(ours,))
    assert finding.readings == (replace(reading, cites=(ours,)),)
