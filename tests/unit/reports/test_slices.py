"""A slice: what lands on one party and what it would be asked; nothing of practices."""

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from knockon.errors import KnockonError
from knockon.impact.forecast import Breach, Forecast, Quantiles
from knockon.reports.numbers import NOT_THERE, kind_of, middle_and_range
from knockon.reports.parties import party, places_of_sites
from knockon.reports.parts import Figure, Page, Points, Prose, Section, Table
from knockon.reports.rendering import render
from knockon.reports.slices import slice_page
from knockon.reports.summary import summary


def figures(page: Page) -> dict[str, Figure]:
    return {p.id: p for s in page.sections for p in s.parts if isinstance(p, Figure)}


def beside(page: Page) -> Section:
    return next(section for section in page.sections if section.id == "compare")


def prose(section: Section) -> str:
    return " ".join(part.text for part in section.parts if isinstance(part, Prose))


def tables(section: Section) -> list[Table]:
    return [part for part in section.parts if isinstance(part, Table)]


def in_a_cell(measure: dict[str, Any]) -> str:
    """The change of a measure of summary.json as a cell says it."""
    change = Quantiles(**measure["change"])
    return middle_and_range(change, kind_of(measure["unit"]), signed=True)


@pytest.fixture
def with_sites(forecast: Forecast) -> Forecast:
    """The forecast with weeks of one department, a quarter of the whole."""
    mine = forecast.weekly.filter(pl.col("service") == "ed").with_columns(
        pl.lit("R1-ed").alias("place"),
        *(pl.col(name) / 4 for name in ("baseline", "scenario", "change")),
    )
    return replace(forecast, weekly=pl.concat([forecast.weekly, mine]))


def test_a_service_has_its_own_measures_of_the_whole_system(forecast: Forecast) -> None:
    page = slice_page(forecast, "nhs111", "d" * 64)
    assert set(figures(page)) == {"fig-nhs111-calls"}
    assert page.headline is not None
    assert page.headline.sentence.startswith("Calls to NHS 111: may rise or fall")


def test_a_trust_has_what_its_sites_see_and_nobody_elses(with_sites: Forecast) -> None:
    found = figures(slice_page(with_sites, "R1", "d" * 64))
    assert set(found) == {"fig-R1-ed-ed-attendances", "fig-R1-ed-ed-within_4_hours"}
    whole, weekly = found["fig-R1-ed-ed-attendances"].tables
    assert whole.rows[2][3].value == 35.0
    assert weekly.rows[-1][9].value == pytest.approx(17.5)


def test_it_says_the_room_that_is_needed_and_the_fullest_week(with_sites: Forecast) -> None:
    page = slice_page(with_sites, "R1-ed", "d" * 64)
    asked = next(section for section in page.sections if section.id == "asked")
    said = " ".join(item for p in asked.parts if isinstance(p, Points) for item in p.items)
    assert "A&E attendances, a week: +35 in the middle, +66 or more in one future of ten" in said
    assert "from 25\u00a0Jan\u00a02027, one future of ten has +33 or more" in said


@pytest.mark.parametrize(
    ("code", "service", "measures"),
    [
        ("nhs111", "nhs111", ["calls"]),
        ("ed", "ed", ["attendances", "within_4_hours"]),
    ],
)
def test_each_other_case_stands_beside_this_one_as_the_summary_has_it(
    with_sites: Forecast, code: str, service: str, measures: list[str]
) -> None:
    """The baseline, this case and the worse one of the party's measures, and of no others."""
    told = summary(with_sites)
    mine = {one["measure"]: one for one in told["measures"] if one["service"] == service}
    (worst,) = told["compare"]
    worse = {one["measure"]: one for one in worst["measures"] if one["service"] == service}
    shown, every = tables(beside(slice_page(with_sites, code, "d" * 64)))
    assert shown.columns == ("Measure", "Baseline", "This case", "Reasonable worst case")
    assert [row[1].value for row in shown.rows] == [mine[m]["baseline"]["p50"] for m in measures]
    for key, (name, _, this, other) in zip(measures, shown.rows, strict=True):
        assert name.text.startswith(mine[key]["title"])
        assert this.text == in_a_cell(mine[key])
        assert other.text == (in_a_cell(mine[key] | worse[key]) if key in worse else NOT_THERE)
    assert [[cell.value for cell in row[2:]] for row in every.rows] == [
        list(worse[key]["change"].values()) for key in measures if key in worse
    ]


CALM = Quantiles(0.0, 0.0, 0.0, 0.0, 0.0)
WORSE = Quantiles(10.0, 20.0, 66.4, 101.0, 110.0)


@pytest.fixture
def worse_at_its_site(with_sites: Forecast) -> Forecast:
    """The same with what the worse case does at that department."""
    (worst,) = with_sites.compare
    local = (("ed", "attendances", "R1-ed", WORSE), ("ed", "attendances", "R2-ed", CALM))
    return replace(with_sites, compare=(replace(worst, by_place=local),))


def test_of_one_trust_the_cases_are_those_at_its_own_sites(worse_at_its_site: Forecast) -> None:
    """The whole system's worse case is no trust's: its own department's is told."""
    page = slice_page(worse_at_its_site, "R1", "d" * 64)
    shown, every = tables(beside(page))
    (attendances, within) = shown.rows
    assert [cell.text for cell in attendances[2:]] == [
        in_a_cell_of(figures(page)["fig-R1-ed-ed-attendances"].tables[0]),
        "+66 (+10 to +110)",
    ]
    assert within[3].text == NOT_THERE
    assert [cell.value for cell in every.rows[0][2:]] == [10.0, 20.0, 66.4, 101.0, 110.0]
    assert page.headline is not None
    assert page.headline.because.startswith(
        "Reasonable worst case: a rise of about 66 a week (90% of simulated futures: +10 to +110). "
        "The whole system: If 41%"
    )


def in_a_cell_of(whole_horizon: Table) -> str:
    """The change of a figure's own table as a cell says it."""
    _, *change = whole_horizon.rows[2]
    return middle_and_range(Quantiles(*(cell.value for cell in change)), signed=True)


def test_two_departments_of_one_trust_are_told_apart(with_sites: Forecast) -> None:
    second = with_sites.weekly.filter(pl.col("place") == "R1-ed").with_columns(
        pl.lit("R1-two").alias("place")
    )
    both = replace(
        with_sites,
        weekly=pl.concat([with_sites.weekly, second]),
        places=(*with_sites.places, ("R1-two", "Harbour Hospital")),
    )
    shown, *_ = tables(beside(slice_page(both, "R1", "d" * 64)))
    assert [row[0].text for row in shown.rows if "attendances" in row[0].text] == [
        "Seaside Hospital. A&E attendances, a week",
        "Harbour Hospital. A&E attendances, a week",
    ]


def test_a_case_that_is_withheld_says_why(forecast: Forecast) -> None:
    why = "it sends more people than the published volumes hold"
    (worst,) = forecast.compare
    page = slice_page(replace(forecast, compare=(replace(worst, withheld=why),)), "ed", "d" * 64)
    assert f"Reasonable worst case is not shown: {why}." in prose(beside(page))


def test_without_another_case_it_says_that_none_was_run_and_how_to_ask(forecast: Forecast) -> None:
    section = beside(slice_page(replace(forecast, compare=()), "nhs111", "d" * 64))
    (said,) = section.parts
    assert isinstance(said, Prose)
    assert "No other case was run" in said.text
    assert "compare: [reasonable_worst_case]" in said.text


def test_only_its_own_limits_are_told(with_sites: Forecast) -> None:
    mine = Breach("ed", "R1-ed", "attendances", 900.0, (None, None, None), 0.2, 0.1)
    page = slice_page(replace(with_sites, breaches=(*with_sites.breaches, mine)), "R1", "d" * 64)
    limits = next(section for section in page.sections if section.id == "limits")
    (table,) = limits.parts
    assert [row[0].text for row in table.rows] == ["A&E: Seaside Hospital"]  # type: ignore[union-attr]


def test_nothing_of_practices_or_networks_stands_in_it(with_sites: Forecast) -> None:
    html = render(slice_page(with_sites, "R1", "d" * 64))
    for code, name in with_sites.places:
        if code.startswith("U"):
            assert code not in html
            assert name not in html


@pytest.mark.parametrize("code", ["U00001", "X9", "practice"])
def test_no_slice_is_made_for_a_network_or_a_stranger(forecast: Forecast, code: str) -> None:
    with pytest.raises(KnockonError) as refused:
        slice_page(forecast, code, "d" * 64)
    assert refused.value.code == "K632"
    assert "R1" in refused.value.expected


def test_a_trust_is_all_its_sites() -> None:
    places = [("R0D-ed", "Dorset Trust, A&E"), ("R0D-utc", "Dorset Trust beds"), ("R0DX-ed", "X")]
    whose = party("R0D", places)
    assert whose.places == ("R0D-ed", "R0D-utc")
    assert whose.title == "Dorset (R0D)"


def test_networks_are_no_sites(forecast: Forecast) -> None:
    assert [code for code, _ in places_of_sites(forecast)] == ["R1-ed", "R2-ed"]
