"""How cautiously numbers are let out: read from the pack, made stricter by whoever releases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knockon.errors import KnockonError
from knockon.plans.shaping import Day, Shape, fit
from knockon.returns.questions import pack_file

ANSWERS_TOLD = 3
"""Every question is told as three answers, so that each keeps ``edge`` practices in doubt."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of a release.

    ``least_counted``: practices a number rests on at least. ``edge``: how far every answer is kept
    from none and from all. ``stands_for_weeks``: how long what was told of a group is told again
    while not all its practices have answered anew. ``apart_weeks``: how long a group is not told
    anew before it is dissolved.
    """

    least_counted: int
    edge: int
    stands_for_weeks: int
    apart_weeks: int

    def __post_init__(self) -> None:
        numbers = (self.edge, self.stands_for_weeks, self.apart_weeks)
        if min(numbers) < 1 or self.least_counted < ANSWERS_TOLD * self.edge + 1:
            raise KnockonError(
                "K767",
                f"at least {self.least_counted} practices are counted and the edge is {self.edge}",
                expected=f"whole numbers from 1, and more than {ANSWERS_TOLD} practices to an edge",
                remedy="Raise the least number of practices, or lower the edge.",
            )


class _Chosen(Shape):
    value: int
    why: str


class _PolicyShape(Shape):
    format: Literal["knockon/release-policy/1"]
    version: str
    published: Day
    grade: str
    least_counted: _Chosen
    edge: _Chosen
    stands_for_weeks: _Chosen
    apart_weeks: _Chosen


def usual_policy() -> Policy:
    """Return the policy of the pack: the least strict there is."""
    shape = fit(pack_file("release.yaml"), _PolicyShape, {})
    return Policy(
        shape.least_counted.value,
        shape.edge.value,
        shape.stands_for_weeks.value,
        shape.apart_weeks.value,
    )


def stricter(least_counted: int | None = None, edge: int | None = None) -> Policy:
    """Return the usual policy with a higher base or a wider edge; K767 for a lower one."""
    usual = usual_policy()
    wanted = (least_counted or usual.least_counted, edge or usual.edge)
    if wanted[0] < usual.least_counted or wanted[1] < usual.edge:
        raise KnockonError(
            "K767",
            f"at least {wanted[0]} practices and an edge of {wanted[1]} are asked for",
            expected=f"{usual.least_counted} and {usual.edge} or more",
            remedy="They can be raised and not lowered.",
        )
    return Policy(*wanted, usual.stands_for_weeks, usual.apart_weeks)
