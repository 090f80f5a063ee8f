"""The patient survey's table, and whose attendances belong to which acute trust."""

from datetime import date

import pytest

from knockon.errors import KnockonError
from knockon.published import read


def test_answers_by_question(press, tmp_path):
    press.write(tmp_path / "gpps_2026.csv", press.rows(press.sample("gpps_national")))
    found = read(tmp_path)
    answers = found.gpps_national.filter(question="Q15")
    assert answers.filter(response="I went to A&E")["percent"].to_list() == [8.0]
    assert answers.filter(response="I didn’t do anything")["people"].to_list() == [16900]
    (used,) = found.quality.used
    assert (used.first, used.last) == (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize("name", ["gpps.csv", "gpps_2025_2026.csv", "gpps_120265.csv"])
def test_a_name_that_states_no_one_year_leaves_it_unknown(press, tmp_path, name):
    press.write(tmp_path / name, press.rows(press.sample("gpps_national")))
    found = read(tmp_path)
    assert found.gpps_national["year"].unique().to_list() == [None]
    assert found.quality.used[0].last is None


def test_of_two_years_the_newer_is_used(press, tmp_path):
    rows = press.rows(press.sample("gpps_national"))
    press.write(tmp_path / "gpps_2026.csv", rows)
    rows[1][2] = "44.0"
    press.write(tmp_path / "gpps_2025.csv", rows)
    found = read(tmp_path)
    assert found.gpps_national["year"].unique().to_list() == [date(2026, 1, 1)]
    assert [(one.file, one.reason) for one in found.quality.set_aside] == [
        ("gpps_2025.csv", "a newer period is used")
    ]


def test_more_than_all_is_refused(press, tmp_path):
    rows = press.rows(press.sample("gpps_national"))
    rows[1][2] = "480"
    press.write(tmp_path / "gpps_2026.csv", rows)
    (refused,) = read(tmp_path).quality.refused
    assert refused.reason == "480.0 per cent"


def test_attendances_shared_out_between_trusts(press, tmp_path):
    press.write(tmp_path / "shares.csv", press.rows(press.sample("ae_attribution")))
    rows = read(tmp_path).ae_attribution.rows()
    assert rows == [("RX1", "RX1", 1.0), ("RX2", "RX1", 0.62), ("RX2", "RX3", 0.38)]


def test_shares_that_do_not_add_up_refuse_the_file(press, tmp_path):
    press.write(tmp_path / "shares.csv", press.rows(press.sample("ae_attribution"))[:-1])
    with pytest.raises(KnockonError, match=r"shares of RX2 add up to 0\.620") as error:
        read(tmp_path)
    assert error.value.code == "K215"
