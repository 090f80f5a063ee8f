"""What follows from an action beside its verdict: money, what others may do, dates to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from knockon.catalogue.knowledge import Parameter
from knockon.catalogue.rules import Consequence, Payment
from knockon.compliance.book import Obligation
from knockon.compliance.evaluating import value_of
from knockon.compliance.judgement import Amount, Effect, Finding
from knockon.compliance.knowledge import Knowledge
from knockon.compliance.logic import Truth
from knockon.compliance.stretches import Stretch

_MONTHS = 12


def effects(
    consequences: Sequence[Consequence],
    knowledge: Knowledge,
    stretch: Stretch,
    as_of: dt.date,
    parameters: Mapping[str, Parameter],
) -> Iterator[Effect]:
    """Yield what follows, or may follow, from an action on its dates, as known on ``as_of``."""
    for one in consequences:
        known = one.known_from is None or one.known_from <= as_of
        if not known or stretch.part(one.in_force_from, one.in_force_to) is None:
            continue
        holds = Truth.TRUE if one.when is None else value_of(one.when, knowledge)
        if holds is not Truth.FALSE:
            amount = _amount(one.payment, knowledge, parameters)
            certain = holds is Truth.TRUE
            yield Effect(one.kind, one.rule, one.holder, one.text, one.cites, certain, amount)


def advice(obligations: Sequence[Obligation]) -> Iterator[Effect]:
    """Yield what rules say that decide nothing: advice, expectations, conditions of payment."""
    for one in obligations:
        rule, cites = one.rule, (*one.bearing.cites, *one.rule.cites)
        text = one.bearing.because.met or f"{rule.title}."
        yield Effect(
            "payment" if rule.kind == "payment" else "notice",
            rule.id,
            rule.holder,
            text,
            tuple(dict.fromkeys(cites)),
        )


def announcements(findings: Sequence[Finding]) -> Iterator[Effect]:
    """Yield a notice for each rule that is announced and not yet in force."""
    for finding in findings:
        if finding.notice and finding.rule is not None:
            yield Effect("notice", finding.rule, finding.holder, finding.because, finding.cites)


def _amount(
    payment: Payment | None, knowledge: Knowledge, parameters: Mapping[str, Parameter]
) -> Amount | None:
    """Return pounds for this practice; None where no amount is known, or not how many patients."""
    if payment is None or payment.parameter is None:
        return None
    paid = parameters[payment.parameter]
    counts = _counts(payment, knowledge, parameters)
    if counts is None:
        return None
    each = (paid.low, paid.central, paid.high)
    low, central, high = (pounds * count for pounds, count in zip(each, counts, strict=True))
    return Amount(low, central, high, paid.unit if payment.times is None else "£ a year")


def _counts(
    payment: Payment, knowledge: Knowledge, parameters: Mapping[str, Parameter]
) -> tuple[float, float, float] | None:
    """Return how often it is paid, low / central / high; None where the patients are unknown."""
    if payment.per == "practice":
        return 1, 1, 1
    patients = knowledge.known("registered_patients").answer
    if not isinstance(patients, int):
        return None
    if payment.times is None:
        return patients, patients, patients
    rate, thousands = parameters[payment.times], patients / 1000
    low, central, high = (
        _MONTHS * thousands * monthly for monthly in (rate.low, rate.central, rate.high)
    )
    return low, central, high
