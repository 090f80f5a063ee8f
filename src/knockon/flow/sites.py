"""A site: every person exactly, with servers, priorities, patience and routes onward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from numbers import Real
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from knockon.errors import KnockonError
from knockon.flow._checks import (
    Floats,
    array,
    by_part,
    distinct,
    few,
    known,
    known_keys,
    same_lanes,
    shares_within_one,
)
from knockon.flow.laws import Arrivals, Calendar, ExactTimes, Law


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """A share goes on to a destination, at once, as the class named (else their own)."""

    to: str
    share: Floats = field(default_factory=lambda: np.ones(1))
    as_class: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "share", array(self.share, f"share to {self.to}", axes=1, high=1))


Routes = Mapping[str, tuple[Route, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """Persons one by one; classes in order of priority, first come first served within.

    `arrivals`, `service`, `patience` and the routes are by class. Every class has a `service`.
    `servers` None is unlimited. `capacity` is the most people present. `when_served`,
    `when_impatient` and `when_full` are taken on one uniform, cumulatively; the rest leave.
    `at_closing` is for those waiting when the servers fall to none and those who come while
    there are none: they wait, leave, or follow one route.

    `home_shares` ([homes, lanes]) gives each own arrival a home; None gives none.
    `entry_own` and `entry_displaced` ([classes, lanes], summing to 1) give a class to people who
    come from elsewhere and bring none with `as_class`; by cause: own arrivals of some site, and
    people a clinic diverted. None: they keep their class by name.
    `limit`: departures (served or left) within this time of arrival are counted apart;
    `wait_limit`: starts of service within this time of arrival.
    `reception` ([openings, 2], start and end in order): people who are sent here between two
    openings come at some time of the next one, uniformly. None: they come at once.
    """

    name: str
    classes: tuple[str, ...]
    service: Mapping[str, Law]
    arrivals: Mapping[str, Arrivals | ExactTimes] = field(default_factory=dict)
    servers: Calendar | None = None
    capacity: int | None = None
    patience: Mapping[str, Law | None] = field(default_factory=dict)
    when_served: Routes = field(default_factory=dict)
    when_impatient: Routes = field(default_factory=dict)
    when_full: Routes = field(default_factory=dict)
    at_closing: Literal["wait", "leave"] | Route = "wait"
    home_shares: Floats | None = None
    entry_own: Floats | None = None
    entry_displaced: Floats | None = None
    limit: float | None = None
    wait_limit: float | None = None
    reception: Floats | None = None

    def __post_init__(self) -> None:
        name = f"site {self.name}"
        object.__setattr__(self, "classes", tuple(self.classes))
        distinct((self.name, *(f".{c}" for c in self.classes)), "site or class")
        few(len(self.classes), f"the classes of {name}")
        for part in ("arrivals", "service", "patience", *ROUTES):
            known_keys(getattr(self, part), self.classes, f"{part} of {name}")
        for class_ in self.classes:
            known(class_, self.service, f"service of {name}")
        self._settle_routes(name)
        self._settle_shares(name)
        self._check_limits(name)
        if self.reception is not None:
            object.__setattr__(self, "reception", _openings(self.reception, name))

    def _settle_routes(self, name: str) -> None:
        for part in ROUTES:
            routes = {c: tuple(r) for c, r in getattr(self, part).items()}
            object.__setattr__(self, part, routes)
            for listed in routes.values():
                if listed:
                    same_lanes(f"{part} of {name}", *(r.share for r in listed))
                    total = sum((r.share for r in listed[1:]), listed[0].share)
                    shares_within_one(total, f"{part} of {name}")
        if isinstance(self.at_closing, str):
            known(self.at_closing, ("wait", "leave"), f"at_closing of {name}")

    def _settle_shares(self, name: str) -> None:
        if self.home_shares is not None:
            homes = _whole_shares(self.home_shares, f"homes of {name}")
            object.__setattr__(self, "home_shares", homes)
        for part in ("entry_own", "entry_displaced"):
            given = getattr(self, part)
            if given is None:
                continue
            entry = _whole_shares(given, f"{part} of {name}")
            if entry.shape[0] != len(self.classes):
                raise KnockonError(
                    "K410",
                    f"{part} of {name} has {entry.shape[0]} shares",
                    expected=f"one for each of its {len(self.classes)} classes",
                    remedy="Give every class a share.",
                )
            object.__setattr__(self, part, entry)

    def _check_limits(self, name: str) -> None:
        given = [x for x in (self.capacity, self.limit, self.wait_limit) if x is not None]
        single = all(np.ndim(x) == 0 and isinstance(x, (Real, np.number)) for x in given)
        whole = self.capacity is None or isinstance(self.capacity, (int, np.integer))
        if not single or not whole or any(not x >= 0 for x in given):
            raise KnockonError(
                "K411",
                f"{name} has a capacity or time limit that is below zero or is not one number",
                expected="one number for every draw, zero or more, or none; people are whole",
                remedy="Correct the number.",
            )

    def routes(self) -> tuple[Route, ...]:
        """Every route out of the site."""
        listed = [r for part in ROUTES for rs in getattr(self, part).values() for r in rs]
        return (*listed, self.at_closing) if isinstance(self.at_closing, Route) else tuple(listed)


ROUTES = ("when_served", "when_impatient", "when_full")


def _openings(given: Floats, name: str) -> Floats:
    """Return openings as [openings, 2], or refuse them when out of order (K428)."""
    openings = np.array(given, dtype=np.float64)
    shaped = openings.ndim == 2 and openings.shape[0] > 0 and openings.shape[1] == 2
    edges = openings.reshape(-1)
    if not shaped or not np.isfinite(edges).all() or (np.diff(edges) < 0).any():
        raise KnockonError(
            "K428",
            f"the openings of {name} are out of order",
            expected="pairs of a start and a later end, in order of time",
            remedy="Sort the openings and do not let them overlap.",
        )
    openings.setflags(write=False)
    return openings


def _whole_shares(given: ArrayLike, what: str) -> Floats:
    """Return shares over the first axis that add up to 1 in every lane, or refuse them (K412)."""
    shares = by_part(given, what, axes=2, high=1)
    if (abs(shares.sum(axis=0) - 1) > 1e-6).any():
        raise KnockonError(
            "K412",
            f"the shares of {what} do not add up to 1",
            expected="shares of a whole",
            remedy="Give every part its share so that they add up to 1.",
        )
    return shares
