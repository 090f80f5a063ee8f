"""Wherever a rule proposes another way, that way is no breach of it."""

import pytest
from tests.spec.compliance.told import packs

from knockon.catalogue.rules import Rule, RuleCase
from knockon.compliance import check, lawful_way
from knockon.plans.plan import Plan, PlannedAction


def breaches() -> list[tuple[Rule, RuleCase]]:
    """Every worked example that breaks a rule which then proposes another way."""
    return [
        (rule, case)
        for rule in packs().rules.values()
        for case in rule.cases
        if case.verdict == "not_in_accordance"
        and (bearing := rule.bearing_on(case.type)) is not None
        and bearing.instead is not None
    ]


@pytest.mark.parametrize(
    ("rule", "case"), breaches(), ids=lambda one: getattr(one, "id", getattr(one, "name", ""))
)
def test_the_plan_so_changed_breaks_the_rule_no_more(rule: Rule, case: RuleCase) -> None:
    action = PlannedAction("it", case.type, case.start, case.end, params=case.params)
    plan = Plan("A breach", case.practice, case.as_of, (action,))
    broken = [
        finding
        for finding in check(plan, packs()).actions[0].findings
        if finding.rule == rule.id and finding.verdict == "not_in_accordance"
    ]
    assert broken
    changed = lawful_way(plan, "it", broken[0])
    assert changed is not None
    after = check(changed, packs()).actions[0].findings
    assert "not_in_accordance" not in {one.verdict for one in after if one.rule == rule.id}
