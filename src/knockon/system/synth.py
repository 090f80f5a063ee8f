"""A made-up board of any size whose totals follow England's published rates.

For the demonstration, for trials and for tests of scale. Nothing in it is anybody's: codes begin
with X (the board is Q00) and every name says "Synthetic". The same seed and size give the same
system, value for value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

import knockon
from knockon.catalogue.values import Catalogue
from knockon.errors import KnockonError
from knockon.places import Icb, Pcn, Practice
from knockon.published import Quality as PublishedQuality
from knockon.system import national
from knockon.system.method import Method, method
from knockon.system.quality import Quality, quality_of
from knockon.system.sites import shares, synthetic_settings, usual_site
from knockon.system.values import PracticeBaseline, Site, System, Volume

BOARD = Icb("Q00", "Synthetic Board", "Synthetic Region")
MOST_PRACTICES = 9_999
MADE_UP = "Made up for trials: nothing in this system is anybody's."
_BUILT = date(2026, 1, 1)
_MIDDLE = date(2025, 10, 1)
_LEAST_LIST = 1_000

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
    patients = float(sum(b.registered_patients for b in people))
    sites = _sites(max(1, round(patients / settings["patients_an_ed"])))
    catchment, _ = shares([b.practice for b in people], sites, {s.id: 1.0 for s in sites}, {})
    volumes = tuple(_volume(site, sites, patients, numbers) for site in sites)
    system = System(
        icbs=(BOARD,),
        pcns=_networks(people),
        built=_BUILT,
        version=knockon.__version__,
        practices=people,
        sites=sites,
        volumes=volumes,
        targets=tuple(t for s in sites for t in national.targets(s, numbers.emergency)),
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
    )
    return system, quality_of(system, PublishedQuality(), ())


def _practices(
    count: int, seed: int, method: Method, settings: Mapping[str, float]
) -> tuple[PracticeBaseline, ...]:
    """Return practices whose lists, deprivation and rates spread as England's do."""
    luck = _normals(seed, count, 3)
    lists = _scaled(np.exp(settings["list_log_sd"] * luck[0]), settings["patients_a_practice"])
    lists = np.maximum(np.rint(lists), _LEAST_LIST)
    rates = _scaled(np.exp(settings["rate_log_sd"] * luck[1]), 1.0, weight=lists)
    imd = np.maximum(settings["imd_mean"] + settings["imd_sd"] * luck[2], 1.0)
    networks = max(1, round(count / settings["practices_a_pcn"]))
    return tuple(
        _practice(i, i * networks // count, int(lists[i]), float(rates[i]), float(imd[i]), method)
        for i in range(count)
    )


def _practice(  # noqa: PLR0913, PLR0917 - one practice's draws
    index: int, network: int, patients: int, rate: float, imd: float, method: Method
) -> PracticeBaseline:
    england = method.practices
    attended = patients / 1000.0 * england.appointments * (1.0 - england.dna)
    fte = patients / 10_000.0 * england.fte_10k
    gp = attended * england.gp_share * rate
    return PracticeBaseline(
        practice=Practice(
            ods_code=f"X{index + 1:05d}",
            name=f"Synthetic Practice {index + 1:03d}",
            postcode="",
            pcn_code=f"XP{network + 1:04d}",
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
    return tuple(Pcn(code, f"Synthetic Network {i + 1}") for i, code in enumerate(codes))


def _sites(pairs: int) -> tuple[Site, ...]:
    """Return so many hospitals, each an ED with a UTC beside it, and one 111 service."""
    found: list[Site] = []
    for number in range(1, pairs + 1):
        code = f"XT{number:02d}"
        found.append(usual_site("ed", code, f"Synthetic Hospital {number} emergency department"))
        name = f"Synthetic Hospital {number} urgent treatment centre"
        found.append(usual_site("utc", code, name, beside=f"{code}-ed"))
    return (*found, usual_site("nhs111", "X111", "Synthetic NHS 111"))


def _volume(site: Site, sites: tuple[Site, ...], patients: float, method: Method) -> Volume:
    """Return a site's equal part of what the board's people use of its kind."""
    alike = sum(other.kind == site.kind for other in sites)
    return national.volume(site, patients / alike, method, middle=_MIDDLE)


def _normals(seed: int, count: int, kinds: int) -> Floats:
    """Return standard normals, shape [kinds, count], by inversion of plain uniforms."""
    uniforms = np.random.Generator(np.random.PCG64(seed)).random((kinds, count))
    invert = NormalDist().inv_cdf
    return np.array([[invert(min(max(u, 1e-12), 1 - 1e-12)) for u in row] for row in uniforms])


def _scaled(values: Floats, mean: float, weight: Floats | None = None) -> Floats:
    """Return values in proportion whose (weighted) mean is ``mean``."""
    scaled: Floats = values * (mean / np.average(values, weights=weight))
    return scaled
