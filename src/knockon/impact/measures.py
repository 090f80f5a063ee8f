"""The measures a forecast reports, each computed draw by draw from a tally.

Counts are a week's totals; shares are ratios of totals, never means of ratios; ``waiting`` is the
number at the end of the week. Keys are those of the published frames, so that a forecast is scored
by a join.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.horizon import Array

if TYPE_CHECKING:
    from knockon.catalogue.local_services import LocalService
    from knockon.impact.tally import Tally

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class MeasureOf:
    """How one measure is made: a count, or a ratio of two counts."""

    service: str
    measure: str
    title: str
    unit: str
    above: str
    below: str | None = None
    stock: bool = False
    places: str = ""
    """Whose places it is counted by: ``practice`` (PCNs), a kind of site, ``acute_beds`` (wards),
    ``lists``, or ``whole`` where it is not; empty is the service's own."""

    def __post_init__(self) -> None:
        if not self.places:
            object.__setattr__(self, "places", self.service)

    @property
    def key(self) -> Key:
        """(service, measure)."""
        return (self.service, self.measure)

    @property
    def is_total(self) -> bool:
        """Return whether weeks add up."""
        return self.below is None and not self.stock

    def of(self, tally: Tally) -> Array:
        """Return the measure by week, [weeks, draws]."""
        return self._made(tally.weekly)

    def by_place(self, tally: Tally) -> Array:
        """Return the measure by week and place, [weeks, places, draws]."""
        return self._made(tally.by_place)

    def over_horizon(self, tally: Tally) -> Array:
        """Return the mean week, the ratio of totals, or the last week's stock, [draws]."""
        return self._summed_up(tally.weekly)

    def of_places(self, tally: Tally) -> Array:
        """Return the same for each place, [places, draws]."""
        return self._summed_up(tally.by_place)

    def _summed_up(self, kept: Mapping[Key, Array]) -> Array:
        above = kept[self.service, self.above]
        if self.stock:
            return np.asarray(above[-1])
        if self.below is None:
            return np.asarray(above.mean(axis=0))
        return _ratio(above.sum(axis=0), kept[self.service, self.below].sum(axis=0))

    def _made(self, kept: Mapping[Key, Array]) -> Array:
        above = kept[self.service, self.above]
        if self.below is None:
            return above
        return _ratio(above, kept[self.service, self.below])


def _ratio(above: Array, below: Array) -> Array:
    empty = np.full(above.shape, np.nan)
    return np.asarray(np.divide(above, below, out=empty, where=below > 0.0))


WEEK, SHARE, POUNDS = "per week", "share", "£ per week"

MEASURES = (
    MeasureOf("ed", "attendances", "A&E attendances", WEEK, "attendances"),
    MeasureOf(
        "ed",
        "within_4_hours",
        "A&E: leaving within four hours",
        SHARE,
        "within_limit",
        "departures",
    ),
    MeasureOf("nhs111", "calls", "111 calls", WEEK, "calls"),
    MeasureOf("nhs111", "answered", "111 calls answered", SHARE, "answered_calls", "calls"),
    MeasureOf("utc", "attendances", "Urgent treatment centre attendances", WEEK, "attendances"),
    MeasureOf("utc", "turned_away", "Turned away at treatment centres", WEEK, "turned_away"),
    MeasureOf(
        "practice", "contacts_sought", "Contacts sought from practices", WEEK, "contacts_sought"
    ),
    MeasureOf("practice", "contacts_seen", "Contacts seen by practices", WEEK, "contacts_seen"),
    MeasureOf(
        "practice",
        "contacts_displaced",
        "Contacts that go elsewhere or nowhere",
        WEEK,
        "contacts_displaced",
    ),
    MeasureOf(
        "practice",
        "seen_above_limit",
        "Seen above the limit as emergencies",
        WEEK,
        "seen_above",
    ),
    MeasureOf("practice", "waiting", "Waiting for a GP", "people", "waiting", stock=True),
    MeasureOf(
        "practice",
        "contacts_per_clinician_day",
        "GP contacts a full-time GP a working day",
        "contacts",
        "gp_contacts",
        "clinician_days",
    ),
    MeasureOf(
        "outpatients", "gp_referrals", "GP referrals", WEEK, "gp_referrals", places="practice"
    ),
    MeasureOf(
        "outpatients",
        "letters_returned",
        "Referral letters sent back",
        WEEK,
        "letters_returned",
        places="practice",
    ),
    MeasureOf(
        "outpatients",
        "waiting_list",
        "Pathways waiting for treatment",
        "pathways",
        "waiting_list",
        stock=True,
        places="lists",
    ),
    MeasureOf(
        "outpatients",
        "within_18_weeks",
        "Pathways waiting under 18 weeks",
        SHARE,
        "within_18_weeks",
        "waiting_list",
        places="lists",
    ),
    MeasureOf(
        "advice_and_guidance",
        "requests",
        "Advice and Guidance requests",
        WEEK,
        "requests",
        places="practice",
    ),
    MeasureOf(
        "diagnostics", "requests", "Diagnostic tests asked for", WEEK, "requests", places="practice"
    ),
    MeasureOf(
        "diagnostics",
        "waiting_list",
        "Waiting for a diagnostic test",
        "people",
        "waiting_list",
        stock=True,
        places="whole",
    ),
    MeasureOf(
        "pharmacy", "consultations", "Pharmacy consultations", WEEK, "consultations", places="whole"
    ),
    MeasureOf(
        "pharmacy",
        "returned",
        "Sent back to practices by pharmacies",
        WEEK,
        "returned",
        places="whole",
    ),
    MeasureOf(
        "mental_health",
        "referrals",
        "Referrals to mental health services",
        WEEK,
        "referrals",
        places="practice",
    ),
    MeasureOf(
        "mental_health",
        "crisis_contacts",
        "Mental health crisis contacts",
        WEEK,
        "crisis_contacts",
        places="practice",
    ),
    MeasureOf(
        "community",
        "referrals",
        "Referrals to community services",
        WEEK,
        "referrals",
        places="practice",
    ),
    MeasureOf(
        "prescribing",
        "savings_lost",
        "Prescribing savings lost",
        POUNDS,
        "savings_lost",
        places="practice",
    ),
    MeasureOf(
        "data",
        "patients_missing",
        "Patients missing from shared data",
        SHARE,
        "missing",
        "registered",
        places="practice",
    ),
    MeasureOf(
        "ed",
        "waits_over_12_hours",
        "Waiting over 12 hours for a bed, from the decision to admit",
        WEEK,
        "waits_over_12_hours",
    ),
    MeasureOf(
        "acute_beds",
        "emergency_admissions",
        "Emergency admissions",
        WEEK,
        "emergency_admissions",
    ),
    MeasureOf("acute_beds", "occupancy", "Beds occupied", SHARE, "occupied", "beds"),
    MeasureOf("ambulance", "incidents", "999 incidents", WEEK, "incidents", places="whole"),
    MeasureOf(
        "ambulance",
        "conveyances",
        "Taken to A&E by ambulance",
        WEEK,
        "conveyances",
        places="whole",
    ),
    MeasureOf(
        "ambulance",
        "hours_lost",
        "Ambulance hours lost at A&E beyond 15 minutes",
        "hours per week",
        "hours_lost",
        places="whole",
    ),
)

MONEY = (
    *(
        MeasureOf(service, "cost", f"{title}: cost", POUNDS, "cost", places=places)
        for service, title, places in (
            ("ed", "A&E", ""),
            ("nhs111", "111", ""),
            ("utc", "Urgent treatment centres", ""),
            ("ambulance", "999", "whole"),
            ("acute_beds", "Acute beds", ""),
            ("outpatients", "Outpatients", "practice"),
            ("pharmacy", "Pharmacies", "whole"),
            ("prescribing", "Prescribing", "practice"),
            ("all", "All services", "whole"),
        )
    ),
    MeasureOf(
        "practice",
        "payments_at_risk",
        "Practices' own payments at risk",
        POUNDS,
        "payments_at_risk",
    ),
)
"""What receiving services spend, each and together; and apart from it, what practices lose."""

MISSING_FROM = "missing."
"""How counts of patients missing from one collection of data begin; its id follows."""

WITHOUT = "without_service"
"""The measure of every local service: people whose practice no longer offers it to them."""


def reported(kept: Mapping[Key, Array], local: Mapping[str, LocalService]) -> tuple[MeasureOf, ...]:
    """Return the measures that weekly counts allow: the usual ones, local services', money."""
    usual, money = ([m for m in ms if (m.service, m.above) in kept] for ms in (MEASURES, MONEY))
    stopped = [without(service) for service in local.values() if (service.id, WITHOUT) in kept]
    return (*usual, *missing_by_feed(kept), *stopped, *money)


def missing_by_feed(kept: Mapping[Key, Array]) -> tuple[MeasureOf, ...]:
    """Return the measures of patients missing from each collection of data somebody withholds."""
    counts = sorted(c for service, c in kept if service == "data" and c.startswith(MISSING_FROM))
    return tuple(
        MeasureOf(
            "data",
            f"patients_missing.{feed}",
            f"Patients missing from the {feed.replace('_', ' ')} data",
            SHARE,
            MISSING_FROM + feed,
            "registered",
            places="practice",
        )
        for feed in (count.removeprefix(MISSING_FROM) for count in counts)
    )


def without(service: LocalService) -> MeasureOf:
    """Return the measure of people without a local service, or of procedures not done."""
    stock = service.flow == "stock"
    title = f"{service.name}: {'people without' if stock else 'procedures not done'}"
    unit = "people" if stock else WEEK
    return MeasureOf(service.id, WITHOUT, title, unit, WITHOUT, stock=stock, places="practice")


HEADLINE = MEASURES[0]
"""The measure of the headline, and of the precision a run may be asked for."""
