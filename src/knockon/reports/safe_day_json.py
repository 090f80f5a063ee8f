"""A safe day as plain values, ready for JSON: ``knockon/safe-day-outlook/1``."""

from __future__ import annotations

from dataclasses import fields
from math import isfinite
from typing import Any

from knockon.catalogue.facts import UNKNOWN, Unknown
from knockon.compliance import wording
from knockon.compliance.document import cited
from knockon.reports.numbers import exported
from knockon.reports.safe_day_wording import after_a_year, fits
from knockon.safeday import Exceptions, Outlook, UrgentSlots, WeekdayOutlook

__all__ = ["FORMAT", "safe_day_document"]

FORMAT = "knockon/safe-day-outlook/1"


def safe_day_document(found: Outlook, tested: Exceptions) -> dict[str, Any]:
    """Return the whole outlook; what is unknown says so, and no number is made of it."""
    plan = found.plan
    return {
        "format": FORMAT,
        "title": plan.title,
        "practice": plan.practice,
        "sentences": [fits(found), after_a_year(found)],
        "cap": exported(plan.cap),
        "held": {"seen": plan.held.seen, "of": plan.held.of, "released": plan.held.released},
        "urgent_share": _known(plan.demand.urgent_share),
        "list_now": _known(plan.list_now),
        "weekdays": [_weekday(day) for day in found.weekdays],
        "unfitting": [[exported(value) for value in row] for row in found.unfitting],
        "list": _list(found),
        "exceptions": _exceptions(tested),
        "said": [plan.cap_said, *plan.demand.said],
        "advice": wording.ADVICE,
    }


def _weekday(day: WeekdayOutlook) -> dict[str, Any]:
    return {
        "weekday": day.weekday,
        "sessions": exported(day.sessions),
        "room": exported(day.slots),
        "asked": exported(day.asked),
        "unfitting": exported(day.unfitting),
        "urgent": _urgent(day.urgent),
        "urgent_in_the_busiest_month": _urgent(day.busiest),
    }


def _urgent(slots: UrgentSlots | Unknown) -> Any:
    if isinstance(slots, Unknown):
        return UNKNOWN.value
    return {one.name: exported(getattr(slots, one.name)) for one in fields(slots)}


def _list(found: Outlook) -> dict[str, Any]:
    give_up = found.plan.give_up()
    low, middle, high = found.by_chance.end
    return {
        "from": found.days[0].isoformat(),
        "to": found.days[-1].isoformat(),
        "giving_up_a_working_day": give_up,
        "joining": exported(found.joining),
        "seen": exported(found.seen),
        "urgent_beyond_held": _known(found.beyond_held),
        "settles_at": {share: _finite(found.settled(share)) for share in give_up},
        "month_ends": [
            {
                "day": end.day.isoformat(),
                "waiting": {share: exported(value) for share, value in end.waiting.items()},
                "simulated": exported(end.by_chance),
                "wait_in_working_days": _finite(end.wait),
            }
            for end in found.month_ends
        ],
        "simulated": {
            "years": found.by_chance.years,
            "seed": found.by_chance.seed,
            "waiting_at_the_end": {"p10": low, "p50": middle, "p90": high},
            "unfitting": exported(found.by_chance.unfitting),
            "urgent_seen": exported(found.by_chance.urgent_seen),
            "days_all_seen": exported(found.by_chance.days_all_seen),
        },
    }


def _exceptions(tested: Exceptions) -> dict[str, Any]:
    return {
        "as_of": tested.as_of.isoformat(),
        "packs": list(tested.packs),
        "groups": [group.name for group in tested.groups],
        "plan_says": tested.plan_says,
        "share_of_registered_patients": _known(tested.share),
        "share_is_at_least": tested.at_least,
        "verdict_as_stated": tested.as_stated.verdict,
        "ways": [
            {
                "what": way.words,
                "change": dict(way.change),
                "as_the_plan_says": way.stated,
                "verdict": way.verdict,
                "silent": way.silent,
                "needs": list(way.needs),
                "questions": list(way.questions),
                "findings": [
                    {
                        "rule": one.rule,
                        "because": one.because,
                        "cites": [cited(cite, tested.sources) for cite in one.cites],
                    }
                    for one in way.findings
                ],
            }
            for way in tested.ways
        ],
    }


def _known(value: float | Unknown) -> Any:
    return UNKNOWN.value if isinstance(value, Unknown) else exported(value)


def _finite(value: float) -> Any:
    """Return a number, or ``without_end`` where there is none."""
    return exported(value) if isfinite(value) else "without_end"
