"""What makes a file doubtful refuses it in one sentence; a row that cannot be read is listed."""

import pytest

from knockon.errors import KnockonError
from knockon.published import RefusedRow, read


@pytest.fixture
def refused(press, tmp_path):
    def refuse(name, rows):
        press.write(tmp_path / name, rows)
        with pytest.raises(KnockonError) as error:
            read(tmp_path)
        sentence = str(error.value)
        assert "\n" not in sentence
        assert str(tmp_path) not in sentence
        return error.value.code, sentence

    return refuse


def cell(rows, line, header, value, *, nth=0):
    """The same rows with one cell changed; line 1 is the header."""
    column = [place for place, name in enumerate(rows[0]) if name == header][nth]
    changed = [list(row) for row in rows]
    changed[line - 1][column] = value
    return changed


def without(rows, header):
    column = rows[0].index(header)
    return [row[:column] + row[column + 1 :] for row in rows]


def test_a_truncated_zip(press, tmp_path):
    whole = press.write_zip(tmp_path / "map.zip", map=press.map()).read_bytes()
    (tmp_path / "map.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(KnockonError, match="cut short or damaged") as error:
        read(tmp_path)
    assert error.value.code == "K203"


def test_a_zip_whose_inside_is_damaged(press, tmp_path):
    "The directory at its end is whole, the content is not."
    file = press.write_zip(tmp_path / "map.zip", map=press.map())
    content = bytearray(file.read_bytes())
    content[60:80] = bytes(20)
    file.write_bytes(bytes(content))
    with pytest.raises(KnockonError, match="cut short or damaged") as error:
        read(tmp_path)
    assert error.value.code == "K203"


def test_a_missing_column_is_named_with_the_nearest(refused, press):
    rows = press.calls()
    rows[0][rows[0].index("calls_answered")] = "calls_anwsered"
    code, sentence = refused("111.csv", rows)
    assert code == "K205"
    assert "'calls_answered' is missing (nearest: 'calls_anwsered')" in sentence


def test_a_missing_block_of_a_repeated_header(refused, press):
    rows = without(press.ae_sheet(), "Type 2 Departments - Single Specialty")
    code, sentence = refused("June-2025-AE.csv", rows)
    assert code == "K205"
    assert "for the third time" in sentence


def test_a_column_that_stands_twice(refused, press):
    rows = [[*row, row[8]] for row in press.calls()]
    code, sentence = refused("111.csv", rows)
    assert code == "K211"
    assert "'calls_triaged' stands 2 times" in sentence


def test_a_practice_repeated_in_one_file(refused, press):
    rows = press.totals()
    code, sentence = refused("all.csv", [*rows, rows[1]])
    assert code == "K206"
    assert "all.csv, line 4: 2026-07-01, X10001 stands on line 2 and again here" in sentence


def test_a_negative_count(refused, press):
    code, sentence = refused("all.csv", cell(press.totals(), 3, "NUMBER_OF_PATIENTS", "-8000"))
    assert code == "K207"
    assert "all.csv, line 3: NUMBER_OF_PATIENTS is -8000, below zero" in sentence


def test_a_month_that_no_name_states(refused, press):
    code, sentence = refused("AE.csv", press.ae_sheet())
    assert code == "K208"
    assert "April-2025-AE.csv" in sentence


def test_a_name_that_states_two_months(refused, press):
    assert refused("April-2025-to-May-2025.csv", press.ae_sheet())[0] == "K208"


def test_a_header_with_no_row_below(refused, press):
    assert refused("all.csv", press.totals()[:1])[0] == "K209"


def test_a_file_none_of_whose_rows_can_be_read(refused, press):
    rows = cell(cell(press.totals(), 2, "NUMBER_OF_PATIENTS", "x"), 3, "CODE", "?")
    code, sentence = refused("all.csv", rows)
    assert code == "K209"
    assert "line 2: NUMBER_OF_PATIENTS: 'x' is not a whole number" in sentence


def test_a_published_file_that_is_not_utf_8(press, tmp_path):
    text = press.text(press.map()) + "\n" * 20_000 + "caf\xe9"
    (tmp_path / "map.csv").write_bytes(text.encode("latin-1"))
    with pytest.raises(KnockonError, match="not UTF-8") as error:
        read(tmp_path)
    assert error.value.code == "K202"


def test_an_open_quote(press, tmp_path):
    (tmp_path / "map.csv").write_text(press.text(press.map()) + 'X,"open')
    with pytest.raises(KnockonError, match="not CSV") as error:
        read(tmp_path)
    assert error.value.code == "K202"


@pytest.mark.parametrize(
    ("header", "value", "reason"),
    [
        ("NUMBER_OF_PATIENTS", "many", "NUMBER_OF_PATIENTS: 'many' is not a whole number"),
        ("NUMBER_OF_PATIENTS", "12,00", "NUMBER_OF_PATIENTS: '12,00' is not a whole number"),
        ("NUMBER_OF_PATIENTS", "80.5", "NUMBER_OF_PATIENTS: '80.5' is not a whole number"),
        ("CODE", "X1000", "'X1000' is not a practice code"),
        ("EXTRACT_DATE", "2026-13-01", "EXTRACT_DATE: '2026-13-01' is not a date"),
        ("SEX", "", "SEX is blank"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_and_listed(press, tmp_path, header, value, reason):
    press.write(tmp_path / "all.csv", cell(press.totals(), 3, header, value))
    found = read(tmp_path)
    assert found.patients["practice"].to_list() == ["X10001"]
    assert found.quality.refused == (RefusedRow("all.csv", 3, reason),)
    assert found.quality.used[0].refused == 1


def test_a_row_cut_short_is_refused_and_listed(press, tmp_path):
    rows = press.totals()
    press.write(tmp_path / "all.csv", [*rows, rows[1][:4]])
    assert read(tmp_path).quality.refused[0].reason == "4 cells where the header has 10"


def test_a_sheet_whose_types_do_not_add_up_is_refused(press, tmp_path):
    "Repeated headers are told apart by place: the printed totals show when they were moved."
    rows = cell(press.ae_sheet(), 2, "Total attendances", "12,001")
    press.write(tmp_path / "June-2025-AE.csv", rows)
    refused = read(tmp_path).quality.refused
    assert [(row.line, "attendances_total" in row.reason) for row in refused] == [(2, True)]


def test_a_sheet_whose_blocks_were_exchanged_is_refused(refused, press):
    rows = [row[:3] + row[7:11] + row[3:7] + row[11:] for row in press.ae_sheet()[:2]]
    assert refused("June-2025-AE.csv", rows)[0] == "K209"


def test_a_part_larger_than_its_whole_is_refused(press, tmp_path):
    press.write(tmp_path / "gpad.csv", cell(press.summary(), 3, "sd_gp_3m", "9001"))
    (row,) = read(tmp_path).quality.refused
    assert row.reason == "sd_gp_3m is 9001, more than sd_3m, 9000"


def test_more_answered_than_rang_is_refused(press, tmp_path):
    days = {"2026-01-05": (100, 101, 50, 90), "2026-01-06": (100, 90, 50, 90)}
    press.write(tmp_path / "111.csv", press.calls(days))
    (row,) = read(tmp_path).quality.refused
    assert row.reason == "101 calls answered of 100 received"


def test_the_same_name_twice_in_a_list_of_names_says_nothing_new(press, tmp_path):
    "The published system mapping holds one provider twice, word for word."
    rows = press.mapping()
    press.write(tmp_path / "map.csv", [*rows, rows[1]])
    found = read(tmp_path)
    assert found.ae_mapping.height == 2
    assert found.quality.refused == (RefusedRow("map.csv", 4, "the same row as line 2"),)


def test_two_boards_for_one_provider_is_a_repeat(refused, press):
    rows = press.mapping()
    other = [*rows[1][:2], "QYY", "Other Board", "West"]
    assert refused("map.csv", [*rows, other])[0] == "K206"


@pytest.mark.parametrize("cell", ["e5", "E54000099", "1e", ".", "1e400", "1,2,3", "0x1F", "1 2"])
def test_a_measure_that_is_no_number_is_refused_or_missing(press, tmp_path, cell):
    "An exponent alone was once taken for a number, and ended in a traceback."
    rows = press.summary()
    rows[1][rows[0].index("gp_fte_10k")] = cell
    press.write(tmp_path / "gpad.csv", rows)
    found = read(tmp_path)
    refused = [row.reason for row in found.quality.refused]
    missing = found.gpad_summary["gp_fte_10k"].to_list() == [None, None]
    assert refused == [f"gp_fte_10k: '{cell}' is not a number"] or (cell == "." and missing)


@pytest.mark.parametrize("cell", ["1" + "0" * 12, "9" * 30, "9" * 5000])
def test_a_count_too_large_to_be_one_is_refused(press, tmp_path, cell):
    rows = press.totals()
    rows[1][-1] = cell
    press.write(tmp_path / "all.csv", rows)
    (refused,) = read(tmp_path).quality.refused
    assert "is larger than any count published" in refused.reason
    assert len(refused.reason) < 250


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2126-07-01", "1825-07-01"])
def test_a_day_of_another_century_is_refused(press, tmp_path, day):
    "It would pass for the newest."
    rows = press.totals()
    rows[1][1] = day
    press.write(tmp_path / "all.csv", rows)
    (refused,) = read(tmp_path).quality.refused
    assert refused.reason == f"EXTRACT_DATE: '{day}' is not a date"
