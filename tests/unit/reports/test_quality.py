"""The data-quality page of a system."""

from types import SimpleNamespace

import pytest

from knockon.reports.parts import Points, Prose, Table
from knockon.reports.quality import (
    MOST_ROWS,
    quality_page,
    quality_parts,
    quality_sections,
    section,
)
from knockon.reports.unbroken import unbroken

SYSTEM = SimpleNamespace(
    icbs=(SimpleNamespace(code="QXX", name="NHS Seaside ICB"),),
    practices=(SimpleNamespace(registered_patients=1200), SimpleNamespace(registered_patients=800)),
    built=SimpleNamespace(isoformat=lambda: "2026-11-22"),
    version="0.1.0",
    synthetic=True,
)
QUALITY: dict[str, object] = {
    "format": "knockon/quality/1",
    "used": [{"file": "ae/<April>.csv", "rows": 1234, "sha256": "a" * 64, "last": None}],
    "refused": [],
    "notes": ["Months before 2021 were left out."],
    "not_reported_elsewhere": 12,
    "something_new": [{"what": "a list this page has never heard of"}],
}


def test_records_are_a_table_without_digests() -> None:
    part = section("used", QUALITY["used"]).parts[0]
    assert isinstance(part, Table)
    assert part.columns == ("File", "Rows", "Last")
    assert [cell.text for cell in part.rows[0]] == ["ae/<April>.csv", "1,234", "not known"]


def test_sentences_are_points_and_an_empty_list_is_said() -> None:
    assert isinstance(section("notes", QUALITY["notes"]).parts[0], Points)
    assert section("refused", []).parts == (Prose("No row was refused."),)


def test_the_summary_by_publication_is_shown_open_however_long() -> None:
    (table,) = section("publications", [{"title": f"File {n}"} for n in range(40)]).parts
    assert isinstance(table, Table)
    assert table.folded == ""


def test_what_is_outside_its_tolerance_is_said_with_its_unit() -> None:
    row = {
        **{"service": "acute_beds", "site": "RX1-beds", "measure": "dta_over_4_hours"},
        **{"target": 0.3, "achieved": 0.1, "furthest": None, "tolerance": 1.5, "unit": "share"},
        **{"tolerance_is": "factor", "verdict": "outside", "months": ""},
    }
    page = quality_page(QUALITY, SYSTEM, {"rows": [row], "notes": ["999: no crews."]})
    assert "How near the fitted model comes" in page
    assert "×1.5" in page
    assert "England&#39;s rate" in page
    assert "999: no crews." in page


def test_a_long_list_says_how_much_more_there_is() -> None:
    parts = section("refused", [{"line": n} for n in range(MOST_ROWS + 5)]).parts
    assert isinstance(parts[0], Table)
    assert len(parts[0].rows) == MOST_ROWS
    assert parts[1] == Prose("5 more are in quality.json, beside this page.")


def test_lists_unknown_to_the_page_are_shown_all_the_same() -> None:
    titles = [one.title for one in quality_sections(QUALITY)]
    assert titles == ["Files used", "Rows refused, and why", "Notes", "Something new", "Besides"]


def test_rows_alike_but_for_one_column_stand_as_one() -> None:
    rows = [{"where": site, "what": "Hours: one curve."} for site in ("A1", "B2")]
    (table,) = section("stands_in", [*rows, {"where": "A1", "what": "Weekdays alike."}]).parts
    assert isinstance(table, Table)
    assert [row[0].text for row in table.rows] == ["A1, B2", "A1"]


GAINED = {
    **{"what": "calls to Seaside over years", "publication": "Integrated Urgent Care"},
    **{"months": "2022-04 to 2026-03", "in_place_of": "England's rate"},
    "layout": "this layout has not been tried on a real file",
}


def test_the_page_and_the_report_say_what_a_file_changed_and_that_it_was_never_tried() -> None:
    content = {**QUALITY, "gained": [GAINED]}
    page = quality_page(content, SYSTEM)
    assert "What further files gave, and in place of what" in page
    assert all(str(unbroken(str(value))) in page for value in GAINED.values())
    tables = [part for part in quality_parts(content) if isinstance(part, Table)]
    assert [cell.text for cell in tables[0].rows[0]] == list(GAINED.values())


def test_a_report_says_nothing_of_files_that_changed_nothing() -> None:
    assert quality_parts({"gained": []}) == ()


def test_a_report_does_not_say_a_note_twice() -> None:
    parts = quality_parts(QUALITY, said=("Months before 2021 were left out.",))
    assert not [part for part in parts if isinstance(part, Points)]


def test_what_is_not_known_among_numbers_stands_where_a_number_would() -> None:
    (table,) = section("used", [{"rows": 3, "age": 4}, {"rows": 5, "age": None}]).parts
    assert isinstance(table, Table)
    assert table.numeric(1)


@pytest.mark.parametrize("said", ["2,000", "made up", "ae/&lt;April&gt;.csv", "Data quality"])
def test_the_page_stands_alone_and_escapes_what_it_is_given(said: str) -> None:
    html = quality_page(QUALITY, SYSTEM)  # type: ignore[arg-type]
    assert said in html
    assert "<script" not in html
