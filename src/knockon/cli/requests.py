"""The log of requests for assurance: asked, replied, decided, by holder."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knockon.cli.listing import Commands
from knockon.cli.options import AsOf, Json, Packs, as_day, example
from knockon.cli.register_options import At, By
from knockon.cli.telling import answer, answer_json, answer_table, note

if TYPE_CHECKING:
    from knockon.readiness.assurance import Log, Request

LogFile = Annotated[Path, typer.Argument(metavar="LOG", help="The log's file.")]
Number = Annotated[str, typer.Argument(metavar="REQUEST", help="Its number, such as A1.")]
On = Annotated[date, typer.Option("--on", metavar="DATE", parser=as_day, help="On which day.")]


class ReplyKind(StrEnum):
    """What can come in reply to a request."""

    GIVEN = "given"
    GIVEN_IN_PART = "given_in_part"
    MORE_TIME_ASKED = "more_time_asked"
    PURPOSE_ASKED = "purpose_asked"
    DECLINED = "declined"


class OutcomeKind(StrEnum):
    """What a request can come to."""

    ASSURED = "assured"
    MORE_ASKED = "more_asked"
    SUPPORT_AGREED = "support_agreed"
    NOT_ASSURED = "not_assured"
    REMEDIAL_NOTICE = "remedial_notice"
    WITHDRAWN = "withdrawn"


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(
        cls=Commands, help="Requests for assurance: due dates, replies, outcomes by holder."
    )
    group.command("new", epilog=example("knockon evidence log new log.jsonl --by 'Contract team'"))(
        new
    )
    group.command(
        "ask",
        epilog=example(
            "knockon evidence log ask log.jsonl --holder X10001 --provision ACC-TRIAGE "
            "--on 2026-12-01 --due 2026-12-15 --reference PC/41 --by 'Contract team'"
        ),
    )(ask)
    group.command(
        "reply",
        epilog=example(
            "knockon evidence log reply log.jsonl A1 given --on 2026-12-10 --by 'Contract team'"
        ),
    )(reply)
    group.command(
        "decide",
        epilog=example(
            "knockon evidence log decide log.jsonl A1 assured --on 2026-12-16 --by 'Contract team'"
        ),
    )(decide)
    group.command("show", epilog=example("knockon evidence log show log.jsonl"))(show)
    app.add_typer(group, name="log", no_args_is_help=True)


def new(
    log: LogFile,
    by: By,
    title: Annotated[str, typer.Option(help="What the log is called.")] = "Requests for assurance",
    at: At = None,
    json: Json = False,
) -> None:
    """Begin a log."""
    from knockon.readiness.assurance import new_log

    new_log(log, title, by=by, at=at)
    if json:
        answer_json({"log": str(log), "title": title})
    else:
        answer(f"Log: {log}")


def ask(
    log: LogFile,
    by: By,
    holder: Annotated[str, typer.Option(metavar="CODE", help="Who is asked.")],
    provision: Annotated[
        list[str], typer.Option(metavar="RULE", help="A rule asked about; may be given again.")
    ],
    on: On,
    due: Annotated[date, typer.Option(metavar="DATE", parser=as_day, help="The answer is due.")],
    reference: Annotated[str, typer.Option(help="Under which the letter is kept.")],
    at: At = None,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Record a request that was sent."""
    from knockon import catalogue
    from knockon.catalogue.reading import known
    from knockon.readiness.assurance import record_request

    rules = catalogue.load(packs or ()).rules
    request = {
        "holder": holder,
        "provisions": tuple(known(one, rules, "rule", "--provision") for one in provision),
        "asked_on": on,
        "due_on": due,
        "reference": reference,
    }
    _tell(record_request(log, request, by=by, at=at), json=json)


def reply(
    log: LogFile,
    number: Number,
    kind: Annotated[ReplyKind, typer.Argument(metavar="REPLY", help="What came.")],
    on: On,
    by: By,
    at: At = None,
    json: Json = False,
) -> None:
    """Record what came in reply to a request."""
    from knockon.readiness.assurance import REPLIES, Replied, record

    found = next(one for one in REPLIES if one == kind.value)
    _tell(record(log, Replied(number, found, on), by=by, at=at), json=json)


def decide(
    log: LogFile,
    number: Number,
    outcome: Annotated[OutcomeKind, typer.Argument(metavar="OUTCOME", help="What was decided.")],
    on: On,
    by: By,
    at: At = None,
    json: Json = False,
) -> None:
    """Record what a request came to."""
    from knockon.readiness.assurance import OUTCOMES, Decided, record

    found = next(one for one in OUTCOMES if one == outcome.value)
    _tell(record(log, Decided(number, found, on), by=by, at=at), json=json)


def show(log: LogFile, as_of: AsOf = None, json: Json = False) -> None:
    """Show the requests by holder, and where each stands on a day."""
    from knockon.readiness.assurance import read_log

    held = read_log(log)
    if held.torn is not None:
        note(f"Note: {held.torn.sentence()}.")
    day = as_of or date.today()
    if json:
        answer_json(_document(held, day))
        return
    columns = ("Holder", "Request", "Provisions", "Asked", "Due", "Reply", "Outcome", "Standing")
    answer_table(columns, [_row(one, day) for found in held.holders().values() for one in found])


def _row(one: Request, day: date) -> tuple[str, ...]:
    return (
        one.holder,
        f"{one.id} ({one.reference})",
        ", ".join(one.provisions),
        one.asked_on.isoformat(),
        one.due_on.isoformat(),
        _said(one.reply),
        _said(one.outcome),
        one.standing(day),
    )


def _said(word: str | None) -> str:
    return "none yet" if word is None else word.replace("_", " ")


def _document(held: Log, day: date) -> dict[str, Any]:
    from knockon.readiness.assurance import FORMAT, STANDINGS

    stands = [one.standing(day) for one in held.requests]
    return {
        "format": FORMAT,
        "title": held.title,
        "as_of": day.isoformat(),
        "counts": {standing: stands.count(standing) for standing in STANDINGS},
        "holders": {
            holder: [_plain(one, day) for one in found] for holder, found in held.holders().items()
        },
    }


def _plain(one: Request, day: date) -> dict[str, Any]:
    from knockon.cli.plain import plain

    return {**plain(one), "standing": one.standing(day)}


def _tell(request: Request, *, json: bool) -> None:
    if json:
        from knockon.cli.plain import plain

        answer_json(plain(request))
    else:
        said = _said(request.outcome or request.reply)
        answer(f"{request.id}: {request.holder}, due {request.due_on}, {said}")
