"""How the forecast is made, in plain language: the words of the manual's page."""

from __future__ import annotations

from knockon.reports.parts import Points, Prose, Section

STEPS = (
    "A system is built from published files: practices, their lists and appointments, emergency "
    "departments, treatment centres, 111, 999, wards and waiting lists. What no file says is taken "
    "from a documented range, and the report names it.",
    "The model of each service is adjusted until it gives back what is published: how many arrive, "
    "how long they wait. A service that cannot be made to is shown without its performance.",
    "A future is drawn: how many practices act and which, what people do who are not seen, how "
    "busy the weeks are, and every number that is not known exactly, each from its range.",
    "That future is run twice, with the actions and without them, hour by hour and with the same "
    "luck. The difference is the change. It is repeated hundreds of times.",
    "Who is not seen tries again, or goes to 111, a treatment centre, A&E, a pharmacy, 999, or "
    "seeks no help. Each contact is counted once: what comes in goes out, to the last one.",
    "Where people arrive, more follows: calls answered or given up, waits, admissions, beds, "
    "ambulances, referrals, tests, prescriptions, money. Each follows an equation printed in the "
    "manual, with parameters that have a source and a grade.",
    "The middle of the hundreds of changes is the number told; nine in ten of them lie in the "
    "range beside it. The range is the doubt about what was drawn. What is not modelled is in no "
    "range.",
)


def method() -> Section:
    """Return the section on how the numbers come about, step by step."""
    lead = Prose("For readers who have to defend the numbers and did not make them.")
    return Section("method", "How these numbers are made", (lead, Points(STEPS)))
