"""What each practice does on a working day, from the appointments summary and the map.

Published appointments count every status; the share not attended is taken out of everybody's
alike. GP-led and other staff's are kept apart.

*Hosting.* A practice whose appointments a head lie more than ``host_mad`` median absolute
deviations (scaled to a standard deviation, / 0.6745) above the middle practice holds appointments
for others. What it has above the middle practice's rate is spread over its PCN by list.

*Recorded rate.* r = attended GP-led appointments / (fully qualified FTE GPs x working days). It
rests on a few GPs in a small practice, so it is shrunk on the log scale towards the board's mean:

    log r* = m + B (log r - m),   B = tau2 / (tau2 + s2 / FTE)

tau2 is the variance between practices and s2/FTE the variance that would be there with one rate
for all, both from a weighted regression of squared deviations on 1/FTE in which far values count
as three robust deviations; m is the mean weighted by 1/(tau2 + s2/FTE). This is empirical Bayes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

import numpy as np
import numpy.typing as npt

from knockon.places import Practice
from knockon.system.values import PracticeBaseline

Floats = npt.NDArray[np.float64]
PATIENTS_PER_RATE = 10_000.0
_FAR, _SD_OF_MAD, _ROUNDS = 3.0, 0.6745, 30


@dataclass(frozen=True, slots=True)
class Period:
    """The months of a summary: their working days and their mean month factor of season."""

    working_days: int
    season: float


@dataclass(frozen=True, slots=True)
class Summary:
    """One practice's published three months of appointments and its GPs.

    Counts are appointments of every status; None is not reported. ``gp_qual_fte_10k``: fully
    qualified FTE GPs for 10,000 of ``list_size``; ``gp_fte``: the same GPs counted, which wins.
    ``gp_dna``: GP-led appointments not attended, where they are told apart.
    """

    total: float | None
    gp: float | None
    same_day_gp: float | None
    dna: float | None
    list_size: float | None
    gp_qual_fte_10k: float | None
    imd: float | None
    period: Period
    gp_dna: float | None = None
    gp_fte: float | None = None

    @property
    def fte(self) -> float:
        """Return fully qualified FTE GPs; 0 where none are reported."""
        if self.gp_fte is not None:
            return self.gp_fte
        if not self.gp_qual_fte_10k or not self.list_size:
            return 0.0
        return self.gp_qual_fte_10k * self.list_size / PATIENTS_PER_RATE


@dataclass(frozen=True, slots=True)
class Register:
    """One practice of the map with its registered patients."""

    practice: Practice
    patients: int
    ages: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class NationalRates:
    """England's rates, which stand in for a practice that published nothing.

    ``appointments``: attended and not, for 1,000 patients a working day; ``gp_share`` of them
    GP-led; ``dna`` not attended; ``same_day`` booked the same day; ``fte_10k`` fully qualified
    FTE GPs for 10,000 patients.
    """

    appointments: float
    gp_share: float
    dna: float
    same_day: float
    fte_10k: float


@dataclass(frozen=True, slots=True)
class _Working:
    """A practice while its baseline is worked out; appointments a working day, attended."""

    register: Register
    gp: float
    other: float
    same_day: float
    season: float
    fte: float
    imd: float | None
    hosting: bool
    assumed: tuple[str, ...]


def baselines(
    registers: Sequence[Register],
    summaries: Mapping[str, Summary],
    *,
    host_mad: float,
    national: NationalRates,
) -> tuple[PracticeBaseline, ...]:
    """Return every practice's baseline, in the order of their codes.

    The season is taken out of what is seen, not out of ``recorded_rate``, which is as recorded.
    """
    ordered = sorted(registers, key=lambda r: r.practice.ods_code)
    known = [_one(r, summaries.get(r.practice.ods_code), national) for r in ordered]
    known = _spread_hosts(known, summaries, host_mad)
    known = _fill_gps(known, national)
    return tuple(_baseline(w, r) for w, r in _rated(known, national))


def _rated(practices: Sequence[_Working], national: NationalRates) -> list[tuple[_Working, float]]:
    """Return each practice with its shrunk rate; one with no GP-led appointments has the board's.

    Where none has any, England's appointments and GPs give the rate.
    """
    some = [w for w in practices if w.gp > 0]
    rates = shrunk([w.gp / w.fte for w in some], [w.fte for w in some])
    of_code = {w.register.practice.ods_code: r for w, r in zip(some, rates, strict=True)}
    attended = national.appointments * (1.0 - national.dna) * national.gp_share
    usual = fmean(rates) if rates else attended / 1000.0 * PATIENTS_PER_RATE / national.fte_10k
    note = "No GP-led appointments are reported: the recorded rate is the mean of the others."
    return [
        (w, of_code[w.register.practice.ods_code])
        if w.gp > 0
        else (replace(w, assumed=(*w.assumed, note)), usual)
        for w in practices
    ]


def shrunk(rates: Sequence[float], fte: Sequence[float]) -> tuple[float, ...]:
    """Return rates drawn towards their mean on the log scale, more the fewer GPs they rest on.

    See the module's formula. One or two practices cannot show a spread: they are left alone.
    """
    if len(rates) < 3:
        return tuple(rates)
    log, inverse = np.log(np.array(rates)), 1.0 / np.array(fte)
    tame = _tamed(log)
    between, within = _variances(tame, inverse)
    total = between + within * inverse
    if not total.min() > 0:
        return tuple(rates)
    mean = float((tame / total).sum() / (1.0 / total).sum())
    return tuple(float(r) for r in np.exp(mean + between / total * (log - mean)))


def _tamed(log: Floats) -> Floats:
    """Return values with the far ones brought in to three robust deviations of the middle."""
    middle = np.median(log)
    reach = _FAR * np.median(np.abs(log - middle)) / _SD_OF_MAD
    return np.clip(log, middle - reach, middle + reach)


def _variances(log: Floats, inverse: Floats) -> tuple[float, float]:
    """Return tau2 and s2, neither below zero: squared deviations = tau2 + s2 / FTE.

    Weighted least squares, the weights being those of the fit before (a squared deviation spreads
    in proportion to its own mean).
    """
    squared = (log - log.mean()) ** 2 * len(log) / (len(log) - 1)
    between, within = float(squared.mean()), 0.0
    for _ in range(_ROUNDS):
        expected = between + within * inverse
        if not expected.min() > 0:
            break
        weight = expected**-2.0 / (expected**-2.0).sum()
        x, y = inverse - weight @ inverse, squared - weight @ squared
        slope = float(weight @ (x * y) / (weight @ x**2)) if x.any() else 0.0
        within = min(max(slope, 0.0), float(weight @ squared / (weight @ inverse)))
        between = float(weight @ squared) - within * float(weight @ inverse)
    return max(between, 0.0), within


def _one(register: Register, summary: Summary | None, national: NationalRates) -> _Working:
    """Return a practice as published, national rates standing in for what was not."""
    if summary is None or summary.total is None or summary.gp is None or not summary.total:
        return _by_national_rates(register, summary, national)
    said: list[str] = []
    dna = summary.dna
    if dna is None:
        dna = national.dna * summary.total
        said.append("Appointments not attended are not reported: England's share stands in.")
    same_day = None
    if summary.same_day_gp is not None and summary.gp:
        same_day = summary.same_day_gp / summary.gp
    if same_day is None:
        said.append("The same-day share is not reported: England's stands in.")
    gp, other = _attended(summary, summary.total, summary.gp, dna)
    return _Working(
        register,
        gp=gp,
        other=other,
        same_day=national.same_day if same_day is None else same_day,
        season=summary.period.season,
        fte=summary.fte,
        imd=summary.imd,
        hosting=False,
        assumed=tuple(said),
    )


def _attended(summary: Summary, total: float, gp: float, dna: float) -> tuple[float, float]:
    """Return attended appointments a working day, GP-led and everybody else's.

    What was not attended is taken from each where it is told apart, else from both alike.
    """
    days = summary.period.working_days
    if summary.gp_dna is None:
        attended = (1.0 - dna / total) / days
        return gp * attended, (total - gp) * attended
    kept = gp - summary.gp_dna
    return kept / days, (total - dna - kept) / days


def _by_national_rates(
    register: Register, summary: Summary | None, national: NationalRates
) -> _Working:
    attended = register.patients / 1000.0 * national.appointments * (1.0 - national.dna)
    fte = summary.fte if summary else 0.0
    return _Working(
        register,
        gp=attended * national.gp_share,
        other=attended * (1.0 - national.gp_share),
        same_day=national.same_day,
        season=1.0,
        fte=fte or register.patients / PATIENTS_PER_RATE * national.fte_10k,
        imd=summary.imd if summary else None,
        hosting=False,
        assumed=("No appointments are reported: England's rates by registered patient stand in.",),
    )


def _spread_hosts(
    practices: Sequence[_Working], summaries: Mapping[str, Summary], host_mad: float
) -> list[_Working]:
    """Spread what hosting practices have above the middle rate over their PCN, by list."""
    heads = np.array([(w.gp + w.other) / w.register.patients for w in practices])
    middle = float(np.median(heads))
    spread = float(np.median(np.abs(heads - middle))) / _SD_OF_MAD
    result = list(practices)
    for index, host in enumerate(practices):
        summary = summaries.get(host.register.practice.ods_code)
        reported = summary is not None and summary.total is not None
        if reported and spread > 0 and heads[index] > middle + host_mad * spread:
            _spread_one(result, practices, index, own=middle / float(heads[index]))
    return result


def _spread_one(
    result: list[_Working], practices: Sequence[_Working], index: int, *, own: float
) -> None:
    """Leave a host its own share of its appointments and give the rest to its PCN, in place."""
    host, members = practices[index], _network(practices, index)
    gp, other = host.gp * (1 - own), host.other * (1 - own)
    kept = result[index]
    result[index] = replace(kept, gp=kept.gp - gp, other=kept.other - other, hosting=True)
    note = _host_note(host.register.practice.ods_code, own, len(members))
    for member, share in _by_list(practices, members).items():
        before = result[member]
        result[member] = replace(
            before,
            gp=before.gp + gp * share,
            other=before.other + other * share,
            assumed=(*before.assumed, note),
        )


def _host_note(code: str, own: float, members: int) -> str:
    return (
        f"{code} holds appointments for others: {1 - own:.0%} of its appointments are spread over "
        f"the {members} practices of its PCN by list."
    )


def _network(practices: Sequence[_Working], index: int) -> list[int]:
    """Return the places of a practice's PCN in the list; itself alone where it has none."""
    pcn = practices[index].register.practice.pcn_code
    if pcn is None:
        return [index]
    return [i for i, w in enumerate(practices) if w.register.practice.pcn_code == pcn]


def _by_list(practices: Sequence[_Working], members: Sequence[int]) -> dict[int, float]:
    total = sum(practices[i].register.patients for i in members)
    return {i: practices[i].register.patients / total for i in members}


def _fill_gps(practices: Sequence[_Working], national: NationalRates) -> list[_Working]:
    """Give a practice with no GPs reported its PCN's GPs for each patient, else the board's."""

    def rate(pcn: str | None) -> float | None:
        some = [w for w in practices if w.fte > 0 and pcn in (None, w.register.practice.pcn_code)]
        patients = sum(w.register.patients for w in some)
        return sum(w.fte for w in some) / patients if patients else None

    filled = []
    for w in practices:
        if w.fte > 0:
            filled.append(w)
            continue
        pcn = w.register.practice.pcn_code
        of_pcn, of_all = rate(pcn) if pcn else None, rate(None)
        each = of_pcn or of_all or national.fte_10k / PATIENTS_PER_RATE
        whose = "its PCN's" if of_pcn else "the board's" if of_all else "England's"
        note = f"No GPs are reported: {whose} GPs for each registered patient stand in."
        filled.append(replace(w, fte=each * w.register.patients, assumed=(*w.assumed, note)))
    return filled


def _baseline(working: _Working, rate: float) -> PracticeBaseline:
    return PracticeBaseline(
        practice=working.register.practice,
        registered_patients=working.register.patients,
        ages=working.register.ages,
        imd_score=working.imd,
        gp_fte=working.fte,
        gp_seen=working.gp / working.season,
        other_seen=working.other / working.season,
        same_day_share=working.same_day,
        recorded_rate=rate,
        hosting=working.hosting,
        assumed=working.assumed,
    )
