"""No answer can be worked out: each attack succeeds against careless totals and fails on ours."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.returns.attack import ANSWERS, Attack, Learnt, NoHistoryFitsError, Number
from tests.property.returns.worlds import (
    TOLD_AS,
    Told,
    Week,
    code,
    is_public,
    networks,
    says,
    told,
)

from knockon.returns import Policy

SUPPOSED: list[dict[str, Any]] = [
    {},
    {"most_changes": 0},
    {"nobody_goes_back": True},
    {"most_changes": 1, "knows_who_answered": False},
    {"most_changes": 1, "nobody_goes_back": True, "knows_who_answered": False},
]
"""Who knows when each practice answered, and that no more than one changes in a week, may know
which one it was. That is as good as being told, and is not held against a release."""


def careless(sets: Iterable[Iterable[str]], week: int, answers: Week) -> list[Number]:
    "What somebody tells who prints the counts of each of some sets of practices as they are."
    numbers = []
    for practices in map(frozenset, sets):
        for answer in ANSWERS:
            count = sum(TOLD_AS[answers[p]] == answer for p in practices)
            behind = frozenset((p, week) for p in practices)
            numbers.append(Number(behind, answer, count, count))
    return numbers


def nothing_learnt(found: Told) -> bool:
    "Where what is supposed is not so, no history fits, and nothing follows."
    for supposed in SUPPOSED:
        with suppress(NoHistoryFitsError):
            if found.attack(**supposed).learns():
                return False
    return True


def codes(numbers: Iterable[int]) -> list[str]:
    return [code(n) for n in numbers]


def test_all_or_none() -> None:
    week = says("TTTTT" + "TCNTC")
    sets = [codes(range(5)), codes(range(5, 10))]
    attack = Attack(codes(range(10)), 1, careless(sets, 0, week))
    assert Learnt(code(0), 0, "taking", True) in attack.learns()
    assert nothing_learnt(told(networks(5, 5), [week]))


@pytest.mark.parametrize("none", ["TTTTT", "CCCCC", "NNNNN", "-----", "TTCCC", "CCNNN", "TTTNN"])
def test_an_answer_nobody_gave_is_not_told_by_its_complement(none: str) -> None:
    attack = Attack(codes(range(5)), 1, careless([codes(range(5))], 0, says(none)))
    assert attack.learns()
    assert nothing_learnt(told(networks(5), [says(none)]))


def test_a_network_against_its_place_against_the_total() -> None:
    "The place less one network is the other, however small; the total less a place likewise."
    week = says("TTCNN" + "T" + "TCCNTN" + "N")
    sets = [codes(range(5)), codes(range(6)), codes(range(6, 12)), codes(range(13))]
    assert (
        Learnt(code(5), 0, "taking", True)
        in Attack(codes(range(13)), 1, careless(sets, 0, week)).learns()
    )
    places = ["North", "North", "South", "South"]
    assert nothing_learnt(told(networks(5, 1, 6, 1, places=places), [week]))


def test_two_weeks_between_which_one_practice_joins() -> None:
    first, second = says("TTCNN "), says("TTCNNT")
    numbers = careless([codes(range(5))], 0, first) + careless([codes(range(6))], 1, second)
    attack = Attack(codes(range(6)), 2, numbers, most_changes=0)
    assert Learnt(code(5), 1, "taking", True) in attack.learns()
    found = told(networks(6), [first, second])
    assert nothing_learnt(found)
    assert found.documents[1]["practices"] == {"asked": 6, "answered": 6, "counted": 5}


def test_two_weeks_between_which_one_practice_changes() -> None:
    "The last that did not take it begins; or the first begins where nobody did."
    for first, second in (("TTTTN", "TTTTT"), ("NNNNN", "NNNNT"), ("CCCCC", "CCCCT")):
        weeks = [says(first), says(second)]
        numbers = careless([codes(range(5))], 0, weeks[0])
        numbers += careless([codes(range(5))], 1, weeks[1])
        assert Attack(codes(range(5)), 2, numbers, most_changes=1).learns()
        assert nothing_learnt(told(networks(5), weeks))


def test_two_weeks_between_which_one_practice_falls_silent() -> None:
    "What was told is told again, then the group is not shown: its leaving tells nothing."
    first, second = says("TTCNNT"), says("TTCNN ")
    numbers = careless([codes(range(6))], 0, first) + careless([codes(range(5))], 1, second)
    attack = Attack(codes(range(6)), 2, numbers, most_changes=0)
    assert Learnt(code(5), 0, "taking", True) in attack.learns()
    found = told(networks(6), [first, *[second] * 5])
    assert nothing_learnt(found)
    shown = [document["groups"][0]["withheld"] is None for document in found.documents]
    assert shown == [True, True, True, True, False, False]


def test_a_week_in_which_one_practice_alone_answers() -> None:
    """The others' last answers stand, so the difference of the weeks is its own.

    Nothing need be supposed for that. So what was told is told again until all have answered.
    """
    first, second, third = says("TTCCNN"), says("     T"), says("TTCCN ")
    stand = {**first, **second}
    numbers = careless([codes(range(6))], 0, first) + careless([codes(range(6))], 1, stand)
    silent = [(code(n), 1) for n in range(5)]
    attack = Attack(codes(range(6)), 2, numbers, silent=silent)
    assert Learnt(code(5), 1, "taking", True) in attack.learns()
    found = told(networks(6), [first, second, third])
    assert nothing_learnt(found)
    assert [d["groups"][0]["as_of"] for d in found.documents] == [
        *("2026-12-07", "2026-12-07", "2026-12-21")
    ]
    assert found.documents[2]["actions"]["limit_daily_contacts"]["all"]["told"]["taking"] == [3, 3]


def test_less_what_is_public() -> None:
    "Two of six have served notice: the other four say nothing of themselves by the count of two."
    week = says("TTNNNC")
    public = [is_public(0, "T"), is_public(1, "T")]
    known = {(p.practice, 0): "taking" for p in public}
    attack = Attack(codes(range(6)), 1, careless([codes(range(6))], 0, week), known)
    assert Learnt(code(3), 0, "taking", False) in attack.learns()
    found = told(networks(6), [week], public)
    assert nothing_learnt(found)
    assert found.documents[0]["actions"]["limit_daily_contacts"]["all"]["told"] is None
    larger = told(networks(8), [says("TTNNNCNN")], public)
    assert nothing_learnt(larger)
    assert larger.documents[0]["actions"]["limit_daily_contacts"]["all"]["counted"] == 6


def test_a_position_that_is_public_no_longer_stays_out() -> None:
    "Else the difference of the two weeks would be that practice."
    asked, weeks = networks(7), [says("TTCNNTC")] * 2
    first = told(asked, weeks[:1], [is_public(0, "T")])
    groups = first.groups[0].leaving_out({})
    assert groups.left_out["limit_daily_contacts"] == {code(0)}


def test_an_edge_of_two_stands_a_colleague_and_a_later_disclosure() -> None:
    "With the usual edge of one, who is the only one to act can tell that nobody else does."
    lone = says("TNNNCCN")
    usual = told(networks(7), [lone])
    usual.public.append(is_public(0, "T"))
    assert Learnt(code(1), 0, "taking", False) in usual.attack().learns()
    careful = told(networks(7), [lone], policy=Policy(7, 2, 4, 13))
    careful.public.append(is_public(0, "T"))
    assert nothing_learnt(careful)


letters = st.sampled_from("TCN-")
sizes = st.lists(st.integers(1, 7), min_size=1, max_size=4).filter(lambda s: 5 <= sum(s) <= 14)


@st.composite
def worlds(draw: st.DrawFn) -> Told:
    "Networks in one or two places, up to three weeks in which practices join, change and lapse."
    many = draw(sizes)
    places = [draw(st.sampled_from(["North", "South"])) for _ in many]
    asked = networks(*many, places=places)
    first = draw(st.lists(letters, min_size=sum(many), max_size=sum(many)))
    weeks = [dict(zip(asked.practices, first, strict=True))]
    silent = draw(st.sets(st.sampled_from(list(asked.practices)), max_size=sum(many) - 5))
    for code_ in silent:
        del weeks[0][code_]
    for _ in range(draw(st.integers(0, 2))):
        now = dict(weeks[-1])
        for changing in draw(st.sets(st.sampled_from(list(asked.practices)), max_size=3)):
            now[changing] = draw(letters)
        weeks.append(now)
    public = [
        is_public(n, draw(st.sampled_from("TN")))
        for n in draw(st.sets(st.integers(0, sum(many) - 1), max_size=3))
    ]
    return told(asked, weeks, public)


@settings(max_examples=25, deadline=None)
@given(worlds(), st.sampled_from(SUPPOSED))
def test_made_up_worlds(found: Told, supposed: dict[str, Any]) -> None:
    with suppress(NoHistoryFitsError):
        assert found.attack(**supposed).learns() == set()
