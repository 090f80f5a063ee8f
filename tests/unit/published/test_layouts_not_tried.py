"""What the descriptions of layouts never tried promise, one by one."""

import csv
import io
from datetime import date

import pytest
from tests.conftest import SAMPLES, Press

from knockon.errors import KnockonError
from knockon.published import read, sitreps


def sample(layout):
    (path,) = (SAMPLES / layout).iterdir()
    return path.name, list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))


@pytest.fixture
def reads(tmp_path):
    def run(layout, change=lambda rows: rows, *, name=None):
        usual, rows = sample(layout)
        (tmp_path / (name or usual)).write_text(Press().text(change(rows)), "utf-8")
        return read(tmp_path)

    return run


def renamed(**names):
    def change(rows):
        head = [names.get(cell.replace(" ", "_"), cell) for cell in rows[0]]
        return [head, *rows[1:]]

    return change


def with_cell(line, header, value):
    def change(rows):
        rows[line][rows[0].index(header)] = value
        return rows

    return change


def without_line(line):
    return lambda rows: rows[:line] + rows[line + 1 :]


def test_totals_of_all_treatment_functions_are_left_out(reads):
    found = reads("rtt_full").rtt_lists
    assert not found["treatment"].str.contains("C_999").any()


def test_weeks_that_are_not_their_total_refuse_the_extract(reads):
    with pytest.raises(KnockonError, match="do not add up to its Total All") as error:
        reads("rtt_full", with_cell(1, "Total All", "99999"))
    assert error.value.code == "K215"


def test_a_treatment_function_taken_out_refuses_the_extract(reads):
    with pytest.raises(KnockonError, match="not the sum of its treatment functions") as error:
        reads("rtt_full", without_line(2))
    assert error.value.code == "K215"


def test_weeks_are_missing_where_a_line_gives_none(reads):
    "Clock starts have a total alone."

    def starts(rows):
        head, first, *_ = rows
        weeks = [place for place, name in enumerate(head) if name.startswith("Gt ")]
        line = ["" if place in weeks else cell for place, cell in enumerate(first)]
        line[head.index("RTT Part Type")] = "Part_3"
        return [head, line]

    (row,) = reads("rtt_full", starts).rtt_lists.iter_rows(named=True)
    assert row["part"] == "started"
    assert row["pathways"] > 0
    assert row["within_18_weeks"] is None


def test_headers_of_weeks_without_their_ending_are_the_same(reads):
    def older(rows):
        return [[cell.removesuffix(" SUM 1") for cell in rows[0]], *rows[1:]]

    assert reads("rtt_full", older).rtt_lists.equals(reads("rtt_full").rtt_lists)


def test_a_total_of_tests_that_is_not_their_sum_refuses_the_file(reads):
    with pytest.raises(KnockonError, match="in its tests together") as error:
        reads("dm01", without_line(1))
    assert error.value.code == "K215"


def test_a_line_of_tests_that_contradicts_itself_is_refused(reads):
    found = reads("dm01", with_cell(1, "Total WL", "9999"))
    (row,) = found.quality.refused
    assert "waiting is 9999 and its parts add up to" in row.reason


def test_referrals_under_an_earlier_name(reads):
    older = renamed(Op_Gprefsmade_M="A262 Op Gprefsmade M SUM")
    assert reads("mrr", older).referrals.equals(reads("mrr").referrals)


def test_networks_under_the_names_of_ccgs(reads):
    def older(rows):
        return [[cell.replace("Sub ICB Loc", "CCG") for cell in rows[0]], *rows[1:]]

    assert reads("pcn_members", older).pcn_members.height == 12


def test_a_spell_that_goes_on_has_no_end(reads):
    ends = reads("pcn_members").pcn_members["end"].to_list()
    assert None in ends


@pytest.mark.parametrize("mark", ["", "*", "NA"])
@pytest.mark.parametrize(
    ("layout", "header", "found_in"),
    [
        ("iuc_adc", "VALUE", ("iuc", "value")),
        ("mrr", "Op Gprefsmade M", ("referrals", "from_practices")),
        ("advice_boards", "Requests", ("advice", "requests")),
        ("dm01", "Planned Activity", ("diagnostics", "planned")),
        ("online_day", "CLINICAL", ("online_days", "clinical")),
        ("workforce_detailed", "TOTAL_NURSES_FTE", ("workforce", "fte")),
        ("prescribing", "items", ("prescribing", "items")),
    ],
)
def test_a_mark_in_place_of_a_number_is_missing_never_zero(reads, layout, header, found_in, mark):
    table, column = found_in
    before = getattr(reads(layout), table)[column].null_count()
    found = reads(layout, with_cell(1, header, mark))
    assert getattr(found, table)[column].null_count() == before + 1
    assert any(one.publication == table for one in found.quality.not_reported)


@pytest.mark.parametrize("mark", ["-97", "-98", "-99.0"])
def test_marks_of_the_survey_are_missing(reads, mark):
    found = reads("gpps_practices", with_cell(1, "overallexp.pcteval", mark)).gpps_practices
    (first,) = found.filter(practice="A00000", question="experience_good")["percent"]
    assert first is None


def test_another_number_below_zero_refuses_the_survey(reads):
    with pytest.raises(KnockonError, match="below zero") as error:
        reads("gpps_practices", with_cell(1, "overallexp.pcteval", "-3"))
    assert error.value.code == "K207"


def test_shares_of_one_are_read_as_per_cent(reads):
    def as_shares(rows):
        head, *lines = rows
        places = [place for place, name in enumerate(head) if name.endswith(".pcteval")]
        places.append(head.index("lastgpapptwhen_1.pct"))
        for line in lines:
            for place in places:
                value = float(line[place])
                line[place] = line[place] if value < 0 else f"{value / 100:.15f}"
        return rows

    whole, shares = reads("gpps_practices"), reads("gpps_practices", as_shares)
    assert shares.gpps_practices["percent"].to_list() == pytest.approx(
        whole.gpps_practices["percent"].to_list()
    )


def test_staff_in_detail_win_over_those_at_high_level(reads):
    reads("workforce_high_level")
    found = reads("workforce_detailed")
    (aside,) = (one for one in found.quality.set_aside if one.publication == "workforce")
    assert aside.reason == "the other file's layout is preferred"
    assert found.workforce["month"].unique().to_list() == [date(2026, 6, 1)]


def test_staff_whose_month_no_name_states_are_refused(reads):
    with pytest.raises(KnockonError, match="does not state one month") as error:
        reads("workforce_detailed", name="staff.csv")
    assert error.value.code == "K208"


def test_calls_of_all_durations_that_are_not_their_sum_refuse_the_file(reads):
    with pytest.raises(KnockonError, match=r"in total and \d+ by duration") as error:
        reads("telephony_durations", without_line(1))
    assert error.value.code == "K215"


def test_who_gives_up_in_the_menu_is_told_from_who_gives_up_waiting(reads):
    found = reads("telephony_times").telephony_times
    assert set(found["outcome"]) == {
        *("received", "ended_in_menu", "answered", "ended_in_queue"),
        "asked_to_be_called_back",
    }


def test_a_day_without_a_row_is_not_a_day_without_appointments(reads):
    "Only what the file holds is there."
    found = reads("gpad_daily").gpad_daily
    assert found["date"].unique().to_list() == [date(2019, 1, 1)]
    assert found["appointments"].min() > 0


def test_an_earlier_name_for_waits_not_known(reads):
    def older(rows):
        return [[c.replace("Data Quality", "Data Issue") for c in row] for row in rows]

    assert reads("gpad_regional", older).gpad_regional.equals(reads("gpad_regional").gpad_regional)


def test_appliance_contractors_are_passed_over(reads):
    (used,) = reads("pharmacy_first").quality.used
    assert used.passed_over == 1


def test_a_column_known_by_a_pattern_is_known_however_it_is_spaced() -> None:
    for header in ("Adult critical care beds available", " ADULT_CRITICAL_CARE_BEDS_AVAILABLE"):
        assert sitreps.BEDS.knows(header)
    assert not sitreps.BEDS.knows("Beds of another kind")
