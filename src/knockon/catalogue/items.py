"""Make the catalogue's values from items of packs: one function for each kind of item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from knockon.catalogue._checks import STANDINGS
from knockon.catalogue.citing import citations
from knockon.catalogue.fact_items import stated
from knockon.catalogue.facts import UNKNOWN
from knockon.catalogue.reading import Item, known
from knockon.catalogue.values import (
    Action,
    Behaviour,
    Conflict,
    DShare,
    Effect,
    Fact,
    Measure,
    Menu,
    MenuItem,
    Parameter,
    Preset,
    Service,
    Source,
    UptakeRange,
)
from knockon.catalogue.vocabulary import Vocabulary, facts_of

NUMBERS = ("low", "central", "high")
FLAGS = ("relay", "local", "off")
PARAMETER_KEYS = (
    *("area", "name", "meaning", "unit", *NUMBERS, "year", "grade", "source", *FLAGS, "note"),
)
SHARED_SERVICES = ("ed", "nhs111", "utc", "pharmacy", "private", "self_care")


@dataclass(slots=True)
class Loaded:
    """What is made so far; later kinds of item may name only what stands here."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    effects: Mapping[str, Effect] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)
    behaviours: Mapping[str, Behaviour] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)


def source(key: str, item: Item, _: Loaded) -> Source:
    """Return a source; every key but the title may be absent."""
    item.only(
        *("title", "url", "publisher", "date", "note", "short", "strength", "checked_on"),
        *("wants_checking", "paragraphs"),
    )
    return Source(
        key,
        item.text("title"),
        item.optional_text("url"),
        item.optional_text("publisher"),
        item.optional_label("date"),
        item.optional_text("note"),
        item.optional_text("short"),
        item.optional_text("strength"),
        item.optional_day("checked_on"),
        item.optional_text("wants_checking"),
        _paragraphs(item.child("paragraphs")) if item.has("paragraphs") else {},
    )


def _paragraphs(item: Item) -> dict[int, str]:
    """Return the digest of each paragraph by its number."""
    return {item.number_of_key(number): item.text(number) for number in item.values}


def parameter(key: str, item: Item, loaded: Loaded) -> Parameter:
    """Return a parameter of one loaded source."""
    item.only(*PARAMETER_KEYS)
    return Parameter(
        symbol=key,
        area=item.text("area"),
        name=item.text("name"),
        meaning=item.optional_text("meaning") or item.text("name"),
        unit=item.text("unit"),
        low=item.number("low"),
        central=item.number("central"),
        high=item.number("high"),
        year=item.optional_label("year") or "",
        grade=cast(Any, item.text("grade")),
        source=known(item.text("source"), loaded.sources, "source", item.place("source")),
        note=item.optional_text("note") or "",
        relay=item.flag("relay"),
        local=item.flag("local"),
        off=item.flag("off"),
    )


def share(item: Item, parameters: Mapping[str, Parameter]) -> DShare:
    """Return a share: three numbers, or the symbol of the parameter that holds them."""
    item.only("symbol", *NUMBERS)
    if not item.has("symbol"):
        return DShare(item.number("low"), item.number("central"), item.number("high"))
    if any(item.has(key) for key in NUMBERS):
        item.only("symbol")
    symbol = known(item.text("symbol"), parameters, "parameter", item.place("symbol"))
    found = parameters[symbol]
    return DShare(found.low, found.central, found.high, symbol)


def behaviour(key: str, item: Item, loaded: Loaded) -> Behaviour:
    """Return a behaviour set, its shares taken from parameters where it names them."""
    item.only(
        *("title", "per", "question", "base", "total", "shares", "retry", "same_day_only"),
        *("how", "sources", "standing"),
    )
    shares = {}
    for service_id, entry in item.children("shares"):
        known(service_id, SHARED_SERVICES, "service people choose", entry.place())
        shares[service_id] = entry.make(share, entry, loaded.parameters)
    return Behaviour(
        id=key,
        title=item.text("title"),
        per=cast(Any, item.one_of("per", ("lost", "failed"))),
        question=item.text("question"),
        base=item.text("base"),
        total=item.optional_number("total"),
        shares=shares,
        retry=share(item.child("retry"), loaded.parameters),
        how=item.text("how"),
        sources=item.ids("sources", loaded.sources, "source"),
        same_day_only=item.flag("same_day_only"),
        standing=_standing(item),
    )


def effect(key: str, item: Item, _: Loaded) -> Effect:
    """Return a kind of effect with what it does."""
    item.only("what", "listed")
    settled = item.child("listed") if item.has("listed") else None
    listed = {} if settled is None else {key: settled.number(key) for key in settled.values}
    return Effect(key, item.text("what"), listed)


def service(key: str, item: Item, _: Loaded) -> Service:
    """Return a service with what is counted of it."""
    item.only("name", "kind", "measures")
    measures = []
    for name, entry in item.children("measures"):
        entry.only("unit", "kind")
        measures.append(Measure(name, entry.text("unit"), cast(Any, entry.text("kind"))))
    kind = cast(Any, item.text("kind"))
    return Service(key, item.text("name"), kind, tuple(measures))


def action(key: str, item: Item, loaded: Loaded) -> Action:
    """Return an action; what it moves and its kind of effect must be loaded."""
    item.only(
        *("type", "title", "wording", "effect", "moves", "holder", "origin", "sources"),
        *("standing", "known_from", "shown_only", "because", "usual"),
    )
    action_type = item.optional_text("type") or key
    asked = facts_of(loaded.vocabulary, action_type)
    return Action(
        id=key,
        type=action_type,
        title=item.text("title"),
        wording=item.text("wording"),
        effect=item.one_of("effect", loaded.effects),
        moves=item.ids("moves", loaded.services, "service"),
        holder=item.text("holder"),
        origin=item.text("origin"),
        sources=item.ids("sources", loaded.sources, "source"),
        standing=_standing(item),
        known_from=item.optional_day("known_from"),
        shown_only=item.flag("shown_only"),
        because=item.optional_text("because") or "",
        usual={**_defaults(asked), **_usual(item, asked, action_type)},
    )


def _defaults(asked: Mapping[str, Fact]) -> dict[str, Any]:
    return {name: one.default for name, one in asked.items() if one.default is not UNKNOWN}


def _usual(item: Item, asked: Mapping[str, Fact], action_type: str) -> dict[str, Any]:
    """Return what an action itself says of the facts of its type."""
    return dict(stated(item.child("usual"), asked, action_type)) if item.has("usual") else {}


def menu(key: str, item: Item, loaded: Loaded) -> Menu:
    """Return a menu; each line must name a loaded action and answers its facts allow."""
    item.only(
        *("title", "issuer", "nation", "area", "from", "to", "known_from", "status", "items"),
        *("sources", "standing", "note", "cites"),
    )
    lines = [_menu_item(number, line, loaded) for number, line in enumerate(item.listed("items"))]
    return Menu(
        id=key,
        title=item.text("title"),
        issuer=item.text("issuer"),
        from_date=item.optional_day("from"),
        to_date=item.optional_day("to"),
        status=item.text("status"),
        items=tuple(lines),
        sources=item.ids("sources", loaded.sources, "source"),
        nation=item.optional_text("nation") or "England",
        area=item.optional_text("area"),
        known_from=item.optional_day("known_from"),
        standing=_standing(item),
        note=item.optional_text("note") or "",
        cites=citations(item, loaded.sources),
    )


def _menu_item(number: int, line: Item, loaded: Loaded) -> MenuItem:
    line.only("action", "wording", "params", "standing", "tier", "cites")
    name = known(line.text("action"), loaded.actions, "action", line.place("action"))
    return line.make(
        MenuItem,
        order=number + 1,
        action=name,
        wording=line.text("wording"),
        params=_params(line, loaded.actions[name], loaded),
        standing=_standing(line),
        tier=line.optional_text("tier"),
        cites=citations(line, loaded.sources),
    )


def _params(item: Item, chosen: Action, loaded: Loaded) -> dict[str, Any]:
    """Return what an item says of an action's facts, each answer one the fact allows."""
    if not item.has("params"):
        return {}
    return dict(stated(item.child("params"), facts_of(loaded.vocabulary, chosen.type), chosen.type))


def preset(key: str, item: Item, loaded: Loaded) -> Preset:
    """Return a preset; every action, behaviour set and parameter it names must be loaded."""
    item.only("title", "uptake", "behaviour", "parameters", "sources", "how", "standing")
    uptake = {}
    for name, entry in item.children("uptake"):
        known(name, loaded.actions, "action", entry.place())
        uptake[name] = entry.make(_uptake, entry, loaded.actions[name], loaded)
    weights = item.plain("behaviour")
    for name in weights:
        known(name, loaded.behaviours, "behaviour set", item.place("behaviour"))
    ranges = {}
    for symbol, entry in item.children("parameters"):
        known(symbol, loaded.parameters, "parameter", entry.place())
        entry.only(*NUMBERS)
        ranges[symbol] = (entry.number("low"), entry.number("central"), entry.number("high"))
    return Preset(
        id=key,
        title=item.text("title"),
        uptake=uptake,
        behaviour={name: item.child("behaviour").number(name) for name in weights},
        parameters=ranges,
        sources=item.ids("sources", loaded.sources, "source"),
        how=item.text("how"),
        standing=_standing(item),
    )


def _uptake(entry: Item, chosen: Action, loaded: Loaded) -> UptakeRange:
    entry.only("low", "likely", "high", "params", "ramp_weeks", "from_week", "weeks")
    return UptakeRange(
        entry.number("low"),
        entry.number("likely"),
        entry.number("high"),
        _params(entry, chosen, loaded),
        entry.optional_number("ramp_weeks"),
        entry.whole("from_week") if entry.has("from_week") else 1,
        entry.whole("weeks") if entry.has("weeks") else None,
    )


def conflict(key: str, item: Item, loaded: Loaded) -> Conflict:
    """Return a conflict between sources; the parameters it concerns must be loaded."""
    item.only("about", "seen", "treatment", "symbols", "sources")
    return Conflict(
        key,
        item.text("about"),
        item.text("seen"),
        item.text("treatment"),
        item.ids("symbols", loaded.parameters, "parameter"),
        item.ids("sources", loaded.sources, "source"),
    )


def _standing(item: Item) -> Any:
    return item.one_of("standing", STANDINGS, default="stated")
