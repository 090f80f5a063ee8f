"""Who takes an action, from when, until when."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from knockon.impact.draws import Design
from knockon.impact.uptake import NEVER, Members, Taking, ramp_up, takes
from knockon.plans.assessment import Assessment, KnownPosition, Phase, Uptake

MONDAY = date(2026, 12, 7)
DRAWS = 256
MEMBERS = Members(
    tuple(f"J{n:05d}" for n in range(40)),
    tuple(f"U{n // 4:05d}" for n in range(40)),
    date(2026, 7, 1),
)
ASKED = Assessment("A", "s", MONDAY, 26, DRAWS, 1, (("gpps-2026", 1.0),))


def exactly(share: float) -> Uptake:
    return Uptake(share, share, share)


def drawn(draws: int = DRAWS, **values: float) -> dict[str, np.ndarray]:
    usual = {"rho_act": 0.5, "icc_pcn": 0.1, "L0": 0.33, "ramp": 12.0, "ramp_rate": 3.0}
    return {symbol: np.full(draws, value) for symbol, value in {**usual, **values}.items()}


def taking(
    *phases: Phase,
    known: Mapping[str, KnownPosition] | None = None,
    asked: Assessment = ASKED,
    parameters: dict[str, np.ndarray] | None = None,
) -> Taking:
    positions = {code: {"limit": position} for code, position in (known or {}).items()}
    asked = replace(asked, uptake={"limit": phases} if phases else {}, known=positions)
    points = np.arange(DRAWS)
    design = Design(asked.seed, ("uptake.limit",), points)
    return takes(asked, MEMBERS, parameters or drawn(), design, points)


def on(found: Taking, day: int) -> np.ndarray:
    return found.acting("limit", np.array([day]))[0]


def test_with_no_ramp_everybody_who_will_act_acts_from_the_first_day() -> None:
    found = taking(Phase(exactly(0.4), MONDAY, ramp_weeks=0))
    assert np.array_equal(on(found, 0), on(found, 181))
    assert not on(found, -1).any()


def test_with_a_ramp_a_third_act_at_once_and_nearly_all_after_it() -> None:
    shares = [
        taking(Phase(exactly(0.6), MONDAY)).share_acting("limit", day).mean()
        for day in (0, 12 * 7, 181)
    ]
    assert shares[0] == pytest.approx(0.6 * 0.33, abs=0.02)
    assert shares[1] == pytest.approx(0.6 * (1 - 0.67 * np.exp(-3)), abs=0.02)
    assert shares[2] == pytest.approx(0.6, abs=0.02)


def test_the_ramp_counts_from_the_actions_own_start() -> None:
    later = taking(Phase(exactly(0.6), date(2027, 1, 1)))
    start = (date(2027, 1, 1) - MONDAY).days
    assert not on(later, start - 1).any()
    now = taking(Phase(exactly(0.6), MONDAY))
    assert np.array_equal(on(later, start + 20), on(now, 20))


def test_those_acting_before_the_horizon_have_ramped_up_by_then() -> None:
    found = taking(Phase(exactly(0.6), date(2026, 6, 1)))
    assert found.share_acting("limit", 0).mean() == pytest.approx(0.6, abs=0.02)


def test_at_until_the_reverting_share_stops() -> None:
    all_stop = taking(Phase(exactly(0.6), MONDAY, date(2027, 2, 1), ramp_weeks=0))
    until = (date(2027, 2, 1) - MONDAY).days
    assert on(all_stop, until - 1).any()
    assert not on(all_stop, until).any()
    half = taking(Phase(exactly(0.6), MONDAY, date(2027, 2, 1), ramp_weeks=0, reverting=0.5))
    left = on(half, until).mean() / on(half, until - 1).mean()
    assert left == pytest.approx(0.5, abs=0.03)
    assert not (on(half, until) & ~on(half, until - 1)).any()


def test_nobody_begins_at_or_after_until() -> None:
    found = taking(Phase(exactly(0.9), MONDAY, date(2026, 12, 21), reverting=0.0))
    assert np.array_equal(on(found, 13), on(found, 181))


def test_takers_the_baseline_holds_already_change_nothing() -> None:
    every = on(taking(Phase(exactly(0.5), MONDAY, ramp_weeks=0)), 0)
    fresh = on(taking(Phase(exactly(0.5), MONDAY, ramp_weeks=0, already=exactly(0.2))), 0)
    assert not (fresh & ~every).any()
    assert every.mean() - fresh.mean() == pytest.approx(0.2, abs=0.02)
    assert not on(taking(Phase(exactly(0.2), MONDAY, ramp_weeks=0, already=exactly(0.2))), 0).any()


def test_a_later_phase_takes_over_where_both_run() -> None:
    first = Phase(exactly(0.3), MONDAY, params={"cap": 30}, ramp_weeks=0)
    second = Phase(exactly(0.5), date(2027, 1, 4), params={"cap": 25}, ramp_weeks=0)
    found = taking(second, first)
    days = np.array([0, 28])
    number = found.in_force("limit", days)
    caps = [dict(episode.params) for episode in found.episodes["limit"]]
    assert caps == [{"cap": 30}, {"cap": 25}]
    assert set(np.unique(number[0])) == {-1, 0}
    assert set(np.unique(number[1])) == {-1, 1}
    assert not ((number[0] >= 0) & (number[1] < 0)).any()


def test_known_practices_do_what_is_known_in_every_draw() -> None:
    known = {
        "J00003": KnownPosition(True, {"cap": 28}, date(2026, 12, 14)),
        "J00004": KnownPosition(False),
        "J00005": KnownPosition(True, {"cap": 28}),
    }
    found = taking(Phase(exactly(0.5), MONDAY, params={"cap": 25}, ramp_weeks=0), known=known)
    assert not on(found, 6)[3].any()
    assert on(found, 7)[3].all()
    assert not on(found, 7)[4].any()
    assert on(found, 0)[5].all()
    assert [dict(e.params) for e in found.episodes["limit"]] == [{"cap": 25}, {"cap": 28}]


def test_the_others_do_the_same_whatever_is_known_of_one() -> None:
    phase = Phase(exactly(0.5), MONDAY, ramp_weeks=0)
    without = on(taking(phase), 0)
    knowing = on(taking(phase, known={"J00003": KnownPosition(False)}), 0)
    others = np.arange(40) != 3
    assert np.array_equal(without[others], knowing[others])


def test_a_practice_known_to_act_since_before_the_baseline_changes_nothing() -> None:
    known = {"J00003": KnownPosition(True, {"cap": 28}, date(2025, 1, 1))}
    found = taking(Phase(exactly(1.0), MONDAY, ramp_weeks=0), known=known)
    assert not on(found, 0)[3].any()


def test_only_known_practices_need_no_uptake() -> None:
    found = taking(known={"J00003": KnownPosition(True, {"cap": 28})})
    assert on(found, 0).sum() == DRAWS
    nobody = taking(known={"J00003": KnownPosition(False)})
    assert not on(nobody, 0).any()
    assert nobody.episodes["limit"][0].starts.min() == NEVER


def test_a_practice_without_a_pcn_stands_alone() -> None:
    assert Members(("A00001", "A00002"), (None, "U1"), MONDAY).groups == ("A00001", "U1")
    with pytest.raises(ValueError, match="once"):
        Members(("A00001", "A00001"), (None, None), MONDAY)


def test_other_luck_takes_in_other_practices_at_the_same_share() -> None:
    points = np.arange(DRAWS)
    asked = replace(ASKED, uptake={"limit": (Phase(exactly(0.5), MONDAY, ramp_weeks=0),)})
    design = Design(1, ("uptake.limit",), points)
    one, twin = (takes(asked, MEMBERS, drawn(), design, s) for s in (points, points + 2**40))
    assert not np.array_equal(on(one, 0), on(twin, 0))
    assert on(twin, 0).mean() == pytest.approx(on(one, 0).mean(), abs=0.02)


def test_some_draws_taken_out_are_as_they_were() -> None:
    found = taking(Phase(exactly(0.5), MONDAY))
    draws = np.array([7, 3, 200])
    assert np.array_equal(on(found.of_draws(draws), 30), on(found, 30)[:, draws])


def test_the_ramp_ends_at_one() -> None:
    assert ramp_up(0, np.zeros(3), drawn(3)).tolist() == [1, 1, 1]
    assert ramp_up(10**6, np.full(3, 12.0), drawn(3)).tolist() == [1, 1, 1]
