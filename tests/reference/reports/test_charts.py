"""The charts of a report, drawn by hand, have everything where a grammar would put it."""

import re
from datetime import date, timedelta

import altair
import numpy as np
import pytest
import vl_convert
from tests.reference.reports import vega_lite

from knockon.reports import charts
from knockon.reports.charts import BASELINE, SCENARIO, FanWeek, Range

CHART = {"id": "c-one", "title": "A rises & falls", "description": "The table has the numbers."}
KINDS = [(False, False), (False, True), (True, False), (True, True)]
SIZES = [0.03, 1.7, 40.0, 3e3, 2e6]
DOT = 0.02
"""How far two drawings of one place may lie apart: both are rounded."""


def weeks(seed: int, *, size: float, change: bool, share: bool) -> list[FanWeek]:
    random = np.random.default_rng(seed)
    middle, spread = (0.0, size) if change else (5 * size, size)
    if share:
        middle, spread = (0.0, 0.03 * size) if change else (0.6, 0.1)
    bands = np.sort(random.normal(middle, spread, (26, 5)), axis=1)
    bands = np.clip(bands, 0, 1) if share and not change else bands
    start = date(2026, 11, 23)
    return [
        FanWeek(start + timedelta(weeks=n), tuple(band), float(band[2] * 0.98))
        for n, band in enumerate(bands.tolist())
    ]


def words(svg: str) -> list[str]:
    "What is written on a chart; labels the grammar draws unseen are not."
    seen = re.sub(r'<text[^>]* opacity="0"[^>]*>.*?</text>', "", svg.split("</desc>")[1])
    return sorted(re.findall(r">([^<]+)<", seen))


def places(svg: str, look: str) -> list[list[float]]:
    "The numbers of every path of one look, in the order drawn."
    paths = [p for p in re.findall(r"<path [^>]*>", svg.split("</desc>")[1]) if look in p]
    return [
        [float(n) for n in re.findall(r"-?[0-9.]+", re.search(r' d="([^"]*)"', path)[1])]
        for path in paths
    ]


@pytest.mark.parametrize(("share", "change"), KINDS)
@pytest.mark.parametrize("size", SIZES)
def test_a_fan_is_where_the_grammar_puts_it(share: bool, change: bool, size: float) -> None:
    told = weeks(int(size), size=size, change=change, share=share)
    asked = {"unit": "calls a week", "share": share, "change": change, "chart": CHART}
    mine, other = charts.fan(told, **asked), vega_lite.fan(told, **asked)
    assert words(mine) == words(other)
    assert re.findall(r'<svg .*?(viewBox="[^"]*")', mine) == re.findall(
        r'<svg .*?(viewBox="[^"]*")', other
    )
    for look in (f'fill="{SCENARIO}"', f'stroke="{SCENARIO}"'):
        mine_places, other_places = places(mine, look), places(other, look)
        assert len(mine_places) == len(other_places)
        for one, two in zip(mine_places, other_places, strict=True):
            assert one == pytest.approx(two, abs=DOT)


def test_the_line_of_the_baseline_is_where_the_grammar_puts_it() -> None:
    told = weeks(3, size=40, change=False, share=False)
    asked = {"unit": "calls", "share": False, "change": False, "chart": CHART}
    look = f'stroke="{BASELINE}"'
    (mine,), (other,) = (places(way.fan(told, **asked), look) for way in (charts, vega_lite))
    assert mine == pytest.approx(other, abs=DOT)


@pytest.mark.parametrize("size", SIZES)
def test_ranges_are_where_the_grammar_puts_them(size: float) -> None:
    random = np.random.default_rng(int(size))
    ends = np.sort(random.normal(0.4 * size, size, (6, 3)), axis=1).tolist()
    rows = [Range(f"Hospital {n}", *row) for n, row in enumerate(ends)]
    asked = {"unit": "change", "share": False, "chart": CHART}
    mine, other = charts.ranges(rows, **asked), vega_lite.ranges(rows, **asked)
    assert words(mine) == words(other)
    across = float(re.search(r'd="M0,0h([0-9.]+)v', other)[1])
    bars = places(mine, f'stroke="{SCENARIO}"')
    drawn = re.findall(
        rf'<line transform="translate\(([^,]+),([^)]+)\)" x2="([^"]+)" y2="0" stroke="{SCENARIO}"',
        other,
    )
    for (left, y, right, _), (start, level, length) in zip(bars, drawn, strict=True):
        assert y == float(level)
        assert left / across == pytest.approx(float(start) / across, abs=0.01)
        assert (right - left) / across == pytest.approx(float(length) / across, abs=0.01)


def test_shares_are_where_the_grammar_puts_them() -> None:
    rows = [
        ("What patients do", 0.52),
        ("A name that is so long that it takes two lines " * 2, 0.9),
    ]
    mine, other = (way.shares(rows, chart=CHART) for way in (charts, vega_lite))
    assert words(mine) == words(other)
    look = f'fill="{SCENARIO}"'
    for one, (left, top, length, height, _) in zip(
        places(mine, look), places(other, look), strict=True
    ):
        corners = [left, top, left + length, top, left + length, top + height, left, top + height]
        assert one == pytest.approx(corners, abs=DOT)


def test_the_grammar_is_asked_in_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    "What these charts are held against is valid Vega-Lite."
    written: list[dict[str, object]] = []
    draw = vl_convert.vegalite_to_svg
    monkeypatch.setattr(
        vl_convert, "vegalite_to_svg", lambda spec: draw(written.append(spec) or spec)
    )
    told = weeks(1, size=40, change=False, share=False)
    vega_lite.fan(told, unit="calls a week", share=False, change=False, chart=CHART)
    vega_lite.ranges([Range("Monday", -2, -1, 1)], unit="change", share=False, chart=CHART)
    vega_lite.shares([("What patients do", 0.52)], chart=CHART)
    for spec in written:
        spec.pop("background")  # none: the drawer takes it, the schema has no word for it
        altair.LayerChart.from_dict(spec)
