"""What counts as agreement, and that theory is never asked about a case it does not fit."""

import pytest

from knockon.validity.builtin import builtin_case, builtin_names
from knockon.validity.cases import load_case_text
from knockon.validity.rows import Line
from knockon.validity.theory_of_case import expectations

LINE = Line("theory", "a case", "a book")


@pytest.mark.parametrize(
    ("expected", "got", "se", "verdict"),
    [
        (10, 10.3, 0.09, "agrees"),
        (10, 10.4, 0.09, "differs"),
        (10, 10.1, 0.11, "too wide"),
        (10, 11.1, 0.11, "differs"),
        (10, None, None, "differs"),
        (0, 0, 0, "agrees"),
        (1, 1.0001, 0, "differs"),
    ],
)
def test_a_measure_agrees_when_it_is_near_and_the_error_small(expected, got, se, verdict):
    assert LINE.by_chance("wait", expected, got, se).verdict == verdict


@pytest.mark.parametrize(
    ("expected", "got", "verdict"),
    [
        (1, 1 + 1e-12, "agrees"),
        (1, 1.001, "differs"),
        (None, None, "agrees"),
        (None, 0, "differs"),
        (0, None, "differs"),
    ],
)
def test_what_is_worked_by_hand_must_be_equal(expected, got, verdict):
    assert LINE.exactly("wait", expected, got).verdict == verdict


@pytest.mark.parametrize(
    ("got", "verdict"), [(0.1, "agrees"), (0.11, "differs"), (None, "differs")]
)
def test_a_measure_may_be_allowed_to_be_so_far(got, verdict):
    assert LINE.within("wait", 0, got, 0.1).verdict == verdict


def test_every_built_in_case_is_read():
    assert {builtin_case(name).draws > 0 for name in builtin_names()} == {True}


SITE = """\
case: one
draws: 1
length: 10
stations:
  - id: desk
    kind: site
    servers: {servers}
    capacity: {capacity}
    classes: [all]
    arrivals: {{all: {{rate: 1}}}}
    service: {{all: {service}}}
"""


@pytest.mark.parametrize(
    ("formula", "changes"),
    [
        ("many_servers", {"service": "{constant: 0.5}"}),
        ("many_servers", {"capacity": "4"}),
        ("many_servers", {"servers": "null"}),
        ("waiting_room", {}),
        ("impatient", {}),
        ("one_server", {"servers": "2"}),
        ("unlimited_servers", {"servers": "null"}),
        ("daily_queue", {}),
    ],
)
def test_a_formula_refuses_a_case_it_does_not_fit(formula, changes):
    plain = {"servers": "1", "capacity": "null", "service": "{exponential: {mean: 0.5}}"}
    case = load_case_text(SITE.format(**plain | changes))
    with pytest.raises(ValueError, match="the formula needs"):
        expectations(case, formula, "desk")


def test_other_parameters_are_held_against_other_numbers():
    texts = [
        SITE.format(servers="1", capacity="null", service=f"{{exponential: {{mean: {mean}}}}}")
        for mean in (0.5, 0.8)
    ]
    waits = [expectations(load_case_text(t), "many_servers", "desk") for t in texts]
    assert [w["desk.wait.all"] for w in waits] == pytest.approx([0.5, 3.2])
