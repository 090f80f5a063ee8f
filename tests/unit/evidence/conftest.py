"""The packs, and plans of the examples with what a test puts to their evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from knockon import catalogue, compliance
from knockon.catalogue import Catalogue
from knockon.plans.plan import Evidence
from knockon.plans.plan_reading import read_plan
from knockon.reports.evidence import SOON, Case, case_of

CaseWith = Callable[..., Case]


@pytest.fixture(scope="session")
def packs() -> Catalogue:
    """Everything the built-in packs hold."""
    return catalogue.load()


@pytest.fixture(scope="session")
def case_with(packs: Catalogue, repository: Path) -> CaseWith:
    """The case of an example's plan, with this evidence instead of its own."""

    def make(
        *evidence: Evidence,
        plan: str = "cap-and-letters",
        on: dt.date | None = None,
        soon: dt.timedelta = SOON,
    ) -> Case:
        read = read_plan(repository / "examples" / "plans" / f"{plan}.yaml", packs)
        held = replace(read, evidence=evidence)
        return case_of(held, compliance.check(held, packs, on), soon=soon)

    return make
