"""A safe day by its formulas, by simulation, and by the engine's own clinic."""

from datetime import date

import numpy as np
import pytest

from knockon import catalogue as packs
from knockon.catalogue.facts import UNKNOWN
from knockon.flow import run
from knockon.flow.model import WAIT, Chain, Clinic, DailyArrivals, Network, Slots
from knockon.safeday import Clinician, Demand, Held, Outlook, Rota, SafeDay, outlook
from knockon.safeday.outlook import CENTRAL

WEEK = (1.25, 1.05, 0.9, 0.85, 0.95)
SEASON = (1.1, 1.0, 1.05, 1.0, 0.9, 0.95, 0.9, 0.9, 1.0, 1.15, 1.05, 1.0)
LANES = 32


@pytest.fixture(scope="module")
def found() -> Outlook:
    """Three clinicians under a limit of 25, asked for 70 a day, a third of them urgent."""
    rota = Rota(
        (
            Clinician("GP 1", (2, 2, 2, 2, 2)),
            Clinician("GP 2", (2, 2, 0, 2, 1)),
            Clinician("GP 3", (1, 0, 2, 0, 2)),
        ),
        full_day=2,
    )
    plan = SafeDay(
        title="Second ways",
        practice=None,
        rota=rota,
        cap=25.0,
        cap_said="",
        demand=Demand(70.0, WEEK, SEASON, 1 / 3),
        held=Held(0.95),
        leaving=packs.load(()).parameters["leave_r"],
        first=date(2026, 12, 7),
        list_now=UNKNOWN,
    )
    return outlook(plan, years=400)


def test_simulated_years_overflow_as_the_formula_says(found: Outlook) -> None:
    formula = np.mean([found.unfitting[day.month - 1][day.weekday()] for day in found.days])
    assert found.by_chance.unfitting == pytest.approx(formula, rel=0.01)


def test_simulated_years_see_the_share_of_urgent_contacts(found: Outlook) -> None:
    beyond = 1 - found.by_chance.urgent_seen
    urgent = np.mean([found.plan.demand.on(d.weekday(), d.month) for d in found.days]) / 3
    assert beyond * urgent == pytest.approx(found.beyond_held, rel=0.02)
    assert found.by_chance.urgent_seen >= 0.95


def test_simulated_years_end_with_the_list_of_the_recurrence(found: Outlook) -> None:
    assert found.by_chance.mean_list[-1] == pytest.approx(found.waiting[CENTRAL][-1], rel=0.02)


def test_the_engines_clinic_ends_the_year_with_the_same_list(found: Outlook) -> None:
    """Two classes, urgent slots held and given back, those who wait giving up by the same share."""
    plan, days = found.plan, found.days
    asked = np.array([plan.demand.on(day.weekday(), day.month) for day in days])
    slots = np.array([plan.rota.slots(plan.cap)[day.weekday()] for day in days])
    held = np.array([plan.held.slots(mean / 3) for mean in asked], dtype=float)
    clinic = Clinic(
        "practice",
        ("urgent", "routine"),
        arrivals={
            "urgent": DailyArrivals((asked / 3)[:, None]),
            "routine": DailyArrivals((asked * 2 / 3)[:, None]),
        },
        slots={"urgent": Slots.exactly(held[:, None])},
        capacity=slots[:, None],
        backfill=True,
        leaving={"routine": np.array([plan.leaving.central])},
        unseen={"urgent": Chain(), "routine": WAIT},
    )
    counts = run(
        Network(1.0, (clinic,), lanes=LANES),
        seed=1,
        streams=np.arange(LANES),
        days=len(days),
        bins=np.arange(len(days)),
    )
    waiting = counts.clinic("practice", "routine", "waiting")[-1].mean()
    assert waiting == pytest.approx(found.waiting[CENTRAL][-1], rel=0.02)
    served = counts.clinic("practice", "urgent", "served").sum(axis=0).mean()
    urgent = asked.sum() / 3
    assert served / urgent == pytest.approx(found.by_chance.urgent_seen, rel=0.01)
