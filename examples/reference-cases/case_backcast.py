"""Case 5: what the model would have said of autumn 2024, beside what A&E then counted.

England, August to December: a fifth of practices limit contacts to 25 at first (``u_cap_aug``),
four in ten by November (``u_cap_nov``), by every behaviour set and for the low, central and high
end of ``cap_real``, the part of the arithmetic loss that happens. A made-up board at England's
rates stands for England; what is told is extra attendances at emergency departments and treatment
centres over the baseline's. Beside it stands the published rise of types 1 and 3 over a year before
(``ae_more_24``) and that of the year after (``ae_more_25``).

A corner above the whole published rise is told apart in words: all of it where its middle is above,
its upper end where only that is. One below proves nothing, since far more moves A&E in a year than
what is looked at here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from case_tables import percent, table

from knockon.impact.assess import tell
from knockon.impact.executors import Threads
from knockon.impact.fit import fit
from knockon.impact.forecasting import MOST_LOWERED
from knockon.impact.quantiles import quantiles
from knockon.plans.assessment import Assessment, Phase, Uptake
from knockon.system.synth import synth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knockon.catalogue.values import Catalogue
    from knockon.impact.forecast import Quantiles
    from knockon.impact.horizon import Array
    from knockon.impact.tally import Tally
    from knockon.impact.told import Told

START = date(2026, 8, 3)
WEEKS = 22
CAP = 25
ENDS = ("low", "central", "high")
NOT_CONSISTENT = "not consistent with autumn 2024"
PUBLISHED = ("ae_more_24", "ae_more_25")


@dataclass(frozen=True)
class Corner:
    """One behaviour set with one value of ``cap_real``."""

    extra: Quantiles
    """Extra attendances as a share of the baseline's."""
    refused: bool
    """Whether the set sends more people than the baseline holds in too many draws."""


def asked(catalogue: Catalogue, cap_real: float, draws: int) -> Assessment:
    """Return autumn 2024 with every behaviour set and one value of ``cap_real``."""
    august, november = (catalogue.parameters[s] for s in ("u_cap_aug", "u_cap_nov"))
    first = august.central / november.central
    uptake = Uptake(november.low, november.central, november.high)
    sets = sorted(catalogue.behaviours)
    return Assessment(
        title="Autumn 2024",
        system="made-up",
        start=START,
        weeks=WEEKS,
        draws=draws * len(sets),
        seed=20240801,
        behaviours=tuple((one, 1.0) for one in sets),
        uptake={"limit_daily_contacts": (Phase(uptake, START, params={"cap": CAP}),)},
        overrides={"cap_real": (cap_real,) * 3, "L0": (first,) * 3},
    )


def corners(told: Told) -> dict[str, Corner]:
    """Return each set's corner of a run."""
    extra = _attendances(told.arms.scenario) / _attendances(told.arms.baseline) - 1.0
    plan = told.future.plan
    found = {}
    for name in plan.sets:
        mine = plan.of_set(name)
        lowered, below = (draws[mine].mean() for draws in (told.arms.lowered, told.arms.refused))
        refused = max(lowered, below) > MOST_LOWERED
        found[name] = Corner(quantiles(extra, mine / mine.sum()), bool(refused))
    return found


def _attendances(arm: Tally) -> Array:
    """Return attendances at departments and treatment centres over the horizon, [draws]."""
    counted = (arm.weekly[service, "attendances"].sum(axis=0) for service in ("ed", "utc"))
    return np.asarray(sum(counted))


def worked(catalogue: Catalogue, practices: int, draws: int) -> Mapping[str, dict[str, Corner]]:
    """Return the corners by end of ``cap_real`` and by set."""
    system, _ = synth(practices=practices, seed=1, catalogue=catalogue)
    fitted = fit(system, catalogue)
    real = catalogue.parameters["cap_real"]
    return {
        end: corners(
            tell(asked(catalogue, getattr(real, end), draws), system, fitted, catalogue, Threads(2))
        )
        for end in ENDS
    }


def results(catalogue: Catalogue, *, practices: int = 20, draws: int = 32) -> str:
    """Return the case's tables."""
    found = worked(catalogue, practices, draws)
    rise, after = (catalogue.parameters[s].central for s in PUBLISHED)
    rows = [
        (catalogue.behaviours[name].title, *(said(found[end][name], rise) for end in ENDS))
        for name in found[ENDS[0]]
    ]
    real = catalogue.parameters["cap_real"]
    columns = ("Extra A&E", *(f"`cap_real` {getattr(real, end):g}" for end in ENDS))
    published = table(
        ("Published, types 1 and 3", "August to December"),
        [
            ("2024 over 2023", percent(rise)),
            ("2025 over 2024", percent(after)),
        ],
    )
    return f"{table(columns, rows)}\n\n{published}"


def said(corner: Corner, rise: float) -> str:
    """Return a corner in words: its middle and range, and whether it can have been."""
    q = corner.extra
    if corner.refused or q.p5 is None or q.p50 is None or q.p95 is None:
        return "refused: more people than the baseline holds"
    words = f"{percent(q.p50)} ({percent(q.p5)} to {percent(q.p95)})"
    if q.p50 > rise:
        return f"{words}: {NOT_CONSISTENT}"
    return f"{words}: its upper end is {NOT_CONSISTENT}" if q.p95 > rise else words
