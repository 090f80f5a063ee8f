"""How fast the engine is, side by side with what else is installed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knockon.cli.options import Json, example
from knockon.cli.telling import answer, answer_json, answer_table, note, progress

if TYPE_CHECKING:
    from collections.abc import Mapping

FEWEST_ROUNDS = 5


def add_to(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog=example("knockon bench ed-site", "knockon bench --out results"))(bench)


def bench(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Benchmarks; left out, all but england."),
    ] = None,
    rounds: Annotated[
        int, typer.Option(min=1, help="Rounds; a ratio is the median of theirs.")
    ] = FEWEST_ROUNDS,
    quick: Annotated[
        bool, typer.Option("--quick", help="Small sizes, to see that everything runs.")
    ] = False,
    system: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The system or systems to forecast; left out, made up."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A folder to write the results into.")
    ] = None,
    json: Json = False,
) -> None:
    """Time the engine against simulators that are installed, on the same models."""
    from knockon.cli.subjects import subject
    from knockon.validity.bench import machine, protocol, results

    wanted = protocol.wanted(names or ())
    if system is not None:
        subject(system)
    packages, here = machine.installed(), machine.machine()
    _tell_missing(packages, machine.PINNED)
    with progress("Measuring") as advance, protocol.board(system, wanted):
        ran = protocol.run_all(
            wanted, rounds=rounds, quick=quick, packages=packages, progress=advance
        )
    found = results.document(
        ran, machine=here, packages=packages, at=datetime.now(UTC), quick=quick
    )
    at = results.write(found, out) if out is not None else None
    if json:
        answer_json(found)
        return
    _tell(found)
    if at is not None:
        answer(f"Results: {at}")


def _tell_missing(packages: Mapping[str, str | None], pinned: Mapping[str, str]) -> None:
    """Say which peers are not here, or in another version than goals are set against."""
    missing = [f"{name}=={pinned[name]}" for name, found in packages.items() if found is None]
    if missing:
        note(f"Not installed, so left out; to have them: pip install {' '.join(missing)}")
    for name, found in packages.items():
        if found not in (None, pinned[name]):
            note(f"{name} is here in version {found}; goals are set against {pinned[name]}.")


def _tell(found: dict[str, Any]) -> None:
    rows = [
        (one["name"], ratio["of"], ratio["to"], _range(ratio, "×"))
        for one in found["benchmarks"]
        for ratio in one["ratios"]
    ]
    if rows:
        answer_table(("Benchmark", "Side", "Against", "Faster by"), rows)
    if found["goals"]:
        answer_table(("Goal", "Must", "Aim", "Measured", "Met"), [_goal(g) for g in found["goals"]])


def _goal(goal: dict[str, Any]) -> tuple[str, ...]:
    unit = goal["unit"]
    must, aim = _number(goal["must"], unit), _number(goal["aim"], unit)
    if goal["measured"] is None:
        return goal["goal"], must, aim, goal["why_not"], "not known"
    return goal["goal"], must, aim, _range(goal["measured"], unit), "yes" if goal["met"] else "no"


def _range(spread: dict[str, float], unit: str) -> str:
    low, high = _number(spread["low"], ""), _number(spread["high"], "")
    return f"{_number(spread['median'], unit)} ({low} to {high})"


def _number(value: float, unit: str) -> str:
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{text} {unit}" if unit else text
