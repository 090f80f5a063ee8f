"""Money: what receiving services spend, a week and in all; the opportunity; what is at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knockon.reports.board_money import opportunity
from knockon.reports.grouped import money, moves
from knockon.reports.numbers import middle_and_interval
from knockon.reports.over_time import PERCENTILES, figures, quantile_cells
from knockon.reports.parts import Heading, Part, Prose, Section, Table, text
from knockon.reports.wording import capital, service_name

if TYPE_CHECKING:
    from knockon.impact.forecast import Cost, Forecast

WHOLE = "all"
ORIGIN = "practice"
"""Services of money told with a chart: everything together, and what practices are not paid."""


def costs(forecast: Forecast) -> Section:
    """Return gross cost on receiving services over the horizon, then a week, with intervals."""
    cost = forecast.cost
    if cost.total.p50 is None:
        return Section("cost", "What it costs", (Prose(f"No cost is given. {cost.note}"),))
    middle = middle_and_interval(cost.total, "money", signed=True)
    parts: list[Part] = [
        Prose(f"Receiving services: {middle} over the horizon. {cost.note}".strip()),
        _table(cost),
        Prose(opportunity(forecast)),
    ]
    weekly = [one for one in money(forecast.measures) if moves(one.change)]
    if weekly:
        parts.append(Heading("A week"))
        for one in weekly:
            parts += figures(forecast, one, drawn=one.service in (WHOLE, ORIGIN))
    return Section("cost", "What it costs", tuple(parts))


def _table(cost: Cost) -> Table:
    rows = [
        (text(capital(service_name(service))), *quantile_cells(values, "£", signed=True))
        for service, values in cost.by_service
    ]
    rows.append((text("All receiving services"), *quantile_cells(cost.total, "£", signed=True)))
    return Table(
        "t-cost",
        f"Change in cost over the horizon, price year {cost.price_year}, by percentile",
        ("Service", *PERCENTILES),
        tuple(rows),
        total=True,
        note="Percentiles of services do not add up: each row is ranked by itself.",
    )
