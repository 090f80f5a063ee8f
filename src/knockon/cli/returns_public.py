"""What is public of practices: files of positions, and notices served as a ledger has them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knockon.errors import KnockonError

if TYPE_CHECKING:
    from knockon.returns import PublicPosition

Public = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="Positions that are public; may be given again."),
]
LedgerOf = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="FILE", help="A ledger: notices served are public."),
]
NoticesAs = Annotated[
    str | None,
    typer.Option(metavar="ID", help="The action that serving a notice of the ledger is."),
]


def positions(
    files: Iterable[Path] | None, ledger: Path | None, notices_as: str | None
) -> tuple[PublicPosition, ...]:
    """Return every public position: those in files, and those notices served amount to.

    K974 where a ledger comes without the action its notices are, or the other way round.
    """
    from knockon import returns as weekly

    if (ledger is None) != (notices_as is None):
        raise KnockonError(
            "K974",
            "--ledger and --notices-as do not come together",
            expected="a ledger, and the action that serving one of its notices is",
            remedy="Add the other: --notices-as serve_notice_voluntary, say.",
        )
    found = [one for path in files or () for one in weekly.read_public(path)]
    if ledger is not None and notices_as is not None:
        found += _served(ledger, notices_as)
    return tuple(found)


def _served(ledger: Path, action: str) -> list[PublicPosition]:
    """Return the position each practice's given notices amount to, one a practice.

    It takes the action while a notice stands, from the first that was given. A PCN's notice is no
    position of a practice.
    """
    from knockon import returns as weekly
    from knockon.register import read_ledger

    given: dict[str, list[tuple[date, bool]]] = {}
    for record in read_ledger(ledger).state().records.values():
        holder, given_on = record.notice.holder, record.notice.given_on
        if holder.kind == "practice" and given_on is not None:
            given.setdefault(holder.code, []).append((given_on, record.stands))
    found = []
    for code, notices in sorted(given.items()):
        first = min(given_on for given_on, _ in notices)
        since = min((given_on for given_on, stands in notices if stands), default=None)
        position = "not" if since is None else "taking"
        source = f"notices in {ledger.name}"
        found.append(weekly.PublicPosition(code, action, position, first, since, source))
    return found
