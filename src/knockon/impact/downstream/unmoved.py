"""What flows leave as it is, in sentences for the report: shown, but moved by nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue

NOBODY_SAYS = (
    "Referrals to community services are shown and moved by nothing: how many of them are GPs' is "
    "not published.",
    "Diagnostic tests do not answer to how many people GPs see: no source says how they would.",
    "Ambulance hours lost at A&E follow how many people are taken there, at England's mean hours "
    "each (ho_lost): a longer wait inside does not lengthen them.",
    "Every referral is taken to join the waiting list of a trust here: how many go to other "
    "providers is not known.",
)
MOVED_ONLY_BY = {
    ("outpatients", "letters_returned"): "letter_sh",
    ("mental_health", "crisis_contacts"): "mh_crisis",
    ("community", "referrals"): None,
}
"""(service, measure) moved by one number that may be unknown, by its symbol; None, by nothing."""


def not_known_to_move(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Return (service, measure) left as they are, as nobody knows whether an action moves them."""
    off = {p.symbol for p in catalogue.parameters.values() if p.off and not p.overridden}
    return tuple(key for key, by in MOVED_ONLY_BY.items() if by is None or by in off)


def unmoved(catalogue: Catalogue) -> tuple[str, ...]:
    """Return what no source tells of flows, and what is nothing until an assessment says more."""
    parameters = catalogue.parameters.values()
    off = [f"{p.name} ({p.symbol})" for p in parameters if p.off and not p.overridden]
    if not off:
        return NOBODY_SAYS
    return (
        *NOBODY_SAYS,
        "Taken as nothing, as nobody knows whether there is any, until an assessment gives a "
        f"range: {'; '.join(off)}.",
    )
