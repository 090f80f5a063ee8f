"""What flows leave as it is, in sentences for the report: shown, but moved by nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue

NOBODY_SAYS = (
    "Referrals to community services are shown and moved by nothing: how many of them are GPs' is "
    "not published.",
    "Diagnostic tests do not answer to how many people GPs see: no source says how they would.",
    "Every referral is taken to join the waiting list of a trust here: how many go to other "
    "providers is not known.",
)


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
