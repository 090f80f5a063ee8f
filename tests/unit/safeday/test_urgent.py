"""Slots to hold back, by both readings of 95%."""

import math

import pytest

from knockon.errors import KnockonError
from knockon.safeday import Held
from knockon.safeday.urgent import contacts_seen, days_all_seen, slots_by_contacts, slots_by_days

MEANS = [0.0, 0.3, 1.0, 4.7, 18.0, 60.5, 240.0]


def chances(mean: float) -> list[float]:
    """Poisson chances of 0, 1, 2, …, one after another."""
    found = [math.exp(-mean)]
    while len(found) < mean + 20 * math.sqrt(mean) + 40:
        found.append(found[-1] * mean / len(found))
    return found


@pytest.mark.parametrize("mean", MEANS)
@pytest.mark.parametrize("seen", [0.5, 0.9, 0.95, 0.99])
def test_the_fewest_slots_that_see_the_share_of_contacts(mean: float, seen: float) -> None:
    n = slots_by_contacts(mean, seen)

    def unseen(slots: int) -> float:
        return sum(max(k - slots, 0) * p for k, p in enumerate(chances(mean)))

    assert unseen(n) <= (1 - seen) * mean + 1e-9
    assert n == 0 or unseen(n - 1) > (1 - seen) * mean
    assert contacts_seen(mean, n) >= seen - 1e-12


@pytest.mark.parametrize("mean", MEANS)
@pytest.mark.parametrize("seen", [0.5, 0.9, 0.95, 0.99])
def test_the_fewest_slots_that_see_all_on_the_share_of_days(mean: float, seen: float) -> None:
    n = slots_by_days(mean, seen)
    assert sum(chances(mean)[: n + 1]) >= seen - 1e-12
    assert n == 0 or sum(chances(mean)[:n]) < seen
    assert days_all_seen(mean, n) == pytest.approx(sum(chances(mean)[: n + 1]))


def test_whole_days_ask_for_more_slots_than_contacts() -> None:
    assert slots_by_days(40, 0.95) > slots_by_contacts(40, 0.95)
    assert Held(0.95, "days").slots(40) == slots_by_days(40, 0.95)


@pytest.mark.parametrize("share", [0, 1, 95])
def test_no_slots_make_certain(share: float) -> None:
    with pytest.raises(KnockonError) as refused:
        Held(share)
    assert refused.value.code == "K133"
