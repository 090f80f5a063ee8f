"""Turn a release into what an assessment asks for: the share of practices that take an action.

A release tells between which numbers the takers among the practices counted lie. Nothing is known
of the others, so their share is supposed to be that of those counted, within its Wilson interval,
times what the pack supposes of silent practices (``silent_to_answering``). With N practices whose
position is not public, n of them counted, t takers among these and m = N - n silent,

    share = (t + m w r) / N

low takes the least of t, w and r at once, likely the middle, high the most: a little wider than 5th
to 95th percentile. Practices of public position are ``known:`` and not in the share.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from knockon.errors import KnockonError
from knockon.plans.assessment import KnownPosition, Phase, Range, Uptake
from knockon.plans.quoting import as_yaml
from knockon.plans.shaping import Day, Shape, fit
from knockon.returns.cells import Cell
from knockon.returns.public import PublicPosition, known_positions, public_on
from knockon.returns.questions import pack_file
from knockon.returns.release import TAKING, Release
from knockon.returns.totals import Interval, wilson

_PLACES = 3
"""Decimals of a share: a file for people to read."""


@dataclass(frozen=True, slots=True)
class ActionUptake:
    """The share of practices of unknown position that take an action, and what it rests on.

    ``unknown`` practices of unknown position, ``counted`` of them in the release. ``bounds`` is the
    share if no silent practice acts, and if every one does.
    """

    action: str
    uptake: Uptake
    unknown: int
    counted: int
    bounds: Interval

    def phase(self, start: date) -> Phase:
        """Return the uptake as a phase of an assessment that has it at once from ``start``."""
        return Phase(self.uptake, start, ramp_weeks=0)


class _RatioShape(Shape):
    low: float
    likely: float
    high: float
    unit: str
    grade: str
    why: str
    sources: list[dict[str, str]]


class _UptakeShape(Shape):
    format: Literal["knockon/uptake-assumptions/1"]
    version: str
    published: Day
    silent_to_answering: _RatioShape


def silent_to_answering() -> Range:
    """Return what the pack supposes of silent practices: their share over that of the others."""
    shape = fit(pack_file("uptake.yaml"), _UptakeShape, {}).silent_to_answering
    return Range(shape.low, shape.likely, shape.high)


def uptake_of(
    told: Release, action: str, public: Iterable[PublicPosition], silent: Range
) -> ActionUptake:
    """Return the uptake of one action; K771 where the release tells nothing of it.

    ``public`` are the positions known of practices that were asked, as when it was released.
    """
    cell = told.actions[action].all if action in told.actions else None
    if cell is None or cell.told is None:
        raise KnockonError(
            "K771",
            f"the release of the week of {told.week} tells nothing of {action}",
            expected=f"one of {', '.join(_told_actions(told)) or 'the actions of a release'}",
            remedy="Choose another action, or a week in which more practices answered.",
        )
    known = public_on(public, told.released_on).get(action, frozenset())
    unknown = told.asked - len(known)
    if unknown < cell.counted:
        raise KnockonError(
            "K772",
            f"the position of {len(known)} practices on {action} is public, and the release counts "
            f"{cell.counted} others of {told.asked} asked",
            expected="public positions of the practices that were asked",
            remedy="Leave out those of practices elsewhere.",
        )
    return _from_cell(action, cell, unknown, silent)


def uptakes(
    told: Release, public: Iterable[PublicPosition], silent: Range
) -> tuple[ActionUptake, ...]:
    """Return the uptake of every action the release tells something of."""
    positions = tuple(public)
    return tuple(uptake_of(told, action, positions, silent) for action in _told_actions(told))


def uptake_block(
    told: Release, found: Iterable[ActionUptake], public: Iterable[PublicPosition], start: date
) -> str:
    """Return the ``uptake:`` and ``known:`` of an assessment as YAML, with what they rest on."""
    lines = [
        f"# From the release of {as_yaml(told.issuer)} for the week of {told.week}: "
        f"{told.answered} of {told.asked} practices answered.",
        "# Of practices that did not answer nothing is known; silence is not read as not acting.",
        "# One that answered and said nothing of an action is told among those not taking it.",
        "uptake:",
    ]
    for one in found:
        lines += _entry(one, start)
    known = known_positions(public)
    if known:
        lines += ["# Served notice on, or shown by the practice itself.", "known:"]
    for code, positions in known.items():
        lines.append(f"  {code}:")
        lines += [f"    {as_yaml(a)}: {_position(p)}" for a, p in positions.items()]
    return "\n".join(lines) + "\n"


def _from_cell(action: str, cell: Cell, unknown: int, silent: Range) -> ActionUptake:
    takers = (cell.told or {})[TAKING]
    middle = (takers.low + takers.high) / 2
    rest = unknown - cell.counted
    least = (takers.low + rest * wilson(takers.low, cell.counted).low * silent.low) / unknown
    likely = (middle + rest * middle / cell.counted * silent.likely) / unknown
    most = (takers.high + rest * wilson(takers.high, cell.counted).high * silent.high) / unknown
    most = min(1.0, most)
    shares = (round(share, _PLACES) for share in (least, min(likely, most), most))
    bounds = Interval(takers.low / unknown, (takers.high + rest) / unknown)
    return ActionUptake(action, Uptake(*shares), unknown, cell.counted, bounds)


def _told_actions(told: Release) -> tuple[str, ...]:
    return tuple(action for action, one in told.actions.items() if one.all.told is not None)


def _entry(one: ActionUptake, start: date) -> list[str]:
    share = one.uptake
    return [
        f"  {as_yaml(one.action)}:",
        f"    # {one.counted} practices counted of {one.unknown} whose position is not public; "
        f"{one.bounds.low:.2f} if no other acts, {one.bounds.high:.2f} if all others do",
        f"    {{low: {share.low:g}, likely: {share.likely:g}, high: {share.high:g}, "
        f"from: {start}, ramp_weeks: 0}}",
    ]


def _position(known: KnownPosition) -> str:
    since = "" if known.since is None else f", since: {known.since}"
    return f"{{taking: {as_yaml(known.taking)}{since}}}"
