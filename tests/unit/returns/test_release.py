"""What leaves: ranges of groups, sums of them, and nothing of a practice."""

import json
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import get_type_hints

import pytest
from tests.property.returns.worlds import CAP, MONDAY, USUAL, is_public, networks, says, told

from knockon.catalogue.yaml import load_strict_text
from knockon.errors import KnockonError
from knockon.returns import (
    Groups,
    Note,
    Occasion,
    Policy,
    Questions,
    Return,
    Rules,
    as_text,
    built_in_questions,
    groups_document,
    read_groups,
    read_release,
    release,
    release_document,
    stricter,
    usual_policy,
)
from knockon.returns.release_files import digest, release_from
from knockon.returns.told import Told

RULES = Rules(USUAL, Questions("none", "1"))


def occasion(week: int = 0) -> Occasion:
    monday = MONDAY + timedelta(weeks=week)
    return Occasion("An LMC", monday, monday + timedelta(days=4))


def returns(answers: str, week: int = 0) -> list[Return]:
    said = {"T": "taking", "C": "considering", "N": "not"}
    monday = MONDAY + timedelta(weeks=week)
    return [Return(p, monday, {CAP: said[a]}) for p, a in says(answers).items()]


def test_mixed_counts_are_told_as_they_are_and_edges_as_ranges() -> None:
    asked = networks(8, 6)
    (document,) = told(asked, [says("TTTTCCNN" + "TTTTTT")]).documents
    cells = document["actions"][CAP]["groups"]
    assert cells["U00000"]["told"] == {
        "taking": [4, 4],
        "considering": [2, 2],
        "not_or_not_said": [2, 2],
    }
    assert cells["U00001"]["told"]["taking"] == [4, 6]


def test_totals_are_sums_of_what_was_told_and_of_nothing_else() -> None:
    places = ["North", "North", "South"]
    (document,) = told(networks(6, 5, 7, places=places), [says("TTCNNC" * 3)]).documents
    actions = document["actions"][CAP]
    for answer in ("taking", "considering", "not_or_not_said"):
        for end in (0, 1):
            parts = {g: cell["told"][answer][end] for g, cell in actions["groups"].items()}
            north = parts["U00000"] + parts["U00001"]
            assert actions["places"]["North"]["told"][answer][end] == north
            assert actions["all"]["told"][answer][end] == sum(parts.values())


def test_the_true_counts_lie_within_what_is_told() -> None:
    answers = "TTTTTT" + "CCCCN" + "NTNCNNT"
    (document,) = told(networks(6, 5, 7), [says(answers)]).documents
    whole = document["actions"][CAP]["all"]["told"]
    for letter, answer in (("T", "taking"), ("C", "considering"), ("N", "not_or_not_said")):
        low, high = whole[answer]
        assert low <= answers.count(letter) <= high


def test_whether_a_group_is_shown_depends_on_who_answered_alone() -> None:
    "Whatever the answers, the same groups, bases and reasons."
    asked = networks(6, 5, 3)
    shapes = set()
    for answers in ("TTTTTTNNNNNCCC", "TCNTCNTCNTCNTC", "NNNNNNNNNNNNNN", "--------------"):
        (document,) = told(asked, [says(answers)]).documents
        cells = document["actions"][CAP]["groups"].values()
        shapes.add((str(document["groups"]), str([(c["counted"], c["withheld"]) for c in cells])))
    assert len(shapes) == 1


def test_a_group_is_told_anew_when_all_its_practices_have_answered_anew() -> None:
    found = told(networks(6), [says("TTCCNN"), says("TTTT  "), says("    TT"), says("CCCCCC")])
    taking = [d["actions"][CAP]["all"]["told"]["taking"] for d in found.documents]
    assert taking == [[2, 2], [2, 2], [4, 6], [0, 1]]
    as_of = [d["groups"][0]["as_of"] for d in found.documents]
    assert as_of == ["2026-12-07", "2026-12-07", "2026-12-21", "2026-12-28"]
    assert found.documents[1]["practices"] == {"asked": 6, "answered": 4, "counted": 6}


def test_a_group_that_cannot_be_told_anew_is_withheld_in_the_end_and_then_comes_back() -> None:
    weeks = [says("TTCCNN"), *[says(" TCCNN")] * 4, says("TTCCNN")]
    shown = [d["groups"][0]["withheld"] is None for d in told(networks(6), weeks).documents]
    assert shown == [True] * 4 + [False, True]


def test_what_was_told_before_a_practice_became_public_is_not_repeated() -> None:
    public = [is_public(0, "T", week=1)]
    found = told(networks(7), [says("TTCCNNN"), says(" TTTTTT"), says("TTCCNNN")], public)
    cells = [d["actions"][CAP]["groups"]["U00000"] for d in found.documents]
    assert [cell["told"] is None for cell in cells] == [False, True, False]
    assert [cell["counted"] for cell in cells] == [7, 6, 6]


def test_an_action_asked_later_is_told_when_its_group_is_told_anew() -> None:
    asked = networks(6)
    _, kept = release(returns("TTCCNN"), asked, Groups(actions=()), occasion(), RULES)
    more = replace(kept, actions=(CAP,))
    given = returns("TTCCNN") + returns("T", 1)
    week, more = release(given, asked, more, occasion(1), RULES)
    assert week.actions[CAP].all.told is None
    week, _ = release(given + returns("TTCCNN", 2), asked, more, occasion(2), RULES)
    assert week.actions[CAP].all.counted == 6


def test_pressure_is_told_in_the_order_of_the_pack_and_numbers_never() -> None:
    asked = networks(6)
    states = dict(
        zip(asked.practices, ["black", "red", "amber", "amber", "green", ""], strict=True)
    )
    given = [
        Return(p, MONDAY, {}, {"alert_state": s, "contacts": 900} if s else {})
        for p, s in states.items()
    ]
    rules = Rules(USUAL, built_in_questions())
    week, _ = release(given, asked, Groups(), occasion(), rules)
    assert set(week.pressure) == {"alert_state"}
    assert week.pressure["alert_state"].all.told == {
        "red_or_black": Told(2, 2),
        "amber": Told(2, 2),
        "green_or_not_said": Told(2, 2),
    }


def test_nothing_is_told_of_too_few() -> None:
    with pytest.raises(KnockonError) as problem:
        told(networks(9), [says("TTTT")])
    assert problem.value.code == "K770"


def test_weeks_are_told_in_their_order() -> None:
    asked = networks(6)
    _, kept = release(returns("TTCCNN", 1), asked, Groups(actions=(CAP,)), occasion(1), RULES)
    with pytest.raises(KnockonError) as problem:
        release(returns("TTCCNN"), asked, kept, occasion(), RULES)
    assert problem.value.code == "K768"


def test_the_same_week_again_tells_the_same() -> None:
    asked, given = networks(6, 4), returns("TTCCNNTTTT")
    one, kept = release(given, asked, Groups(actions=(CAP,)), occasion(), RULES)
    two, again = release(given, asked, kept, occasion(), RULES)
    assert (one, kept) == (two, again)


def test_no_note_can_reach_a_release() -> None:
    "By type: neither what a release is made from, nor what it is made of, holds one."
    assert get_type_hints(release)["returns"] != Note
    for value in (Return, Groups, Occasion, Rules):
        assert all(get_type_hints(value)[f.name] is not Note for f in fields(value))


def test_a_release_comes_back_from_its_file(tmp_path: Path) -> None:
    asked = networks(6, 5, places=["North", "South"])
    given = returns("TTCCNNTTTTT")
    week, kept = release(given, asked, Groups(actions=(CAP,)), occasion(), RULES)
    path, groups = tmp_path / "release.json", tmp_path / "groups.json"
    path.write_text(as_text(release_document(week)), encoding="utf-8")
    groups.write_text(as_text(groups_document(kept)), encoding="utf-8")
    assert read_release(path) == week
    assert read_groups(groups) == kept
    assert "J81" not in path.read_text(encoding="utf-8")


def test_a_release_that_was_changed_is_refused() -> None:
    week, _ = release(returns("TTCCNN"), networks(6), Groups(actions=(CAP,)), occasion(), RULES)
    text = as_text(release_document(week))
    with pytest.raises(KnockonError) as problem:
        release_from(load_strict_text(text.replace('"asked": 6', '"asked": 9'), "r"))
    assert problem.value.code == "K769"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"taking"', '"taing"', "taing, considering, not_or_not_said are told of"),
        ('"withheld": null', '"withheld": "it is Friday"', "says why it does not"),
        ("[2, 2]", "[2, 1]", "low and high must rise"),
    ],
)
def test_groups_and_releases_that_make_no_sense_are_refused(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    week, kept = release(returns("TTCCNN"), networks(6), Groups(actions=(CAP,)), occasion(), RULES)
    groups = tmp_path / "groups.json"
    groups.write_text(json.dumps(groups_document(kept)).replace(old, new), encoding="utf-8")
    with pytest.raises(KnockonError, match=says) as problem:
        read_groups(groups)
    assert problem.value.code == "K768"

    changed = json.loads(json.dumps(release_document(week)).replace(old, new))
    signed = {**changed, "digest": digest(changed)}
    with pytest.raises(KnockonError, match=says) as problem:
        release_from(load_strict_text(as_text(signed), "release.json"))
    assert problem.value.code == "K769"


def test_the_policy_can_be_made_stricter_and_not_looser() -> None:
    assert usual_policy() == USUAL
    assert stricter(9, 2) == replace(USUAL, least_counted=9, edge=2)
    for least, edge in ((4, None), (5, 2), (None, 4)):
        with pytest.raises(KnockonError) as problem:
            stricter(least, edge)
        assert problem.value.code == "K767"


def test_a_higher_base_withholds_smaller_groups() -> None:
    first = told(networks(6), [says("TTCCNN")])
    rules = Rules(Policy(8, 1, 4, 13), Questions("none", "1"))
    week, _ = release(returns("TTCCNN", 1), networks(6), first.groups[0], occasion(1), rules)
    assert week.actions[CAP].all.told is None
    assert week.groups[0].withheld == "it counts fewer than 8 practices"


def test_what_no_return_names_was_not_asked_and_is_not_told() -> None:
    given = returns("TTTCCCNNNN")
    before = Groups(actions=(CAP, "stop_advice_and_guidance"))
    rules = Rules(USUAL, built_in_questions())
    week, kept = release(given, networks(10), before, occasion(), rules)
    assert week.actions[CAP].all.told is not None
    for unasked in (week.actions["stop_advice_and_guidance"], week.pressure["alert_state"]):
        assert unasked.all.told is None
        assert unasked.all.withheld == "no return named it when the group was told"
    document = release_document(week)
    assert document["actions"]["stop_advice_and_guidance"]["all"]["told"] is None
    assert not kept.groups[0].told.keys() & {"stop_advice_and_guidance", "alert_state"}


def test_what_a_form_asked_is_told_though_nobody_answered_it() -> None:
    given = [
        replace(one, actions={**one.actions, "stop_advice_and_guidance": "not_answered"})
        for one in returns("TTTCCCNNNN")
    ]
    before = Groups(actions=(CAP, "stop_advice_and_guidance"))
    week, _ = release(given, networks(10), before, occasion(), RULES)
    found = week.actions["stop_advice_and_guidance"].all.told
    assert found is not None
    assert found["not_or_not_said"].high == 10


def test_an_action_asked_later_is_told_when_every_practice_answered_anew() -> None:
    before = Groups(actions=(CAP, "stop_advice_and_guidance"))
    first, kept = release(returns("TTTCCCNNNN"), networks(10), before, occasion(), RULES)
    anew = [
        replace(one, actions={**one.actions, "stop_advice_and_guidance": "not"})
        for one in returns("TTTCCCNNNN", week=1)
    ]
    second, _ = release(anew, networks(10), kept, occasion(1), RULES)
    assert first.actions["stop_advice_and_guidance"].all.told is None
    assert second.actions["stop_advice_and_guidance"].all.told is not None
