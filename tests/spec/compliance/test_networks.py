"""Leaving a PCN: at the time for opting out, or with the commissioner."""

import datetime as dt

import pytest
from tests.spec.compliance.told import judge


def test_in_the_course_of_2024_25_the_commissioner_must_agree() -> None:
    october = dt.date(2024, 10, 1)
    alone = judge("leave_pcn", {"commissioner_agreement": False}, start=october)
    assert alone.broken == {"X-DES-EXIT"}
    agreed = judge("leave_pcn", {"commissioner_agreement": True}, start=october)
    assert agreed.verdict == "conditional"
    unsaid = judge("leave_pcn", start=october)
    assert (unsaid.verdict, unsaid.asks) == ("undetermined", {"commissioner_agreement"})


@pytest.mark.parametrize(
    ("start", "verdict"),
    [(dt.date(2024, 4, 30), "conditional"), (dt.date(2024, 5, 1), "not_in_accordance")],
)
def test_the_time_for_opting_out_ended_on_30_april_2024(start: dt.date, verdict: str) -> None:
    told = judge("leave_pcn", {"commissioner_agreement": False}, start=start, end=start)
    assert told.verdict == verdict


def test_in_later_years_a_notice_in_time_is_enough() -> None:
    april = dt.date(2025, 4, 1)
    alone = {"commissioner_agreement": False}
    in_time = judge("leave_pcn", alone | {"opted_out_in_time": True}, start=april)
    assert in_time.broken == set()
    late = judge("leave_pcn", alone | {"opted_out_in_time": False}, start=april)
    assert late.broken == {"X-DES-EXIT-LATER"}
    assert judge("leave_pcn", alone, start=april).asks == {"opted_out_in_time"}


def test_the_pcn_it_leaves_still_owes_its_work_on_medicines() -> None:
    told = judge("leave_pcn", {"commissioner_agreement": True})
    finding = told.finding("MED-PCN")
    assert (finding.verdict, finding.holder) == ("conditional", "PCN")


def test_its_share_of_payments_ends() -> None:
    told = judge("leave_pcn", {"commissioner_agreement": True})
    assert "NETWORK-PAYMENTS" in told.follows
