"""Book-keeping: contacts lost choose at once, and everything is in proportion."""

from dataclasses import replace

import numpy as np
import pytest
from tests.reference.impact.boards import MONDAY, capped

from knockon.catalogue import Catalogue
from knockon.impact.behaviour import answers
from knockon.impact.book_keeping import Booked, book_keeping, chose, reached
from knockon.impact.draws import Design
from knockon.plans.assessment import Assessment, Phase, Uptake
from knockon.system.values import System

EVERYBODY = Uptake(1.0, 1.0, 1.0)
SERVICES = ("ed", "nhs111", "utc", "pharmacy", "private", "self_care", "nothing")


def cut(share: float) -> Assessment:
    """Every practice loses a stated share of its contacts; patients do as the leak implies."""
    phase = Phase(EVERYBODY, MONDAY, params={"cut": share}, ramp_weeks=0)
    sets = (("implied-nhse-2024", 1.0),)
    return capped(uptake={"cut_contacts": (phase,)}, behaviours=sets, draws=40)


@pytest.fixture(scope="module")
def third(system: System, catalogue: Catalogue) -> Booked:
    return book_keeping(cut(0.3), system, catalogue)


def test_those_lost_choose_once_each(third: Booked) -> None:
    whole = np.sum([third.first[k] for k in SERVICES], axis=0)
    assert whole == pytest.approx(third.lost.sum(axis=0))


def test_what_comes_up_is_what_the_set_says(third: Booked, catalogue: Catalogue) -> None:
    """The set's answers hold indirect routes too: taking them out and sending them on cancels."""
    said = catalogue.behaviours["implied-nhse-2024"].shares
    asked = cut(0.3)
    design = Design(asked.seed, catalogue.dimensions, np.arange(asked.draws))
    lost = third.lost.sum(axis=0)
    for service in ("ed", "nhs111", "pharmacy"):
        drawn = answers(service, said[service], design)
        assert third.reached[service] / lost == pytest.approx(drawn, rel=1e-6)


def test_nobody_is_lost_without_an_action(system: System, catalogue: Catalogue) -> None:
    booked = book_keeping(replace(cut(0.3), uptake={}), system, catalogue)
    assert not booked.lost.any()
    assert not any(people.any() for people in booked.reached.values())


def test_twice_the_cut_loses_twice_as_many(
    third: Booked, system: System, catalogue: Catalogue
) -> None:
    sixth = book_keeping(cut(0.15), system, catalogue)
    assert 2.0 * sixth.lost == pytest.approx(third.lost)
    for service, people in third.reached.items():
        assert 2.0 * sixth.reached[service] == pytest.approx(people)


def test_twice_the_people_everywhere_is_twice_every_count(
    third: Booked, system: System, catalogue: Catalogue
) -> None:
    """Every list, its doctors and what they see doubled: the rates stay, the counts double."""
    doubled = replace(
        system,
        practices=tuple(
            replace(
                b,
                registered_patients=2 * b.registered_patients,
                gp_fte=2 * b.gp_fte,
                gp_seen=2 * b.gp_seen,
                other_seen=2 * b.other_seen,
            )
            for b in system.practices
        ),
    )
    double = book_keeping(cut(0.3), doubled, catalogue)
    assert np.array_equal(double.lost, 2.0 * third.lost)
    # Shares of those who stop trying hold what 111 sends on, not how many practices see.
    assert double.reached["ed"] == pytest.approx(2.0 * third.reached["ed"])


def test_services_send_one_another_people_once_along_every_way() -> None:
    """111 sends a tenth to a centre and a fifth to A&E; the centre half to A&E."""
    first = chose(np.array([1000.0]), {"nhs111": np.array([0.5]), "ed": np.array([0.1])})
    ways = {
        ("nhs111", "utc"): np.array([0.1]),
        ("nhs111", "ed"): np.array([0.2]),
        ("utc", "ed"): np.array([0.5]),
    }
    found = reached(first, ways)
    assert float(found["utc"][0]) == pytest.approx(50.0)
    assert float(found["ed"][0]) == pytest.approx(100.0 + 100.0 + 25.0)
    assert float(found["nothing"][0]) == pytest.approx(400.0)
