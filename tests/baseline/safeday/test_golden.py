"""A safe day's file of the first version is read for ever; its sums stay as they are.

Verdicts follow the packs and are held elsewhere; so do England's months and the share giving up, so
they stand here.
"""

import json
from dataclasses import replace
from pathlib import Path

from knockon import catalogue
from knockon.plans.plan_reading import read_plan
from knockon.reports.safe_day_json import safe_day_document
from knockon.safeday import Stated, demand, judged, limit_of, outlook, read_safe_day
from knockon.safeday.outlook import SafeDay

HERE = Path(__file__).parent
SEASON = (1.02, 1.0, 1.03, 1.0, 1.0, 0.99, 1.0, 1.0, 1.0, 1.2, 0.98, 0.93)


def made() -> dict[str, object]:
    """The sample's values without what follows the packs or is simulated."""
    packs = catalogue.load(())
    plan = read_plan(HERE / "plan.yaml", packs)
    practice, limit = read_safe_day(HERE / "day.yaml"), limit_of(plan, packs)
    assert isinstance(practice.stated, Stated)
    asked = replace(demand(practice.stated, packs), month=SEASON)
    leaving = replace(packs.parameters["leave_r"], low=0.003, central=0.01, high=0.03)
    day = SafeDay(
        title=plan.title,
        practice="X10001",
        rota=practice.rota,
        cap=limit.cap,
        cap_said=limit.said,
        demand=asked,
        held=practice.held,
        leaving=leaving,
        first=limit.action.start,
        list_now=practice.list_now,
    )
    tested = judged(practice.exceptions, plan, limit, packs)
    document = safe_day_document(outlook(day, years=5), tested)
    document["exceptions"] = {"groups": document["exceptions"]["groups"]}
    del document["list"]["simulated"], document["said"], document["advice"]
    for end in document["list"]["month_ends"]:
        del end["simulated"]
    return document


def test_the_outlook() -> None:
    kept = json.loads((HERE / "outlook.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(made())) == kept
