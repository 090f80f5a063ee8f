"""Write a first assessment: commented, and fit to run as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from knockon.catalogue.values import Catalogue, Preset, UptakeRange
from knockon.catalogue.yaml import did_you_mean
from knockon.errors import KnockonError
from knockon.plans.parameters import action_called, with_usual
from knockon.plans.quoting import as_yaml

USUAL_ACTION = "limit_daily_contacts"
USUAL_UPTAKE = "u_cap_nov"
USUAL_SETS = ("gpps-2026", "implied-nhse-2024")
USUAL_WEEKS = 26
USUAL_DRAWS = 500


def new_assessment(system_dir: str, preset: str | None, catalogue: Catalogue, today: date) -> str:
    """Return the text of an assessment of ``system_dir`` that starts on the Monday after today.

    With a preset, its uptake, behaviour and parameters are written out; without, the limit on
    daily contacts at the share a survey found. K108: no such preset.
    """
    case = None if preset is None else _preset(catalogue, preset)
    start = today + timedelta(days=7 - today.weekday())
    title = case.title if case else "What if practices limit daily contacts?"
    parts = [
        _opening(title, system_dir, start, today),
        _behaviour(case, catalogue),
        _uptake(case, catalogue, start),
        _parameters(case),
        _CLOSING,
    ]
    return "\n".join(part for part in parts if part)


def _preset(catalogue: Catalogue, name: str) -> Preset:
    if name not in catalogue.presets:
        raise KnockonError(
            "K108",
            f"no preset is called {name!r}",
            expected="a preset of the packs loaded",
            remedy=did_you_mean(name, catalogue.presets),
        )
    return catalogue.presets[name]


def _opening(title: str, system_dir: str, start: date, today: date) -> str:
    return f"""\
# An assessment: what may happen to services if practices act, against the same weeks without.
# Lines after # are notes. Run it with `knockon assess THIS-FILE --out FOLDER`.
format: knockon/assessment/1
assessment: {as_yaml(title)}
system: {as_yaml(system_dir)}   # the folder `knockon system build` wrote
from: {start}   # a Monday
weeks: {USUAL_WEEKS}
draws: {USUAL_DRAWS}   # simulated futures, each run with and without the actions
seed: {today:%Y%m%d}   # the same seed gives the same numbers
"""


def _behaviour(case: Preset | None, catalogue: Catalogue) -> str:
    chosen: Mapping[str, float] = dict.fromkeys(USUAL_SETS, 1.0)
    if case and case.behaviour:
        chosen = case.behaviour
    lines = [
        "# What patients do when not seen: one set or several, with weights. Sets to choose from:"
    ]
    lines += [f"#   {found.id}: {found.title}" for found in catalogue.behaviours.values()]
    lines += ["behaviour:"]
    lines += [f"  {as_yaml(name)}: {weight:g}" for name, weight in chosen.items()]
    return "\n".join(lines) + "\n"


def _uptake(case: Preset | None, catalogue: Catalogue, start: date) -> str:
    asked: Mapping[str, UptakeRange] = case.uptake if case else {USUAL_ACTION: _survey(catalogue)}
    lines = [
        "# Share of the practices whose position is not known that take each action: low, likely,",
        "# high are the 5th percentile, the most likely value and the 95th of what you believe.",
        "uptake:" if asked else "uptake: {}",
    ]
    for action, uptake in asked.items():
        lines += _phase(action, uptake, catalogue, start)
    return "\n".join(lines) + "\n"


def _survey(catalogue: Catalogue) -> UptakeRange:
    found = catalogue.parameters[USUAL_UPTAKE]
    return UptakeRange(found.low, found.central, found.high)


def _phase(action: str, uptake: UptakeRange, catalogue: Catalogue, start: date) -> list[str]:
    begins = start + timedelta(weeks=uptake.from_week - 1)
    until = None if uptake.weeks is None else begins + timedelta(weeks=uptake.weeks)
    ramp = "" if uptake.ramp_weeks is None else f"{uptake.ramp_weeks:g}"
    params = with_usual(action_called(catalogue, action), uptake.params)
    lines = [
        f"  {as_yaml(action)}:",
        f"    low: {uptake.low:g}",
        f"    likely: {uptake.likely:g}",
        f"    high: {uptake.high:g}",
        f"    from: {begins}",
        f"    until: {until or 'null'}   # null: it does not end; else the first day without it",
    ]
    if ramp:
        lines.append(f"    ramp_weeks: {ramp}   # weeks to the full share; 0 is at once")
    if params:
        lines.append("    params:")
        lines += [f"      {as_yaml(key)}: {as_yaml(value)}" for key, value in params.items()]
    return lines


def _parameters(case: Preset | None) -> str:
    if not case or not case.parameters:
        return ""
    lines = ["# Ranges replaced for this assessment; the report marks them.", "parameters:"]
    for symbol, (low, central, high) in case.parameters.items():
        lines.append(f"  {as_yaml(symbol)}: {{low: {low!r}, central: {central!r}, high: {high!r}}}")
    return "\n".join(lines) + "\n"


_CLOSING = """\
# What is known of single practices (their share is added to the above), for example:
# known:
#   J81002:
#     limit_daily_contacts: {taking: true, params: {cap: 28}, since: 2026-11-01}
#     stop_advice_and_guidance: {taking: false}
# Cases from the packs to set beside it (`knockon assessment new --preset` shows their content):
# compare: [reasonable_worst_case]
"""
