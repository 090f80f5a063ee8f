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
    lacking = {m.publication for m in quality.lacking}
    assert "ae" in lacking
    assert lacking < set(missing), "what no system is made of yet is not counted as lacking"
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


def test_deprivation_staff_and_calls_are_told_of_the_practices_that_have_them(
    catalogue, press, month_files
):
    for layout in ("imd_practices", "telephony_answered"):
        path = press.sample(layout)
        press.write(month_files / path.name, press.rows(path))
    one, two = made(month_files, catalogue)[0].practices
    assert (one.imd_score, two.imd_score) == (33.125, 8.25), "the indices, not the summary"
    assert one.nurse_fte == pytest.approx(4.1 * 1.2)
    assert one.calls_answered > 0
    assert 0 <= one.calls_within_a_minute <= 1
    assert (two.nurse_fte, two.direct_care_fte) == pytest.approx((4 * 0.8, 4 * 0.8))


@pytest.fixture
def two_boards(press, month_files):
    """The files with a second board (QYY) beside the first: one practice, trust RX3, no 111."""
    rows = press.map()
    other = ["U20001", "Hill PCN", "E1", "99Y", "Hill - 99Y", "E2", "QYY", "Hill Board"]
    place = ["E3", "Y99", "The West", "TPP"]
    hill = ["PAT", "01Jul2026", "X20001", "Hill", "YY1 1YY", *other, *place]
    press.write(month_files / "map.csv", [*rows, hill])
    totals = press.totals()
    hill = [cell.replace("X10001", "X20001").replace("12,000", "20,000") for cell in totals[1]]
    press.write(month_files / "all.csv", [*totals, hill])
    names = press.mapping()
    press.write(
        month_files / "System-Mapping.csv",
        [*names, ["RX3", "Hill Trust", "QYY", "Hill Board", "West"]],
    )
    head, row = press.ae_csv()
    months = [f"{year}-{month:02d}-01" for year in range(2022, 2027) for month in range(1, 13)]
    both = [[month, code, *row[2:]] for month in months[3:51] for code in ("RX1", "RX3")]
    press.write(month_files / "ae.csv", [head, *both])
    return month_files


def test_two_boards_in_one_system_keep_to_their_own_sites(catalogue, two_boards):
    system, _ = made(two_boards, catalogue, "QYY", "QXX")
    assert [icb.code for icb in system.icbs] == ["QXX", "QYY"]
    assert [p.practice.ods_code for p in system.practices] == ["X10001", "X10002", "X20001"]
    assert system.catchment["ed"]["RX1-ed"] == (1.0, 1.0, 0.0)
    assert system.catchment["ed"]["RX3-ed"] == (0.0, 0.0, 1.0)
    assert [w.id for w in system.wards] == ["RX1-beds", "RX3-beds"]
    assert [one.icb for one in system.ambulances] == ["QXX", "QYY"]


def test_two_boards_together_are_the_two_apart(catalogue, two_boards):
    together, _ = made(two_boards, catalogue, "QXX", "QYY")
    apart = [made(two_boards, catalogue, code)[0] for code in ("QXX", "QYY")]
    assert {v.site: v.level for v in together.volumes} == {
        v.site: v.level for one in apart for v in one.volumes
    }
    assert together.wards == tuple(w for one in apart for w in one.wards)
    assert together.ambulances == tuple(a for one in apart for a in one.ambulances)


def test_any_board_can_be_built_for_which_there_are_files(catalogue, two_boards):
    system, quality = made(two_boards, catalogue, "QYY")
    assert [p.practice.name for p in system.practices] == ["Hill"]
    ed = next(v for v in system.volumes if v.service == "ed")
    assert (ed.site, len(ed.months_used)) == ("RX3-ed", 12)
    line = next(v for v in system.volumes if v.service == "nhs111")
    assert "England's rate" in line.assumed[0], "it has no 111 file"
    assert all("X1000" not in one.where for one in quality.stands_in)


def test_what_each_publication_gave_is_summed_up(catalogue, month_files):
    _, quality = made(month_files, catalogue)
    summed = {one["title"]: one for one in to_json(quality)["publications"]}
    ae = next(
        one for title, one in summed.items() if title == "A&E Attendances and Emergency Admissions"
    )
    assert (ae["files"], ae["in_the_system"]) == (1, True)
    assert (ae["first"], ae["last"]) == ("2022-04-01", "2026-03-31")
    assert ae["age_in_days"] == (TODAY - date(2026, 3, 31)).days
    beds = next(one for title, one in summed.items() if "beds by trust" in title)
    assert (beds["files"], beds["age_in_days"]) == (0, None)
    missing = {one["publication"]: one for one in to_json(quality)["missing"]}
    assert missing["beds"]["improves"].startswith("How many beds")
    assert "England's" in missing["beds"]["stands_in"]
