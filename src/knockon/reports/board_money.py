"""Money in the board paper: what receiving services spend, and the opportunity beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knockon.reports.documents.blocks import Block, Heading, Paragraph, Table
from knockon.reports.grouped import moves
from knockon.reports.numbers import Kind, low_and_middle, middle_and_interval, middle_and_range
from knockon.reports.wording import MIDDLE_AND_RANGE, capital, service_name

if TYPE_CHECKING:
    from knockon.impact.forecast import Forecast

_MONEY: Kind = "money"


def money(forecast: Forecast) -> list[Block]:
    """Return the risk in pounds over the horizon by service, with its opportunity line."""
    cost = forecast.cost
    title = Heading("Money, with its opportunity line")
    if cost.total.p50 is None:
        return [title, Paragraph(f"No cost is given. {cost.note}")]
    rows = [
        (capital(service_name(service)), middle_and_range(values, _MONEY, signed=True))
        for service, values in cost.by_service
        if moves(values)
    ]
    total = ("All together", middle_and_range(cost.total, _MONEY, signed=True))
    caption = f"Risk: more spent over {forecast.weeks} weeks, {MIDDLE_AND_RANGE}"
    columns = ("Receiving service", f"Pounds, price year {cost.price_year}")
    return [
        title,
        Table(caption, columns, (*rows, total)),
        Paragraph(opportunity(forecast)),
        Paragraph(cost.note, "quiet"),
    ]


def opportunity(forecast: Forecast) -> str:
    """Return what would not be spent: if nobody acts, if it goes well; and what nobody is paid.

    No chance is put on the action not happening, since none is published.
    """
    low, middle = low_and_middle(forecast.cost.total, _MONEY, signed=True)
    said = (
        f"Opportunity: if practices do not act, or the action ends first, none of this arises. In "
        f"the best of twenty simulated futures it is {low} or less, against {middle} in the "
        "middle. No chance is put on either: nobody has published one."
    )
    risk = next((one for one in forecast.measures if one.measure == "payments_at_risk"), None)
    if risk is None or risk.total_change is None or not moves(risk.total_change):
        return said
    unpaid = middle_and_interval(risk.total_change, _MONEY)
    return f"{said} Practices' own payments at risk, counted apart and not taken off: {unpaid}."
