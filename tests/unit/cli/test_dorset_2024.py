"""The example of Dorset: its commands make its ledger, byte for byte, and it says what it must."""

import csv
import json
import re
import shlex
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knockon import catalogue
from knockon.catalogue.yaml import load_strict
from knockon.plans.reading import check_against, read_assessment
from knockon.register import (
    Notice,
    Recorded,
    State,
    days_short,
    new_ledger,
    read_ledger,
    read_notices,
    writing,
)
from knockon.system import folder

Knockon = Callable[..., Any]
LETTER = "Letter of 19 September 2024"
TIERS = {
    "At once": {"update_record"},
    "At once, for the long term": {
        *("adhd_shared_care", "bariatric_monitoring", "gender_shared_care"),
        *("eating_disorder_monitoring", "mgus_monitoring", "mental_health_tests"),
    },
    "From January 2025, with three months of notice": {
        *("adhd_shared_care", "bariatric_monitoring", "gender_shared_care"),
        *("eating_disorder_monitoring", "mgus_monitoring"),
        *("dmard_monitoring", "denosumab", "psa_monitoring", "inr_monitoring"),
        *("phlebotomy", "spirometry", "joint_injections", "insulin_management", "physiotherapy"),
        *("any_les", "fcp_gap_filling"),
    },
}


@pytest.fixture(scope="session")
def example(repository: Path) -> Path:
    return repository / "examples" / "dorset-2024"


@pytest.fixture(scope="session")
def state(example: Path) -> State:
    return read_ledger(example / "ledger.jsonl").state()


def commands(readme: str, beginning: str) -> list[list[str]]:
    "What stands in the blocks of the page, each command on its line."
    blocks = re.findall(r"^```\n(.*?)^```$", readme, flags=re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith(f"knockon {beginning}")]


@pytest.fixture(scope="module")
def board(knockon: Knockon, example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    "The made-up system its page begins with."
    (made,) = commands((example / "README.md").read_text("utf-8"), "system synth")
    out = tmp_path_factory.mktemp("dorset") / "made-up"
    assert knockon(*(out if word == "made-up" else word for word in made)).status == 0
    return out


def test_the_commands_of_its_page_make_its_ledger(
    knockon: Knockon, here: Path, example: Path, board: Path
) -> None:
    shutil.copy(example / "letter.yaml", here)
    shutil.copytree(board, here / "made-up")
    for command in commands((example / "README.md").read_text("utf-8"), "register"):
        told = knockon(*command)
        assert told.status == 0, told.err
    assert (here / "ledger.jsonl").read_bytes() == (example / "ledger.jsonl").read_bytes()


def test_its_practices_are_those_of_the_made_up_system(board: Path, state: State) -> None:
    codes = {one.practice.ods_code for one in folder.read(board).practices}
    holders = {record.notice.holder.code for record in state.records.values()}
    assert holders <= codes
    assert len(holders) == 0.75 * len(codes), "three in four wanted to act together"


def test_the_tiers_are_those_of_the_letter(state: State) -> None:
    found: dict[str | None, set[str]] = {}
    for record in state.of_letter(LETTER):
        found.setdefault(record.notice.tier, set()).add(record.notice.service)
    assert found == TIERS


def test_what_is_considered_or_conditional_is_not_taken_for_given(state: State) -> None:
    standing = Counter((one.notice.service, one.status) for one in state.records.values())
    for service in ("dmard_monitoring", "denosumab", "psa_monitoring", "inr_monitoring"):
        assert standing[service, "considered"] == 15
        assert standing[service, "firm"] == 0
    assert standing["adhd_shared_care", "conditional"] == 15
    assert standing["adhd_shared_care", "firm"] == 15, "nobody new, from the day of the letter on"


def test_a_network_put_its_hand_back_off(state: State) -> None:
    moved = [one for one in state.records.values() if one.deferred_from is not None]
    assert {one.notice.service for one in moved} == {"adhd_shared_care"}
    assert {one.notice.holder.code for one in moved} == {"X00017", "X00018", "X00019"}
    assert {str(one.notice.ends_on) for one in moved} == {"2025-03-31"}


def test_nothing_is_short_and_what_contracts_ask_for_is_not_known(state: State) -> None:
    words = Counter(str(days_short(one.notice)) for one in state.records.values())
    assert set(words) == {"0", "None", "Unknown.UNKNOWN"}


def test_it_runs_on_the_practices_of_dorset(shared: Path, tmp_path: Path, example: Path) -> None:
    "As if every practice of the map of July 2026 had signed."
    found = shared / "data" / "patients_registered" / "gp-reg-pat-prac-map_dorset_2026-07.csv"
    with found.open(encoding="utf-8", newline="") as file:
        codes = [row["PRACTICE_CODE"] for row in csv.DictReader(file)]
    letter = (example / "letter.yaml").read_text("utf-8")
    path = tmp_path / "letter.yaml"
    path.write_text(re.sub(r"practices: \[.*?\]\n", "", letter, flags=re.DOTALL), "utf-8")
    notices = read_notices(path, codes)
    assert len(notices) == 23 * len(codes)
    ledger = tmp_path / "ledger.jsonl"
    new_ledger(ledger, "Dorset", by="A. Clerk")
    with writing(ledger) as book:
        book.record(Recorded(notices), by="A. Clerk", services=catalogue.load().local_services)
    held = read_ledger(ledger).state()
    assert {record.notice.holder.code for record in held.records.values()} == set(codes)
    assert all(isinstance(record.notice, Notice) for record in held.records.values())


def test_its_assessment_ends_with_what_the_ledger_says(
    knockon: Knockon, example: Path, board: Path
) -> None:
    told = knockon("register", "stopping", example / "ledger.jsonl", "--system", board)
    assert told.status == 0
    text = (example / "assessment.yaml").read_text("utf-8")
    assert text.endswith(told.out)
    assessment = read_assessment(example / "assessment.yaml", catalogue.load())
    check_against(assessment, {one.practice.ods_code for one in folder.read(board).practices})
    assert len(assessment.stopping) == len(
        load_strict(example / "assessment.yaml").value["stopping"]
    )


@pytest.mark.deep
def test_its_assessment_runs(knockon: Knockon, here: Path, example: Path, board: Path) -> None:
    shutil.copytree(board, here / "made-up")
    told = knockon("assess", example / "assessment.yaml", "--out", here / "run", "--json")
    assert told.status == 0, told.err
    summary = json.loads(told.out)
    services = {measure["service"] for measure in summary["measures"]}
    assert {"dmard_monitoring", "adhd_shared_care"} <= services


def test_it_gives_the_coverage_of_each_service_by_week(
    knockon: Knockon, example: Path, board: Path
) -> None:
    "From mid-September 2024 to April 2025, a row for each week."
    weeks = ("--from", "2024-09-16", "--weeks", 30)
    told = knockon("register", "coverage", example / "ledger.jsonl", "--system", board, *weeks)
    assert told.status == 0, told.err
    assert "15 of 20" in told.out


def test_it_is_one_entry_of_the_ledger(knockon: Knockon, example: Path) -> None:
    told = json.loads(knockon("register", "verify", example / "ledger.jsonl", "--json").out)
    assert (told["entries"], told["notices"]) == (3, 345)
