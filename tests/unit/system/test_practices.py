"""What a practice does on a working day, from what was published of it."""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean

import pytest

from knockon.places import Practice
from knockon.system.practices import (
    NationalRates,
    Period,
    Register,
    Summary,
    baselines,
    shrunk,
)

ENGLAND = NationalRates(appointments=22.8, gp_share=0.456, dna=0.042, same_day=0.446, fte_10k=4.33)
QUARTER = Period(working_days=65, season=1.0)
USUAL = Summary(
    total=20_000,
    gp=8_000,
    same_day_gp=4_000,
    dna=1_000,
    list_size=10_000,
    gp_qual_fte_10k=5.0,
    imd=20.0,
    period=QUARTER,
)


def register(number: int, *, pcn: str | None = "U10001", patients: int = 10_000) -> Register:
    return Register(Practice(f"X{number:05d}", f"Practice {number}", "", pcn), patients, None)


def made(summaries, registers=None, **changes):
    people = registers or [register(n) for n in range(1, len(summaries) + 1)]
    by_code = {
        r.practice.ods_code: s for r, s in zip(people, summaries, strict=True) if s is not None
    }
    return baselines(people, by_code, **{"host_mad": 3.0, "national": ENGLAND, **changes})


def slightly(*factors: float) -> list[Summary]:
    """Practices that differ a little, so that there is a middle and a spread."""
    return [replace(USUAL, total=20_000 * f, gp=8_000 * f) for f in factors]


def test_attended_gp_appointments_a_working_day():
    one = made([USUAL])[0]
    assert one.gp_seen == pytest.approx(8_000 * 0.95 / 65)
    assert one.other_seen == pytest.approx(12_000 * 0.95 / 65)
    assert one.same_day_share == pytest.approx(0.5)
    assert one.gp_fte == pytest.approx(5.0)
    assert one.recorded_rate == pytest.approx(8_000 * 0.95 / 5.0 / 65)
    assert one.assumed == ()


def test_the_season_of_the_months_is_taken_out_of_the_level_only():
    autumn = replace(USUAL, period=Period(65, 1.2))
    one, plain = made([autumn])[0], made([USUAL])[0]
    assert one.gp_seen == pytest.approx(plain.gp_seen / 1.2)
    assert one.recorded_rate == pytest.approx(plain.recorded_rate)


def test_a_hosting_practice_keeps_the_middle_rate_and_its_pcn_gets_the_rest():
    some = [*slightly(0.9, 0.95, 1.0, 1.05), replace(USUAL, total=80_000, gp=30_000, dna=4_000)]
    found, before = made(some), made(some, host_mad=1e9)
    assert [p.hosting for p in found] == [False, False, False, False, True]
    for measure in ("gp_seen", "other_seen"):
        was = sum(getattr(p, measure) for p in before)
        assert sum(getattr(p, measure) for p in found) == pytest.approx(was)
    assert all("holds appointments for others" in p.assumed[0] for p in found)


def test_a_hosting_practice_in_no_network_keeps_its_appointments():
    some = [*slightly(0.9, 0.95, 1.0, 1.05), replace(USUAL, total=80_000, gp=30_000, dna=4_000)]
    people = [register(n) for n in range(1, 5)] + [register(5, pcn=None)]
    found, before = made(some, people), made(some, people, host_mad=1e9)
    assert found[4].gp_seen == pytest.approx(before[4].gp_seen)


def test_a_practice_with_no_gps_reported_takes_its_pcns():
    some = [USUAL, replace(USUAL, gp_qual_fte_10k=7.0), replace(USUAL, gp_qual_fte_10k=None)]
    found = made(some)
    assert found[2].gp_fte == pytest.approx(6.0)
    assert "its PCN's" in found[2].assumed[0]


def test_alone_in_its_network_it_takes_the_boards():
    people = [register(1), register(2), register(3, pcn="U20002")]
    some = [USUAL, replace(USUAL, gp_qual_fte_10k=7.0), replace(USUAL, gp_qual_fte_10k=None)]
    found = made(some, people)
    assert found[2].gp_fte == pytest.approx(6.0)
    assert "the board's" in found[2].assumed[0]


def test_a_practice_that_published_nothing_has_englands_rates_and_says_so():
    one = made([None], [register(1)])[0]
    assert one.gp_seen + one.other_seen == pytest.approx(10 * 22.8 * (1 - 0.042))
    assert one.gp_fte == pytest.approx(4.33)
    assert "England's rates" in one.assumed[0]


def test_missing_parts_are_stood_in_for_and_never_zero():
    one = made([replace(USUAL, dna=None, same_day_gp=None)])[0]
    assert one.same_day_share == ENGLAND.same_day
    assert one.gp_seen == pytest.approx(8_000 * (1 - 0.042) / 65)
    assert len(one.assumed) == 2


def test_rates_are_drawn_in_more_where_fewer_gps_stand_behind():
    fte = (1.0, 8.0) * 20
    rates = tuple(20.0 * f for n in range(20) for f in ((0.5, 0.8) if n % 2 else (2.0, 1.25)))
    found = shrunk(rates, fte)
    small, large = found[0] / rates[0], found[1] / rates[1]
    assert small < large < 1.0
    assert fmean(found) == pytest.approx(20.0, rel=0.1)


def test_two_practices_show_no_spread_to_shrink_by():
    assert shrunk((10.0, 30.0), (1.0, 5.0)) == (10.0, 30.0)


def test_rates_that_are_all_alike_stay_as_they_are():
    assert shrunk((20.0,) * 6, (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)) == pytest.approx((20.0,) * 6)


def test_a_practice_with_no_gp_led_appointments_has_the_others_mean_rate():
    found = made([USUAL, replace(USUAL, gp=4_000), replace(USUAL, gp=0, same_day_gp=0)])
    assert found[2].gp_seen == 0
    assert found[2].recorded_rate == pytest.approx(
        (found[0].recorded_rate + found[1].recorded_rate) / 2
    )
    assert any("No GP-led" in text for text in found[2].assumed)


def test_a_board_with_no_gp_led_appointments_has_englands_rate():
    one = made([replace(USUAL, gp=0, same_day_gp=0)])[0]
    assert one.recorded_rate == pytest.approx(22.8 * 0.958 * 0.456 * 10 / 4.33)
