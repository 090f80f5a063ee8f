"""What a case came to, as the document its readers expect: a mean and standard error a measure.

Every measure is first taken draw by draw, then averaged over draws. A draw with nothing to
average (nobody served in the window, say) has no value and is left out; where no draw has one the
measure is null, never 0. The standard error is over draws and null for a single one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knockon.flow.model import Clinic, Site
from knockon.flow.results import CLINIC_FIELDS, WINDOW_COUNTS, Counts, Passage, scheduled
from knockon.validity.cases import Case

Floats = NDArray[np.float64]
Document = dict[str, Any]

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


def document(case: Case, blocks: Sequence[Counts], seconds: float) -> Document:
    """Return the document of a case from the blocks of draws it ran as."""
    stations: Document = {}
    for station in case.stations:
        if isinstance(station, Site):
            stations[station.name] = _site(case, station, blocks)
        else:
            stations[station.name] = _clinic(case, station, blocks)
    return {
        "case": case.name,
        "draws": case.draws,
        "stations": stations,
        "imbalance": max(counts.imbalance for counts in blocks),
        "seconds": round(seconds, 6),
        "events": sum(counts.events for counts in blocks),
    }


def summary(by_draw: Floats) -> dict[str, float | None]:
    """Return the mean over draws and its standard error, null where there is none."""
    known = by_draw[~np.isnan(by_draw)]
    if not known.size:
        return {"mean": None, "se": None}
    se = float(known.std(ddof=1) / np.sqrt(known.size)) if known.size > 1 else None
    return {"mean": float(known.mean()), "se": se}


def _site(case: Case, site: Site, blocks: Sequence[Counts]) -> Document:
    place = [s.name for s in blocks[0].network.sites].index(site.name)
    answers: Document = {}
    for name in SITE_COUNTS:
        field = WINDOW_COUNTS.index(name)
        answers[name] = _by_class(
            site, blocks, lambda counts, k, field=field: _window(counts).counts[place, k, field]
        )
    for name, measure in SITE_TIMES.items():
        answers[name] = _by_class(
            site, blocks, lambda counts, k, m=measure: _window(counts).mean(m, place, k)
        )
    for name in SITE_LEVELS:
        answers[name] = summary(_joined(_window(c).mean(name, place) for c in blocks))
    answers["utilisation"] = _utilisation(case, site, place, blocks)
    answers["boarding"] = summary(_joined(np.zeros(c.network.lanes) for c in blocks))
    if site.name in case.present_at:
        answers["present_at"] = _present_at(case, site.name, place, blocks)
    return answers


def _utilisation(case: Case, site: Site, place: int, blocks: Sequence[Counts]) -> Document:
    """Return busy server-time over scheduled server-time; null when servers are unlimited."""
    if site.servers is None:
        return summary(np.array([]))
    there = float(scheduled(site.servers, case.warm_up, case.warm_up + case.length)[0])
    if there == 0:
        return summary(np.array([]))
    busy = _joined(_window(c).mean("busy", place) for c in blocks)
    return summary(busy * case.length / there)


def _present_at(
    case: Case, name: str, place: int, blocks: Sequence[Counts]
) -> list[dict[str, float | None]]:
    """Return, for each time asked for, the time and the mean present then."""
    looked = _window(blocks[0]).window.present_at
    answers = []
    for time in case.present_at[name]:
        row = looked.index(time)
        present = _joined(_window(c).present_at[place, row] for c in blocks)
        answers.append({"time": time, **summary(present)})
    return answers


def _clinic(case: Case, clinic: Clinic, blocks: Sequence[Counts]) -> Document:
    place = [c.name for c in blocks[0].network.clinics].index(clinic.name)
    days = case.length / case.day

    def field(counts: Counts, class_: int, name: str) -> NDArray[np.int64]:
        return np.asarray(counts.clinics[0, place, class_, CLINIC_FIELDS.index(name)])

    def wait(counts: Counts, class_: int) -> Floats:
        served, waited = field(counts, class_, "served"), field(counts, class_, "wait_sum")
        return np.where(served > 0, waited / np.maximum(served, 1), np.nan)

    def queue(counts: Counts) -> Floats:
        waiting = sum(field(counts, k, "waiting_sum") for k in range(len(clinic.classes)))
        return np.asarray(waiting / days)

    answers: Document = {
        name: _by_class(clinic, blocks, lambda counts, k, f=counted: field(counts, k, f))
        for name, counted in CLINIC_COUNTS.items()
    }
    answers["wait"] = _by_class(clinic, blocks, wait)
    answers["queue"] = summary(_joined(queue(c) for c in blocks))
    answers["p_empty"] = summary(_joined(c.empty[0, place] / days for c in blocks))
    return answers


def people_followed(case: Case, blocks: Sequence[Counts]) -> list[Document]:
    """Return what became of each person, station by station, by the end of the case."""
    end = case.warm_up + case.length
    people = [p for counts in blocks for p in counts.passages if p.arrival <= end]
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


def _window(counts: Counts) -> Any:
    if counts.window is None:
        raise ValueError("the run was made without a window")
    return counts.window


def _by_class(station: Site | Clinic, blocks: Sequence[Counts], of: Any) -> Mapping[str, Any]:
    return {
        name: summary(_joined(of(counts, k) for counts in blocks))
        for k, name in enumerate(station.classes)
    }


def _joined(blocks: Iterable[Any]) -> Floats:
    """Return one value a draw, block after block."""
    return np.concatenate([np.asarray(block, dtype=np.float64) for block in blocks])
