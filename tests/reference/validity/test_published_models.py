"""What the engine's published models are held against comes from SimPy, built apart from it.

The numbers in `expected.yaml` are long runs of `simpy_models.py`; here shorter ones, with other
luck, are held to them, and the build with treat-sim's own way of drawing arrivals to what its
authors' code gives (600 runs of treat-sim 3.0.0).
"""

import math

import pytest

from knockon.validity.builtin import known_of

pytestmark = pytest.mark.deep

OF_TREAT_SIM = {
    "arrivals": (226.90, 0.64),
    "throughput": (163.30, 0.34),
    "triage.wait": (30.22, 0.72),
    "registration.wait": (103.80, 0.96),
    "examination.wait": (25.54, 0.37),
    "cubicle.wait": (134.65, 1.03),
    "trauma.wait": (150.98, 3.18),
    "trauma_cubicle.wait": (17.51, 0.51),
}
OTHERS = 1_000_000
"""Seeds from here on are of other luck than that of the runs held to."""

NAMES = {"triage.arrived.all": "arrivals", "home.arrived.all": "throughput"}


@pytest.fixture(scope="module")
def models():
    without = "SimPy is not installed: it is in the group `bench`"
    return pytest.importorskip("tests.reference.validity.simpy_models", reason=without)


def apart(found, expected):
    """Return how many standard errors of both each measure is from what is expected."""
    return {
        name: (found[name][0] - mean) / math.hypot(found[name][1], se)
        for name, (mean, se) in expected.items()
    }


def runs_of(case):
    held = known_of(case)["runs"]
    return {
        NAMES.get(name, name.removesuffix(".all")): tuple(given) for name, given in held.items()
    }


def test_the_clinic_drawn_as_treat_sim_draws_it(models):
    found = models.summed([models.clinic(OTHERS + n, as_published=True) for n in range(1, 601)])
    assert {name: z for name, z in apart(found, OF_TREAT_SIM).items() if abs(z) >= 4} == {}


@pytest.mark.parametrize(
    ("case", "model"),
    [("treatment-centre", "clinic"), ("call-centre", "calls")],
)
def test_what_the_engine_is_held_against(models, case, model):
    run = getattr(models, model)
    found = models.summed([run(OTHERS + n) for n in range(1, 401)])
    assert {name: z for name, z in apart(found, runs_of(case)).items() if abs(z) >= 4} == {}
