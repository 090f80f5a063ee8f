"""Case 1: NHS England's leaked sums, done again by book-keeping, and the full model beside them.

Every appointment lost chooses at once; there is no list and no trying again. England's appointments
are ``appt_m`` for every 1,000 patients times ``N_eng``, so with c the share cut in four months

    lost = 4 c appt_m N_eng / 1000,    reached_k = lost x (those k sees for one lost appointment)

The last comes from :func:`knockon.impact.book_keeping.book_keeping` on a made-up board, where it
is the same for every list. Numbers are at their central values: the leak is one sum, no range.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from case_tables import million, percent, pounds, table

from knockon.catalogue.overriding import parameters as overridden
from knockon.impact.assess import tell
from knockon.impact.book_keeping import book_keeping
from knockon.impact.executors import Threads
from knockon.impact.fit import fit
from knockon.impact.quantiles import quantiles
from knockon.plans.assessment import Assessment
from knockon.plans.presets import as_preset
from knockon.system.synth import synth

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.impact.forecast import Quantiles
    from knockon.impact.told import Told
    from knockon.system.values import System

MONTHS = 4
WEEKS = 17
"""Whole weeks nearest to four months."""
DAYS_OF_FOUR_MONTHS = 122
START = date(2026, 8, 3)
THIRD, TENTH = "nhse_2024_30", "nhse_2024_10"
SERVICES = {
    "ed": ("A&E attendances", "leak30.ed", "u_ed", ("ed", "attendances")),
    "nhs111": ("111 calls", "leak30.111", "u_111", ("nhs111", "calls")),
    "pharmacy": ("Pharmacy visits", "leak30.ph", "u_ph", ("pharmacy", "consultations")),
    "utc": ("Treatment centre visits", "leak30.utc", "u_utc", ("utc", "attendances")),
}
REFERRALS = ("Elective referrals", "leak30.ref", "q_ref", ("outpatients", "gp_referrals"))
IMPLIED = ("q_ed", "q_111", "q_ph", "q_utc")


@dataclass(frozen=True)
class England:
    """A cut in all of England by book-keeping: appointments lost, and who sees how many for it."""

    lost: float
    reached: dict[str, float]
    referrals: float


def central(catalogue: Catalogue, symbol: str) -> float:
    """Return a parameter's central value."""
    return catalogue.parameters[symbol].central


def asked(preset: str, catalogue: Catalogue, draws: int) -> Assessment:
    """Return the assessment of a preset of the leak over four months."""
    whole = Assessment(
        title=catalogue.presets[preset].title,
        system="made-up",
        start=START,
        weeks=WEEKS,
        draws=draws,
        seed=20240801,
        behaviours=(("implied-nhse-2024", 1.0),),
        uptake={},
    )
    return as_preset(whole, catalogue.presets[preset], catalogue)


def england(preset: str, system: System, catalogue: Catalogue) -> England:
    """Return what a cut in all of England comes to by book-keeping."""
    fixed = {s: (central(catalogue, s),) * 3 for s in IMPLIED}
    cut = asked(preset, catalogue, draws=4)
    booked = book_keeping(replace(cut, overrides=fixed), system, catalogue)
    appointments = MONTHS * central(catalogue, "appt_m") / 1e3 * central(catalogue, "N_eng") * 1e6
    (phase,) = cut.uptake["cut_contacts"]
    lost = appointments * float(phase.params["cut"])
    here = float(booked.lost.sum(axis=0) @ booked.weights)
    reached = {k: lost * booked.mean(k) / here for k in SERVICES}
    return England(lost, reached, lost * central(catalogue, "q_ref"))


def priced(counts: dict[str, float], referrals: float, catalogue: Catalogue) -> dict[str, float]:
    """Return what the counts cost at the packs' prices, by service and for referrals."""
    found = {k: n * central(catalogue, SERVICES[k][2]) for k, n in counts.items()}
    return {**found, "referrals": referrals * catalogue.parameters["u_op"].high}


def leaked(catalogue: Catalogue) -> tuple[dict[str, float], float, float]:
    """Return the counts, the referrals and the cost the leak gives for the 30% case."""
    counts = {k: central(catalogue, one[1]) * 1e6 for k, one in SERVICES.items()}
    referrals, cost = (central(catalogue, s) * 1e6 for s in (REFERRALS[1], "leak30.gbp"))
    return counts, referrals, cost


def price_of_a_call(catalogue: Catalogue) -> float:
    """Return what a 111 call must cost for the leak's counts to come to the leak's cost."""
    counts, referrals, cost = leaked(catalogue)
    others = sum(v for k, v in priced(counts, referrals, catalogue).items() if k != "nhs111")
    return (cost - others) / counts["nhs111"]


def full_model(system: System, catalogue: Catalogue, draws: int) -> Told:
    """Return the full model's run of the 30% case on a board."""
    cut = asked(THIRD, catalogue, draws)
    return tell(cut, system, fit(system, catalogue), catalogue, Threads(2))


def in_england(told: Told, key: tuple[str, str]) -> Quantiles:
    """Return the change of a count over four months, by patient, for England's patients."""
    m = next(m for m in told.measures if m.key == key)
    change = (m.of(told.arms.scenario) - m.of(told.arms.baseline)).sum(axis=0)
    here = sum(b.registered_patients for b in told.setting.system.practices)
    patients = central(told.catalogue, "N_eng") * 1e6
    scale = patients / here * DAYS_OF_FOUR_MONTHS / (7 * told.setting.horizon.weeks)
    return quantiles(np.asarray(change * scale), told.weights)


def results(catalogue: Catalogue, *, practices: int = 20, draws: int = 64) -> str:
    """Return the case's tables."""
    catalogue = overridden(catalogue, {})
    system, _ = synth(practices=practices, seed=1, catalogue=catalogue)
    third, tenth = (england(preset, system, catalogue) for preset in (THIRD, TENTH))
    told = full_model(system, catalogue, draws)
    return "\n\n".join((_counts(third, tenth, told, catalogue), _money(third, catalogue)))


def _counts(third: England, tenth: England, told: Told, catalogue: Catalogue) -> str:
    counts, referrals, _ = leaked(catalogue)
    rows = [
        (
            name,
            million(counts[k]),
            million(third.reached[k]),
            percent(third.reached[k] / counts[k] - 1.0),
            million(tenth.reached[k]),
            _range(in_england(told, key)),
        )
        for k, (name, _, _, key) in SERVICES.items()
    ]
    name, _, _, key = REFERRALS
    rows.append(
        (
            name,
            million(referrals),
            million(third.referrals),
            percent(third.referrals / referrals - 1.0),
            million(tenth.referrals),
            _range(in_england(told, key)),
        )
    )
    rows.append(
        ("Appointments lost", "not given", million(third.lost), "", million(tenth.lost), "")
    )
    columns = ("Four months, England", "Leaked, 30%", "Book-keeping, 30%", "Off by")
    return table((*columns, "Book-keeping, 10%", "Full model, 30%"), rows)


def _range(found: Quantiles) -> str:
    if found.p5 is None or found.p50 is None or found.p95 is None:
        return "withheld"
    return f"{million(found.p50)} ({million(found.p5)} to {million(found.p95)})"


def _money(third: England, catalogue: Catalogue) -> str:
    counts, referrals, cost = leaked(catalogue)
    u_111, needed = central(catalogue, "u_111"), price_of_a_call(catalogue)
    rows = []
    for title, of, referred in (
        ("The leak's own counts", counts, referrals),
        ("Book-keeping's counts", third.reached, third.referrals),
    ):
        total = priced(of, referred, catalogue)
        others = sum(v for k, v in total.items() if k != "nhs111")
        rows.append((title, pounds(sum(total.values())), pounds(others + needed * of["nhs111"])))
    rows.append(("Leaked", "", pounds(cost)))
    at = (f"111 at \N{POUND SIGN}{p:.0f} a call" for p in (u_111, needed))
    return table(("Cost of the 30% case", *at), rows)
