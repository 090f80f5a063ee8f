"""What a ledger says an assessment should hold: known practices by name, the rest as a range."""

from datetime import date
from pathlib import Path

from knockon import catalogue
from knockon.catalogue.facts import UNKNOWN
from knockon.plans import Stopping, Uptake
from knockon.plans.reading import read_assessment
from knockon.register import Holder
from knockon.register.stopping import StoppingPart, stopping, stopping_text

from .made_up import LISTS, notice, state

ASSESSMENT = """\
assessment: From a ledger
system: systems/made-up
from: 2024-12-30
weeks: 12
behaviour: gpps-2026
"""
NEW_YEAR = date(2025, 1, 1)
NOBODY = Uptake(0.0, 0.0, 0.0)


def part(*notices: object) -> StoppingPart:
    return stopping(state(*notices), LISTS)  # type: ignore[arg-type]


def test_firm_notices_name_the_practices_that_stop() -> None:
    found = part(notice("X10002"), notice("X10001"))
    assert found.stopping == (
        Stopping("dmard_monitoring", "existing", NEW_YEAR, NOBODY, ("X10001", "X10002")),
    )


def test_what_is_not_firm_widens_the_range_of_those_not_known() -> None:
    found = part(notice("X10001"), ("conditional", notice("X10002")))
    known, perhaps = found.stopping
    assert known.practices == ("X10001",)
    assert perhaps.uptake == Uptake(0.0, 0.0, 0.5), "one of the two nobody knows of"


def test_later_shares_hold_earlier_ones() -> None:
    found = part(
        ("considered", notice("X10001", given_on=None, ends_on=date(2024, 12, 31))),
        ("considered", notice("X10002", given_on=None, ends_on=date(2025, 1, 31))),
    )
    assert [(one.start, one.uptake.high) for one in found.stopping] == [
        (date(2025, 1, 1), 0.3333),
        (date(2025, 2, 1), 0.6667),
    ]


def test_a_notice_for_new_patients_stops_it_for_them_alone() -> None:
    (new,) = part(notice(patients=("new",))).stopping
    assert new.patients == "new"


def test_a_notice_for_everybody_stops_it_for_all() -> None:
    (both,) = part(notice(patients=("new", "existing"))).stopping
    assert both.patients == "all"


def test_of_two_notices_of_a_practice_the_first_to_end_counts() -> None:
    later = date(2025, 3, 31)
    for both in ((notice(ends_on=later), notice()), (notice(), notice(ends_on=later))):
        (one,) = part(*both).stopping
        assert one.start == NEW_YEAR


def test_what_cannot_be_said_is_left_out_with_the_reason() -> None:
    found = part(
        notice("X19999"),
        notice(ends_on=UNKNOWN),
        notice(patients=("beyond_capacity",)),
        ("withdrawn", notice("X10003")),
    )
    assert found.stopping == ()
    assert {left.ids: left.why for left in found.left_out} == {
        ("N1",): "no practice of the system holds it",
        ("N2",): "nobody knows when it ends",
        ("N3",): "a service stopped at a capacity is no part of `stopping`",
    }


def test_a_networks_notice_is_its_practices() -> None:
    (one,) = part(notice(holder=Holder("pcn", "U00001"), service="physiotherapy")).stopping
    assert one.practices == ("X10001", "X10002")


def test_an_assessment_reads_what_is_written(tmp_path: Path) -> None:
    found = part(notice("X10001"), ("conditional", notice("X10002")), notice(ends_on=UNKNOWN))
    path = tmp_path / "assessment.yaml"
    path.write_text(ASSESSMENT + stopping_text(found, "from the ledger"), encoding="utf-8")
    assert read_assessment(path, catalogue.load()).stopping == found.stopping


def test_what_is_left_out_is_counted_in_the_text() -> None:
    alone = part(notice("X10002"), notice("X10001"), notice(ends_on=UNKNOWN))
    two = part(notice(ends_on=UNKNOWN), notice("X10002", ends_on=UNKNOWN))
    assert stopping_text(alone, "From the ledger").splitlines() == [
        "# From the ledger",
        "# Left out: 1 notice, because nobody knows when it ends",
        "stopping:",
        "- service: dmard_monitoring",
        "  patients: existing",
        "  from: 2025-01-01",
        '  uptake: {"low": 0.0, "likely": 0.0, "high": 0.0}',
        "  practices: [X10001, X10002]",
    ]
    assert stopping_text(two, "From the ledger").splitlines()[1:] == [
        "# Left out: 2 notices, because nobody knows when it ends",
        "stopping: []",
    ]


def test_an_empty_ledger_stops_nothing(tmp_path: Path) -> None:
    path = tmp_path / "assessment.yaml"
    path.write_text(ASSESSMENT + stopping_text(part(), "from the ledger"), encoding="utf-8")
    assert read_assessment(path, catalogue.load()).stopping == ()
