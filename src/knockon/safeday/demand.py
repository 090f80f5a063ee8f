"""How many contacts are asked for on which day, and what says so.

What the practice states wins. What it does not know comes from the practice's baseline in a system
(appointments a GP saw, brought to contacts by what GPs say they have over what is recorded), and
the shape of week and year from the system, else from England's. Every such step is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING

from knockon.catalogue.facts import UNKNOWN, Unknown
from knockon.errors import KnockonError
from knockon.safeday.rota import WORKING_WEEK
from knockon.system.method import method

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.system.values import PracticeBaseline, System

MONTHS = 12
OWN_NUMBER = "Contacts asked for are the practice's own number."


@dataclass(frozen=True, slots=True)
class Stated:
    """What a practice states of its demand; UNKNOWN what it does not know.

    ``asked``: contacts asked for on a usual working day; ``by_weekday`` the same by weekday, Monday
    to Friday, which then gives ``asked`` too. ``urgent_share``: share that cannot wait for another
    day, 0 to 1.
    """

    asked: float | Unknown = UNKNOWN
    by_weekday: tuple[float, ...] | Unknown = UNKNOWN
    urgent_share: float | Unknown = UNKNOWN

    def __post_init__(self) -> None:
        if isinstance(self.by_weekday, tuple):
            whole = len(self.by_weekday) == len(WORKING_WEEK) and min(self.by_weekday) > 0
            if not whole or not isinstance(self.asked, Unknown):
                raise _cannot_be(
                    f"contacts by weekday are {self.by_weekday}",
                    "five numbers above 0, and no `asked` beside them",
                )
        if not isinstance(self.asked, Unknown) and not self.asked > 0:
            raise _cannot_be(f"{self.asked:g} contacts are asked for", "a number above 0")
        _check_share(self.urgent_share)


@dataclass(frozen=True, slots=True)
class Demand:
    """Contacts asked for: their mean on a usual working day, and the shape of week and year.

    ``weekday``: factors Monday to Friday, mean 1; ``month``: January to December, mean near 1.
    ``said``: in sentences, what gives each of these.
    """

    asked: float
    weekday: tuple[float, ...]
    month: tuple[float, ...]
    urgent_share: float | Unknown
    said: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.asked > 0:
            raise _cannot_be(f"{self.asked:g} contacts are asked for", "a number above 0")
        if len(self.weekday) != len(WORKING_WEEK) or len(self.month) != MONTHS:
            raise _cannot_be("the factors are incomplete", "five of weekdays and twelve of months")
        if min(*self.weekday, *self.month) < 0:
            raise _cannot_be("a factor is below 0", "factors of 0 or more")
        _check_share(self.urgent_share)

    def told_after(self, said: Sequence[str]) -> Demand:
        """Return the same, its sentences after these; the number taken is then not the practice's.

        Nothing is added where nothing is said.
        """
        own = (OWN_NUMBER,) if said else ()
        kept = tuple(one for one in self.said if one not in own)
        return replace(self, said=(*said, *kept))

    def on(self, weekday: int, month: int) -> float:
        """Return the mean of contacts asked for on a weekday (Monday 0) of a month (January 1)."""
        return self.asked * self.weekday[weekday] * self.month[month - 1]

    def usual(self, weekday: int) -> float:
        """Return the mean of contacts asked for on a weekday over a usual month."""
        return self.asked * self.weekday[weekday]

    def busiest_month(self) -> int:
        """Return the month (January 1) in which most is asked for."""
        return 1 + max(range(MONTHS), key=lambda month: self.month[month])


def demand(
    stated: Stated, catalogue: Catalogue, system: System | None = None, practice: str | None = None
) -> Demand:
    """Return the demand of a practice, as stated and else as a system has it.

    K113: the practice is not in the system; K132: nothing says how much is asked for.
    """
    baseline = _baseline(system, practice) if system is not None else None
    asked, said_asked = _asked(stated, baseline, catalogue)
    weekday, said_week = _weekday(stated, system, catalogue)
    month, said_month = _month(system, catalogue)
    urgent, said_urgent = _urgent(stated, baseline)
    made_up = ("The system is made up: its practices do not exist.",)
    return Demand(
        asked=asked,
        weekday=weekday,
        month=month,
        urgent_share=urgent,
        said=(
            *(made_up if system is not None and system.synthetic else ()),
            *(said_asked, said_week, said_month, said_urgent),
            *(baseline.assumed if baseline is not None else ()),
        ),
    )


def baseline_of(system: System, practice: str | None) -> PracticeBaseline:
    """Return a practice's baseline in a system; K113 where it is not there."""
    return _baseline(system, practice)


def _baseline(system: System, practice: str | None) -> PracticeBaseline:
    for one in system.practices:
        if one.practice.ods_code == practice:
            return one
    raise KnockonError(
        "K113",
        "no practice is named" if practice is None else f"the system has no practice {practice!r}",
        expected="the ODS code of one of its practices",
        remedy="Name it with --practice, or in the plan as `ods_code`; "
        "`knockon system show` lists the system's.",
    )


def _asked(
    stated: Stated, baseline: PracticeBaseline | None, catalogue: Catalogue
) -> tuple[float, str]:
    if isinstance(stated.by_weekday, tuple):
        return fmean(stated.by_weekday), "Contacts asked for are the practice's own, by weekday."
    if not isinstance(stated.asked, Unknown):
        return stated.asked, OWN_NUMBER
    if baseline is None:
        raise KnockonError(
            "K132",
            "nothing says how many contacts are asked for",
            expected="`asked` or `asked_by_weekday`, or a system that has the practice",
            remedy="Count a usual week, or add --system DIR.",
        )
    said, recorded = (catalogue.parameters[symbol].central for symbol in ("k_gp", "k_recq"))
    sentence = (
        f"Contacts asked for are the {baseline.gp_seen:.1f} GP appointments attended on a working "
        f"day times {said:g} / {recorded:g}, contacts a GP reports over appointments recorded. "
        "Who was not seen is not among them, so this is the least that is asked for."
    )
    return baseline.gp_seen * said / recorded, sentence


def _weekday(
    stated: Stated, system: System | None, catalogue: Catalogue
) -> tuple[tuple[float, ...], str]:
    if isinstance(stated.by_weekday, tuple):
        mean = fmean(stated.by_weekday)
        return tuple(one / mean for one in stated.by_weekday), "Weekdays are the practice's own."
    if system is not None:
        return system.practice_weekday, "Weekdays are those of the system."
    return _mean_one(method(catalogue).practice_week), "Weekdays are England's."


def _month(system: System | None, catalogue: Catalogue) -> tuple[tuple[float, ...], str]:
    if system is not None:
        return system.practice_season, "Months are those of the system."
    return method(catalogue).practice_season, "Months are England's."


def _urgent(stated: Stated, baseline: PracticeBaseline | None) -> tuple[float | Unknown, str]:
    if not isinstance(stated.urgent_share, Unknown):
        return stated.urgent_share, "The urgent share is the practice's own."
    if baseline is not None:
        return baseline.same_day_share, (
            "The urgent share is that of GP appointments booked for the same day, which stands in: "
            "not all of them were urgent."
        )
    return UNKNOWN, "The urgent share is not known, so no slots are held back."


def _mean_one(factors: Sequence[float]) -> tuple[float, ...]:
    mean = fmean(factors)
    return tuple(one / mean for one in factors)


def _check_share(share: float | Unknown) -> None:
    if not isinstance(share, Unknown) and not 0 <= share <= 1:
        raise _cannot_be(f"the urgent share is {share:g}", "a share between 0 and 1, or unknown")


def _cannot_be(found: str, expected: str) -> KnockonError:
    return KnockonError("K133", found, expected=expected, remedy="Correct the number.")
