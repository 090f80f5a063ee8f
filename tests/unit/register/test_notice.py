"""A notice says what it must and refuses to contradict itself."""

from datetime import date
from typing import Any

import pytest

from knockon.catalogue.facts import UNKNOWN
from knockon.errors import KnockonError
from knockon.register import (
    Agreement,
    Capacity,
    Condition,
    Holder,
    Notice,
    Period,
    Sender,
)

from .ledgers import GIVEN, notice


def refused(**changed: Any) -> str:
    with pytest.raises(KnockonError) as caught:
        notice(**changed)
    assert caught.value.code == "K720"
    return caught.value.sentence()


def test_an_alliance_sends_and_never_holds() -> None:
    assert notice().sender.kind == "alliance"
    with pytest.raises(KnockonError, match="an alliance sends notices and holds no agreement"):
        Holder("alliance", "X10001")  # type: ignore[arg-type]


def test_an_alliance_has_no_code() -> None:
    with pytest.raises(KnockonError, match="Leave the code out"):
        Sender("alliance", "The Alliance", "X10001")


def test_a_pcn_holds_a_pcns_contract() -> None:
    assert notice(holder=Holder("pcn", "U19923")).holder.code == "U19923"


@pytest.mark.parametrize(
    ("kind", "code"),
    [("practice", "XP0001"), ("practice", "x10001"), ("pcn", "a pcn"), ("pcn", "")],
)
def test_a_holder_has_a_code_of_its_kind(kind: Any, code: str) -> None:
    with pytest.raises(KnockonError, match="Look the code up"):
        Holder(kind, code)


@pytest.mark.parametrize("kind", ["practice", "pcn"])
def test_a_practice_or_pcn_that_sends_has_its_code(kind: Any) -> None:
    with pytest.raises(KnockonError, match="Look the code up"):
        Sender(kind, "Mill")


@pytest.mark.parametrize(("kind", "name"), [("lmc", "The LMC"), ("alliance", "  ")])
def test_a_sender_is_of_a_kind_and_has_a_name(kind: Any, name: str) -> None:
    with pytest.raises(KnockonError, match="sender"):
        Sender(kind, name)


def test_a_practice_gives_notice_of_its_own_services_only() -> None:
    sender = Sender("practice", "Mill", "X10002")
    assert "X10002 gives notice for X10001" in refused(sender=sender)
    assert notice(sender=Sender("practice", "Mill", "X10001"))
    assert notice(sender=Sender("pcn", "Mill PCN", "U00001")), "a PCN sends for its practices"


def test_it_ends_after_it_is_given() -> None:
    assert "an end on that day or later" in refused(ends_on=date(2024, 9, 15))
    assert notice(ends_on=GIVEN), "at once is possible"


def test_the_first_day_without_is_the_day_after_the_last() -> None:
    assert notice(ends_on=date(2024, 12, 31)).first_day_without == date(2025, 1, 1)
    assert notice(ends_on=UNKNOWN).first_day_without is UNKNOWN
    assert notice(ends_on=date.max).first_day_without is UNKNOWN


def test_what_is_considered_has_no_day_yet() -> None:
    assert notice(given_on=None, ends_on=date(2024, 1, 1)).given_on is None


@pytest.mark.parametrize(
    "patients",
    [
        (),
        ("existing", "new"),
        ("new", "new"),
        ("all", "new"),
        ("new", "all"),
        ("everyone",),
    ],
)
def test_it_says_for_which_patients(patients: tuple[str, ...]) -> None:
    assert "Say for which patients" in refused(patients=patients)


@pytest.mark.parametrize(
    ("patients", "ends_for"),
    [
        (("new",), {"new"}),
        (("existing",), {"existing"}),
        (("new", "existing"), {"new", "existing"}),
        (("all",), {"new", "existing", "all"}),
    ],
)
def test_all_is_new_and_existing_ones(patients: Any, ends_for: set[str]) -> None:
    groups: tuple[Any, ...] = ("new", "existing", "beyond_capacity", "all")
    assert {group for group in groups if notice(patients=patients).ends_for(group)} == ends_for


def test_beyond_capacity_comes_with_the_capacity_or_that_it_is_not_known() -> None:
    beyond: Any = ("existing", "beyond_capacity")
    assert "has no capacity" in refused(patients=beyond)
    assert notice(patients=beyond, capacity=UNKNOWN).ends_for("beyond_capacity")
    assert notice(patients=beyond, capacity=Capacity(40, "week")).capacity == Capacity(40, "week")
    assert "states a capacity" in refused(capacity=Capacity(40, "week"))


@pytest.mark.parametrize(
    ("text", "capacity"),
    [
        ("40 a week", Capacity(40, "week")),
        ("1 a day", Capacity(1, "day")),
        ("0 a month", Capacity(0, "month")),
        ("12 at once", Capacity(12, "at_once")),
    ],
)
def test_a_capacity_is_written_as_it_is_said(text: str, capacity: Capacity) -> None:
    assert Capacity.parse(text) == capacity
    assert str(capacity) == text


@pytest.mark.parametrize("text", ["40", "forty a week", "40 a fortnight", "-1 a day", ""])
def test_a_capacity_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(KnockonError, match="Write it like"):
        Capacity.parse(text)


def test_a_capacity_is_no_less_than_none() -> None:
    with pytest.raises(KnockonError, match="a whole number"):
        Capacity(-1, "day")


def test_a_condition_says_what_makes_it_lapse() -> None:
    with pytest.raises(KnockonError, match="what makes the notice lapse"):
        Condition(" ")


def test_it_is_decided_by_the_day_it_ends() -> None:
    late = Condition("it is funded", date(2025, 1, 1))
    assert "a decision by the day it ends" in refused(condition=late)
    assert notice(condition=Condition("it is funded", date(2024, 12, 31)))
    assert notice(condition=Condition("it is funded", UNKNOWN))


def test_what_is_not_known_is_not_a_name() -> None:
    assert "stands where a name belongs" in refused(recipient="unknown")
    assert "stands where a name belongs" in refused(receiving=" ")
    assert notice(receiving=None).receiving is None


@pytest.mark.parametrize(("field", "value"), [("form", "fax"), ("service", "")])
def test_form_and_service_are_words_of_the_register(field: str, value: str) -> None:
    refused(**{field: value})


def test_a_signed_agreement_has_a_name_or_an_unknown_one() -> None:
    assert Agreement("signed").name is UNKNOWN
    with pytest.raises(KnockonError, match="an agreement is signed and there is none"):
        Agreement("signed", None)
    with pytest.raises(KnockonError, match="the basis of an agreement is 'verbal'"):
        Agreement("verbal")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("3 months", Period(3, "months")),
        ("1 month", Period(1, "months")),
        (" 12  weeks ", Period(12, "weeks")),
        ("28 days", Period(28, "days")),
    ],
)
def test_a_length_of_notice_is_written_as_in_the_agreement(text: str, period: Period) -> None:
    assert Period.parse(text) == period
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize("text", ["3", "months", "0 months", "1.5 months", "9999 days", "a year"])
def test_a_length_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(KnockonError, match=r"of notice|notice is of") as caught:
        Period.parse(text)
    assert caught.value.code == "K720"


def test_a_length_is_of_days_weeks_or_months() -> None:
    with pytest.raises(KnockonError, match="days, weeks or months"):
        Period(1, "years")  # type: ignore[arg-type]


def test_equal_notices_are_the_same() -> None:
    assert len({notice(), notice(), notice(practice="X10002")}) == 2
    assert isinstance(notice(), Notice)
