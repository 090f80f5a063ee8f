"""A system as tables and a card, and back again without loss.

Every number of a table is kept to the bit. Words, dates and scalars of volumes and targets stand
in the card (``system.json``); factors by month, weekday and hour and the shares of practices by
site stand in ``profiles.parquet``, one row a number.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any

import polars as pl

from knockon.places import Icb, Pcn, Practice
from knockon.system import hospital_tables
from knockon.system.values import (
    AGE_BANDS,
    Observation,
    PracticeBaseline,
    Site,
    System,
    Target,
    Telephone111,
    Volume,
)

PRACTICES, SITES = "practices.parquet", "sites.parquet"
PROFILES, SERIES = "profiles.parquet", "series.parquet"
NAMES = (PRACTICES, SITES, PROFILES, SERIES)
LATER = hospital_tables.NAMES
"""Tables a folder may lack: it was written before they were kept."""

MONTHS = tuple(f"{month:02d}" for month in range(1, 13))
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS = tuple(f"{hour:02d}" for hour in range(24))
_ALL = "all"
_OF_VOLUME = {"month_factor": MONTHS, "weekday": WEEKDAYS, "hour": HOURS}
_DATES = ("built", "practice_middle")
_LISTS = ("practice_months", "notes")
_SINCE = {"practice_growth_mean": 0.0}
"""Scalars that older folders lack, with what held for those."""
_SCALARS = (
    "version",
    "practice_growth_sd",
    "practice_residual_sd",
    "residual_ar",
    "synthetic",
)
_PROFILE_SCHEMA = {
    "service": pl.String(),
    "site": pl.String(),
    "profile": pl.String(),
    "key": pl.String(),
    "value": pl.Float64(),
}
_SERIES_SCHEMA = {
    "service": pl.String(),
    "measure": pl.String(),
    "organisation": pl.String(),
    "period": pl.String(),
    "value": pl.Float64(),
    "reported": pl.Boolean(),
}
_SURROUNDINGS = (
    "nurse_fte",
    "direct_care_fte",
    "admin_fte",
    "calls_answered",
    "calls_within_a_minute",
    "within_a_week",
)

ProfileRow = tuple[str, str, str, str, float]
Profiles = Mapping[tuple[str, str, str], Mapping[str, float]]


def to_bytes(frame: pl.DataFrame) -> bytes:
    """Return a frame as Parquet, the same bytes for the same frame."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()


def from_bytes(data: bytes) -> pl.DataFrame:
    """Return the frame :func:`to_bytes` wrote."""
    return pl.read_parquet(io.BytesIO(data))


def frames(system: System) -> dict[str, pl.DataFrame]:
    """Return the system's tables by file name."""
    return {
        PRACTICES: _practices(system),
        SITES: _sites(system),
        PROFILES: pl.DataFrame(list(_profiles(system)), schema=_PROFILE_SCHEMA, orient="row"),
        SERIES: pl.DataFrame(
            [tuple(asdict(o).values()) for o in system.series], schema=_SERIES_SCHEMA, orient="row"
        ),
        **hospital_tables.frames(system),
    }


def card(system: System) -> dict[str, Any]:
    """Return what stands in ``system.json`` besides format and digests."""
    return {
        **{name: getattr(system, name) for name in (*_SCALARS, *_SINCE)},
        **{name: getattr(system, name).isoformat() for name in _DATES},
        **{name: list(getattr(system, name)) for name in _LISTS},
        "icbs": [asdict(icb) for icb in system.icbs],
        "pcns": [asdict(pcn) for pcn in system.pcns],
        "volumes": [_volume_card(volume) for volume in system.volumes],
        "carried": [_volume_card(volume) for volume in hospital_tables.volumes(system)],
        "targets": [asdict(target) for target in system.targets],
        "telephone": asdict(system.telephone),
        "digests": dict(system.digests),
    }


def system(card: Mapping[str, Any], tables: Mapping[str, pl.DataFrame]) -> System:
    """Return the system that :func:`card` and :func:`frames` took apart."""
    profiles = _read_profiles(tables[PROFILES])
    sites = tuple(_site(row) for row in tables[SITES].iter_rows(named=True))
    practices = tuple(_practice(row) for row in tables[PRACTICES].iter_rows(named=True))
    codes = [b.practice.ods_code for b in practices]
    carried = {v["site"]: _volume(v, profiles) for v in card.get("carried", ())}
    plain: dict[str, Any] = {
        **hospital_tables.parts(tables, carried),
        **{name: date.fromisoformat(card[name]) for name in _DATES},
        **{name: tuple(card[name]) for name in _LISTS},
        **{name: card[name] for name in _SCALARS},
        **{name: card.get(name, usual) for name, usual in _SINCE.items()},
    }
    return System(
        icbs=tuple(Icb(**icb) for icb in card["icbs"]),
        pcns=tuple(Pcn(**pcn) for pcn in card.get("pcns", ())),
        practices=practices,
        sites=sites,
        volumes=tuple(_volume(entry, profiles) for entry in card["volumes"]),
        targets=tuple(_target(entry) for entry in card["targets"]),
        telephone=Telephone111(**card["telephone"]),
        catchment=_catchment(sites, codes, profiles),
        practice_season=_numbers(profiles["practice", _ALL, "month_factor"], MONTHS),
        practice_weekday=_numbers(profiles["practice", _ALL, "weekday"], WEEKDAYS[:5]),
        digests=dict(card["digests"]),
        series=tuple(Observation(*row) for row in tables[SERIES].iter_rows()),
        **plain,
    )


def _practices(system: System) -> pl.DataFrame:
    rows = [
        {
            **asdict(b.practice),
            "registered_patients": b.registered_patients,
            "imd_score": b.imd_score,
            "gp_fte": b.gp_fte,
            "gp_seen": b.gp_seen,
            "other_seen": b.other_seen,
            "same_day_share": b.same_day_share,
            "recorded_rate": b.recorded_rate,
            "hosting": b.hosting,
            **{name: getattr(b, name) for name in _SURROUNDINGS},
            "assumed": list(b.assumed),
            **dict(zip(_age_columns(), b.ages or (None,) * len(AGE_BANDS), strict=True)),
        }
        for b in system.practices
    ]
    schema = {
        **dict.fromkeys(("ods_code", "name", "postcode", "pcn_code", "supplier"), pl.String()),
        "registered_patients": pl.Int64(),
        **dict.fromkeys(
            ("imd_score", "gp_fte", "gp_seen", "other_seen", "same_day_share", "recorded_rate"),
            pl.Float64(),
        ),
        "hosting": pl.Boolean(),
        **dict.fromkeys(_SURROUNDINGS, pl.Float64()),
        "assumed": pl.List(pl.String()),
        **dict.fromkeys(_age_columns(), pl.Int64()),
    }
    return pl.DataFrame(rows, schema=schema)


def _practice(row: Mapping[str, Any]) -> PracticeBaseline:
    ages = tuple(row[column] for column in _age_columns())
    own = {f.name for f in fields(PracticeBaseline)} & set(row) - {"assumed"}
    return PracticeBaseline(
        practice=Practice(**{f.name: row[f.name] for f in fields(Practice)}),
        ages=None if None in ages else ages,
        assumed=tuple(row["assumed"]),
        **{name: row[name] for name in own},
    )


def _age_columns() -> tuple[str, ...]:
    return tuple(f"age_{band}" for band in AGE_BANDS)


def _sites(system: System) -> pl.DataFrame:
    texts = ("id", "name", "provider", "kind")
    ends = ("co_located_with", "postcode", "grade", "source")
    schema = {
        **dict.fromkeys(texts, pl.String()),
        **dict.fromkeys(_hour_columns(), pl.Float64()),
        "share": pl.Float64(),
        **dict.fromkeys(ends, pl.String()),
    }
    rows = [
        {
            **{name: getattr(s, name) for name in (*texts, "share", *ends)},
            **dict(zip(_hour_columns(), (*s.opens, *s.closes), strict=True)),
        }
        for s in system.sites
    ]
    return pl.DataFrame(rows, schema=schema)


def _site(row: Mapping[str, Any]) -> Site:
    hours = tuple(row[column] for column in _hour_columns())
    own = {name: row[name] for name in row if name not in _hour_columns()}
    return Site(opens=hours[: len(WEEKDAYS)], closes=hours[len(WEEKDAYS) :], **own)


def _hour_columns() -> tuple[str, ...]:
    return tuple(f"{edge}_{day.lower()}" for edge in ("opens", "closes") for day in WEEKDAYS)


def _profiles(system: System) -> Iterator[ProfileRow]:
    """Yield every factor and every share that is not 0."""
    for volume in (*system.volumes, *hospital_tables.volumes(system)):
        for profile, keys in _OF_VOLUME.items():
            for key, value in zip(keys, getattr(volume, profile), strict=True):
                yield volume.service, volume.site, profile, key, value
    for key, value in zip(MONTHS, system.practice_season, strict=True):
        yield "practice", _ALL, "month_factor", key, value
    for key, value in zip(WEEKDAYS[:5], system.practice_weekday, strict=True):
        yield "practice", _ALL, "weekday", key, value
    codes = [b.practice.ods_code for b in system.practices]
    for kind, by_site in system.catchment.items():
        for site, shares in by_site.items():
            for code, share in zip(codes, shares, strict=True):
                if share:
                    yield kind, site, "catchment", code, share


def _read_profiles(frame: pl.DataFrame) -> Profiles:
    found: dict[tuple[str, str, str], dict[str, float]] = {}
    for service, site, profile, key, value in frame.iter_rows():
        found.setdefault((service, site, profile), {})[key] = value
    return found


def _catchment(
    sites: Sequence[Site], codes: Sequence[str], profiles: Profiles
) -> dict[str, dict[str, tuple[float, ...]]]:
    result: dict[str, dict[str, tuple[float, ...]]] = {"nhs111": {}, "utc": {}, "ed": {}}
    for site in sites:
        given = profiles.get((site.kind, site.id, "catchment"), {})
        result[site.kind][site.id] = tuple(given.get(code, 0.0) for code in codes)
    return result


def _volume_card(volume: Volume) -> dict[str, Any]:
    entry = {k: v for k, v in asdict(volume).items() if k not in _OF_VOLUME}
    entry["middle"] = volume.middle.isoformat()
    return entry


def _volume(entry: Mapping[str, Any], profiles: Profiles) -> Volume:
    service, site = entry["service"], entry["site"]
    own = dict(entry)
    own["middle"] = date.fromisoformat(own["middle"])
    own["months_used"], own["assumed"] = tuple(own["months_used"]), tuple(own["assumed"])
    factors: dict[str, Any] = {
        profile: _numbers(profiles[service, site, profile], keys)
        for profile, keys in _OF_VOLUME.items()
    }
    return Volume(**own, **factors)


def _target(entry: Mapping[str, Any]) -> Target:
    return Target(**{**entry, "months": tuple(entry["months"])})


def _numbers(found: Mapping[str, float], keys: Sequence[str]) -> tuple[float, ...]:
    return tuple(found[key] for key in keys)
