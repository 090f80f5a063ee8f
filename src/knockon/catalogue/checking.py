"""Check packs as a whole and list every problem, for those who write packs.

Loading stops at the first problem; checking goes on, and adds what a reader of the packs may
expect beyond being well-formed: short quotations, a dimension for everything that is drawn, ranges
that are about something, rules that say why and show it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knockon.catalogue.expressions import Always
from knockon.catalogue.loading import load_with_problems
from knockon.catalogue.quotations import quotations_in
from knockon.catalogue.rules import LONGEST_QUOTE, Bearing, Rule
from knockon.catalogue.values import Catalogue
from knockon.errors import KnockonError


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
    return found or problems_of(catalogue)


def problems_of(catalogue: Catalogue) -> list[Problem]:
    """Return what is still to be put right in packs that are well-formed."""
    return [
        *_long_quotations(catalogue),
        *_without_dimension(catalogue),
        *_unfinished(catalogue),
    ]


def _problem(error: KnockonError) -> Problem:
    return Problem(error.code, error.place or "", error.sentence())


def _long_quotations(catalogue: Catalogue) -> Iterator[Problem]:
    for item, quoted in quotations_in(catalogue):
        words = len(quoted.split())
        if words > LONGEST_QUOTE:
            sentence = f"{item} quotes {words} words; at most {LONGEST_QUOTE} may be quoted"
            yield Problem("K019", item, sentence)


def _unfinished(catalogue: Catalogue) -> Iterator[Problem]:
    """Name what a rule leaves unsaid, so that a finding would have gaps or nothing tries it."""
    for rule in catalogue.rules.values():
        item = f"rule {rule.id}"
        if rule.bearings and not rule.cases:
            yield Problem("K024", item, f"{item} has no worked case; add one for each outcome")
        if rule.standing == "unverified" and not _says_what_wants_checking(rule, catalogue):
            sentence = f"{item} is unverified and no source it cites says what wants checking"
            yield Problem("K024", item, sentence)
        for bearing in rule.bearings:
            for gap in _gaps(bearing):
                types = ", ".join(bearing.types)
                yield Problem("K024", item, f"{item} on {types}: {gap}")


def _says_what_wants_checking(rule: Rule, catalogue: Catalogue) -> bool:
    return any(catalogue.sources[cite.source].wants_checking for cite in rule.cites)


def _gaps(bearing: Bearing) -> Iterator[str]:
    why = bearing.because
    if bearing.breach != Always(True) and not why.met:
        yield "because says nothing for an action that keeps to it; fill in 'met'"
    if bearing.breach is not None and not why.broken:
        yield "because says nothing for an action that breaks it; fill in 'broken'"
    if bearing.scope is not None and not why.outside:
        yield "because says nothing for an action it does not reach; fill in 'outside'"
    kept = (*bearing.keep, *bearing.evidence, *(k for one in bearing.unless for k in one.keep))
    if any(not text.strip() for text in kept):
        yield "something to keep or to show is blank; fill it in"


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
