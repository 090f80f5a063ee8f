"""The whole line on a small made-up system, nothing put in the place of anything."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Knockon = Callable[..., Any]


def test_one_thread_or_two_give_the_same_result(knockon: Knockon, assessment: Path) -> None:
    digests = set()
    for workers in (1, 2):
        told = knockon("assess", assessment, "--workers", workers, "--out", f"by-{workers}")
        assert told.status == 0, told.err
        run = json.loads(Path(f"by-{workers}/run.json").read_text("utf-8"))
        digests.add(run["result_digest"])
        assert run["workers"] == workers
    assert len(digests) == 1
    one, two = (Path(f"by-{workers}/report.html").read_bytes() for workers in (1, 2))
    assert one == two


def test_without_an_action_the_scenario_is_the_baseline(knockon: Knockon, assessment: Path) -> None:
    text = assessment.read_text("utf-8")
    assessment.write_text(text[: text.index("uptake:")], encoding="utf-8")
    told = knockon("assess", assessment, "--json")
    assert told.status == 0, told.err
    summary = json.loads(told.out)
    assert summary["accounting"]["imbalance"] == 0
    for measure in summary["measures"]:
        assert measure["scenario"] == measure["baseline"]
        assert set(measure["change"].values()) <= {0.0, None}


def test_what_was_sought_is_accounted_for(knockon: Knockon, assessment: Path) -> None:
    found = json.loads(knockon("assess", assessment, "--json").out)["accounting"]
    came = found["waiting_at_start"] + found["contacts_sought"]
    became = (
        found["seen_in_practice"]
        + sum(found["went_to"].values())
        + found["waiting_at_end"]
        + found["retrying_at_end"]
    )
    assert found["imbalance"] == 0
    assert abs(came - became) <= 1e-5 * came
