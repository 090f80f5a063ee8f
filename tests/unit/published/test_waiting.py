"""Waiting lists: totals checked and left out, JSON read as tables."""

import json
from datetime import date

import pytest

from knockon.errors import KnockonError
from knockon.published import find, read


@pytest.fixture
def trusts(press):
    return press.rows(press.sample("rtt_trusts"))


@pytest.fixture
def england(press):
    return press.rows(press.sample("rtt_england"))


@pytest.fixture
def summary(press):
    return json.loads(press.sample("rtt_summary").read_text("utf-8"))


def write_json(folder, content):
    (folder / "rtt.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_totals_are_left_out_so_that_the_rest_adds_up(press, tmp_path, trusts):
    press.write(tmp_path / "rtt.csv", trusts)
    found = read(tmp_path).rtt_trusts
    assert found["treatment"].to_list().count("Total") == 0
    january = found.filter(month=date(2024, 1, 1))
    assert january["over_18_weeks"].sum() == 920
    assert january["over_52_weeks"].sum() == 35


def test_a_total_that_is_not_the_sum_refuses_the_file(press, tmp_path, trusts):
    press.write(tmp_path / "rtt.csv", [*trusts[:1], *trusts[2:]])
    with pytest.raises(KnockonError, match="RX1 in 2024-01 is 920 in total and 610") as error:
        read(tmp_path)
    assert error.value.code == "K215"


def test_no_total_is_no_matter(press, tmp_path, trusts):
    press.write(tmp_path / "rtt.csv", [row for row in trusts if "Total" not in row])
    assert read(tmp_path).rtt_trusts.height == 5


def test_more_over_a_year_than_over_18_weeks_is_refused(press, tmp_path, trusts):
    trusts[1][-1] = "311"
    press.write(tmp_path / "rtt.csv", trusts)
    (refused,) = read(tmp_path).quality.refused
    assert refused.reason == "311 wait over 52 weeks and 310 over 18"


def test_england_by_length_of_wait(press, tmp_path, england):
    press.write(tmp_path / "rtt.csv", england)
    may = read(tmp_path).rtt_england.filter(month=date(2024, 5, 1)).row(0, named=True)
    assert may["within_18_weeks"] + may["over_18_weeks"] == may["waiting"] == 7_570_000
    assert may["over_52_weeks"] == 307_000


@pytest.mark.parametrize("gone", [1, 2, 3, 4])
def test_a_month_that_is_not_whole_refuses_englands_file(press, tmp_path, england, gone):
    press.write(tmp_path / "rtt.csv", england[:gone] + england[gone + 1 :])
    with pytest.raises(KnockonError, match="waits of 2024-04 do not add up") as error:
        read(tmp_path)
    assert error.value.code == "K215"


def test_a_kind_of_wait_not_known_is_refused(press, tmp_path, england):
    england[3][1] = "No. > 65 weeks"
    press.write(tmp_path / "rtt.csv", england)
    (refused,) = read(tmp_path).quality.refused
    assert refused.reason == "type_of_wait: 'No. > 65 weeks' is not a kind of wait"


def test_a_summary_in_json(tmp_path, summary):
    found = read(write_json(tmp_path, summary))
    assert found.rtt_summary.rows() == [
        ("RX1", date(2026, 6, 1), 61000, 63.8, 900),
        ("RX3", date(2026, 6, 1), 29000, 67.0, 300),
    ]
    assert found.rtt_acute["waiting"].to_list() == [89000, 90000]


def test_each_list_in_json_is_a_table_of_its_own(tmp_path, summary):
    seen = find(write_json(tmp_path, summary))
    assert {one.source.label: one.layout.id for one in seen.recognised} == {
        "rtt.json/trusts": "rtt_summary",
        "rtt.json/history": "rtt_acute",
    }
    assert [one.file for one in seen.not_used] == ["rtt.json/regions"]


def test_a_record_refused_is_told_by_its_number(tmp_path, summary):
    summary["trusts"][1]["waiting_list"] = "many"
    (refused,) = read(write_json(tmp_path, summary)).quality.refused
    assert (refused.file, refused.line) == ("rtt.json/trusts", 2)
    assert refused.reason == "waiting_list: 'many' is not a whole number"


def test_a_key_missing_from_one_record_is_a_blank(tmp_path, summary):
    del summary["trusts"][1]["waiting_list"]
    found = read(write_json(tmp_path, summary))
    assert found.rtt_summary["waiting"].to_list() == [61000, None]
    assert [(n.organisation, n.measure) for n in found.quality.not_reported] == [("RX3", "waiting")]


def test_a_key_missing_from_all_is_a_missing_column(tmp_path, summary):
    for record in summary["trusts"]:
        del record["code"]
    with pytest.raises(KnockonError, match="the column 'code' is missing") as error:
        read(write_json(tmp_path, summary))
    assert error.value.code == "K205"


def test_numbers_in_json_stay_as_printed(tmp_path, summary):
    "A whole number written with a fraction of nothing is one; a fraction is not."
    text = json.dumps(summary).replace("61000", "61000.0").replace("29000", "29000.5")
    (tmp_path / "rtt.json").write_text(text, encoding="utf-8")
    found = read(tmp_path)
    assert found.rtt_summary["waiting"].to_list() == [61000]
    assert found.quality.refused[0].reason == "waiting_list: '29000.5' is not a whole number"


@pytest.mark.parametrize("end", ["", "{", ', "period": "2026-05"}', ', "b": NaN}', "[" * 100_000])
def test_a_damaged_summary_is_refused(tmp_path, summary, end):
    text = json.dumps(summary)[:-1]
    (tmp_path / "rtt.json").write_text(text + end, encoding="utf-8")
    with pytest.raises(KnockonError, match="not JSON") as error:
        read(tmp_path)
    assert error.value.code == "K214"


@pytest.mark.parametrize(
    "text", ["", "{", '{"a": 1, "a": 2}', '{"a": NaN}', "[" * 100_000, "\ufffe", '{"code": 1}\n{}']
)
def test_broken_json_of_something_else_does_no_harm(tmp_path, text):
    (tmp_path / "own.json").write_text(text, encoding="utf-8")
    (idle,) = read(tmp_path).quality.not_used
    assert idle.reason == "JSON that cannot be read, of no publication known to this version"


@pytest.mark.parametrize("content", [[], {}, 3, {"a": [1, 2]}, {"a": []}, [{"code": "RX1"}]])
def test_json_without_a_list_of_records_is_left(tmp_path, content):
    (idle,) = read(write_json(tmp_path, content)).quality.not_used
    assert (idle.file, idle.reason) == ("rtt.json", "no table inside")


def test_json_larger_than_a_summary_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("knockon.published.json_tables._LARGEST", 1_000_000)
    keys = "".join(f'"{key}"' for key in ("code", "name", "period", "waiting_list"))
    (tmp_path / "rtt.json").write_text(keys + " " * 1_000_001, encoding="utf-8")
    with pytest.raises(KnockonError, match="more than 1 MB of JSON") as error:
        read(tmp_path)
    assert error.value.code == "K214"
