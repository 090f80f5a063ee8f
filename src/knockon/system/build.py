"""From a folder of published files to the system of one or more boards.

Files are read once; every step after that is arithmetic on what they say. What they do not say is
stood in for by England's rates, and the system and its account of quality tell where.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

import knockon
from knockon import published
from knockon.catalogue.values import Catalogue
from knockon.errors import KnockonError
from knockon.places import Icb, Pcn
from knockon.system import activity, general_practice, registers
from knockon.system.method import Method, method
from knockon.system.observations import observations
from knockon.system.quality import Quality, quality_of
from knockon.system.values import PracticeBaseline, System

__all__ = ["build"]


def build(
    files: Path | published.Published,
    *,
    icbs: Sequence[str],
    catalogue: Catalogue,
    today: date | None = None,
) -> tuple[System, Quality]:
    """Return the system of the boards ``icbs`` (QVV) and the account of what it rests on.

    ``files`` is a folder of published files, or what was read from one; ``today`` the day ages
    are counted to; the machine's day if not given. Raises K301 for a board that is not in the map,
    K302 where no map is among the files, K303 for a practice whose patients no file counts, and
    what reading the files raises (K2xx); nothing is half-built.
    """
    files = published.read(files) if isinstance(files, Path) else files
    boards = _boards(files.practices, icbs)
    usual = method(catalogue)
    year = general_practice.pattern(files, boards, usual)
    numbers = replace(usual, practice_season=year.season)
    practices = registers.practices(files, boards, numbers)
    services = activity.services(files, boards, practices, numbers)
    parts = _Parts(files, boards, year, practices, services)
    system = _system(parts, numbers, today or date.today())
    organisations = {b.practice.ods_code for b in system.practices} | services.organisations
    given = (*practices.gained, *year.gained, *services.gained)
    return system, quality_of(system, files.quality, organisations, given)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a system is put together from."""

    files: published.Published
    boards: tuple[Icb, ...]
    year: general_practice.Pattern
    practices: registers.Practices
    services: activity.Services


def _system(parts: _Parts, numbers: Method, built: date) -> System:
    files, practices, services = parts.files, parts.practices, parts.services
    year = parts.year
    crews = sorted({code for one in services.ambulances for code in one.services})
    return System(
        icbs=parts.boards,
        pcns=_networks(files.practices, practices.baselines),
        built=built,
        version=knockon.__version__,
        practices=practices.baselines,
        sites=services.sites,
        volumes=services.volumes,
        targets=services.targets,
        telephone=services.telephone,
        catchment=services.catchment,
        practice_season=year.season,
        practice_weekday=year.weekday,
        practice_middle=practices.middle,
        practice_months=practices.months,
        practice_growth_sd=numbers.short_growth_sd,
        practice_residual_sd=year.residual_sd,
        residual_ar=numbers.residual_ar,
        digests=dict(sorted(files.quality.digests.items())),
        notes=(*practices.notes, *year.notes, *services.notes),
        series=observations(
            files, practices.baselines, services.sites, crews, [b.code for b in parts.boards]
        ),
        wards=services.wards,
        lists=services.lists,
        ambulances=services.ambulances,
        practice_growth_mean=year.growth_mean,
        baselines=services.baselines,
    )


def _networks(map_: pl.DataFrame, practices: Sequence[PracticeBaseline]) -> tuple[Pcn, ...]:
    """Return the primary care networks the practices belong to, by code."""
    codes = {b.practice.pcn_code for b in practices} - {None}
    rows = map_.select("pcn_code", "pcn_name").unique("pcn_code", keep="any").sort("pcn_code")
    return tuple(Pcn(code, name) for code, name in rows.iter_rows() if code in codes)


def _boards(practices: pl.DataFrame, icbs: Sequence[str]) -> tuple[Icb, ...]:
    """Return the boards asked for, each once, in the order of their codes."""
    if practices.is_empty():
        raise KnockonError(
            "K302",
            "no map of practices is among the files",
            expected="Patients Registered at a GP Practice, map (gp-reg-pat-prac-map.zip)",
            remedy="Download it and put it anywhere under the folder.",
        )
    rows = practices.select("icb_code", "icb_name", "region").unique("icb_code", keep="any")
    known = {code: (name, region or "") for code, name, region in rows.sort("icb_code").iter_rows()}
    for code in icbs:
        if code not in known:
            raise _unknown(code, {key: name for key, (name, _) in known.items()})
    return tuple(Icb(code, *known[code]) for code in sorted(set(icbs)))


def _unknown(code: str, names: dict[str, str]) -> KnockonError:
    """Return the refusal of a board, with those whose name or code is nearest."""
    upper = code.upper()
    named = [key for key, name in names.items() if len(upper) > 3 and upper in name.upper()]
    alike = sorted(names, key=lambda key: (-_same_places(key, upper), key))
    near = list(dict.fromkeys([*named, *alike]))[:3]
    listed = ", ".join(f"{key} ({names[key]})" for key in near)
    return KnockonError(
        "K301",
        f"'{code}' is no integrated care board of the map of practices",
        expected=f"a code in the map, such as {listed}",
        remedy="Give the board's code after --icb.",
    )


def _same_places(one: str, other: str) -> int:
    return sum(a == b for a, b in zip(one, other, strict=False))
