"""GP Connect Update Record: the rules were silent in 2024; from October 2025 it must be enabled."""

import datetime as dt

from tests.spec.compliance.told import judge

OFF = {"alternative_route_for_pharmacies": "NHSmail messages"}
AUGUST_2024 = dt.date(2024, 8, 10)
MADE, IN_FORCE = dt.date(2025, 7, 21), dt.date(2025, 10, 1)
A_DAY = dt.timedelta(days=1)


def test_in_2024_it_is_listed_and_spoken_of_nowhere_else() -> None:
    told = judge(
        "switch_off_gp_connect_update_record", OFF, start=AUGUST_2024, end=dt.date(2025, 3, 31)
    )
    assert (told.verdict, told.action.basis) == ("compatible", "silent")
    assert not told.action.findings
    assert [one.paragraph for one in told.action.listed_in] == [6]


def test_the_day_before_the_regulations_were_made_nothing_was_known_of_them() -> None:
    told = judge("switch_off_gp_connect_update_record", OFF, start=AUGUST_2024, as_of=MADE - A_DAY)
    assert (told.verdict, told.action.basis) == ("compatible", "silent")


def test_once_made_they_decide_from_their_day() -> None:
    told = judge("switch_off_gp_connect_update_record", OFF, start=AUGUST_2024, as_of=MADE)
    assert [(one.begins, one.verdict) for one in told.action.segments] == [
        (AUGUST_2024, "compatible"),
        (IN_FORCE, "not_in_accordance"),
    ]
    assert told.action.basis == "rule"


def test_announced_and_ended_before_its_day_there_is_only_a_notice() -> None:
    told = judge(
        "switch_off_gp_connect_update_record", start=MADE, end=IN_FORCE - A_DAY, as_of=MADE
    )
    assert told.verdict == "compatible"
    assert told.finding("X-GPC-2025").notice


def test_in_force_it_is_a_breach_with_whatever_other_way_for_pharmacies() -> None:
    told = judge("switch_off_gp_connect_update_record", OFF, start=IN_FORCE)
    assert told.broken == {"X-GPC-2025"}
    assert told.finding("X-GPC-2025").wants_checking
