"""Which sites a board's people go to, their hours, and whose people use which.

Sites of a known place are data (``packs/places-*/sites.csv``, ``outcodes.csv``), every row with
its source. Elsewhere a provider of the A&E files has one pooled ED and one pooled UTC, open the
usual hours, and people go by share of activity. No position is ever made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from knockon.catalogue.tables import load_table
from knockon.catalogue.yaml import Document
from knockon.errors import KnockonError
from knockon.places import Icb, Practice
from knockon.system.values import Site

KINDS = ("nhs111", "utc", "ed")
_HOUR_COLUMNS = ("opens", "closes", "opens_weekend", "closes_weekend")
_TEXTS = ("icb", "name", "provider", "kind", "grade", "source")


@dataclass(frozen=True, slots=True)
class Outcode:
    """Which provider the people of a postcode area or district use, with grade and source."""

    provider: str
    grade: str
    source: str


@dataclass(frozen=True, slots=True)
class Place:
    """A board's sites and outcode table as data."""

    sites: tuple[Site, ...]
    outcodes: Mapping[str, Outcode]


def place_of(icb: str) -> Place | None:
    """Return what the packs say of a board's sites; None where no pack names any."""
    sites = tuple(
        site
        for document in _tables("sites.csv")
        for site in _sites(document)
        if document.value[site.id]["icb"] == icb
    )
    outcodes = {
        code: Outcode(row["provider"], row["grade"], row["source"])
        for document in _tables("outcodes.csv")
        for code, row in document.value.items()
        if row["icb"] == icb
    }
    return Place(sites, outcodes) if sites else None


def usual_site(kind: str, provider: str, name: str, *, beside: str | None = None) -> Site:
    """Return a site of a provider that no pack describes, open the usual hours."""
    hours = usual()["hours.csv"][kind]
    return Site(
        id=provider if kind == "nhs111" else f"{provider}-{kind}",
        name=name,
        provider=provider,
        kind=kind,
        opens=_week(hours["opens"], hours["opens_weekend"]),
        closes=_week(hours["closes"], hours["closes_weekend"]),
        share=1.0,
        co_located_with=beside,
        postcode=None,
        grade="D" if kind == "utc" else "C",
        source=f"No list of sites is given for this place: {hours['source']}",
    )


@cache
def usual() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Return the tables of what is usual where nothing is said, by file and first column."""
    folder = _packs() / "places-usual"
    return {
        "hours.csv": load_table(folder / "hours.csv", numbers=_HOUR_COLUMNS, flags=()).value,
        "spread.csv": load_table(folder / "spread.csv", numbers=("residual_sd",), flags=()).value,
        "hospital.csv": load_table(folder / "hospital.csv", numbers=("value",), flags=()).value,
        "leaving.csv": load_table(folder / "leaving.csv", numbers=("value",), flags=()).value,
        "ambulance.csv": load_table(folder / "ambulance.csv", numbers=(), flags=()).value,
    }


def residual_sd(kind: str) -> float:
    """Return the usual spread of months about season, level and trend for a kind of series."""
    return float(usual()["spread.csv"][kind]["residual_sd"])


def usual_hospital() -> Mapping[str, float]:
    """Return England's shares for trusts that publish none, by name."""
    return {name: float(row["value"]) for name, row in usual()["hospital.csv"].items()}


def leaving_hours() -> tuple[int, int]:
    """Return the hours of the clock between which people leave a ward."""
    table = usual()["leaving.csv"]
    return int(table["first_hour"]["value"]), int(table["last_hour"]["value"])


def ambulance_services(region: str) -> Mapping[str, str]:
    """Return the ambulance services of a region: names by code."""
    rows = usual()["ambulance.csv"].items()
    return {code: str(row["name"]) for code, row in rows if row["region"] == region}


def synthetic_settings() -> Mapping[str, float]:
    """Return sizes and spreads of a made-up board, by name."""
    table = load_table(
        _packs() / "places-synthetic" / "board.csv", numbers=("value",), flags=()
    ).value
    return {name: float(row["value"]) for name, row in table.items()}


@dataclass(frozen=True, slots=True)
class SubIcb:
    """How many practices a sub-ICB location has, and whose, by the map of July 2026."""

    code: str
    icb: Icb
    practices: int
    networks: int
    registered_patients: int
    list_log_sd: float


@cache
def sub_icbs() -> tuple[SubIcb, ...]:
    """Return England's sub-ICB locations, by board and code."""
    numbers = ("practices", "networks", "registered_patients", "list_log_sd")
    table = load_table(
        _packs() / "places-england" / "sub_icbs.csv", numbers=numbers, flags=()
    ).value
    return tuple(
        SubIcb(
            code,
            Icb(row["icb"], row["icb_name"], row["region"]),
            int(row["practices"]),
            int(row["networks"]),
            int(row["registered_patients"]),
            float(row["list_log_sd"]),
        )
        for code, row in table.items()
    )


def shares(
    practices: Sequence[Practice],
    sites: Iterable[Site],
    activity: Mapping[str, float],
    outcodes: Mapping[str, Outcode],
) -> tuple[dict[str, dict[str, tuple[float, ...]]], tuple[str, ...]]:
    """Return the share of each practice's people who use each site, by kind; and who is unlisted.

    Where the outcode table names a provider with sites of a kind, they are shared by those alone,
    in proportion to activity; else by all sites of the kind. Result: ``{kind: {site: shares}}`` in
    the order of ``practices``, and the codes of practices whose postcode is not in the table.
    """
    by_kind = {kind: [s for s in sites if s.kind == kind] for kind in KINDS}
    whom = [provider_of(p.postcode, outcodes) for p in practices]
    result: dict[str, dict[str, tuple[float, ...]]] = {}
    for kind, some in by_kind.items():
        rows = [_divide(some, activity, provider) for provider in whom]
        result[kind] = {s.id: tuple(row[s.id] for row in rows) for s in some}
    unlisted = tuple(
        p.ods_code for p, provider in zip(practices, whom, strict=True) if provider is None
    )
    return result, unlisted if outcodes else ()


def provider_of(postcode: str | None, outcodes: Mapping[str, Outcode]) -> str | None:
    """Return the provider of a postcode: by district (SP8) first, else by area (SP)."""
    district = (postcode or "").split(" ")[0].upper()
    area = "".join(letter for letter in district[:2] if letter.isalpha())
    found = outcodes.get(district) or outcodes.get(area)
    return found.provider if found else None


def _divide(
    sites: Sequence[Site], activity: Mapping[str, float], provider: str | None
) -> dict[str, float]:
    own = [s for s in sites if s.provider == provider] or list(sites)
    total = sum(activity[s.id] for s in own)
    given = {s.id: activity[s.id] / total for s in own}
    return {s.id: given.get(s.id, 0.0) for s in sites}


def _sites(document: Document) -> Iterable[Site]:
    for key, row in document.value.items():
        _complete(document, key, row)
        yield Site(
            id=key,
            name=row["name"],
            provider=row["provider"],
            kind=row["kind"],
            opens=_week(row["opens"], row["opens_weekend"]),
            closes=_week(row["closes"], row["closes_weekend"]),
            share=row["share"],
            co_located_with=row.get("co_located_with"),
            postcode=row.get("postcode"),
            grade=row["grade"],
            source=row["source"],
        )


def _complete(document: Document, key: str, row: Mapping[str, Any]) -> None:
    missing = [c for c in (*_TEXTS, *_HOUR_COLUMNS, "share") if c not in row]
    if missing or row["kind"] not in KINDS:
        found = f"site {key} has no {missing[0]}" if missing else f"{key} is a {row['kind']!r}"
        raise KnockonError(
            "K304",
            found,
            expected=f"every column but co_located_with and postcode, and a kind of {KINDS}",
            remedy="Complete the row.",
            place=document.place((key,)),
        )


def _week(weekday: float, weekend: float) -> tuple[float, ...]:
    return (weekday,) * 5 + (weekend,) * 2


def _tables(name: str) -> list[Document]:
    numbers = (*_HOUR_COLUMNS, "share")
    found = sorted(_packs().glob(f"places-*/{name}"))
    return [load_table(path, numbers=numbers, flags=()) for path in found]


def _packs() -> Path:
    return Path(str(resources.files("knockon").joinpath("packs")))
