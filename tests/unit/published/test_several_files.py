"""One publication in several files: equal rows are one, else one wins, the other is listed."""

from datetime import date

from knockon.published import read


def aside(found):
    return [
        (one.file, one.rows, one.differing, one.in_favour_of) for one in found.quality.set_aside
    ]


def test_equal_rows_are_one(press, tmp_path):
    press.write(tmp_path / "a.csv", press.totals())
    press.write(tmp_path / "b.csv", press.totals())
    found = read(tmp_path)
    assert found.patients["patients"].to_list() == [12000, 8000]
    assert aside(found) == [("b.csv", 2, 0, "a.csv")]


def test_where_they_differ_the_file_with_more_organisations_wins(press, tmp_path):
    head, first, _ = press.totals()
    press.write(tmp_path / "a.csv", [head, [*first[:-1], "11999"]])
    press.write(tmp_path / "b.csv", press.totals())
    found = read(tmp_path)
    assert found.patients["patients"].to_list() == [12000, 8000]
    assert aside(found) == [("a.csv", 1, 1, "b.csv")]
    assert "holds more organisations (2 against 1)" in found.quality.set_aside[0].reason


def test_with_as_many_organisations_the_first_by_name_is_used_and_said(press, tmp_path):
    rows = press.totals()
    press.write(tmp_path / "a.csv", rows)
    press.write(tmp_path / "b.csv", [*rows[:2], [*rows[2][:-1], "1"]])
    found = read(tmp_path)
    assert found.patients["patients"].to_list() == [12000, 8000]
    assert "the first by name is used" in found.quality.set_aside[0].reason


def test_the_sheet_wins_over_the_csv_however_many_it_holds(press, tmp_path):
    head, row = press.ae_csv("2025-06-01")
    many = [head, row, *([row[0], f"RY{n}", *row[2:]] for n in range(5))]
    press.write(tmp_path / "ae.csv", many)
    press.write(tmp_path / "June-2025-AE.csv", press.ae_sheet())
    found = read(tmp_path)
    june = found.ae.filter(provider="RX1", measure="attendances_type1", month=date(2025, 6, 1))
    assert june["value"].to_list() == [9000]
    assert found.ae["provider"].n_unique() == 7
    assert aside(found) == [("ae.csv", 1, 1, "June-2025-AE.csv")]


def test_the_newest_list_of_patients_is_used(press, tmp_path):
    press.write(tmp_path / "new.csv", press.totals())
    press.write(tmp_path / "old.csv", press.totals("2025-03-01"))
    found = read(tmp_path)
    assert found.patients["period"].unique().to_list() == [date(2026, 7, 1)]
    assert aside(found) == [("old.csv", 2, 0, "new.csv")]


def test_a_practice_closed_since_the_older_map_is_gone(press, tmp_path):
    head, first, second = press.map()
    press.write(tmp_path / "new.csv", [head, first])
    older = [[row[0], "01Mar2025", *row[2:]] for row in (first, second)]
    press.write(tmp_path / "old.csv", [head, *older])
    assert read(tmp_path).practices["practice"].to_list() == ["X10001"]


def test_a_summary_that_states_its_months_is_preferred(press, tmp_path):
    press.write(tmp_path / "a.csv", press.summary())
    press.write(tmp_path / "b_2026-03_to_2026-05.csv", press.summary())
    press.write(tmp_path / "c_2026-06_to_2026-08.csv", press.summary())
    found = read(tmp_path)
    assert found.gpad_summary["last_month"].unique().to_list() == [date(2026, 8, 1)]
    assert {one.file for one in found.quality.set_aside} == {"a.csv", "b_2026-03_to_2026-05.csv"}


def test_months_of_several_files_are_put_end_to_end(press, tmp_path):
    press.write(tmp_path / "a.csv", press.ae_csv("MSitAE-MARCH-2024"))
    press.write(tmp_path / "b.csv", press.ae_csv("2024-04-01"))
    assert read(tmp_path).ae["month"].unique().sort().to_list() == [
        date(2024, 3, 1),
        date(2024, 4, 1),
    ]
