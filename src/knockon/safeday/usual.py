"""A rota and a demand where the practice has stated none: a first answer, and said to be one.

GPs are those of the practice in a system, else as many as England has for so many registered
patients; each full day has two sessions, and what is left of a GP works a part of every day. What
is asked for is then appointments with a GP, as England's practices give them on a working day,
brought to contacts as GPs report them. Every number comes from the packs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knockon.catalogue.facts import UNKNOWN
from knockon.errors import KnockonError
from knockon.safeday.demand import Stated
from knockon.safeday.reading import Practice
from knockon.safeday.rota import WORKING_WEEK, Clinician, Rota
from knockon.safeday.urgent import Held

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.plans.plan import Plan
    from knockon.system.values import PracticeBaseline

FULL_DAY = 2.0
"""Sessions of a full day: morning and afternoon."""
SEEN = 0.95
PEOPLE, PEOPLE_OF_STAFF = 1000.0, 10_000.0
"""Rates of appointments are for a thousand patients, those of staff for ten thousand."""


def usual_practice(
    plan: Plan, catalogue: Catalogue, baseline: PracticeBaseline | None
) -> tuple[Practice, tuple[str, ...]]:
    """Return a practice's days as they may usually be, and in sentences what was taken for them.

    K135: nothing says how large the practice is.
    """
    patients = _patients(plan, baseline)
    gps, said_gps = _gps(patients, catalogue, baseline)
    stated, said_asked = _asked(patients, catalogue, baseline)
    practice = Practice(
        rota=_rota(gps), stated=stated, held=Held(SEEN), list_now=UNKNOWN, exceptions=()
    )
    return practice, (said_gps, *said_asked)


def _patients(plan: Plan, baseline: PracticeBaseline | None) -> float:
    if baseline is not None:
        return float(baseline.registered_patients)
    stated = plan.practice.get("registered_patients")
    if isinstance(stated, (int, float)) and stated > 0:
        return float(stated)
    raise KnockonError(
        "K135",
        "nothing says how large the practice is",
        expected="its rota and demand (--day), a system that has it, or `registered_patients`",
        remedy="Write a file with `knockon safe-day new`, or state `registered_patients` in the "
        "plan for a first answer by England's rates.",
    )


def _gps(
    patients: float, catalogue: Catalogue, baseline: PracticeBaseline | None
) -> tuple[float, str]:
    if baseline is not None:
        found, whose = baseline.gp_fte, "the system has for the practice"
    else:
        rate = catalogue.parameters["fte_gp"].central
        found = patients / PEOPLE_OF_STAFF * rate
        whose = f"England has for {patients:,.0f} registered patients ({rate:g} for 10,000)"
    sentence = (
        f"No rota was given: {found:.1f} full-time GPs, as many as {whose}, each two sessions on "
        "every working day. `--day` takes the practice's own."
    )
    return found, sentence


def _rota(gps: float) -> Rota:
    whole = int(gps)
    clinicians = [_clinician(f"GP {number + 1}", 1.0) for number in range(whole)]
    if gps > whole or not whole:
        clinicians.append(_clinician("GP, part of each day", gps - whole))
    return Rota(tuple(clinicians), FULL_DAY)


def _clinician(name: str, part: float) -> Clinician:
    return Clinician(name, (FULL_DAY * part,) * len(WORKING_WEEK))


def _asked(
    patients: float, catalogue: Catalogue, baseline: PracticeBaseline | None
) -> tuple[Stated, tuple[str, ...]]:
    """Return what is asked for; what a system says of it is taken and told where demand is."""
    if baseline is not None:
        return Stated(), ()
    p = {s: catalogue.parameters[s].central for s in ("appt_wd", "p_gp", "k_gp", "k_recq")}
    recorded = patients / PEOPLE * p["appt_wd"] * p["p_gp"]
    asked = recorded * p["k_gp"] / p["k_recq"]
    sentence = (
        f"No demand was given: {asked:.0f} contacts a day, as many as practices of England have "
        f"with GPs for so many patients ({p['appt_wd']:g} appointments for 1,000 on a working day, "
        f"{p['p_gp']:.1%} of them with a GP, times {p['k_gp']:g} / {p['k_recq']:g})."
    )
    return Stated(asked=asked), (sentence,)
