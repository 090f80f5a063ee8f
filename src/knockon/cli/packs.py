"""What the packs hold, with its citations: menus, actions, rules, numbers, sources; their check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knockon.cli.listing import Commands
from knockon.cli.options import AsOf, Force, Json, Packs, example
from knockon.cli.plain import plain
from knockon.cli.telling import answer, answer_json, answer_table, note

if TYPE_CHECKING:
    from knockon.catalogue import Catalogue, Problem
    from knockon.catalogue.values import Action, Fact, Menu, Parameter, Rule, Source

Row = Sequence[str]


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command(epilog=example("knockon menus --as-of 2026-12-01"))(menus)
    app.command(epilog=example("knockon actions --json"))(actions)
    app.command(epilog=example("knockon rules --as-of 2024-08-20"))(rules)
    app.command(epilog=example("knockon parameters"))(parameters)
    app.command(epilog=example("knockon sources --json"))(sources)
    group = typer.Typer(cls=Commands, help="Packs: the data behind menus, actions and numbers.")
    group.command(epilog=example("knockon packs check my-pack"))(check)
    group.command(epilog=example("knockon packs book --out rule-book"))(book)
    app.add_typer(group, name="packs", no_args_is_help=True)


def menus(as_of: AsOf = None, json: Json = False, packs: Packs = None) -> None:
    """List menus of collective action: who issued them, when, and what is on them."""
    catalogue = _load(packs)
    found = catalogue.menus if as_of is None else catalogue.as_of(as_of)
    columns = ("Menu", "Title", "Issuer", "From", "To", "Items", "Sources")
    _answer("menus", list(found.values()), columns, _menu, json=json)


def actions(as_of: AsOf = None, json: Json = False, packs: Packs = None) -> None:
    """List actions: what each is, its type, the facts a plan states of it, where it was read."""
    catalogue = _load(packs)
    found = list(catalogue.actions.values())
    if as_of is not None:
        found = _listed(catalogue, as_of)
    if json:
        answer_json({"actions": [_action_document(catalogue, one) for one in found]})
        return
    columns = ("Action", "Type", "Title", "Facts asked", "Effect in the model", "Moves", "Sources")
    answer_table(columns, [_action(catalogue, one) for one in found])


def rules(as_of: AsOf = None, json: Json = False, packs: Packs = None) -> None:
    """List rules: what each asks, of whom, from when it is known and in force, and its clause."""
    catalogue = _load(packs)
    day = as_of or date.today()
    found = [rule for rule in catalogue.rules.values() if as_of is None or rule.known_on(day)]
    if json:
        answer_json({"rules": [plain(rule) for rule in found]})
        return
    columns = ("Rule", "Title", "Holder", "Kind", "Known", "In force", "To", "Cites")
    answer_table(columns, [_rule(catalogue, rule) for rule in found])


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
    columns = ("Source", "Title", "Date", "Strength", "Checked", "Still to check", "Address")
    _answer("sources", found, columns, _source, json=json)


def check(
    folders: Annotated[list[Path] | None, typer.Argument(metavar="[DIR]...")] = None,
    json: Json = False,
) -> None:
    """Check packs: schema, citations, quotations, each rule's own cases, and that they fit."""
    from knockon import catalogue, compliance

    asked = list(folders or [])
    _refuse(catalogue.check(asked))
    held = catalogue.load(asked)
    _refuse(compliance.check_rules(held))
    _tell_checked(held, json=json)


def book(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The book's folder.")],
    packs: Packs = None,
    force: Force = False,
) -> None:
    """Write the rule book: a page a rule, a page an action, the matrix between them (Markdown)."""
    from knockon import keeping
    from knockon.reports.rule_book import rule_book

    keeping.make_way(out, force=force, needed=packs or ())
    pages = rule_book(_load(packs))
    with keeping.whole_folder(out, force=force) as folder:
        for path, text in pages.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    answer(f"{len(pages)} pages; begin with {out / 'index.md'}")


def _refuse(problems: Sequence[Problem]) -> None:
    """Tell every problem and stop, where there is one."""
    for problem in problems:
        note(f"{problem.code}: {' '.join(problem.sentence.split())}")
    if problems:
        raise typer.Exit(1)


def _tell_checked(held: Catalogue, *, json: bool) -> None:
    if json:
        packs = [plain(pack) for pack in held.packs]
        overrides = [plain(one) for one in held.overrides]
        answer_json({"packs": packs, "overrides": overrides, "problems": []})
        return
    answer_table(
        ("Pack", "Version", "Published", "Verified to", "Digest"),
        [
            (one.id, one.version, str(one.published), str(one.verified_to), one.digest[:12])
            for one in held.packs
        ],
    )
    cases = sum(len(rule.cases) for rule in held.rules.values())
    answer(f"{len(held.packs)} packs, {len(held.rules)} rules, {cases} cases, no problem found.")


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


def _known(source: Source | None, as_of: date | None) -> bool:
    """Return whether a source is undated, or dated no later than the day."""
    if as_of is None or source is None or source.date is None:
        return True
    return source.date <= as_of.isoformat()


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


def _action(catalogue: Catalogue, action: Action) -> Row:
    asked = ", ".join(fact.name for fact in _facts_stated(catalogue, action))
    moves, sources = ", ".join(action.moves), ", ".join(action.sources)
    return (action.id, action.type, action.title, asked, action.effect, moves, sources)


def _action_document(catalogue: Catalogue, action: Action) -> dict[str, Any]:
    asked = [plain(fact) for fact in _facts_stated(catalogue, action)]
    return {**plain(action), "facts": asked}


def _facts_stated(catalogue: Catalogue, action: Action) -> list[Fact]:
    """Return the facts a plan may state of an action, but for the labels that any takes."""
    own = catalogue.facts_of(action.type).values()
    return [fact for fact in own if fact.owner == action.type and fact.derived is None]


def _rule(catalogue: Catalogue, rule: Rule) -> Row:
    from knockon.compliance.citing import in_words

    return (
        rule.id,
        rule.title,
        rule.holder,
        rule.kind,
        str(rule.known_from or "before"),
        str(rule.in_force_from or "before"),
        str(rule.in_force_to or "open"),
        in_words(rule.cites, catalogue.sources),
    )


def _parameter(one: Parameter) -> Row:
    numbers = (f"{number:g}" for number in (one.low, one.central, one.high))
    return (one.symbol, one.name, *numbers, one.unit, one.year, one.grade, one.source)


def _source(source: Source) -> Row:
    return (
        source.id,
        source.title,
        source.date or "",
        source.strength or "",
        str(source.checked_on or ""),
        source.wants_checking or "",
        source.url or "an assumption of our own",
    )
