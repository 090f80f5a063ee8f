"""A damaged state runs, where the damage says something possible, or is refused in one sentence.

A state is bytes, which may have been cut, spoilt or made up by anyone. Whatever they say, the
kernel neither crashes nor hangs: it refuses what no run could have kept.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.property.flow.conftest import Town

from knockon.errors import KnockonError
from knockon.flow import Counts, State, Window, run
from knockon.flow.model import Network

LANES = 3
DAYS = 30
WHOLE = (-(2**63), -1, 0, 1, 7, 2**31 - 1, 2**31, 2**62, 2**63 - 1)
REAL = (np.nan, np.inf, -np.inf, -1.0, -0.0, 0.5, 1e18, 1e300)

Damage = Callable[[np.random.Generator, bytearray], None]


def network() -> Network:
    """Every kind of station, with people in every queue, at every desk and in every bed."""
    return Town(lanes=LANES, beds=12).network()


def kept_by_a_sound_run() -> State:
    """A state with everything in it."""
    state = run(network(), seed=1, streams=range(LANES), days=DAYS, keep=True).state
    assert state is not None
    return state


@pytest.fixture(scope="module")
def kept() -> State:
    return kept_by_a_sound_run()


def spoil_a_byte(luck: np.random.Generator, content: bytearray) -> None:
    content[luck.integers(len(content))] = luck.integers(256)


def spoil_a_whole_number(luck: np.random.Generator, content: bytearray) -> None:
    put(luck, content, np.int64(luck.choice(WHOLE) if luck.random() < 0.5 else luck.integers(3000)))


def spoil_a_narrow_number(luck: np.random.Generator, content: bytearray) -> None:
    put(luck, content, np.int32(luck.integers(-(2**31), 2**31)))


def spoil_a_real_number(luck: np.random.Generator, content: bytearray) -> None:
    put(luck, content, np.float64(luck.choice(REAL)))


def put(luck: np.random.Generator, content: bytearray, number: np.generic) -> None:
    at = number.itemsize * int(luck.integers(len(content) // number.itemsize))
    content[at : at + number.itemsize] = number.tobytes()


def move_a_stretch(luck: np.random.Generator, content: bytearray) -> None:
    start, to = luck.integers(len(content), size=2)
    some = bytes(content[start : start + luck.integers(1, 200)])
    content[to : to + len(some)] = some[: len(content) - to]


def cut_or_lengthen(luck: np.random.Generator, content: bytearray) -> None:
    at = int(luck.integers(len(content)))
    if luck.random() < 0.5:
        del content[at : at + 8]
    else:
        content[at:at] = bytes(8)


DAMAGES: tuple[Damage, ...] = (
    spoil_a_byte,
    spoil_a_whole_number,
    spoil_a_narrow_number,
    spoil_a_real_number,
    move_a_stretch,
    cut_or_lengthen,
)


def damaged(state: State, number: int) -> State:
    """Return a state with one to three damages, made up from a number."""
    luck = np.random.default_rng(number)
    content = bytearray(state.content)
    for _ in range(luck.integers(1, 4)):
        DAMAGES[luck.integers(len(DAMAGES))](luck, content)
    return replace(state, content=bytes(content))


def counts_of(state: State) -> Counts | KnockonError:
    """Go on from a state; return the counts, or the refusal."""
    window = Window(24.0 * DAYS, 24.0 * (DAYS + 9), (24.0 * DAYS + 12,))
    asked: dict[str, Any] = {"seed": 1, "streams": range(LANES), "days": 9, "window": window}
    try:
        return run(network(), **asked, start=state, trace=True, keep=True)
    except KnockonError as refused:
        return refused


def goes_on_or_is_refused(state: State) -> None:
    counts = counts_of(state)
    if isinstance(counts, KnockonError):
        assert counts.code in {"K432", "K433"}, counts
        return
    assert counts.imbalance == 0
    assert (counts.sites >= 0).all()
    assert (counts.wards >= 0).all()


numbers = st.integers(0, 2**63)
quickly = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
at_length = settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))


def test_the_undamaged_state_goes_on(kept: State) -> None:
    goes_on_or_is_refused(kept)


@quickly
@given(number=numbers)
def test_damaged_states_go_on_or_are_refused(kept: State, number: int) -> None:
    goes_on_or_is_refused(damaged(kept, number))


@pytest.mark.deep
@at_length
@given(number=numbers)
def test_many_damaged_states_go_on_or_are_refused(kept: State, number: int) -> None:
    goes_on_or_is_refused(damaged(kept, number))
