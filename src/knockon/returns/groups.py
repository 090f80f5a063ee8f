"""Groups of practices that are counted together, made once and kept.

A group counts a fixed set of practices, those that had answered when it was made, and no number is
ever told of fewer. Small networks are joined to neighbours until each group is large enough.
Who answers later waits until there are enough newcomers for a group of their own: joining an old
one would tell what the newcomer answered, as the difference of two weeks. What was told of a group
is kept here and told again until every one of its practices has answered anew: else a difference
would be that of those who did. A group that cannot be told anew for long is not shown, and in the
end dissolved; its practices then wait as newcomers do.

The file of groups says who answers: it stays with whoever collects the returns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from knockon.errors import KnockonError
from knockon.returns.answers import Return
from knockon.returns.asked import Asked, AskedPractices
from knockon.returns.cells import Cell

SEVERAL = "several"
"""The place of a group whose practices lie in more than one."""


@dataclass(frozen=True, slots=True)
class Group:
    """Practices counted together, from which networks and place, and what was last told of them.

    ``told_in`` is the week whose answers ``told`` holds, by action or question; None: never told.
    """

    id: str
    pcns: tuple[str, ...]
    place: str
    counted: tuple[str, ...]
    made: date
    told_in: date | None = None
    told: Mapping[str, Cell] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if list(self.counted) != sorted(set(self.counted)) or not self.counted:
            raise ValueError("the practices of a group stand once each, sorted")

    def answered_anew(self, latest: Mapping[str, Return]) -> bool:
        """Return whether every practice has answered, and since the group was last told."""
        return all(
            code in latest and (self.told_in is None or latest[code].week > self.told_in)
            for code in self.counted
        )


@dataclass(frozen=True, slots=True)
class Groups:
    """All groups, what is told of them, and who is left out of what for good.

    ``left_out`` maps an action to the practices whose position on it has been public.
    """

    groups: tuple[Group, ...] = ()
    actions: tuple[str, ...] = ()
    left_out: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        members = [code for group in self.groups for code in group.counted]
        if len(set(members)) != len(members):
            raise KnockonError(
                "K768",
                "a practice is counted in two groups",
                expected="each practice in one group",
                remedy="Use the file of groups as the last release wrote it.",
            )

    @property
    def members(self) -> frozenset[str]:
        """Return every practice in a group."""
        return frozenset(code for group in self.groups for code in group.counted)

    @property
    def last_told(self) -> date | None:
        """Return the latest week any group was told of."""
        return max((group.told_in for group in self.groups if group.told_in), default=None)

    def leaving_out(self, public: Mapping[str, frozenset[str]]) -> Groups:
        """Return the same with further practices left out; nobody comes back."""
        actions = sorted({*self.left_out, *public})
        none: frozenset[str] = frozenset()
        both = {a: self.left_out.get(a, none) | public.get(a, none) for a in actions}
        return replace(self, left_out=both)

    def without_lapsed(self, latest: Mapping[str, Return], week: date, apart_weeks: int) -> Groups:
        """Return the same without groups last told ``apart_weeks`` or longer before ``week``.

        One whose practices have all answered anew stays, however long that took.
        """
        oldest = week - timedelta(weeks=apart_weeks)
        kept = (
            group
            for group in self.groups
            if (group.told_in or group.made) > oldest or group.answered_anew(latest)
        )
        return replace(self, groups=tuple(kept))

    def with_newcomers(
        self, answering: Iterable[str], asked: AskedPractices, week: date, least: int
    ) -> Groups:
        """Return the same with groups of those that answer and are in none yet."""
        codes = sorted(set(answering) - self.members)
        waiting = [asked.practices[code] for code in codes if code in asked.practices]
        made = _named(joined(waiting, asked, least), self.groups, week)
        return replace(self, groups=(*self.groups, *made))


def opened(before: Groups, after: Groups) -> tuple[tuple[Group, str, int], ...]:
    """Return the groups told of before, by action, some of whose practices became public since.

    With how many. What was told cannot be taken back: who takes these practices away from it reads
    the others more closely. An edge wider than their number still stands.
    """
    none: frozenset[str] = frozenset()
    found = []
    for group in before.groups:
        for action, codes in after.left_out.items():
            new = (codes - before.left_out.get(action, none)) & set(group.counted)
            if new and group.told_in is not None:
                found.append((group, action, len(new)))
    return tuple(found)


def joined(
    practices: Sequence[Asked], asked: AskedPractices, least: int
) -> tuple[tuple[Asked, ...], ...]:
    """Return practices in groups of at least ``least``; those too few for a group are left out.

    Networks of a place are joined, the smallest to its smallest stated neighbour, or to the
    smallest of the place where none is stated. What is still too small in its place is put together
    across places. The answers play no part.
    """
    whole: list[tuple[Asked, ...]] = []
    small: list[tuple[Asked, ...]] = []
    for place in sorted({one.place for one in practices}):
        here = _by_pcn(one for one in practices if one.place == place)
        for cluster in _merged(here, asked, least):
            (whole if len(cluster) >= least else small).append(cluster)
    rest = tuple(one for cluster in small for one in cluster)
    return (*whole, *([rest] if len(rest) >= least else []))


def _by_pcn(practices: Iterable[Asked]) -> list[tuple[Asked, ...]]:
    found: dict[str, list[Asked]] = {}
    for one in practices:
        found.setdefault(one.pcn, []).append(one)
    return [tuple(found[pcn]) for pcn in sorted(found)]


def _merged(
    clusters: list[tuple[Asked, ...]], asked: AskedPractices, least: int
) -> list[tuple[Asked, ...]]:
    """Join the smallest cluster to a neighbour until none is too small or one is left."""
    clusters = list(clusters)
    while len(clusters) > 1:
        clusters.sort(key=_by_size)
        smallest, *others = clusters
        if len(smallest) >= least:
            break
        nearby = {n for one in smallest for n in asked.neighbours.get(one.pcn, ())}
        stated = [other for other in others if any(one.pcn in nearby for one in other)]
        partner = (stated or others)[0]
        others.remove(partner)
        clusters = [*others, (*smallest, *partner)]
    return clusters


def _by_size(cluster: Sequence[Asked]) -> tuple[int, list[str]]:
    return len(cluster), sorted(one.pcn for one in cluster)


def _named(
    clusters: Iterable[Sequence[Asked]], earlier: Sequence[Group], week: date
) -> list[Group]:
    taken = {group.id for group in earlier}
    made = []
    for cluster in clusters:
        pcns = tuple(sorted({one.pcn for one in cluster}))
        places = {one.place for one in cluster}
        name, number = "+".join(pcns), 1
        while name in taken:
            number += 1
            name = f"{'+'.join(pcns)} ({number})"
        taken.add(name)
        place = places.pop() if len(places) == 1 else SEVERAL
        counted = tuple(sorted(one.practice for one in cluster))
        made.append(Group(name, pcns, place, counted, week))
    return sorted(made, key=lambda group: group.id)
