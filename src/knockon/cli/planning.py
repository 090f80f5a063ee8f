"""Writing a first plan, and what to find out next for one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knockon.cli.listing import Commands
from knockon.cli.options import AsOf, Force, Json, OutFile, Packs, example
from knockon.cli.page import Line, answer_page
from knockon.cli.telling import answer_file, answer_json

if TYPE_CHECKING:
    from knockon.catalogue import Catalogue
    from knockon.compliance import Judgement, Question
    from knockon.plans.plan import Plan


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(cls=Commands, help="Plans: what a practice means to do, from when.")
    group.command(
        "new",
        epilog=example(
            "knockon plan new --practice J81002 --menu bma-ten-2024-08 --out autumn.yaml"
        ),
    )(new)
    group.command("ask", epilog=example("knockon plan ask autumn.yaml"))(ask)
    app.add_typer(group, name="plan", no_args_is_help=True)


def new(
    practice: Annotated[str, typer.Option(metavar="ODS", help="The practice's ODS code.")],
    menu: Annotated[str, typer.Option(metavar="ID", help="A menu, as `knockon menus` lists it.")],
    action: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Only this item of the menu; may be given again."),
    ] = None,
    as_of: AsOf = None,
    out: OutFile = None,
    force: Force = False,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Write a plan that asks only what the rules of its actions need to know."""
    from knockon import catalogue
    from knockon.plans.plan_writing import chosen_menu, new_plan

    held = catalogue.load(packs or ())
    chosen = chosen_menu(held, menu, action or ())
    text = new_plan(practice, chosen, held, date.today(), as_of)
    answer_file(text, "plan", out, force=force, json=json)


def ask(
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="A plan, YAML or JSON.")],
    as_of: AsOf = None,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Ask the one question whose answer can change most, and say where to write the answer."""
    from knockon import catalogue, compliance
    from knockon.plans.plan_reading import read_plan

    held = catalogue.load(packs or ())
    asked = read_plan(plan, held)
    question = compliance.next_question(asked, held, as_of)
    missing = () if question else _missing(compliance.check(asked, held, as_of))
    if json:
        answer_json(_document(question, missing))
    else:
        answer_page(_page(question, asked, held) if question else _nothing_to_ask(missing))


def _missing(judged: Judgement) -> tuple[str, ...]:
    """Return what the plan's verdict waits for, each once: no facts, but texts and rules."""
    from knockon.compliance import wording

    needs = (need for action in judged.actions for need in wording.needs_of(action))
    return tuple(dict.fromkeys(needs))


def _nothing_to_ask(missing: tuple[str, ...]) -> Iterator[Line]:
    yield Line("No fact is left to ask for: `knockon check` tells the verdict.")
    if missing:
        yield Line(f"What is missing is no fact: {'; '.join(missing)}.")


def _page(question: Question, plan: Plan, held: Catalogue) -> Iterator[Line]:
    from knockon.catalogue.answers import allowed_answers

    fact = question.fact
    yield Line(fact.question, style="bold")
    for word, meaning in fact.answers.items():
        yield Line(f"{word}: {meaning}" if meaning else word, 2, bullet="- ")
    if not fact.answers:
        yield Line(f"({allowed_answers(fact)})", 2)
    yield Line(f"Write it as {fact.name}, {_where(question, plan)}.")
    rules = [name for name in dict.fromkeys(question.rules) if name in held.rules]
    if rules:
        yield Line(f"Asked by: {', '.join(rules)}.")


def _where(question: Question, plan: Plan) -> str:
    if question.action is None:
        return "under practice"
    action = next(one for one in plan.actions if one.key == question.action)
    return f"under params of the action {action.key} ({action.type})"


def _document(question: Question | None, missing: tuple[str, ...]) -> dict[str, Any]:
    if question is None:
        return {"fact": None, "missing": list(missing)}
    fact = question.fact
    return {
        "action": question.action,
        "fact": fact.name,
        "question": fact.question,
        "kind": fact.kind,
        "answers": dict(fact.answers),
        "unit": fact.unit,
        "rules": list(dict.fromkeys(question.rules)),
    }
