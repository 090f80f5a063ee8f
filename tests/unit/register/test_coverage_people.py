"""Estimates of people: registered patients times a rate with its range, or the reason for none."""

import math
from datetime import date

import pytest

from knockon import catalogue
from knockon.catalogue.values import Catalogue
from knockon.register import Capacity, Notice
from knockon.register.coverage import coverage
from knockon.register.coverage_lists import PatientList
from knockon.register.coverage_people import Estimate, NotEstimated, people_without
from knockon.register.notice import PatientGroup

from .made_up import LISTS, MONDAY, notice, state


@pytest.fixture(scope="module")
def packs() -> Catalogue:
    return catalogue.load()


def without(
    packs: Catalogue,
    group: PatientGroup,
    *notices: Notice,
    lists: tuple[PatientList, ...] = LISTS,
) -> Estimate | NotEstimated:
    found = coverage(state(*notices), lists, first=MONDAY, weeks=30)
    return people_without(found.cell(notices[0].service, group), 29, packs)


def estimate(found: Estimate | NotEstimated) -> Estimate:
    assert isinstance(found, Estimate), found
    return found


def test_people_are_the_adults_of_the_practices_times_the_rate(packs: Catalogue) -> None:
    found = estimate(without(packs, "existing", notice(), notice("X10003")))
    rate = packs.parameters["dmard"]
    assert math.isclose(found.central, 11_000 * rate.central / 1000)
    assert math.isclose(found.high, 11_000 * rate.high / 1000)
    assert (found.unit, found.reach) == ("people", "at_least")


def test_a_rate_of_adults_needs_the_adults(packs: Catalogue) -> None:
    lists = (PatientList("X10001", 10_000, "Hill"),)
    found = without(packs, "existing", notice(), lists=lists)
    assert isinstance(found, NotEstimated)
    assert "adults" in found.why


def test_contacts_are_told_by_the_month(packs: Catalogue) -> None:
    found = estimate(without(packs, "existing", notice(service="phlebotomy", patients=("all",))))
    assert found.unit == "contacts a month"
    assert math.isclose(found.low, 10 * packs.parameters["phleb"].low)


def test_new_people_are_those_who_would_join_in_a_year(packs: Catalogue) -> None:
    found = estimate(without(packs, "new", notice(service="adhd_shared_care", patients=("new",))))
    adhd, joining = packs.parameters["adhd"], packs.parameters["tau_new"]
    assert math.isclose(found.high, 10 * adhd.high * joining.high)
    assert found.unit == "people a year"


def test_operations_say_who_joins_where_nobody_knows_who_is_there(packs: Catalogue) -> None:
    one = notice(service="bariatric_monitoring", patients=("all",))
    joining = estimate(without(packs, "new", one))
    assert math.isclose(joining.central, 10 * packs.parameters["bari"].central)
    there = without(packs, "existing", one)
    assert isinstance(there, NotEstimated)
    assert "not found" in there.why


def test_beyond_capacity_is_what_each_list_asks_for_above_it(packs: Catalogue) -> None:
    "A practice with room to spare does not make up for one without."
    found = estimate(
        without(
            packs,
            "beyond_capacity",
            *(
                notice(
                    practice,
                    service="phlebotomy",
                    patients=("beyond_capacity",),
                    capacity=Capacity(count, "month"),
                )
                for practice, count in (("X10001", 500), ("X10002", 9_000))
            ),
        )
    )
    rate = packs.parameters["phleb"]
    assert math.isclose(found.central, 10 * rate.central - 500)
    assert found.low == 0, "at the low end even the first has room"


@pytest.mark.parametrize(("per", "a_month"), [("week", 52 / 12), ("day", 5 * 52 / 12)])
def test_a_capacity_a_week_or_a_working_day_is_so_much_a_month(
    packs: Catalogue, per: str, a_month: float
) -> None:
    capacity = Capacity(10, per)  # type: ignore[arg-type]
    one = notice(service="phlebotomy", patients=("beyond_capacity",), capacity=capacity)
    found = estimate(without(packs, "beyond_capacity", one))
    assert math.isclose(found.central, 10 * packs.parameters["phleb"].central - 10 * a_month)


def test_a_capacity_not_stated_gives_no_number(packs: Catalogue) -> None:
    one = notice(service="phlebotomy", patients=("beyond_capacity",))
    assert isinstance(without(packs, "beyond_capacity", one), NotEstimated)
    at_once = notice(
        service="phlebotomy", patients=("beyond_capacity",), capacity=Capacity(5, "at_once")
    )
    assert isinstance(without(packs, "beyond_capacity", at_once), NotEstimated)


def test_nobody_is_without_before_the_end(packs: Catalogue) -> None:
    found = coverage(state(notice(ends_on=date(2025, 12, 31))), LISTS, first=MONDAY, weeks=30)
    told = people_without(found.cell("dmard_monitoring", "existing"), 29, packs)
    assert estimate(told).high == 0
