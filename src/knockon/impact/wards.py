"""A ward's beds, stays and admissions at the drawn parameters.

Mean stay by Little's law:

    stay = occupied x (1 - el_bed) x load / (emergency admissions a day x (1 - zero))

nights, of those who stay a night at all. The fit takes the admissions of the months in which beds
are published; a run takes those it expects itself, so that its baseline is as full as published
whatever the growth drawn. ``el_bed`` is planned care's part of the occupied beds,
``zero`` the share of emergency admissions gone the same day (they need no bed here), ``load`` the
fitted departure of the offered load from what is occupied. Planned care comes directly, as many a
day as fill its part of the beds with stays of the same length. Beds are those published and
``esc_bed`` more.

Stays are lognormal in nights, told by hazards: the chance of leaving on the day after a midnight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import log_ndtr

from knockon.impact.horizon import Array

if TYPE_CHECKING:
    from knockon.impact.horizon import Ints
    from knockon.system.values import Ward

BEDS = "acute_beds"
"""The service whose measures wards make."""
NIGHTS = 180
"""Nights of stay told apart; beyond them the chance of leaving no longer changes."""
_HALF_A_NIGHT = 0.5
_ROUNDS = 40


@dataclass(frozen=True)
class Stays:
    """A ward at one draw a lane: who comes, how long they stay, how many beds there are."""

    hazard: Array
    """Chance of leaving on the day after each midnight, [nights, lanes]."""
    mean: Array
    """Mean nights, [lanes]."""
    beds: Ints
    """Whole beds, [lanes]."""
    overnight: Array
    """Emergency admissions a day that stay a night, [lanes]."""
    planned: Array
    """Planned admissions a day that stay a night, [lanes]."""

    @property
    def start(self) -> Ints:
        """Whole people in bed by nights stayed, as they are in the long run, [nights, lanes]."""
        in_bed = (self.overnight + self.planned) * staying(self.hazard)
        reached = np.rint(np.cumsum(in_bed, axis=0)).astype(np.int64)
        return np.diff(reached, axis=0, prepend=0)


@dataclass(frozen=True)
class FittedWard:
    """The load fitted to a ward at rising shares of beds opened beyond those published."""

    beds: float
    occupied: float
    admitted: float
    """Emergency admissions a day in the months of the beds."""
    escalation: Array
    load: Array
    """Offered load ÷ occupied beds at each ``escalation``."""
    exit_block: bool = False
    """Whether people hold their space in the department until they have a bed here.

    Only where the fit gives back the published waits for a bed; elsewhere boarding stays inside
    the department's own fit, and those admitted wait for their bed outside of it.
    """

    @classmethod
    def told(cls, found: Mapping[str, Any]) -> FittedWard:
        """Return a ward as ``fit.json`` has it; older files know of no exit block."""
        return cls(
            beds=float(found["beds"]),
            occupied=float(found["occupied"]),
            admitted=float(found["admitted"]),
            escalation=np.array(found["esc_bed"], float),
            load=np.array(found["load"], float),
            exit_block=bool(found.get("exit_block", False)),
        )

    def at(self, p: Mapping[str, Array], admitted: Array | None = None) -> Stays:
        """Return the ward at the drawn ``los_cv``, ``zero``, ``el_bed`` and ``esc_bed``.

        ``admitted`` is emergency admissions a day, [lanes]; left out, those of the fit.
        """
        load = np.interp(p["esc_bed"], self.escalation, self.load)
        return stays(self, p, load, admitted)


def before_fit(ward: Ward) -> FittedWard:
    """Return a ward offered exactly what occupies its beds."""
    one = np.ones(1)
    return FittedWard(ward.beds, ward.occupied, ward.admitted_then, np.zeros(1), one)


def stays(
    ward: FittedWard, p: Mapping[str, Array], load: Array, admitted: Array | None = None
) -> Stays:
    """Return a ward at drawn parameters, an offered load and admissions a day, [lanes] each."""
    overnight = (ward.admitted if admitted is None else admitted) * (1.0 - p["zero"])
    mean = ward.occupied * (1.0 - p["el_bed"]) * load / overnight
    return Stays(
        hazard=hazards(mean, p["los_cv"]),
        mean=mean,
        beds=np.rint(ward.beds * (1.0 + p["esc_bed"])).astype(np.int64),
        overnight=overnight,
        planned=ward.occupied * p["el_bed"] * load / mean,
    )


def hazards(mean: Array, cv: Array) -> Array:
    """Return the hazards of lognormal stays of whole nights, one at least, [nights, lanes].

    A stay of x is of the nearest whole number of nights. The lognormal's mean is moved until the
    whole nights have ``mean``; its coefficient of variation is ``cv``.
    """
    sigma = np.sqrt(np.log1p(cv**2))
    moved = mean.copy()
    for _ in range(_ROUNDS):
        hazard = _hazards(moved * np.exp(-(sigma**2) / 2.0), sigma)
        moved = moved * mean / mean_nights(hazard)
    return hazard


def _hazards(median: Array, sigma: Array) -> Array:
    nights = np.arange(1, NIGHTS + 1)[:, None] + _HALF_A_NIGHT
    longer = log_ndtr((np.log(median) - np.log(nights)) / sigma)
    before = np.concatenate([np.zeros((1, len(median))), longer[:-1]])
    return np.asarray(-np.expm1(longer - before))


def mean_nights(hazard: Array) -> Array:
    """Return mean nights of stay, the last hazard repeated for ever, [lanes]."""
    left = staying(hazard)
    return np.asarray(left[:-1].sum(axis=0) + left[-1] / hazard[-1])


def staying(hazard: Array) -> Array:
    """Return the share still there after each night but the last one told, [nights, lanes]."""
    kept = np.cumprod(1.0 - hazard, axis=0)
    return np.concatenate([np.ones((1, hazard.shape[1])), kept[:-1]])
