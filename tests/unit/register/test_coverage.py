"""Who has which service when: as notices run out, by place and group, nothing taken for given."""

from datetime import date
from pathlib import Path

import pytest

from knockon.catalogue.facts import UNKNOWN
from knockon.errors import KnockonError
from knockon.register import Holder
from knockon.register.coverage import EVERYWHERE, Coverage, coverage
from knockon.register.coverage_lists import PatientList, read_lists

from .made_up import LISTS, MONDAY, notice, state


def covered(*notices: object, weeks: int = 30) -> Coverage:
    return coverage(state(*notices), LISTS, first=MONDAY, weeks=weeks)  # type: ignore[arg-type]


def week(found: Coverage, day: date) -> int:
    return (day - found.first).days // 7


def test_a_service_is_gone_in_the_week_of_its_first_day_without() -> None:
    found = covered(notice(ends_on=date(2024, 12, 31)))
    cell = found.cell("dmard_monitoring", "existing")
    last = week(found, date(2024, 12, 23))
    assert [cell.gone(last).practices, cell.gone(last + 1).practices] == [0, 1]
    assert found.mondays[last + 1] == date(2024, 12, 30), "1 January 2025 is a Wednesday"
    assert cell.heads(last, "ending").patients == 10_000
    assert cell.gone(last + 1).patients == 10_000
    assert cell.still(last + 1).patients == 10_000, "two practices of 6,000 and 4,000 go on"


def test_a_last_day_on_a_sunday_leaves_its_week_whole() -> None:
    found = covered(notice(ends_on=date(2024, 12, 29)))
    cell = found.cell("dmard_monitoring", "existing")
    assert cell.gone(week(found, date(2024, 12, 29))).practices == 0
    assert cell.gone(week(found, date(2024, 12, 30))).practices == 1


def test_only_the_groups_a_notice_names_lose_cover() -> None:
    found = covered(notice(patients=("new",)), notice("X10002", patients=("all",)))
    gone = {
        group: found.cell("dmard_monitoring", group).gone(20).patients
        for group in ("new", "existing", "beyond_capacity")
    }
    assert gone == {"new": 16_000, "existing": 6_000, "beyond_capacity": 6_000}


def test_where_patients_go_is_known_to_be_nowhere_or_not_known() -> None:
    found = covered(
        notice("X10001", receiving="The hospital clinic"),
        notice("X10002", receiving=None),
        notice("X10003"),
    )
    cell = found.cell("dmard_monitoring", "existing")
    for cover, patients in (("somewhere", 10_000), ("nowhere", 6_000), ("where_unknown", 4_000)):
        assert cell.heads(20, cover).patients == patients  # type: ignore[arg-type]


def test_one_named_taker_is_enough_and_what_is_not_known_outweighs_nobody() -> None:
    both = covered(notice(receiving=None), notice(receiving="A clinic", ends_on=date(2025, 1, 31)))
    cell = both.cell("dmard_monitoring", "existing")
    january, march = week(both, date(2025, 1, 6)), week(both, date(2025, 3, 3))
    assert cell.heads(january, "nowhere").practices == 1
    assert cell.heads(march, "somewhere").practices == 1
    unsure = covered(notice(receiving=None), notice())
    unsure_cell = unsure.cell("dmard_monitoring", "existing")
    assert unsure_cell.heads(january, "where_unknown").practices == 1


@pytest.mark.parametrize("status", ["considered", "conditional"])
def test_what_is_not_firm_takes_nothing_away_and_is_shown_apart(status: str) -> None:
    given_on = None if status == "considered" else date(2024, 9, 16)
    found = covered((status, notice(given_on=given_on)))
    cell = found.cell("dmard_monitoring", "existing")
    assert cell.gone(20).practices == 0
    assert cell.heads(20, "covered").practices == 3
    assert cell.might(20, status).patients == 10_000  # type: ignore[arg-type]
    assert cell.might(5, status).practices == 0, "its end is not come"  # type: ignore[arg-type]


@pytest.mark.parametrize("status", ["withdrawn", "lapsed", "superseded", "mistaken"])
def test_what_is_over_counts_for_nothing(status: str) -> None:
    assert covered((status, notice())).services == ()


def test_an_unknown_end_is_neither_cover_nor_loss() -> None:
    found = covered(notice(ends_on=UNKNOWN, given_on=date(2024, 10, 1)))
    cell = found.cell("dmard_monitoring", "existing")
    assert cell.heads(0, "covered").practices == 3, "before it was given"
    assert cell.heads(20, "end_unknown").practices == 1
    assert (cell.gone(20).practices, cell.still(20).practices) == (0, 2)


def test_a_notice_on_a_networks_contract_is_every_practices_in_it() -> None:
    found = covered(notice(holder=Holder("pcn", "U00001"), service="physiotherapy"))
    assert found.cell("physiotherapy", "existing").gone(20).practices == 2
    assert found.cell("physiotherapy", "existing", "Vale").gone(20).practices == 0


def test_a_place_adds_up_to_everywhere() -> None:
    found = covered(notice("X10001"), notice("X10003"))
    parts = [found.cell("dmard_monitoring", "existing", place).gone(20) for place in found.places]
    assert found.places == ("Hill", "Vale")
    assert parts[0] + parts[1] == found.cell("dmard_monitoring", "existing", EVERYWHERE).gone(20)


def test_a_holder_nobody_listed_is_named() -> None:
    assert covered(notice("X19999"), notice()).not_listed == ("X19999",)


def test_adults_are_unknown_where_one_list_does_not_say() -> None:
    lists = (*LISTS, PatientList("X10004", 1_000, "Vale"))
    found = coverage(state(notice(), notice("X10004")), lists, first=MONDAY, weeks=30)
    cell = found.cell("dmard_monitoring", "existing")
    assert cell.gone(20).adults is None
    assert found.cell("dmard_monitoring", "existing", "Hill").gone(20).adults == 8_000
    assert cell.heads(20, "covered").adults == 8_000, "those who stay do all say"


def test_a_limit_holds_until_the_service_is_gone_altogether() -> None:
    found = covered(
        notice(patients=("beyond_capacity",), service="phlebotomy"),
        notice(service="phlebotomy", ends_on=date(2025, 2, 28)),
    )
    (limit,) = found.cell("phlebotomy", "beyond_capacity").limits
    assert (limit.week, limit.until) == (15, week(found, date(2025, 3, 1)))
    assert limit.capacity is None, "nobody said at which"


@pytest.mark.parametrize(
    ("lists", "first", "weeks", "code"),
    [
        (LISTS, date(2024, 9, 17), 4, "K742"),
        (LISTS, MONDAY, 0, "K742"),
        (LISTS, MONDAY, 521, "K742"),
        ((), MONDAY, 4, "K743"),
        ((*LISTS, LISTS[0]), MONDAY, 4, "K741"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    lists: tuple[PatientList, ...], first: date, weeks: int, code: str
) -> None:
    with pytest.raises(KnockonError) as refused:
        coverage(state(notice()), lists, first=first, weeks=weeks)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "wrong", [("J8", 1, "A"), ("X10001", -1, "A"), ("X10001", 1, ""), ("X10001", 1, "A", None, 2)]
)
def test_a_list_that_cannot_be_is_refused(wrong: tuple[object, ...]) -> None:
    with pytest.raises(KnockonError) as refused:
        PatientList(*wrong)  # type: ignore[arg-type]
    assert refused.value.code == "K740"


def test_a_list_of_practices_is_read_with_what_is_known_of_each(tmp_path: Path) -> None:
    path = tmp_path / "practices.csv"
    path.write_text(
        "practice,registered_patients,place,pcn,adults\n"
        'X10001,"8,000",Vale,U00001,6000\n'
        "X10002,7000,,U00001,\n"
        "X10003,6000,,,\n",
        encoding="utf-8",
    )
    assert read_lists(path) == (
        PatientList("X10001", 8000, "Vale", "U00001", 6000),
        PatientList("X10002", 7000, "U00001", "U00001", None),
        PatientList("X10003", 6000, "in no network", None, None),
    )


@pytest.mark.parametrize(
    ("row", "code", "says"),
    [
        ("X10001,8,000", "K026", "3 cells for 2 columns"),
        ("X10001,", "K744", "'' is no number of people"),
        ("X10001,-5", "K744", "'-5' is no number of people"),
        ("X10001," + "9" * 5000, "K744", "is no number of people"),
        ("J8,5", "K740", "'J8' is not the code of a practice"),
        ("X10002,5", "K741", "the practice X10002 is listed twice"),
    ],
)
def test_a_row_that_cannot_be_is_told_with_its_line(
    tmp_path: Path, row: str, code: str, says: str
) -> None:
    path = tmp_path / "practices.csv"
    path.write_text(f"practice,registered_patients\nX10002,7000\n{row}\n", encoding="utf-8")
    with pytest.raises(KnockonError) as refused:
        read_lists(path)
    assert refused.value.code == code
    assert str(refused.value).startswith(f"{path}:3: ")
    assert says in str(refused.value)
