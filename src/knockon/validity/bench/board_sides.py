"""The board at work: with every patient an individual, in SimPy and in ours; and as we model it."""

from __future__ import annotations

import time
from copy import deepcopy
from dataclasses import replace

import numpy as np

from knockon.flow import Block, Counts, blocks_of, run, run_blocks
from knockon.flow.results import SITE_FIELDS
from knockon.validity.bench.board import (
    ADMITTED,
    BEDS,
    CENTRE,
    CENTRES,
    DAY,
    DEPARTMENT,
    DEPARTMENTS,
    LEFT_FOR_CENTRE,
    PATIENCE_AT_PRACTICE,
    PRACTICES,
    SENT_TO_DEPARTMENT,
    STAY,
    Served,
    individuals,
    practices_alone,
    rates,
    sizes,
    staff,
    whole,
)
from knockon.validity.bench.queues import LANES
from knockon.validity.bench.simpy_queues import Model, Node, Tally, Way
from knockon.validity.bench.values import Said, Spent

FIRST_DAY = 1
"""Days are looked at from here on: the first fills an empty board."""
OPEN_DAYS_A_WEEK, DAYS_A_WEEK = 5, 7
KINDS = {
    "practices": range(PRACTICES),
    "centres": range(PRACTICES, PRACTICES + CENTRES),
    "departments": range(PRACTICES + CENTRES, PRACTICES + CENTRES + DEPARTMENTS),
}


def nodes() -> tuple[Node, ...]:
    """Return the board of individuals as SimPy's stations, in the order of our network."""
    first_centre, first_department = PRACTICES, PRACTICES + CENTRES
    practices = [
        Node(
            f"practice{p}",
            staff(size),
            1.0,
            rates(size),
            PATIENCE_AT_PRACTICE,
            served_to=Way(first_department + p % DEPARTMENTS, SENT_TO_DEPARTMENT, 1),
            left_to=Way(first_centre + p % CENTRES, LEFT_FOR_CENTRE, 1),
        )
        for p, size in enumerate(sizes())
    ]
    first_beds = first_department + DEPARTMENTS
    centres = [_node(f"utc{i}", CENTRE, None) for i in range(CENTRES)]
    departments = [
        _node(f"ed{i}", DEPARTMENT, Way(first_beds + i, ADMITTED)) for i in range(DEPARTMENTS)
    ]
    none = (0.0, 0.0), (None, None)
    beds = [Node(f"beds{i}", BEDS, 1 / STAY, *none) for i in range(DEPARTMENTS)]
    return (*practices, *centres, *departments, *beds)


def _node(name: str, kind: Served, served_to: Way | None) -> Node:
    arriving = tuple(n / DAY for n in kind.a_day)
    return Node(name, kind.servers, kind.service, arriving, kind.leaving, served_to)


def individuals_in_simpy(seed: int, days: float) -> Spent:
    """Run so many days of individuals after the first, in SimPy; work is days."""
    model = Model(nodes(), seed)
    model.run(FIRST_DAY * DAY)
    before = deepcopy(model.tally)
    seconds = model.run((FIRST_DAY + days) * DAY)
    said = _said_by_tally(before, model.tally, days)
    return Spent(days, seconds, said, _said(_individuals(seed, 1, days), days))


def individuals_in_ours(seed: int, days: float) -> Spent:
    """Run the same board of individuals in our engine; work is days times draws."""
    network = individuals()
    started = time.process_time()
    run(network, seed=seed, streams=np.arange(LANES), days=round(days))
    return Spent(days * LANES, time.process_time() - started)


def whole_board(seed: int, days: float) -> Spent:
    """Run the board as we model it; work is days times draws."""
    network = whole()
    started = time.process_time()
    run(network, seed=seed, streams=np.arange(LANES), days=round(days))
    return Spent(days * LANES, time.process_time() - started)


def on_threads(threads: int, seed: int, draws: float) -> Spent:
    """Run a quarter of the board as we model it in blocks on threads; seconds are on the wall."""
    days = 91

    def work(block: Block) -> int:
        network = replace(whole(), lanes=block.lanes)
        return run(network, seed=seed, streams=np.asarray(block.draws), days=days).events

    started = time.perf_counter()
    done = list(run_blocks(work, blocks_of(round(draws)), threads=threads))
    return Spent(draws * days, time.perf_counter() - started, parts={"blocks": len(done)})


def practice_days(practices: int, boards: int, blocks: int, seed: int, days: float) -> Spent:
    """Run practices alone, divided over boards, in so many blocks of 32 draws a board.

    Work is open practice-days times draws.
    """
    networks = [
        practices_alone(practices // boards + (i < practices % boards)) for i in range(boards)
    ]
    started = time.process_time()
    for network in networks:
        for block in blocks_of(blocks * LANES):
            run(network, seed=seed, streams=np.asarray(block.draws), days=round(days))
    seconds = time.process_time() - started
    return Spent(practices * open_days(round(days)) * blocks * LANES, seconds)


def open_days(days: int) -> int:
    """Return how many of the first days are open."""
    weeks, rest = divmod(days, DAYS_A_WEEK)
    return weeks * OPEN_DAYS_A_WEEK + min(rest, OPEN_DAYS_A_WEEK)


def _individuals(seed: int, first: int, days: float) -> Counts:
    streams = np.arange(first * LANES, (first + 1) * LANES)
    return run(individuals(), seed=seed, streams=streams, days=FIRST_DAY + round(days))


def _said(counts: Counts, days: float) -> Said:
    said = {}
    for kind, places in KINDS.items():
        for measure in ("served", "left"):
            people = counts.sites[FIRST_DAY:, places][..., SITE_FIELDS.index(measure), :]
            by_draw = people.sum(axis=(0, 1, 2)) / days
            said[f"{measure} {kind}"] = tuple(float(value) for value in by_draw)
    return said


def _said_by_tally(before: Tally, after: Tally, days: float) -> Said:
    said = {}
    for kind, places in KINDS.items():
        for measure, was, now in (
            ("served", before.served, after.served),
            ("left", before.left, after.left),
        ):
            people = sum(now[place] - was[place] for place in places)
            said[f"{measure} {kind}"] = (people / days,)
    return said
