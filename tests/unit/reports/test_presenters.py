"""What a report says, tested as words and numbers, without HTML."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from knockon.impact.forecast import Forecast, Measure, Quantiles
from knockon.reports.balance import balance, groups, limits_passed, spans
from knockon.reports.cases import cases
from knockon.reports.doubt import doubt
from knockon.reports.over_time import level_words, over_time
from knockon.reports.page import present
from knockon.reports.parts import Figure, Fold, Page, Part, Points, Prose, Section, Table
from knockon.reports.spend import costs
from knockon.reports.standing import assumptions, data_and_fit, past_runs, reproduce
from knockon.reports.when import by_weekday
from knockon.reports.where import by_place
from knockon.reports.wording import change_words, changes_in, finding, one_name, place_name

WITHHELD = Quantiles(None, None, None, None, None)
ORDER = [
    "compare",
    "doubt",
    "horizons",
    "limits",
    "groups",
    "services",
    "balance",
    "places",
    "weekdays",
    "cost",
    "helps",
    "assumptions",
    "data",
    "not-modelled",
    "method",
    "past",
    "reproduce",
    "download",
]


@pytest.fixture(scope="module")
def page(forecast: Forecast) -> Page:
    return present(forecast, "d" * 64)


def tables(parts: tuple[Part, ...]) -> Iterator[Table]:
    for part in parts:
        if isinstance(part, Table):
            yield part
        elif isinstance(part, Figure | Fold):
            yield from part.tables


def words(section: Section) -> str:
    """Everything a section says outside its tables."""
    said = []
    for part in section.parts:
        if isinstance(part, Prose):
            said.append(part.text)
        elif isinstance(part, Points):
            said += part.items
        elif isinstance(part, Figure):
            said += [part.title, part.note]
    return " ".join(said)


def column(table: Table, number: int) -> list[str]:
    return [row[number].text for row in table.rows]


def ed(forecast: Forecast) -> Measure:
    return next(m for m in forecast.measures if (m.service, m.measure) == ("ed", "attendances"))


def test_sections_stand_in_the_order_a_reader_needs(page: Page) -> None:
    assert [section.id for section in page.sections] == ORDER


def test_the_answer_comes_first_with_three_numbers_and_intervals(page: Page) -> None:
    assert page.headline is not None
    assert page.headline.sentence.startswith("If 41% of practices")
    assert page.headline.sentence.endswith("without the action.")
    assert page.headline.because == "Most of the doubt is what patients do when not seen."
    assert page.headline.facts[-1][1] == "gpps-2026 ×1, implied-nhse-2024 ×1"
    assert page.headline.numbers[1] == (
        "A&E attendances",
        "+70 a week",
        "90% of simulated futures: −21 to 160",
    )


def test_a_made_up_system_is_said_to_be_one(make: Callable[..., Forecast]) -> None:
    headline = present(make(synthetic=True), "d").headline
    assert headline is not None
    assert "made-up" in headline.notes[0]
    assert "made-up" in present(make(synthetic=True), "d").kicker


def test_only_a_run_that_must_not_be_used_has_a_warning_above_its_headline(
    make: Callable[..., Forecast],
) -> None:
    """What is withheld is said in a line below, and where the measure would stand."""
    made = make()
    outside = replace(made.measures[1], fit="outside", change=WITHHELD)
    page = present(replace(made, measures=(made.measures[0], outside, *made.measures[2:])), "d")
    assert page.headline is not None
    assert page.headline.warnings == ()
    assert page.headline.notes == (
        f"Withheld, since the model does not fit there: {outside.title}.",
    )
    wrong = replace(made, accounting=replace(made.accounting, imbalance=3))
    headline = present(wrong, "d").headline
    assert headline is not None
    assert "Do not use it" in headline.warnings[0]


def test_a_finding_says_rises_falls_or_may_do_either() -> None:
    assert change_words(Quantiles(5, 8, 20, 30, 41), "per week") == (
        "a rise of about 20 a week (90% of simulated futures: +5 to +41)"
    )
    assert change_words(Quantiles(-41, -30, -20, -8, -5), "people") == (
        "a fall of about 20 people (90% of simulated futures: −41 to −5)"
    )
    assert change_words(Quantiles(-5, 0, 20, 30, 41), "per week").startswith("may rise or fall")
    hardly = Quantiles(-0.0004, 0, 0.093, 0.4, 0.71)
    assert change_words(hardly, "hours per week") == (
        "a rise of about 0.093 hours a week (90% of simulated futures: 0 to +0.71)"
    )
    assert change_words(Quantiles(0, 0, 0, 0, 0), "per week") == (
        "no change in any simulated future"
    )
    assert change_words(Quantiles(-0.03, -0.02, -0.012, -0.01, -0.004), "share").startswith(
        "a fall of about 1.2 points (90%"
    )
    assert change_words(Quantiles(0, 0, 0, 0.1, 0.18), "per week") == (
        "no change in the middle (90% of simulated futures: 0 to +0.18)"
    )


def test_a_service_that_fits_needs_no_word_and_an_assumed_one_says_so(forecast: Forecast) -> None:
    notes = {p.id: p.note for p in over_time(forecast).parts if isinstance(p, Figure)}
    assert notes["fig-ed-attendances"] == ""
    assert "grade D" in notes["fig-utc-attendances"]
    rated = replace(forecast, by_englands_rate=(("utc", "attendances"),))
    notes = {p.id: p.note for p in over_time(rated).parts if isinstance(p, Figure)}
    assert notes["fig-utc-attendances"].startswith("How much there is rests on England's rate")


def test_what_nobody_knows_to_change_is_not_said_not_to_change(forecast: Forecast) -> None:
    attendances = next(m for m in forecast.measures if m.service == "ed")
    still = replace(attendances, change=Quantiles(0.0, 0.0, 0.0, 0.0, 0.0))
    alone = replace(forecast, measures=(still,), compare=())
    assert "Nothing changes, in any simulated future: A&E attendances." in words(cases(alone))
    unknown = replace(alone, not_known_to_move=(("ed", "attendances"),))
    assert "Not known to change, so left as in the baseline: A&E" in words(cases(unknown))
    assert "Nothing changes" not in words(cases(unknown))
    (figure,) = (p for p in over_time(unknown).parts if isinstance(p, Figure))
    assert figure.title == "A&E attendances: not known to change, so left as in the baseline"


def test_an_assumption_of_one_measure_is_not_said_to_be_of_all(forecast: Forecast) -> None:
    first, *others = (m for m in forecast.measures if m.drivers)
    bare = tuple(replace(one, drivers=()) for one in others)
    figure = doubt(replace(forecast, measures=(first, *bare, *bare))).parts[0]
    assert isinstance(figure, Figure)
    assert figure.title.startswith("An assumption stands out from chance for 1 of ")


def test_spans_of_weeks_are_set_with_a_dash_and_stand_by_measure(forecast: Forecast) -> None:
    section = spans(forecast)
    assert section is not None
    by_span, percentiles = tables(section.parts)
    assert by_span.columns[1:] == ("Weeks 1–4", "Weeks 5–13")
    assert column(by_span, 0) == ["A&E attendances"]
    assert column(percentiles, 1) == ["1–4", "5–13"]


def test_what_a_measure_does_not_follow_is_said_where_it_stands(forecast: Forecast) -> None:
    calls = next(one for one in forecast.measures if one.measure == "calls")
    lost = replace(calls, service="ambulance", measure="hours_lost", fit="assumed")
    assert level_words(forecast, calls) == ""
    said = level_words(forecast, lost)
    assert said.startswith("How much there is rests on numbers listed as assumptions")
    assert said.endswith("that people wait longer inside does not lengthen them.")


def test_performance_outside_its_fit_is_withheld_and_volumes_are_not(forecast: Forecast) -> None:
    outside = tuple(
        replace(m, fit="outside", change=WITHHELD, baseline=WITHHELD, scenario=WITHHELD)
        if m.unit == "share"
        else m
        for m in forecast.measures
    )
    section = over_time(replace(forecast, measures=outside))
    assert "Performance is withheld" in words(section)
    shown = {figure.id: figure for figure in section.parts if isinstance(figure, Figure)}
    assert shown["fig-ed-within_4_hours"].charts == ()
    assert len(shown["fig-ed-attendances"].charts) == 2
    assert set(column(shown["fig-ed-within_4_hours"].tables[0], 3)) == {"withheld"}


def test_each_measure_has_a_chart_of_level_and_of_change_and_their_numbers(
    forecast: Forecast,
) -> None:
    section = over_time(forecast)
    figure = next(
        p for p in section.parts if isinstance(p, Figure) and p.id == "fig-ed-attendances"
    )
    assert figure.title == finding(ed(forecast))
    assert [chart.label for chart in figure.charts] == ["Level", "Change against the baseline"]
    whole, weekly = figure.tables
    assert column(whole, 0)[-1] == "Change, summed over the horizon"
    assert len(weekly.rows) == forecast.weeks
    assert len(weekly.columns) == 12


def test_the_doubt_names_its_drivers_and_does_not_make_them_add_up(forecast: Forecast) -> None:
    section = doubt(forecast)
    table = next(tables(section.parts))
    assert column(table, 3)[:2] == ["52%", "21%"]
    assert "not made to add up" in words(section)


def test_the_accounting_balances_or_says_so(forecast: Forecast) -> None:
    section = balance(forecast)
    assert "It balances" in words(section)
    came, became = tables(section.parts)
    values = [sum(row[1].value or 0.0 for row in table.rows) for table in (came, became)]
    assert values[0] == values[1]
    broken = replace(forecast, accounting=replace(forecast.accounting, imbalance=3))
    assert "does not balance" in words(balance(broken))


def test_costs_have_their_interval_and_what_they_leave_out(forecast: Forecast) -> None:
    section = costs(forecast)
    assert "Each unit cost at its own price year" in words(section)
    assert "+£250,000 (90% of simulated futures: +£70,000 to +£430,000)" in words(section)


def test_limits_are_passed_early_middle_and_late_or_never(forecast: Forecast) -> None:
    table = next(tables(limits_passed(forecast).parts))
    assert [cell.text for cell in table.rows[0][5:]] == [
        "14\u00a0Dec\u00a02026",
        "28\u00a0Dec\u00a02026",
        "none",
    ]
    assert "In no simulated future" in words(limits_passed(replace(forecast, breaches=())))


def test_beds_are_what_is_needed_where_a_wards_limit_is_passed(forecast: Forecast) -> None:
    beds = replace(forecast.breaches[0], service="acute_beds", measure="needed")
    (table,) = tables(limits_passed(replace(forecast, breaches=(beds,))).parts)
    assert table.rows[0][1].text == "beds needed"


def test_places_are_a_list_by_name_and_a_sentence_for_the_map(forecast: Forecast) -> None:
    section = by_place(forecast)
    assert "No map is drawn" in words(section)
    listed = next(part for part in section.parts if isinstance(part, Table))
    assert column(listed, 0) == ["Harbour PCN", "Heath & Vale PCN", "Seaside PCN"]
    assert column(listed, 1) == [
        "+180 (−72 to +410)",
        "+270 (−110 to +620)",
        "+450 (−180 to +1,000)",
    ]


def test_places_are_told_over_the_whole_horizon(forecast: Forecast) -> None:
    figure = next(part for part in by_place(forecast).parts if isinstance(part, Figure))
    (table,) = figure.tables
    (chart,) = figure.charts
    assert [row[5].value for row in table.rows] == [180.0, 270.0, 450.0]
    assert chart.label.endswith("a week: may rise or fall in all 3 places")


def test_many_measures_of_a_service_stand_in_lists_of_their_own_names(
    forecast: Forecast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knockon.reports.where.ABREAST", 1)
    lists = [part for part in by_place(forecast).parts if isinstance(part, Table)]
    captions = [one.caption for one in lists]
    assert len(lists) == 3
    assert len(set(captions)) == len(captions)


def test_what_is_withheld_is_in_no_place(forecast: Forecast) -> None:
    first = replace(forecast.measures[0], change=WITHHELD)
    section = by_place(replace(forecast, measures=(first, *forecast.measures[1:])))
    assert [part.id for part in section.parts if isinstance(part, Figure)] == ["fig-p-ed"]


def test_places_are_counted_by_the_way_they_go() -> None:
    up, down = Quantiles(1, 2, 3, 4, 5), Quantiles(-5, -4, -3, -2, -1)
    either, still = Quantiles(-1, 0, 1, 2, 3), Quantiles(0, 0, 0, 0, 0)
    assert changes_in([up, up]) == "a rise in both places"
    assert changes_in([still, up, down, either, up]) == (
        "a rise in 2, a fall in 1, may rise or fall in 1, no change in 1"
    )


def test_names_published_in_capitals_are_set_for_reading() -> None:
    assert place_name("POOLE BAY & BOURNEMOUTH PCN") == "Poole Bay & Bournemouth PCN"
    assert place_name("NHS 111 Dorset") == "NHS 111 Dorset"


def test_many_places_are_listed_and_not_drawn(
    forecast: Forecast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knockon.reports.where.MOST_DRAWN", 2)
    figure = next(part for part in by_place(forecast).parts if isinstance(part, Figure))
    assert figure.charts == ()
    assert figure.note == "3 places are too many to draw: they are in the tables."


def test_days_of_the_week_name_the_largest_change(forecast: Forecast) -> None:
    figure = by_weekday(forecast).parts[0]
    assert isinstance(figure, Figure)
    assert figure.title == "Contacts displaced from practices change most on Mondays"


def test_a_run_without_days_or_places_says_so(forecast: Forecast) -> None:
    bare = replace(
        forecast,
        weekdays=forecast.weekdays.clear(),
        by_place=forecast.by_place.clear(),
    )
    assert "no results by day" in words(by_weekday(bare))
    assert "no two places apart" in words(by_place(bare))


def test_assumptions_carry_grade_source_and_how_they_were_read(forecast: Forecast) -> None:
    section = assumptions(forecast)
    table = next(t for t in tables(section.parts) if t.id == "t-assumptions")
    by_symbol = {row[0].text: row for row in table.rows}
    assert by_symbol["cap_real"][6].text == "D (assumption), replaced for this run"
    assert by_symbol["u_111"][6].text == "C, second-hand"
    assert by_symbol["behaviour.gpps-2026.ed"][7].href.startswith("https://")
    assert "3 numbers: 1 are assumptions (grade D), 1 were read second-hand" in words(section)


def test_behaviour_sets_stand_side_by_side_with_the_pooled_interval(forecast: Forecast) -> None:
    section = assumptions(forecast)
    table = next(t for t in tables(section.parts) if t.id == "b-ed-attendances")
    assert column(table, 0) == [
        "GP Patient Survey 2026",
        "Implied by national modelling, 2024",
        "Pooled",
    ]


def test_the_percentiles_under_each_account_are_under_one_fold(forecast: Forecast) -> None:
    parts = assumptions(forecast).parts
    (fold,) = (part for part in parts if isinstance(part, Fold))
    told = [measure for measure in forecast.measures if measure.by_behaviour]
    assert [table.folded for table in fold.tables] == [measure.title for measure in told]
    assert not fold.on_paper


def test_a_fit_outside_tolerance_is_said_in_words(forecast: Forecast) -> None:
    rows = (replace(forecast.fits[0], verdict="outside"),)
    section = data_and_fit(replace(forecast, fits=rows))
    assert "outside tolerance of: A&E" in words(section)
    withheld = replace(forecast.measures[0], fit="outside")
    held = data_and_fit(replace(forecast, fits=rows, measures=(withheld,)))
    assert f"Withheld for that: {withheld.title}." in words(held)
    table = next(t for t in tables(section.parts) if t.id == "t-fits")
    assert table.rows[0][-1].text == "outside tolerance"


def test_gaps_in_the_data_are_shown(forecast: Forecast) -> None:
    assert "One practice has no full-time equivalent" in words(data_and_fit(forecast))


def test_other_cases_and_groups_are_left_out_where_none_was_asked_for(forecast: Forecast) -> None:
    assert cases(replace(forecast, compare=())).title == "What changes"
    assert groups(replace(forecast, groups=())) is None


def test_past_runs_are_scored_or_said_not_to_be(forecast: Forecast) -> None:
    assert "No earlier run" in words(past_runs(forecast))
    scored = replace(forecast, past_scores=("Nine in ten weeks fell inside.",))
    assert "Nine in ten" in words(past_runs(scored))


def test_a_run_can_be_repeated_from_its_page(forecast: Forecast) -> None:
    section = reproduce(forecast, "e" * 64)
    said = str(section.parts)
    assert forecast.command in said
    assert "20261122" in said
    assert "e" * 64 in said
    assert "a" * 64 in said


def test_what_does_not_move_is_said_and_not_drawn(forecast: Forecast) -> None:
    still = replace(forecast.measures[3], change=Quantiles(0.0, 0.0, 0.0, 0.0, 0.0))
    figure = next(
        p for p in over_time(replace(forecast, measures=(still,))).parts if isinstance(p, Figure)
    )
    assert figure.title.endswith("no change in any simulated future")
    assert figure.charts == ()


def test_on_paper_numbers_keep_their_range_and_source_and_leave_out_remarks(
    forecast: Forecast,
) -> None:
    table = next(t for t in tables(assumptions(forecast).parts) if t.id == "t-assumptions")
    printed = [name for i, name in enumerate(table.columns) if i not in table.screen_only]
    assert printed == ["Symbol", "What it is", "Low", "Central", "High", "Unit", "Grade", "Source"]


def test_emergency_departments_have_one_name_on_the_page() -> None:
    assert one_name("Left the ED before being seen") == "Left A&E before being seen"
    assert one_name("Median time in an ED") == "Median time in A&E"
    assert one_name("EDUCATED guess") == "EDUCATED guess"
