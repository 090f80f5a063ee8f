"""Wards, outpatient lists, 999 and services without sites as tables, and back without loss.

One row each; what is carried forward of them (:class:`Volume`) is kept with the other volumes. A
folder written before there were any has none of these tables and is read without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

import polars as pl

from knockon.system.values import (
    Ambulance,
    ServiceBaseline,
    System,
    Volume,
    WaitingList,
    Ward,
)

WARDS, LISTS, AMBULANCES = "wards.parquet", "lists.parquet", "ambulances.parquet"
BASELINES = "baselines.parquet"
NAMES = (WARDS, LISTS, AMBULANCES, BASELINES)

Kept = Ward | WaitingList | Ambulance | ServiceBaseline

_TEXT, _NUMBER = pl.String(), pl.Float64()
_TEXTS = pl.List(pl.String())
_SCHEMAS: Mapping[str, Mapping[str, pl.DataType]] = {
    WARDS: {
        **dict.fromkeys(("id", "name", "provider"), _TEXT),
        "departments": _TEXTS,
        **dict.fromkeys(("beds", "occupied", "admitted_then"), _NUMBER),
        "months": _TEXTS,
        "through_ed": _NUMBER,
        **dict.fromkeys(("discharge_hour", "discharge_weekday"), pl.List(pl.Float64())),
        "not_meeting_criteria": _NUMBER,
        "source": _TEXT,
        "assumed": _TEXTS,
        "occupied_weekday": pl.List(pl.Float64()),
    },
    LISTS: {
        **dict.fromkeys(("id", "name", "provider", "month"), _TEXT),
        **dict.fromkeys(("waiting", "within_18_weeks", "over_52_weeks", "starts_a_week"), _NUMBER),
        "source": _TEXT,
        "assumed": _TEXTS,
    },
    AMBULANCES: {
        **dict.fromkeys(("id", "name", "icb"), _TEXT),
        "services": _TEXTS,
        **dict.fromkeys(("share", "conveyed", "handover_minutes"), _NUMBER),
        "months": _TEXTS,
        "source": _TEXT,
        "assumed": _TEXTS,
    },
    BASELINES: {
        **dict.fromkeys(("service", "measure", "organisation", "icb"), _TEXT),
        "value": _NUMBER,
        "unit": _TEXT,
        "months": _TEXTS,
        "source": _TEXT,
        "assumed": _TEXTS,
    },
}
_KINDS: Mapping[str, type[Kept]] = {
    WARDS: Ward,
    LISTS: WaitingList,
    AMBULANCES: Ambulance,
    BASELINES: ServiceBaseline,
}
_CARRIED = {WARDS: "admissions", AMBULANCES: "incidents"}
"""The field that holds what is carried forward."""


def frames(system: System) -> dict[str, pl.DataFrame]:
    """Return the tables of a system by file name."""
    parts: Mapping[str, Iterable[Kept]] = {
        WARDS: system.wards,
        LISTS: system.lists,
        AMBULANCES: system.ambulances,
        BASELINES: system.baselines,
    }
    return {
        name: pl.DataFrame([_row(part, name) for part in parts[name]], schema=dict(_SCHEMAS[name]))
        for name in NAMES
    }


def volumes(system: System) -> tuple[Volume, ...]:
    """Return what is carried forward of wards and 999, in order."""
    admissions = [ward.admissions for ward in system.wards]
    return (*admissions, *(one.incidents for one in system.ambulances))


def parts(
    tables: Mapping[str, pl.DataFrame], carried: Mapping[str, Volume]
) -> dict[str, tuple[Any, ...]]:
    """Return what these tables hold by the System's names; ``carried`` are volumes by id."""
    names = {"wards": WARDS, "lists": LISTS, "ambulances": AMBULANCES, "baselines": BASELINES}
    return {
        name: tuple(_values(table, tables.get(table), carried)) for name, table in names.items()
    }


def _row(part: Kept, table: str) -> dict[str, Any]:
    given = {name: getattr(part, name) for name in _SCHEMAS[table]}
    return {k: list(v) if isinstance(v, tuple) else v for k, v in given.items()}


def _values(
    table: str, frame: pl.DataFrame | None, carried: Mapping[str, Volume]
) -> Iterable[Kept]:
    """Yield the values of a table; none where the folder has no such table."""
    if frame is None:
        return
    kind = _KINDS[table]
    known = {f.name for f in fields(kind)}
    for row in frame.iter_rows(named=True):
        own: dict[str, Any] = {k: _plain(v) for k, v in row.items() if k in known}
        if table in _CARRIED:
            own[_CARRIED[table]] = carried[own["id"]]
        yield kind(**own)


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
