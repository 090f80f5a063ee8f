"""Make local services from items of packs, each number a symbol whose unit fits its use."""

from __future__ import annotations

from typing import Any, cast

from knockon.catalogue._checks import STANDINGS, require
from knockon.catalogue.items import Loaded
from knockon.catalogue.local_services import (
    BASES,
    DUTY_HOLDERS,
    FAMILIES,
    FLOWS,
    PER,
    REACHES,
    LocalService,
    NewPeople,
    People,
)
from knockon.catalogue.reading import Item, known

RATE = "per 1,000"
A_MONTH = "a month"
ADULTS = "adults"


def local_service(key: str, item: Item, loaded: Loaded) -> LocalService:
    """Return a local service; its id must be a service, its symbols parameters, all loaded."""
    item.only(
        *("family", "flow", "people", "no_number", "new", "activity", "prices", "related"),
        *("agreement", "duty_holder", "duty", "handover", "note", "sources", "standing"),
    )
    named = loaded.services[known(key, loaded.services, "service", item.place())]
    flow = item.one_of("flow", FLOWS)
    return LocalService(
        id=key,
        name=named.name,
        family=cast(Any, item.one_of("family", FAMILIES)),
        flow=cast(Any, flow),
        people=_people(item.child("people"), flow, loaded) if item.has("people") else None,
        no_number=item.optional_text("no_number"),
        agreement=item.text("agreement"),
        duty_holder=cast(Any, item.one_of("duty_holder", DUTY_HOLDERS)),
        duty=item.text("duty"),
        handover=item.texts("handover"),
        sources=item.ids("sources", loaded.sources, "source"),
        new=_new(item.child("new"), loaded) if item.has("new") else None,
        activity=item.ids("activity", loaded.parameters, "parameter"),
        prices=item.ids("prices", loaded.parameters, "parameter"),
        related=item.ids("related", loaded.parameters, "parameter"),
        note=item.optional_text("note") or "",
        standing=cast(Any, item.one_of("standing", STANDINGS, default="stated")),
    )


def _people(item: Item, flow: str, loaded: Loaded) -> People:
    item.only("symbol", "base", "reach", "counts")
    symbol = known(item.text("symbol"), loaded.parameters, "parameter", item.place("symbol"))
    base = item.one_of("base", BASES, default="registered")
    item.make_from("symbol", _check_unit, symbol, loaded.parameters[symbol].unit, flow, base)
    return People(
        symbol,
        cast(Any, base),
        cast(Any, item.one_of("reach", REACHES, default="counted")),
        item.text("counts"),
    )


def _check_unit(symbol: str, unit: str, flow: str, base: str) -> None:
    """Refuse a rate whose unit says another thing than the use made of it (K008)."""
    item = f"the unit of {symbol!r}"
    require(RATE in unit, item, f"is {unit!r}", f"a rate {RATE}")
    a_month = A_MONTH in unit
    require(a_month == (flow == "contacts"), item, f"is {unit!r}", "contacts alone by the month")
    require((ADULTS in unit) == (base == ADULTS), item, f"is {unit!r}", f"a rate of {base} people")


def _new(item: Item, loaded: Loaded) -> NewPeople:
    item.only("symbol", "per")
    symbol = known(item.text("symbol"), loaded.parameters, "parameter", item.place("symbol"))
    return NewPeople(symbol, cast(Any, item.one_of("per", PER)))
