"""A value that is not reported is told from one that is zero."""

from datetime import date

import pytest

from knockon.published import read
from knockon.published.predecessors import mergers


def months(press, folder, provider="RX1", **columns):
    """Write layout B for consecutive months of 2024, with some columns given by month."""
    head, row = press.ae_csv()
    rows = [head]
    count = max(len(values) for values in columns.values())
    for nth in range(count):
        own = [f"2024-{nth + 1:02d}-01", provider, *row[2:]]
        for place, values in columns.items():
            own[int(place.removeprefix("c"))] = str(values[nth])
        rows.append(own)
    press.write(folder / f"{provider}.csv", rows)


def values(found, measure, provider="RX1"):
    return found.ae.filter(provider=provider, measure=measure).sort("month")["value"].to_list()


TYPE1, TYPE3, BOOKED3 = "c4", "c6", "c9"
BREACHES1, BOOKED_BREACHES1, BREACHES3, BOOKED_BREACHES3 = "c10", "c13", "c12", "c15"
ADMISSIONS3 = "c20"


def test_zeros_between_months_that_are_not_are_not_reported(press, tmp_path):
    months(press, tmp_path, **{TYPE3: [900, 0, 0, 950], BOOKED3: [0, 0, 0, 0]})
    assert values(read(tmp_path), "attendances_type3") == [900, None, None, 950]


def test_with_the_attendances_go_their_breaches_and_admissions(press, tmp_path):
    zeros = [0, 0, 0]
    months(
        press,
        tmp_path,
        **{TYPE3: [900, 0, 950], BOOKED3: zeros, BREACHES3: zeros, BOOKED_BREACHES3: zeros},
        **{ADMISSIONS3: zeros},
    )
    found = read(tmp_path)
    assert values(found, "over_4h_type3") == [0, None, 0]
    assert values(found, "admissions_type3") == [0, None, 0]


def test_zeros_at_the_start_or_end_are_a_service_not_yet_or_no_longer_there(press, tmp_path):
    months(press, tmp_path, **{TYPE3: [0, 0, 900, 0], BOOKED3: [0, 0, 0, 0]})
    assert values(read(tmp_path), "attendances_type3") == [0, 0, 900, 0]


def test_zeros_among_small_numbers_are_zeros(press, tmp_path):
    months(press, tmp_path, **{TYPE3: [3, 0, 900], BOOKED3: [0, 0, 0]})
    assert values(read(tmp_path), "attendances_type3") == [3, 0, 900]


def test_no_breach_at_a_major_department_is_not_reported(press, tmp_path):
    "Then no type's four-hour figure is: the trust took part in trying other standards."
    months(press, tmp_path, **{BREACHES1: [0, 0, 2500], BOOKED_BREACHES1: [0, 0, 0]})
    found = read(tmp_path)
    assert values(found, "over_4h_type1") == [None, None, 2500]
    assert values(found, "over_4h_type3") == [None, None, 100]
    assert values(found, "attendances_type1") == [8100, 8100, 8100]


def test_where_no_file_reports_a_breach_no_zero_is_believed(press, tmp_path):
    months(press, tmp_path, **{BREACHES1: [0, 0], BOOKED_BREACHES1: [0, 0]})
    assert values(read(tmp_path), "over_4h_type1") == [None, None]


def test_a_small_department_may_have_no_breach(press, tmp_path):
    booked = [0, 0]
    months(
        press,
        tmp_path,
        **{TYPE1: [20, 9000], "c7": booked, BREACHES1: [0, 2500], BOOKED_BREACHES1: booked},
    )
    assert values(read(tmp_path), "over_4h_type1") == [0, 2500]


def test_an_empty_return_is_not_reported_but_what_it_says_is_kept(press, tmp_path):
    "The sheet's second provider prints nothing but zeros."
    press.write(tmp_path / "June-2025-AE.csv", press.ae_sheet())
    found = read(tmp_path)
    rows = found.ae.filter(provider="RX2")
    assert rows["value"].null_count() == 12
    assert rows["published"].to_list() == [0] * 12
    assert not rows["reported"].any()
    assert "empty return" in rows["reason"][0]


def test_each_gap_is_listed_with_its_months_and_reason(press, tmp_path):
    months(press, tmp_path, **{TYPE3: [900, 0, 0, 950], BOOKED3: [0, 0, 0, 0]})
    (gap,) = [
        one for one in read(tmp_path).quality.not_reported if one.measure == "attendances_type3"
    ]
    assert (gap.publication, gap.organisation, gap.values) == ("ae", "RX1", 2)
    assert (gap.first, gap.last) == (date(2024, 2, 1), date(2024, 3, 1))
    assert gap.reason == "zero between months that are far from zero"


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((0, 0, 0, 0), [None, None, None, None]),
        ((109, 109, 0, 109), [None, None, None, None]),
        ((1000, 950, 700, 960), [1000, 950, 700, None]),
        ((1000, 950, 700, 950), [1000, 950, 700, 950]),
        ((5, 5, 0, 5), [5, 5, 0, 5]),
        ((3, 0, 0, 0), [3, 0, 0, 0]),
    ],
    ids=["nothing", "unfinished", "triaged", "whole", "small", "all-lost"],
)
def test_days_of_nhs_111(press, tmp_path, counts, expected):
    "Received, answered, answered within 60 seconds, triaged."
    press.write(tmp_path / "111.csv", press.calls({"2026-01-05": counts}))
    rows = read(tmp_path).calls111
    by_measure = dict(zip(rows["measure"], rows["value"], strict=True))
    names = ("calls_received", "calls_answered", "calls_answered_60s", "calls_triaged")
    assert [by_measure[name] for name in names] == expected


def test_predecessors_are_added_up_under_the_one_that_followed(press, tmp_path):
    (merger,) = [one for one in mergers() if one.successor == "R0D"]
    assert merger.predecessors == ("RD3", "RDZ")
    head, row = press.ae_csv("2020-09-01")
    both = [[row[0], code, *row[2:]] for code in merger.predecessors]
    after = ["2020-10-01", "R0D", *row[2:]]
    press.write(tmp_path / "ae.csv", [head, *both, after])
    found = read(tmp_path)
    assert found.ae["provider"].unique().to_list() == ["R0D"]
    assert values(found, "attendances_type1", "R0D") == [16200, 8100]
    (note,) = found.quality.joined
    assert (note.successor, note.last_month) == ("R0D", date(2020, 9, 1))


def test_a_month_with_one_predecessor_only_is_missing(press, tmp_path):
    head, row = press.ae_csv("2020-09-01")
    press.write(tmp_path / "ae.csv", [head, [row[0], "RD3", *row[2:]]])
    found = read(tmp_path)
    assert values(found, "attendances_type1", "R0D") == [None]
    assert found.ae["reason"].unique().to_list() == ["a predecessor has no row for the month"]


def test_a_predecessors_gap_is_the_successors(press, tmp_path):
    head, row = press.ae_csv("2020-09-01")
    silent = [row[0], "RD3", *row[2:]]
    silent[10] = silent[13] = "0"
    press.write(tmp_path / "ae.csv", [head, silent, [row[0], "RDZ", *row[2:]]])
    found = read(tmp_path)
    assert values(found, "over_4h_type1", "R0D") == [None]
    assert values(found, "attendances_type1", "R0D") == [16200]
    reason = found.ae.filter(measure="over_4h_type1")["reason"][0]
    assert reason.startswith("RD3: no four-hour breach")
