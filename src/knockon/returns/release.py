"""Let out a week's totals so that nobody can work out what a practice answered.

Numbers leave by one door. Each group (:mod:`knockon.returns.groups`) is told by itself
(:mod:`knockon.returns.told`), and the totals of places and of all are sums of what was told of
groups, never of returns: taking one released number from another gives nothing that was not
released. A group is told anew when every one of its practices has answered anew, and what was told
last is repeated until then. That turns on who answered, as being shown at all does, and never on
what was answered, so neither tells anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from knockon.errors import KnockonError
from knockon.returns.answers import NOT_ANSWERED, Return, check_week, refuse_twice, standing
from knockon.returns.asked import ALL, AskedPractices
from knockon.returns.cells import Cell, Levels, summed
from knockon.returns.groups import SEVERAL, Group, Groups
from knockon.returns.policy import Policy
from knockon.returns.public import PublicPosition, public_on
from knockon.returns.questions import Question, Questions
from knockon.returns.told import told

TAKING, CONSIDERING, NOT_OR_NOT_SAID = "taking", "considering", "not_or_not_said"
ACTION_TOLD_AS: Mapping[str, tuple[str, ...]] = {
    TAKING: ("taking",),
    CONSIDERING: ("considering",),
    NOT_OR_NOT_SAID: ("not", "not_answered"),
}
"""How answers on an action are told: whoever is silent on it is not told apart from *not*."""

NOT_ASKED = "no return named it when the group was told"
"""Why nothing is told of an action or question that no return named when a group was told."""


@dataclass(frozen=True, slots=True)
class GroupShown:
    """A group as the release names it: how many counted, from which week, or why withheld."""

    id: str
    pcns: tuple[str, ...]
    place: str
    counted: int
    as_of: date | None
    withheld: str | None


@dataclass(frozen=True, slots=True)
class Release:
    """A week's totals as they may leave: no practice's code, no word, no number of fewer than few.

    ``asked`` practices, ``answered`` in the week itself, ``counted`` in the groups shown.
    """

    issuer: str
    week: date
    released_on: date
    policy: Policy
    asked: int
    answered: int
    groups: tuple[GroupShown, ...]
    actions: Mapping[str, Levels]
    pressure: Mapping[str, Levels]

    @property
    def counted(self) -> int:
        """Return how many practices the groups shown count."""
        return sum(group.counted for group in self.groups if group.withheld is None)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a release keeps to: how cautious it is, and what practices were asked on pressure."""

    policy: Policy
    questions: Questions


@dataclass(frozen=True, slots=True)
class Occasion:
    """One release: whose, for which week, on which day, and what was public by then."""

    issuer: str
    week: date
    released_on: date
    public: tuple[PublicPosition, ...] = ()

    def __post_init__(self) -> None:
        check_week(self.week)


def release(
    returns: Iterable[Return],
    asked: AskedPractices,
    before: Groups,
    occasion: Occasion,
    rules: Rules,
) -> tuple[Release, Groups]:
    """Return what may be told of a week, and the groups to keep for the next release.

    ``before`` are the groups the last release left (``Groups(actions=…)`` for the first). Nothing
    is told of an action or question that no return names.
    Raises K763 for two returns of a practice and week, K768 where a later week was told already,
    K770 where too few practices have answered for anything to be told.
    """
    given = [one for one in returns if one.practice in asked.practices]
    refuse_twice(given)
    _refuse_an_earlier_week(before, occasion.week)
    policy = rules.policy
    latest = standing(given, occasion.week, policy.stands_for_weeks)
    kept = (
        before.without_lapsed(latest, occasion.week, policy.apart_weeks)
        .leaving_out(public_on(occasion.public, occasion.released_on))
        .with_newcomers(latest, asked, occasion.week, policy.least_counted)
    )
    if not kept.groups:
        raise _too_few(len(latest), policy.least_counted)
    asked_about = _asked_about(latest.values())
    questions = {
        key: one
        for key, one in _questions_told(kept, rules, occasion.week).items()
        if key in asked_about
    }
    desk = _Desk(latest, kept.left_out, questions, policy)
    after = replace(kept, groups=tuple(desk.told(g, occasion.week) for g in kept.groups))
    answered = sum(one.week == occasion.week for one in latest.values())
    return _written(occasion, rules, after, (len(asked.practices), answered)), after


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question as it is told: its answers in order, and where a return has them."""

    told_as: Mapping[str, tuple[str, ...]]
    answer: Callable[[Return], str]
    is_action: bool


def _asked_about(latest: Iterable[Return]) -> frozenset[str]:
    """Return what at least one return names, be it to leave it unanswered.

    What none names was on no form. Told all the same, it would read as if everybody said no.
    """
    return frozenset(key for one in latest for key in (*one.actions, *one.pressure))


def _questions_told(kept: Groups, rules: Rules, week: date) -> dict[str, _Asked]:
    """Return what is told, by action and question."""
    found = {action: _of_action(action) for action in kept.actions}
    for question in rules.questions.on(week).values():
        if question.told_as:
            found[question.id] = _of_question(question)
    return found


def _of_action(action: str) -> _Asked:
    return _Asked(ACTION_TOLD_AS, lambda given: given.position(action), is_action=True)


def _of_question(question: Question) -> _Asked:
    *_, last = question.told_as
    told_as = {**question.told_as, last: (*question.told_as[last], NOT_ANSWERED)}
    return _Asked(told_as, lambda given: str(given.answer(question.id)), is_action=False)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Tells groups anew: from the answers that stand, leaving out who is public."""

    latest: Mapping[str, Return]
    left_out: Mapping[str, frozenset[str]]
    questions: Mapping[str, _Asked]
    policy: Policy

    def told(self, group: Group, week: date) -> Group:
        """Return the group told anew where all its practices have answered anew, else as it was."""
        if not group.answered_anew(self.latest):
            return group
        cells = {key: self._cell(group, key, asked) for key, asked in self.questions.items()}
        return replace(group, told_in=week, told=cells)

    def _cell(self, group: Group, key: str, asked: _Asked) -> Cell:
        public = self.left_out.get(key, frozenset()) if asked.is_action else frozenset()
        counted = [code for code in group.counted if code not in public]
        left_out = len(group.counted) - len(counted)
        least = self.policy.least_counted
        if len(counted) < least:
            why = f"the positions of fewer than {least} of its practices are not public"
            return Cell(len(counted), left_out, None, why)
        given = [asked.answer(self.latest[code]) for code in counted]
        counts = [sum(one in choices for one in given) for choices in asked.told_as.values()]
        ranges = told(counts, self.policy.edge)
        return Cell(len(counted), left_out, dict(zip(asked.told_as, ranges, strict=True)))


def _written(
    occasion: Occasion, rules: Rules, groups: Groups, asked_and_answered: tuple[int, int]
) -> Release:
    """Return the release: what the groups hold, and sums of it."""
    asked, answered = asked_and_answered
    shown = tuple(_shown(group, rules.policy, occasion.week) for group in groups.groups)
    in_use = rules.questions.on(occasion.week).values()
    return Release(
        issuer=occasion.issuer,
        week=occasion.week,
        released_on=occasion.released_on,
        policy=rules.policy,
        asked=asked,
        answered=answered,
        groups=shown,
        actions={
            action: _levels(action, groups, shown, groups.left_out.get(action, frozenset()))
            for action in groups.actions
        },
        pressure={
            one.id: _levels(one.id, groups, shown, frozenset()) for one in in_use if one.told_as
        },
    )


def _shown(group: Group, policy: Policy, week: date) -> GroupShown:
    """Return the group as it is named; whether it is shown turns on who answered, never on what."""
    size, weeks = len(group.counted), policy.stands_for_weeks
    why = None
    if size < policy.least_counted:
        why = f"it counts fewer than {policy.least_counted} practices"
    elif group.told_in is None or week - group.told_in >= timedelta(weeks=weeks):
        why = f"not every practice it counts has answered anew in {weeks} weeks"
    as_of = group.told_in if why is None else None
    return GroupShown(group.id, group.pcns, group.place, size, as_of, why)


def _levels(key: str, kept: Groups, shown: Sequence[GroupShown], public: frozenset[str]) -> Levels:
    cells = {
        group.id: _told_of(key, group, as_shown, public)
        for group, as_shown in zip(kept.groups, shown, strict=True)
    }
    places = sorted({group.place for group in kept.groups} - {ALL, SEVERAL})
    by_place = {
        place: summed([cells[group.id] for group in kept.groups if group.place == place])
        for place in places
    }
    return Levels(cells, by_place, summed(list(cells.values())))


def _told_of(key: str, group: Group, shown: GroupShown, public: frozenset[str]) -> Cell:
    """Return what was last told of a group, unless more of its practices are public since."""
    left_out = len(public.intersection(group.counted))
    why = shown.withheld
    if why is None and key not in group.told:
        why = NOT_ASKED
    if why is None and group.told[key].public != left_out:
        why = "a practice's position has become public since the group was told"
    if why is not None:
        return Cell(len(group.counted) - left_out, left_out, None, why)
    return group.told[key]


def _refuse_an_earlier_week(before: Groups, week: date) -> None:
    last = before.last_told
    if last is not None and week < last:
        raise KnockonError(
            "K768",
            f"the week of {week} is to be told after the week of {last} was",
            expected="weeks told in their order",
            remedy="Release the latest week, or use the groups as they were before.",
        )


def _too_few(answered: int, least: int) -> KnockonError:
    return KnockonError(
        "K770",
        f"{answered} practices have answered, and nothing is told of fewer than {least}",
        expected=f"returns of at least {least} practices",
        remedy="Release when more have answered.",
    )
