"""A made-up England: boards of the size and shape of the map of July 2026, one system each.

Every sub-ICB location has as many practices, networks and registered patients as the map says;
its lists spread as widely. Which practice is how large, and all that lies outside practices, is
made up at England's rates, as for one made-up board. Board codes are real, since sizes are; names
say "Synthetic", and codes of practices, networks and trusts begin with X and are not used twice.

Systems are made one after another, so that no more than one is in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np

from knockon.catalogue.values import Catalogue
from knockon.places import Icb
from knockon.system.method import Method, method
from knockon.system.quality import Quality
from knockon.system.sites import SubIcb, sub_icbs
from knockon.system.synth import LEAST_LIST, Floats, Made, made_up, normals, practices_of, scaled
from knockon.system.values import PracticeBaseline, System

FORMAT = "knockon/england/1"
SHAPE = "Patients Registered at a GP Practice, July 2026"


def boards() -> tuple[str, ...]:
    """Return the codes of England's boards, in order."""
    return tuple(sorted({one.icb.code for one in sub_icbs()}))


def england(*, seed: int = 1, catalogue: Catalogue) -> Iterator[tuple[System, Quality]]:
    """Yield the made-up system of each board with its account of quality, in order of code.

    The same seed gives the same systems, value for value; a board's do not depend on the others'
    luck.
    """
    numbers = method(catalogue)
    practice = network = trust = 1
    in_order = sorted(sub_icbs(), key=lambda one: (one.icb.code, one.code))
    for code, parts in groupby(in_order, key=lambda one: one.icb.code):
        people: list[PracticeBaseline] = []
        for part in parts:
            name, region = part.icb.name, part.icb.region
            people += _people(part, seed, numbers, (practice, network))
            practice, network = practice + part.practices, network + part.networks
        board = Icb(code, f"Synthetic {name}", region)
        made = Made(board, tuple(people), first_trust=trust, line=f"{code}-111")
        trust += made.hospitals
        yield made_up(made, numbers)


def _people(
    part: SubIcb, seed: int, numbers: Method, first: tuple[int, int]
) -> tuple[PracticeBaseline, ...]:
    """Return a sub-ICB location's practices; ``first`` numbers its first practice and network."""
    luck = normals((seed, first[0]), part.practices, 3)
    lists = _lists(np.exp(part.list_log_sd * luck[0]), part.registered_patients)
    return practices_of(lists, luck[1:], part.networks, numbers, first)


def _lists(sizes: Floats, patients: int) -> Floats:
    """Return whole lists in proportion to ``sizes`` that add up to so many patients.

    None is below the least list there is; what that and rounding add is taken off the largest.
    """
    lists = np.maximum(np.rint(scaled(sizes, patients / len(sizes))), LEAST_LIST)
    lists[np.argmax(lists)] += patients - lists.sum()
    return lists
