"""Let out a week's totals so that nobody can work out what a practice answered.

Numbers leave by one door. Each group (:mod:`knockon.returns.groups`) is told by itself
(:mod:`knockon.returns.told`), and the totals of places and of all are sums of what was told of
groups, never of returns: taking one released number from another gives nothing that was not
released. Whether a group is shown depends on who answered and on what is public, never on what was
answered, so its absence tells nothing either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from knockon.errors import KnockonError
from knockon.returns.answers import Return, check_week, refuse_twice, standing
from knockon.returns.asked import ALL, AskedPractices
from knockon.returns.groups import SEVERAL, Group, Groups
from knockon.returns.policy import Policy
from knockon.returns.public import PublicPosition, public_on
from knockon.returns.questions import Question, Questions
from knockon.returns.told import Told, told

TAKING, CONSIDERING, NOT_OR_NOT_SAID = "taking", "considering", "not_or_not_said"
ACTION_TOLD_AS: Mapping[str, tuple[str, ...]] = {
    TAKING: ("taking",),
    CONSIDERING: ("considering",),
    NOT_OR_NOT_SAID: ("not", "not_answered"),
}
"""How answers on an action are told: whoever is silent on it is not told apart from *not*."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is told of some practices and one question.

    ``counted`` practices, ``public`` more left out since their position is public. ``told`` is by
    answer, in order; None where nothing is told, and ``withheld`` says why.
    """

    counted: int
    public: int
    told: Mapping[str, Told] | None
    withheld: str | None = None


@dataclass(frozen=True, slots=True)
class GroupShown:
    """A group as the release names it: networks and place, how many counted, or why withheld."""

    id: str
    pcns: tuple[str, ...]
    place: str
    counted: int
    withheld: str | None


@dataclass(frozen=True, slots=True)
class Told3:
    """One question told at its three levels: by group, by place, and of all groups shown."""

    groups: Mapping[str, Cell]
    places: Mapping[str, Cell]
    all: Cell


@dataclass(frozen=True, slots=True)
class Release:
    """A week's totals as they may leave: no practice's code, no word, no number of fewer than few.

    ``asked`` practices, ``answered`` in the week itself, ``counted`` in the groups shown, of which
    ``carried`` with an answer of an earlier week.
    """

    issuer: str
    week: date
    released_on: date
    policy: Policy
    asked: int
    answered: int
    carried: int
    groups: tuple[GroupShown, ...]
    actions: Mapping[str, Told3]
    pressure: Mapping[str, Told3]

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

    ``before`` are the groups the last release left (``Groups(actions=…)`` for the first).
    Raises K763 for two returns of a practice and week, K768 where a later week was told already,
    K770 where too few practices have answered for anything to be told.
    """
    given = [one for one in returns if one.practice in asked.practices]
    refuse_twice(given)
    _refuse_an_earlier_week(before, occasion.week)
    policy = rules.policy
    stand = standing(given, occasion.week, policy.stands_for_weeks)
    kept = (
        before.without_lapsed(occasion.week, policy.apart_weeks)
        .leaving_out(public_on(occasion.public, occasion.released_on))
        .with_newcomers(stand, asked, occasion.week, policy.least_counted)
    )
    if not kept.groups:
        raise _too_few(len(stand), policy.least_counted)
    week_told = _week_told(occasion, rules, len(asked.practices), _Desk(stand, kept, policy))
    return week_told, _marked(kept, week_told)


def _week_told(occasion: Occasion, rules: Rules, asked: int, desk: _Desk) -> Release:
    groups, stand = desk.kept.groups, desk.stand
    in_use = rules.questions.on(occasion.week).values()
    return Release(
        issuer=occasion.issuer,
        week=occasion.week,
        released_on=occasion.released_on,
        policy=rules.policy,
        asked=asked,
        answered=sum(one.week == occasion.week for one in stand.values()),
        carried=desk.carried(occasion.week),
        groups=tuple(desk.shown(group) for group in groups),
        actions={action: desk.action(action) for action in desk.kept.actions},
        pressure={one.id: desk.question(one) for one in in_use if one.told_as},
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """Tells one week: the answers that stand, the groups, the rules."""

    stand: Mapping[str, Return]
    kept: Groups
    policy: Policy

    def carried(self, week: date) -> int:
        """Return how many practices of the groups shown are counted with an earlier answer."""
        shown = (group for group in self.kept.groups if self._withheld(group) is None)
        return sum(self.stand[code].week < week for group in shown for code in group.counted)

    def shown(self, group: Group) -> GroupShown:
        """Return the group as the release names it."""
        why = self._withheld(group)
        return GroupShown(group.id, group.pcns, group.place, len(group.counted), why)

    def action(self, action: str) -> Told3:
        """Return what is told of an action, practices of public position left out."""
        public = self.kept.left_out.get(action, frozenset())
        return self._told(ACTION_TOLD_AS, lambda one: one.position(action), public)

    def question(self, question: Question) -> Told3:
        """Return what is told of a question on pressure."""
        *_, last = question.told_as
        told_as = dict(question.told_as)
        told_as[last] = (*told_as[last], "not_answered")
        return self._told(told_as, lambda one: str(one.answer(question.id)), frozenset())

    def _told(
        self,
        told_as: Mapping[str, Sequence[str]],
        answer: Callable[[Return], str],
        public: frozenset[str],
    ) -> Told3:
        cells = {group.id: self._cell(group, told_as, answer, public) for group in self.kept.groups}
        places = sorted({group.place for group in self.kept.groups} - {ALL, SEVERAL})
        by_place = {
            place: summed([cells[g.id] for g in self.kept.groups if g.place == place])
            for place in places
        }
        return Told3(cells, by_place, summed(list(cells.values())))

    def _cell(
        self,
        group: Group,
        told_as: Mapping[str, Sequence[str]],
        answer: Callable[[Return], str],
        public: frozenset[str],
    ) -> Cell:
        counted = [code for code in group.counted if code not in public]
        left_out = len(group.counted) - len(counted)
        why = self._withheld(group)
        if why is None and len(counted) < self.policy.least_counted:
            why = f"fewer than {self.policy.least_counted} practices' positions are not public"
        if why is not None:
            return Cell(len(counted), left_out, None, why)
        given = [answer(self.stand[code]) for code in counted]
        counts = [sum(one in choices for one in given) for choices in told_as.values()]
        ranges = told(counts, self.policy.edge)
        return Cell(len(counted), left_out, dict(zip(told_as, ranges, strict=True)))

    def _withheld(self, group: Group) -> str | None:
        """Return why nothing is told of a group: by who answered, never by what."""
        if len(group.counted) < self.policy.least_counted:
            return f"it counts fewer than {self.policy.least_counted} practices"
        if any(code not in self.stand for code in group.counted):
            return (
                f"a practice it counts has not answered for {self.policy.stands_for_weeks} weeks, "
                "or is no longer asked"
            )
        return None


def summed(cells: Sequence[Cell]) -> Cell:
    """Return the sum of what was told of groups: of those shown, and of nothing else."""
    shown = [cell for cell in cells if cell.told is not None]
    if not shown:
        return Cell(0, 0, None, "no group of it is shown")
    totals: dict[str, Told] = {}
    for cell in shown:
        for answer, number in (cell.told or {}).items():
            totals[answer] = totals.get(answer, Told(0, 0)) + number
    return Cell(sum(c.counted for c in shown), sum(c.public for c in shown), totals)


def _marked(kept: Groups, week_told: Release) -> Groups:
    """Return the groups with the week on those that were shown."""
    shown = {group.id for group in week_told.groups if group.withheld is None}
    groups = (
        replace(group, shown=week_told.week) if group.id in shown else group
        for group in kept.groups
    )
    return replace(kept, groups=tuple(groups))


def _refuse_an_earlier_week(before: Groups, week: date) -> None:
    last = before.last_shown
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
