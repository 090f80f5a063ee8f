"""What letters say of notices: from the ledger where there is one, else from the plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from knockon.catalogue.facts import UNKNOWN, Unknown
from knockon.catalogue.values import Catalogue
from knockon.plans.plan import Plan, PlannedAction
from knockon.register import Agreement, Capacity, Notice, NoticeRecord, PatientGroup, State
from knockon.register.clocks import days_short, earliest_end
from knockon.reports.letters.filling import Row, Value, Values
from knockon.reports.letters.telling import (
    GROUPS,
    NOBODY,
    UNCONDITIONAL,
    UNFUNDED,
    listed,
    months,
    or_gap,
    told,
)

_A_DAY = timedelta(days=1)
_STANDING = {
    "considered": "being considered; no notice given",
    "conditional": "notice given; lapses if its condition is met",
    "firm": "notice given",
}


def service_name(service: str, catalogue: Catalogue) -> str:
    """Return a local service's name as people write it; another service keeps its own words."""
    if service in catalogue.local_services:
        return catalogue.local_services[service].name
    return service


def notice_values(record: NoticeRecord, catalogue: Catalogue) -> Values:
    """Return what a notice of the ledger tells a letter, as it stands now."""
    notice = record.notice
    found: dict[str, Value] = {
        "sender_name": notice.sender.name,
        "practice_name": notice.sender.name if notice.sender.kind == "practice" else "",
        "holder_code": notice.holder.code,
        "recipient_name": told(notice.recipient),
        "service": service_name(notice.service, catalogue),
        "agreement": _agreement(notice.agreement),
        "notice_owed": _owed(notice),
        "notice_basis": _basis(notice),
        "given_on": told(notice.given_on),
        "last_day": told(notice.ends_on),
        "first_day": told(notice.first_day_without),
        "patients_by_group": _groups(notice),
        "receiving": _receiving(notice, catalogue),
        "lapse": _lapse(notice),
        "reference": told(notice.letter),
        "early": _early(notice),
        "unless": notice.condition.lapses_if if notice.condition else "",
        "needs": _needs(notice.service, catalogue),
    }
    return _stated(found)


def action_values(action: PlannedAction, plan: Plan, catalogue: Catalogue) -> Values:
    """Return what a plan tells of a service it stops: the last day is the eve of its start."""
    facts = action.params
    service = told(facts.get("service"))
    unfunded = facts.get("commissioned") is False
    owed = facts.get("notice_required_months")
    found: dict[str, Value] = {
        "holder_code": told(plan.practice.get("ods_code")),
        "recipient_name": told(plan.practice.get("icb")),
        "service": service_name(service, catalogue),
        "agreement": UNFUNDED if unfunded else told(facts.get("agreement")),
        "notice_owed": "none" if unfunded else months(owed) if isinstance(owed, int) else "",
        "notice_basis": "nothing commissions the service" if unfunded else "",
        "given_on": told(facts.get("notice_given_on")),
        "last_day": told(action.start - _A_DAY),
        "first_day": told(action.start),
        "patients_by_group": _groups_of_plan(told(facts.get("patients"))),
        "receiving": NOBODY if facts.get("receiving_service") == "none" else "",
        "handover": _handover(facts.get("handover_plan_per_patient")),
        "essential": _essential(facts.get("essential_service")),
        "needs": _needs(service, catalogue),
    }
    return _stated(found)


def change_rows(records: Sequence[NoticeRecord], catalogue: Catalogue) -> tuple[Row, ...]:
    """Return what changes for patients by notices that are given: the service, from which day."""
    return tuple(
        {
            "change": f"{service_name(one.notice.service, catalogue)}: no longer offered to "
            f"{_group_words(one.notice)}",
            "from_day": told(one.notice.first_day_without),
        }
        for one in records
        if one.notice.given_on
    )


def ledger_values(state: State, catalogue: Catalogue) -> Values:
    """Return what a ledger tells a collective letter: who, which services, from when.

    Notices that are over (withdrawn, lapsed, superseded, mistaken) are left out.
    """
    records = state.standing()
    senders = dict.fromkeys(one.notice.sender.name for one in records)
    conditions = dict.fromkeys(_lapse(one.notice) for one in records if one.notice.condition)
    found: dict[str, Value] = {
        "sender_name": next(iter(senders)) if len(senders) == 1 else "",
        "recipient_name": _shared(told(one.notice.recipient) for one in records),
        "reference": _shared(told(one.notice.letter) for one in records),
        "practices": tuple(_practice(code, records) for code in _holders(records)),
        "tiers": tuple(_tiers(records, catalogue)),
        "lapse": "; ".join(conditions) if conditions else UNCONDITIONAL,
    }
    return _stated(found)


def _stated(found: dict[str, Value]) -> Values:
    return {name: value for name, value in found.items() if value}


def _shared(texts: Any) -> str:
    """Return what all of several texts say; nothing where they differ."""
    different = set(texts)
    return different.pop() if len(different) == 1 else ""


def _holders(records: Sequence[NoticeRecord]) -> list[str]:
    return sorted({one.notice.holder.code for one in records})


def _practice(code: str, records: Sequence[NoticeRecord]) -> Row:
    own = [one for one in records if one.notice.holder.code == code]
    given = sum(one.notice.given_on is not None for one in own)
    considered = len(own) - given
    parts = [f"{given} given"] if given else []
    parts += [f"{considered} considered"] if considered else []
    return {"code": code, "notices": ", ".join(parts)}


def _tiers(records: Sequence[NoticeRecord], catalogue: Catalogue) -> list[Row]:
    """Return a row for each start, service and standing, with how many practices share it."""
    rows: dict[tuple[str, ...], set[str]] = {}
    for one in records:
        key = (
            one.notice.tier or "",
            service_name(one.notice.service, catalogue),
            _group_words(one.notice),
            told(one.notice.ends_on),
            _STANDING[one.status],
        )
        rows.setdefault(key, set()).add(one.notice.holder.code)
    return [
        {
            "tier": tier,
            "action": service,
            "patients": patients,
            "last_day": last_day,
            "standing": f"{standing} ({_practices(len(holders))})",
        }
        for (tier, service, patients, last_day, standing), holders in rows.items()
    ]


def _practices(count: int) -> str:
    return "1 practice" if count == 1 else f"{count} practices"


def _group_words(notice: Notice) -> str:
    return listed([row["group"] for row in _groups(notice)])


def _groups(notice: Notice) -> tuple[Row, ...]:
    """Return a row for each group of patients; how many they are the ledger does not hold."""
    return tuple({"group": _group(group, notice.capacity)} for group in notice.patients)


def _group(group: PatientGroup, capacity: Capacity | Unknown | None) -> str:
    if group != "beyond_capacity" or not isinstance(capacity, Capacity):
        return GROUPS[group]
    every = "at once" if capacity.per == "at_once" else f"a {capacity.per}"
    return f"patients beyond {capacity.count:,} {every}"


def _groups_of_plan(group: str) -> tuple[Row, ...]:
    return ({"group": GROUPS.get(group, group)},) if group else ()


def _agreement(agreement: Agreement) -> str:
    if agreement.name is None or (agreement.name is UNKNOWN and agreement.basis == "unfunded"):
        return UNFUNDED if agreement.basis == "unfunded" else "none in writing"
    if agreement.name is UNKNOWN:
        return ""
    clause = agreement.clause
    where = "no clause" if clause is None else or_gap(clause, "the clause")
    signed = {"signed": "signed", "implied": "unsigned, worked to or paid"}.get(agreement.basis)
    return f"{agreement.name}, {where}" + (f" ({signed})" if signed else "")


def _owed(notice: Notice) -> str:
    period = notice.owed.period
    return "none" if period is None else told(period)


def _basis(notice: Notice) -> str:
    if notice.owed.basis is UNKNOWN and notice.agreement.basis == "unfunded":
        return "nothing commissions the service"
    return told(notice.owed.basis)


def _early(notice: Notice) -> str:
    """Return what is said where the service ends before the notice owed is over."""
    short, due = days_short(notice), earliest_end(notice)
    if not isinstance(short, int) or short <= 0:
        return ""
    days = "1 day" if short == 1 else f"{short:,} days"
    return (
        f"The last day comes {days} before the notice owed is over, on {told(due)}. We ask you to "
        "agree to the earlier day; without that the later one holds."
    )


def _receiving(notice: Notice, catalogue: Catalogue) -> str:
    if notice.receiving is None:
        return NOBODY
    if isinstance(notice.receiving, str):
        return service_name(notice.receiving, catalogue)
    return ""


def _lapse(notice: Notice) -> str:
    if notice.condition is None:
        return UNCONDITIONAL
    decided = or_gap(notice.condition.decide_on, "when that is decided")
    return f"{notice.condition.lapses_if} (decided on {decided})"


def _needs(service: str, catalogue: Catalogue) -> tuple[Row, ...]:
    if service not in catalogue.local_services:
        return ()
    return tuple({"what": need} for need in catalogue.local_services[service].handover)


def _handover(planned: Any) -> str:
    return "each patient has a handover plan" if planned is True else ""


def _essential(essential: Any) -> str:
    if essential is not False:
        return ""
    return "It is not one of our essential services, which go on as they are."
