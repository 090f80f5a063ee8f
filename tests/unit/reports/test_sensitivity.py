"""What moves the answer: bars the widest first, and what would settle how much of the doubt."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from knockon.impact.forecast import Driver, Forecast
from knockon.impact.sensitivity import Sensitivity, Swing, WouldTell
from knockon.reports.page import report_page
from knockon.reports.parts import Figure, Heading, Points, Prose, Section, Table
from knockon.reports.sensitivity import ACCOUNTS, LUCK, sensitivity

COUNT = WouldTell("A tally", "count", "For a fortnight.", 0.31, ("a share seen", "an ED share"))
SURVEY = WouldTell("A survey of patients", "survey", "Ask them.", 0.12, ("which account",))
ED = Sensitivity(
    service="ed",
    measure="attendances",
    title="A&E attendances",
    unit="per week",
    mean=11.7,
    swings=(
        Swing("cap_real", "part of the loss that really happens", 3.93, 21.06),
        Swing("k_recq", "contacts an ED records", 14.2, 9.1),
    ),
    accounts=(("A survey", 17.6), ("A leak", 5.8)),
    would_tell=(COUNT,),
    untold=(Driver("late_f", "what late leavers do", 0.04),),
)
CALLS = replace(ED, service="nhs111", measure="calls", title="111 calls", would_tell=(SURVEY,))


@pytest.fixture
def section(make: Callable[..., Forecast]) -> Section:
    found = sensitivity(make(sensitivity=(ED, CALLS)))
    assert found is not None
    return found


def part(section: Section, kind: type) -> list[object]:
    return [one for one in section.parts if isinstance(one, kind)]


def test_bars_stand_with_the_widest_first_and_the_account_among_them(section: Section) -> None:
    (figure,) = part(section, Figure)
    assert isinstance(figure, Figure)
    assert [chart.label for chart in figure.charts] == ["A&E attendances", "111 calls"]
    (table,) = figure.tables
    rows = [tuple(cell.text for cell in row) for row in table.rows[:3]]
    assert rows == [
        *(("A&E attendances", "Part of the loss that really happens", "cap_real", "+3.9", "+21"),),
        *(("A&E attendances", ACCOUNTS, "behaviour sets", "+5.8", "+18"),),
        *(("A&E attendances", "Contacts A&E records", "k_recq", "+14", "+9.1"),),
    ]
    assert [cell.value for cell in table.rows[0][3:]] == [3.93, 21.06]


def test_the_title_says_what_moves_the_first_measure_most(section: Section) -> None:
    (figure,) = part(section, Figure)
    assert isinstance(figure, Figure)
    assert figure.title == (
        "A&E attendances: a mean change of +3.9 to +21 a week, by “part of the loss that really "
        "happens”"
    )


def test_it_says_that_these_are_means_and_how_far_they_are_from_the_headlines_middles(
    make: Callable[..., Forecast],
) -> None:
    made = make(sensitivity=(ED, CALLS))
    middles = {
        m.service: m.change.p50 for m in made.measures if m.measure in ("attendances", "calls")
    }
    alike = replace(CALLS, mean=middles["nhs111"])
    section = sensitivity(replace(made, sensitivity=(ED, alike)))
    assert section is not None
    first = section.parts[0]
    assert isinstance(first, Prose)
    assert "the headline in middles, and both are right" in first.text
    assert first.text.endswith("A&E attendances a week, +70 in the middle and +12 in the mean.")
    same = sensitivity(replace(made, sensitivity=(alike,)))
    assert same is not None
    assert isinstance(same.parts[0], Prose)
    assert "They differ" not in same.parts[0].text


def test_what_would_settle_most_comes_first_and_luck_last(section: Section) -> None:
    (table,) = part(section, Table)
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["A tally", "31%", "0%"],
        ["A survey of patients", "0%", "12%"],
        [LUCK, "8%", "8%"],
    ]
    (points,) = part(section, Points)
    assert isinstance(points, Points)
    assert points.items == (
        "A tally (a count to make). For a fortnight.",
        "A survey of patients (a survey). Ask them.",
        "Nothing listed in the packs would tell: what late leavers do.",
    )


def test_one_account_is_no_choice_of_accounts(make: Callable[..., Forecast]) -> None:
    alone = replace(ED, accounts=ED.accounts[:1])
    found = sensitivity(make(sensitivity=(alone,)))
    assert found is not None
    (figure,) = part(found, Figure)
    assert isinstance(figure, Figure)
    assert ACCOUNTS not in {row[1].text for row in figure.tables[0].rows}


def test_where_nothing_stands_out_it_says_so(make: Callable[..., Forecast]) -> None:
    still = replace(ED, swings=(), accounts=ED.accounts[:1], would_tell=(), untold=())
    found = sensitivity(make(sensitivity=(still,)))
    assert found is not None
    assert [type(one) for one in found.parts] == [Prose]
    assert not part(found, Heading)


def test_a_forecast_that_does_not_change_has_no_section(forecast: Forecast) -> None:
    assert forecast.sensitivity == ()
    assert sensitivity(forecast) is None


def test_the_page_has_it_after_what_drives_the_doubt(make: Callable[..., Forecast]) -> None:
    page = report_page(make(sensitivity=(ED, CALLS)))
    assert page.index('id="doubt"') < page.index('id="sensitivity"')
    assert page.count("<svg") == page.count("</svg>")
