"""What letters say of a plan as a whole, of provisions, and of a remedial notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from knockon.catalogue.facts import Fact
from knockon.catalogue.letters import Letter
from knockon.catalogue.reading import known
from knockon.catalogue.rules import Rule
from knockon.catalogue.values import Catalogue
from knockon.compliance import Judgement
from knockon.compliance.citing import in_words
from knockon.plans.plan import Plan, PlannedAction
from knockon.reports.evidence import Claim, claims
from knockon.reports.letters.filling import Row, Value, Values
from knockon.reports.letters.of_notices import service_name
from knockon.reports.letters.telling import told

_POSITIONS: Mapping[str, str] = {
    "data_sharing_review": "we ask for a review before anything changes",
    "withdraw_data_sharing": "we withdraw from {day}",
    "freeze_new_data_sharing": "we sign nothing new from {day}",
}

WORKED_OUT = ("period", "last_day", "earliest", "long_enough")
"""What the clock of a remedial notice counts, so that nobody states it."""


def plan_values(plan: Plan, judgement: Judgement, catalogue: Catalogue) -> Values:
    """Return what a plan tells letters that go out once for it."""
    found: dict[str, Value] = {
        "holder_code": told(plan.practice.get("ods_code")),
        "recipient_name": told(plan.practice.get("icb")),
        "agreements": tuple(_agreements(plan, catalogue)),
        "changes": tuple(_changes(plan, catalogue)),
        "answers": tuple(_answers(claims(plan, judgement), judgement)),
    }
    return {name: value for name, value in found.items() if value}


def answers_asked_for(values: Values) -> Values:
    """Return a reply's answers to the provisions asked about alone, where those are stated.

    A provision the plan has no answer to keeps its row, with gaps.
    """
    asked, answers = values.get("asked"), values.get("answers", ())
    if not isinstance(asked, tuple) or not asked or isinstance(answers, str):
        return values
    by_rule = {row["provision"].split(":")[0]: row for row in answers}
    ids = [row["provision"] for row in asked]
    return {**values, "answers": tuple(by_rule.get(one, {"provision": one}) for one in ids)}


def provision_rows(asked: Sequence[str], catalogue: Catalogue, place: str) -> tuple[Row, ...]:
    """Return provisions by their rules, with what each asks and the evidence that would show it.

    K011 for one that no loaded pack has.
    """
    rules = [catalogue.rules[known(name, catalogue.rules, "rule", place)] for name in asked]
    return tuple(
        {
            "provision": f"{rule.id}: {in_words(rule.cites, catalogue.sources)}",
            "says": f"{rule.title}.",
            "evidence": "; ".join(_evidence_of(rule)),
        }
        for rule in rules
    )


def remedial_values(letter: Letter, stated: Mapping[str, Any], catalogue: Catalogue) -> Values:
    """Return the clock of a remedial notice, counted from what is stated of it.

    ``given_on`` is a day and ``period_days`` a number of days; the least period is a parameter of
    the packs. Days are counted from the day the notice was given, that day not counted.
    """
    least = round(catalogue.parameters[letter.numbers["least"]].central)
    found: dict[str, Value] = {"least": _days(least)}
    given, period = stated.get("given_on"), stated.get("period_days")
    if isinstance(given, date):
        found["earliest"] = told(given + timedelta(days=least))
    if isinstance(period, int):
        found["period"] = _days(period)
        found |= _against(period, least)
        if isinstance(given, date):
            found["last_day"] = told(given + timedelta(days=period))
    return found


def _against(period: int, least: int) -> dict[str, Value]:
    if period >= least:
        return {"long_enough": "yes", "shorter_because": "it is not shorter"}
    return {"long_enough": f"no: shorter by {_days(least - period)}"}


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"


def _evidence_of(rule: Rule) -> list[str]:
    return list(dict.fromkeys(item for bearing in rule.bearings for item in bearing.evidence))


def _agreements(plan: Plan, catalogue: Catalogue) -> Iterator[Row]:
    for action in plan.actions:
        if action.type in _POSITIONS:
            facts = catalogue.facts_of(action.type)
            yield {
                "agreement": told(action.params.get("agreement")),
                "purposes": _answered(action, facts, "purposes"),
                "position": _POSITIONS[action.type].format(day=told(action.start)),
            }


def _answered(action: PlannedAction, facts: Mapping[str, Fact], name: str) -> str:
    """Return the answers given to a fact in the words of the vocabulary."""
    given = action.params.get(name)
    if not isinstance(given, tuple) or name not in facts:
        return ""
    return "; ".join(facts[name].answers.get(one, one) for one in given)


def _changes(plan: Plan, catalogue: Catalogue) -> Iterator[Row]:
    for action in plan.actions:
        service = told(action.params.get("service"))
        if action.type == "stop_service" and service:
            name = service_name(service, catalogue)
            yield {"change": f"{name} is no longer offered", "from_day": told(action.start)}


def _answers(found: Sequence[Claim], judgement: Judgement) -> Iterator[Row]:
    """Yield how each provision is met and what is held; what is missing is said to be."""
    for claim in found:
        if claim.rule is None:
            continue
        cites = in_words(claim.cites, judgement.sources)
        yield {
            "provision": f"{claim.rule}: {claim.title}" + (f" ({cites})" if cites else ""),
            "how": claim.argument if claim.verdict in ("compatible", "conditional") else "",
            "evidence": "; ".join(one.words for one in claim.branches),
        }
