"""A safe day in sentences, the same on the page and in a terminal."""

from __future__ import annotations

from math import isfinite

from knockon.catalogue.facts import Unknown
from knockon.compliance import wording
from knockon.compliance.citing import in_words as cited
from knockon.reports.numbers import in_table, in_words
from knockon.safeday import Exceptions, Outlook, Way
from knockon.safeday.outlook import CENTRAL, HIGH, LOW, NOBODY

__all__ = [
    "after_a_year",
    "as_it_stands",
    "by_chance",
    "clause",
    "fits",
    "given_up",
    "held_reading",
    "outside_the_list",
    "short_days",
    "verdict",
    "why",
]

_WORKING_DAYS_A_WEEK = 5


def fits(found: Outlook) -> str:
    """Return what there is room for and what does not fit, in a sentence."""
    return (
        f"At {found.plan.cap:g} contacts a full day there is room for {in_table(found.room)} "
        f"contacts on a usual working day and {in_table(found.asked)} are asked for: "
        f"{in_table(found.over)} a day do not fit, busier and quieter days counted."
    )


def after_a_year(found: Outlook) -> str:
    """Return who waits after a year, with and without anybody giving up."""
    if found.waiting[NOBODY][-1] < 1:
        return "On average nobody is left waiting at the end of a day, and no list builds up."
    added = isinstance(found.plan.list_now, Unknown)
    people, least = ("more people wait than now", "at least ") if added else ("people wait", "")
    return (
        f"After a year {in_words(found.waiting[CENTRAL][-1])} {people} if "
        f"{given_up(found, CENTRAL)} of those waiting give up each working day, and "
        f"{in_words(found.waiting[NOBODY][-1])} if nobody does. Somebody who joins then "
        f"and stays waits {least}about {weeks(found.wait_at_end(CENTRAL))}."
    )


def given_up(found: Outlook, share: str) -> str:
    """Return a share giving up a working day: 1% or 0.3%."""
    return f"{found.plan.give_up()[share] * 100:g}%"


def weeks(working_days: float) -> str:
    """Return a wait in working days as weeks, or why there is none."""
    if not isfinite(working_days):
        return "for ever, since nobody on the list is seen"
    if working_days < _WORKING_DAYS_A_WEEK:
        return f"{in_words(working_days)} working days"
    return f"{in_words(working_days / _WORKING_DAYS_A_WEEK)} weeks"


def settling(found: Outlook) -> str:
    """Return what the list tends to, for each share giving up."""
    if found.excess <= 0:
        return "More can be seen than join the list, so it empties again."
    lists = ", ".join(
        f"{in_words(found.settled(share))} at {given_up(found, share)}"
        for share in (LOW, CENTRAL, HIGH)
    )
    return (
        f"{in_table(found.excess)} more join the list each working day than are seen from it. If "
        f"that went on, the list would settle where as many give up as cannot be seen: {lists}. At "
        f"{given_up(found, CENTRAL)} it goes two thirds of the way in "
        f"{in_words(found.settles_in(CENTRAL))} working days. If nobody gave up it would never "
        "settle."
    )


def by_chance(found: Outlook) -> str:
    """Return what chance alone adds, from the simulated years."""
    low, middle, high = found.by_chance.end
    return (
        f"In {found.by_chance.years:,} simulated years with {given_up(found, CENTRAL)} giving up, "
        f"{middle:,.0f} wait at the end in the middle one and {low:,.0f} to {high:,.0f} in 80% of "
        "them: chance matters far less than how many give up, except where room and demand are "
        "nearly equal."
    )


def held_reading(found: Outlook) -> str:
    """Return which reading of the share wanted decides how many slots are held."""
    seen = f"{found.plan.held.seen * 100:g}%"
    if found.plan.held.of == "days":
        return f"Enough are held that on {seen} of days every urgent contact is seen that day."
    return f"Enough are held that {seen} of urgent contacts are seen the same day."


def short_days(found: Outlook) -> tuple[str, ...]:
    """Return the weekdays that have no room for the slots wanted."""
    return tuple(
        day.weekday.capitalize()
        for day in found.weekdays
        if not isinstance(day.urgent, Unknown) and day.urgent.short
    )


def outside_the_list(tested: Exceptions) -> str:
    """Return who is on the list of exceptions, and how many by age."""
    says = f"The plan says: {tested.plan_says.rstrip('.')}." if tested.plan_says else ""
    if not tested.groups:
        return says or "No group of patients is named as seen over the limit all the same."
    names = "; ".join(group.name for group in tested.groups)
    return f"Seen over the limit all the same: {names}. {_how_many(tested)} {says}".rstrip()


def _how_many(tested: Exceptions) -> str:
    if isinstance(tested.share, Unknown):
        return (
            "How many registered patients are on it is not known: no ages are given, or no group "
            "is told by whole age bands."
        )
    least = "at least " if tested.at_least else ""
    return f"By age that is {least}{in_table(tested.share, 'share')} of registered patients."


def as_it_stands(tested: Exceptions) -> str:
    """Return what the limit comes to as the plan has it."""
    silent = tested.as_stated.basis == "silent"
    said = wording.SILENT if silent else wording.HEADINGS[tested.as_stated.verdict]
    return f"The limit as the plan has it: {said[0].lower()}{said[1:]}."


def verdict(way: Way) -> str:
    """Return what a way of answering comes to, in the words of every page."""
    return wording.SILENT if way.silent else wording.HEADINGS[way.verdict]


def why(way: Way) -> str:
    """Return why, from the findings that decide; what is needed where it cannot be told."""
    if way.verdict == "undetermined" and way.questions:
        return f"It depends: {' '.join(way.questions)}"
    if way.verdict == "conditional":
        kept = dict.fromkeys(one for finding in way.findings for one in finding.conditions)
        return " ".join(kept)
    return " ".join(dict.fromkeys(one.because for one in way.findings))


def clause(way: Way, tested: Exceptions) -> str:
    """Return the clauses of the findings that decide."""
    return cited([cite for one in way.findings for cite in one.cites], tested.sources)
