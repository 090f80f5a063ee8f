"""Stretches of days: where a rule is in force within an action, and where its verdict changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from knockon.catalogue.rules import Rule
from knockon.compliance.judgement import Finding, Segment, worst

_A_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from ``begins`` to ``ends``, both included; ``ends`` None: without end."""

    begins: dt.date
    ends: dt.date | None

    def holds(self, day: dt.date) -> bool:
        """Return whether a day is one of them."""
        return self.begins <= day and (self.ends is None or day <= self.ends)

    def part(self, begins: dt.date | None, ends: dt.date | None) -> Stretch | None:
        """Return the days that also lie between two others, or None where none does."""
        first = self.begins if begins is None else max(self.begins, begins)
        last = min((day for day in (self.ends, ends) if day is not None), default=None)
        return Stretch(first, last) if last is None or first <= last else None


def in_force(rule: Rule, stretch: Stretch, as_of: dt.date) -> Stretch | None:
    """Return the days of a stretch on which a rule is in force, as far as known on ``as_of``."""
    return stretch.part(rule.in_force_from, _known_end(rule, as_of))


def before_force(rule: Rule, stretch: Stretch) -> Stretch | None:
    """Return the days of a stretch that come before a known rule is in force."""
    if rule.in_force_from is None:
        return None
    return stretch.part(None, rule.in_force_from - _A_DAY)


def segments(stretch: Stretch, findings: Sequence[Finding]) -> tuple[Segment, ...]:
    """Return the stretches over which the worst finding is the same, in order of time.

    A stretch is cut where a finding begins and after it ends; neighbours of one verdict are one.
    """
    starts = {stretch.begins, *(finding.begins for finding in findings)}
    starts |= {finding.ends + _A_DAY for finding in findings if finding.ends is not None}
    found: list[Segment] = []
    for day in sorted(start for start in starts if stretch.holds(start)):
        verdict = worst(one.verdict for one in findings if Stretch(one.begins, one.ends).holds(day))
        if not found or found[-1].verdict != verdict:
            found.append(Segment(day, None, verdict))
    ends = [later.begins - _A_DAY for later in found[1:]]
    return tuple(
        Segment(one.begins, last, one.verdict)
        for one, last in zip(found, [*ends, stretch.ends], strict=True)
    )


def _known_end(rule: Rule, as_of: dt.date) -> dt.date | None:
    known = rule.end_known_from is None or rule.end_known_from <= as_of
    return rule.in_force_to if known else None
