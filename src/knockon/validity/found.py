"""What a case came to, draw by draw, asked for by the names its document uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knockon.validity.cases import Case
from knockon.validity.output import Measured, joined, summary

Floats = NDArray[np.float64]

_WAITS = (("served", "wait"), ("left", "unserved_wait"))
"""Who waits at a station, and for how long."""


class Found:
    """What a case came to, draw by draw, asked for by the names of measures."""

    def __init__(self, case: Case, by_draw: Mapping[str, Floats]) -> None:
        self.case = case
        self.by_draw = by_draw

    @classmethod
    def of(cls, case: Case, blocks: Sequence[Measured]) -> Found:
        """Return what the blocks of a case's draws came to."""
        return cls(case, {".".join(path): values for path, values in joined(blocks).items()})

    def measure(self, name: str) -> tuple[float | None, float | None]:
        """Return a measure's mean over draws and its standard error."""
        station, _, last = name.rpartition(".")
        if station.endswith("present_at") and last in ("mean", "variance"):
            return self._over_looks(station, last)
        values = summary(self.draws(name))
        return values["mean"], values["se"]

    def draws(self, name: str) -> Floats:
        """Return a measure draw by draw; of all classes together where none is named."""
        if name in self.by_draw:
            return self.by_draw[name]
        return np.asarray(
            np.sum([self.by_draw[one] for one in self._below(name)], axis=0), dtype=np.float64
        )

    def little(self, station: str) -> float:
        """Return how far the mean queue is from the waits of everybody, in a draw or another.

        By Little's law the two are one where the station starts and ends empty. The greatest gap
        is returned, as a share.
        """
        days = len(self.case.days) if f"{station}.p_empty" in self.by_draw else self.case.length
        waited = sum(
            (
                self._spent(station, of, how)
                for of, how in _WAITS
                if self._below(f"{station}.{how}")
            ),
            np.zeros(self.case.draws),
        )
        return float(np.abs(self.draws(f"{station}.queue") * days / waited - 1).max())

    def _spent(self, station: str, people: str, wait: str) -> Floats:
        """Return all the time waited by people with this fate."""
        by_class = [
            self.by_draw[f"{station}.{people}.{name.rpartition('.')[2]}"]
            * np.nan_to_num(self.by_draw[name])
            for name in self._below(f"{station}.{wait}")
        ]
        return np.asarray(np.sum(by_class, axis=0), dtype=np.float64)

    def _below(self, name: str) -> list[str]:
        return [one for one in self.by_draw if one.startswith(f"{name}.")]

    def _over_looks(self, name: str, moment: str) -> tuple[float, float]:
        """Return the mean or variance of who is there, over times far apart and over draws."""
        looks = np.array([self.by_draw[one] for one in self._below(name)])
        values = looks.mean(axis=1) if moment == "mean" else looks.var(axis=1, ddof=1)
        return float(values.mean()), float(values.std(ddof=1) / np.sqrt(values.size))
