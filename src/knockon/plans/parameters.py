"""How an action is taken: what the file says, and the usual values for what it leaves out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from knockon.catalogue.values import Action, ActionParameter, Catalogue
from knockon.catalogue.yaml import Document, did_you_mean
from knockon.errors import KnockonError

NEEDED_BY = {"limits_contacts": ("cap",)}
"""Parameters without which an effect of the model cannot be computed, by kind of effect."""


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

    K112: a parameter the action does not have, a number that is none, or one the model needs and
    nobody gives.
    """
    action = action_called(catalogue, name)
    known = {parameter.name: parameter for parameter in action.parameters}
    for key, value in given.items():
        place = document.place((*path, key))
        if key not in known:
            raise _refused(f"{name} has no parameter {key!r}", place, did_you_mean(key, known))
        if _counts(known[key], action) and not _positive(value):
            raise _refused(f"{key} is {value}", place, "Give a number above 0.")
    params = {**action.defaults(), **given}
    for key in NEEDED_BY.get(action.effect, ()):
        if key not in params:
            raise _refused(f"{name} does not say its {key!r}", document.place(path), "Add it.")
    return params


def _counts(parameter: ActionParameter, action: Action) -> bool:
    """Return whether the parameter is a number: its usual value is one, or the model needs it."""
    usual = parameter.default
    number = isinstance(usual, (int, float)) and not isinstance(usual, bool)
    return number or parameter.name in NEEDED_BY.get(action.effect, ())


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
