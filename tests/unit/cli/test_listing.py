"""What the packs hold, listed with its clauses and what still wants checking."""

import json
from collections.abc import Callable
from typing import Any

Knockon = Callable[..., Any]


def test_rules_have_a_clause(knockon: Knockon) -> None:
    head, *rows = knockon("rules").out.splitlines()
    assert head.split("\t")[0] == "Rule"
    assert all(len(row.split("\t")) == len(head.split("\t")) for row in rows)
    assert all(row.split("\t")[-1] for row in rows)


def test_rules_known_by_a_day(knockon: Knockon) -> None:
    "SI 2025/727 was not known in 2024."
    listed = {
        day: {rule["id"] for rule in json.loads(found)["rules"]}
        for day in ("2024-08-20", "2025-12-01")
        for found in [knockon("rules", "--as-of", day, "--json").out]
    }
    assert "X-GPC-2025" in listed["2025-12-01"] - listed["2024-08-20"]
    assert "ERS-USE" in listed["2024-08-20"]


def test_conditions_are_printed_as_they_are_written(knockon: Knockon) -> None:
    rules = {rule["id"]: rule for rule in json.loads(knockon("rules", "--json").out)["rules"]}
    (bearing,) = [b for b in rules["ERS-USE"]["bearings"] if "referral_route" in b["types"]]
    assert bearing["breach"] == "route != 'ers'"


def test_actions_name_their_type_and_ask_their_facts(knockon: Knockon) -> None:
    actions = {one["id"]: one for one in json.loads(knockon("actions", "--json").out)["actions"]}
    notice = actions["serve_notice_voluntary"]
    assert notice["type"] == "stop_service"
    asked = {fact["name"]: fact for fact in notice["facts"]}
    assert asked["nhs_service"]["presumed"] is True
    assert asked["commissioned"]["presumed"] == "unknown"


def test_sources_say_what_still_wants_checking(knockon: Knockon) -> None:
    sources = {one["id"]: one for one in json.loads(knockon("sources", "--json").out)["sources"]}
    assert sources["PRN01459"]["strength"]
    assert any(one["wants_checking"] for one in sources.values())
    assert "Still to check" in knockon("sources").out.splitlines()[0]


def test_packs_check_tries_the_cases_of_every_rule(knockon: Knockon) -> None:
    told = knockon("packs", "check")
    assert told.status == 0, told.err
    assert " rules, " in told.out.splitlines()[-1]
    assert told.out.endswith("no problem found.\n")
