"""Running an assessment: where it is written, when it is not run again, what is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Knockon = Callable[..., Any]


def test_a_run_is_written_and_its_headline_told(
    knockon: Knockon, assessment: Path, simulated: list[Any]
) -> None:
    told = knockon("assess", assessment, "--out", "winter")
    assert told.status == 0
    headline, report = told.out.splitlines()
    assert headline.startswith("If 41% of practices")
    assert report == f"Report: {Path('winter') / 'report.html'}"
    assert Path("winter/report.html").is_file()
    assert len(simulated) == 1


def test_json_is_the_summary_and_nothing_else(
    knockon: Knockon, assessment: Path, simulated: list[Any]
) -> None:
    del simulated
    told = knockon("assess", assessment, "--out", "winter", "--json")
    assert json.loads(told.out) == json.loads(Path("winter/summary.json").read_text("utf-8"))


def test_without_out_a_run_has_a_name_of_its_own_and_is_kept(
    knockon: Knockon, assessment: Path, simulated: list[Any]
) -> None:
    first = knockon("assess", assessment)
    second = knockon("assess", assessment)
    assert first.out == second.out
    assert len(simulated) == 1
    assert "nothing was run again" in second.err
    assert len(list(Path("runs").iterdir())) == 1


@pytest.mark.parametrize("change", [("--draws", 16), ("--seed", 8)])
def test_other_draws_or_another_seed_make_another_run(
    knockon: Knockon, assessment: Path, simulated: list[Any], change: tuple[object, ...]
) -> None:
    knockon("assess", assessment)
    knockon("assess", assessment, *change)
    assert len(simulated) == 2
    assert len(list(Path("runs").iterdir())) == 2


def test_workers_and_notes_in_the_file_make_no_other_run(
    knockon: Knockon, assessment: Path, simulated: list[Any]
) -> None:
    knockon("assess", assessment)
    assessment.write_text("# a note\n" + assessment.read_text("utf-8"), encoding="utf-8")
    knockon("assess", assessment, "--workers", 1)
    assert len(simulated) == 1


def test_the_command_that_repeats_a_run_is_in_its_files(
    knockon: Knockon, assessment: Path, simulated: list[Any]
) -> None:
    del simulated
    knockon("assess", assessment.name, "--draws", 16, "--out", "winter")
    run = json.loads(Path("winter/run.json").read_text("utf-8"))
    assert run["command"] == "knockon assess winter.yaml --draws 16 --seed 7"
    assert "draws=16, seed=7" in run["python"]
    compile(run["python"], "python", "exec")
    assert {"assessment", "system"} <= set(run["digests"])
    assert run["assessment"]["weeks"] == 4


def test_the_python_that_repeats_a_run_names_the_packs_it_was_given(
    knockon: Knockon, assessment: Path, simulated: list[Any]
) -> None:
    del simulated
    mine = Path("mine pack")
    mine.mkdir()
    (mine / "pack.yaml").write_text(
        "format: knockon/pack/1\nid: mine\nversion: 1\npublished: 2026-11-01\n"
        "verified_to: 2026-11-01\nneeds: []\nchanges: [First.]\n",
        encoding="utf-8",
    )
    told = knockon("assess", assessment.name, "--packs", mine, "--out", "winter")
    assert told.status == 0, told.err
    run = json.loads(Path("winter/run.json").read_text("utf-8"))
    assert "catalogue.load([Path('mine pack')])" in run["python"]
    assert run["command"].endswith("--packs 'mine pack'")
    compile(run["python"], "python", "exec")


def test_what_an_assessment_asks_in_vain_is_told_beside_the_answer(
    knockon: Knockon, assessment: Path, simulated: list[Any]
) -> None:
    del simulated
    assessment.write_text(
        assessment.read_text("utf-8")
        + "  freeze_new_data_sharing: {low: 0.1, likely: 0.2, high: 0.3}\n"
        + "stopping: [{service: ring_pessaries, patients: existing, from: 2026-12-14,"
        + " uptake: {low: 0.2, likely: 0.4, high: 0.6}}]\n",
        encoding="utf-8",
    )
    told = knockon("assess", assessment, "--json")
    json.loads(told.out)
    assert "Not modelled. Freeze new data sharing" in told.err
    assert "Not modelled. Ring pessaries: nobody is counted." in told.err
    assert "Not modelled" in knockon("assess", assessment).err  # also where nothing is run again


def test_a_run_never_replaces_its_own_system_or_assessment(
    knockon: Knockon, assessment: Path, made_up: Path
) -> None:
    for out in (made_up, assessment, Path()):
        assert knockon("assess", assessment, "--out", out, "--force").refused() == "K683"
    assert (made_up / "system.json").is_file()
    assert assessment.is_file()


def test_what_exists_is_not_replaced_without_force(
    knockon: Knockon, assessment: Path, simulated: list[Any]
) -> None:
    knockon("assess", assessment, "--out", "winter")
    before = Path("winter/run.json").read_bytes()
    assert knockon("assess", assessment, "--out", "winter").refused() == "K680"
    assert Path("winter/run.json").read_bytes() == before
    assert len(simulated) == 1
    assert knockon("assess", assessment, "--out", "winter", "--force").status == 0
    assert len(simulated) == 2


def test_a_system_is_looked_for_beside_the_assessment_then_here(
    knockon: Knockon, assessment: Path, made_up: Path, simulated: list[Any]
) -> None:
    del simulated
    text = assessment.read_text("utf-8").replace(f"system: {made_up}", "system: dorset")
    elsewhere = Path("plans")
    elsewhere.mkdir()
    (elsewhere / "winter.yaml").write_text(text, encoding="utf-8")
    assert knockon("assess", elsewhere / "winter.yaml").refused() == "K920"
    Path("dorset").symlink_to(made_up)
    assert knockon("assess", elsewhere / "winter.yaml").status == 0
    (elsewhere / "dorset").symlink_to(made_up)
    assert knockon("assess", elsewhere / "winter.yaml").status == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("uptake:", "uptakes:"),
        ("likely: 0.4", "likely: 0.9"),
        ("from: 2026-12-07", "from: 2026-12-08"),
        ("behaviour: gpps-2026", "behaviour: gpps-2062"),
        ("limit_daily_contacts", "limit_daily_contact"),
        ("weeks: 4", "weeks: 4\nknown: {J81002: {limit_daily_contacts: {taking: true}}}"),
    ],
    ids=["key", "uptake", "Tuesday", "behaviour", "action", "practice"],
)
def test_a_mistake_in_the_file_is_one_sentence_and_nothing_is_written(
    knockon: Knockon, assessment: Path, old: str, new: str
) -> None:
    assessment.write_text(assessment.read_text("utf-8").replace(old, new), encoding="utf-8")
    assert knockon("assess", assessment, "--json").refused().startswith(("K0", "K1"))
    assert [path.name for path in assessment.parent.iterdir()] == ["winter.yaml"]


def test_a_run_whose_summary_is_gone_is_refused_with_the_way_out(
    knockon: Knockon, assessment: Path, simulated: list[Any]
) -> None:
    del simulated
    knockon("assess", assessment)
    next(Path("runs").iterdir()).joinpath("summary.json").unlink()
    assert knockon("assess", assessment).refused() == "K921"
    assert knockon("assess", assessment, "--force").status == 0


def test_the_report_opens_only_when_asked(
    knockon: Knockon, assessment: Path, simulated: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    del simulated
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    knockon("assess", assessment, "--out", "winter")
    assert opened == []
    knockon("assess", assessment, "--out", "winter", "--force", "--open")
    assert opened == [(Path.cwd() / "winter" / "report.html").as_uri()]


def test_the_demonstration_can_be_run_twice(
    knockon: Knockon, here: Path, simulated: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    del here
    monkeypatch.setattr("knockon.cli.demonstrating.DEMO_PRACTICES", 4)
    first, second = knockon("demo"), knockon("demo")
    assert first.status == second.status == 0
    assert first.out == second.out
    assert len(simulated) == 1
    folder = Path(first.out.splitlines()[1].removeprefix("Report: ")).parent
    assert folder.parent == Path("demo")
    assert (folder / "system" / "system.json").is_file()
    assert knockon("assess", folder / "assessment.yaml").status == 0


def test_a_demonstration_is_written_where_it_is_wanted(
    knockon: Knockon, here: Path, simulated: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    del here, simulated
    monkeypatch.setattr("knockon.cli.demonstrating.DEMO_PRACTICES", 4)
    assert knockon("demo", "--out", "shown").status == 0
    assert Path("shown/report.html").is_file()
    assert knockon("demo", "--out", "shown").refused() == "K680"
