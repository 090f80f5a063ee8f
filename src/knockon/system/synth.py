"""A made-up board of any size whose totals follow England's published rates.

For the demonstration, for trials and for tests of scale. Nothing in it is anybody's: codes begin
with X (the board is Q00) and every name says "Synthetic". The same seed and size give the same
system, value for value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

import knockon
from knockon.catalogue.values import Catalogue
from knockon.errors import KnockonError
from knockon.places import Icb, Pcn, Practice
from knockon.published import Quality as PublishedQuality
from knockon.system import ambulance, beds, national, waiting
from knockon.system.carried import Usual
from knockon.system.method import Method, method
from knockon.system.quality import Quality, quality_of
from knockon.system.sites import residual_sd, shares, synthetic_settings, usual_site
from knockon.system.values import PracticeBaseline, Site, System, Volume, Ward

BOARD = Icb("Q00", "Synthetic Board", "Synthetic Region")
MOST_PRACTICES = 9_999
MADE_UP = "Made up for trials: nothing in this system is anybody's."
_BUILT = date(2026, 1, 1)
_MIDDLE = date(2025, 10, 1)
LEAST_LIST = 1_000

Floats = npt.NDArray[np.float64]


def synth(*, practices: int = 60, seed: int = 1, catalogue: Catalogue) -> tuple[System, Quality]:
    """Return a made-up system of so many practices and its account of quality (K320: no such size).

    One emergency department with an urgent treatment centre beside it for about every 400,000
    people, one 111 service.
    """
    if not 1 <= practices <= MOST_PRACTICES:
        raise KnockonError(
            "K320",
            f"{practices} practices",
            expected=f"1 to {MOST_PRACTICES}",
            remedy="Give another number after --practices.",
        )
    numbers, settings = method(catalogue), synthetic_settings()
    people = _practices(practices, seed, numbers, settings)
    return made_up(Made(BOARD, people, first_trust=1, line="X111"), numbers)


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up board's people, and how its trusts are numbered and its 111 is coded."""

    board: Icb
    practices: tuple[PracticeBaseline, ...]
    first_trust: int
    line: str

    @property
    def patients(self) -> float:
        """Registered patients of all its practices."""
        return float(sum(b.registered_patients for b in self.practices))

    @property
    def hospitals(self) -> int:
        """How many hospitals so many patients have, one at least."""
        return max(1, round(self.patients / synthetic_settings()["patients_an_ed"]))


def made_up(made: Made, numbers: Method) -> tuple[System, Quality]:
    """Return the system of a made-up board, everything outside practices at England's rates."""
    sites = _sites(made)
    people = [b.practice for b in made.practices]
    catchment, _ = shares(people, sites, {s.id: 1.0 for s in sites}, {})
    volumes = tuple(_volume(site, sites, made.patients, numbers) for site in sites)
    trusts, wards = _wards(made, sites, numbers)
    system = System(
        icbs=(made.board,),
        pcns=_networks(made.practices),
        built=_BUILT,
        version=knockon.__version__,
        practices=made.practices,
        sites=sites,
        volumes=volumes,
        targets=(
            *(t for s in sites for t in national.targets(s, numbers.emergency)),
            *(t for ward in wards for t in beds.targets(ward, None, numbers)),
        ),
        telephone=national.telephone(numbers.emergency),
        catchment=catchment,
        practice_season=numbers.practice_season,
        practice_weekday=numbers.practice_week,
        practice_middle=_MIDDLE,
        practice_months=(),
        practice_growth_sd=numbers.short_growth_sd,
        practice_residual_sd=numbers.practice_residual_sd,
        residual_ar=numbers.residual_ar,
        digests={},
        synthetic=True,
        notes=(MADE_UP, "Totals follow England's published rates for each registered patient."),
        wards=wards,
        lists=tuple(waiting.by_rates(one, numbers.hospital) for one in trusts),
        ambulances=(ambulance.by_rates(made.board, made.patients, numbers, _MIDDLE),),
    )
    return system, quality_of(system, PublishedQuality(), ())


def _wards(
    made: Made, sites: tuple[Site, ...], numbers: Method
) -> tuple[tuple[beds.Trust, ...], tuple[Ward, ...]]:
    """Return the trusts of a made-up board, an equal part of its patients each, and their wards."""
    eds = [site for site in sites if site.kind == "ed"]
    trusts = tuple(
        beds.Trust(
            ed.provider,
            (ed.id,),
            made.patients / len(eds),
            f"Synthetic Hospital {made.first_trust + nth}",
        )
        for nth, ed in enumerate(eds)
    )
    usual = Usual(None, residual_sd(beds.KIND))
    wards = tuple(
        beds.by_rates(
            one,
            numbers,
            beds.admissions_by_rate(one, numbers, _MIDDLE, usual),
            numbers.hospital.through_ed,
        )
        for one in trusts
    )
    return trusts, wards


def _practices(
    count: int, seed: int, method: Method, settings: Mapping[str, float]
) -> tuple[PracticeBaseline, ...]:
    """Return practices whose lists, deprivation and rates spread as England's do."""
    luck = normals(seed, count, 3)
    lists = scaled(np.exp(settings["list_log_sd"] * luck[0]), settings["patients_a_practice"])
    lists = np.maximum(np.rint(lists), LEAST_LIST)
    networks = max(1, round(count / settings["practices_a_pcn"]))
    return practices_of(lists, luck[1:], networks, method)


def practices_of(
    lists: Floats, luck: Floats, networks: int, method: Method, first: tuple[int, int] = (1, 1)
) -> tuple[PracticeBaseline, ...]:
    """Return made-up practices with these lists, divided over networks in their order.

    ``luck`` are standard normals of rates and of deprivation, shape [2, practices]; ``first`` the
    numbers of the first practice and network. Rates have England's mean, weighted by list.
    """
    settings, count = synthetic_settings(), len(lists)
    rates = scaled(np.exp(settings["rate_log_sd"] * luck[0]), 1.0, weight=lists)
    imd = np.maximum(settings["imd_mean"] + settings["imd_sd"] * luck[1], 1.0)
    return tuple(
        _practice(
            first[0] + i,
            first[1] + i * networks // count,
            int(lists[i]),
            float(rates[i]),
            float(imd[i]),
            method,
        )
        for i in range(count)
    )


def _practice(  # noqa: PLR0913, PLR0917 - one practice's draws
    number: int, network: int, patients: int, rate: float, imd: float, method: Method
) -> PracticeBaseline:
    england = method.practices
    attended = patients / 1000.0 * england.appointments * (1.0 - england.dna)
    fte = patients / 10_000.0 * england.fte_10k
    gp = attended * england.gp_share * rate
    return PracticeBaseline(
        practice=Practice(
            ods_code=f"X{number:05d}",
            name=f"Synthetic Practice {number:03d}",
            postcode="",
            pcn_code=f"XP{network:04d}",
        ),
        registered_patients=patients,
        ages=None,
        imd_score=imd,
        gp_fte=fte,
        gp_seen=gp,
        other_seen=attended * (1.0 - england.gp_share),
        same_day_share=england.same_day,
        recorded_rate=gp / fte,
        hosting=False,
    )


def _networks(practices: Sequence[PracticeBaseline]) -> tuple[Pcn, ...]:
    """Return the made-up networks, named so that nobody takes them for real."""
    codes = sorted({b.practice.pcn_code for b in practices if b.practice.pcn_code})
    return tuple(Pcn(code, f"Synthetic Network {int(code[2:])}") for code in codes)


def _sites(made: Made) -> tuple[Site, ...]:
    """Return a board's hospitals, each an ED with a UTC beside it, and one 111 service."""
    found: list[Site] = []
    for number in range(made.first_trust, made.first_trust + made.hospitals):
        code = f"XT{number:02d}"
        found.append(usual_site("ed", code, f"Synthetic Hospital {number} emergency department"))
        name = f"Synthetic Hospital {number} urgent treatment centre"
        found.append(usual_site("utc", code, name, beside=f"{code}-ed"))
    return (*found, usual_site("nhs111", made.line, "Synthetic NHS 111"))


def _volume(site: Site, sites: tuple[Site, ...], patients: float, method: Method) -> Volume:
    """Return a site's equal part of what the board's people use of its kind."""
    alike = sum(other.kind == site.kind for other in sites)
    return national.volume(site, patients / alike, method, middle=_MIDDLE)


def normals(seed: int | tuple[int, ...], count: int, kinds: int) -> Floats:
    """Return standard normals, shape [kinds, count], by inversion of plain uniforms."""
    uniforms = np.random.Generator(np.random.PCG64(seed)).random((kinds, count))
    invert = NormalDist().inv_cdf
    return np.array([[invert(min(max(u, 1e-12), 1 - 1e-12)) for u in row] for row in uniforms])


def scaled(values: Floats, mean: float, weight: Floats | None = None) -> Floats:
    """Return values in proportion whose (weighted) mean is ``mean``."""
    scaled: Floats = values * (mean / np.average(values, weights=weight))
    return scaled
