"""The committee's own totals: silence is unknown, and every share has its base and its range."""

from datetime import date, timedelta

import pytest
from scipy.stats import binomtest

from knockon.errors import KnockonError
from knockon.returns import Asked, AskedPractices, Return, weekly_totals, wilson

MONDAY = date(2026, 12, 7)
CAP = "limit_daily_contacts"
ASKED = AskedPractices.of(
    Asked(f"J8100{n}", "U1" if n < 3 else "U2", "North" if n < 5 else "South") for n in range(8)
)


def answers(positions: str, week: date = MONDAY) -> list[Return]:
    said = {"T": "taking", "C": "considering", "N": "not", "-": "not_answered"}
    return [
        Return(f"J8100{n}", week, {CAP: said[p]}, {"alert_state": "red", "contacts": 100})
        for n, p in enumerate(positions)
        if p != " "
    ]


def test_totals_by_action_network_and_place() -> None:
    (week,) = weekly_totals(answers("TTC-N   "), ASKED, [CAP])
    whole = week.by_level["all", "all"][CAP]
    assert dict(whole.counts) == {"taking": 2, "considering": 1, "not": 1, "not_answered": 4}
    assert (whole.asked, whole.answered, week.returned) == (8, 4, 5)
    assert whole.response_rate == 0.5
    assert whole.share_taking == 0.5
    assert whole.bounds is not None
    assert (whole.bounds.low, whole.bounds.high) == (2 / 8, 6 / 8)
    south = week.by_level["place", "South"][CAP]
    assert (south.answered, south.share_taking, south.interval) == (0, None, None)
    assert south.bounds is not None
    assert (south.bounds.low, south.bounds.high) == (0, 1)
    for level in ("place", "pcn"):
        parts = [t[CAP].counts["taking"] for (of, _), t in week.by_level.items() if of == level]
        assert sum(parts) == 2
    assert week.pressure == {
        "alert_state": {"red": 5},
        "contacts": {"practices": 5, "sum": 500},
    }


def test_a_series_of_weeks() -> None:
    later = MONDAY + timedelta(weeks=2)
    found = weekly_totals(answers("TTTTT", later) + answers("NNN"), ASKED, [CAP])
    assert [one.week for one in found] == [MONDAY, later]
    assert [one.by_level["all", "all"][CAP].counts["taking"] for one in found] == [0, 5]


def test_two_returns_of_a_practice_for_a_week() -> None:
    with pytest.raises(KnockonError) as told:
        weekly_totals(answers("T") + answers("N"), ASKED, [CAP])
    assert told.value.code == "K763"


@pytest.mark.parametrize(("taking", "answered"), [(0, 5), (1, 5), (5, 5), (20, 41), (3, 300)])
def test_wilson_against_scipy(taking: int, answered: int) -> None:
    ours = wilson(taking, answered)
    theirs = binomtest(taking, answered).proportion_ci(0.9, method="wilson")
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high))
