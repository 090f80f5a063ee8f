"""Who is seen over the limit all the same, and what the rules make of everybody else.

Practices' lists of exceptions differ: babies, people over 65, under treatment for cancer, at the
end of life, with serious mental illness. Which groups a list names decides no rule. What matters is
what those outside it get, since the contract looks to each patient's needs: so the plan is judged
once for each answer that could be given for them, by the rules loaded.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knockon import compliance
from knockon.catalogue.facts import UNKNOWN, Answer, Unknown
from knockon.catalogue.rules import VERDICTS, Verdict
from knockon.compliance import wording
from knockon.errors import KnockonError
from knockon.system.values import AGE_BANDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from knockon.catalogue.facts import Fact
    from knockon.catalogue.knowledge import Source
    from knockon.catalogue.values import Catalogue
    from knockon.compliance import ActionJudgement, Finding, Judgement
    from knockon.plans.plan import Plan
    from knockon.safeday.limits import Limit

FOR_OTHERS = "over_cap_outcome"
"""The fact that says what a contact over the limit gets."""
URGENT = "urgent_needs_same_day"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of patients seen over the limit; ``ages``: from and up to and including, in years.

    None on either side is without end; no ``ages`` is a group that is not told by age.
    """

    name: str
    ages: tuple[int | None, int | None] | None = None

    def __post_init__(self) -> None:
        first, last = self.ages or (None, None)
        ordered = first is None or last is None or first <= last
        if not self.name.strip() or not ordered or (first or 0) < 0 or (last or 0) < 0:
            raise KnockonError(
                "K134",
                f"the exception {self.name!r} has ages {first} to {last}",
                expected="a name, and ages from the lower to the higher",
                remedy="Correct the exception.",
            )


@dataclass(frozen=True, slots=True)
class Way:
    """What everybody outside the exceptions gets, and what the plan is judged as then.

    ``stated``: the plan says so itself. ``silent``: no rule loaded speaks to it, which is not an
    approval. ``findings``: those that made the verdict, and of them those that what others get
    decides, if there are any. ``needs``: facts whose answers would tell, where it cannot be told;
    ``questions`` ask them.
    """

    words: str
    change: Mapping[str, Answer]
    stated: bool
    verdict: Verdict
    silent: bool
    findings: tuple[Finding, ...]
    needs: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exceptions:
    """A list of exceptions tested: who is on it, and each way to answer the others.

    ``plan_says``: the plan's own words on it, if any. ``share``: registered patients who are on it
    by age, UNKNOWN where no ages are given or no group is told by them; ``at_least`` where some
    group is not told by whole bands of age, so that more may be on it.
    """

    groups: tuple[Group, ...]
    plan_says: str | None
    share: float | Unknown
    at_least: bool
    as_stated: ActionJudgement
    ways: tuple[Way, ...]
    sources: Mapping[str, Source]
    as_of: date
    packs: tuple[str, ...]
    """The rules judged by: id and version of each pack that speaks for the plan's nation."""


def judged(  # noqa: PLR0913 - a list, a plan, and what they are held against
    groups: tuple[Group, ...],
    plan: Plan,
    limit: Limit,
    catalogue: Catalogue,
    *,
    ages: tuple[int, ...] | None = None,
    as_of: date | None = None,
) -> Exceptions:
    """Return how the rules see a limit, for each answer those outside the exceptions could get.

    ``ages``: registered patients by :data:`~knockon.system.values.AGE_BANDS`, None where unknown.
    """
    whole = _judge(plan, limit, {}, catalogue, as_of)
    facts = catalogue.facts_of(limit.action.type)
    answers = [
        _Answer(words, change, stated, _judge(plan, limit, change, catalogue, as_of).actions[0])
        for words, change, stated in _changes(facts[FOR_OTHERS], limit)
    ]
    telling = _telling([one.judged for one in answers])
    ways = [one.way(telling, facts) for one in answers]
    share, at_least = _share(groups, ages)
    said = limit.action.params.get("exceptions")
    return Exceptions(
        groups=groups,
        plan_says=said if isinstance(said, str) else None,
        share=share,
        at_least=at_least,
        as_stated=whole.actions[0],
        ways=tuple(sorted(ways, key=lambda way: -VERDICTS.index(way.verdict))),
        sources=whole.sources,
        as_of=whole.as_of,
        packs=tuple(f"{pack.id} {pack.version}" for pack in whole.packs),
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer for those outside the exceptions, with the limit as judged then."""

    words: str
    change: Mapping[str, Answer]
    stated: bool
    judged: ActionJudgement

    def way(self, telling: Collection[str | None], facts: Mapping[str, Fact]) -> Way:
        """Return it as told: by the findings that make its verdict, those ``telling`` alone."""
        worst = [one for one in self.judged.findings if one.verdict == self.judged.verdict]
        found = [one for one in worst if one.rule in telling] or worst
        needs = tuple(dict.fromkeys(need for one in found for need in one.needs))
        return Way(
            words=self.words,
            change=self.change,
            stated=self.stated,
            verdict=self.judged.verdict,
            silent=self.judged.basis == "silent",
            findings=tuple(found),
            needs=needs,
            questions=tuple(wording.question(need, facts) for need in needs),
        )


def _changes(others: Fact, limit: Limit) -> list[tuple[str, Mapping[str, Answer], bool]]:
    """Return each change of facts that is tried, in words, and whether the plan says it itself."""
    stated = limit.action.params
    changes: list[tuple[str, Mapping[str, Answer], bool]] = [
        (words, {FOR_OTHERS: answer}, answer == stated.get(FOR_OTHERS))
        for answer, words in others.answers.items()
    ]
    urgent = "the same as in the plan, and an urgent need outside the list waits for another day"
    changes.append((urgent, {URGENT: False}, stated.get(URGENT) is False))
    return changes


def _telling(judged: Sequence[ActionJudgement]) -> set[str | None]:
    """Return the rules whose verdict is not the same for every answer."""
    verdicts: dict[str | None, set[Verdict]] = {}
    for action in judged:
        for one in action.findings:
            verdicts.setdefault(one.rule, set()).add(one.verdict)
    return {rule for rule, found in verdicts.items() if len(found) > 1}


def _judge(
    plan: Plan,
    limit: Limit,
    change: Mapping[str, Answer],
    catalogue: Catalogue,
    as_of: date | None,
) -> Judgement:
    """Return the judgement of the limit alone, with some facts changed."""
    action = replace(limit.action, params={**limit.action.params, **change})
    return compliance.check(replace(plan, actions=(action,)), catalogue, as_of)


def _share(groups: tuple[Group, ...], ages: tuple[int, ...] | None) -> tuple[float | Unknown, bool]:
    """Return the share of registered patients in any group by age, and whether more may be."""
    bands = [_bands(group) for group in groups]
    inside = set[int]().union(*(whole for whole, _ in bands))
    if ages is None or not inside:
        return UNKNOWN, False
    return sum(ages[band] for band in inside) / sum(ages), any(more for _, more in bands)


def _bands(group: Group) -> tuple[set[int], bool]:
    """Return the age bands wholly in a group, and whether it holds more than them."""
    if group.ages is None:
        return set(), True
    first, last = group.ages
    inside, more = set[int](), False
    for number, (low, high) in enumerate(_EDGES):
        starts = first is None or first <= low
        ends = last is None or (high is not None and high <= last)
        if starts and ends:
            inside.add(number)
        else:
            more = more or _touches(group.ages, low, high)
    return inside, more


def _touches(ages: tuple[int | None, int | None], low: int, high: int | None) -> bool:
    first, last = ages
    return (last is None or last >= low) and (first is None or high is None or first <= high)


def _edges(band: str) -> tuple[int, int | None]:
    low, _, high = band.removesuffix("+").partition("_")
    return int(low), int(high) if high else None


_EDGES = tuple(map(_edges, AGE_BANDS))
