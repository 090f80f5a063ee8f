"""Write a first plan: one action for each item of a menu, asking what its rules need to know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from knockon.catalogue.answers import UNKNOWN_WORD, allowed_answers
from knockon.catalogue.facts import UNKNOWN, Fact
from knockon.catalogue.values import Catalogue, Menu, MenuItem
from knockon.catalogue.yaml import did_you_mean
from knockon.errors import KnockonError
from knockon.places import is_practice_code
from knockon.plans.asked import facts_asked, is_of_practice
from knockon.plans.plan import USUAL_HOLDER
from knockon.plans.quoting import as_yaml, comment

_IN_PRACTICE, _IN_PARAMS = 2, 6
"""How far in facts stand: under ``practice``, and under an action's ``params``."""


def chosen_menu(catalogue: Catalogue, menu_id: str, only: Collection[str] = ()) -> Menu:
    """Return a menu, with ``only`` some of its items where any are named.

    Items that are shown and not judged are left out.
    K126: no such menu; K127: no such item on it.
    """
    if menu_id not in catalogue.menus:
        raise KnockonError(
            "K126",
            f"no menu is called {menu_id!r}",
            expected="a menu of the packs loaded, as `knockon menus` lists them",
            remedy=did_you_mean(menu_id, catalogue.menus),
        )
    menu = catalogue.menus[menu_id]
    items = [one for one in menu.items if not catalogue.actions[one.action].shown_only]
    listed = {item.action for item in items}
    for name in only:
        if name not in listed:
            raise KnockonError(
                "K127",
                f"the menu {menu.id} has no item {name!r}",
                expected="an item that is on it",
                remedy=did_you_mean(name, listed),
            )
    return replace(menu, items=tuple(one for one in items if not only or one.action in only))


def new_plan(
    practice: str, menu: Menu, catalogue: Catalogue, today: date, as_of: date | None = None
) -> str:
    """Return the text of a plan with a menu's items, each from the Monday after.

    Each fact that rules known on ``as_of`` (left out, today) read stands there as ``unknown``
    under its question, but for what the menu itself settles. K117: not the code of a practice.
    """
    _check_code(practice)
    day = as_of or today
    types = {catalogue.actions[item.action].type for item in menu.items}
    asked = {fact.id for name in types for fact in facts_asked(catalogue, name, day)}
    of_practice = [fact for fact in catalogue.practice_facts().values() if fact.id in asked]
    opening = _opening(menu, day, pinned=as_of is not None)
    lines = [*opening, *_practice(practice, menu, of_practice), "actions:"]
    for key, item in zip(_keys(menu.items), menu.items, strict=True):
        lines += _action(key, item, menu, catalogue, day)
    return "\n".join(lines) + "\n"


def _check_code(practice: str) -> None:
    if not is_practice_code(practice):
        raise KnockonError(
            "K117",
            f"{practice!r} is not the code of a practice",
            expected="one capital letter and five digits, such as J81002",
            remedy="Correct the code.",
        )


def _keys(items: Sequence[MenuItem]) -> list[str]:
    """Return a key for each item: its action, numbered where it comes again."""
    names = [item.action for item in items]
    seen = [names[: position + 1].count(name) for position, name in enumerate(names)]
    return [name if nth == 1 else f"{name}_{nth}" for name, nth in zip(names, seen, strict=True)]


def _opening(menu: Menu, day: date, *, pinned: bool) -> list[str]:
    judged = f"as_of: {day}   # judged by what was known that day; without this line, today"
    return [
        "# A plan: what the practice means to do, from when, and what is known of how.",
        "# Lines after # are notes. Take out the actions that are not meant; correct the dates.",
        "# Put an answer in place of each `unknown`. Leave what you do not know: a guess would be",
        "# judged as a fact. `knockon check THIS-FILE` judges it, and `knockon plan ask THIS-FILE`",
        "# tells what to find out first.",
        "format: knockon/plan/1",
        f"plan: {as_yaml(menu.title)}",
        judged if pinned else f"# {judged}",
    ]


def _practice(code: str, menu: Menu, facts: Iterable[Fact]) -> list[str]:
    lines = ["practice:", f"  ods_code: {as_yaml(code)}", f"  nation: {as_yaml(menu.nation)}"]
    settled = ("ods_code", "nation")
    for fact in facts:
        if fact.name not in settled:
            lines += _question(fact, _IN_PRACTICE)
    return lines


def _action(key: str, item: MenuItem, menu: Menu, catalogue: Catalogue, as_of: date) -> list[str]:
    action = catalogue.actions[item.action]
    start = as_of + timedelta(days=7 - as_of.weekday())
    lines = [
        *comment(item.wording, 2),
        f"  - key: {as_yaml(key)}",
        f"    type: {as_yaml(action.type)}",
        f"    source_menu: {as_yaml(f'{menu.id}, item {item.order}')}",
        f"    start: {start}",
        "    end: null   # open-ended; else the last day",
    ]
    if action.holder != USUAL_HOLDER:
        lines.append(f"    holder: {as_yaml(action.holder)}")
    asked = [
        fact
        for fact in facts_asked(catalogue, action.type, as_of)
        if not is_of_practice(fact) and fact.name not in item.params
    ]
    facts = [f"{' ' * _IN_PARAMS}{name}: {as_yaml(value)}" for name, value in item.params.items()]
    for fact in asked:
        facts += _question(fact, _IN_PARAMS)
    stated = any(not line.lstrip().startswith("#") for line in facts)
    return [*lines, f"    params:{'' if stated else ' {}'}", *facts]


def _question(fact: Fact, indent: int) -> list[str]:
    """Return a fact's line under its question and answers; what is presumed stands as a note."""
    lines = [*comment(fact.question, indent), *_answers(fact, indent)]
    if fact.presumed is UNKNOWN:
        return [*lines, f"{' ' * indent}{fact.name}: {UNKNOWN_WORD}"]
    presumed = f"{fact.name}: {as_yaml(fact.presumed)}"
    return [*lines, *comment(f"{presumed}   (taken so unless you write otherwise)", indent)]


def _answers(fact: Fact, indent: int) -> list[str]:
    """Return what answers a fact, as comment lines: its kind, or each answer with its meaning."""
    if fact.kind not in ("choice", "choices"):
        return comment(allowed_answers(fact), indent, hanging="  ")
    several = ["one or more, in [square brackets, with commas]:"] if fact.kind == "choices" else []
    words = [
        word if meaning in ("", word) else f"{word}: {meaning}"
        for word, meaning in fact.answers.items()
    ]
    return [line for text in (*several, *words) for line in comment(text, indent, hanging="  ")]
