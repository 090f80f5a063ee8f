"""Who each service sends to which: outcomes of an answered 111 call, and the matrix T.

Every share is of the people a service has answered or seen. Ambulance outcomes of 111 are
validated first (``val_amb`` stays an ambulance); those validated away are primary-care outcomes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knockon.impact.horizon import Array
from knockon.impact.shares import outcomes_111


@dataclass(frozen=True)
class AfterTheCall:
    """Shares of answered calls by what follows, each of shape [lanes]; the rest need nothing."""

    ed: Array
    utc: Array
    pharmacy: Array
    conveyed: Array
    """An ambulance comes and takes the person to an ED."""
    ambulance: Array
    """An ambulance comes and takes nobody to an ED."""
    primary_care: Array
    """Booked with the person's practice while it has slots for 111, else out of hours."""
    other: Array


def after_the_call(p: Mapping[str, Array], triaged: float) -> AfterTheCall:
    """Return where answered calls lead, from the drawn ``x_*`` shares (shape [lanes]).

    ``triaged`` is the published share of answered calls that are triaged.
    """
    x = outcomes_111(p).shares
    sent = x["x_amb"] * p["val_amb"]
    primary = x["x_pc"] - x["x_utc"] - x["x_ph"] + x["x_amb"] - sent
    return AfterTheCall(
        ed=triaged * x["x_ed"],
        utc=triaged * x["x_utc"],
        pharmacy=triaged * x["x_ph"],
        conveyed=triaged * sent * p["conv"],
        ambulance=triaged * sent * (1.0 - p["conv"]),
        primary_care=triaged * primary,
        other=triaged * x["x_oth"],
    )


def transfer_shares(
    after: AfterTheCall, p: Mapping[str, Array], answered: float
) -> dict[tuple[str, str], Array]:
    """Return T between services a patient may choose, as {(from, to): share}, shape [lanes]."""
    return {
        ("nhs111", "ed"): answered * (after.ed + after.conveyed),
        ("nhs111", "utc"): answered * after.utc,
        ("nhs111", "pharmacy"): answered * after.pharmacy,
        ("utc", "ed"): p["t3_to_t1"],
    }
