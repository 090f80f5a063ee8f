"""A system is built from whatever published files there are, and says what stands in for the rest.

The files are printed small: two practices of one board (QXX), one trust with 48 months of A&E, one
111 contract.
"""

from __future__ import annotations

from datetime import date

import pytest

from knockon.errors import KnockonError
from knockon.system.build import build
from knockon.system.quality import from_json, to_json

TODAY = date(2026, 11, 22)
NAMES = ("map.csv", "all.csv", "quin.csv", "gpad_2026-06_to_2026-08.csv")


@pytest.fixture
def month_files(press, tmp_path):
    """The files of practices, the mapping, and 48 months of A&E to March 2026."""
    for name, rows in press.whole().items():
        if name in (*NAMES, "System-Mapping.csv"):
            press.write(tmp_path / name, rows)
    head, row = press.ae_csv()
    months = [f"{year}-{month:02d}-01" for year in range(2022, 2027) for month in range(1, 13)]
    rows = [[month, *row[1:]] for month in months[3:51]]
    press.write(tmp_path / "ae.csv", [head, *rows])
    return tmp_path


def made(folder, catalogue, *icbs):
    return build(folder, icbs=icbs or ("QXX",), catalogue=catalogue, today=TODAY)


def test_practices_sites_and_volumes_come_from_the_files(catalogue, month_files):
    system, _ = made(month_files, catalogue)
    assert [p.practice.ods_code for p in system.practices] == ["X10001", "X10002"]
    assert [p.registered_patients for p in system.practices] == [12_000, 8_000]
    assert [s.id for s in system.sites] == ["RX1-ed", "RX1-utc", "QXX-111"]
    ed = next(v for v in system.volumes if v.service == "ed")
    assert ed.level == pytest.approx(12 * 8_100 / 365, rel=1e-3)
    assert ed.admitted_share == pytest.approx(2_400 / 8_100)
    assert ed.growth_mean == pytest.approx(0.0, abs=0.01)
    four_hours = next(t for t in system.targets if t.measure == "within_4_hours")
    assert four_hours.value == pytest.approx(1 - 2_550 / 8_100)
    assert len(four_hours.months) == 12


def test_booked_attendances_count_once(catalogue, month_files):
    """Type 3 is 500 unbooked and 2,500 booked a month."""
    system, _ = made(month_files, catalogue)
    utc = next(v for v in system.volumes if v.service == "utc")
    assert utc.level == pytest.approx(12 * 3_000 / 365, rel=1e-3)
    assert utc.admitted_share is None


def test_every_practices_people_are_divided_whole(catalogue, month_files):
    system, _ = made(month_files, catalogue)
    for by_site in system.catchment.values():
        for shares in zip(*by_site.values(), strict=True):
            assert sum(shares) == pytest.approx(1.0)


def test_what_is_missing_is_stood_in_for_and_said(catalogue, press, tmp_path):
    for name in ("map.csv", "all.csv"):
        press.write(tmp_path / name, press.whole()[name])
    system, quality = made(tmp_path, catalogue)
    assert {v.service for v in system.volumes} == {"ed", "utc", "nhs111"}
    assert all(v.level > 0 and "England's rate" in v.assumed[0] for v in system.volumes)
    assert all("England's rates" in p.assumed[0] for p in system.practices)
    assert all(p.ages is None for p in system.practices)
    missing = {m.publication: m.stands_in for m in quality.published.missing}
    assert "England's rates" in missing["ae"]
    assert any("by age" in note for note in quality.notes)


def test_a_blank_gp_count_is_stood_in_for(catalogue, month_files):
    system, quality = made(month_files, catalogue)
    assert "No GPs are reported" in system.practices[1].assumed[0]
    assert any(s.where == "X10002" and "No GPs" in s.what for s in quality.stands_in)


def test_lists_of_the_appointments_file_stand_in_for_patients(catalogue, press, tmp_path):
    for name in ("map.csv", "gpad_2026-06_to_2026-08.csv"):
        press.write(tmp_path / name, press.whole()[name])
    system, _ = made(tmp_path, catalogue)
    assert [p.registered_patients for p in system.practices] == [12_000, 8_000]
    assert any("list of the appointments" in note for note in system.notes)


@pytest.mark.parametrize("code", ["QXY", "qxx", "Shire", "Q"])
def test_an_unknown_board_is_refused_with_the_nearest(catalogue, month_files, code):
    with pytest.raises(KnockonError, match=r"QXX \(Shire Board\)") as refusal:
        made(month_files, catalogue, code)
    assert refusal.value.code == "K301"


def test_without_a_map_there_is_nothing_to_build(catalogue, press, tmp_path):
    press.write(tmp_path / "all.csv", press.totals())
    with pytest.raises(KnockonError) as refusal:
        made(tmp_path, catalogue)
    assert refusal.value.code == "K302"


def test_a_practice_nobody_counts_is_refused(catalogue, press, tmp_path):
    press.write(tmp_path / "map.csv", press.map())
    with pytest.raises(KnockonError, match="X10001") as refusal:
        made(tmp_path, catalogue)
    assert refusal.value.code == "K303"


def test_months_not_reported_are_kept_as_missing(catalogue, press, month_files):
    head, row = press.ae_csv()
    months = [f"{year}-{month:02d}-01" for year in range(2022, 2027) for month in range(1, 13)]
    rows = [[month, *row[1:]] for month in months[3:51]]
    type3 = [head.index(name) for name in head if "Other" in name]
    for blank in rows[20:24]:
        for column in type3:
            blank[column] = "0"
    press.write(month_files / "ae.csv", [head, *rows])
    system, _ = made(month_files, catalogue)
    gone = [o for o in system.series if o.service == "utc" and not o.reported]
    assert [o.period for o in gone] == ["2023-12", "2024-01", "2024-02", "2024-03"]
    assert all(o.value is None for o in gone)
    utc = next(v for v in system.volumes if v.service == "utc")
    assert utc.level == pytest.approx(12 * 3_000 / 365, rel=1e-3)


def test_the_account_of_quality_goes_to_json_and_back(catalogue, month_files):
    _, quality = made(month_files, catalogue)
    content = to_json(quality)
    assert from_json(content) == quality
    used = {entry["publication"]: entry for entry in content["used"]}
    assert used["practices"]["age_in_days"] == (TODAY - date(2026, 7, 1)).days


def test_the_same_files_give_the_same_system(catalogue, month_files):
    assert made(month_files, catalogue) == made(month_files, catalogue)
