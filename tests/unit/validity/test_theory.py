"""The formulas give the values that books and tutorials print, and agree with each other."""

import math

import numpy as np
import pytest

from knockon.validity import theory
from knockon.validity.daily_queue import daily_queue


def close(expected):
    return pytest.approx(expected, rel=5e-6)


def test_one_server_four_fifths_busy_waits_four_services():
    assert theory.many_servers(0.8, 1, 1).wait == close(4)


def test_ten_servers_nine_tenths_busy():
    state = theory.many_servers(9, 1, 10)
    assert (state.p_wait, state.wait, state.queue) == close((0.668732, 0.668732, 6.018584))
    assert state.utilisation == close(0.9)


@pytest.mark.parametrize(("servers", "wait"), [(3, 4.444444), (4, 0.869565)])
def test_the_bank_of_the_ciw_tutorial(servers, wait):
    assert theory.many_servers(0.2, 10, servers).wait == close(wait)


@pytest.mark.parametrize(("servers", "wait"), [(4, 2.132378), (5, 0.521485)])
def test_the_nurses_of_the_stars_template(servers, wait):
    assert theory.many_servers(0.25, 10, servers).wait == close(wait)


def test_twenty_erlangs_on_twenty_five_lines():
    assert theory.erlang_b(25, 20) == close(0.0502218)


def test_two_servers_and_room_for_three_as_in_the_simmer_vignette():
    state = theory.waiting_room(3, 0.25, 2, 3)
    assert state.present == close(0.762340)
    assert state.turned_away / 3 == close(0.0493602)


def test_patients_who_give_up_by_erlang_a():
    rate = 220 / 24
    state = theory.impatient(rate, 2.5, 24, 12.5)
    assert (state.queue, state.p_wait) == close((3.886691, 0.583020))
    assert state.left / rate == close(0.0339202)
    assert state.left * 24 == close(7.462448)


@pytest.mark.parametrize(
    ("rates", "service", "servers", "waits"),
    [
        ((0.2, 0.6), 1, 1, (1, 5)),
        ((3, 6), 1, 10, (0.0955331, 0.955331)),
        ((3.75, 5.25), 2.5, 24, (6.91855 / 60, 110.69677 / 60)),
    ],
)
def test_priority_without_interruption(rates, service, servers, waits):
    assert theory.priority_waits(rates, service, servers) == close(waits)


def test_a_priority_that_everyone_has_is_first_come_first_served():
    assert theory.priority_waits([9], 1, 10)[0] == close(theory.many_servers(9, 1, 10).wait)


def test_the_cafe_of_the_ciw_tutorial_as_a_network():
    rates = theory.flows([0.3, 0.2, 0], [[0, 0.3, 0.7], [0, 0, 1], [0, 0, 0]])
    present = [s.present for s in theory.network(rates, [1, 2.5, 2], [1, 2, 2])]
    assert present == close([0.428571, 0.834682, 1.333333])


@pytest.mark.parametrize(("variation", "wait"), [(0, 2), (1, 4), (2, 6)])
def test_one_server_with_any_service(variation, wait):
    assert theory.one_server(0.8, 1, math.sqrt(variation)).wait == close(wait)


def test_a_server_for_everyone_with_rates_that_follow_the_hour():
    # The closed form for a rate of 10 + 5 sin(2 pi t / 24), against slices ever finer.
    slices, width = 4800, 24 / 4800
    middle = (np.arange(slices) + 0.5) * width
    rates = 10 + 5 * np.sin(2 * np.pi * middle / 24)
    present = theory.unlimited_servers(rates.tolist(), 24, 6, [0, 6, 12, 18])
    assert present == close((46.4094, 68.6520, 73.5906, 51.3480))


def test_a_server_for_everyone_with_one_rate_holds_rate_times_stay():
    assert theory.unlimited_servers([3, 3, 3], 24, 6, [5, 1000]) == close((18, 18))


@pytest.mark.parametrize(
    ("arrivals", "places", "leaving", "queue", "p_empty"),
    [
        (20, 21, 0, 7.7640, 0.3109),
        (20, 22, 0, 2.9681, 0.5286),
        (60, 63, 0, 6.3103, 0.4608),
        (20, 20, 0.02, 16.0930, 0.1215),
        (20, 19, 0.05, 20.6651, 0.0390),
    ],
)
def test_the_queue_left_at_the_end_of_a_day(arrivals, places, leaving, queue, p_empty):
    state = daily_queue(arrivals, places, leaving)
    assert state.queue == pytest.approx(queue, abs=6e-5)
    assert state.p_empty == pytest.approx(p_empty, abs=6e-5)


def test_those_who_leave_a_daily_queue_are_what_the_places_do_not_take():
    "When the queue is never empty, places and leaving together take every arrival."
    state = daily_queue(40, 19, 0.05)
    assert state.left == pytest.approx(40 - 19, rel=1e-6)


# Two ways to one number.


@pytest.mark.parametrize("load", [0.3, 5.0, 23.5])
def test_erlang_b_is_a_room_where_nobody_may_wait(load):
    state = theory.waiting_room(load, 1, 20, 20)
    assert state.turned_away / load == close(theory.erlang_b(20, load))


@pytest.mark.parametrize("servers", [1, 3, 17])
def test_a_very_large_room_is_no_limit(servers):
    rate = 0.9 * servers
    limited, unlimited = (
        theory.waiting_room(rate, 1, servers, 2000),
        theory.many_servers(rate, 1, servers),
    )
    assert (limited.p_wait, limited.wait, limited.queue) == close(
        (unlimited.p_wait, unlimited.wait, unlimited.queue)
    )


@pytest.mark.parametrize(("rate", "patience"), [(4.0, 2.0), (6.5, 0.4), (5.0, 30.0)])
def test_those_served_and_those_who_leave_together_wait_what_littles_law_says(rate, patience):
    state = theory.impatient(rate, 1, 5, patience)
    waited = (rate - state.left) * state.wait + state.left * state.unserved_wait
    assert waited == close(state.queue)
    assert state.left * patience == close(state.queue)


def test_a_patient_shorter_than_the_line_is_served_or_leaves():
    state = theory.waiting_room(8, 1, 5, 9, patience=0.7)
    assert close(state.utilisation * 5 + state.left + state.turned_away) == 8


def test_exponential_service_on_one_server_is_the_same_by_every_formula():
    assert theory.one_server(0.7, 1, 1).wait == close(theory.many_servers(0.7, 1, 1).wait)


@pytest.mark.parametrize(
    "never_settles",
    [
        lambda: theory.many_servers(3, 1, 3),
        lambda: theory.one_server(1, 1.2, 0),
        lambda: theory.priority_waits([2, 2], 1, 4),
        lambda: daily_queue(20, 20),
    ],
)
def test_a_load_that_never_settles_has_no_answer(never_settles):
    with pytest.raises(ValueError, match="settle"):
        never_settles()
