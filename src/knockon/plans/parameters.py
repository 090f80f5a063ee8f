"""How an action is taken: what the file says, and the usual values for what it leaves out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from knockon.catalogue.answers import read_answer
from knockon.catalogue.facts import Fact
from knockon.catalogue.values import Action, Catalogue
from knockon.catalogue.yaml import Document, did_you_mean
from knockon.errors import KnockonError

NEEDED_BY = {"limits_contacts": ("cap", "cut")}
"""Numbers one of which an effect of the model needs, by kind of effect; each excludes the others'
usual values."""
SHARES = frozenset({"cut"})
"""Parameters that are shares of a whole."""


def action_called(catalogue: Catalogue, name: str) -> Action:
    """Return the action of that id, or the first of that type."""
    return catalogue.actions.get(name) or catalogue.actions_of_type(name)[0]


def filled(
    document: Document,
    path: tuple[str | int, ...],
    catalogue: Catalogue,
    name: str,
    given: Mapping[str, Any],
) -> dict[str, Any]:
    """Return an action's parameters: those given over the usual ones of the packs.

    They are facts of the action's type. K112: one it does not have, a number that is none, or one
    the model needs and nobody gives; K022: an answer the fact does not allow.
    """
    action = action_called(catalogue, name)
    known = catalogue.facts_of(action.type)
    for key, value in given.items():
        place = document.place((*path, key))
        if key not in known:
            raise _refused(f"{name} has no parameter {key!r}", place, did_you_mean(key, known))
        if _counts(known[key], action) and not _positive(value):
            raise _refused(f"{key} is {value}", place, "Give a number above 0.")
        if key in SHARES and value > 1:
            remedy = "Give a share between 0 and 1. Are these percentages?"
            raise _refused(f"{key} is {value}", place, remedy)
        read_answer(known[key], value, place)
    needed = NEEDED_BY.get(action.effect, ())
    params = with_usual(action, given)
    if needed and not any(key in params for key in needed):
        found = f"{name} does not say its {' or '.join(map(repr, needed))}"
        raise _refused(found, document.place(path), "Add it.")
    return params


def with_usual(action: Action, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters given, with the usual values of those left out.

    Of numbers that exclude one another (a cap and a cut), a usual one gives way to one given.
    """
    needed = NEEDED_BY.get(action.effect, ())
    given_one = any(key in given for key in needed)
    usual = {k: v for k, v in action.usual.items() if not (given_one and k in needed)}
    return {**usual, **given}


def _counts(fact: Fact, action: Action) -> bool:
    """Return whether the model counts with a fact: its usual answer is a number, or is needed."""
    usual = fact.default
    number = isinstance(usual, (int, float)) and not isinstance(usual, bool)
    return number or fact.name in NEEDED_BY.get(action.effect, ())


def _positive(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return 0 < value < math.inf


def _refused(found: str, place: str, remedy: str) -> KnockonError:
    return KnockonError(
        "K112",
        found,
        expected="the parameters `knockon actions` lists for it",
        remedy=remedy,
        place=place,
    )
