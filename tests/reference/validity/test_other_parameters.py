"""The same formulas with other parameters: nothing is tuned to the numbers books print.

Draws and lengths are those at which the standard error is a hundredth or less of most measures;
the four standard errors are what is tested.
"""

import math
import random

import pytest

from knockon.validity.cases import load_case_text
from knockon.validity.found import Found
from knockon.validity.theory_of_case import expectations
from knockon.validity.verify import run_draws

SITE = """\
case: other parameters
draws: 32
warm_up: {warm_up}
length: {length}
seed: {seed}
stations:
  - id: desk
    kind: site
    servers: {servers}
    capacity: {capacity}
    classes: [{classes}]
    arrivals: {{{arrivals}}}
    service: {{{service}}}
    patience: {{{patience}}}
"""

CLINIC = """\
case: other days
draws: 32
warm_up: 400
length: 4000
seed: {seed}
stations:
  - id: desk
    kind: clinic
    classes: [all]
    arrivals: {{all: {{rate: {rate}}}}}
    capacity: {places}
    leaving: {{all: {leaving}}}
"""


def site(chance, formula):
    """Return a settled site for a formula, in units of time and of size drawn at random."""
    servers = 1 if formula == "one_server" else chance.randint(2, 40)
    service = math.exp(chance.uniform(-3, 5))
    rate = chance.uniform(0.5, 0.85) * servers / service
    names = ["all"] if formula != "priority" else ["a", "b", "c"]
    law = f"{{exponential: {{mean: {service!r}}}}}"
    if formula == "one_server":
        law = f"{{erlang: {{k: {chance.randint(2, 9)}, mean: {service!r}}}}}"
    patience = ""
    if formula == "impatient":
        rate *= chance.uniform(0.9, 1.6)
        patience = f"all: {{exponential: {{mean: {service * chance.uniform(0.1, 4)!r}}}}}"
    return SITE.format(
        warm_up=50 * service,
        length=30_000 / rate,
        seed=chance.randrange(10**6),
        servers=servers,
        capacity=servers + chance.randint(0, 5) if formula == "waiting_room" else "null",
        classes=", ".join(names),
        arrivals=", ".join(f"{name}: {{rate: {rate / len(names)!r}}}" for name in names),
        service=", ".join(f"{name}: {law}" for name in names),
        patience=patience,
    )


def clinic(chance):
    """Return a clinic with a few places more than people, or a few fewer and some who leave."""
    rate = chance.randint(5, 120)
    spare = chance.choice([1, 2, 3, -1, -2])
    leaving = chance.uniform(0.01, 0.1) if spare < 0 or chance.random() < 0.5 else 0
    seed = chance.randrange(10**6)
    return CLINIC.format(seed=seed, rate=rate, places=rate + spare, leaving=leaving)


def apart(text, formula):
    """Return how many standard errors each measure is from the formula."""
    case = load_case_text(text)
    came_to = Found.of(case, run_draws(case))
    found = {}
    for measure, expected in expectations(case, formula, "desk").items():
        mean, se = came_to.measure(measure)
        off = mean - expected
        found[measure] = off / se if se else round(off, 9)
    return found


SITE_FORMULAS = ("many_servers", "waiting_room", "impatient", "priority", "one_server")


@pytest.mark.parametrize("formula", SITE_FORMULAS)
def test_a_site_drawn_at_random(formula):
    found = apart(site(random.Random(f"quick {formula}"), formula), formula)
    assert {measure: z for measure, z in found.items() if abs(z) >= 4} == {}


@pytest.mark.parametrize("number", range(4))
def test_a_clinic_drawn_at_random(number):
    found = apart(clinic(random.Random(f"quick {number}")), "daily_queue")
    assert {measure: z for measure, z in found.items() if abs(z) >= 4} == {}


@pytest.mark.deep
@pytest.mark.parametrize("number", range(20))
@pytest.mark.parametrize("formula", SITE_FORMULAS)
def test_many_sites_drawn_at_random(formula, number):
    found = apart(site(random.Random(f"deep {formula} {number}"), formula), formula)
    assert {measure: z for measure, z in found.items() if abs(z) >= 5} == {}


@pytest.mark.deep
@pytest.mark.parametrize("number", range(40))
def test_many_clinics_drawn_at_random(number):
    found = apart(clinic(random.Random(f"deep {number}")), "daily_queue")
    assert {measure: z for measure, z in found.items() if abs(z) >= 5} == {}
