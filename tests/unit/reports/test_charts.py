"""Charts: one named image each, the same bytes each time, nothing a reader would stumble over."""

import re
from datetime import date, timedelta

import pytest

from knockon.reports.charts import FanWeek, Range, fan, ranges, shares

CHART = {"id": "c-one", "title": "A rises & falls", "description": "The table has the numbers."}


def weeks(count: int) -> list[FanWeek]:
    start = date(2026, 12, 7)
    return [
        FanWeek(start + timedelta(weeks=n), (n - 2.0, n - 1.0, float(n), n + 1.0, n + 2.0), 1.0)
        for n in range(count)
    ]


@pytest.fixture(scope="module")
def drawn() -> str:
    return fan(weeks(26), unit="calls a week", share=False, change=True, chart=CHART)


def test_a_chart_is_one_image_with_a_title_and_a_description(drawn: str) -> None:
    assert drawn.count("role=") == 1
    assert 'role="img" aria-labelledby="c-one-t c-one-d"' in drawn
    assert '<title id="c-one-t">A rises &amp; falls</title>' in drawn
    assert "aria-roledescription" not in drawn


def test_the_same_values_give_the_same_bytes(drawn: str) -> None:
    again = fan(weeks(26), unit="calls a week", share=False, change=True, chart=CHART)
    assert again == drawn


def test_ticks_stand_at_mondays(drawn: str) -> None:
    ticks = set(re.findall(r">(\d+ [A-Z][a-z]{2})<", drawn))
    assert ticks == {"7 Dec", "18 Jan", "1 Mar", "12 Apr", "24 May"}


def test_ids_are_the_chart_s_own_so_that_many_stand_on_one_page(drawn: str) -> None:
    assert all(name.startswith("c-one-") for name in re.findall(r'\bid="([^"]+)"', drawn))


def test_weeks_without_a_value_are_left_out_not_drawn_as_nought() -> None:
    gap = [*weeks(3), FanWeek(date(2026, 12, 28), (None, None, None, None, None))]
    assert fan(gap, unit="calls", share=False, change=False, chart=CHART) == fan(
        weeks(3), unit="calls", share=False, change=False, chart=CHART
    )


def test_changes_of_shares_are_in_percentage_points() -> None:
    rows = [Range("Monday", -0.02, -0.01, 0.01)]
    assert "percentage points" in ranges(rows, unit="change", share=True, chart=CHART)


def test_shares_of_doubt_carry_their_number() -> None:
    drawn = shares([("What patients do", 0.52), ("Uptake", 0.21)], chart=CHART)
    assert ">52%<" in drawn
    assert ">21%<" in drawn


def test_long_names_run_over_lines_and_are_not_cut() -> None:
    name = "Recorded GP-led appointments per fully qualified full-time equivalent on a working day"
    drawn = shares([(name, 0.2)], chart=CHART)
    lines = re.findall(r"<tspan[^>]*>([^<]+)<", drawn)
    assert " ".join(lines) == name


def test_long_places_run_over_lines_and_are_not_cut() -> None:
    name = "Seaside Hospitals urgent treatment centres (beside both departments, one pooled site)"
    drawn = ranges([Range(name, 1, 2, 3)], unit="change", share=False, chart=CHART)
    lines = re.findall(r"<tspan[^>]*>([^<]+)<", drawn)
    assert " ".join(lines) == name


def test_what_never_changes_lies_in_the_middle_of_its_chart() -> None:
    always = [FanWeek(week.monday, (7.0,) * 5, 7.0) for week in weeks(4)]
    drawn = fan(always, unit="calls", share=False, change=False, chart=CHART)
    assert ">7<" in drawn
    assert ",71L" in drawn


def test_a_chart_of_nothing_known_is_empty_and_still_a_chart() -> None:
    nothing = [FanWeek(date(2026, 12, 7), (None,) * 5)]
    assert fan(nothing, unit="calls", share=False, change=False, chart=CHART).endswith("</svg>")
    assert ranges([], unit="calls", share=False, chart=CHART).endswith("</svg>")
    assert shares([], chart=CHART).endswith("</svg>")


def test_labels_of_an_axis_that_would_meet_are_not_all_written() -> None:
    rows = [Range("Monday", 0.0, 0.5e6, 3.1e6)]
    drawn = ranges(rows, unit="pounds", share=False, chart=CHART)
    written = re.findall(r">([0-9],?[0-9,]*)<", drawn)
    assert written == ["0", "1,000,000", "2,000,000", "3,000,000"]
