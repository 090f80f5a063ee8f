"""Whether two engines say the same of the same model: before that, no speed counts.

Both are asked for independent replications of the same length. The spread of a replication is the
same on both sides, as the model is, so it is taken from ours, which are many.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

from knockon.validity.bench.values import Spent

MOST_Z = 4.0
"""Standard errors two answers may lie apart."""
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Answer:
    """One measure on both sides: the means, and how many standard errors they lie apart.

    ``error`` is that standard error over the size of our mean; None where the mean is 0.
    """

    measure: str
    theirs: float
    ours: float
    z: float
    error: float | None

    @property
    def agrees(self) -> bool:
        """Return whether chance explains the difference."""
        return abs(self.z) < MOST_Z


def answers(rounds: Sequence[Spent]) -> tuple[Answer, ...]:
    """Return every measure that both sides gave, all rounds together."""
    measures = [name for name in rounds[0].said if name in rounds[0].ours]
    return tuple(
        _answer(
            name,
            [value for one in rounds for value in one.said[name]],
            [value for one in rounds for value in one.ours[name]],
        )
        for name in measures
    )


def _answer(measure: str, theirs: list[float], ours: list[float]) -> Answer:
    apart = fmean(theirs) - fmean(ours)
    error = stdev(ours) * math.sqrt(1 / len(theirs) + 1 / len(ours))
    if error > 0:
        z = apart / error
    else:
        z = 0.0 if math.isclose(apart, 0.0, abs_tol=_ROUNDING) else math.copysign(math.inf, apart)
    share = error / abs(fmean(ours)) if fmean(ours) else None
    return Answer(measure, fmean(theirs), fmean(ours), z, share)
