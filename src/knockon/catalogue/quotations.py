"""Everything packs quote or cite, gathered so that it can be checked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knockon.catalogue.campaigns import Menu
from knockon.catalogue.rules import Bearing, Citation, Rule
from knockon.catalogue.values import Catalogue

_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]|(?<!\w)[‘']([^’']+(?:[’']\w[^’']*)*)[’'](?!\w)")


def citations_in(catalogue: Catalogue) -> Iterator[tuple[str, Citation]]:
    """Yield every citation of the packs with the item it belongs to."""
    for menu in catalogue.menus.values():
        for cite in (*menu.cites, *(cite for line in menu.items for cite in line.cites)):
            yield f"menu {menu.id}", cite
    for rule in catalogue.rules.values():
        for cite in _of_rule(rule):
            yield f"rule {rule.id}", cite
    for consequence in catalogue.consequences.values():
        for cite in consequence.cites:
            yield f"consequence {consequence.id}", cite


def quotations_in(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield everything in quotation marks in a text of the packs, with the item it stands in."""
    for item, text in _texts(catalogue):
        for match in _QUOTED.finditer(text):
            yield item, match[1] or match[2]


def _of_rule(rule: Rule) -> Iterator[Citation]:
    yield from rule.cites
    for reading in rule.readings:
        yield from reading.cites
    for bearing in rule.bearings:
        yield from bearing.cites
        for exception in bearing.unless:
            yield from exception.cites
        if bearing.instead is not None:
            yield from bearing.instead.cites


def _texts(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield every text of the packs that could quote somebody, with the item it belongs to."""
    for parameter in catalogue.parameters.values():
        yield f"parameter {parameter.symbol}", f"{parameter.meaning} {parameter.note}"
    for behaviour in catalogue.behaviours.values():
        yield f"behaviour {behaviour.id}", f"{behaviour.question} {behaviour.how}"
    for action in catalogue.actions.values():
        yield f"action {action.id}", action.wording
    for menu in catalogue.menus.values():
        yield from _texts_of_menu(menu)
    for preset in catalogue.presets.values():
        yield f"preset {preset.id}", preset.how
    for conflict in catalogue.conflicts:
        yield f"conflict {conflict.id}", f"{conflict.seen} {conflict.treatment}"
    for fact in catalogue.facts.values():
        yield f"fact {fact.id}", " ".join((fact.question, *fact.answers.values()))
    for rule in catalogue.rules.values():
        for text in _texts_of_rule(rule):
            yield f"rule {rule.id}", text
    for consequence in catalogue.consequences.values():
        yield f"consequence {consequence.id}", consequence.text


def _texts_of_menu(menu: Menu) -> Iterator[tuple[str, str]]:
    for line in menu.items:
        yield f"menu {menu.id}", line.wording
    yield f"menu {menu.id}", menu.note


def _texts_of_rule(rule: Rule) -> Iterator[str]:
    yield f"{rule.title} {rule.note}"
    for reading in rule.readings:
        yield f"{reading.note} {reading.changes}"
    for bearing in rule.bearings:
        yield from _texts_of_bearing(bearing)
    for cite in _of_rule(rule):
        yield cite.note or ""


def _texts_of_bearing(bearing: Bearing) -> Iterator[str]:
    why = bearing.because
    yield from (why.broken, why.met, why.outside, *bearing.keep, *bearing.evidence)
    for exception in bearing.unless:
        yield from (exception.words, *exception.keep)
    if bearing.instead is not None:
        yield bearing.instead.words
