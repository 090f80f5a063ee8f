"""Lists that people leave and hours people come, whatever the numbers."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knockon.impact.catchment import arrival_bands, hourly_profile
from knockon.impact.queues import (
    arrivals_for,
    expected_overflow,
    leavers_a_day,
    opening_list,
    slots_for,
)
from knockon.system.values import Site

SHARES = st.floats(0.001, 0.2)
HOURS = st.integers(0, 47).map(lambda half: half / 2)


@given(seen=st.floats(0.0, 200.0), leaving=SHARES, wait=st.integers(1, 40))
def test_whoever_joins_a_list_is_seen_or_leaves(seen: float, leaving: float, wait: int) -> None:
    h, w = np.array([leaving]), np.array([float(wait)])
    joining = arrivals_for(np.array([seen]), h, w)
    assert leavers_a_day(joining, h, w)[0] + seen == pytest.approx(joining[0])
    assert opening_list(joining, h, w).sum() <= joining[0] * wait


@given(offered=st.floats(0.05, 400.0), share=st.floats(0.001, 0.9))
def test_slots_solve_their_equation_for_any_practice(offered: float, share: float) -> None:
    asked, unseen = np.array([offered]), np.array([share])
    slots = slots_for(asked, unseen)
    assert expected_overflow(slots, asked)[0] == pytest.approx(share * offered, rel=1e-7)


@given(offered=st.floats(0.05, 400.0), one=st.floats(0.0, 300.0), other=st.floats(0.0, 300.0))
def test_more_slots_never_leave_more_unseen(offered: float, one: float, other: float) -> None:
    asked = np.array([offered])
    fewer, more = sorted((one, other))
    lost = [expected_overflow(np.array([slots]), asked)[0] for slots in (fewer, more)]
    assert lost[1] <= lost[0] + 1e-9
    assert lost[0] <= offered + 1e-9


@settings(max_examples=50)
@given(
    hours=st.tuples(HOURS, HOURS).filter(lambda pair: pair[0] + 2 <= pair[1] and pair[1] > 9),
    parts=st.tuples(*[st.floats(0.01, 1.0)] * 4),
    curve=st.lists(st.floats(0.01, 1.0), min_size=24, max_size=24),
)
def test_people_come_while_a_centre_is_open_and_all_of_them_come(
    hours: tuple[float, float], parts: tuple[float, ...], curve: list[float]
) -> None:
    opens, closes = hours
    site = Site(
        id="X-utc",
        name="centre",
        provider="X",
        kind="utc",
        opens=(opens,) * 7,
        closes=(closes,) * 7,
        share=1.0,
        co_located_with=None,
        postcode=None,
        grade="D",
        source="made up",
    )
    names = ("arr_before12", "arr_12_18", "arr_18_24", "arr_next")
    bands = arrival_bands(dict(zip(names, parts, strict=True)), [site], np.array(curve))
    assert sum(share for _, _, share in bands) == pytest.approx(1.0)
    assert all(opens <= start % 24 < closes for start, _, _ in bands)
    assert all(before[1] <= after[0] for before, after in pairwise(bands))
    assert hourly_profile(bands).sum() == pytest.approx(1.0)
