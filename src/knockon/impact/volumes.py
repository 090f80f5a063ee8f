"""Published volumes carried forward: level, season, weekday, hour, growth and monthly luck.

Volumes are set, not fitted: persons expected on a day are level x month factor x weekday factor x
(1 + g) to the power of the years since the level's months x a monthly residual. One g and one
chain of residuals per series and draw; both come from streams hashed from the seed, the draw's
point and the series, so they are the same in every scenario.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.hashing import hashed_normal
from knockon.impact.horizon import Array, Horizon

if TYPE_CHECKING:
    from knockon.impact.horizon import Ints
    from knockon.system.values import System, Volume


MAJORANT = 1.5


@dataclass(frozen=True)
class Luck:
    """What a residual is hashed from: the seed, and each draw's stream (shape [draws])."""

    seed: int
    points: Ints
    streams: Ints


def growth(horizon: Horizon, volume: Volume, luck: Luck) -> Array:
    """Return (1 + g) compounded to each day, shape [days, draws]."""
    z = hashed_normal(luck.seed, luck.points, "growth", volume.service, volume.site)
    g = volume.growth_mean + volume.growth_sd * z
    years = horizon.years_since(volume.middle)
    return np.asarray(np.power(1.0 + g[None, :], years[:, None]))


def monthly_residual(horizon: Horizon, name: str, sd: float, ar: float, luck: Luck) -> Array:
    """Return the multiplicative monthly residual on each day, mean 1, shape [days, draws].

    Stationary AR(1) on the log scale; each calendar month's shock is hashed from the month itself.
    """
    shocks = [
        hashed_normal(luck.seed, luck.streams, "residual", name, year * 12 + month)
        for year, month in horizon.calendar_months
    ]
    chain = [sd * shocks[0]]
    for shock in shocks[1:]:
        chain.append(ar * chain[-1] + sd * np.sqrt(1.0 - ar * ar) * shock)
    return np.exp(np.stack(chain)[horizon.calendar_month] - 0.5 * sd * sd)


def daily(horizon: Horizon, volume: Volume, luck: Luck) -> Array:
    """Return expected persons on each day of the published series, shape [days, draws]."""
    season = np.asarray(volume.month_factor)[horizon.month]
    weekday = np.asarray(volume.weekday)[horizon.weekday]
    fixed = volume.level * season * weekday
    name = f"{volume.service} {volume.site}"
    residual = monthly_residual(horizon, name, volume.residual_sd, volume.residual_ar, luck)
    return np.asarray(fixed[:, None] * growth(horizon, volume, luck) * residual)


def hourly(horizon: Horizon, volume: Volume, luck: Luck) -> Array:
    """Return expected persons in each hour, shape [days, 24, draws]."""
    days = daily(horizon, volume, luck)
    return np.asarray(days[:, None, :] * np.asarray(volume.hour)[None, :, None])


def peak_hour(volume: Volume) -> float:
    """Return the busiest hour's expected persons at the published level, season included."""
    return volume.level * max(volume.month_factor) * max(volume.weekday) * max(volume.hour)


def ceiling(volume: Volume) -> float:
    """Return the rate an hour at which candidates come: fixed in the system, for every scenario.

    1.5 x the baseline peak. A draw that asks for more in some hour is cut to it and counted.
    """
    return MAJORANT * peak_hour(volume)


def practice_scale(horizon: Horizon, system: System, luck: Luck) -> Array:
    """Return the factor on a practice's working-day activity each day, shape [days, draws].

    Season and weekday of general practice, growth, monthly residual; one for the whole system,
    since no longer series by practice is published. Zero on closed days.
    """
    fixed = practice_pattern(horizon, system)
    z = hashed_normal(luck.seed, luck.points, "growth", "practice")
    years = horizon.years_since(system.practice_middle)
    g = system.practice_growth_mean + system.practice_growth_sd * z
    grown = np.power(1.0 + g[None, :], years[:, None])
    sd, ar = system.practice_residual_sd, system.residual_ar
    return fixed[:, None] * grown * monthly_residual(horizon, "practice", sd, ar, luck)


def practice_pattern(horizon: Horizon, system: System) -> Array:
    """Return season x weekday of general practice, zero on closed days, shape [days]."""
    season = np.asarray(system.practice_season)[horizon.month]
    weekday = np.append(np.asarray(system.practice_weekday), (0.0, 0.0))[horizon.weekday]
    return np.asarray(season * weekday * horizon.open)
