"""The sentences of a forecast: the headline, what to be careful about, whence the doubt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from knockon.impact.changes import LIMITS_CONTACTS
from knockon.impact.rounding import alike, level, uncertain
from knockon.plans.parameters import action_called

if TYPE_CHECKING:
    from datetime import date

    from knockon.catalogue.values import Catalogue
    from knockon.impact.forecast import Measure, Quantiles
    from knockon.impact.sensitivity import Swing
    from knockon.plans.assessment import Assessment, Phase
    from knockon.system.values import System

NAMES_OF_SPECIAL = {
    "behaviour.ed": "how many people not seen go to A&E",
    "behaviour.nhs111": "how many people not seen call 111",
    "behaviour.utc": "how many people not seen go to an urgent treatment centre",
    "behaviour.pharmacy": "how many people not seen go to a pharmacy",
    "behaviour.private": "how many people not seen pay privately",
    "behaviour.self_care": "how many people not seen treat themselves",
    "behaviour.retry": "how many people not seen try the practice again",
}


PATIENTS = "what patients do when they are not seen"
CHANCE = "chance from week to week and from practice to practice"
EVERYTHING_ELSE = "how services work today"
CAUSES = {
    PATIENTS: ("behaviour", "amb_disp", "stream", "d_delay", "b26_retry"),
    "how much a limit takes away in a practice": ("k_gp", "k_recq", "cv_gp", "precap", "cap_real"),
    "how many practices act": ("uptake", "rho_act", "icc_pcn", "L0", "ramp"),
    "what becomes of people over a limit": ("emg", "w_list", "leave_r", "leave_s", "late_f"),
}
"""Causes of doubt in words, each with the symbols (before a dot) that stand for it."""
NOTHING = 0.5
"""What moves a change by fewer people than this is not told in how many times as large."""
HALF = 0.5
A_FIFTH = 0.2
"""A largest cause with less of the doubt is no answer: it is said what moves the number most."""
MOST_SAID = 2
"""Actions said one by one in the headline; of more, only the first is."""
TIMES = "\N{MULTIPLICATION SIGN}"


def _in_words(low: float, middle: float, high: float, *, signed: bool = False) -> tuple[str, str]:
    """Return the middle of a change and both ends of its range in words, rounded together."""
    first, between, last = (uncertain(one, signed=signed) for one in alike(low, middle, high))
    return between, f"90% of simulated futures: {first} to {last}"


def day(value: date) -> str:
    """Return a date as people write it: 7 December 2026."""
    return f"{value.day} {value:%B %Y}"


def condition(assessment: Assessment, catalogue: Catalogue) -> str:
    """Return the "If" clause: which actions that move people, by how many practices, from when.

    Of many actions the first is said and the others counted; one that limits contacts comes first,
    since nothing else moves as many people.
    """
    actions = [(action_called(catalogue, name), name) for name in assessment.uptake]
    moving = [(action, name) for action, name in actions if action.moves_people]
    moving.sort(key=lambda pair: pair[0].effect != LIMITS_CONTACTS)
    phases = [(action.title, phase) for action, name in moving for phase in assessment.uptake[name]]
    shown = phases if len(moving) <= MOST_SAID else phases[: len(assessment.uptake[moving[0][1]])]
    said = [_phase(title, phase, assessment) for title, phase in shown]
    if len(moving) > MOST_SAID:
        said.append(f"practices take {len(moving) - 1} further actions, each as told below")
    known = sum(
        position.taking
        for positions in assessment.known.values()
        for action, position in positions.items()
        if action_called(catalogue, action).moves_people
    )
    if known:
        said.append(
            "one practice known to be acting does so"
            if known == 1
            else f"{known} practices known to be acting do so"
        )
    stopped = len({one.service for one in assessment.stopping})
    if stopped:
        said.append(f"practices stop {_counted(stopped, 'local service')}")
    return " and ".join(said)


def _counted(number: int, what: str) -> str:
    return f"one {what}" if number == 1 else f"{number} {what}s"


def _phase(title: str, phase: Phase, assessment: Assessment) -> str:
    u = phase.uptake
    start = max(phase.start, assessment.start)
    until = f" until {day(phase.until)}" if phase.until else ""
    action = title[:1].lower() + title[1:]
    cap = phase.params.get("cap")
    how = f" ({cap} a day)" if cap is not None else ""
    return (
        f"{u.likely:.0%} of practices ({u.low:.0%} to {u.high:.0%}) take the action "
        f"“{action}”{how} from {day(start)}{until}"
    )


def headline(assessment: Assessment, catalogue: Catalogue, measure: Measure, doubt: str) -> str:
    """Return the answer as a sentence, with its interval and the cause of the doubt."""
    condition_said = condition(assessment, catalogue)
    if not condition_said:
        return (
            "No action that moves anybody is in the assessment, so baseline and scenario are the "
            "same."
        )
    c, b = measure.change, measure.baseline
    if c.p5 is None or c.p50 is None or c.p95 is None or b.p50 is None:
        return f"If {condition_said}, the effect on A&E could not be estimated."
    if c.p5 == c.p95 == 0.0:
        return (
            f"If {condition_said}, nobody more or fewer comes to A&E in any simulated future; what "
            "changes elsewhere is told below."
        )
    more = "more" if c.p50 >= 0 else "fewer"
    sign = 1.0 if c.p50 >= 0 else -1.0
    low, high = sorted((sign * c.p5, sign * c.p95))
    sets = ", ".join(f"{name} {TIMES}{weight:g}" for name, weight in assessment.behaviours)
    pooled = f" Behaviour sets and weights: {sets}." if len(assessment.behaviours) > 1 else ""
    middle, doubted = _in_words(low, sign * c.p50, high)
    return (
        f"If {condition_said}, A&E (emergency departments) see about {middle} {more} people a week "
        f"({doubted}), compared with {level(b.p50)} a week without it. Most of the doubt is "
        f"{doubt}.{pooled}"
    )


def interval(q: Quantiles, unit: str) -> str:
    """Return a change with its interval in words."""
    if q.p5 is None or q.p50 is None or q.p95 is None:
        return "not estimated: the fit is outside its tolerance"
    middle, doubted = _in_words(q.p5, q.p50, q.p95, signed=True)
    return f"{middle} {unit} ({doubted})"


def cautions(systems: Sequence[System], grade_d: int, relayed: int) -> tuple[str, ...]:
    """Return what every report says plainly."""
    return (
        "National totals of appointments or attendances cannot show an effect of this size.",
        f"{grade_d} of the numbers used are assumptions (grade D) and {relayed} were read "
        "second-hand; each is marked in the list of assumptions.",
        _months_of_data(sorted({month for one in systems for month in one.practice_months})),
        "Survey answers about what people did are not observations of what they will do.",
        *dict.fromkeys(note for one in systems for note in one.notes),
    )


def _months_of_data(months: Sequence[str]) -> str:
    """Return which months practice activity is from, and what that means for who was acting."""
    if not months:
        return "Practice activity is from no month: the system is made up."
    return (
        f"Practice activity is that of {months[0]} to {months[-1]}. If practices were acting in "
        "those months, the baseline already holds it, and only further practices change anything."
    )


def most_of_the_doubt(
    drivers: Sequence[tuple[str, float]],
    set_share: float | None,
    luck_share: float | None,
    widest: Swing | None = None,
) -> str:
    """Return where the doubt comes from, as words that finish "Most of the doubt is …".

    Drivers are added up by cause, the behaviour sets to what patients do. ``widest`` is what moves
    the change most, a week.
    """
    shares = dict.fromkeys((*CAUSES, EVERYTHING_ELSE), 0.0)
    for symbol, share in drivers:
        shares[_cause(symbol)] += share
    shares[PATIENTS] += set_share or 0.0
    shares[CHANCE] = luck_share or 0.0
    cause, share = max(shares.items(), key=lambda item: item[1])
    if share <= 0.0:
        return "not put down to any one cause"
    if share >= HALF:
        return f"{cause} (about {share:.0%} of the spread)"
    if share >= A_FIFTH:
        return f"shared between causes, the largest being {cause} (about {share:.0%} of the spread)"
    return f"shared between many causes, no one of them a fifth of it{_moves_most(widest)}"


def _moves_most(widest: Swing | None) -> str:
    """Return which one of many causes moves the change most, and how far; else nothing."""
    if widest is None:
        return ""
    cause = _cause(widest.parameter)
    what = f"“{widest.name}”" if cause == EVERYTHING_ELSE else cause
    least, most = sorted((widest.low, widest.high), key=abs)
    if abs(least) < NOTHING or least * most < 0:
        low, high = (uncertain(end, signed=True) for end in sorted((least, most)))
        far = f"which alone moves it from {low} to {high} a week, on average"
    else:
        far = f"which alone can make it {most / least:.2g} times as large, on average"
    return f"; what moves the answer most is {what}, {far}"


def _cause(symbol: str) -> str:
    stem = symbol.split(".", maxsplit=1)[0]
    return next((cause for cause, stems in CAUSES.items() if stem in stems), EVERYTHING_ELSE)
