"""Run a network: many days, up to 32 draws side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from ctypes import (
    CDLL,
    POINTER,
    byref,
    c_int64,
    c_void_p,
    pointer,
    string_at,
)
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from knockon.errors import KnockonError
from knockon.flow import kernel, layout
from knockon.flow._checks import LANES, Whole
from knockon.flow.compiled import Layout, prepared
from knockon.flow.model import Network
from knockon.flow.pairs import alike, comparable
from knockon.flow.results import (
    BACK_FIELDS,
    CAUSES,
    CLINIC_FIELDS,
    END_FIELDS,
    LIST_FIELDS,
    SITE_FIELDS,
    WARD_FIELDS,
    WINDOW_COUNTS,
    WINDOW_SUMS,
    Counts,
    Passage,
    Window,
    WindowTotals,
    most_classes,
)
from knockon.flow.states import MOST_DAYS, State, check_state, other_state, shape_of

FATES = ("served", "left", "turned_away", "present")
NO_MEMORY, IMBALANCE, OTHER_STATE, TOO_MANY = 1, 2, 3, 4
KINDS: Mapping[str, type[np.generic]] = {
    **dict.fromkeys(("window_sums", "occupied"), np.float64),
    **dict.fromkeys(("clinics", "empty", "diverted", "sites", "wards"), np.int32),
}
"""What arrays of counts hold that are not of 64-bit whole numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class RunPlan:
    """What a run is asked for: seed, the draw each lane is, and the bin of each day.

    `streams` names a draw for every lane; draws with the same name are the same draw. `bins` is
    the output bin each day's clinic counts go to, -1 for a day that is not counted;
    `diverted_bins` is where people diverted in each of those bins are counted by their ways, -1
    for nowhere. `start` is the state the run goes on from, None for what the network says of its
    start; `keep` asks for the state at the end.
    """

    seed: int
    streams: tuple[int, ...]
    bins: Whole
    diverted_bins: Whole
    window: Window | None
    start: State | None = None
    keep: bool = False

    @property
    def first_day(self) -> int:
        """The first day that is worked."""
        return 0 if self.start is None else self.start.day

    @property
    def days(self) -> int:
        """How many days are worked."""
        return int(self.bins.size)

    def weeks(self, network: Network) -> int:
        """How many weeks of lists end in the run."""
        return (self.first_day + self.days) // network.week - self.first_day // network.week

    @property
    def n_bins(self) -> int:
        """How many bins there are."""
        return int(self.bins.max(initial=-1)) + 1

    def diverted_bin(self, row: int) -> int:
        """Return where people diverted on a day of the run are counted by way; -1: nowhere."""
        bin_ = self.bins[row]
        return int(self.diverted_bins[bin_]) if bin_ >= 0 else -1

    @property
    def n_diverted_bins(self) -> int:
        """In how many bins people diverted are counted by their ways."""
        return int(self.diverted_bins.max(initial=-1)) + 1


def run_plan(  # noqa: PLR0913
    network: Network,
    *,
    seed: int,
    streams: ArrayLike,
    days: int,
    bins: ArrayLike | None = None,
    diverted_bins: ArrayLike | None = None,
    window: Window | None = None,
    start: State | None = None,
    keep: bool = False,
) -> RunPlan:
    """Return a checked run plan (K421 when draws, days and bins do not fit the network)."""
    names = np.atleast_1d(np.asarray(streams))
    first_day = 0 if start is None else start.day
    if first_day + days > MOST_DAYS:
        raise _too_long(first_day + days)
    by_day = np.zeros(max(days, 0), np.int64) if bins is None else np.array(bins, np.int64)
    n_bins = int(by_day.max(initial=-1)) + 1
    diverted = np.arange(n_bins) if diverted_bins is None else np.array(diverted_bins, np.int64)
    fits = names.shape == (network.lanes,) and np.issubdtype(names.dtype, np.integer)
    fits = fits and bool((names >= 0).all()) and days >= 1 and by_day.shape == (days,)
    fits = fits and diverted.shape == (n_bins,) and bool((diverted >= -1).all())
    if not fits or (by_day < -1).any():
        raise KnockonError(
            "K421",
            f"a run of {days} days with {names.size} draws and {by_day.size} bins of days",
            expected=f"at least one day, a bin for each, and {network.lanes} whole draw numbers",
            remedy="Give one draw number for each lane, one bin (or -1) for each day, and for each "
            "bin, if at all, one for the people diverted in it.",
        )
    draws = tuple(int(n) for n in names)
    if start is not None:
        check_state(start, network, seed, draws)
    return RunPlan(seed, draws, by_day, diverted, window, start, keep)


def _too_long(days: int) -> KnockonError:
    return KnockonError(
        "K421",
        f"a run to day {days:,}",
        expected=f"at most {MOST_DAYS:,}",
        remedy="Ask for more draws instead of a longer run.",
    )


def empty_counts(network: Network, plan: RunPlan) -> dict[str, NDArray[Any]]:
    """Return the arrays of a run's counts, zero, every lane axis `LANES` wide."""
    clinics, sites = len(network.clinics), len(network.sites)
    ends, backs = len(network.ends), len(network.backs)
    wards, lists = len(network.wards), len(network.lists)
    clinic_classes, site_classes = most_classes(network.clinics), most_classes(network.sites)
    moments = len(plan.window.present_at) if plan.window else 0
    shapes: dict[str, tuple[int, ...]] = {
        "clinics": (plan.n_bins, clinics, clinic_classes, len(CLINIC_FIELDS)),
        "empty": (plan.n_bins, clinics),
        "diverted": (
            plan.n_diverted_bins,
            clinics,
            clinic_classes,
            len(CAUSES),
            len(network.diverted_ways),
        ),
        "sites": (plan.days, sites, site_classes, len(SITE_FIELDS)),
        "wards": (plan.days, wards, len(WARD_FIELDS)),
        "lists": (plan.weeks(network), lists, len(LIST_FIELDS)),
        "ends": (plan.days, ends, len(END_FIELDS)),
        "backs": (plan.days, backs, len(BACK_FIELDS)),
        "window_counts": (sites if plan.window else 0, site_classes, len(WINDOW_COUNTS)),
        "window_sums": (sites if plan.window else 0, site_classes, len(WINDOW_SUMS)),
        "present_at": (sites if plan.window else 0, moments),
        "occupied": (wards if plan.window else 0,),
        "admitted": (wards if plan.window else 0,),
        "occupied_at": (wards if plan.window else 0, moments),
    }
    return {
        name: _cleared((*shape, LANES), KINDS.get(name, np.int64)) for name, shape in shapes.items()
    }


def _cleared(shape: tuple[int, ...], kind: type[np.generic]) -> NDArray[Any]:
    """Return zeros, written here and now.

    The system then gives their memory in large pages; left until the kernel comes to them, it
    would give it in small ones, which takes a twentieth of a run.
    """
    found = np.empty(shape, kind)
    found.fill(0)
    return found


def as_counts(  # noqa: PLR0913
    network: Network,
    plan: RunPlan,
    arrays: dict[str, NDArray[Any]],
    passages: tuple[Passage, ...],
    events: int,
    *,
    state: State | None = None,
) -> Counts:
    """Return a run's counts, the lane axis cut to the network's lanes."""
    cut = {name: given[..., : network.lanes] for name, given in arrays.items()}
    window = None
    if plan.window is not None:
        parts = (
            "window_counts",
            "window_sums",
            "present_at",
            "occupied",
            "admitted",
            "occupied_at",
        )
        window = WindowTotals(plan.window, *(cut[name] for name in parts))
    names = ("clinics", "empty", "diverted", "sites", "wards", "lists", "ends", "backs")
    main = {name: cut[name] for name in names}
    return Counts(
        network,
        window=window,
        passages=passages,
        events=events,
        imbalance=0,
        state=state,
        **main,
    )


def run(  # noqa: PLR0913
    network: Network,
    *,
    seed: int,
    streams: ArrayLike,
    days: int,
    bins: ArrayLike | None = None,
    diverted_bins: ArrayLike | None = None,
    window: Window | None = None,
    trace: bool = False,
    start: State | None = None,
    keep: bool = False,
) -> Counts:
    """Work a network through `days` days and return what happened.

    `streams` gives each lane the number of its draw; the same number under the same seed is the
    same luck in any network, lane, block or process. `bins` ([days]) sends each day's clinic
    counts to a bin (-1: nowhere; default: one bin). People diverted are counted by way and cause,
    which is much: `diverted_bins` ([bins]) puts several bins into one (-1: nowhere; default: each
    into its own). `window` asks for averages at sites.
    `trace` follows every person through every site. With `keep` the counts hold the state at the
    end; with `start` the run goes on from such a state, on its day: days and weeks counted are then
    those of this run, and times in a window go on from the first run's.
    """
    plan = run_plan(
        network,
        seed=seed,
        streams=streams,
        days=days,
        bins=bins,
        diverted_bins=diverted_bins,
        window=window,
        start=start,
        keep=keep,
    )
    ready = _ready(network, plan)
    room = 4096 if trace else 0
    while True:
        arrays = empty_counts(network, plan)
        counts, passages, state = _work(network, ready, arrays, room, plan)
        if counts.n_passages <= room:
            break
        room = counts.n_passages
    followed = _passages(network, passages, counts.n_passages)
    return as_counts(network, plan, arrays, followed, counts.events, state=state)


def run_both(  # noqa: PLR0913
    first: Network,
    second: Network,
    *,
    seed: int,
    streams: ArrayLike,
    days: int,
    bins: ArrayLike | None = None,
    diverted_bins: ArrayLike | None = None,
) -> tuple[Counts, Counts]:
    """Return what :func:`run` returns for each of two networks: sooner, where they differ little.

    Meant for the arms of a pair: the same draws without and with a change. Sites that are
    :func:`~knockon.flow.pairs.alike` are followed once as long as the same people are there.
    Networks of other stations, or of more draws, are run one by one.
    """
    networks = (first, second)
    asked: dict[str, Any] = {"seed": seed, "streams": streams, "days": days}
    asked |= {"bins": bins, "diverted_bins": diverted_bins}
    if not comparable(first, second):
        one, other = (run(network, **asked) for network in networks)
        return one, other
    plans = [run_plan(network, **asked) for network in networks]
    ready = [_ready(n, plan) for n, plan in zip(networks, plans, strict=True)]
    arrays = [empty_counts(n, plan) for n, plan in zip(networks, plans, strict=True)]
    counts = [_pointing_at(held) for held in arrays]
    same = np.array(alike(first, second), np.uint8)
    arm = c_int64()
    outcome = _library().flow_run_both(
        (POINTER(layout.CNetwork) * 2)(*(pointer(r.struct) for r in ready)),
        (POINTER(layout.CCounts) * 2)(*(pointer(c) for c in counts)),
        c_void_p(same.ctypes.data),
        byref(arm),
    )
    _refuse(outcome, networks[arm.value], counts[arm.value])
    one, other = (
        as_counts(network, plan, held, (), told.events)
        for network, plan, held, told in zip(networks, plans, arrays, counts, strict=True)
    )
    return one, other


def _library() -> CDLL:
    library = kernel.load(kernel.library_path())
    if not layout.agrees(library):
        raise KnockonError(
            "K422",
            "the engine's kernel was built from another version of its source",
            expected="a kernel of this version",
            remedy="Run `make kernel` in the project, or install it again.",
        )
    return library


def _pointing_at(arrays: Mapping[str, NDArray[Any]]) -> layout.CCounts:
    counts = layout.CCounts()
    for name, array in arrays.items():
        setattr(counts, name, array.ctypes.data)
    return counts


def _ready(network: Network, plan: RunPlan) -> Layout:
    return prepared(
        network,
        seed=plan.seed,
        streams=plan.streams,
        bins=plan.bins,
        diverted_bins=plan.diverted_bins,
        window=plan.window,
        first_day=plan.first_day,
    )


def _work(
    network: Network, ready: Layout, arrays: dict[str, NDArray[Any]], room: int, plan: RunPlan
) -> tuple[layout.CCounts, Any, State | None]:
    library = _library()
    counts = _pointing_at(arrays)
    passages = (layout.CPassage * max(room, 1))()
    counts.passages, counts.passages_room = passages, room
    if plan.start is not None:
        content = np.frombuffer(plan.start.content, np.uint8)
        counts.start, counts.start_size = content.ctypes.data, content.size
    counts.keeps = plan.keep
    _refuse(library.flow_run(byref(ready.struct), byref(counts)), network, counts)
    return counts, passages, _kept(library, network, counts, plan)


def _refuse(outcome: int, network: Network, counts: layout.CCounts) -> None:
    """Refuse a run the kernel gave up."""
    if outcome == NO_MEMORY:
        raise KnockonError(
            "K423",
            "the machine ran out of memory while people were being followed",
            expected="room for everyone waiting",
            remedy="Use fewer draws side by side, or check that the queues are not endless.",
        )
    if outcome == IMBALANCE:
        raise imbalance(network, counts)
    if outcome == TOO_MANY:
        raise KnockonError(
            "K433",
            "more people at a clinic or on a list, or days they waited, than can be told of one "
            "stretch of days",
            expected="fewer than two thousand million of each",
            remedy="Check the arrivals of clinics and lists, or count in shorter stretches.",
        )
    if outcome == OTHER_STATE:
        raise other_state("a state that does not fit the network")


def _kept(library: CDLL, network: Network, counts: layout.CCounts, plan: RunPlan) -> State | None:
    """Return the state at the end of a run that keeps it."""
    if not plan.keep:
        return None
    content = string_at(counts.state, counts.state_size)
    library.flow_forget(counts.state)
    day = plan.first_day + plan.days
    return State(day, plan.seed, plan.streams, shape_of(network), content)


def imbalance(network: Network, counts: layout.CCounts) -> KnockonError:
    """Return the error for people lost or found out of nothing, which stops a run."""
    kinds = (network.clinics, network.sites, network.wards, network.lists)
    names = [station.name for stations in kinds for station in stations]
    return KnockonError(
        "K424",
        f"at {names[counts.bad_station]} on day {counts.bad_day}, people in and out differ "
        f"by {counts.bad_gap}",
        expected="start + arrived = seen + sent on + left + waiting, exactly",
        remedy="Report it with the system and the plan: no result of this run can be used.",
    )


def _passages(network: Network, found: Sequence[Any], count: int) -> tuple[Passage, ...]:
    sites = network.sites
    listed = [
        Passage(
            sites[p.site].name,
            sites[p.site].classes[p.class_],
            p.lane,
            p.arrival,
            _time(p.start),
            _time(p.end),
            FATES[p.fate],
        )
        for p in found[:count]
    ]
    order = {site.name: place for place, site in enumerate(sites)}
    return tuple(sorted(listed, key=lambda p: (p.lane, order[p.site], p.arrival)))


def _time(given: float) -> float | None:
    return None if np.isnan(given) else float(given)
