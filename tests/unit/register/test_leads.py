"""An ICB's own lead times against the ends of notices: what cannot be replaced in time."""

from datetime import date
from pathlib import Path

import pytest

from knockon.catalogue.facts import UNKNOWN
from knockon.errors import KnockonError
from knockon.register import Period
from knockon.register.leads import LeadTime, LeadTimes, read_lead_times, shortfalls

from .made_up import notice, state

TODAY = date(2024, 10, 1)
SIX_MONTHS = LeadTimes("NHS Dorset", {"dmard_monitoring": LeadTime(Period(6, "months"))})


def test_days_without_are_those_between_the_last_day_and_the_first_of_another_service() -> None:
    (one,) = shortfalls(state(notice(), notice("X10002")), SIX_MONTHS, TODAY)
    assert one.ready_on == date(2025, 4, 1)
    assert one.days == (date(2025, 4, 1) - date(2025, 1, 1)).days, "from 1 January to 31 March"
    assert one.holders == ("X10001", "X10002")


def test_work_begun_before_is_ready_sooner() -> None:
    begun = LeadTime(Period(6, "months"), started_on=date(2024, 7, 1))
    leads = LeadTimes("NHS Dorset", {"dmard_monitoring": begun})
    (one,) = shortfalls(state(notice()), leads, TODAY)
    assert (one.ready_on, one.days) == (date(2025, 1, 1), 0)


def test_what_the_icb_does_not_say_is_not_known() -> None:
    (one,) = shortfalls(state(notice(service="phlebotomy")), SIX_MONTHS, TODAY)
    assert (one.ready_on, one.days) == (UNKNOWN, UNKNOWN)


def test_what_holds_for_any_other_holds_for_it() -> None:
    leads = LeadTimes("NHS Dorset", {}, LeadTime(Period(9, "months")))
    (one,) = shortfalls(state(notice(service="phlebotomy")), leads, TODAY)
    assert one.ready_on == date(2025, 7, 1)


def test_an_end_nobody_knows_is_told_last_and_without_days() -> None:
    found = shortfalls(state(notice(ends_on=UNKNOWN), notice("X10002")), SIX_MONTHS, TODAY)
    assert [one.days for one in found] == [90, UNKNOWN]


def test_what_is_over_or_taken_up_is_left_out_and_what_is_not_firm_stands_apart() -> None:
    found = shortfalls(
        state(
            notice(given_on=date(2024, 7, 1), ends_on=date(2024, 9, 30)),
            notice("X10002", receiving="A clinic"),
            ("conditional", notice("X10003")),
        ),
        SIX_MONTHS,
        TODAY,
    )
    assert [(one.status, one.holders) for one in found] == [("conditional", ("X10003",))]


def read(tmp_path: Path, text: str) -> LeadTimes:
    path = tmp_path / "leads.yaml"
    path.write_text(text, encoding="utf-8")
    return read_lead_times(path, ["dmard_monitoring", "phlebotomy"])


def test_a_file_says_what_takes_how_long(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "format: knockon/lead-times/1\nicb: NHS Dorset\nlead_times:\n"
        "  dmard_monitoring: {takes: 6 months, started_on: 2024-10-01, source: our plan}\n"
        "  phlebotomy: {takes: unknown}\n  any_other: {takes: 40 weeks}\n",
    )
    assert found.of("dmard_monitoring").started_on == date(2024, 10, 1)
    assert found.of("phlebotomy").takes is UNKNOWN
    assert found.of("inclisiran").takes == Period(40, "weeks")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("dmard: {takes: 6 months}", "K721"),
        ("phlebotomy: {takes: soon}", "K720"),
        ("phlebotomy: {take: 6 months}", "K005"),
        ("phlebotomy: {}", "K102"),
    ],
)
def test_a_slip_is_refused_with_its_line(tmp_path: Path, line: str, code: str) -> None:
    with pytest.raises(KnockonError) as refused:
        read(tmp_path, f"icb: NHS Dorset\nlead_times:\n  {line}\n")
    assert refused.value.code == code
    assert "leads.yaml:" in str(refused.value.place)
