"""What a case came to, as the document its readers expect: a mean and standard error a measure.

Every measure is first taken draw by draw, block after block, and then averaged over draws. A draw
with nothing to average (nobody served in the window, say) has no value and is left out; where no
draw has one the measure is null, never 0. The standard error is over draws, null for a single one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knockon.flow.model import Clinic, Site, Station, WaitingList, Ward
from knockon.flow.results import (
    CLINIC_FIELDS,
    WINDOW_COUNTS,
    Counts,
    Passage,
    WindowTotals,
    scheduled,
)
from knockon.validity.cases import Case

Floats = NDArray[np.float64]
Document = dict[str, Any]
Path = tuple[str, ...]

SITE_COUNTS = ("arrived", "served", "left", "turned_away")
SITE_TIMES = {"wait": "wait", "time_in_station": "stay", "unserved_wait": "unserved_wait"}
SITE_LEVELS = ("queue", "present", "p_wait")
CLINIC_COUNTS = {
    "arrived": "arrived",
    "served": "served",
    "diverted": "diverted",
    "left": "left",
    "above": "above",
    "joined": "joined",
    "retrying": "retried",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What one block of draws came to: every measure, one value a draw, NaN for none."""

    by_draw: Mapping[Path, Floats]
    passages: tuple[Passage, ...]
    events: int
    imbalance: int


def measured(case: Case, counts: Counts) -> Measured:
    """Boil the counts of one block down to the measures of the case."""
    by_draw: dict[Path, Floats] = {}
    for station in case.stations:
        for path, values in _station(case, station, counts):
            by_draw[station.name, *path] = np.asarray(values, dtype=np.float64)
    return Measured(by_draw, counts.passages, counts.events, counts.imbalance)


def _station(case: Case, station: Station, counts: Counts) -> Iterator[tuple[Path, Any]]:
    if isinstance(station, Site):
        return _site(case, station, counts)
    if isinstance(station, Ward):
        return _ward(case, station, counts)
    if isinstance(station, WaitingList):
        return _list(case, station, counts)
    return _clinic(case, station, counts)


def document(case: Case, blocks: Sequence[Measured], seconds: float) -> Document:
    """Return the document of a case from its blocks of draws, in order."""
    stations: Document = {station.name: {} for station in case.stations}
    for path, values in joined(blocks).items():
        _put(stations, path, summary(values))
    for name, times in case.present_at.items():
        held = stations[name]["present_at"]
        stations[name]["present_at"] = [{"time": t, **held[str(i)]} for i, t in enumerate(times)]
    return {
        "case": case.name,
        "draws": case.draws,
        "stations": stations,
        "imbalance": max(block.imbalance for block in blocks),
        "seconds": round(seconds, 6),
        "events": sum(block.events for block in blocks),
    }


def joined(blocks: Sequence[Measured]) -> dict[Path, Floats]:
    """Return every measure draw by draw, from blocks in the order of their draws."""
    return {
        path: np.concatenate([block.by_draw[path] for block in blocks])
        for path in blocks[0].by_draw
    }


def summary(by_draw: Floats) -> dict[str, float | None]:
    """Return the mean over draws and its standard error, null where there is none."""
    known = by_draw[~np.isnan(by_draw)]
    if not known.size:
        return {"mean": None, "se": None}
    se = float(known.std(ddof=1) / np.sqrt(known.size)) if known.size > 1 else None
    return {"mean": float(known.mean()), "se": se}


def _put(stations: Document, path: Path, value: Any) -> None:
    *above, last = path
    here = stations
    for step in above:
        here = here.setdefault(step, {})
    here[last] = value


def _site(case: Case, site: Site, counts: Counts) -> Iterator[tuple[Path, Any]]:
    place = counts.network.sites.index(site)
    window = _window(counts)
    for name in SITE_COUNTS:
        field = WINDOW_COUNTS.index(name)
        for k, class_ in enumerate(site.classes):
            yield (name, class_), window.counts[place, k, field]
    for name, measure in SITE_TIMES.items():
        for k, class_ in enumerate(site.classes):
            yield (name, class_), window.mean(measure, place, k)
    for name in SITE_LEVELS:
        yield (name,), window.mean(name, place)
    yield ("utilisation",), _utilisation(site, window.mean("busy", place), window)
    yield ("boarding",), window.mean("boarding", place)
    looked = window.window.present_at
    for number, time in enumerate(case.present_at.get(site.name, ())):
        yield ("present_at", str(number)), window.present_at[place, looked.index(time)]


def _utilisation(site: Site, busy: Floats, window: WindowTotals) -> Floats:
    """Return busy server-time over scheduled server-time; none when servers are unlimited."""
    start, end = window.window.start, window.window.end
    there = 0.0 if site.servers is None else float(scheduled(site.servers, start, end)[0])
    return busy * (end - start) / there if there > 0 else np.full(busy.shape, np.nan)


def _clinic(case: Case, clinic: Clinic, counts: Counts) -> Iterator[tuple[Path, Any]]:
    place = counts.network.clinics.index(clinic)
    days = len(case.days)
    people = counts.clinics[0, place, : len(clinic.classes)].astype(np.int64)
    field = {name: people[:, number] for number, name in enumerate(CLINIC_FIELDS)}
    for name, counted in CLINIC_COUNTS.items():
        for k, class_ in enumerate(clinic.classes):
            yield (name, class_), field[counted][k]
    served, waited = field["served"], field["wait_sum"]
    wait = np.where(served > 0, waited / np.maximum(served, 1), np.nan)
    for k, class_ in enumerate(clinic.classes):
        yield ("wait", class_), wait[k]
    yield ("queue",), field["waiting_sum"].sum(axis=0) / days
    yield ("p_empty",), counts.empty[0, place] / days


def _ward(case: Case, ward: Ward, counts: Counts) -> Iterator[tuple[Path, Any]]:
    place = counts.network.wards.index(ward)
    window = _window(counts)
    looked = window.window.present_at
    yield ("occupied",), window.occupied[place] / case.length
    yield ("admitted",), window.admitted[place]
    for number, time in enumerate(case.present_at.get(ward.name, ())):
        yield ("present_at", str(number)), window.occupied_at[place, looked.index(time)]


def _list(case: Case, waiting: WaitingList, counts: Counts) -> Iterator[tuple[Path, Any]]:
    """Return the mean list of a week, the share of it within 18 weeks, and those over 52."""
    weeks = counts.waiting_list(waiting.name, "total")[case.weeks.start : case.weeks.stop]
    total = weeks.sum(axis=0).astype(np.float64)
    within, over = (
        counts.waiting_list(waiting.name, measure)[case.weeks.start : case.weeks.stop].sum(axis=0)
        for measure in ("within", "over")
    )
    none = np.full(total.shape, np.nan)
    yield ("total",), total / len(case.weeks) if case.weeks else none
    yield ("within_18",), np.divide(within, total, out=none.copy(), where=total > 0)
    yield ("over_52",), over / len(case.weeks) if case.weeks else none


def people_followed(case: Case, blocks: Sequence[Measured]) -> list[Document]:
    """Return what became of each person, station by station, by the end of the case."""
    end = case.warm_up + case.length
    people = [p for block in blocks for p in block.passages if p.arrival <= end]
    order = {station.name: number for number, station in enumerate(case.stations)}
    people.sort(key=lambda p: (p.arrival, order[p.site], p.start is None, p.start or 0.0))
    return [_person(p, end) for p in people]


def _person(passage: Passage, end: float) -> Document:
    start = _until(passage.start, end)
    finished = _until(passage.end, end)
    still_there = "in_service" if start is not None else "waiting"
    return {
        "station": passage.site,
        "class": passage.class_,
        "arrival": passage.arrival,
        "start": start,
        "end": finished,
        "fate": still_there if finished is None else passage.fate,
    }


def _until(time: float | None, end: float) -> float | None:
    return time if time is not None and time <= end else None


def _window(counts: Counts) -> WindowTotals:
    if counts.window is None:
        raise ValueError("the run was made without a window")
    return counts.window
