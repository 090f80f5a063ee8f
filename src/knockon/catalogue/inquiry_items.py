"""Make inquiries from items of packs."""

from __future__ import annotations

from typing import cast

from knockon.catalogue.inquiries import KINDS, Inquiry, Kind
from knockon.catalogue.items import Loaded
from knockon.catalogue.reading import Item, known

FAMILIES = ("behaviour.", "uptake.")
"""How the names of what is drawn without being a parameter begin."""


def inquiry(key: str, item: Item, loaded: Loaded) -> Inquiry:
    """Return an inquiry; each symbol it names must be a parameter, or be of a family drawn."""
    item.only("title", "kind", "how", "tells", "accounts")
    told = item.texts("tells")
    for symbol in told:
        if not symbol.startswith(FAMILIES):
            known(symbol, loaded.parameters, "parameter", item.place("tells"))
    return Inquiry(
        id=key,
        title=item.text("title"),
        kind=cast(Kind, item.one_of("kind", KINDS)),
        how=item.text("how"),
        tells=told,
        accounts=item.flag("accounts"),
    )
