"""What rests on a text not read in the original says so, in its source and in its finding."""

import pytest
from tests.spec.compliance.told import packs

from knockon.compliance import check
from knockon.plans.plan import Plan, PlannedAction

UNVERIFIED = [rule.id for rule in packs().rules.values() if rule.standing == "unverified"]


@pytest.mark.parametrize("rule", UNVERIFIED)
def test_its_sources_say_what_wants_checking(rule: str) -> None:
    catalogue = packs()
    cited = {one.source for one in catalogue.rules[rule].cites}
    assert any(catalogue.sources[source].wants_checking for source in cited)


@pytest.mark.parametrize("rule", UNVERIFIED)
def test_its_findings_say_so_too(rule: str) -> None:
    for case in packs().rules[rule].cases:
        action = PlannedAction("it", case.type, case.start, case.end, params=case.params)
        plan = Plan("An example", case.practice, case.as_of, (action,))
        findings = check(plan, packs()).actions[0].findings
        assert all(one.wants_checking for one in findings if one.rule == rule and not one.notice)


def test_every_text_a_rule_cites_but_the_guidance_says_what_wants_checking() -> None:
    catalogue = packs()
    cited = {cite.source for rule in catalogue.rules.values() for cite in rule.cites}
    texts = [catalogue.sources[one] for one in cited if catalogue.sources[one].strength]
    for text in texts:
        assert text.paragraphs or text.wants_checking, text.id
        assert text.checked_on is None or not text.wants_checking, text.id
