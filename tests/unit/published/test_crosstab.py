"""The practice-level crosstab: read in blocks to sums; this layout has met no real file yet."""

import zipfile
from datetime import date

import pytest

from knockon.errors import KnockonError
from knockon.published import folding, read
from knockon.published.crosstab import CATEGORIES, CROSSTAB, WAITS

HEAD = (
    "APPOINTMENT_MONTH_START_DATE,GP_CODE,GP_NAME,SUPPLIER,PCN_CODE,PCN_NAME,"
    "SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_NAME,HCP_TYPE,APPT_MODE,NATIONAL_CATEGORY,"
    "TIME_BETWEEN_BOOK_AND_APPT,COUNT_OF_APPOINTMENTS,APPT_STATUS"
)


def row(practice="X10001", *, category=CATEGORIES[0], wait="Same Day", count="5", **other):
    "A row as published."
    supplier, status = other.get("supplier", "TPP"), other.get("status", "Attended")
    start = f'01OCT2025,{practice},"Mill, The",{supplier},U10001,Mill PCN,99X,Shire'
    return f'{start},GP,Telephone,"{category}",{wait},"{count}",{status}'


@pytest.fixture
def folder(tmp_path):
    def write(*rows, name="crosstab.csv", head=HEAD):
        (tmp_path / name).write_text("\n".join([head, *rows]), encoding="utf-8")
        return tmp_path

    return write


def test_rows_are_added_up_by_wait(folder):
    rows = [row(category=one, wait="8  to 14 Days", count="1,200") for one in CATEGORIES]
    found = read(folder(*rows, row(count="7"), row(status="DNA", count="3"))).gpad_crosstab
    kept, missed = found.sort("appointments", descending=True).iter_rows(named=True)
    assert (kept["appointments"], kept["days_8_14"], kept["same_day"]) == (21607, 21600, 7)
    assert (missed["status"], missed["appointments"]) == ("dna", 3)
    assert kept["month"] == date(2025, 10, 1)


def test_labels_may_be_spaced_and_written_otherwise(folder):
    rows = [row(wait="15 to 21 days"), row("X10002", wait="Unknown / Data Issue")]
    found = read(folder(*rows)).gpad_crosstab
    assert found["days_15_21"].to_list() == [5, 0]
    assert found["unknown_wait"].to_list() == [0, 5]


@pytest.mark.parametrize("wait", WAITS)
@pytest.mark.parametrize("category", CATEGORIES[::5])
def test_a_row_that_stands_twice_refuses_the_file(folder, category, wait):
    others = [row(category=one) for one in CATEGORIES if (one, "Same Day") != (category, wait)]
    rows = [row(category=category, wait=wait), *others]
    assert read(folder(*rows)).gpad_crosstab["appointments"].sum() == 5 * len(rows)
    with pytest.raises(KnockonError, match="X10001, 2025-10-01, attended, telephone, gp") as error:
        read(folder(*rows, row(category=category, wait=wait)))
    assert error.value.code == "K206"


def test_a_practice_may_have_two_suppliers_in_a_month(folder):
    found = read(folder(row(), row(supplier="EMIS"))).gpad_crosstab
    assert found["appointments"].to_list() == [10]


def test_a_row_that_cannot_be_read_is_listed_with_its_line(folder):
    found = read(folder("", row(), row("J8100"), row("X10002", count="?"), row("X10003")[:-9]))
    assert [(one.line, one.reason) for one in found.quality.refused] == [
        (4, "GP_CODE: 'J8100' is not a practice code"),
        (5, "COUNT_OF_APPOINTMENTS: '?' is not a whole number"),
        (6, "13 cells where the header has 14"),
    ]
    assert found.gpad_crosstab["practice"].to_list() == ["X10001"]


def test_a_suppressed_count_is_no_count(folder):
    found = read(folder(row(), row("X10002", count="*")))
    assert [one.reason for one in found.quality.refused] == ["COUNT_OF_APPOINTMENTS is blank"]


def test_a_count_below_zero_refuses_the_file(folder):
    with pytest.raises(KnockonError, match="line 3: COUNT_OF_APPOINTMENTS is -5") as error:
        read(folder(row(), row("X10002", count="-5")))
    assert error.value.code == "K207"


def test_too_many_rows_that_cannot_be_read_refuse_the_file(folder):
    new = row(category="A category of tomorrow")
    with pytest.raises(KnockonError, match="more than 1000 rows cannot be read") as error:
        read(folder(row(), *[new] * (folding.MOST_REFUSED + 1)))
    assert error.value.code == "K216"


def test_a_header_with_nothing_below_is_refused(folder):
    with pytest.raises(KnockonError) as error:
        read(folder())
    assert error.value.code == "K209"


def test_a_row_run_into_the_next_is_not_lost(folder):
    "polars alone would drop what stands beyond the last column."
    found = read(folder(row("X10001") + "," + row("X10002"), row("X10003")))
    assert [one.line for one in found.quality.refused] == [2]


def test_files_split_by_region_are_put_end_to_end(folder):
    folder(row("X10001"), name="London.csv")
    found = read(folder(row("X10002"), name="North.csv"))
    assert found.gpad_crosstab["practice"].to_list() == ["X10001", "X10002"]
    assert found.quality.set_aside == ()


def test_where_files_overlap_one_is_used_for_a_practice_and_month(folder):
    folder(row("X10001"), name="a.csv")
    found = read(folder(row("X10001"), row("X10002"), name="b.csv"))
    assert found.gpad_crosstab["appointments"].to_list() == [5, 5]
    assert [(one.file, one.differing) for one in found.quality.set_aside] == [("a.csv", 0)]


def test_it_is_read_inside_a_zip_beside_its_mapping(tmp_path):
    with zipfile.ZipFile(tmp_path / "crosstab.zip", "w") as archive:
        archive.writestr("Practice_Level_Crosstab_Oct_25.csv", "\n".join([HEAD, row()]))
        archive.writestr("Mapping.csv", "GP_CODE,GP_NAME\nX10001,Mill\n")
    found = read(tmp_path)
    assert found.gpad_crosstab["appointments"].to_list() == [5]
    assert [one.file for one in found.quality.not_used] == ["crosstab.zip/Mapping.csv"]


def test_a_line_without_end_is_refused(tmp_path):
    (tmp_path / "crosstab.csv").write_text(f"{HEAD}\n{row()}\n" + "x" * (1 << 26))
    with pytest.raises(KnockonError, match="a line of more than") as error:
        read(tmp_path)
    assert error.value.code == "K202"


def test_it_says_that_it_has_met_no_real_file():
    assert CROSSTAB.seen == "layout only"
