"""Small cases in full: every world there could be, each told by the releaser itself.

Whoever knows how the releaser works knows, of what it is told, exactly the worlds that are told in
these words. So all worlds are told, those told alike are put together, and in none of these sets
may a practice have given the same answer throughout, or failed to. What the releaser withholds, and
that it withholds it, is part of its words.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import permutations, product
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.returns.worlds import is_public, networks, told

from knockon.returns import PublicPosition
from knockon.returns.told import moved
from knockon.returns.told import told as told_counts

Counts = tuple[int, ...]


def told_alike(
    worlds: Iterator[str], sizes: Sequence[int], places: Sequence[str], public: list[PublicPosition]
) -> dict[str, list[str]]:
    asked = networks(*sizes, places=places)
    alike = defaultdict(list)
    for world in worlds:
        answers = dict(zip(asked.practices, world, strict=True))
        (document,) = told(asked, [answers], public).documents
        alike[json.dumps(document["actions"] | {"groups": document["groups"]})].append(world)
    return alike


def assert_nothing_is_the_same(alike: dict[str, list[str]], hidden: Sequence[int]) -> None:
    for worlds in alike.values():
        for practice in hidden:
            given_ = {world[practice] for world in worlds}
            for answer in "TCN":
                assert any(one == answer for one in given_), (worlds[0], practice, answer)
            assert len(given_) == 3


def test_every_world_of_five_practices() -> None:
    alike = told_alike(map("".join, product("TCN", repeat=5)), [5], (), [])
    assert_nothing_is_the_same(alike, range(5))


def test_every_world_of_six_of_which_one_is_public() -> None:
    worlds = ("T" + "".join(rest) for rest in product("TCN", repeat=5))
    alike = told_alike(worlds, [6], (), [is_public(0, "T")])
    assert len(alike) > 1
    assert_nothing_is_the_same(alike, range(1, 6))


def test_every_world_of_two_places() -> None:
    "Groups, places and the total at once; which practice of a group answers what is left out."
    every = (a + b for a in split(5) for b in split(6))
    alike = told_alike(every, [5, 6], ["North", "South"], [])
    by_counts = {
        words: {(counts(w[:5]), counts(w[5:])) for w in worlds} for words, worlds in alike.items()
    }
    for found in by_counts.values():
        for group in (0, 1):
            for answer in range(3):
                numbers = {pair[group][answer] for pair in found}
                assert numbers != {0}
                assert numbers != {(5, 6)[group]}


def split(practices: int) -> Iterator[str]:
    "Every way practices can be divided over the answers."
    for taking in range(practices + 1):
        for considering in range(practices - taking + 1):
            yield "T" * taking + "C" * considering + "N" * (practices - taking - considering)


def counts(world: str) -> Counts:
    return tuple(world.count(answer) for answer in "TCN")


@pytest.mark.parametrize(
    ("most", "back"), [(0, True), (1, True), (1, False), (2, True), (5, False)]
)
def test_every_two_weeks_of_five_practices(most: int, back: bool) -> None:
    """Which practice changed what, in each of the 59,049 pairs of weeks."""
    worlds = list(product(range(3), repeat=5))
    words = {w: told_counts([w.count(answer) for answer in range(3)], 1) for w in worlds}
    seen: dict[object, list[list[set[int]]]] = {}
    for one in worlds:
        for two in worlds:
            if sum(a != b for a, b in zip(one, two, strict=True)) > most:
                continue
            if not back and any(a < b for a, b in zip(one, two, strict=True)):
                continue
            sets = seen.setdefault((words[one], words[two]), [[set() for _ in one] for _ in "12"])
            for week, world in enumerate((one, two)):
                for practice, answer in enumerate(world):
                    sets[week][practice].add(answer)
    assert all(len(answers) == 3 for sets in seen.values() for week in sets for answers in week)


histories = st.integers(5, 12).flatmap(
    lambda n: st.lists(
        st.tuples(st.integers(0, n), st.integers(0, n)).map(
            lambda cut: (min(cut), max(cut) - min(cut), n - max(cut))
        ),
        min_size=1,
        max_size=8,
    )
)


@settings(max_examples=60, deadline=None)
@given(histories, st.sampled_from([0, 1, 2, inf]), st.booleans(), st.integers(1, 2))
def test_every_history_of_a_group(
    history: list[Counts], most: float, nobody_goes_back: bool, edge: int
) -> None:
    """Count by count, forwards and backwards through the weeks, over all that is told alike.

    Practices counted together can be exchanged, so an answer is learnt only where everybody gave it
    or nobody did.
    """
    practices = sum(history[0])
    if practices <= 3 * edge:
        return
    every = [c for c in product(range(practices + 1), repeat=3) if sum(c) == practices]
    told_as = [told_counts(week, edge) for week in history]
    possible = [{c for c in every if told_counts(c, edge) == words} for words in told_as]

    def follows(one: Counts, two: Counts) -> bool:
        changes = sum(abs(a - b) for a, b in zip(one, two, strict=True)) // 2
        forwards = one[0] <= two[0] and one[0] + one[1] <= two[0] + two[1]
        return changes <= most and (forwards or not nobody_goes_back)

    for week in range(1, len(possible)):
        possible[week] = {
            two for two in possible[week] if any(follows(one, two) for one in possible[week - 1])
        }
    for week in range(len(possible) - 2, -1, -1):
        possible[week] = {
            one for one in possible[week] if any(follows(one, two) for two in possible[week + 1])
        }
    for fitting in possible:
        for answer in range(3):
            numbers = {found[answer] for found in fitting}
            assert numbers != {0}
            assert numbers != {practices}


def test_counts_are_moved_as_the_argument_needs() -> None:
    "Twice moves no further; one change moves at most one; no step back; a wider edge tells less."
    for practices in range(7, 15):
        every = [c for c in product(range(practices + 1), repeat=3) if sum(c) == practices]
        for edge in (1, 2):
            for one in every:
                here = moved(one, edge)
                assert min(here) >= edge
                assert moved(here, edge) == here
                assert moved(moved(one, 1), edge) == here
                for a, b in permutations(range(3), 2):
                    if one[a]:
                        two = [n - (i == a) + (i == b) for i, n in enumerate(one)]
                        there = moved(tuple(two), edge)
                        assert sum(abs(x - y) for x, y in zip(here, there, strict=True)) <= 2
                        if a > b:
                            assert there[0] >= here[0]
                            assert there[0] + there[1] >= here[0] + here[1]


def test_what_is_told_is_every_count_that_is_told_so() -> None:
    for practices, edge in ((5, 1), (9, 1), (9, 2), (14, 3)):
        every = [c for c in product(range(practices + 1), repeat=3) if sum(c) == practices]
        alike = defaultdict(list)
        for one in every:
            alike[moved(one, edge)].append(one)
        for those in alike.values():
            for number, column in zip(
                told_counts(those[0], edge), zip(*those, strict=True), strict=True
            ):
                assert (number.low, number.high) == (min(column), max(column))
