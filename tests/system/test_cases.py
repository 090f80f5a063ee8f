"""Flow cases in a file: the contract's example, queues theory knows, and what is refused."""

import json
import math

import pytest

CONTRACT = """\
case: two classes, reneging
draws: 64
warm_up: 200
length: 2000
seed: 1
day: 24
stations:
  - id: a
    kind: site
    servers: 8
    period: 24
    capacity: null
    classes: [urgent, routine]
    arrivals:
      urgent: {rate: 2.4}
      routine: {times: [0.5, 1.25, 3]}
    service:
      urgent: {exponential: {mean: 1}}
      routine: {constant: 1.5}
    patience: {urgent: {exponential: {mean: 2}}, routine: null}
    when_impatient: {urgent: [{to: b, share: 0.4, as: same_day}]}
    when_served: {urgent: [{to: p, share: 0.1, as: planned}], routine: []}
    when_full: {urgent: []}
    at_closing: wait
  - id: p
    kind: clinic
    classes: [planned, same_day, routine]
    arrivals: {planned: {rate: 10}, same_day: {rate: 20}, routine: {rate: 40}}
    capacity: 71
    quota: {planned: 10, same_day: {hold: 20, most: 61}}
    backfill: true
    leaving: {routine: 0.02}
    unseen: {planned: [{join: routine}], same_day: [{retry: 0.4}, {to: b, share: 0.3}],
             routine: wait}
    over_cap: {slots: 65, same_day: [{above: 0.1}, {join: routine, share: 0.5}]}
    when_leaving: {routine: [{to: b, share: 0.1}]}
  - {id: b, kind: site, servers: null, classes: [same_day, routine],
     service: {same_day: {constant: 1}, routine: {constant: 1}}}
"""
BY_CLASS_AT_SITES = {"arrived", "served", "left", "turned_away", "wait", "time_in_station"}


def test_the_contracts_example_without_wards_and_lists(here):
    found = here.json("verify", "--case", here.write("case.yaml", CONTRACT))
    assert (found["case"], found["draws"], found["imbalance"]) == ("two classes, reneging", 64, 0)
    assert {"seconds", "events"} <= set(found)
    site, clinic = found["stations"]["a"], found["stations"]["p"]
    for measure in (*BY_CLASS_AT_SITES, "unserved_wait"):
        assert set(site[measure]) == {"urgent", "routine"}
    for measure in ("queue", "present", "p_wait", "utilisation", "boarding"):
        assert set(site[measure]) == {"mean", "se"}
    for measure in ("arrived", "served", "diverted", "left", "wait", "above", "joined", "retrying"):
        assert set(clinic[measure]) == {"planned", "same_day", "routine"}
    assert set(clinic["queue"]) == set(clinic["p_empty"]) == {"mean", "se"}
    assert site["wait"]["routine"] == {"mean": None, "se": None}, "nobody in the window"
    assert found["stations"]["b"]["utilisation"]["mean"] is None, "unlimited"


@pytest.mark.parametrize(
    ("station", "measures"),
    [
        (
            "{id: w, kind: ward, beds: 30, arrivals: {rate: 2}, hazard: [0.2]}",
            {"occupied", "admitted"},
        ),
        (
            "{id: l, kind: list, arrivals: {rate: 100}, capacity: 100, hazard: [0.05], start: []}",
            {"total", "within_18", "over_52"},
        ),
    ],
    ids=["ward", "list"],
)
def test_a_ward_and_a_list_alone(here, station, measures):
    here.write("case.yaml", f"case: c\ndraws: 2\nlength: 10\nstations:\n  - {station}\n")
    (found,) = here.json("verify", "--case", "case.yaml")["stations"].values()
    assert set(found) == measures
    assert all(value["mean"] is not None for value in found.values())


def test_several_files_are_one_line_of_json_each(here):
    text = CONTRACT.replace("length: 2000", "length: 50")
    cases = [here.write(f"{name}.yaml", text.replace("two", name)) for name in ("one", "more")]
    told = here.told("verify", "--case", cases[0], "--case", cases[1], "--json")
    names = [json.loads(line)["case"] for line in told.splitlines()]
    assert names == ["one classes, reneging", "more classes, reneging"]


def test_a_trace_follows_each_person(here):
    here.write(
        "desk.yaml",
        "case: desk\ndraws: 1\nwarm_up: 0\nlength: 10\nstations:\n"
        "  - {id: a, kind: site, servers: 1, classes: [x],\n"
        "     arrivals: {x: {times: [0.5, 1.5, 1.6]}}, service: {x: {constant: 1.5}},\n"
        "     patience: {x: {constant: 0.5}}}\n",
    )
    people = here.json("verify", "--case", "desk.yaml", "--trace")["trace"]
    assert [(p["arrival"], p["start"], p["end"], p["fate"]) for p in people] == [
        (0.5, 0.5, 2.0, "served"),
        (1.5, 2.0, 3.5, "served"),  # patience ends as the server frees: served
        (1.6, None, 2.1, "left"),
    ]


def erlang_c(servers, load):
    top = load**servers / math.factorial(servers) / (1 - load / servers)
    return top / (sum(load**k / math.factorial(k) for k in range(servers)) + top)


def erlang_b(servers, load):
    terms = [load**k / math.factorial(k) for k in range(servers + 1)]
    return terms[-1] / sum(terms)


def erlang_a(servers, arriving, leaving):
    """Share who wait and mean queue of M/M/c + M with service rate 1, from its birth and death."""
    weights = [1.0]
    for n in range(1, 400):
        out = min(n, servers) + max(n - servers, 0) * leaving
        weights.append(weights[-1] * arriving / out)
    shares = [w / sum(weights) for w in weights]
    return sum(shares[servers:]), sum(max(n - servers, 0) * p for n, p in enumerate(shares))


def queue(servers, *, rate, service="{exponential: {mean: 1}}", more="", length=4000):
    return (
        f"case: theory\ndraws: 64\nwarm_up: 200\nlength: {length}\nseed: 5\nstations:\n"
        f"  - {{id: a, kind: site, servers: {servers}, classes: [x],\n"
        f"     arrivals: {{x: {{rate: {rate}}}}}, service: {{x: {service}}}{more}}}\n"
    )


@pytest.mark.parametrize(
    ("text", "measure", "expected"),
    [
        (queue(3, rate=2.1), ("p_wait",), erlang_c(3, 2.1)),
        (queue(3, rate=2.1), ("wait", "x"), erlang_c(3, 2.1) / (3 - 2.1)),
        (
            queue(5, rate=6, more=", patience: {x: {exponential: {mean: 2}}}"),
            ("p_wait",),
            erlang_a(5, 6, 0.5)[0],
        ),
        (
            queue(5, rate=6, more=", patience: {x: {exponential: {mean: 2}}}"),
            ("queue",),
            erlang_a(5, 6, 0.5)[1],
        ),
        (
            queue(5, rate=4, more=", capacity: 5"),
            ("utilisation",),
            4 * (1 - erlang_b(5, 4)) / 5,
        ),
        (
            queue(1, rate=0.5, service="{erlang: {k: 2, mean: 1}}", length=12000),
            ("wait", "x"),
            0.5 * 1.5 / 2 / 0.5,
        ),
    ],
    ids=["M/M/c waits", "M/M/c wait", "Erlang A waits", "Erlang A queue", "Erlang B", "M/G/1"],
)
def test_a_case_written_by_a_stranger_agrees_with_theory(here, text, measure, expected):
    found = here.json("verify", "--case", here.write("case.yaml", text))["stations"]["a"]
    for step in measure:
        found = found[step]
    assert found["se"] < 0.02 * expected
    assert abs(found["mean"] - expected) < 4 * found["se"]
