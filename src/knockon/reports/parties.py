"""Who a slice of a report is for: a service, a site, or a trust with everything it runs.

Networks and practices are no parties: a slice holds nothing of a practice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

import polars as pl

from knockon.errors import KnockonError
from knockon.impact.measures import MEASURES
from knockon.reports.wording import capital, place_name, service_in_full

if TYPE_CHECKING:
    from knockon.impact.forecast import Forecast

ORIGIN = "practice"
BETWEEN = "-"
"""Stands in a site's id between its trust and what it is."""
SERVICES = tuple(dict.fromkeys(one.service for one in MEASURES if one.service != ORIGIN))


@dataclass(frozen=True, slots=True)
class Party:
    """Who a slice is for: all of a service, or some places."""

    code: str
    title: str
    service: str = ""
    places: tuple[str, ...] = ()


def party(code: str, places: Sequence[tuple[str, str]]) -> Party:
    """Return who ``code`` is, among the services and ``places`` (code and name, no networks).

    A trust's code stands for every place of its own. Raises K632 where it is none of them.
    """
    if code in SERVICES:
        return Party(code, capital(service_in_full(code)), service=code)
    mine = [(key, name) for key, name in places if key == code or key.startswith(code + BETWEEN)]
    if not mine:
        raise _nobody(code, [key for key, _ in places])
    title = _together([place_name(name) for _, name in mine])
    return Party(code, f"{title} ({code})", places=tuple(key for key, _ in mine))


def _together(names: Sequence[str]) -> str:
    """Return the name places share: the words all of them begin with, else how many they are."""
    if len(names) == 1:
        return names[0]
    words = zip(*(name.split() for name in names), strict=False)
    shared = takewhile(lambda alike: len(set(alike)) == 1, words)
    return " ".join(alike[0] for alike in shared) or f"{len(names)} sites"


def places_of_sites(forecast: Forecast) -> list[tuple[str, str]]:
    """Return the places of a forecast that are no networks of practices."""
    mine = forecast.weekly.filter(pl.col("service") == ORIGIN).get_column("place")
    networks = set(mine.drop_nulls().unique().to_list())
    return [(code, name) for code, name in forecast.places if code not in networks]


def _nobody(code: str, known: Iterable[str]) -> KnockonError:
    trusts = {key.split(BETWEEN, 1)[0] for key in known if BETWEEN in key}
    listed = ", ".join(sorted({*known, *trusts}))
    return KnockonError(
        "K632",
        f"no service, site or trust of this run is called {code!r}",
        expected=f"one of {', '.join(SERVICES)}; {listed}",
        remedy="Give one of these with --for; a slice is made for no practice and no network.",
    )
