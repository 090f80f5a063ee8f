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


def test_the_commands_of_its_page_make_its_ledger(
    knockon: Knockon, here: Path, example: Path
) -> None:
    shutil.copy(example / "letter.yaml", here)
    for command in commands((example / "README.md").read_text("utf-8"), "register"):
        told = knockon(*command)
        assert (told.status, told.err) == (0, ""), command
    assert (here / "ledger.jsonl").read_bytes() == (example / "ledger.jsonl").read_bytes()


def test_its_practices_are_those_of_the_made_up_system(
    knockon: Knockon, here: Path, example: Path, state: State
) -> None:
    (made,) = commands((example / "README.md").read_text("utf-8"), "system synth")
    assert knockon(*made).status == 0
    codes = {one.practice.ods_code for one in folder.read(here / "made-up").practices}
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


def test_it_is_one_entry_of_the_ledger(knockon: Knockon, example: Path) -> None:
    told = json.loads(knockon("register", "verify", example / "ledger.jsonl", "--json").out)
    assert (told["entries"], told["notices"]) == (3, 345)
