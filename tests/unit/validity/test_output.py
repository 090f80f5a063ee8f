"""What a case's document holds: means and errors over draws, null where nothing is known."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knockon.errors import KnockonError
from knockon.validity import run_case, verify_files
from knockon.validity.cases import load_case_text
from knockon.validity.output import summary
from knockon.validity.verify import run_draws

TWO_STATIONS = """\
case: a clinic and a site
draws: {draws}
warm_up: 48
length: 240
seed: 3
day: 24
stations:
  - id: practice
    kind: clinic
    classes: [urgent, routine]
    arrivals: {{urgent: {{rate: 12}}, routine: {{rate: 30}}}}
    capacity: 40
    quota: {{urgent: {{hold: 10, most: 12}}}}
    backfill: true
    unseen: {{urgent: [{{retry: 0.3}}, {{to: ed, share: 0.8}}]}}
    over_cap: {{slots: 32, urgent: [{{above: 0.2}}, {{join: routine, share: 0.5}}]}}
    leaving: {{routine: 0.05}}
    when_leaving: {{routine: [{{to: ed, share: 0.5, as: urgent}}]}}
  - id: ed
    kind: site
    servers: 1
    classes: [urgent]
    arrivals: {{urgent: {{rate: 0.2}}}}
    service: {{urgent: {{lognormal: {{mean: 1, sd: 1}}}}}}
    patience: {{urgent: {{exponential: {{mean: 3}}}}}}
"""

BY_HAND = """\
case: by hand
draws: 1
length: 4
stations:
  - id: desk
    kind: site
    servers: {servers}
    classes: [all, nobody]
    arrivals: {{all: {{times: [0, 1, 3]}}}}
    service: {{all: {{constant: 2}}, nobody: {{constant: 1}}}}
    when_served: {{all: [{{to: next}}]}}
  - {{id: next, kind: site, servers: 1, classes: [all], service: {{all: {{constant: 0.5}}}}}}
"""


def mixed(draws=4):
    return load_case_text(TWO_STATIONS.format(draws=draws))


def by_hand(servers="1"):
    return load_case_text(BY_HAND.format(servers=servers))


def without_seconds(answers):
    return {key: value for key, value in answers.items() if key != "seconds"}


def test_a_site_and_a_clinic_tell_every_measure_of_the_format():
    stations = run_case(mixed())["stations"]
    assert set(stations["ed"]) == {
        *("arrived", "served", "left", "turned_away", "wait", "time_in_station"),
        *("unserved_wait", "queue", "present", "p_wait", "utilisation", "boarding"),
    }
    assert set(stations["practice"]) == {
        *("arrived", "served", "diverted", "left", "wait", "queue", "p_empty"),
        *("above", "joined", "retrying"),
    }
    assert set(stations["practice"]["wait"]) == {"urgent", "routine"}
    assert stations["practice"]["diverted"]["urgent"]["mean"] > 0
    assert stations["practice"]["above"]["urgent"]["mean"] > 0
    assert stations["practice"]["joined"]["urgent"]["mean"] > 0
    assert stations["practice"]["retrying"]["urgent"]["mean"] > 0


def test_those_a_clinic_diverts_arrive_at_the_site():
    "All of a day's diverted come on that day, so over whole days nobody is lost between the two."
    alone = TWO_STATIONS.replace("arrivals: {{urgent: {{rate: 0.2}}}}\n    service", "service")
    stations = run_case(load_case_text(alone.format(draws=8)))["stations"]
    diverted = sum(one["mean"] for one in stations["practice"]["diverted"].values())
    assert stations["ed"]["arrived"]["urgent"]["mean"] == pytest.approx(diverted)


def test_the_document_is_plain_json_and_balances():
    answers = run_case(mixed())
    assert json.loads(json.dumps(answers, allow_nan=False)) == answers
    assert (answers["case"], answers["draws"], answers["imbalance"]) == (
        "a clinic and a site",
        4,
        0,
    )
    assert answers["events"] > 0
    assert answers["seconds"] >= 0


def test_threads_change_nothing_but_the_seconds():
    one, two = run_case(mixed(70)), run_case(mixed(70), threads=2)
    assert without_seconds(one) == without_seconds(two)


def test_more_draws_repeat_the_first_ones():
    few, more = run_draws(mixed(20)), run_draws(mixed(40))
    for path, values in few[0].by_draw.items():
        assert np.array_equal(values, more[0].by_draw[path][:20], equal_nan=True)


def test_another_seed_is_another_future():
    other = replace(mixed(), seed=4)
    assert without_seconds(run_case(mixed())) != without_seconds(run_case(other))


def test_one_draw_has_no_standard_error():
    arrived = run_case(by_hand())["stations"]["desk"]["arrived"]["all"]
    assert arrived == {"mean": 3, "se": None}


def test_nobody_in_the_window_is_null_for_a_mean_and_zero_for_a_count():
    desk = run_case(by_hand())["stations"]["desk"]
    assert desk["wait"]["nobody"] == {"mean": None, "se": None}
    assert desk["served"]["nobody"]["mean"] == 0


def test_use_of_unlimited_servers_is_null():
    assert run_case(by_hand("null"))["stations"]["desk"]["utilisation"]["mean"] is None


def test_use_of_servers_who_are_never_there_is_null():
    assert run_case(by_hand("0"))["stations"]["desk"]["utilisation"]["mean"] is None


def test_draws_without_a_value_are_left_out_of_the_mean():
    assert summary(np.array([1.0, np.nan, 3.0])) == {"mean": 2.0, "se": pytest.approx(1.0)}
    assert summary(np.array([np.nan, 3.0])) == {"mean": 3.0, "se": None}


def test_the_times_asked_for_are_told_in_the_order_asked():
    text = BY_HAND.format(servers="null").replace("length: 4", "length: 4\npresent_at: [1.5, 0.5]")
    desk = run_case(load_case_text(text))["stations"]["desk"]
    assert desk["present_at"] == [
        {"time": 1.5, "mean": 2, "se": None},
        {"time": 0.5, "mean": 1, "se": None},
    ]


def test_a_trace_follows_each_person_from_station_to_station():
    people = run_case(by_hand(), trace=True)["trace"]
    assert [tuple(p.values()) for p in people] == [
        ("desk", "all", 0, 0, 2, "served"),
        ("desk", "all", 1, 2, 4, "served"),
        ("next", "all", 2, 2, 2.5, "served"),
        ("desk", "all", 3, 4, None, "in_service"),
        ("next", "all", 4, 4, None, "in_service"),
    ]


@pytest.mark.parametrize(
    ("old", "new"), [("draws: 1", "draws: 2"), ("{times: [0, 1, 3]}", "{rate: 1}")]
)
def test_a_trace_needs_one_draw_and_exact_times(old, new):
    text = BY_HAND.format(servers="1").replace(old, new)
    with pytest.raises(KnockonError, match="one draw and exact times") as caught:
        run_case(load_case_text(text), trace=True)
    assert caught.value.code == "K465"


def test_people_may_be_sent_on_to_a_clinic():
    text = """\
case: from a site to a clinic
draws: 1
length: 4
day: 1
stations:
  - {id: desk, kind: site, servers: null, classes: [all], arrivals: {all: {times: [0.1, 0.2, 1.5]}},
     service: {all: {constant: 0.1}}, when_served: {all: [{to: practice}]}}
  - {id: practice, kind: clinic, classes: [all], capacity: 1}
"""
    practice = run_case(load_case_text(text))["stations"]["practice"]
    assert practice["arrived"]["all"]["mean"] == 3
    assert practice["served"]["all"]["mean"] == 3


def test_no_file_is_run_before_every_file_is_read(tmp_path: Path):
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(BY_HAND.format(servers="1"))
    bad.write_text("case: nothing\n")
    with pytest.raises(KnockonError):
        next(verify_files([good, bad]))
    assert [answers["case"] for answers in verify_files([good, good])] == ["by hand", "by hand"]


def test_a_day_may_be_any_stretch_of_site_time():
    text = TWO_STATIONS.format(draws=2).replace("day: 24", "day: 0.1").replace("warm_up: 48", "")
    clinic = run_case(load_case_text(text.replace("length: 240", "length: 1.2")))["stations"]
    arrived = clinic["practice"]["arrived"]["routine"]["mean"]
    assert arrived == pytest.approx(12 * 30, rel=0.2)
