"""What a run leaves at no effect, in sentences: asked for in vain, not known, not followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from knockon.impact.downstream.data import FEEDS, WITHHOLDS
from knockon.impact.stops import CAPACITY, PATIENTS, RECEIVING, SERVICE, STOPS_SERVICE, services_of
from knockon.plans.parameters import NEEDED_BY, action_called, with_usual

if TYPE_CHECKING:
    from knockon.catalogue.values import Action, Catalogue
    from knockon.plans.assessment import Assessment, KnownPosition, Phase

BEYOND = "beyond_capacity"
FOLLOWED: Mapping[str, frozenset[str]] = {
    "limits_contacts": frozenset({*NEEDED_BY["limits_contacts"], "over_cap_outcome"}),
    STOPS_SERVICE: frozenset({SERVICE, PATIENTS, CAPACITY, RECEIVING}),
    WITHHOLDS: frozenset(FEEDS),
}
"""Answers of a plan the model looks at, by the effect of the action."""
FEW = 4
"""How many wards are named before they are only counted."""


def not_modelled(assessment: Assessment, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what is asked for, or holds in the world, that this run leaves at no effect."""
    later = sorted(s.name for s in catalogue.services.values() if s.kind == "later")
    return (
        *asked_in_vain(assessment, catalogue),
        "Services nobody has published a number of people for: " + "; ".join(later) + ".",
        "People who choose self-care or private care are counted, not followed.",
        "Practice time freed by work no longer done goes nowhere: no source says how many minutes "
        "a request for advice or an unfunded service takes.",
    )


def waits_for_a_bed(fit: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, ...]:
    """Return what is left out of waits for a bed, from what was fitted to wards, by their names."""
    wards = fit.get("ward", {})
    if not wards:
        return (
            "Beds: no ward of this system is fitted. The time people wait in A&E for a bed is "
            "inside its fitted capacity.",
        )
    kept = sorted(names.get(k, k) for k, ward in wards.items() if not ward.get("exit_block"))
    if not kept:
        return ()
    whose = ", ".join(kept) if len(kept) <= FEW else f"{len(kept)} of {len(wards)} wards"
    return (
        f"Exit block: the published waits for a bed of {whose} are not given back, so "
        "the time people wait in A&E for a bed stays inside its fitted capacity, and those "
        "admitted wait for their bed outside of it. Waits over 12 hours are withheld.",
    )


def asked_in_vain(assessment: Assessment, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what an assessment asks for that this version leaves at no effect."""
    actions = [action_called(catalogue, name) for name in assessment.actions]
    still = [
        f"{action.title}: taken as moving nobody. {action.because}"
        for action in actions
        if not action.moves_people
    ]
    return tuple(
        dict.fromkeys(
            (
                *still,
                *_answers_not_followed(assessment, catalogue),
                *_stops_in_vain(assessment, catalogue),
                *_nobody_counted(assessment, catalogue),
                *_mitigations(assessment),
            )
        )
    )


def _ways(
    assessment: Assessment, catalogue: Catalogue
) -> Iterator[tuple[Action, list[Mapping[str, Any]]]]:
    """Yield each action asked for with the answers of every way it is taken."""
    for name in assessment.actions:
        known = (p[name] for p in assessment.known.values() if name in p)
        ways: list[Phase | KnownPosition] = [*assessment.uptake.get(name, ()), *known]
        yield action_called(catalogue, name), [way.params for way in ways]


def _answers_not_followed(assessment: Assessment, catalogue: Catalogue) -> Iterator[str]:
    for action, ways in _ways(assessment, catalogue):
        followed = FOLLOWED.get(action.effect, frozenset())
        given = {k for params in ways for k, v in params.items() if v != action.usual.get(k)}
        if action.moves_people and given - followed:
            keys = ", ".join(sorted(given - followed))
            yield f"{action.title}: {keys} noted; the model does not look at it."


def _stops_in_vain(assessment: Assessment, catalogue: Catalogue) -> Iterator[str]:
    """Yield what is missing to follow an action that stops a service."""
    for action, ways in _ways(assessment, catalogue):
        if action.effect != STOPS_SERVICE:
            continue
        for given in ways:
            params = with_usual(action, given)
            if not services_of(action, params, catalogue):
                yield f"{action.title}: it is not said which service, so nobody is counted."
            elif PATIENTS not in params:
                yield f"{action.title}: it is not said for whom, so nobody is counted."
            elif params[PATIENTS] == BEYOND and CAPACITY not in params:
                yield (
                    f"{action.title}: it is not said up to how many patients or procedures a "
                    f"practice goes on (`{CAPACITY}`), so nobody is counted as beyond it."
                )


def _nobody_counted(assessment: Assessment, catalogue: Catalogue) -> Iterator[str]:
    """Yield, of every service stopped, why nobody can be counted where nobody can."""
    asked = {one.service for one in assessment.stopping}
    for action, ways in _ways(assessment, catalogue):
        if action.effect == STOPS_SERVICE:
            for given in ways:
                asked.update(services_of(action, with_usual(action, given), catalogue))
    for name in sorted(asked):
        service = catalogue.local_services.get(name)
        if service is None:
            yield f"{catalogue.services[name].name}: not a service practices stop by notice."
        elif service.people is None:
            whom = "nobody" if service.new is None else "nobody there already"
            yield f"{service.name}: {whom} is counted. {service.no_number}"


def _mitigations(assessment: Assessment) -> Iterator[str]:
    if assessment.mitigations:
        kinds = ", ".join(sorted({m.type for m in assessment.mitigations}))
        yield f"Mitigations asked for ({kinds}): not applied in this version."
