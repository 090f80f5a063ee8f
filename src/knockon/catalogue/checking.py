"""Check packs as a whole and list every problem, for those who write packs.

Loading stops at the first problem; checking goes on, and adds what a reader of the packs may
expect beyond being well-formed: short quotations, a dimension for everything that is drawn, ranges
that are about something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knockon.catalogue.loading import load_with_problems
from knockon.catalogue.values import Catalogue
from knockon.errors import KnockonError

LONGEST_QUOTATION = 15
_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]|(?<!\w)[‘']([^’']+(?:[’']\w[^’']*)*)[’'](?!\w)")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right in a pack: a code, where it stands, and a sentence."""

    code: str
    place: str
    sentence: str


def check(pack_dirs: Sequence[Path] = ()) -> list[Problem]:
    """Return every problem of the built-in packs and ``pack_dirs``; an empty list means none."""
    try:
        catalogue, problems = load_with_problems(pack_dirs)
    except KnockonError as problem:
        return [_problem(problem)]
    found = [_problem(problem) for problem in problems]
    return found if found else [*_long_quotations(catalogue), *_without_dimension(catalogue)]


def _problem(error: KnockonError) -> Problem:
    return Problem(error.code, error.place or "", error.sentence())


def _long_quotations(catalogue: Catalogue) -> Iterator[Problem]:
    for item, text in _texts(catalogue):
        for match in _QUOTED.finditer(text):
            words = len((match[1] or match[2]).split())
            if words > LONGEST_QUOTATION:
                sentence = f"{item} quotes {words} words; at most {LONGEST_QUOTATION} may be quoted"
                yield Problem("K019", item, sentence)


def _texts(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield every text of the packs that could quote somebody, with the item it belongs to."""
    for parameter in catalogue.parameters.values():
        yield f"parameter {parameter.symbol}", f"{parameter.meaning} {parameter.note}"
    for behaviour in catalogue.behaviours.values():
        yield f"behaviour {behaviour.id}", f"{behaviour.question} {behaviour.how}"
    for action in catalogue.actions.values():
        yield f"action {action.id}", action.wording
    for menu in catalogue.menus.values():
        for line in menu.items:
            yield f"menu {menu.id}", line.wording
        yield f"menu {menu.id}", menu.note
    for preset in catalogue.presets.values():
        yield f"preset {preset.id}", preset.how
    for conflict in catalogue.conflicts:
        yield f"conflict {conflict.id}", f"{conflict.seen} {conflict.treatment}"


def _without_dimension(catalogue: Catalogue) -> Iterator[Problem]:
    """Name what the base pack draws without a place in its registry.

    What later packs add has none by design: it is drawn from streams of its own.
    """
    if len(catalogue.packs) > len(load_base().packs):
        catalogue = load_base()
    drawn = [p.symbol for p in catalogue.parameters.values() if not p.constant]
    drawn += sorted({f"uptake.{action.type}" for action in catalogue.actions.values()})
    for name in drawn:
        if name not in catalogue.dimensions:
            sentence = f"{name} is drawn and has no dimension; append it to dimensions.yaml"
            yield Problem("K020", name, sentence)


def load_base() -> Catalogue:
    """Return the built-in packs alone."""
    return load_with_problems()[0]
