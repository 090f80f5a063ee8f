"""What the frames say: one table a publication, under our names."""

from datetime import date

import polars as pl
import pytest

from knockon.published import read


def value(long, organisation, period, measure):
    """The row of one organisation, month or day, and measure."""
    who, when = long.columns[:2]
    found = long.filter(
        (pl.col(who) == organisation) & (pl.col(when) == period) & (pl.col("measure") == measure)
    )
    return found.row(0, named=True)


@pytest.fixture
def whole(press, tmp_path):
    return read(press.write_whole(tmp_path))


def test_practices_and_their_places(whole):
    rows = whole.practices.select("practice", "name", "pcn_code", "icb_code", "period").rows()
    assert rows == [
        ("X10001", "Mill, The", "U10001", "QXX", date(2026, 7, 1)),
        ("X10002", "Ford", "U", "QXX", date(2026, 7, 1)),
    ]


def test_patients_are_read_from_either_file(whole):
    assert whole.patients["patients"].to_list() == [12000, 8000]


def test_ages_hold_one_sex_and_one_band_a_row(whole):
    assert whole.ages.select("practice", "sex", "band", "patients").rows() == [
        ("X10001", "FEMALE", "0_4", 6000),
        ("X10001", "MALE", "95+", 6000),
        ("X10002", "FEMALE", "0_4", 4000),
        ("X10002", "MALE", "95+", 4000),
    ]


def test_organisations_above_practices_are_read_apart_in_all(whole):
    assert whole.registered.select("kind", "organisation", "patients").rows() == [
        ("icb", "QXX", 20000)
    ]


def test_booked_attendances_are_added_once(whole):
    "Layout B of May: 8,000 and 100 booked; all of type 3 but 500 is booked."
    may = date(2025, 5, 1)
    assert value(whole.ae, "RX1", may, "attendances_type1")["value"] == 8100
    assert value(whole.ae, "RX1", may, "attendances_type3")["value"] == 3000
    assert value(whole.ae, "RX1", may, "over_4h_type1")["value"] == 2550
    assert value(whole.ae, "RX1", may, "over_4h_type3")["value"] == 100


def test_the_sheet_is_read_by_blocks(whole):
    june = date(2025, 6, 1)
    assert value(whole.ae, "RX1", june, "attendances_type1")["value"] == 9000
    assert value(whole.ae, "RX1", june, "over_4h_type1")["value"] == 3000
    assert value(whole.ae, "RX1", june, "admissions_type1")["value"] == 2500
    assert value(whole.ae, "RX1", june, "other_admissions")["value"] == 900


def test_waits_of_four_to_twelve_hours_do_not_hold_those_of_twelve(whole):
    "The sheet prints 300 over 4 hours, 40 of them over 12."
    june = date(2025, 6, 1)
    assert value(whole.ae, "RX1", june, "dta_4_12")["value"] == 260
    assert value(whole.ae, "RX1", june, "dta_12")["value"] == 40


def test_the_period_of_the_practice_summary_is_in_its_name(whole):
    row = whole.gpad_summary.row(0, named=True)
    assert (row["first_month"], row["last_month"]) == (date(2026, 6, 1), date(2026, 8, 1))


def test_a_summary_whose_name_states_no_period_has_none(press, tmp_path):
    press.write(tmp_path / "gpad.csv", press.summary())
    found = read(tmp_path)
    assert found.gpad_summary["last_month"].to_list() == [None, None]
    assert found.quality.used[0].age_in_days(date(2026, 11, 1)) is None


def test_a_blank_stays_missing(whole):
    rows = whole.gpad_summary.select("practice", "gp_qual_fte_10k", "dpc_fte_10k").rows()
    assert rows == [("X10001", 5.0, 4.5), ("X10002", None, 4.0)]
    listed = {(n.organisation, n.measure) for n in whole.quality.not_reported}
    assert ("X10002", "gp_qual_fte_10k") in listed


@pytest.mark.parametrize("mark", ["*", "-", "", "NA", ".."])
def test_a_suppressed_count_is_missing_never_zero(press, tmp_path, mark):
    rows = press.totals()
    rows[1][-1] = mark
    press.write(tmp_path / "all.csv", rows)
    found = read(tmp_path)
    assert found.patients["patients"].to_list() == [None, 8000]
    (gone,) = found.quality.not_reported
    assert (gone.organisation, gone.values) == ("X10001", 1)


def test_only_the_practices_asked_for(press, tmp_path):
    found = read(press.write_whole(tmp_path), practices={"X10002"})
    for frame in (found.practices, found.patients, found.ages, found.gpad_summary):
        assert frame["practice"].unique().to_list() == ["X10002"]
    assert found.ae["provider"].n_unique() == 2


def test_what_is_not_there_is_empty_and_listed_with_what_stands_in(press, tmp_path):
    press.write(tmp_path / "map.csv", press.map())
    found = read(tmp_path)
    assert found.calls111.is_empty()
    assert found.ae.is_empty()
    missing = {one.publication: one.stands_in for one in found.quality.missing}
    assert "practices" not in missing
    assert missing["calls111"] == "Nothing: NHS 111 cannot be sized."


def test_a_file_of_no_practice_gives_nothing_and_is_listed(press, tmp_path):
    head, board, *_ = press.ages()
    by_age = [*board[:6], "FEMALE", "0_4", "900"]
    press.write(tmp_path / "quin.csv", [head, by_age])
    (idle,) = read(tmp_path).quality.not_used
    assert (idle.file, idle.reason) == ("quin.csv", "no row of use here")


def test_no_path_of_the_machine_is_in_the_account(whole, tmp_path):
    assert str(tmp_path) not in repr(whole.quality)


def test_ages_of_files_count_from_the_last_day_they_are_of(whole):
    used = {one.file: one for one in whole.quality.used}
    assert used["June-2025-AE.csv"].last == date(2025, 6, 30)
    assert used["June-2025-AE.csv"].age_in_days(date(2025, 7, 10)) == 10
    assert used["map.csv"].last == date(2026, 7, 1)
    assert len(whole.quality.digests["map.csv"]) == 64
