"""999, by service and month: nothing counted twice, nothing believed that does not add up."""

from datetime import date

import polars as pl
import pytest

from knockon.errors import KnockonError
from knockon.published import read
from knockon.published.ambulance import MEASURES

SEPTEMBER, OCTOBER = date(2023, 9, 1), date(2023, 10, 1)


def column(rows, header):
    return rows[0].index(header)


def value(frame, provider, month, measure):
    return frame.filter(provider=provider, month=month, measure=measure).row(0, named=True)


@pytest.fixture
def rows(press):
    "England, two services and their regions, two months."
    return press.rows(press.sample("ambulance"))


@pytest.fixture
def found(press, tmp_path, rows):
    press.write(tmp_path / "AmbSYS.csv", rows)
    return read(tmp_path)


def test_services_alone_are_read(found):
    assert found.ambulance["provider"].unique().sort().to_list() == ["RXA", "RXB"]
    assert found.ambulance.height == 2 * 2 * len(MEASURES)


def test_lines_of_regions_are_passed_over(found):
    (used,) = found.quality.used
    assert used.passed_over == 4
    assert (used.first, used.last) == (SEPTEMBER, date(2023, 10, 31))


def test_figures_stand_under_our_names(found):
    of_rxa = found.ambulance.filter(provider="RXA", month=OCTOBER)
    values = dict(of_rxa.select("measure", "value").iter_rows())
    assert values["conveyed_to_ed"] == 430
    assert values["conveyed_elsewhere"] + values["seen_and_treated"] == 330
    assert values["face_to_face"] == 760
    assert values["response_mean_c2"] == 1750
    assert values["handovers"] == 410
    assert values["handover_mean"] == 2000


def test_a_full_stop_is_not_reported(found):
    gone = value(found.ambulance, "RXA", SEPTEMBER, "handovers")
    assert (gone["value"], gone["published"], gone["reported"]) == (None, None, False)
    listed = {(n.organisation, n.measure, n.first) for n in found.quality.not_reported}
    assert ("RXA", "response_mean_c4", SEPTEMBER) in listed


@pytest.mark.parametrize("header", ["A0", "A7", "A8", "A17"])
def test_england_must_be_the_sum_of_its_services(press, tmp_path, rows, header):
    rows[2][column(rows, header)] = "7"
    press.write(tmp_path / "AmbSYS.csv", rows)
    with pytest.raises(KnockonError, match=f"{header} of 2023-09 is .* for England") as error:
        read(tmp_path)
    assert error.value.code == "K215"


def test_a_service_taken_out_is_told(press, tmp_path, rows):
    press.write(tmp_path / "AmbSYS.csv", [*rows[:2], *rows[3:]])
    with pytest.raises(KnockonError, match="for its services together"):
        read(tmp_path)


def test_services_without_england_are_read(press, tmp_path, rows):
    kept = [row for row in rows if row[3] != "Eng"]
    press.write(tmp_path / "AmbSYS.csv", kept)
    assert read(tmp_path).ambulance["provider"].n_unique() == 2


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("A55", "A53 + A54 + A55 is not A56"),
        ("A141", "A141 / A140 is not A142"),
        ("Month", "'19' is not a month"),
        ("Year", "'19' is not a year"),
    ],
)
def test_a_line_that_cannot_be_is_refused(press, tmp_path, rows, header, reason):
    rows[7][column(rows, header)] = "19"
    press.write(tmp_path / "AmbSYS.csv", rows)
    (refused,) = read(tmp_path).quality.refused
    assert (refused.line, refused.reason) == (8, reason)


def test_a_zero_between_large_months_is_not_reported(press, tmp_path, rows):
    "Three months of one service, England's line left out."
    month = column(rows, "Month")
    own = [row for row in rows if row[3] in {"Org Code", "RXA"}]
    november = [*own[2]]
    november[month] = "11"
    own[2][column(rows, "A0")] = "0"
    press.write(tmp_path / "AmbSYS.csv", [*own, november])
    gone = value(read(tmp_path).ambulance, "RXA", OCTOBER, "contacts")
    assert (gone["value"], gone["published"]) == (None, 0)
    assert gone["reason"] == "zero between months that are far from zero"


def test_nothing_is_added_where_nothing_is_read(found):
    assert found.ambulance.filter(pl.col("reported"))["value"].null_count() == 0
