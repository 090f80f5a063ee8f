"""Dorset's own networks, most of them too small to be told alone, over a season of weeks."""

import csv
import random
from collections import Counter
from pathlib import Path

import pytest
from tests.property.returns.worlds import Week, told

from knockon.returns import Asked, AskedPractices

LEAST = 5


@pytest.fixture(scope="module")
def dorset(shared: Path) -> AskedPractices:
    path = shared / "data/patients_registered/gp-reg-pat-prac-map_dorset_2026-07.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return AskedPractices.of(Asked(r["PRACTICE_CODE"], r["PCN_CODE"]) for r in rows)


def season(asked: AskedPractices, weeks: int, share: float, luck: random.Random) -> list[Week]:
    "Some practices answer most weeks, others now and then; answers drift from N over C to T."
    keen = {p: luck.random() < share for p in asked.practices}
    answers = {p: luck.choice("TCN") for p in asked.practices}
    found = []
    for _ in range(weeks):
        for practice in asked.practices:
            if luck.random() < 0.05:
                answers[practice] = {"N": "C", "C": "T", "T": "T"}[answers[practice]]
        found.append(
            {p: a for p, a in answers.items() if luck.random() < (0.95 if keen[p] else 0.1)}
        )
    return found


def test_no_group_is_smaller_than_may_be_told_and_none_ever_changes(dorset: AskedPractices) -> None:
    small = Counter(one.pcn for one in dorset.practices.values())
    assert sum(size < LEAST for size in small.values()) == 13
    assert len(small) == 18
    found = told(dorset, season(dorset, 8, 0.7, random.Random(1)))
    counted = {}
    for kept in found.groups:
        for group in kept.groups:
            assert len(group.counted) >= LEAST
            assert counted.setdefault(group.id, group.counted) == group.counted
    assert any(d["practices"]["counted"] > 30 for d in found.documents)


def test_three_weeks_attacked(dorset: AskedPractices) -> None:
    found = told(dorset, season(dorset, 3, 0.7, random.Random(2)))
    assert found.attack().learns() == set()
    assert found.attack(nobody_goes_back=True).learns() == set()


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(10))
def test_a_season_attacked(dorset: AskedPractices, seed: int) -> None:
    luck = random.Random(seed)
    found = told(dorset, season(dorset, 10, luck.uniform(0.4, 0.9), luck))
    assert found.attack().learns() == set()
    assert found.attack(nobody_goes_back=True).learns() == set()
    assert found.attack(most_changes=12).learns() == set()
