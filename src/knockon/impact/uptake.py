"""Which practices take which action, from which day, in each simulated future.

Practice p takes action a from the first week t, counted from the action's own start, with

    s_a L(t) >= N(sqrt(rho) M_p + sqrt(1 - rho) e_pa),   M_p = sqrt(i) Z_pcn + sqrt(1 - i) Z_p

where s_a is the share taking it, rho (``rho_act``) the likeness of actions within a practice and i
(``icc_pcn``) that of practices within a PCN; L(t) = 1 - (1 - L0) exp(-k t/ramp) with k the
``ramp_rate``, or 1 where the ramp is 0. The right-hand side is the same in every scenario, so a
larger share takes in the same practices and more. Shares are of practices whose position is
unknown; known ones are added. A practice whose latent lies under the share already acting when
the baseline's data were collected changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from knockon.impact.hashing import hashed_normal, hashed_uniform, name_words, rounded

if TYPE_CHECKING:
    from knockon.impact.draws import Design
    from knockon.impact.hashing import Ints
    from knockon.plans.assessment import Assessment, KnownPosition, Phase, Uptake

Array = npt.NDArray[np.float64]

NEVER = 10**6
"""A day, counted from the assessment's first, that no run reaches."""


@dataclass(frozen=True, slots=True)
class Members:
    """The practices of a system in its order, the PCN of each, and the age of their baseline.

    A practice without a PCN stands alone. ``baseline`` is the middle of the months the practices'
    activity was taken from: a practice known to act since before then is in the baseline already.
    """

    codes: tuple[str, ...]
    pcns: tuple[str | None, ...]
    baseline: date

    def __post_init__(self) -> None:
        if len(self.codes) != len(self.pcns) or len(set(self.codes)) != len(self.codes):
            raise ValueError("each practice stands once, with its PCN or None")

    @property
    def groups(self) -> tuple[str, ...]:
        """Who shares a likeness: the PCN, or the practice itself."""
        return tuple(pcn or code for code, pcn in zip(self.codes, self.pcns, strict=True))


@dataclass(frozen=True, slots=True)
class Episode:
    """One action taken in one way: from and to which day, by practice and draw.

    Days count from the assessment's first; a practice acts on ``starts <= day < ends``, shape
    [practices, draws]; :data:`NEVER` where it does not begin, or does not end.
    """

    action: str
    params: Mapping[str, Any]
    starts: Ints
    ends: Ints


@dataclass(frozen=True, slots=True)
class Taking:
    """Who does what, in every draw: the episodes of each action, in order of their start."""

    members: Members
    episodes: Mapping[str, tuple[Episode, ...]]

    def in_force(self, action: str, days: Ints) -> npt.NDArray[np.int16]:
        """Return which episode of ``action`` each practice is in, -1 for none.

        Shape [days, practices, draws]; of two episodes at once the later counts.
        """
        episodes = self.episodes[action]
        number = np.full((len(days), *episodes[0].starts.shape), -1, dtype=np.int16)
        for index, episode in enumerate(episodes):
            day = days[:, None, None]
            number[(episode.starts <= day) & (day < episode.ends)] = index
        return number

    def acting(self, action: str, days: Ints) -> npt.NDArray[np.bool_]:
        """Return who takes ``action`` on each day, shape [days, practices, draws]."""
        return np.asarray(self.in_force(action, days) >= 0)

    def of_draws(self, draws: Ints) -> Taking:
        """Return the same for some of the draws, in the order given."""
        chosen = {
            action: tuple(
                replace(episode, starts=episode.starts[:, draws], ends=episode.ends[:, draws])
                for episode in episodes
            )
            for action, episodes in self.episodes.items()
        }
        return Taking(self.members, chosen)

    def share_acting(self, action: str, day: int) -> Array:
        """Return the share of all practices acting on ``day``, one entry a draw."""
        return np.asarray(self.acting(action, np.array([day]))[0].mean(axis=0))


def takes(
    assessment: Assessment,
    members: Members,
    parameters: Mapping[str, Array],
    design: Design,
    streams: Ints,
) -> Taking:
    """Return who takes what and when, at each point of the design.

    ``parameters`` holds ``rho_act icc_pcn L0 ramp ramp_rate``, drawn; ``streams`` is the draws'
    luck (see :class:`~knockon.impact.draws.DrawPlan`), as long as ``design.points``.
    """
    chances = _Chances(assessment, members, parameters, design, streams)
    return Taking(members, {action: chances.episodes(action) for action in assessment.actions})


def latent(
    action: str, members: Members, parameters: Mapping[str, Array], seed: int, streams: Ints
) -> Array:
    """Return how late each practice is to take ``action``, uniform on (0, 1), [practices, draws].

    On the normal scale two practices of a PCN correlate by rho x i, two actions of a practice by
    rho.
    """
    rho, alike = parameters["rho_act"], parameters["icc_pcn"]
    codes = name_words(members.codes)[:, None]
    groups = name_words(members.groups)[:, None]
    pcn = hashed_normal(seed, streams, "uptake of pcn", groups)
    practice = hashed_normal(seed, streams, "uptake of practice", codes)
    own = hashed_normal(seed, streams, "uptake of action", action, codes)
    mood = np.sqrt(alike) * pcn + np.sqrt(1.0 - alike) * practice
    return rounded(ndtr(np.sqrt(rho) * mood + np.sqrt(1.0 - rho) * own))


def ramp_up(week: int, ramp: Array, parameters: Mapping[str, Array]) -> Array:
    """Return L(t): share of the eventual takers acting in week t of an action; 1 at ramp 0."""
    at_once = ramp <= 0
    gone = np.exp(-parameters["ramp_rate"] * week / np.where(at_once, 1.0, ramp))
    slow = 1.0 - (1.0 - parameters["L0"]) * gone
    return np.where(at_once, 1.0, slow)


@dataclass(frozen=True, slots=True)
class _Chances:
    assessment: Assessment
    members: Members
    parameters: Mapping[str, Array]
    design: Design
    streams: Ints

    def episodes(self, action: str) -> tuple[Episode, ...]:
        known = {
            code: positions[action]
            for code, positions in self.assessment.known.items()
            if action in positions
        }
        phases = sorted(self.assessment.uptake.get(action, ()), key=lambda phase: phase.start)
        drawn = [self._phase(action, phase, frozenset(known)) for phase in phases]
        return (*drawn, *self._known(action, known))

    def _phase(self, action: str, phase: Phase, known: frozenset[str]) -> Episode:
        seed = self.design.seed
        late = latent(action, self.members, self.parameters, seed, self.streams)
        share = self._share(f"uptake.{action}", phase.uptake)
        already = self._share(f"already.{action}", phase.already)
        unknown = np.array([code not in known for code in self.members.codes])[:, None]
        may_begin = unknown & (late > already)
        starts = self._first_days(phase, np.where(may_begin, late, np.inf), share)
        if phase.until is None:
            return Episode(action, phase.params, starts, np.full_like(starts, NEVER))
        until = self._day(phase.until)
        starts = np.where(starts < until, starts, NEVER)
        codes = name_words(self.members.codes)[:, None]
        when = phase.until.toordinal()
        chance = hashed_uniform(seed, self.streams, "reverting", action, when, codes)
        return Episode(
            action, phase.params, starts, np.where(chance < phase.reverting, until, NEVER)
        )

    def _first_days(self, phase: Phase, late: Array, share: Array) -> Ints:
        ramp = self.parameters["ramp"]
        if phase.ramp_weeks is not None:
            ramp = np.full_like(ramp, phase.ramp_weeks)
        first = self._day(phase.start)
        starts = np.full(late.shape, NEVER, dtype=np.int64)
        for week in range(1 + max(0, self._day(self.assessment.end) - first) // 7):
            reached = share * ramp_up(week, ramp, self.parameters)
            starts[(starts == NEVER) & (reached >= late)] = first + 7 * week
        return starts

    def _known(self, action: str, known: Mapping[str, KnownPosition]) -> list[Episode]:
        ways: dict[str, tuple[Mapping[str, Any], Ints]] = {}
        for code in sorted(set(known) & set(self.members.codes)):
            position = known[code]
            since = position.since or self.assessment.start
            if not position.taking or since < self.members.baseline:
                continue
            way = repr(sorted(position.params.items()))
            _, starts = ways.setdefault(way, (position.params, self._nobody()))
            starts[self.members.codes.index(code)] = self._day(since)
        shown = [Episode(action, p, s, np.full_like(s, NEVER)) for p, s in ways.values()]
        empty = Episode(action, {}, self._nobody(), self._nobody())
        return shown or ([] if action in self.assessment.uptake else [empty])

    def _share(self, symbol: str, uptake: Uptake) -> Array:
        return self.design.sample(symbol, uptake.low, uptake.likely, uptake.high)

    def _nobody(self) -> Ints:
        return np.full((len(self.members.codes), len(self.streams)), NEVER, dtype=np.int64)

    def _day(self, day: date) -> int:
        return (day - self.assessment.start).days
