"""Write the newest kept measurement into the manual: a table, a chart, and what they came from.

``make bench`` runs this after measuring. Only what stands between the two marks of the page is
replaced; the rest of it is written by hand.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from knockon.reports.charts import SCENARIO
from knockon.reports.drawing import FONT, INK, QUIET, RULE

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
PAGE = HERE.parent / "docs" / "reference" / "benchmarks.md"
CHART = HERE.parent / "docs" / "images" / "benchmarks.svg"
BEGIN, END = "<!-- measured: written by make bench -->", "<!-- end of what was measured -->"
NONE_YET = "No measurement has been kept yet: `make bench` makes one."
WIDTH, STEP, FONT_SIZE = 380, 22, 11
Document = dict[str, Any]


def newest(folder: Path) -> Document | None:
    """Return the newest kept measurement at full size, None where there is none."""
    kept = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")))
    whole = [found for found in kept if not found["quick"]]
    return max(whole, key=lambda found: found["date"], default=None)


def measured(found: Document | None) -> str:
    """Return what stands between the marks of the page."""
    if found is None:
        return NONE_YET
    return "\n\n".join([_where(found), _goals(found), _chart_line(found), _sides(found)])


def _where(found: Document) -> str:
    machine, loop = found["machine"], found["fixed_loop_seconds"]
    peers = ", ".join(f"{name} {version}" for name, version in found["packages"].items() if version)
    load = machine["load_before"]
    busy = "" if load is None else f" Load before: {', '.join(f'{one:g}' for one in load)}."
    return (
        f"Measured on {found['date']} with version {found['version']}: {machine['processor']}, "
        f"{machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']}, kernel for "
        f"{machine['instruction_set']}, Python {machine['python']}, NumPy {machine['numpy']}; "
        f"{peers or 'no peers'}.{busy} A fixed loop in Python took {loop['median']:.3f} s "
        f"({loop['low']:.3f} to {loop['high']:.3f}) through the run: so much did the machine vary."
    )


def _goals(found: Document) -> str:
    head = "| Goal | Against | Must | Aim | Measured | Range | Met | To the aim |"
    return "\n".join([head, "|---|---|--:|--:|--:|---|---|--:|", *map(_goal, found["goals"])])


def _goal(goal: Document) -> str:
    unit, against = goal["unit"], goal["against"] or "–"
    first = f"| {goal['goal']} | {against} | {number(goal['must'])} {unit} "
    first += f"| {number(goal['aim'])} {unit} "
    spread = goal["measured"]
    if spread is None:
        return f"{first}| – | {goal['why_not']} | not known | – |"
    told = f"{number(spread['low'])} to {number(spread['high'])}"
    met = "yes" if goal["met"] else "**no**"
    to_go = "there" if goal["to_go"] <= 1 else f"{goal['to_go']:.2g}×"
    return f"{first}| {number(spread['median'])} {unit} | {told} | {met} | {to_go} |"


def _chart_line(found: Document) -> str:
    goals = [goal for goal in found["goals"] if goal["measured"] is not None]
    met = sum(goal["met"] for goal in goals)
    words = f"Each figure against what it must be: {met} of {len(goals)} are as good or better"
    return f"![{words}](../images/{CHART.name})"


def _sides(found: Document) -> str:
    return "\n\n".join(_benchmark(one) for one in found["benchmarks"])


def _benchmark(one: Document) -> str:
    lines = [f"### {one['name']}", "", f"{one['title']}.", ""]
    lines.append(f"| Side | {one['unit'].capitalize()} a second | First side faster by | Agrees |")
    lines.append("|---|--:|--:|---|")
    faster = {ratio["to"]: ratio for ratio in one["ratios"]}
    for side in one["sides"]:
        ratio = faster.get(side["name"])
        by = "–" if ratio is None else f"{number(ratio['median'])}× ({_range(ratio)})"
        lines.append(
            f"| {side['name']} | {number(side['rate']['median'])} | {by} | {_said(side)} |"
        )
    parts = list(_parts(one))
    return "\n".join([*lines, *(["", *parts] if parts else [])])


def _said(side: Document) -> str:
    """Say how a side's answers lie to ours: the widest apart, in standard errors."""
    if side["agrees"] is None:
        return "–"
    apart = [abs(answer["z"]) for answer in side["answers"] if answer["z"] is not None]
    verdict = "yes" if side["agrees"] else "**no**"
    held = f"measures held: {len(side['answers'])}"
    return f"{verdict}: within {max(apart):.1f} standard errors, {held}"


def _parts(one: Document) -> Iterator[str]:
    """Yield a table of what was kept apart within sides, a column each."""
    sides = [side for side in one["sides"] if side["parts"]]
    names = list(dict.fromkeys(name for side in sides for name in side["parts"]))
    if not names:
        return
    yield "| | " + " | ".join(side["name"] for side in sides) + " |"
    yield "|---|" + "--:|" * len(sides)
    for name in names:
        cells = [side["parts"].get(name) for side in sides]
        told = ["–" if cell is None else number(cell["median"]) for cell in cells]
        yield f"| {name} | " + " | ".join(told) + " |"


def _range(spread: Document) -> str:
    return f"{number(spread['low'])} to {number(spread['high'])}"


def number(value: float) -> str:
    """Return a number to three figures, thousands apart."""
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{digits}f}" if digits <= 5 else f"{value:.2e}"


def chart(found: Document) -> str:
    """Return a chart of each goal: how many times as good as it must be, and where the aim is."""
    rows = [_row(goal) for goal in found["goals"] if goal["measured"] is not None]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("goal:N", title=None, sort=None, axis=alt.Axis(labelLimit=330, ticks=False))
    )
    title = "times as good as it must be"
    scale = alt.Scale(type="log", nice=True)
    axis = alt.Axis(gridColor=RULE, format="~r", tickCount=6)
    bar = base.mark_rule(color=SCENARIO, strokeWidth=5, opacity=0.32).encode(
        x=alt.X("low:Q", title=title, scale=scale, axis=axis), x2="high:Q"
    )
    dot = base.mark_circle(color=SCENARIO, size=58, opacity=1).encode(x="figure:Q")
    aim = base.mark_tick(color=INK, thickness=2, size=14).encode(x="aim:Q")
    must = alt.Chart(alt.InlineData(values=[{"x": 1}])).mark_rule(color=INK, strokeDash=[3, 3])
    spec = alt.layer(bar, dot, aim, must.encode(x="x:Q")).to_dict(validate=False)
    spec |= {"width": WIDTH, "height": STEP * max(2, len(rows)), "background": "white"}
    label = {"labelColor": INK, "titleColor": QUIET, "titleFontWeight": "normal"}
    spec["config"] = {"font": FONT, "axis": {"labelFontSize": FONT_SIZE, **label}}
    return str(vl_convert.vegalite_to_svg(spec))


def _row(goal: Document) -> Document:
    """Return a goal's figures as multiples of what it must be, more always being better."""
    spread = goal["measured"]

    def times(value: float) -> float:
        better: float = value / goal["must"]
        return better if goal["better"] == "more" else 1 / better

    low, high = sorted((times(spread["low"]), times(spread["high"])))
    return {
        "goal": goal["goal"],
        "figure": times(spread["median"]),
        "low": low,
        "high": high,
        "aim": times(goal["aim"]),
    }


def filled(page: str, text: str) -> str:
    """Return the page with what is between its marks replaced."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{text}\n\n{END}{after}"


def main() -> None:
    """Write the page and the chart."""
    found = newest(RESULTS)
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(filled(page, measured(found)), encoding="utf-8")
    if found is not None:
        CHART.write_text(chart(found), encoding="utf-8")
    sys.stdout.write("Written: docs/reference/benchmarks.md\n")


if __name__ == "__main__":
    main()
