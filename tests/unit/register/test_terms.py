"""On what terms: a length of notice as it is written, and what cannot be one."""

from datetime import date
from typing import Any

import pytest

from knockon.errors import KnockonError
from knockon.register import Agreement, Period


def refused(make: Any, *parts: Any) -> str:
    with pytest.raises(KnockonError) as caught:
        make(*parts)
    assert caught.value.code == "K720"
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "period", "shown"),
    [
        ("1 month", Period(1, "months"), "1 month"),
        ("1 months", Period(1, "months"), "1 month"),
        (" 2  weeks ", Period(2, "weeks"), "2 weeks"),
        ("90 days", Period(90, "days"), "90 days"),
        ("1200 months", Period(1200, "months"), "1200 months"),
    ],
)
def test_a_length_of_notice_is_read_and_written(text: str, period: Period, shown: str) -> None:
    assert Period.parse(text) == period
    assert str(period) == shown


@pytest.mark.parametrize("text", ["", "a while", "3", "months", "3 years", "-3 months", "3.5 days"])
def test_what_is_no_length_of_notice_is_refused(text: str) -> None:
    assert refused(Period.parse, text) == (
        f"{text!r} is not a length of notice; expected a whole number and days, weeks or months. "
        "Write it as in the agreement, for instance: 3 months."
    )


def test_no_notice_and_endless_notice_are_no_lengths() -> None:
    assert refused(Period, 0, "days") == (
        "notice is of 0 days; expected from 1 to 1200. Where no notice is owed, write none."
    )
    assert "notice is of 1201 days; expected from 1 to 1200." in refused(Period, 1201, "days")
    assert refused(Period, 3, "years") == (
        "notice is of 3 years; expected days, weeks or months. "
        "Write it as in the agreement, for instance: 3 months."
    )


@pytest.mark.parametrize(
    ("period", "ends"),
    [
        (Period(10, "days"), date(2024, 9, 26)),
        (Period(2, "weeks"), date(2024, 9, 30)),
        (Period(3, "months"), date(2024, 12, 16)),
    ],
)
def test_it_ends_so_many_days_weeks_or_months_after(period: Period, ends: date) -> None:
    assert period.after(date(2024, 9, 16)) == ends


def test_an_agreement_is_known_by_how_it_binds() -> None:
    assert refused(Agreement, "spoken") == (
        "the basis of an agreement is 'spoken'; expected signed, implied, unfunded, unknown. "
        "Where a contract is unsigned but worked to or paid, write implied."
    )
    assert refused(Agreement, "signed", None) == (
        "an agreement is signed and there is none; expected the name of a signed agreement, or "
        "unknown. Name the agreement, or change its basis."
    )
    assert Agreement("implied", None).name is None
