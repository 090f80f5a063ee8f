"""A run with all it was made from, and what may be said of each of its measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from knockon.impact.behaviour import ORDER
from knockon.impact.drivers import Points, draw_weights
from knockon.impact.fit import CHECKED
from knockon.impact.kept import Kept
from knockon.impact.measures import WITHOUT, reported
from knockon.impact.tables import Rows
from knockon.impact.wards import BEDS
from knockon.impact.wording import NAMES_OF_SPECIAL
from knockon.plans.parameters import action_called

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.impact.futures import Drawn, Futures
    from knockon.impact.horizon import Array
    from knockon.impact.measures import MeasureOf
    from knockon.impact.simulate import Arms, Setting, Weeks
    from knockon.plans.assessment import Assessment, Phase

FITTED = frozenset(
    {
        ("ed", "within_4_hours"),
        ("nhs111", "answered"),
        ("outpatients", "waiting_list"),
        ("outpatients", "within_18_weeks"),
    }
)
WAITS_FOR_A_BED = ("dta_over_4_hours", "dta_over_12_hours")
OF_WARDS = {
    (BEDS, "occupancy"): ("occupancy", "offered_load"),
    ("ed", "waits_over_12_hours"): WAITS_FOR_A_BED,
}
"""What of a ward's fit stands behind a measure: how full it is is judged apart from waits."""
ASSUMED = {
    ("utc", "turned_away"),
    ("practice", "contacts_displaced"),
    ("practice", "waiting"),
    ("practice", "contacts_per_clinician_day"),
    ("practice", "seen_above_limit"),
    ("practice", "payments_at_risk"),
    ("outpatients", "gp_referrals"),
    ("outpatients", "letters_returned"),
}
ASSUMED_SERVICES = frozenset(
    {
        "advice_and_guidance",
        "diagnostics",
        "pharmacy",
        "mental_health",
        "community",
        "prescribing",
        "data",
    }
)
"""Services nothing is fitted of: what moves them is assumed, whatever of them is published."""
ASSUMED_MEASURES = frozenset({"cost", WITHOUT})
"""What is assumed of any service: its prices, and who is in a local service."""


@dataclass(frozen=True)
class Run:
    """What was asked, what was drawn and both arms, of one system or of many together."""

    assessment: Assessment
    catalogue: Catalogue
    setting: Weeks
    future: Drawn
    arms: Arms
    fit: Mapping[str, Any]

    @property
    def set_weights(self) -> dict[str, float]:
        """Weight of each behaviour set."""
        return dict(self.assessment.behaviours)

    @property
    def weights(self) -> Array:
        """Weight of each draw when sets are pooled; 0 for twins."""
        return draw_weights(self.future.plan, self.set_weights)

    @cached_property
    def measures(self) -> tuple[MeasureOf, ...]:
        """What is reported: every measure both arms have the counts of."""
        return reported(self.arms.baseline.weekly, self.catalogue.local_services)

    @property
    def rows(self) -> Rows:
        """Weights, weeks and what is withheld, for the tables."""
        outside = frozenset(m.key for m in self.measures if verdict(self.fit, m.key) == "outside")
        return Rows(self.weights, self.setting.horizon, outside)

    def symbols(self) -> tuple[str, ...]:
        """Return every parameter the run used."""
        return self.future.parameters.seen

    def percentiles(self) -> dict[str, Array]:
        """Return what may drive the doubt: parameters used, behaviour answers, uptake."""
        drawn = {
            s: self.future.parameters[s]
            for s in self.symbols()
            if s in self.future.parameters and not self.catalogue.parameters[s].constant
        }
        asked = [f"behaviour.{k}" for k in (*self._answers(), "retry")]
        asked += [f"uptake.{a}" for a in self._unsure()]
        return {**drawn, **{name: self.future.design.uniform(name) for name in asked}}

    @cached_property
    def points(self) -> Points:
        """The points of the run, ranked by everything that may drive the doubt."""
        return Points.of(
            self.future.plan, self.percentiles(), self.set_weights, self.assessment.seed
        )

    def _answers(self) -> tuple[str, ...]:
        """Return the services some behaviour set of the run has an answer for."""
        sets = [self.catalogue.behaviours[name] for name in self.future.plan.sets]
        return tuple(k for k in ORDER if any(k in b.shares for b in sets))

    def _unsure(self) -> tuple[str, ...]:
        """Return the actions of which it is not known how many practices take them."""
        asked = self.assessment.uptake
        return tuple(a for a, phases in asked.items() if any(_in_doubt(p) for p in phases))

    def names(self) -> dict[str, str]:
        """Return what each driver is called."""
        parameters = {s: _as_phrase(p.name) for s, p in self.catalogue.parameters.items()}
        actions = {a: action_called(self.catalogue, a).title for a in self.assessment.uptake}
        uptake = {
            f"uptake.{a}": f"how many practices take the action “{title}”"
            for a, title in actions.items()
        }
        return {**parameters, **NAMES_OF_SPECIAL, **uptake}


@dataclass(frozen=True)
class Told(Run):
    """A run of one system with all it was made from."""

    setting: Setting
    future: Futures

    @property
    def kept(self) -> Kept:
        """The draws run, for a longer run to build on."""
        return Kept(self.future.plan, self.arms)

    def drawn(self) -> dict[str, Array]:
        """Return what each draw took: parameters, shares of its behaviour set, uptake.

        ``behaviour.<k>`` is a share of those who stop trying (``retry`` of all not seen);
        ``uptake.<action>`` the percentile of belief at which its shares are taken.
        """
        lanes = self.future.lanes(np.arange(self.future.count))
        chosen = {f"behaviour.{k}": lanes.chosen[k] for k in self._answers()}
        uptake = [f"uptake.{a}" for a in self.assessment.uptake]
        return {
            **{s: self.future.parameters[s] for s in self.symbols()},
            **chosen,
            "behaviour.retry": lanes.retry,
            **{name: self.future.design.uniform(name) for name in uptake},
        }


def _in_doubt(phase: Phase) -> bool:
    return phase.uptake.low < phase.uptake.high


def _as_phrase(name: str) -> str:
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def verdict(fit: Mapping[str, Any], key: tuple[str, str]) -> str:
    """Return ``outside`` for the performance of a service any fitted part of which is outside."""
    if key in ASSUMED or key[0] in ASSUMED_SERVICES or key[1] in ASSUMED_MEASURES:
        return "assumed"
    rows = fit["rows"]
    if key in OF_WARDS:
        wards = [r for r in rows if r["service"] == BEDS and r["measure"] in OF_WARDS[key]]
        return _all_ok(wards)
    if key not in FITTED:
        return "ok"
    return _all_ok([r for r in rows if r["service"] == key[0] and r["measure"] != CHECKED])


def _all_ok(rows: Sequence[Mapping[str, Any]]) -> str:
    good = bool(rows) and all(row["verdict"] == "ok" for row in rows)
    return "ok" if good else "outside"
