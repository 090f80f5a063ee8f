"""What touches core hours, against a walk through every quarter of an hour of real weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from knockon.catalogue.facts import UNKNOWN, Answer
from knockon.compliance.derived import overlaps_core_hours
from knockon.dates import WEEKDAYS, is_core_hours

ORDINARY_MONDAY = dt.date(2024, 9, 2)
QUARTER = dt.timedelta(minutes=15)
A_DAY = dt.timedelta(days=1)

times = st.integers(0, 95).map(lambda quarter: dt.time(quarter // 4, quarter % 4 * 15))
weeks = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True).map(tuple)


def walked(days: tuple[str, ...], opens: dt.time, closes: dt.time) -> bool:
    """Whether any quarter of an hour of an ordinary week, thus spent, begins in core hours."""
    return any(
        is_core_hours(moment)
        for nth, name in enumerate(WEEKDAYS)
        if name in days
        for moment in quarters(ORDINARY_MONDAY + nth * A_DAY, opens, closes)
    )


def quarters(day: dt.date, opens: dt.time, closes: dt.time) -> Iterator[dt.datetime]:
    moment = dt.datetime.combine(day, opens)
    until = dt.datetime.combine(day if opens < closes else day + A_DAY, closes)
    while moment < until:
        yield moment
        moment += QUARTER


@given(weeks, times, times)
@settings(max_examples=150, deadline=None)
def test_with_all_known(days: tuple[str, ...], opens: dt.time, closes: dt.time) -> None:
    assert overlaps_core_hours(days, opens, closes) is walked(days, opens, closes)


@given(weeks, times, times, st.sets(st.sampled_from(["days", "opens", "closes"]), min_size=1))
@settings(max_examples=150, deadline=None)
def test_decided_in_part_is_decided_the_same_in_whole(
    days: tuple[str, ...], opens: dt.time, closes: dt.time, forgotten: set[str]
) -> None:
    whole: dict[str, Answer] = {"days": days, "opens": opens, "closes": closes}
    part = {name: UNKNOWN if name in forgotten else answer for name, answer in whole.items()}
    assert overlaps_core_hours(**part) in (UNKNOWN, walked(days, opens, closes))
