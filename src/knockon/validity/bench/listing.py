"""Every benchmark by name, with its sides and its goals.

Sizes: processor seconds a measurement should be a few tenths to a few, so that five rounds of
everything take about ten minutes; quick sizes are for seeing that everything runs.

Left out: R's simmer, which needs an R and a build of its own (measured once for the engine's notes:
1.5 to 1.7 times SimPy); Numba, whose compiled heap needs a minute to compile and 200 MB; Ciw on
the whole board, where a day takes it twenty seconds.
"""

from __future__ import annotations

from knockon.validity.bench.own_sides import HEADLINES
from knockon.validity.bench.values import Benchmark, Goal, Side

OURS = "knockon"
BOARD_PRACTICES, DORSET_PRACTICES, ENGLAND_PRACTICES = 73, 68, 6139
ENGLAND_NETWORKS = 42
"""Boards England's practices are divided over: a system is a board, and so is a network."""
ENGLAND_BOARDS = 60
"""More than there are: all of them."""

BENCHMARKS = (
    Benchmark(
        "ed-site",
        "An emergency department of 24 spaces, two classes, patience",
        "events",
        (
            Side(OURS, "queues:ED_SITE.timed", 4368, 168),
            Side("simpy", "simpy_queues:ed_site", 4368, 168, "simpy"),
            Side("ciw", "ciw_queues:ed_site", 4368, 168, "ciw"),
        ),
        (Goal("ED site, events a second", 350, 1000, against="simpy"),),
    ),
    Benchmark(
        "three-stations",
        "Three stations, two classes, patience, routes",
        "events",
        (
            Side(OURS, "queues:THREE_STATIONS.timed", 3500, 200),
            Side("simpy", "simpy_queues:three_stations", 3500, 200, "simpy"),
            Side("ciw", "ciw_queues:three_stations", 3500, 200, "ciw"),
            Side("salabim", "salabim_queues:three_stations", 400, 100, "salabim"),
        ),
        (Goal("three-station network, events a second", 150, 400, against="simpy"),),
    ),
    Benchmark(
        "ten-servers",
        "M/M/10 at nine tenths of its capacity",
        "events",
        (
            Side(OURS, "queues:TEN_SERVERS.timed", 6000, 200),
            Side("simpy", "simpy_queues:ten_servers", 6000, 200, "simpy"),
            Side("ciw", "ciw_queues:ten_servers", 6000, 200, "ciw"),
            Side("salabim", "salabim_queues:ten_servers", 600, 100, "salabim"),
        ),
    ),
    Benchmark(
        "whole-day",
        "A board's day: practices, treatment centres, departments, beds",
        "days",
        (
            Side(OURS, "board_sides:whole_board", 182, 14),
            Side("simpy", "board_sides:individuals_in_simpy", 2, 1, "simpy"),
            Side("knockon, every patient an individual", "board_sides:individuals_in_ours", 14, 2),
        ),
        (Goal("whole ICS day", 5000, 20000, against="simpy"),),
    ),
    Benchmark(
        "practice-day",
        "73 crowded practices by the day",
        "practice-days",
        (
            Side(OURS, "board_sides:practice_days", 182, 14, given=(BOARD_PRACTICES, 1, 8)),
            Side("numpy", "numpy_sides:practice_days", 182, 14),
        ),
        (Goal("practice-day", 8, 30, against="numpy"),),
    ),
    Benchmark(
        "variates",
        "Poisson and binomial variates, eight laws",
        "variates",
        (
            Side(OURS, "variates:in_ours", 2_000_000, 100_000),
            Side("numpy", "variates:in_numpy", 1_000_000, 100_000),
        ),
        (Goal("variates, geometric mean of eight laws", 12, 30, against="numpy"),),
    ),
    Benchmark(
        "paired-difference",
        "Three in a hundred fewer contacts wanted: paired against unpaired",
        "runs of 26 weeks",
        (Side(OURS, "own_sides:narrowing", 128, 32),),
        tuple(
            Goal(f"variance of a scenario difference: {measure}", 15, 100, part=measure)
            for measure in HEADLINES
        ),
    ),
    Benchmark(
        "threads",
        "The board on two threads and on one",
        "days",
        (
            Side("two threads", "board_sides:on_threads", 256, 64, given=(2,)),
            Side("one thread", "board_sides:on_threads", 256, 64, given=(1,)),
        ),
        (Goal("two threads against one", 1.6, 1.95, against="one thread"),),
        clock="wall",
    ),
    Benchmark(
        "scale",
        "Practices by the day, a board's and England's",
        "practice-days",
        (
            Side(
                "68 practices", "board_sides:practice_days", 91, 7, given=(DORSET_PRACTICES, 1, 4)
            ),
            Side(
                "6,139 practices",
                "board_sides:practice_days",
                182,
                7,
                given=(ENGLAND_PRACTICES, ENGLAND_NETWORKS, 1),
            ),
        ),
        (
            Goal(
                "cost per practice-day, 6,139 ÷ 68 practices",
                1.15,
                1.0,
                against="6,139 practices",
                better="less",
            ),
        ),
    ),
    Benchmark(
        "more-stations",
        "Stations apart from one another: 1, 10, 73, 300",
        "events",
        (
            Side(OURS, "growth:stations_in_ours", 100_000, 10_000),
            Side("simpy", "growth:stations_in_simpy", 20_000, 2_000, "simpy"),
            Side("ciw", "growth:stations_in_ciw", 2_500, 1_000, "ciw"),
        ),
    ),
    Benchmark(
        "longer-queues",
        "One station behind a standing queue: nobody, 100, 1,000, 5,000",
        "events",
        (
            Side(OURS, "growth:queues_in_ours", 50_000, 5_000),
            Side("simpy", "growth:queues_in_simpy", 5_000, 500, "simpy"),
        ),
    ),
    Benchmark(
        "first-result",
        "The first result of a new process, after imports",
        "results",
        (Side(OURS, "own_sides:first_result", 1, 1),),
        (Goal("first result in a new process, after imports", 0.020, 0.005, "s", better="less"),),
        clock="wall",
    ),
    Benchmark(
        "what-if",
        "A page's what-if: a board, 26 weeks, 64 paired draws, two threads: the first answer",
        "paired draws",
        (Side(OURS, "products:first_answer", 64, 8),),
        (Goal("page what-if: 64 paired draws, 26 weeks", 3.0, 0.3, "s", better="less"),),
        clock="wall",
    ),
    Benchmark(
        "forecast",
        "A board's forecast: 26 weeks, 500 paired draws, two threads",
        "paired draws",
        (Side(OURS, "products:board_forecast", 500, 16),),
        (Goal("Dorset, 26 weeks, 500 paired draws", 30.0, 5.0, "s", better="less"),),
        clock="wall",
        rounds=3,
    ),
    Benchmark(
        "england",
        "England in one run: 36 boards, 52 weeks, 100 paired draws, two threads",
        "boards",
        (Side(OURS, "products:whole_england", ENGLAND_BOARDS, 1),),
        (
            Goal("England, 52 weeks, 100 paired draws", 480.0, 90.0, "s", better="less"),
            Goal("England, most memory", 4.0, 4.0, "GiB", part="GiB", better="less"),
        ),
        clock="wall",
        rounds=1,
        asked=True,
    ),
)

BY_NAME = {benchmark.name: benchmark for benchmark in BENCHMARKS}
