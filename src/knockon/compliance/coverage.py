"""Whether the packs loaded speak for a practice at all: its nation, its contract, the date.

What they do not cover is never silence and never outside a rule's scope: it cannot be told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knockon.catalogue.facts import UNKNOWN, Answer
from knockon.catalogue.rules import Citation
from knockon.catalogue.values import Pack
from knockon.plans.plan import USUAL_NATION

_EITHER = " or "


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which packs speak for a practice, and what is missing where none does.

    ``contracts`` holds the contract types it may have (two for "GMS or PMS"), none where unknown.
    ``nation_needs`` and ``contract_needs`` are empty where the packs cover nation and contract.
    """

    packs: tuple[Pack, ...]
    nation_needs: tuple[str, ...]
    contracts: tuple[str, ...]
    contract_needs: tuple[str, ...]

    @property
    def verified_to(self) -> dt.date | None:
        """Return the latest day to which the packs that speak for the nation were checked."""
        return max((pack.verified_to for pack in self.packs), default=None)

    def cited(self, cites: Iterable[Citation]) -> tuple[Citation, ...]:
        """Return citations, each once, without provisions of contracts the practice has not.

        Where its contract is not known they all stand.
        """
        held = set(self.contracts)
        return tuple(
            dict.fromkeys(
                cite
                for cite in cites
                if not (cite.contracts and held) or held.intersection(cite.contracts)
            )
        )

    def speaks(self, pack: Pack) -> bool:
        """Return whether the rules of a pack speak for this nation and contract.

        A pack that names no nation or no contract speaks for all of them. A contract no pack
        covers leaves every rule in, since nothing can be told from its absence.
        """
        covers = pack.covers
        own_nation = not covers.nations or pack in self.packs
        if self.contract_needs or not covers.contracts:
            return own_nation
        return own_nation and bool(set(covers.contracts) & set(self.contracts))


def coverage(practice: Mapping[str, Answer], packs: Sequence[Pack]) -> Coverage:
    """Return what the packs cover of a practice; a plan that names no nation is England's."""
    nation = practice.get("nation", USUAL_NATION)
    contract = practice.get("contract", UNKNOWN)
    speaking = tuple(pack for pack in packs if nation in pack.covers.nations)
    contracts = tuple(contract.split(_EITHER)) if isinstance(contract, str) else ()
    covered = {one for pack in speaking for one in pack.covers.contracts}
    missing = tuple(f"rules for {one} contracts" for one in contracts if one not in covered)
    return Coverage(
        packs=speaking,
        nation_needs=_nation_needs(nation, speaking),
        contracts=contracts,
        contract_needs=missing if contracts else ("contract",),
    )


def _nation_needs(nation: Answer, speaking: Sequence[Pack]) -> tuple[str, ...]:
    if nation is UNKNOWN:
        return ("nation",)
    return () if speaking else (f"rules for {nation}",)
