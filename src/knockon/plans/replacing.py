"""What a command line says in place of an assessment's file: draws, seed, design, when to stop."""

from __future__ import annotations

from dataclasses import dataclass, replace

from knockon.errors import KnockonError
from knockon.plans.assessment import USUAL_MOST_DRAWS, Assessment, Enough


@dataclass(frozen=True, slots=True)
class Replaced:
    """What is said in place of the file; None leaves the file's."""

    draws: int | None = None
    seed: int | None = None
    design: str | None = None
    precision: float | None = None
    seconds: float | None = None
    most_draws: int | None = None

    def of(self, assessment: Assessment) -> Assessment:
        """Return the assessment with what is said in place (K128: a most with nothing to limit)."""
        return replace(
            assessment,
            draws=assessment.draws if self.draws is None else self.draws,
            seed=assessment.seed if self.seed is None else self.seed,
            design=self.design or assessment.design,
            enough=self._enough(assessment.enough),
        )

    def _enough(self, file: Enough | None) -> Enough | None:
        precision = self.precision or (file.precision if file else None)
        seconds = self.seconds or (file.seconds if file else None)
        if precision is not None or seconds is not None:
            usual = file.most_draws if file else USUAL_MOST_DRAWS
            return Enough(precision, seconds, self.most_draws or usual)
        if self.most_draws is not None:
            raise KnockonError(
                "K128",
                "--most-draws stands alone, and nothing says when draws are added",
                expected="--most-draws beside --precision or --seconds",
                remedy="Add one of them, or give the number as --draws.",
            )
        return None


AS_WRITTEN = Replaced()
"""Nothing in place of the file."""
