"""Plans judged from the command line: words before colour, one document a plan, statuses."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Knockon = Callable[..., Any]

VERDICTS = {
    "a-trust-returns-letters": {"returned": "not_in_accordance"},
    "cap-and-letters": {"cap": "conditional", "letters": "not_in_accordance"},
    "services-handed-back": {
        "minor_injuries": "not_in_accordance",
        "new_shared_care": "compatible",
    },
    "telephony-deferred": {"telephony": "undetermined"},
}

SILENT = """\
plan: Advice
practice: {contract: GMS}
as_of: 2024-08-20
actions: [{key: advice, type: stop_advice_and_guidance, start: 2024-09-02}]
"""


@pytest.fixture
def plans(repository: Path) -> Path:
    return repository / "examples" / "plans"


@pytest.fixture
def silent(here: Path) -> Path:
    path = here / "advice.yaml"
    path.write_text(SILENT, encoding="utf-8")
    return path


def test_every_example_is_tried(plans: Path) -> None:
    assert {path.stem for path in plans.glob("*.yaml")} == set(VERDICTS)


@pytest.mark.parametrize(("name", "verdicts"), VERDICTS.items())
def test_an_example_is_judged_as_its_notes_say(
    knockon: Knockon, plans: Path, name: str, verdicts: dict[str, str]
) -> None:
    document = json.loads(knockon("check", plans / f"{name}.yaml", "--json").out)
    assert {one["key"]: one["verdict"] for one in document["actions"]} == verdicts


def test_the_same_plan_gives_the_same_bytes(knockon: Knockon, plans: Path) -> None:
    path = plans / "cap-and-letters.yaml"
    assert knockon("check", path, "--json").out == knockon("check", path, "--json").out


def test_a_breach_is_told_with_its_clause_and_the_lawful_way(knockon: Knockon, plans: Path) -> None:
    told = knockon("check", plans / "cap-and-letters.yaml").out
    assert told.startswith("A cap with triage, and letters\nNot in accordance.\n")
    assert "ERS-USE: First outpatient referrals go through e-RS\n    Not in accordance." in told
    assert "A lawful way: " in told
    assert "Write route: ers." in told
    assert "GMS Regs 2015 Sch 3 para 11A" in told
    assert "not legal advice" in told


def test_the_verdicts_of_several_actions_stand_first(knockon: Knockon, plans: Path) -> None:
    told = knockon("check", plans / "cap-and-letters.yaml").out
    glance = told[: told.index("\ncap: ")]
    assert "- letters (Letters instead of e-RS): Not in accordance" in glance
    assert "- cap (Limit daily contacts): In accordance if you keep" in glance


def test_what_follows_from_every_action_is_said_once(knockon: Knockon, plans: Path) -> None:
    told = knockon("check", plans / "cap-and-letters.yaml").out
    assert told.count("so that patients stay safe") == 1
    assert told.index("For every action of this plan") < told.index("so that patients stay safe")


def test_a_rule_without_conflict_has_a_line_with_its_clause(knockon: Knockon, plans: Path) -> None:
    told = " ".join(knockon("check", plans / "cap-and-letters.yaml").out.split())
    met = told[told.index("No conflict found by") :]
    assert "- ERS-INFO: The referral does not go through e-RS." in met
    assert "(PRN01459 paragraph 16; NHS Standard Contract SC 6.13.1)" in met


def test_conditions_stand_under_the_rule_that_asks_them(knockon: Knockon, plans: Path) -> None:
    told = knockon("check", plans / "cap-and-letters.yaml").out
    triage = told[told.index("ACC-TRIAGE: ") :]
    assert (
        "Every contact over the cap is triaged.\n    In accordance if you keep:\n    - " in triage
    )
    assert "Have ready: " in triage


def test_what_is_missing_is_asked_as_a_question(knockon: Knockon, plans: Path) -> None:
    told = knockon("check", plans / "telephony-deferred.yaml").out
    assert "Cannot tell yet: needs\n    - telephony_data_provided: " in told
    assert "(true, false or unknown)" in told


def test_stretches_of_dates_are_told(knockon: Knockon, plans: Path) -> None:
    told = knockon("check", plans / "telephony-deferred.yaml").out
    assert "- From 20 September 2024 to 30 September 2024: No conflict found" in told
    assert "- From 1 October 2024 on, without end: Cannot tell yet" in told
    assert "Note: Announced, and in force from 1 October 2024" in told


def test_silence_is_worded_as_such_and_never_as_approval(knockon: Knockon, silent: Path) -> None:
    told = knockon("check", silent).out
    assert told.startswith("Advice\nThe rules loaded do not speak to this. That is not an approval")
    assert "Listed in: PRN01459 paragraph 6." in told
    assert "No conflict" not in told


def test_a_page_is_eighty_columns_wide(knockon: Knockon, plans: Path) -> None:
    told = knockon("check", *sorted(plans.glob("*.yaml"))).out
    assert max(map(len, told.splitlines())) <= 80


def test_the_day_asked_for_outranks_the_plan_s_own(knockon: Knockon, plans: Path) -> None:
    path = plans / "telephony-deferred.yaml"
    days = [
        json.loads(knockon("check", path, "--json", *more).out)["as_of"]
        for more in ([], ["--as-of", "2024-08-05"])
    ]
    assert days == ["2024-09-20", "2024-08-05"]


def test_of_several_plans_each_gets_a_document_on_one_line(knockon: Knockon, plans: Path) -> None:
    told = knockon("check", *sorted(plans.glob("*.yaml")), "--json")
    titles = [json.loads(line)["plan"] for line in told.out.splitlines()]
    assert titles[0] == "A trust returns referrals"
    assert len(titles) == len(VERDICTS)


def test_one_that_cannot_be_read_does_not_stop_the_others(
    knockon: Knockon, silent: Path, here: Path
) -> None:
    (here / "bad.yaml").write_text(SILENT.replace("contract", "kontract"), encoding="utf-8")
    told = knockon("check", "bad.yaml", silent, "missing.yaml", "--json")
    assert told.status == 1
    assert json.loads(told.out)["plan"] == "Advice"
    refusals = told.err.splitlines()
    assert [line[:4] for line in refusals] == ["K023", "K001"]
    assert "bad.yaml:2: 'kontract'" in refusals[0]
    assert "Did you mean 'contract'?" in refusals[0]


@pytest.mark.parametrize(
    ("name", "fail_on", "status"),
    [
        ("cap-and-letters", None, 0),
        ("cap-and-letters", "not_in_accordance", 3),
        ("cap-and-letters", "undetermined", 3),
        ("telephony-deferred", "not_in_accordance", 0),
        ("telephony-deferred", "undetermined", 3),
    ],
)
def test_a_verdict_can_be_made_to_fail(
    knockon: Knockon, plans: Path, name: str, fail_on: str | None, status: int
) -> None:
    "That verdict, or a worse one."
    more = [] if fail_on is None else ["--fail-on", fail_on]
    told = knockon("check", plans / f"{name}.yaml", "--json", *more)
    assert told.status == status
    assert json.loads(told.out)["actions"]


def test_a_verdict_that_is_none_is_wrong_usage(knockon: Knockon, silent: Path) -> None:
    assert knockon("check", silent, "--fail-on", "compatible").status == 2


def test_a_nation_no_pack_speaks_for(knockon: Knockon, silent: Path) -> None:
    silent.write_text(SILENT.replace("contract: GMS", "nation: Wales"), encoding="utf-8")
    told = knockon("check", silent).out
    assert "Cannot tell yet: needs\n    - rules for Wales." in told
    assert "No rules loaded speak for this nation." in " ".join(told.split())
