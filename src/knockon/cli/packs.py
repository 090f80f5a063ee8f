"""What the packs hold, with its citations: menus, actions, parameters, sources; and their check."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knockon.cli.options import AsOf, Json, Packs, example
from knockon.cli.telling import answer, answer_json, answer_table, note

if TYPE_CHECKING:
    from knockon.catalogue import Catalogue
    from knockon.catalogue.values import Action, Menu, Parameter, Source

Row = Sequence[str]


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command(epilog=example("knockon menus --as-of 2026-12-01"))(menus)
    app.command(epilog=example("knockon actions --json"))(actions)
    app.command(epilog=example("knockon parameters"))(parameters)
    app.command(epilog=example("knockon sources --json"))(sources)
    group = typer.Typer(help="Packs: the data behind menus, actions and numbers.")
    group.command(epilog=example("knockon packs check my-pack"))(check)
    app.add_typer(group, name="packs", no_args_is_help=True)


def menus(as_of: AsOf = None, json: Json = False, packs: Packs = None) -> None:
    """List menus of collective action: who issued them, when, and what is on them."""
    catalogue = _load(packs)
    found = catalogue.menus if as_of is None else catalogue.as_of(as_of.date())
    columns = ("Menu", "Title", "Issuer", "From", "To", "Items", "Sources")
    _answer("menus", list(found.values()), columns, _menu, json=json)


def actions(as_of: AsOf = None, json: Json = False, packs: Packs = None) -> None:
    """List actions: what each is, whether the model moves people for it, where it was read."""
    catalogue = _load(packs)
    found = list(catalogue.actions.values())
    if as_of is not None:
        found = _listed(catalogue, as_of.date())
    columns = ("Action", "Title", "Effect in the model", "Moves", "Sources")
    _answer("actions", found, columns, _action, json=json)


def parameters(as_of: AsOf = None, json: Json = False, packs: Packs = None) -> None:
    """List every number the model may use: low, central, high, unit, grade, source."""
    catalogue = _load(packs)
    found = [
        parameter
        for parameter in catalogue.parameters.values()
        if _known(catalogue.sources.get(parameter.source), as_of)
    ]
    columns = ("Symbol", "Name", "Low", "Central", "High", "Unit", "Year", "Grade", "Source")
    _answer("parameters", found, columns, _parameter, json=json)


def sources(as_of: AsOf = None, json: Json = False, packs: Packs = None) -> None:
    """List what the packs cite, with addresses; as of a day, those dated no later, or undated."""
    catalogue = _load(packs)
    found = [source for source in catalogue.sources.values() if _known(source, as_of)]
    columns = ("Source", "Title", "Date", "Address")
    _answer("sources", found, columns, _source, json=json)


def check(
    folders: Annotated[list[Path] | None, typer.Argument(metavar="[DIR]...")] = None,
    json: Json = False,
) -> None:
    """Check packs: schema, citations, quotations, and that they fit together."""
    from knockon import catalogue

    asked = list(folders or [])
    problems = catalogue.check(asked)
    if problems:
        for problem in problems:
            note(f"{problem.code}: {' '.join(problem.sentence.split())}")
        raise typer.Exit(1)
    held = catalogue.load(asked)
    document = {
        "packs": [plain(pack) for pack in held.packs],
        "overrides": [plain(one) for one in held.overrides],
        "problems": [],
    }
    if json:
        answer_json(document)
        return
    answer_table(
        ("Pack", "Version", "Published", "Verified to", "Digest"),
        [
            (one.id, one.version, str(one.published), str(one.verified_to), one.digest[:12])
            for one in held.packs
        ],
    )
    answer(f"{len(held.packs)} packs, no problem found.")


def plain(value: Any) -> Any:
    """Return ``value`` as plain JSON: values as mappings, dates as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def _load(packs: list[Path] | None) -> Catalogue:
    from knockon import catalogue

    return catalogue.load(packs or ())


def _answer(
    name: str, found: Sequence[Any], columns: Row, row: Callable[[Any], Row], *, json: bool
) -> None:
    if json:
        answer_json({name: [plain(one) for one in found]})
    else:
        answer_table(columns, [row(one) for one in found])


def _listed(catalogue: Catalogue, day: date) -> list[Action]:
    """Return the actions on a menu in force that day."""
    on = {line.action for menu in catalogue.as_of(day).values() for line in menu.items}
    return [action for action in catalogue.actions.values() if action.id in on]


def _known(source: Source | None, as_of: datetime | None) -> bool:
    """Return whether a source is undated, or dated no later than the day."""
    if as_of is None or source is None or source.date is None:
        return True
    return source.date <= as_of.date().isoformat()


def _menu(menu: Menu) -> Row:
    dates = (str(menu.from_date or "not known"), str(menu.to_date or "open"))
    return (
        menu.id,
        menu.title,
        menu.issuer,
        *dates,
        str(len(menu.items)),
        ", ".join(menu.sources),
    )


def _action(action: Action) -> Row:
    effect = action.effect if action.moves_people else "none yet"
    return (action.id, action.title, effect, ", ".join(action.moves), ", ".join(action.sources))


def _parameter(one: Parameter) -> Row:
    numbers = (f"{number:g}" for number in (one.low, one.central, one.high))
    return (one.symbol, one.name, *numbers, one.unit, one.year, one.grade, one.source)


def _source(source: Source) -> Row:
    return (source.id, source.title, source.date or "", source.url or "an assumption of our own")
