"""The limit on contacts a plan sets: which of its actions, how many a day, from when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knockon.catalogue.facts import UNKNOWN
from knockon.errors import KnockonError
from knockon.plans.parameters import action_called, with_usual

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.plans.plan import Plan, PlannedAction

ACTION = "limit_daily_contacts"


@dataclass(frozen=True, slots=True)
class Limit:
    """An action of a plan that limits contacts: ``cap`` a day, and what says so."""

    action: PlannedAction
    cap: float
    said: str


def limit_of(plan: Plan, catalogue: Catalogue) -> Limit:
    """Return the limit a plan sets; K131 where it sets none, several, or does not know which.

    A cap that is left out is the usual one of the packs; one given as unknown is not.
    """
    found = [action for action in plan.actions if action.type == ACTION]
    if len(found) != 1:
        what = f"has {len(found)} of the action {ACTION}" if found else f"has no {ACTION}"
        raise _refused(plan, what, "Keep one in the plan that is given here.")
    (action,) = found
    stated = action.params.get("cap")
    if stated is UNKNOWN:
        raise _refused(plan, "does not know its cap", "Say in `cap` how many contacts a day.")
    usual = with_usual(action_called(catalogue, ACTION), action.params)
    cap = usual["cap"]
    said = (
        "The limit is the plan's."
        if stated is not None
        else f"The plan states no limit: the usual {cap:g} stands in."
    )
    return Limit(action, float(cap), said)


def _refused(plan: Plan, what: str, remedy: str) -> KnockonError:
    return KnockonError(
        "K131",
        f"the plan {plan.title!r} {what}",
        expected=f"one {ACTION} with a cap",
        remedy=remedy,
    )
