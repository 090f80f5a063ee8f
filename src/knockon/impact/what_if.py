"""An answer at once, refined in place: a forecast of few draws, then of twice as many, and so on.

Each answer says what a run of that many draws says, and each builds on the draws of the one
before. The reader stops listening when an answer is good enough, and nothing further is run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from knockon.impact.executors import Executor, Threads
from knockon.impact.forecasting import SENSITIVE, not_netted
from knockon.impact.measured import doubt_of, measured
from knockon.impact.measures import HEADLINE
from knockon.impact.runs import longer, tell
from knockon.impact.sensitivity import sensitivity
from knockon.impact.wording import headline

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.impact.forecast import Measure
    from knockon.impact.told import Told
    from knockon.plans.assessment import Assessment
    from knockon.system.values import System

FIRST_DRAWS = 64
"""Two full blocks: the fewest draws whose interval is worth showing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known after some of the draws; every part is that of a run of so many."""

    draws: int
    of: int
    """The draws of the last answer."""
    headline: str
    measures: tuple[Measure, ...]
    refused: str | None = None
    """Why the numbers are not to be used, as far as these draws show; None where they are."""


def what_if(  # noqa: PLR0913 - what is asked, of what, and how it is run
    system: System,
    fit: Mapping[str, Any],
    catalogue: Catalogue,
    assessment: Assessment,
    *,
    first: int = FIRST_DRAWS,
    executor: Executor | None = None,
) -> Iterator[Answer]:
    """Yield an answer from ``first`` draws, then from twice as many, up to the assessment's.

    ``fit`` is the system's ``fit.json``; ``catalogue`` is as the packs have it. Presets to compare
    with, and a rule for adding draws, are left out: whoever reads stops when they like.
    """
    where, of = executor or Threads(workers=2), assessment.draws
    asked = replace(assessment, draws=min(first, of), enough=None, compare=())
    told = tell(asked, system, fit, catalogue, where)
    yield _answer(told, of)
    while told.assessment.draws < of:
        told = longer(told, min(2 * told.assessment.draws, of), where)
        yield _answer(told, of)


def _answer(told: Told, of: int) -> Answer:
    found = measured(told)
    main = next(m for m in found.measures if (m.service, m.measure) == HEADLINE.key)
    doubt = doubt_of(main, sensitivity(told, found, SENSITIVE))
    return Answer(
        draws=told.assessment.draws,
        of=of,
        headline=headline(told.assessment, told.catalogue, main, doubt),
        measures=found.measures,
        refused=not_netted(told),
    )
