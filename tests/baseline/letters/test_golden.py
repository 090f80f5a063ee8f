"""Files of the first version of letters, evidence packs and logs of requests are read for ever.

To write them again, when a format changes on purpose and its number rises:
``KNOCKON_WRITE_GOLDEN=1 pytest tests/baseline/letters``.
"""

import datetime as dt
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from knockon import catalogue, compliance
from knockon.catalogue import Catalogue
from knockon.plans.plan import Evidence
from knockon.plans.plan_reading import read_plan
from knockon.readiness.assurance import (
    Decided,
    Replied,
    new_log,
    read_log,
    record,
    record_request,
)
from knockon.reports.evidence import Branch, Case, Claim
from knockon.reports.evidence_pack import evidence_json
from knockon.reports.letters.choosing import Ground, drafts
from knockon.reports.letters.details import read_details
from knockon.reports.letters.writing import write_letters
from knockon.reports.summary import as_json

GOLDEN = Path(__file__).parent / "golden"
AT = dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC)
DIGEST = re.compile(r'("[^"]+\.(?:docx|pdf)": )"[0-9a-f]{64}"')
"""Of Word and PDF files: they differ with the versions that write them."""


@pytest.fixture(scope="module")
def packs() -> Catalogue:
    return catalogue.load()


@pytest.fixture(scope="module")
def ground(packs: Catalogue, repository: Path) -> Ground:
    plan = read_plan(repository / "examples" / "plans" / "services-handed-back.yaml", packs)
    details = read_details(GOLDEN / "details.yaml", packs.letters)
    return Ground(packs, dt.date(2024, 10, 7), plan, compliance.check(plan, packs), details=details)


def held_as(name: str, text: str) -> None:
    "Hold a text against the golden file, or write that anew where it is asked for."
    path = GOLDEN / name
    if os.environ.get("KNOCKON_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_letters_are_told_as_they_were(ground: Ground, tmp_path: Path) -> None:
    document = write_letters(drafts(ground, ["notice", "patients"]), tmp_path)
    held_as("letters.json", DIGEST.sub(r'\1"…"', as_json(document)))


def test_an_evidence_pack_is_told_as_it_was() -> None:
    day = dt.date(2026, 12, 1)
    rota = Evidence("duty rota", "Rota", day, dt.date(2026, 12, 31), "Drive S")
    claim = Claim(
        action="cap",
        rule="EMG-COVER",
        title="Emergencies are covered",
        holder="practice",
        verdict="conditional",
        begins=day,
        ends=None,
        argument="A clinician can be reached.",
        kept=("A clinician can be reached throughout core hours.",),
        cites=(),
        branches=(Branch("duty rota", rota, "expiring"), Branch("route", None, "missing")),
    )
    stray = Evidence("Other", "A file")
    held_as("evidence.json", as_json(evidence_json(Case("A cap", day, (claim,), (stray,)), {})))


def test_a_log_of_requests_is_written_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "requests.jsonl"
    new_log(path, "Shire", by="Contract team", at=AT)
    asked: dict[str, Any] = {
        "holder": "X10001",
        "provisions": ("ACC-TRIAGE", "EMG-COVER"),
        "asked_on": dt.date(2026, 12, 1),
        "due_on": dt.date(2026, 12, 15),
        "reference": "PC/41",
    }
    record_request(path, asked, by="Contract team", at=AT)
    record(path, Replied("A1", "given_in_part", dt.date(2026, 12, 10)), by="Contract team", at=AT)
    record(path, Decided("A1", "assured", dt.date(2026, 12, 16)), by="Contract team", at=AT)
    held_as("requests.jsonl", path.read_text(encoding="utf-8"))


def test_a_log_of_requests_is_read_as_it_was() -> None:
    (request,) = read_log(GOLDEN / "requests.jsonl").requests
    assert (request.id, request.holder, request.provisions) == (
        *("A1", "X10001"),
        ("ACC-TRIAGE", "EMG-COVER"),
    )
    assert (request.reply, request.outcome) == ("given_in_part", "assured")


def test_each_file_names_its_format() -> None:
    formats = {
        "letters.json": "knockon/letters/1",
        "evidence.json": "knockon/evidence/1",
        "requests.jsonl": "knockon/assurance-log/1",
    }
    for name, expected in formats.items():
        first = (GOLDEN / name).read_text(encoding="utf-8")
        text = first.splitlines()[0] if name.endswith("l") else first
        assert json.loads(text)["format"] == expected
    details = (GOLDEN / "details.yaml").read_text(encoding="utf-8")
    assert details.startswith("format: knockon/letter-details/1\n")
