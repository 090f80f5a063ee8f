"""Make letters from items of packs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from knockon.catalogue._checks import STANDINGS
from knockon.catalogue.citing import citations
from knockon.catalogue.knowledge import Parameter, Source
from knockon.catalogue.letters import GROUPS, ONCE_FOR, PARTIES, PASSAGES, Letter, Passage, Said
from knockon.catalogue.local_services import FAMILIES
from knockon.catalogue.reading import Item, known
from knockon.errors import KnockonError


def letter(
    key: str,
    item: Item,
    sources: Mapping[str, Source],
    types: Collection[str],
    parameters: Mapping[str, Parameter],
) -> Letter:
    """Return a letter; K035 where its Word template is not beside it."""
    item.only(
        *("title", "use", "sender", "recipient", "once_for", "actions", "template", "numbers"),
        *("families", "groups", "must_say", "may_say", "text", "sources", "cites", "standing"),
    )
    numbers = item.plain("numbers")
    for name in numbers:
        known(numbers[name], parameters, "parameter", item.place("numbers"))
    return Letter(
        id=key,
        title=item.text("title"),
        use=item.text("use"),
        sender=cast(Any, item.one_of("sender", PARTIES)),
        recipient=item.text("recipient"),
        once_for=cast(Any, item.one_of("once_for", ONCE_FOR)),
        says={one.name: one for one in (*_said(item, must=True), *_said(item, must=False))},
        text=passages(item),
        template=_template(item),
        sources=item.ids("sources", sources, "source"),
        actions=item.ids("actions", types, "action type"),
        families=item.ids("families", FAMILIES, "family of local services"),
        groups=item.ids("groups", GROUPS, "group of patients"),
        numbers=numbers,
        cites=citations(item, sources),
        standing=cast(Any, item.one_of("standing", STANDINGS, default="stated")),
    )


def passages(item: Item) -> tuple[Passage, ...]:
    """Return a letter's words as its pack has them."""
    return tuple(line.make(_passage, line) for line in item.listed("text"))


def _said(item: Item, *, must: bool) -> Iterator[Said]:
    """Yield what stands under ``must_say`` or ``may_say``: a label, or a label and its parts."""
    key = "must_say" if must else "may_say"
    for name, value in item.plain(key).items():
        told = item.child(key)
        if isinstance(value, dict):
            parts = told.child(name)
            parts.only("label", "of")
            yield parts.make(Said, name, parts.text("label"), parts.texts("of"), must)
        else:
            yield told.make(Said, name, told.text(name), (), must)


def _passage(line: Item) -> Passage:
    line.only(*PASSAGES, "columns", "rows", "for", "if")
    kinds = [kind for kind in PASSAGES if line.has(kind)]
    if len(kinds) != 1:
        raise KnockonError(
            "K008",
            f"a passage is {' and '.join(kinds) or 'of no kind'}",
            expected=f"one of {', '.join(PASSAGES)}",
            remedy="Give each passage one kind.",
        )
    rows = line.value("rows") if line.has("rows") else []
    return Passage(
        kinds[0],
        line.text(kinds[0]),
        line.texts("columns"),
        tuple(tuple(str(cell) for cell in row) for row in rows),
        line.optional_text("for"),
        line.optional_text("if"),
    )


def _template(item: Item) -> Path:
    name = item.text("template")
    path = Path(item.document.name).parent / name
    if Path(name).name != name or path.suffix != ".docx" or not path.is_file():
        raise KnockonError(
            "K035",
            f"there is no Word file {name!r} beside it",
            expected="the name of a .docx file in the same folder",
            remedy="Write one with `knockon letters template`, or correct the name.",
            place=item.place("template"),
        )
    return path
