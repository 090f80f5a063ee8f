"""Groups are made of who answers and where, once, and are as they were the week after."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.property.returns.worlds import code, networks

from knockon.errors import KnockonError
from knockon.returns import Asked, AskedPractices, Group, Groups, Return, opened
from knockon.returns.groups import SEVERAL, joined

MONDAY = date(2026, 12, 7)


def made(asked: AskedPractices, least: int = 5) -> Groups:
    return Groups().with_newcomers(asked.practices, asked, MONDAY, least)


def test_large_networks_stand_alone_and_small_ones_are_joined() -> None:
    groups = made(networks(6, 2, 3, 1, 7)).groups
    assert [(g.id, len(g.counted)) for g in groups] == [
        ("U00000", 6),
        ("U00001+U00002+U00003", 6),
        ("U00004", 7),
    ]


def test_small_networks_are_joined_to_stated_neighbours() -> None:
    asked = networks(3, 3, 3, 3).with_neighbours({"U00000": ["U00003"]})
    assert [g.id for g in made(asked).groups] == ["U00000+U00003", "U00001+U00002"]


def test_groups_lie_in_one_place_where_that_can_be() -> None:
    asked = networks(3, 2, 2, 4, places=["North", "North", "South", "West"])
    assert [(g.id, g.place) for g in made(asked).groups] == [
        ("U00000+U00001", "North"),
        ("U00002+U00003", SEVERAL),
    ]


def test_too_few_for_a_group_wait() -> None:
    assert made(networks(4)).groups == ()
    first = made(networks(5))
    later = networks(5, 4)
    assert first.with_newcomers(later.practices, later, MONDAY, 5) == first
    enough = networks(5, 5)
    assert len(first.with_newcomers(enough.practices, enough, MONDAY, 5).groups) == 2


def test_newcomers_of_a_network_that_has_a_group_get_one_of_their_own() -> None:
    asked = networks(11)
    first = Groups().with_newcomers([code(n) for n in range(6)], asked, MONDAY, 5)
    both = first.with_newcomers(asked.practices, asked, MONDAY, 5)
    assert [g.id for g in both.groups] == ["U00000", "U00000 (2)"]
    assert both.groups[0] == first.groups[0]


def test_a_group_not_told_anew_for_long_is_dissolved() -> None:
    groups = made(networks(5))
    later, last = MONDAY + timedelta(weeks=12), MONDAY + timedelta(weeks=13)
    assert groups.without_lapsed({}, later, 13) == groups
    assert groups.without_lapsed({}, last, 13).groups == ()
    latest = {code(n): Return(code(n), last) for n in range(5)}
    assert groups.without_lapsed(latest, last, 13) == groups


def test_nobody_left_out_comes_back() -> None:
    groups = Groups().leaving_out({"cap": frozenset({"J81001"})}).leaving_out({"cap": frozenset()})
    assert groups.left_out == {"cap": {"J81001"}}


def test_whoever_becomes_public_opens_what_was_told_before() -> None:
    group = Group("U1", ("U1",), "all", ("J81001", "J81002"), MONDAY, told_in=MONDAY)
    before = Groups((group,), ("cap",))
    after = before.leaving_out({"cap": frozenset({"J81002", "J81009"})})
    assert opened(before, after) == ((group, "cap", 1),)
    assert opened(after, after) == ()


def test_a_practice_is_in_one_group() -> None:
    one = Group("a", ("U1",), "all", ("J81001",), MONDAY)
    two = Group("b", ("U1",), "all", ("J81001",), MONDAY)
    with pytest.raises(KnockonError) as told:
        Groups((one, two))
    assert told.value.code == "K768"


@given(
    st.lists(st.tuples(st.integers(1, 8), st.sampled_from(["N", "S", "W"])), max_size=8),
    st.integers(5, 9),
)
def test_whoever_answers_is_grouped_or_too_few(sizes: list[tuple[int, str]], least: int) -> None:
    asked = AskedPractices.of(
        Asked(code(10 * i + n), f"U{i}", place)
        for i, (size, place) in enumerate(sizes)
        for n in range(size)
    )
    found = joined(tuple(asked.practices.values()), asked, least)
    members = [one.practice for group in found for one in group]
    assert len(set(members)) == len(members)
    assert all(len(group) >= least for group in found)
    assert len(asked.practices) - len(members) < least
