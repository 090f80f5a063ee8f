"""What the publications of practices and networks say: their oddities, and what they do not say."""

from datetime import date

import pytest

from knockon.errors import KnockonError
from knockon.published import read, read_file
from knockon.published.payments import COVID, LINES, NETWORK


@pytest.fixture
def sample(press):
    def one(layout, table):
        return read_file(press.sample(layout), table)

    return one


@pytest.fixture
def changed(press, tmp_path):
    "Read a layout's made-up file with one text of it put for another."

    def one(layout, old, new):
        path = press.sample(layout)
        text = path.read_text(encoding="utf-8")
        assert old in text
        (tmp_path / path.name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return read(tmp_path)

    return one


def reasons(published):
    return [row.reason for row in published.quality.refused]


def test_registers_are_whole_numbers_written_with_a_decimal(sample):
    rows = sample("qof_prevalence", "qof").filter(practice="X10001", condition="AST")
    assert rows.select("patients", "ages", "list_size").rows() == [(1010, "06OV", 11200)]


def test_the_financial_year_of_registers_is_in_the_name(sample):
    assert sample("qof_prevalence", "qof")["year"].unique().to_list() == [date(2024, 4, 1)]


def test_a_suppressed_register_is_missing_and_listed(press, tmp_path):
    press.write(tmp_path / "PREVALENCE_2425.csv", press.rows(press.sample("qof_prevalence")))
    found = read(tmp_path)
    (gap,) = found.quality.not_reported
    assert (gap.publication, gap.organisation, gap.measure) == ("qof", "X10002", "patients")
    assert found.qof.filter(practice="X10002", condition="AST")["patients"].to_list() == [None]


def test_a_register_longer_than_its_list_is_refused(changed):
    found = changed("qof_prevalence", "RA,41.0", "RA,6901.0")
    assert reasons(found) == ["6901 people on the register of a list of 6900"]


def test_indicators_are_of_practices_and_networks(sample):
    rows = sample("iif_indicators", "iif")
    assert rows.group_by("kind").len().sort("kind").rows() == [("pcn", 2), ("practice", 5)]
    assert rows["day"].unique().to_list() == [date(2024, 3, 31)]


def test_a_numerator_above_its_denominator_refuses_the_file(changed):
    with pytest.raises(KnockonError, match="ACC-08 Numerator of X10002 is 15300, more than") as one:
        changed("iif_indicators", "Denominator,17001", "Denominator,15299")
    assert one.value.code == "K215"


def test_a_score_of_deprivation_ends_at_a_hundred(changed):
    assert reasons(changed("imd_practices", "33.125", "331.25")) == [
        "a score of 331.25; scores end at 100"
    ]


def test_staff_of_networks_are_added_up_and_no_person_is_kept(sample):
    staff = sample("pcn_workforce", "pcn_workforce")
    assert "identifier" not in staff.columns
    pharmacists = staff.filter(detailed_role="Pharmacist")
    assert pharmacists.select("contracts", "month").rows() == [(2, date(2026, 6, 1))]
    assert pharmacists["fte"][0] == pytest.approx(1.373333333)


def test_contracts_with_no_pseudonym_may_stand_several_times(press, tmp_path):
    head, *rows = press.rows(press.sample("pcn_workforce"))
    service = [*rows[-1][:-1], ""]
    press.write(tmp_path / "pcn.csv", [head, service, service])
    assert read(tmp_path).pcn_workforce.select("contracts", "fte").rows() == [(2, 1.0)]


def test_a_persons_contract_may_not(press, tmp_path):
    head, *rows = press.rows(press.sample("pcn_workforce"))
    press.write(tmp_path / "pcn.csv", [head, *rows, rows[0]])
    with pytest.raises(KnockonError, match="the contract of 100001 stands twice") as error:
        read(tmp_path)
    assert error.value.code == "K215"


def test_full_time_equivalents_with_one_missing_are_missing(changed):
    "Part of a sum is not the sum."
    staff = changed("pcn_workforce", "0.4,100002", "ND,100002")
    assert reasons(staff) == ["FTE: 'ND' is not a number"]
    blank = changed("pcn_workforce", "0.4,100002", ",100002").pcn_workforce
    assert blank.filter(detailed_role="Pharmacist").select("contracts", "fte").rows() == [(2, None)]


def test_there_is_no_thirteenth_month(changed):
    found = changed("pcn_workforce", "Staff,2026,6,U10001,MILL", "Staff,2026,13,U10001,MILL")
    assert reasons(found) == ["there is no month 13 of 2026"]


def test_payments_are_told_line_by_line_and_may_be_below_zero(sample):
    paid = sample("payments_practices", "payments").filter(practice="X10001")
    assert set(paid["line"]) == {*LINES, *NETWORK, *COVID, "deductions"}
    assert paid.filter(line="other")["pounds"].to_list() == [-1234.56]
    assert paid["year"].unique().to_list() == [date(2022, 4, 1)]


def test_a_practice_of_part_of_a_year_is_marked_and_unknown_is_missing(sample):
    rows = sample("payments_practices", "practice_contracts").filter(practice="X10003")
    told = rows.select("contract", "dispensing", "closed", "whole_year", "registered").rows()
    assert told == [(None, None, date(2022, 7, 31), False, 0.0)]


def test_lines_that_do_not_add_up_to_their_total_refuse_the_row(changed):
    found = changed("payments_practices", "-1234.56", "-1234.65")
    (reason,) = reasons(found)
    assert reason.startswith("'Total NHS Payments to General Practice' is ")
    assert found.payments["practice"].unique().sort().to_list() == ["X10002", "X10003"]


def test_calls_are_told_by_the_shortest_wait_of_each_band(sample):
    rows = sample("telephony_answered", "telephony").filter(date=date(2026, 6, 1))
    assert rows.select("practice", "hours", "wait_from", "calls").rows() == [
        ("X10001", "other", 0, 2),
        ("X10001", "08:00-10:00", 121, 9),
        ("X10001", "10:00-18:30", 301, 77),
        ("X10002", "08:00-10:00", 1, 14),
    ]


def test_calls_of_no_practice_and_other_indicators_are_passed_over(changed):
    unmapped = changed("telephony_answered", "X10002,CBT003", "Unmapped,CBT003")
    assert unmapped.quality.used[0].passed_over == 1
    missed = changed("telephony_answered", "X10002,CBT003", "X10002,CBT004")
    assert missed.quality.used[0].passed_over == 1


def test_a_wait_that_is_no_band_is_refused(changed):
    (reason,) = reasons(changed("telephony_answered", "121_180", "121_190"))
    assert reason.startswith("Wait_Time: '121_190' is not one of the waits 0, 1_30")


def test_a_file_without_a_header_is_known_by_its_first_row(sample):
    rows = sample("practice_register", "practice_register")
    assert rows.select("practice", "status", "closed").rows() == [
        ("X10001", "active", None),
        ("X10002", "active", None),
        ("X10003", "closed", date(2019, 4, 30)),
    ]


def test_its_age_is_the_newest_day_in_it(sample):
    rows = sample("practice_register", "practice_register")
    assert rows["period"].unique().to_list() == [date(2019, 4, 30)]


def test_a_practice_closed_before_it_opened_is_refused(changed):
    found = changed("practice_register", "20190430", "19690430")
    assert reasons(found) == ["closed on 1969-04-30, before it opened on 1974-04-01"]


def test_more_than_all_cannot_be_booked(changed):
    found = changed("gpad_waits", "51.75,29.5,11.1", "51.75,29.5,48.5")
    assert reasons(found) == ["100.25 per cent the same day or 15 days and more ahead"]


def test_people_by_age_may_not_be_more_than_all(press, tmp_path):
    rows = press.ages()
    rows[3][-1] = "6001"
    press.write(tmp_path / "quin.csv", rows)
    with pytest.raises(KnockonError, match="X10001 has 12001 people by age, more than") as error:
        read(tmp_path)
    assert error.value.code == "K215"


@pytest.mark.parametrize(
    ("header", "value", "reason"),
    [
        ("ORG_TYPE", "GPX", "ORG_TYPE: 'GPX' is not a kind of organisation"),
        ("SEX", "BOTH", "SEX: 'BOTH' is not one of ALL, FEMALE, INDETERMINATE, MALE, UNKNOWN"),
        ("AGE_GROUP_5", "0-4", "AGE_GROUP_5: '0-4' is neither ALL nor a band such as 5_9, 95+"),
    ],
)
def test_a_row_of_no_known_kind_is_refused_and_not_passed_over(
    press, tmp_path, header, value, reason
):
    rows = press.ages()
    rows[3][rows[0].index(header)] = value
    press.write(tmp_path / "quin.csv", rows)
    assert reasons(read(tmp_path)) == [reason]
