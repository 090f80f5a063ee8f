"""Read an assessment file: every refusal is one sentence that names the line.

The strict reader gives values with their lines, :mod:`knockon.plans.shapes` their kinds; here
they are held against the calendar and the catalogue and become an
:class:`~knockon.plans.assessment.Assessment`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from knockon.catalogue.overriding import parameters as overridden
from knockon.catalogue.values import Catalogue
from knockon.catalogue.yaml import Document, did_you_mean, load_strict
from knockon.dates import is_working_day
from knockon.errors import KnockonError
from knockon.places import is_practice_code
from knockon.plans.assessment import (
    MOST_DRAWS,
    MOST_SEED,
    MOST_WEEKS,
    NOBODY,
    USUAL_MOST_DRAWS,
    Assessment,
    Enough,
    KnownPosition,
    MitigationAsked,
    Phase,
    Stopping,
)
from knockon.plans.parameters import filled
from knockon.plans.refusals import Refusals
from knockon.plans.shapes import (
    AssessmentShape,
    KnownShape,
    MitigationShape,
    PhaseShape,
    StoppingShape,
    shape_of,
)
from knockon.plans.shaping import Path as Steps


def read_assessment(path: Path, catalogue: Catalogue) -> Assessment:
    """Return the assessment in a YAML or JSON file.

    K001 to K007: the file is not readable, not plain YAML, or has an unknown key; K101 to K118 and
    K128: a value that does not hold together or names nothing known; K017, K018: a parameter
    replaced.
    """
    return assessment_from(load_strict(path), catalogue)


def assessment_from(document: Document, catalogue: Catalogue) -> Assessment:
    """Return the assessment in a document already read (see :func:`read_assessment`)."""
    return _Reader(document, shape_of(document), catalogue, Refusals(document)).assessment()


def check_against(assessment: Assessment, practice_codes: Collection[str]) -> None:
    """Refuse a practice named as known that the system does not hold (K113)."""
    stopping = [code for one in assessment.stopping for code in one.practices]
    for code in (*assessment.known, *stopping):
        if code not in practice_codes:
            raise KnockonError(
                "K113",
                f"the practice {code} is not in the system",
                expected="practices of the system named in the file",
                remedy=did_you_mean(code, practice_codes),
                place=assessment.places.get(f"known.{code}", assessment.places.get(code)),
            )


@dataclass(frozen=True)
class _Reader:
    document: Document
    shape: AssessmentShape
    catalogue: Catalogue
    refuse: Refusals

    def assessment(self) -> Assessment:
        """Return the whole, checked from top to bottom."""
        self._check_calendar()
        return Assessment(
            title=self.shape.assessment,
            system=self.shape.system,
            start=self.shape.start,
            weeks=self.shape.weeks,
            draws=self.shape.draws,
            seed=self.shape.seed,
            behaviours=self._behaviours(),
            uptake=self._uptake(),
            known=self._known(),
            stopping=tuple(self._stopping(i, s) for i, s in enumerate(self.shape.stopping)),
            mitigations=tuple(self._asked(i, m) for i, m in enumerate(self.shape.mitigations)),
            compare=self._compare(),
            design=self.shape.design,
            enough=self._enough(),
            overrides=self._overrides(),
            places={**self._known_places(), **self._stopping_places()},
        )

    def _known_places(self) -> dict[str, str]:
        return {f"known.{code}": self.document.place(("known", code)) for code in self.known}

    def _stopping_places(self) -> dict[str, str]:
        """Return where each practice known to stop a service is named."""
        return {
            code: self.document.place(("stopping", index, "practices", position))
            for index, shape in enumerate(self.shape.stopping)
            for position, code in enumerate(shape.practices)
        }

    @property
    def known(self) -> Mapping[str, Mapping[str, KnownShape]]:
        return self.shape.known

    @property
    def end(self) -> date:
        return self.shape.start + timedelta(days=7 * self.shape.weeks - 1)

    def _check_calendar(self) -> None:
        shape, refuse = self.shape, self.refuse
        refuse.within("weeks", shape.weeks, 1, MOST_WEEKS)
        refuse.within("draws", shape.draws, 1, MOST_DRAWS)
        refuse.within("seed", shape.seed, 0, MOST_SEED)
        refuse.monday(shape.start)
        days = (shape.start + timedelta(days=day) for day in range(7 * shape.weeks))
        if not any(is_working_day(day) for day in days):
            raise refuse.error(
                "K111",
                ("weeks",),
                f"there is no working day from {shape.start} to {self.end}",
                "at least one day on which practices are open",
                "Choose another `from` or more `weeks`.",
            )

    def _enough(self) -> Enough | None:
        shape, refuse = self.shape, self.refuse
        for key, bound in (("precision", shape.precision), ("seconds", shape.seconds)):
            if bound is not None:
                refuse.above_zero(key, (key,), bound)
        if shape.most_draws is not None:
            refuse.within("most_draws", shape.most_draws, 1, MOST_DRAWS)
        if shape.precision is None and shape.seconds is None:
            if shape.most_draws is not None:
                raise refuse.error(
                    "K128",
                    ("most_draws",),
                    "most_draws stands alone, and nothing says when draws are added",
                    "most_draws beside precision or seconds",
                    "Add one of them, or write the number as `draws`.",
                )
            return None
        return Enough(shape.precision, shape.seconds, shape.most_draws or USUAL_MOST_DRAWS)

    def _check_dates(self, path: Steps, start: date, until: date | None) -> None:
        self.refuse.later(path, start, until)
        if start > self.end or (until is not None and until <= self.shape.start):
            raise self.refuse.error(
                "K115",
                (*path, "from"),
                f"from {start}{f' until {until}' if until else ''} lies outside the horizon",
                f"days between {self.shape.start} and {self.end}",
                "Correct the dates, or remove the entry.",
            )

    def _check_action(self, path: Steps, action: str) -> None:
        types = {found.type for found in self.catalogue.actions.values()}
        self.refuse.named("K106", path, "action", action, types | set(self.catalogue.actions))

    def _behaviours(self) -> tuple[tuple[str, float], ...]:
        if not self.shape.behaviour:
            raise self.refuse.error(
                "K107",
                ("behaviour",),
                "no behaviour set is named",
                "at least one",
                did_you_mean("", self.catalogue.behaviours),
            )
        for name, weight in self.shape.behaviour.items():
            path = self._set_path(name)
            self.refuse.named("K107", path, "behaviour set", name, self.catalogue.behaviours)
            self.refuse.above_zero("behaviour weight", path, weight)
        return tuple(sorted(self.shape.behaviour.items()))

    def _set_path(self, name: str) -> Steps:
        written = self.document.value["behaviour"]
        if isinstance(written, list):
            return ("behaviour", written.index(name))
        return ("behaviour", name) if isinstance(written, dict) else ("behaviour",)

    def _uptake(self) -> dict[str, tuple[Phase, ...]]:
        phases: dict[str, tuple[Phase, ...]] = {}
        for action, shapes in self.shape.uptake.items():
            self._check_action(("uptake", action), action)
            phases[action] = tuple(
                self._phase(self._phase_path(action, i), action, shape)
                for i, shape in enumerate(shapes)
            )
        return phases

    def _phase_path(self, action: str, index: int) -> Steps:
        several = isinstance(self.document.value["uptake"][action], list)
        return ("uptake", action, index) if several else ("uptake", action)

    def _phase(self, path: Steps, action: str, shape: PhaseShape) -> Phase:
        start = shape.start or self.shape.start
        self._check_dates(path, start, shape.until)
        self.refuse.not_below_zero((*path, "ramp_weeks"), shape.ramp_weeks)
        self.refuse.share((*path, "reverting"), shape.reverting)
        already = shape.already
        return Phase(
            uptake=self.refuse.shares(path, shape),
            start=start,
            until=shape.until,
            params=filled(self.document, (*path, "params"), self.catalogue, action, shape.params),
            ramp_weeks=shape.ramp_weeks,
            already=NOBODY if already is None else self.refuse.shares((*path, "already"), already),
            reverting=shape.reverting,
        )

    def _known(self) -> dict[str, dict[str, KnownPosition]]:
        positions: dict[str, dict[str, KnownPosition]] = {}
        for code, actions in self.known.items():
            self._check_code(("known", code), code)
            positions[code] = {a: self._position(code, a, shape) for a, shape in actions.items()}
        return positions

    def _check_code(self, path: Steps, code: str) -> None:
        if not is_practice_code(code):
            raise self.refuse.error(
                "K117",
                path,
                f"{code!r} is not the code of a practice",
                "one capital letter and five digits, such as J81002",
                "Correct the code.",
            )

    def _position(self, code: str, action: str, shape: KnownShape) -> KnownPosition:
        path = ("known", code, action)
        self._check_action(path, action)
        if shape.since is not None and shape.since > self.end:
            raise self.refuse.error(
                "K115",
                (*path, "since"),
                f"since {shape.since} lies outside the horizon",
                f"a day up to {self.end}",
                "Correct the date, or remove the entry.",
            )
        if not shape.taking:
            return KnownPosition(False, {}, shape.since)
        given = {**self._usual(action), **shape.params}
        params = filled(self.document, (*path, "params"), self.catalogue, action, given)
        return KnownPosition(True, params, shape.since)

    def _usual(self, action: str) -> dict[str, Any]:
        """Return how the practices of unknown position take the action, where only one way is."""
        phases = self.shape.uptake.get(action, [])
        return dict(phases[0].params) if len(phases) == 1 else {}

    def _stopping(self, index: int, shape: StoppingShape) -> Stopping:
        path: Steps = ("stopping", index)
        services = self.catalogue.services
        self.refuse.named("K114", (*path, "service"), "service", shape.service, services)
        uptake = self.refuse.shares((*path, "uptake"), shape.uptake)
        for position, code in enumerate(shape.practices):
            self._check_code((*path, "practices", position), code)
        practices = tuple(sorted(set(shape.practices)))
        taken = shape.taken_up_a_week
        self.refuse.not_below_zero((*path, "taken_up_a_week"), taken)
        return Stopping(shape.service, shape.patients, shape.start, uptake, practices, taken)

    def _asked(self, index: int, shape: MitigationShape) -> MitigationAsked:
        path: Steps = ("mitigations", index)
        self._check_dates(path, shape.start, shape.until)
        self.refuse.not_below_zero((*path, "slots_per_day"), shape.slots_per_day)
        self.refuse.not_below_zero((*path, "cost_per_slot"), shape.cost_per_slot)
        return MitigationAsked(
            shape.type,
            shape.place,
            shape.start,
            shape.slots_per_day,
            shape.cost_per_slot,
            shape.until,
        )

    def _compare(self) -> tuple[str, ...]:
        for index, name in enumerate(self.shape.compare):
            self.refuse.named("K108", ("compare", index), "preset", name, self.catalogue.presets)
        return tuple(dict.fromkeys(self.shape.compare))

    def _overrides(self) -> dict[str, tuple[float, float, float]]:
        ranges = {name: (r.low, r.central, r.high) for name, r in self.shape.parameters.items()}
        for name, numbers in ranges.items():
            try:
                overridden(self.catalogue, {name: numbers})
            except KnockonError as problem:
                raise problem.at(self.document.place(("parameters", name))) from None
        return ranges
