"""Numbers of one small assessment are kept, so that a change of numbers is noticed.

The same assessment, system, packs, seed and version give the same numbers. Where a change of the
model, of a pack or of the engine moves them, raise ``RESULTS_VERSION`` in
:mod:`knockon.impact.assess`, say why in the changelog, and write the numbers again:
``KNOCKON_WRITE_GOLDEN=1 pytest tests/baseline/impact``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.reference.impact.boards import QUICK, capped

from knockon import catalogue as packs
from knockon.impact.assess import RESULTS_VERSION, assess
from knockon.impact.fit import fit
from knockon.impact.forecast import Forecast
from knockon.system.synth import synth

KEPT = Path(__file__).parent / "numbers.yaml"
FIGURES = 6
SAY = (
    "the numbers of a run have changed: raise RESULTS_VERSION in knockon/impact/assess.py, say why "
    "in CHANGELOG.md, and write them again with KNOCKON_WRITE_GOLDEN=1"
)


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """Medians of a cap on a made-up board of ten practices, four weeks, sixteen draws.

    The fit is a hurried one; it is taken as good, so that performance is kept too.
    """
    catalogue = packs.load()
    system, _ = synth(practices=10, seed=7, catalogue=catalogue)
    fitted = fit(system, catalogue, effort=QUICK)
    rows = [{**row, "verdict": "ok"} for row in fitted["rows"]]
    fitted = {**fitted, "rows": rows}
    return numbers(assess(capped(draws=16), system, fitted, {}, catalogue, workers=2))


def numbers(made: Forecast) -> dict[str, Any]:
    """Return what is kept of a forecast: medians of every measure, the accounts, the cost."""
    medians = {
        f"{m.service} {m.measure}": [
            plain(q.p50) for q in (m.baseline, m.scenario, m.change) if q is not None
        ]
        for m in made.measures
    }
    a = made.accounting
    accounts = {
        "contacts_sought": a.contacts_sought,
        "seen_in_practice": a.seen_in_practice,
        "waiting_at_start": a.waiting_at_start,
        "waiting_at_end": a.waiting_at_end,
        "retrying_at_end": a.retrying_at_end,
        **{f"went to {name}": people for name, people in sorted(a.went_to.items())},
    }
    return {
        "results_version": made.results_version,
        "baseline, scenario, change": medians,
        "accounts": {name: plain(people) for name, people in accounts.items()},
        "cost": plain(made.cost.total.p50),
    }


def plain(number: float | None) -> float | None:
    return None if number is None else float(f"{number:.{FIGURES}g}")


def test_the_numbers_are_those_of_their_version(found: dict[str, Any]) -> None:
    if os.environ.get("KNOCKON_WRITE_GOLDEN"):
        text = yaml.safe_dump(found, sort_keys=False, default_flow_style=None)
        KEPT.write_text(text, encoding="utf-8")
    kept = yaml.safe_load(KEPT.read_text("utf-8"))
    assert kept["results_version"] == RESULTS_VERSION, "write the numbers of this version"
    assert found == kept, SAY
