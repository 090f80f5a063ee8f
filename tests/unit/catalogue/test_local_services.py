"""A local service says who is in it by a symbol, or why nobody knows; never both, never neither."""

import dataclasses

import pytest

from knockon.catalogue.local_services import LocalService, NewPeople, People
from knockon.errors import KnockonError

PEOPLE = People(symbol="adhd", base="registered", reach="at_most", counts="patients on medicines")
SHARED_CARE = LocalService(
    id="adhd_shared_care",
    name="ADHD shared care",
    family="shared_care",
    flow="stock",
    people=PEOPLE,
    no_number=None,
    agreement="A shared-care agreement.",
    duty_holder="prescriber",
    duty="The specialist keeps the duty.",
    handover=("who prescribes from the last day",),
    sources=("a-page",),
)


@pytest.mark.parametrize(
    "changed",
    [
        {"people": None},
        {"no_number": "It was not found."},
        {"flow": "none"},
        {"flow": "contacts", "new": NewPeople("tau_new", "patient")},
        {"flow": "a river"},
        {"family": "cousins"},
        {"duty_holder": "nobody"},
        {"duty": ""},
        {"handover": ()},
        {"sources": ()},
    ],
)
def test_what_does_not_hold_together_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(KnockonError) as refused:
        dataclasses.replace(SHARED_CARE, **changed)  # type: ignore[arg-type]
    assert refused.value.code == "K008"


def test_people_say_who_they_are_of_whom_and_how_far_the_number_reaches() -> None:
    for changed in ({"base": "dogs"}, {"reach": "roughly"}, {"counts": ""}):
        with pytest.raises(KnockonError, match="people by 'adhd'"):
            dataclasses.replace(PEOPLE, **changed)  # type: ignore[arg-type]
    with pytest.raises(KnockonError, match="new people by 'tau_new'"):
        NewPeople("tau_new", "week")  # type: ignore[arg-type]
