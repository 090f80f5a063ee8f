"""The lawful way: the plan with an action changed as a rule it breaks proposes."""

from __future__ import annotations

from dataclasses import replace

from knockon.compliance.judgement import Finding
from knockon.plans.plan import Plan, PlannedAction


def lawful_way(plan: Plan, key: str, finding: Finding) -> Plan | None:
    """Return the plan with the action under ``key`` changed so that a finding is a breach no more.

    None where the rule proposes nothing, or the finding is no breach. Only the facts it names are
    changed; what other rules ask of the action they still ask.
    """
    if finding.instead is None:
        return None
    change = finding.instead.change

    def changed(action: PlannedAction) -> PlannedAction:
        if action.key != key:
            return action
        return replace(action, params={**action.params, **change})

    return replace(plan, actions=tuple(changed(action) for action in plan.actions))
