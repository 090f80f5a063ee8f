"""Case 4: Dorset's plan at its three dates, each with what came before it.

At once: pharmacies' consultations are no longer written into the record. At once for the long term:
a limit on daily contacts, nobody new for five services, no blood tests and ECGs for mental health.
On 1 January, with three months' notice: present patients are handed back and shared care ends.
Each is one run of the whole model; the same draws serve all three, so that they may be compared.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from case_tables import table

from knockon.impact.assess import assess
from knockon.impact.measures import WITHOUT
from knockon.plans.reading import read_assessment
from knockon.system import folder

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.impact.forecast import Forecast, Quantiles
    from knockon.plans.assessment import Assessment

PLAN = Path(__file__).with_name("dorset.yaml")
FIRST_OF_JANUARY = date(2027, 1, 1)
AT_ONCE = ("switch_off_gp_connect_update_record",)
SHOWN = (
    ("practice", "contacts_displaced"),
    ("ed", "attendances"),
    ("nhs111", "calls"),
    ("utc", "attendances"),
)


def dates(plan: Assessment) -> dict[str, Assessment]:
    """Return the plan up to each of its dates."""
    at_once = {a: phases for a, phases in plan.uptake.items() if a in AT_ONCE}
    before = tuple(one for one in plan.stopping if one.start < FIRST_OF_JANUARY)
    return {
        "At once": replace(plan, uptake=at_once, stopping=()),
        "and for the long term": replace(plan, stopping=before),
        "and from 1 January": plan,
    }


def forecasts(catalogue: Catalogue, system: Path, plan: Assessment) -> dict[str, Forecast]:
    """Return a forecast for each date, of a system in a folder."""
    board, fit = folder.read(system), folder.read_fit(system)
    return {words: assess(asked, board, fit, {}, catalogue) for words, asked in dates(plan).items()}


def results(catalogue: Catalogue, system: Path) -> str:
    """Return the case's table: changes a week, and people without a service at the end."""
    found = forecasts(catalogue, system, read_assessment(PLAN, catalogue))
    last = list(found.values())[-1]
    rows = []
    for m in last.measures:
        if (m.service, m.measure) in SHOWN or (m.measure == WITHOUT and m.unit == "people"):
            key = (m.service, m.measure)
            name = m.title if m.measure == WITHOUT else f"{m.title}, {m.unit}"
            rows.append((name, *(_range(one, key) for one in found.values())))
    costs = [_pounds(one.cost.total) for one in found.values()]
    rows.append(("Cost to other services, 30 weeks", *costs))
    return table(("Change, median (90% of futures)", *found), rows)


def _range(made: Forecast, key: tuple[str, str]) -> str:
    found = [m.change for m in made.measures if (m.service, m.measure) == key]
    if not found:
        return "not stopped"
    q = found[0]
    if q.p5 is None or q.p50 is None or q.p95 is None:
        return "withheld"
    return "0" if q.p5 == q.p95 == 0 else f"{q.p50:+,.0f} ({q.p5:+,.0f} to {q.p95:+,.0f})"


def _pounds(q: Quantiles) -> str:
    if q.p5 is None or q.p50 is None or q.p95 is None:
        return "withheld"
    if q.p95 == 0:
        return "0"
    low, middle, high = (f"\N{POUND SIGN}{n / 1e6:.1f}m" for n in (q.p5, q.p50, q.p95))
    return f"{middle} ({low} to {high})"
