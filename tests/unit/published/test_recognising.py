"""A file is known by its header, wherever it lies and whatever it is called."""

import os

import pytest

from knockon.errors import KnockonError
from knockon.published import find, read, read_file


def layouts(folder):
    return {known.source.label: known.layout.id for known in find(folder).recognised}


def test_every_publication_is_known_by_its_header(press, tmp_path):
    press.write_whole(tmp_path)
    samples = {
        path.name: path.parent.name for path in press.sample("beds").parents[1].glob("*/*.csv")
    }
    assert layouts(tmp_path) == {
        **samples,
        "111.csv": "calls111_daily",
        "June-2025-AE.csv": "ae_layout_a",
        "System-Mapping.csv": "ae_mapping",
        "ae.csv": "ae_layout_b",
        "all.csv": "patients_all",
        "gpad_2026-06_to_2026-08.csv": "gpad_summary",
        "lookup.csv": "calls111_contracts",
        "map.csv": "patients_map",
        "quin.csv": "patients_quin_age",
    }


def test_the_name_and_the_folder_do_not_matter(press, tmp_path):
    press.write(tmp_path / "deep" / "down" / "download (3).CSV", press.calls())
    assert layouts(tmp_path) == {"deep/down/download (3).CSV": "calls111_daily"}


def test_a_csv_inside_a_zip_is_read(press, tmp_path):
    press.write_zip(tmp_path / "any.zip", inside=press.map())
    assert layouts(tmp_path) == {"any.zip/inside.csv": "patients_map"}
    assert read(tmp_path).practices.height == 2


def test_hidden_files_and_folders_are_not_looked_at(press, tmp_path):
    press.write(tmp_path / ".hidden.csv", press.map())
    press.write(tmp_path / ".cache" / "map.csv", press.map())
    assert find(tmp_path).recognised == ()


def test_case_punctuation_spaces_and_a_byte_order_mark_do_not_matter(press, tmp_path):
    head, *rows = press.ae_csv()
    snake = [name.replace("A&E", "aande").replace("+", "plus").replace(" ", "_") for name in head]
    text = press.text([[name.upper() for name in snake], *rows])
    (tmp_path / "ae.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert layouts(tmp_path) == {"ae.csv": "ae_layout_b"}


def test_a_zero_for_the_hyphen_is_the_same_header(press, tmp_path):
    "One workbook was saved so."
    head, *rows = press.ae_sheet()
    press.write(tmp_path / "April-2025-AE.csv", [[h.replace(" - ", " 0 ") for h in head], *rows])
    assert layouts(tmp_path) == {"April-2025-AE.csv": "ae_layout_a"}


def test_titles_above_the_header_are_passed_over(press, tmp_path):
    titles = [["Title:", "A&E"], ["Source:", "NHS England"]]
    press.write(tmp_path / "June-2025-AE.csv", [*titles, *press.ae_sheet()])
    assert read(tmp_path).ae["provider"].n_unique() == 2


def test_columns_more_than_ours_are_tolerated(press, tmp_path):
    rows = [
        [*row, "source_file" if nth == 0 else "x.csv"] for nth, row in enumerate(press.ae_csv())
    ]
    press.write(tmp_path / "ae.csv", rows)
    assert read(tmp_path).ae.height == 12


def test_other_publications_and_other_files_are_left_and_listed(press, tmp_path):
    single = ["ORG_TYPE", "ORG_CODE", "SEX", "AGE", "NUMBER_OF_PATIENTS"]
    press.write(tmp_path / "single.csv", [single, ["GP", "X10001", "MALE", "7", "12"]])
    press.write(tmp_path / "own.csv", [["colour", "taste"], ["red", "sweet"]])
    (tmp_path / "cafe.csv").write_bytes("caf\xe9,prix\n".encode("latin-1"))
    (tmp_path / "sheet.xls").write_bytes(b"PK")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "README.md").write_text("notes")
    assert {one.file: one.reason for one in find(tmp_path).not_used} == {
        "single.csv": "Patients Registered at a GP Practice, single years of age: not used by this "
        "version",
        "own.csv": "its header is of no publication known to this version",
        "cafe.csv": "its header is of no publication known to this version",
        "empty.csv": "its header is of no publication known to this version",
        "sheet.xls": "neither CSV, ZIP, workbook nor JSON",
    }


def test_a_byte_that_is_not_utf_8_does_not_hide_a_publication(press, tmp_path):
    text = press.text(press.map()).replace("Ford", "Fjörd")
    (tmp_path / "map.csv").write_bytes(text.encode("latin-1"))
    with pytest.raises(KnockonError, match="not UTF-8") as error:
        read(tmp_path)
    assert error.value.code == "K202"


def test_what_is_no_ordinary_file_is_left(tmp_path):
    "Reading a pipe would wait for ever."
    os.mkfifo(tmp_path / "pipe.csv")
    assert [one.reason for one in find(tmp_path).not_used] == ["not an ordinary file"]


def test_no_such_folder(tmp_path):
    with pytest.raises(KnockonError, match="there is no folder") as error:
        find(tmp_path / "nowhere")
    assert error.value.code == "K201"


def test_a_file_named_as_one_publication_must_be_of_it(press, tmp_path):
    file = press.write(tmp_path / "ae.csv", press.calls())
    assert read_file(file, "calls111").height == 2
    with pytest.raises(KnockonError, match="another publication than 'ae'") as error:
        read_file(file, "ae")
    assert error.value.code == "K204"


def test_a_file_of_nothing_known_is_not_of_the_publication_named(press, tmp_path):
    file = press.write(tmp_path / "own.csv", [["colour"], ["red"]])
    with pytest.raises(KnockonError, match="no publication known"):
        read_file(file, "ae")
