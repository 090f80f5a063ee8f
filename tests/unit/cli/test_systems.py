"""Systems from the command line: made up, shown, built; and the assessment written for one."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knockon.catalogue.yaml import load_strict_text
from knockon.system import england
from knockon.system.sites import sub_icbs

Knockon = Callable[..., Any]
TWO = [one for one in sub_icbs() if one.icb.code in ("QVV", "QT6")][:2]


def test_a_made_up_system_has_a_data_quality_page(made_up: Path) -> None:
    assert "Data quality: Synthetic" in (made_up / "quality.html").read_text("utf-8")


def test_a_system_is_shown_as_totals_and_services(knockon: Knockon, made_up: Path) -> None:
    shown = json.loads(knockon("system", "show", made_up, "--json").out)
    assert shown["practices"] == 4
    assert shown["synthetic"] is True
    assert {one["service"] for one in shown["services"]} == {"ed", "utc", "nhs111"}
    assert [ward["id"] for ward in shown["wards"]] == ["XT01-beds"]
    assert shown["waiting_lists"][0]["waiting"] > 0
    words = knockon("system", "show", made_up).out
    assert "incidents a day" in words
    assert f"{shown['registered_patients']:,} registered patients" in words


def test_what_is_not_a_system_is_refused(knockon: Knockon, here: Path) -> None:
    assert knockon("system", "show", here).refused().startswith("K3")


def test_a_system_is_not_replaced_without_force(knockon: Knockon, made_up: Path) -> None:
    before = (made_up / "system.json").read_bytes()
    again = ("system", "synth", "--practices", 4, "--seed", 1, "--out", made_up)
    assert knockon(*again).refused() == "K680"
    assert knockon(*again, "--force", "--json").status == 0
    assert (made_up / "system.json").read_bytes() == before


def test_a_made_up_england_is_a_folder_of_systems(
    knockon: Knockon, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two small boards here; the whole takes minutes."""
    small = [replace(one, practices=3, networks=1, registered_patients=25_000) for one in TWO]
    monkeypatch.setattr(england, "sub_icbs", lambda: tuple(small))
    told = knockon("system", "synth", "--england", "--out", "nation", "--json")
    assert told.status == 0, told.err
    listed = json.loads(told.out)["systems"]
    assert [one["icb"] for one in listed] == sorted({one.icb.code for one in TWO})
    assert {path.name for path in (here / "nation").iterdir()} == {
        "england.json",
        *(one["folder"] for one in listed),
    }
    shown = json.loads(knockon("system", "show", here / "nation" / "QVV", "--json").out)
    assert (shown["practices"], shown["registered_patients"]) == (3, 25_000)


def test_england_has_its_own_number_of_practices(knockon: Knockon, here: Path) -> None:
    told = knockon("system", "synth", "--england", "--practices", 5, "--out", "nation")
    assert told.status == 2
    assert list(here.iterdir()) == []


def test_building_from_an_empty_folder_is_refused_and_writes_nothing(
    knockon: Knockon, here: Path
) -> None:
    Path("downloads").mkdir()
    told = knockon("system", "build", "--icb", "QVV", "--from", "downloads", "--out", "dorset")
    assert told.refused()[:2] in ("K2", "K3")
    assert [path.name for path in here.iterdir()] == ["downloads"]


def test_a_first_assessment_is_printed_or_written(
    knockon: Knockon, here: Path, made_up: Path
) -> None:
    del here
    printed = knockon("assessment", "new", "--system", made_up)
    asked = load_strict_text(printed.out, "printed").value
    assert asked["system"] == made_up.as_posix()
    assert knockon("assessment", "new", "--system", made_up, "--out", "a.yaml").out == (
        "Assessment: a.yaml\n"
    )
    assert Path("a.yaml").read_text("utf-8") == printed.out
    again = knockon("assessment", "new", "--system", made_up, "--out", "a.yaml")
    assert again.refused() == "K680"


def test_a_first_assessment_as_json_can_be_run_too(
    knockon: Knockon, made_up: Path, here: Path, simulated: list[Any]
) -> None:
    del here, simulated
    printed = knockon("assessment", "new", "--system", made_up, "--json")
    Path("a.json").write_text(printed.out, encoding="utf-8")
    assert knockon("assess", "a.json").status == 0


def test_an_unknown_preset_is_refused(knockon: Knockon, made_up: Path) -> None:
    told = knockon("assessment", "new", "--system", made_up, "--preset", "nonsense")
    assert told.refused() == "K108"


def test_what_to_download_is_listed_with_what_happens_without_it(knockon: Knockon) -> None:
    rows = json.loads(knockon("system", "files", "--json").out)["publications"]
    map_ = next(row for row in rows if row["publication"].endswith("map"))
    assert "no practice can be placed" in map_["without_it"]
    assert map_["improves"] == "Which practices there are, and the network and board of each."
    assert map_["comes_out"] == "monthly"
    assert map_["page"] == "Patients Registered at a GP Practice"
    assert map_["files"] == []


def test_what_is_already_there_is_listed_with_its_newest_day(
    knockon: Knockon, shared: Path
) -> None:
    told = knockon("system", "files", "--from", shared / "data" / "patients_registered", "--json")
    rows = json.loads(told.out)["publications"]
    map_ = next(row for row in rows if row["publication"].endswith("map"))
    assert map_["files"]
    assert map_["newest"] >= "2026"
