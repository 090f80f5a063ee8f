"""Every worked example agreed on beforehand comes out as it says.

The examples are published beside the product: a plan, the verdicts an expert would accept, the
paragraphs one of which must be cited, the facts that must be asked for.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from knockon.catalogue.loading import load
from knockon.catalogue.values import Catalogue
from knockon.catalogue.yaml import load_strict
from knockon.compliance import check, document
from knockon.plans.plan_reading import read_plan

Example: TypeAlias = dict[str, Any]
Judged: TypeAlias = dict[str, Any]

IDS = (
    *("EX-001", "EX-003", "EX-007", "EX-015", "EX-017", "EX-019", "EX-033", "EX-035", "EX-037"),
    *("EX-041", "EX-043", "EX-045", "EX-047", "EX-049", "EX-051", "EX-055", "EX-065", "EX-067"),
    *("EX-069", "EX-071", "EX-073", "EX-075", "EX-079", "EX-083", "EX-089", "EX-093", "EX-097"),
    *("EX-103", "EX-115", "EX-121"),
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The packs that come with the product."""
    return load()


@pytest.fixture(scope="module")
def examples(shared: Path) -> dict[str, Example]:
    """The worked examples by id."""
    cases = load_strict(shared / "contracts" / "compliance-examples.yaml").value["cases"]
    return {case["id"]: case for case in cases}


@pytest.fixture
def judged(
    request: pytest.FixtureRequest,
    examples: dict[str, Example],
    catalogue: Catalogue,
    tmp_path: Path,
) -> tuple[Example, Judged]:
    """One example beside the document its plan comes to."""
    example = examples[request.param]
    keys = ("as_of", "actions")
    plan = {"plan": example["title"], "practice": example["context"]}
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(plan | {key: example[key] for key in keys}, default=str))
    return example, document(check(read_plan(path, catalogue), catalogue))


each_example = pytest.mark.parametrize("judged", IDS, indirect=True)


def expectations(example: Example, judged: Judged) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """What is expected of each action, beside the action as judged."""
    actions = {action["key"]: action for action in judged["actions"]}
    return [(want, actions[key]) for key, want in example["expected"]["actions"].items()]


def cited(action: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything an action's findings cite, and where its menu lists it."""
    findings = [one for finding in action["findings"] for one in finding["cites"]]
    return [*findings, *action["cites"]]


def test_every_example_is_run(examples: dict[str, Example]) -> None:
    assert set(examples) == set(IDS)


@each_example
def test_the_verdict_is_one_an_expert_accepts(judged: tuple[Example, Judged]) -> None:
    example, found = judged
    expected = example["expected"]
    accepted = {expected["overall"], *expected.get("also_accept", ())}
    assert found["overall"] in accepted
    assert found["overall"] not in expected.get("must_not", ())
    for want, action in expectations(example, found):
        assert action["verdict"] in {want["verdict"], *expected.get("also_accept", ())}


@each_example
def test_a_deciding_paragraph_is_cited(judged: tuple[Example, Judged]) -> None:
    example, found = judged
    for want, action in expectations(example, found):
        paragraphs = {one.get("paragraph") for one in cited(action)}
        assert paragraphs & set(want["decided_by"]["guidance"])


@each_example
def test_what_must_be_asked_is_asked(judged: tuple[Example, Judged]) -> None:
    example, found = judged
    for want, action in expectations(example, found):
        asked = {need for finding in action["findings"] for need in finding["needs"]}
        assert set(want.get("needs", ())) <= asked


@each_example
def test_the_rules_that_bear_are_told(judged: tuple[Example, Judged]) -> None:
    example, found = judged
    for want, action in expectations(example, found):
        told = {finding["rule"] for finding in action["findings"]}
        told |= {effect["rule"] for effect in action["consequences"]}
        assert set(want.get("obligations", ())) <= told


@each_example
def test_basis_dates_and_holder_are_as_expected(judged: tuple[Example, Judged]) -> None:
    example, found = judged
    for want, action in expectations(example, found):
        assert action["basis"] == want.get("basis", action["basis"])
        dated = [
            {key: None if day is None else str(day) for key, day in one.items()}
            for one in want.get("segments", action["segments"])
        ]
        assert action["segments"] == dated
        holders = {
            finding["holder"]
            for finding in action["findings"]
            if finding["verdict"] == action["verdict"]
        }
        assert want.get("holder") in {None, *holders}


def test_a_bare_cap_asks_for_what_happens_over_it_and_no_more(
    examples: dict[str, Example], catalogue: Catalogue, tmp_path: Path
) -> None:
    bare = examples["EX-003"]
    path = tmp_path / "plan.json"
    plan = {"plan": "Bare", "practice": bare["context"], "as_of": bare["as_of"]}
    path.write_text(json.dumps(plan | {"actions": bare["actions"]}, default=str))
    (action,) = document(check(read_plan(path, catalogue), catalogue))["actions"]
    asked = {need for finding in action["findings"] for need in finding["needs"]}
    assert asked == set(bare["expected"]["actions"]["cap"]["needs"])
