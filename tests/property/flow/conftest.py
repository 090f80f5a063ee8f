"""A small town to run: clinics, a telephone line, sites that share beds, a list, a way back."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from knockon.flow.model import (
    Above,
    Arrivals,
    Back,
    Calendar,
    Chain,
    Clinic,
    DailyArrivals,
    Diversion,
    End,
    Fan,
    Join,
    Law,
    Network,
    Retry,
    Route,
    Site,
    Slots,
    Station,
    To,
    WaitingList,
    Ward,
)

EVENING = ((9.0, 12.0, 0.1), (12.0, 24.0, 0.8), (24.0, 36.0, 0.1))


@dataclass(frozen=True)
class Town:
    """What may differ between two towns; everything else is the same."""

    lanes: int = 8
    factor: float = 1.0
    sends_back: bool = True
    beds: int = 40
    extra: tuple[Station, ...] = ()

    def clinic(self, name: str, home: int) -> Clinic:
        unseen = Chain((Retry([0.4]), To("near", [0.3]), To("line", [0.2]), To("desk", [0.2])))
        return Clinic(
            name,
            ("same_day", "routine"),
            arrivals={"same_day": DailyArrivals([[31.0]]), "routine": DailyArrivals([[18.0]])},
            slots={"same_day": Slots.exactly([[30.4]]), "routine": Slots.exactly([[17.7]])},
            factor=[[self.factor]],
            leaving={"routine": [0.03]},
            unseen={"same_day": unseen},
            over_cap={"same_day": Chain((Above([0.2]), Join("routine", [0.3])))},
            when_leaving={"routine": Chain((To("near", [0.4]), To("waiting", [0.3])))},
            start={"routine": np.full((5, 1), 12)},
            open=np.array([True] * 5 + [False] * 2),
            home=home,
        )

    def site(self, name: str, per_hour: float, servers: int) -> Site:
        return Site(
            name,
            ("first", "second"),
            service={"first": Law.lognormal(2.0, 1.0), "second": Law.exponential(1.5)},
            arrivals={
                "first": Arrivals([[per_hour], [2 * per_hour]], 12.0, 3 * per_hour),
                "second": Arrivals([[per_hour]], 24.0, 2 * per_hour),
            },
            servers=Calendar([0.0, 8.0], 24.0, [[servers - 1], [servers]]),
            patience={"second": Law.exponential(3.0)},
            when_served={
                "first": (Route("beds", [0.3]),),
                "second": (Route("home", [0.2]),) if self.sends_back else (),
            },
            home_shares=[0.6, 0.4],
            entry_own=[0.3, 0.7],
            entry_displaced=[0.2, 0.8],
            limit=4.0,
        )

    def network(self) -> Network:
        line = Site(
            "line",
            ("call",),
            service={"call": Law.exponential(0.2)},
            arrivals={"call": Arrivals([[3.0]], 24.0, 4.5)},
            servers=Calendar.constant(1),
            patience={"call": Law.exponential(0.3)},
            when_served={"call": (Route("near", [0.2]), Route("desk", [0.5]))},
            home_shares=[0.5, 0.5],
            entry_own=[1.0],
            entry_displaced=[1.0],
        )
        stations = (
            self.clinic("north", 0),
            self.clinic("south", 1),
            line,
            self.site("infirmary", 1.0, 7),
            self.site("cottage", 0.5, 4),
            Ward("beds", [0.3, 0.2], [self.beds], discharge_hours=[0.1, 0.6, 0.3]),
            WaitingList("waiting", [0.1], 2, 4, DailyArrivals([[20.0]]), capacity=[[25.0]]),
            *self.extra,
        )
        near = Fan("near", ("infirmary", "cottage"), [[0.9, 0.1], [0.3, 0.7]])
        back = Back("home", "same_day", [1.5, 2.0], "desk")
        desk = End("desk", ("home", [0.1]) if self.sends_back else None)
        hours = (Diversion("near", EVENING), Diversion("line", EVENING))
        return Network(24.0, stations, (near, back, desk), hours, homes=2, lanes=self.lanes)


@pytest.fixture(scope="session")
def town() -> Callable[..., Network]:
    """Make a town."""
    return lambda **differs: Town(**differs).network()
