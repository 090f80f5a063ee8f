"""Letters: which a plan and a ledger call for, written as Word and PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knockon.cli.options import AsOf, Force, Json, OutFile, Packs, as_day, example
from knockon.cli.page import Line, answer_page
from knockon.cli.telling import answer, answer_file, answer_json, answer_table, note, working
from knockon.cli.usual import WritesByDefault

if TYPE_CHECKING:
    from knockon.catalogue import Catalogue
    from knockon.catalogue.letters import Letter
    from knockon.reports.letters.choosing import Ground

Plan = Annotated[Path | None, typer.Argument(metavar="[PLAN]", help="A plan, YAML or JSON.")]
LedgerOption = Annotated[
    Path | None, typer.Option("--ledger", metavar="FILE", help="The ledger its notices stand in.")
]
DetailsOption = Annotated[
    Path | None,
    typer.Option(
        "--details", metavar="FILE", help="Names, contacts and what else the sender states."
    ),
]
Wanted = Annotated[
    list[str] | None,
    typer.Option("--letter", metavar="ID", help="Only this letter; may be given again."),
]
Day = Annotated[
    date | None,
    typer.Option("--date", metavar="DATE", parser=as_day, help="The letters' date; today."),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(cls=WritesByDefault, help="Letters, as Word and as tagged PDF.")
    group.command(
        "write",
        epilog=example(
            "knockon letters plan.yaml",
            "knockon letters plan.yaml --ledger ledger.jsonl --details details.yaml --out letters",
        ),
    )(write)
    group.command("list", epilog=example("knockon letters list"))(listing)
    group.command(
        "details", epilog=example("knockon letters details plan.yaml --out details.yaml")
    )(details)
    group.command("template", epilog=example("knockon letters template notice --out my.docx"))(
        template
    )
    app.add_typer(group, name="letters", no_args_is_help=True)


def write(
    plan: Plan = None,
    ledger: LedgerOption = None,
    details: DetailsOption = None,
    letter: Wanted = None,
    template: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A Word template of your own, for the one letter named."),
    ] = None,
    day: Day = None,
    as_of: AsOf = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where to; left out, nothing is written."),
    ] = None,
    force: Force = False,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Write the letters a plan and its ledger call for, and say what each does not state yet."""
    from knockon import catalogue, keeping
    from knockon.reports.letters.choosing import drafts
    from knockon.reports.letters.writing import letters_document, write_letters

    held = catalogue.load(packs or ())
    dated = day or date.today()
    ground = _ground(held, plan, ledger, as_of, details=details, dated=dated)
    own = _own_template(template, letter or ())
    found = drafts(ground, letter or ())
    if out is None:
        document = letters_document(found, own)
    else:
        keeping.make_way(out, force=force, needed=_needed(plan, ledger, details, template))
        with working("Writing letters"), keeping.whole_folder(out, force=force) as folder:
            document = write_letters(found, folder, own)
    _tell(document, out, json=json)


def listing(json: Json = False, packs: Packs = None) -> None:
    """List the letters there are: who sends them, to whom, and what each must say."""
    from knockon import catalogue

    letters = catalogue.load(packs or ()).letters.values()
    if json:
        answer_json({"letters": [_letter(one) for one in letters]})
        return
    rows = [(one.id, one.title, one.sender, one.recipient) for one in letters]
    answer_table(("Letter", "Title", "From", "To"), rows)


def details(
    plan: Plan = None,
    ledger: LedgerOption = None,
    letter: Wanted = None,
    as_of: AsOf = None,
    out: OutFile = None,
    force: Force = False,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Write a file of details that asks for all that plan and ledger do not tell."""
    from knockon import catalogue
    from knockon.reports.letters.asking import details_file
    from knockon.reports.letters.choosing import drafts

    held = catalogue.load(packs or ())
    ground = _ground(held, plan, ledger, as_of)
    text = details_file(drafts(ground, letter or ()))
    answer_file(text, "details", out, force=force, json=json)


def template(
    letter: Annotated[str, typer.Argument(metavar="LETTER", help="A letter, as `list` has it.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The .docx file to write.")],
    force: Force = False,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Write a letter's Word template, to edit in Word and hand back with --template."""
    from knockon import catalogue, keeping
    from knockon.catalogue.reading import known

    letters = catalogue.load(packs or ()).letters
    chosen = letters[known(letter, letters, "letter", "LETTER")]
    keeping.write_whole_file(out, chosen.template.read_bytes(), force=force)
    if json:
        answer_json({"letter": chosen.id, "template": str(out)})
    else:
        answer(f"Template: {out}")


def _ground(
    held: Catalogue,
    plan: Path | None,
    ledger: Path | None,
    known_on: date | None,
    *,
    details: Path | None = None,
    dated: date = date.min,
) -> Ground:
    from knockon import compliance
    from knockon.cli.register_options import read
    from knockon.plans.plan_reading import read_plan
    from knockon.reports.letters.choosing import Ground
    from knockon.reports.letters.details import NOTHING, read_details

    asked = None if plan is None else read_plan(plan, held)
    return Ground(
        catalogue=held,
        date=dated,
        plan=asked,
        judgement=None if asked is None else compliance.check(asked, held, known_on),
        state=None if ledger is None else read(ledger).state(known_on=known_on),
        details=NOTHING if details is None else read_details(details, held.letters),
    )


def _own_template(path: Path | None, letters: Sequence[str]) -> bytes | None:
    if path is None:
        return None
    if len(letters) != 1:
        raise typer.BadParameter("name the one letter it is for, with --letter")
    return path.read_bytes()


def _needed(*paths: Path | None) -> list[Path]:
    return [path for path in paths if path is not None]


def _tell(document: dict[str, Any], out: Path | None, *, json: bool) -> None:
    """Print the letters, and on standard error what they do not say."""
    for entry in document["letters"]:
        name = _name(entry)
        if entry["missing"]:
            note(f"{name}: not stated: {'; '.join(entry['missing'])}")
        if entry["not_in_template"]:
            note(f"{name}: its template leaves out: {'; '.join(entry['not_in_template'])}")
    if json:
        answer_json(document)
    else:
        answer_page(_page(document, out))


def _page(document: dict[str, Any], out: Path | None) -> Iterator[Line]:
    for entry in document["letters"]:
        gaps = len(entry["missing"])
        whole = "complete" if not gaps else f"{gaps} {'gap' if gaps == 1 else 'gaps'}"
        yield Line(f"{_name(entry)}: {entry['title']} ({whole})", bullet="- ")
    yield Line(f"Letters: {out}" if out else "Nothing is written without --out.")


def _name(entry: dict[str, Any]) -> str:
    return f"{entry['letter']}-{entry['about']}" if entry["about"] else str(entry["letter"])


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "id": letter.id,
        "title": letter.title,
        "use": letter.use,
        "sender": letter.sender,
        "recipient": letter.recipient,
        "once_for": letter.once_for,
        "actions": list(letter.actions),
        "says": [
            {"name": one.name, "label": one.label, "of": list(one.of), "must": one.must}
            for one in letter.says.values()
        ],
        "sources": list(letter.sources),
    }
