"""What every fit shares: how hard it tries, lanes run in blocks, and the verdict on a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from knockon.flow import Block, run
from knockon.flow.model import Arrivals, Network
from knockon.flow.results import SITE_FIELDS, Counts
from knockon.impact.blocks import in_blocks
from knockon.impact.horizon import DAYS_A_WEEK, Array

if TYPE_CHECKING:
    from knockon.catalogue.values import Parameter
    from knockon.system.values import Volume

Streams = npt.NDArray[np.int64]
Solved = tuple[dict[str, Any], list[dict[str, Any]]]
"""What was fitted to one site, and its rows."""

SEED = 1
GRID = 5
WARM_UP_WEEKS = 1
NEW_STREAMS = 1000
PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard a fit tries: (streams, weeks) of each step, of the check, of a line, of a ward.

    More streams and weeks make less noise; the verdict is given on the check.
    """

    steps: tuple[tuple[int, int], ...] = ((4, 8),) * 6 + ((8, 16),) * 2
    check: tuple[int, int] = (8, 16)
    line: tuple[int, int] = (2, 6)
    ward: tuple[int, int] = (6, 16)
    ward_check: tuple[int, int] = (12, 26)


FULL_EFFORT = Effort()


@dataclass(frozen=True, slots=True)
class How:
    """What a fit may look at besides the system: parameters, effort, threads."""

    parameters: Mapping[str, Parameter]
    effort: Effort
    threads: int

    def points(self, symbol: str) -> float:
        """Return a tolerance given in percentage points, as a share."""
        return self.parameters[symbol].central / PERCENT


def week_hours(volume: Volume) -> Array:
    """Return the mean week by the hour, Monday first, shape [168]."""
    days = volume.level * np.asarray(volume.weekday)
    return np.asarray((days[:, None] * np.asarray(volume.hour)[None, :]).ravel())


def mean_week(volume: Volume, share: float) -> Arrivals:
    """Return a share of a volume's mean week as a stream of arrivals."""
    rates = share * week_hours(volume)[:, None]
    return Arrivals(rates, 1.0, float(1.5 * rates.max()))


def counts(make: Callable[[slice], Network], ids: Streams, days: int, threads: int) -> list[Counts]:
    """Run all lanes in blocks of 32 on threads, in order."""

    def work(block: Block) -> Counts:
        part = slice(block.first, block.first + block.lanes)
        return run(make(part), seed=SEED, streams=ids[part], days=days)

    return in_blocks(work, len(ids), workers=threads)


def sums(found: list[Counts], fields: tuple[str, ...], streams: int) -> list[Array]:
    """Return totals of site fields after the warm-up, one entry a group of ``streams`` lanes."""
    skip = DAYS_A_WEEK * WARM_UP_WEEKS
    totals = []
    for name in fields:
        field = SITE_FIELDS.index(name)
        lanes = np.concatenate([c.sites[skip:, 0, :, field].sum(axis=(0, 1)) for c in found])
        totals.append(lanes.reshape(-1, streams).sum(axis=1).astype(np.float64))
    return totals


def plain(values: Array) -> list[float]:
    """Return numbers as they stand in the document: rounded to the millionth."""
    return [round(float(v), 6) for v in values]


def span(months: Sequence[str]) -> str:
    """Return the first and the last of some months in words."""
    return f"{months[0]} to {months[-1]}" if months else ""


@dataclass(frozen=True, slots=True)
class Row:
    """What a fit was to give back, to be judged against what it does.

    ``unit`` says what the numbers are. A tolerance is a distance from the target; in a row whose
    tolerance is a ``factor``, a ratio to it.
    """

    service: str
    site: str
    measure: str
    target: float
    tolerance: float
    months: str
    unit: str = "share"
    factor: bool = False

    def judged(self, achieved: Array) -> dict[str, Any]:
        """Return the verdict: the grid's worst residual counts, and its mean is shown."""
        furthest = float(self._off(achieved).max())
        known = np.isfinite(furthest)
        return {
            "service": self.service,
            "site": self.site,
            "measure": self.measure,
            "target": round(float(self.target), 6),
            "achieved": round(float(achieved.mean()), 6),
            "furthest": round(furthest, 6) if known else None,
            "tolerance": self.tolerance,
            "verdict": "ok" if furthest <= self.tolerance else "outside",
            "months": self.months,
            "unit": self.unit,
            "tolerance_is": "factor" if self.factor else "difference",
        }

    def _off(self, achieved: Array) -> Array:
        """Return how far off the target each value is, as the tolerance counts it."""
        if not self.factor:
            return np.abs(achieved - self.target)
        low, high = np.minimum(achieved, self.target), np.maximum(achieved, self.target)
        with np.errstate(divide="ignore"):
            return np.asarray(high / low)
