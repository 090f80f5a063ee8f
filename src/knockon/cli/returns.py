"""Weekly returns: blank forms, checking, totals, releases, uptake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knockon.cli.listing import Commands
from knockon.cli.options import Force, Json, Packs, as_day, example
from knockon.cli.returns_public import LedgerOf, NoticesAs, Public, positions
from knockon.cli.telling import answer, answer_file, answer_json, note, tell_error
from knockon.errors import KnockonError

if TYPE_CHECKING:
    from knockon.catalogue import Catalogue
    from knockon.returns import Form, Groups, Return


class By(StrEnum):
    """The levels totals are told at."""

    ALL = "all"
    PLACE = "place"
    PCN = "pcn"


_Returns = Annotated[
    list[Path],
    typer.Argument(metavar="RETURN...", help="Returns: files, tables (CSV), folders of them."),
]
_Menu = Annotated[
    str | None, typer.Option(metavar="ID", help="Ask the actions of this menu (`knockon menus`).")
]
_Action = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="Ask this action, or only it of the menu; may be repeated."),
]
_Asked = Annotated[
    Path,
    typer.Option("--asked", metavar="FILE", help="Who is asked: CSV practice,pcn[,place,name]."),
]
_Week = Annotated[
    date | None,
    typer.Option(metavar="DATE", parser=as_day, help="A week, written as its Monday."),
]
_SkipBad = Annotated[
    bool, typer.Option("--skip-bad", help="Go on with the good returns where some are bad.")
]
_Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Where to; left out, standard output.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(
        cls=Commands, help="Weekly returns of practices, and what of them may be let out."
    )
    group.command(
        "new",
        epilog=example(
            "knockon returns new --practice J81002 --week 2024-10-07 --menu bma-nine-2024-09"
        ),
    )(new)
    group.command("check", epilog=example("knockon returns check returns/ typed-in.csv"))(check)
    group.command("totals", epilog=example("knockon returns totals returns/ --asked asked.csv"))(
        totals
    )
    group.command(
        "release",
        epilog=example(
            "knockon returns release returns/ --asked asked.csv --issuer 'Wessex LMCs' "
            "--groups groups.json --first --menu bma-nine-2024-09 --out release.json",
            "knockon returns release returns/ --asked asked.csv --issuer 'Wessex LMCs' "
            "--groups groups.json --out release-2.json",
        ),
    )(release)
    group.command("uptake", epilog=example("knockon returns uptake release.json"))(uptake)
    app.add_typer(group, name="returns", no_args_is_help=True)


def new(
    week: Annotated[
        date,
        typer.Option(metavar="DATE", parser=as_day, help="The week, written as its Monday."),
    ],
    practice: Annotated[
        str | None, typer.Option(metavar="ODS", help="The practice's ODS code.")
    ] = None,
    menu: _Menu = None,
    action: _Action = None,
    note_form: Annotated[
        bool, typer.Option("--note", help="The form for what is said in words instead.")
    ] = False,
    table: Annotated[
        bool, typer.Option("--table", help="The first line of a table of many returns instead.")
    ] = False,
    out: _Out = None,
    force: Force = False,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Write a blank return: the actions asked, the questions on pressure, nothing answered."""
    from knockon import catalogue, keeping
    from knockon import returns as weekly

    if not table and practice is None:
        raise _name_the_practice()
    if note_form and practice is not None:
        answer_file(weekly.blank_note(practice, week), "note", out, force=force, json=json)
        return
    asked = _actions_asked(catalogue.load(packs or ()), menu, action)
    if not table and practice is not None:
        text = weekly.blank_return(practice, week, asked, weekly.built_in_questions())
        answer_file(text, "return", out, force=force, json=json)
        return
    line = weekly.blank_table(asked, weekly.built_in_questions(), week)
    if out is not None:
        keeping.write_whole_file(out, line.encode("utf-8"), force=force)
    if json:
        answer_json({"columns": line.strip().split(",")})
    else:
        answer(line.strip() if out is None else f"Table: {out}")


def check(returns: _Returns, json: Json = False, packs: Packs = None) -> None:
    """Say which returns can be read, and of each other one what is wrong and where."""
    from knockon import catalogue
    from knockon import returns as weekly

    read = weekly.read_returns(returns, _form(catalogue.load(packs or ())))
    if read.problems:
        for problem in read.problems:
            tell_error(problem)
        note(f"{len(read.returns)} returns can be read, {len(read.problems)} cannot.")
        raise typer.Exit(1)
    practices = {one.practice for one in read.returns}
    weeks = sorted({one.week for one in read.returns})
    if json:
        answer_json(
            {
                "returns": len(read.returns),
                "practices": len(practices),
                "weeks": [week.isoformat() for week in weeks],
            }
        )
        return
    answer(f"{len(read.returns)} returns of {len(practices)} practices can be read.")


def totals(
    returns: _Returns,
    asked: _Asked,
    week: _Week = None,
    by: Annotated[By, typer.Option(help="The level totals are told at.")] = By.ALL,
    skip_bad: _SkipBad = False,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Add up returns for the committee's own eyes: by action, week, and place or network."""
    from knockon import catalogue
    from knockon import returns as weekly
    from knockon.cli.returns_telling import tell_totals, totals_document

    read = _read(returns, catalogue.load(packs or ()), skip_bad=skip_bad)
    actions = sorted({action for one in read for action in one.actions})
    found = weekly.weekly_totals(read, weekly.read_asked(asked), actions)
    if week is not None:
        found = tuple(one for one in found if one.week == week)
    if json:
        answer_json(totals_document(found))
    else:
        tell_totals(found, by.value)


def release(
    returns: _Returns,
    asked: _Asked,
    issuer: Annotated[str, typer.Option(metavar="NAME", help="Who lets the totals out.")],
    groups: Annotated[
        Path, typer.Option(metavar="FILE", help="The groups; kept by whoever collects returns.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The release, JSON.")],
    first: Annotated[
        bool, typer.Option("--first", help="Nothing was released before: make the groups.")
    ] = False,
    menu: _Menu = None,
    action: _Action = None,
    week: _Week = None,
    released_on: Annotated[
        date | None,
        typer.Option(metavar="DATE", parser=as_day, help="The day; left out, today."),
    ] = None,
    public: Public = None,
    ledger: LedgerOf = None,
    notices_as: NoticesAs = None,
    neighbours: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Networks side by side: CSV pcn,neighbour.")
    ] = None,
    least: Annotated[
        int | None, typer.Option(metavar="N", help="Practices a number rests on at least.")
    ] = None,
    edge: Annotated[
        int | None, typer.Option(metavar="N", help="How far answers are kept from none and all.")
    ] = None,
    skip_bad: _SkipBad = False,
    force: Force = False,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Let out a week's totals from which nobody can work out what a practice answered."""
    from knockon import catalogue, keeping
    from knockon import returns as weekly
    from knockon.cli.returns_telling import tell_release

    keeping.make_way(out, force=force, needed=[groups, asked, *returns])
    held = catalogue.load(packs or ())
    read = _read(returns, held, skip_bad=skip_bad)
    everybody = weekly.read_asked(asked)
    if neighbours is not None:
        everybody = everybody.with_neighbours(weekly.read_neighbours(neighbours))
    before = _groups_before(groups, held, menu, action, first=first)
    monday = week or max((one.week for one in read), default=date.today())
    day = released_on or date.today()
    told, kept = weekly.release(
        read,
        everybody,
        before,
        weekly.Occasion(issuer, monday, day, positions(public, ledger, notices_as)),
        weekly.Rules(weekly.stricter(least, edge), weekly.built_in_questions()),
    )
    document = weekly.release_document(told)
    # The groups first: a release whose groups were lost could be undone by the next one.
    _write(groups, weekly.groups_document(kept), force=True)
    _write(out, document, force=force)
    _tell_opened(before, kept)
    if json:
        answer_json(document)
    else:
        tell_release(told)
        answer(f"Release: {out}")


def uptake(
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="A release, JSON.")],
    start: Annotated[
        date | None,
        typer.Option(
            "--from",
            metavar="DATE",
            parser=as_day,
            help="The day the uptake holds from; left out, the week released.",
        ),
    ] = None,
    action: _Action = None,
    public: Public = None,
    ledger: LedgerOf = None,
    notices_as: NoticesAs = None,
    out: _Out = None,
    force: Force = False,
    json: Json = False,
) -> None:
    """Write the `uptake:` and `known:` of an assessment from a release."""
    from knockon import keeping
    from knockon import returns as weekly
    from knockon.cli.plain import plain

    told = weekly.read_release(release)
    known, silent = positions(public, ledger, notices_as), weekly.silent_to_answering()
    found = (
        tuple(weekly.uptake_of(told, one, known, silent) for one in action)
        if action
        else weekly.uptakes(told, known, silent)
    )
    day = start or told.week
    text = weekly.uptake_block(told, found, known, day)
    if out is not None:
        keeping.write_whole_file(out, text.encode("utf-8"), force=force)
    if json:
        answer_json({"week": told.week.isoformat(), "uptake": plain(found)})
    else:
        answer(text.rstrip("\n") if out is None else f"Uptake: {out}")


def _form(held: Catalogue) -> Form:
    from knockon import returns as weekly

    names = {*held.actions, *(action.type for action in held.actions.values())}
    return weekly.Form(frozenset(names), weekly.built_in_questions())


def _read(paths: Iterable[Path], held: Catalogue, *, skip_bad: bool) -> tuple[Return, ...]:
    """Return the returns; each bad one is told, and ends the command unless it may be skipped."""
    from knockon import returns as weekly

    read = weekly.read_returns(paths, _form(held))
    for problem in read.problems:
        tell_error(problem)
    if read.problems and not skip_bad:
        note("Nothing was done. Correct them, or add --skip-bad to go on without them.")
        raise typer.Exit(1)
    return read.returns


def _actions_asked(
    held: Catalogue, menu: str | None, only: Iterable[str] | None
) -> Mapping[str, str]:
    """Return the actions to ask about by id, each with its title or its words on the menu."""
    from knockon.catalogue.yaml import did_you_mean
    from knockon.plans.plan_writing import chosen_menu

    if menu is not None:
        return {one.action: one.wording for one in chosen_menu(held, menu, tuple(only or ())).items}
    if not only:
        raise KnockonError(
            "K971",
            "no action is named",
            expected="--menu with a menu, or --action once for each action",
            remedy="`knockon menus` lists menus, `knockon actions` actions.",
        )
    for name in only:
        if name not in held.actions:
            raise KnockonError(
                "K972",
                f"no action is called {name!r}",
                expected="the id of an action in the packs",
                remedy=did_you_mean(name, held.actions),
            )
    return {name: held.actions[name].title for name in only}


def _groups_before(
    path: Path, held: Catalogue, menu: str | None, only: list[str] | None, *, first: bool
) -> Groups:
    """Return the groups the last release left, or for the first release none."""
    from dataclasses import replace

    from knockon import returns as weekly

    if path.exists() == first:
        found = f"{path} is there already" if first else f"{path} is not there"
        raise KnockonError(
            "K970",
            found,
            expected="--first for the first release, and else the groups the last one left",
            remedy="Groups made anew beside an earlier release could undo it: use the file kept, "
            "or begin with --first where nothing was released.",
        )
    before = weekly.Groups() if first else weekly.read_groups(path)
    if first or menu is not None or only:
        before = replace(before, actions=tuple(_actions_asked(held, menu, only)))
    return before


def _write(path: Path, document: Mapping[str, object], *, force: bool) -> None:
    from knockon import keeping
    from knockon import returns as weekly

    keeping.write_whole_file(path, weekly.as_text(document).encode("utf-8"), force=force)


def _tell_opened(before: Groups, kept: Groups) -> None:
    """Say of which groups told before a practice's position has become public since."""
    from knockon import returns as weekly

    for group, action, practices in weekly.opened(before, kept):
        note(
            f"{group.id}: {practices} of {len(group.counted)} practices told of before have since "
            f"made their position on {action} public; what was told of the others can now be read "
            "more closely."
        )


def _name_the_practice() -> KnockonError:
    return KnockonError(
        "K973",
        "no practice is named",
        expected="--practice with an ODS code, or --table for a table of many",
        remedy="Add one of them.",
    )
