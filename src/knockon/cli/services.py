"""Local services: what practices can end by notice, who is in it, who keeps the duty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from knockon.cli.options import Json, Packs, example
from knockon.cli.plain import plain
from knockon.cli.telling import answer, answer_json, answer_table

if TYPE_CHECKING:
    from knockon.catalogue import Catalogue
    from knockon.catalogue.local_services import LocalService


def add_to(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog=example("knockon services", "knockon services --json"))(services)


def services(
    page: Annotated[
        bool, typer.Option("--page", help="Print them as a page of the manual (Markdown).")
    ] = False,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """List local services: what a notice can name, how many people each has, who keeps the duty."""
    from knockon import catalogue
    from knockon.reports.services_page import services_page

    held = catalogue.load(packs or ())
    found = list(held.local_services.values())
    if json:
        answer_json({"local_services": [plain(one) for one in found]})
    elif page:
        answer(services_page(held).rstrip("\n"))
    else:
        answer_table(
            ("Service", "Name", "Family", "People", "Duty kept by"),
            [_row(held, one) for one in found],
        )


def _row(held: Catalogue, service: LocalService) -> tuple[str, ...]:
    from knockon.reports.services_page import people_in_words

    people = people_in_words(held, service)
    return (service.id, service.name, service.family, people, service.duty_holder)
