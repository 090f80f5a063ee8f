"""A safe day from the command line."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Knockon = Callable[..., Any]


@pytest.fixture
def files(repository: Path, here: Path) -> tuple[Path, Path]:
    """The plan and the day of the example."""
    for name in ("plan.yaml", "day.yaml"):
        shutil.copy(repository / "examples" / "safe-day" / name, here / name)
    return here / "plan.yaml", here / "day.yaml"


def test_the_example_is_told(knockon: Knockon, files: tuple[Path, Path]) -> None:
    plan, day = files
    told = knockon("safe-day", plan, "--day", day)
    assert told.status == 0, told.err
    assert "there is room for 67.5 contacts" in told.out
    assert "Monday\t7.0\t87.5\t104" in told.out
    assert "not legal advice" in " ".join(told.out.split())


def test_a_plan_alone_gets_a_first_answer_that_says_what_it_rests_on(
    knockon: Knockon, files: tuple[Path, Path], here: Path
) -> None:
    plan, _ = files
    told = knockon("safe-day", plan)
    assert told.status == 0, told.err
    said = " ".join(told.err.split())
    assert "No rota was given: 3.8 full-time GPs" in said
    assert "No demand was given" in said
    values = json.loads(knockon("safe-day", plan, "--json").out)
    assert not any("the practice's own number" in one for one in values["said"])
    assert any("No demand was given" in one for one in values["said"])
    small = plan.read_text("utf-8").replace("  registered_patients: 8662\n", "")
    (here / "small.yaml").write_text(small, encoding="utf-8")
    assert knockon("safe-day", here / "small.yaml").refused() == "K135"


def test_page_workbook_and_values_are_written_whole(
    knockon: Knockon, files: tuple[Path, Path], here: Path
) -> None:
    plan, day = files
    told = knockon("safe-day", plan, "--day", day, "--out", here / "out")
    assert told.status == 0, told.err
    written = {path.name for path in (here / "out").iterdir()}
    assert written == {"safe-day.html", "safe-day.xlsx", "safe-day.json"}
    values = json.loads((here / "out" / "safe-day.json").read_text(encoding="utf-8"))
    printed = knockon("safe-day", plan, "--day", day, "--json")
    assert json.loads(printed.out) == values


def test_what_is_there_is_not_replaced_unasked(
    knockon: Knockon, files: tuple[Path, Path], here: Path
) -> None:
    plan, day = files
    (here / "out").mkdir()
    assert knockon("safe-day", plan, "--day", day, "--out", here / "out").refused() == "K680"
    assert list((here / "out").iterdir()) == []
    again = knockon("safe-day", plan, "--day", day, "--out", here / "out", "--force")
    assert again.status == 0, again.err


def test_a_new_file_runs_as_it_stands_with_a_system(
    knockon: Knockon, files: tuple[Path, Path], here: Path, made_up: Path
) -> None:
    plan, _ = files
    assert knockon("safe-day", "new", "--out", here / "new.yaml").status == 0
    asked = ("safe-day", plan, "--day", here / "new.yaml")
    assert knockon(*asked).refused() == "K132"
    system = ("--system", made_up)
    assert knockon(*asked, *system).refused() == "K113", "the plan's practice is not in it"
    told = knockon(*asked, *system, "--practice", "X00001", "--from", "2026-12-07", "--json")
    assert told.status == 0, told.err
    values = json.loads(told.out)
    assert values["practice"] == "X00001"
    assert values["list"]["from"] == "2026-12-07"
    assert any("made up" in one for one in values["said"])


def test_a_plan_without_a_limit_is_refused(
    knockon: Knockon, files: tuple[Path, Path], repository: Path
) -> None:
    plan = repository / "examples" / "plans" / "services-handed-back.yaml"
    assert knockon("safe-day", plan, "--day", files[1]).refused() == "K131"


def test_as_of_is_the_day_whose_rules_judge(knockon: Knockon, files: tuple[Path, Path]) -> None:
    plan, day = files
    told = knockon("safe-day", plan, "--day", day, "--as-of", "2026-02-01", "--json")
    assert json.loads(told.out)["exceptions"]["as_of"] == "2026-02-01"


def test_a_new_file_is_printed_where_no_name_is_given(knockon: Knockon) -> None:
    assert knockon("safe-day", "new").out.count("format: knockon/safe-day/1") == 1
    assert json.loads(knockon("safe-day", "new", "--json").out)["full_day"] == 2
