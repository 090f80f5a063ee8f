"""A system kept on disc comes back as it was, or is refused in one sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from knockon.errors import KnockonError
from knockon.system import folder
from knockon.system.values import ServiceBaseline

FIT = {"format": "knockon/fit/1", "sites": {"XT01-ed": {"spaces": 12.25}}}


@pytest.fixture
def kept(made_up, tmp_path):
    """A folder holding the made-up system."""
    folder.write(*made_up, FIT, tmp_path / "made", pages={"quality.html": "<p>Said.</p>"})
    return tmp_path / "made"


def refused(kept, code: str, reader=folder.read) -> KnockonError:
    with pytest.raises(KnockonError) as refusal:
        reader(kept)
    assert refusal.value.code == code
    return refusal.value


def test_what_is_read_is_what_was_written(made_up, kept):
    system, quality = made_up
    assert folder.read(kept) == system
    assert folder.read_quality(kept) == quality
    assert folder.read_fit(kept) == FIT
    assert (kept / "quality.html").read_text(encoding="utf-8") == "<p>Said.</p>"


def test_the_folder_holds_the_files_that_are_documented(kept):
    assert sorted(path.name for path in kept.iterdir()) == [
        "ambulances.parquet",
        "baselines.parquet",
        "fit.json",
        "lists.parquet",
        "practices.parquet",
        "profiles.parquet",
        "quality.html",
        "quality.json",
        "series.parquet",
        "sites.parquet",
        "system.json",
        "wards.parquet",
    ]


def with_further_files(system):
    """A system as files of services without sites, of beds by day and of waits would make it."""
    (one, *rest), (ward, *wards) = system.practices, system.wards
    months = ("2026-04", "2026-05")
    counted = (
        "diagnostics",
        "requests",
        "XT01",
        "Q00",
        310.5,
        "a week",
        months,
        "DM01",
        ("Said.",),
    )
    return replace(
        system,
        practices=(replace(one, within_a_week=5 / 6), *rest),
        wards=(replace(ward, occupied_weekday=(1.02,) * 5 + (0.95,) * 2), *wards),
        practice_growth_mean=0.0125,
        baselines=(ServiceBaseline(*counted),),
    )


def test_what_further_files_gave_comes_back_too(made_up, tmp_path):
    system = with_further_files(made_up[0])
    folder.write(system, made_up[1], FIT, tmp_path / "made")
    assert folder.read(tmp_path / "made") == system


def test_the_same_system_gives_the_same_bytes(made_up, kept, tmp_path):
    folder.write(*made_up, FIT, tmp_path / "again", pages={"quality.html": "<p>Said.</p>"})
    for path in kept.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name
    assert folder.digest(kept) == folder.digest(tmp_path / "again")


def test_a_system_whose_page_looks_otherwise_is_the_same_system(made_up, kept, tmp_path):
    folder.write(*made_up, FIT, tmp_path / "newer", pages={"quality.html": "<p>Told anew.</p>"})
    assert folder.digest(kept) == folder.digest(tmp_path / "newer")


def test_an_existing_folder_is_replaced_only_with_force(made_up, kept):
    with pytest.raises(KnockonError) as refusal:
        folder.write(*made_up, FIT, kept)
    assert refusal.value.code == "K680"
    folder.write(*made_up, {}, kept, force=True)
    assert folder.read_fit(kept) == {}


def test_a_replacement_cut_short_is_put_back_before_reading(made_up, kept):
    kept.rename(kept.with_name("made.old"))
    assert folder.read(kept) == made_up[0]


def test_a_folder_that_is_no_system_is_told_how_to_make_one(tmp_path):
    assert "knockon system build" in refused(tmp_path, "K310").remedy
    assert "not there" in refused(tmp_path / "nothing", "K310").found


@pytest.mark.parametrize("name", ["knockon/system/99", "knockon/forecast/1", None])
def test_another_format_is_refused(kept, name):
    card = json.loads((kept / "system.json").read_text(encoding="utf-8"))
    card["format"] = name
    (kept / "system.json").write_text(json.dumps(card), encoding="utf-8")
    refused(kept, "K311")


@pytest.mark.parametrize(
    "name",
    [
        *("practices.parquet", "sites.parquet", "profiles.parquet", "series.parquet"),
        *("wards.parquet", "lists.parquet", "ambulances.parquet", "baselines.parquet"),
    ],
)
def test_a_table_changed_or_gone_is_noticed(kept, name):
    data = bytearray((kept / name).read_bytes())
    data[len(data) // 2] ^= 1
    (kept / name).write_bytes(bytes(data))
    assert name in refused(kept, "K312").sentence()
    (kept / name).unlink()
    refused(kept, "K313")


def test_a_fit_changed_by_hand_is_noticed(kept):
    (kept / "fit.json").write_text("{}", encoding="utf-8")
    refused(kept, "K312", folder.read_fit)


@pytest.mark.parametrize("text", ["{", "[" * 100_000, ""])
def test_a_card_that_is_not_json_is_damaged(kept, text):
    (kept / "system.json").write_text(text, encoding="utf-8")
    refused(kept, "K312")


@pytest.mark.parametrize("key", ["files", "icbs", "targets", "telephone", "volumes"])
@pytest.mark.parametrize("value", [None, 7, [7], [{}]])
def test_a_card_changed_by_hand_is_damaged(kept, key, value):
    card = json.loads((kept / "system.json").read_text(encoding="utf-8"))
    assert key in card
    card[key] = value
    (kept / "system.json").write_text(json.dumps(card), encoding="utf-8")
    refused(kept, "K312")


def test_a_folder_of_the_first_format_is_read_for_ever():
    """Never written again: when the format moves on, this one must still be read."""
    kept = Path(__file__).parent / "golden" / "system-1"
    system = folder.read(kept)
    assert [p.practice.ods_code for p in system.practices] == ["X00001", "X00002", "X00003"]
    assert sum(p.registered_patients for p in system.practices) == 30_900
    assert [v.service for v in system.volumes] == ["ed", "utc", "nhs111"]
    assert system.volumes[0].level == pytest.approx(23.14645, abs=1e-4)
    assert folder.read_quality(kept).notes == system.notes
    assert folder.read_fit(kept) == {"format": "knockon/fit/1"}
    assert (system.wards, system.lists, system.ambulances) == ((), (), ()), "not kept then"
    assert (system.practice_growth_mean, system.baselines) == (0.0, ())
    assert system.practices[0].within_a_week is None


def test_a_folder_with_services_that_have_no_sites_is_read_for_ever():
    """The first of its kind: wards, lists and 999 are kept, and what further files gave."""
    kept = Path(__file__).parent / "golden" / "system-1-baselines"
    system = folder.read(kept)
    assert system.baseline("diagnostics", "requests") == 310.5
    assert system.baselines[0].months == ("2026-04", "2026-05")
    assert system.practice_growth_mean == 0.0125
    assert system.practices[0].within_a_week == 5 / 6
    assert system.practices[1].within_a_week is None
    assert system.wards[0].occupied_weekday == (1.02,) * 5 + (0.95,) * 2
    assert folder.read_quality(kept).gained == ()
