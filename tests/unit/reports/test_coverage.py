"""The page of coverage: its numbers are those of the rows, and every chart has its table."""

import re
from datetime import UTC, date, datetime

import pytest

from knockon import catalogue
from knockon.catalogue.values import Catalogue
from knockon.register import Holder, Notice, NoticeRecord, Sender, State, Step
from knockon.register.coverage import Coverage, coverage
from knockon.register.coverage_lists import PatientList
from knockon.register.coverage_people import Estimate, NotEstimated
from knockon.reports.coverage import coverage_page, coverage_table, without_in_words

AT = datetime(2024, 9, 19, 12, tzinfo=UTC)
LISTS = (
    PatientList("X10001", 10_000, "Hill & Dale", "U00001", adults=8_000),
    PatientList("X10002", 6_000, "Vale", "U00002", adults=5_000),
)


def record(number: int, practice: str, service: str, status: str) -> NoticeRecord:
    notice = Notice(
        sender=Sender("alliance", "The Alliance"),
        holder=Holder("practice", practice),
        service=service,
        patients=("all",),
        given_on=None if status == "considered" else date(2024, 9, 19),
        ends_on=date(2024, 12, 31),
        receiving=None,
    )
    step = Step(1, "recorded", date(2024, 9, 19), AT, "the LMC")
    return NoticeRecord(f"N{number}", notice, notice, status, (step,))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def packs() -> Catalogue:
    return catalogue.load()


@pytest.fixture(scope="module")
def found() -> Coverage:
    records = (
        record(1, "X10001", "dmard_monitoring", "firm"),
        record(2, "X10002", "dmard_monitoring", "considered"),
        record(3, "X10002", "ring_pessaries", "firm"),
        record(4, "X19999", "ring_pessaries", "firm"),
    )
    state = State("A <county>", {one.id: one for one in records}, 4, AT)
    return coverage(state, LISTS, first=date(2024, 9, 16), weeks=20)


@pytest.fixture(scope="module")
def page(found: Coverage, packs: Catalogue) -> str:
    return coverage_page(found, packs, "1.0")


def test_each_service_has_its_chart_its_steps_and_its_places(page: str) -> None:
    for service in ("dmard_monitoring", "ring_pessaries"):
        assert f'id="{service}"' in page
        assert f'id="{service}-steps"' in page
        assert f'id="{service}-places"' in page
    assert page.count('class="chart"') == 4, "new and present patients of each"


def test_each_chart_says_what_it_shows_to_those_who_do_not_see_it(page: str) -> None:
    described = re.findall(r"<desc[^>]*>([^<]*)</desc>", page)
    assert len(described) == 4
    assert (
        "100% of registered patients are covered in the first week, 38% in the last" in described[0]
    )
    assert "0% if what is not firm came about" in described[0]


def test_the_page_stands_alone_and_writes_names_as_they_are(page: str) -> None:
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert "A &lt;county&gt;" in page
    assert "Hill &amp; Dale" in page


def test_holders_nobody_listed_are_told(page: str) -> None:
    assert "X19999" in page


def test_the_last_week_in_a_table(found: Coverage, packs: Catalogue) -> None:
    rows = [[cell.text for cell in row] for row in coverage_table(found, packs).rows]
    assert rows[1] == [
        "DMARD monitoring",
        "Present patients",
        "1 of 2",
        "10,000",
        "at least 47.2 (47.2 to 80.0) people",
        "1 considered",
    ]
    assert rows[3][4:] == ["not known", "none"]


def test_why_there_is_no_number_is_told_once(page: str, packs: Catalogue) -> None:
    reason = packs.local_services["ring_pessaries"].no_number
    assert reason
    assert page.count(reason) == 1


@pytest.mark.parametrize(
    ("without", "words"),
    [
        (NotEstimated("Nobody counted."), "not known"),
        (Estimate(0, 0, 0, "people", "at_least", "x"), "0 people"),
        (Estimate(5, 5, 5, "people", "counted", "x"), "5.0 people"),
        (
            Estimate(1, 2, 3, "people a year", "at_most", "x"),
            "at most 2.0 (1.0 to 3.0) people a year",
        ),
    ],
)
def test_people_without_in_words(without: Estimate | NotEstimated, words: str) -> None:
    assert without_in_words(without) == words
