"""Beds, people ready to leave and those who left: blanks and silent days are no zeros."""

from datetime import date

import pytest

from knockon.errors import KnockonError
from knockon.published import read
from knockon.published.discharges import reason_for_delay


@pytest.fixture
def found(press, tmp_path):
    return read(press.write_whole(tmp_path))


def value(frame, measure, **key):
    return frame.filter(measure=measure, **key).row(0, named=True)


def test_beds_by_trust_and_month(found):
    april = {"provider": "RX1", "month": date(2024, 4, 1)}
    assert value(found.beds, "general_acute_available", **april)["value"] == 400
    assert value(found.beds, "general_acute_occupied", **april)["value"] == 380
    assert value(found.beds, "neonatal_intensive_care_occupied", **april)["value"] == 7


def test_a_trust_without_such_beds_has_zero_of_them(found):
    none = value(
        found.beds, "paediatric_intensive_care_available", provider="RX1", month=date(2024, 4, 1)
    )
    assert (none["value"], none["reported"]) == (0, True)


def test_a_month_of_zeros_is_an_empty_return(found):
    may = found.beds.filter(provider="RX1", month=date(2024, 5, 1))
    assert may["value"].null_count() == may.height
    assert set(may["published"]) == {0}
    assert set(may["reason"]) == {"every count of beds in the month is zero"}


def test_a_rate_its_beds_cannot_have_refuses_the_line(press, tmp_path):
    rows = press.rows(press.sample("beds"))
    rows[1][3] = "350"
    press.write(tmp_path / "beds.csv", rows)
    found = read(tmp_path)
    (refused,) = found.quality.refused
    assert refused.line == 2
    assert refused.reason == "350 of 400 general_acute beds is not the rate printed, 0.95"


def test_a_rate_may_be_of_beds_not_yet_rounded(press, tmp_path):
    rows = press.rows(press.sample("beds"))
    rows[1][4] = "0.951"
    press.write(tmp_path / "beds.csv", rows)
    assert read(tmp_path).quality.refused == ()


def test_a_silent_day_is_not_reported_but_a_quiet_one_is(found):
    silent = found.discharged.filter(provider="RX1", date=date(2022, 6, 19))
    assert silent["value"].null_count() == 3
    assert set(silent["reason"]) == {"zero between days that are far from zero"}
    quiet = value(found.discharged, "left_after_1700", provider="RX3", date=date(2022, 6, 19))
    assert (quiet["value"], quiet["reported"]) == (0, True)


def test_no_one_to_wait_for_between_many_is_not_reported(found):
    gone = found.criteria_to_reside.filter(reported=False)
    assert gone.select("provider", "date").rows() == [
        ("RX1", date(2022, 6, 19)),
        ("RX3", date(2022, 6, 20)),
    ]


def test_the_hours_of_leaving_end_and_the_total_goes_on(found):
    june = found.discharged.filter(provider="RX1", date=date(2023, 6, 1))
    values = dict(june.select("measure", "value").iter_rows())
    assert values == {"left": 90, "left_after_1700": None, "left_by_1700": None}


def test_a_board_stands_apart_from_its_trusts(found):
    day = date(2022, 6, 18)
    board = value(found.discharged_icb, "left", icb_ons_code="E54000099", date=day)["value"]
    trusts = found.discharged.filter(measure="left", date=day)["value"].sum()
    assert board == trusts == 85
    assert found.criteria_to_reside_icb["icb_ons_code"].unique().to_list() == ["E54000099"]


def test_a_day_whose_parts_are_not_its_total_is_refused(press, tmp_path):
    rows = press.rows(press.sample("discharged_trust"))
    rows[1][-1] = "66"
    press.write(tmp_path / "left.csv", rows)
    (refused,) = read(tmp_path).quality.refused
    assert refused.reason == "35 + 30 left, not 66"


def test_one_file_of_a_kind_is_not_taken_for_another(press, tmp_path):
    press.write(tmp_path / "left.csv", press.rows(press.sample("discharged_board")))
    found = read(tmp_path)
    assert found.discharged.is_empty()
    assert not found.discharged_icb.is_empty()


@pytest.mark.parametrize(
    ("published", "ours"),
    [
        ("Hospital process – Awaiting transport", "Hospital process – Awaiting transport"),
        ("Hospital process - Awaiting review", "Hospital process – Awaiting review"),
        ("Hub process– Awaiting referrals", "Hub process – Awaiting referrals"),
        ("Interface\u00a0process – Home-based care", "Interface process – Home-based care"),
        ("Capacity – Care underway?(Pathway 1)", "Capacity – Care underway (Pathway 1)"),
        ("Capacity – No recourse to funds?", "Capacity – No recourse to funds"),
        ("  ", None),
    ],
)
def test_a_reason_for_delay_has_one_spelling(published, ours):
    assert reason_for_delay(published) == ours


def test_a_reason_spelt_two_ways_in_one_month_is_a_repeat(press, tmp_path):
    rows = press.rows(press.sample("discharge_delays"))
    press.write(tmp_path / "delays.csv", [*rows, [*rows[2][:3], rows[2][3].replace("-", "–"), "1"]])
    with pytest.raises(KnockonError) as error:
        read(tmp_path)
    assert error.value.code == "K206"


def test_delays_not_given_are_missing(found):
    june = found.discharge_delays.filter(provider="RX1", month=date(2024, 6, 1))
    assert sorted(june["patients"].to_list(), key=str) == [0, 1, 3, None]
