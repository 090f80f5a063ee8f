"""A whole forecast made by simple rules, for tests of what is written about a forecast."""

from datetime import date, timedelta

import polars as pl

from knockon.impact.forecast import (
    Accounting,
    Assumption,
    Breach,
    Comparison,
    Cost,
    Driver,
    FitRow,
    Forecast,
    Group,
    Horizon,
    Measure,
    Quantiles,
)

NAMES = ("p5", "p10", "p50", "p90", "p95")
START = date(2026, 12, 7)
WEEKS = 8
SPREAD = (-0.4, -0.1, 1.0, 1.9, 2.3)
KEYS = (
    ("practice", "contacts_displaced", "Contacts displaced from practices", "per week", 90, 900),
    ("nhs111", "calls", "Calls to NHS 111", "per week", 4100, 61.5),
    ("utc", "attendances", "Attendances at urgent treatment centres", "per week", 3020, 48.25),
    ("ed", "attendances", "A&E attendances", "per week", 4321.57, 70),
    ("ed", "within_4_hours", "A&E: leaving within four hours", "share", 0.583412, -0.012),
)
PLACES = (("U00001", "Seaside PCN"), ("U00002", "HEATH & VALE PCN"), ("U00003", "Harbour PCN"))
SITES = (("R1-ed", "Seaside Hospital"), ("R2-ed", "Harbour Infirmary"))
WHERE = {"practice": PLACES, "ed": SITES}


def quantiles(middle: float, spread: float) -> Quantiles:
    """Five quantiles about ``middle``."""
    low, high = sorted((-spread, spread))
    steps = (low, 0.7 * low, 0.0, 0.7 * high, high)
    return Quantiles(*(middle + step for step in steps))


def measure(key: tuple[str, str, str, str, float, float]) -> Measure:
    """A measure with drivers and two behaviour sets."""
    service, name, title, unit, level, change = key
    share = unit == "share"
    return Measure(
        service=service,
        measure=name,
        title=title,
        unit=unit,
        baseline=quantiles(level, level * 0.03),
        scenario=quantiles(level + change, level * 0.04),
        change=quantiles(change, change * 1.3),
        total_change=None if share else quantiles(change * WEEKS, change * WEEKS * 1.3),
        drivers=(
            Driver(f"behaviour.{service}", "What patients do when not seen", 0.52),
            Driver(
                "uptake.limit_daily_contacts",
                "How many practices limit contacts with patients on each day of the working week",
                0.21,
            ),
        ),
        by_behaviour=(
            ("gpps-2026", quantiles(change * 1.4, change)),
            ("implied-nhse-2024", quantiles(change * 0.6, change)),
        ),
        fit={"utc": "assumed", "nhs111": "ok"}.get(service, "ok"),
        mc_se=abs(change) / 20,
        luck_share=0.08,
        set_share=0.19,
    )


def weekly_rows() -> list[dict[str, object]]:
    """Quantiles by week for the whole system and each place."""
    rows: list[dict[str, object]] = []
    for week in range(WEEKS):
        for service, name, _, _, level, change in KEYS:
            for place in (None, *(code for code, _ in PLACES)):
                if place is not None and service != "practice":
                    continue
                part = 1.0 if place is None else 1 / 3
                ramp = part * (week + 1) / WEEKS
                for quantile, step in zip(NAMES, SPREAD, strict=True):
                    moved = change * step * ramp
                    rows.append(
                        {
                            "week": START + timedelta(weeks=week),
                            "service": service,
                            "place": place,
                            "practice": None,
                            "measure": name,
                            "quantile": quantile,
                            "baseline": level * part * (1 + 0.01 * step),
                            "scenario": level * part * (1 + 0.01 * step) + moved,
                            "change": moved,
                        }
                    )
    return rows


def weekly() -> pl.DataFrame:
    """The tidy weekly frame."""
    text = dict.fromkeys(("service", "place", "practice", "measure", "quantile"), pl.String)
    numbers = dict.fromkeys(("baseline", "scenario", "change"), pl.Float64)
    return pl.DataFrame(weekly_rows(), schema={"week": pl.Date, **text, **numbers})


def by_place() -> pl.DataFrame:
    """Quantiles over the whole horizon of what is counted in each place."""
    rows = [
        {
            "service": service,
            "measure": name,
            "place": place,
            "quantile": quantile,
            "baseline": level * share * (1 + 0.01 * step),
            "scenario": level * share * (1 + 0.01 * step) + moved,
            "change": moved,
        }
        for service, name, _, _, level, change in KEYS
        for (place, _), share in zip(WHERE.get(service, ()), (0.5, 0.3, 0.2), strict=False)
        for quantile, step in zip(NAMES, SPREAD, strict=True)
        for moved in [change * share * step]
    ]
    return pl.DataFrame(rows)


def weekdays() -> pl.DataFrame:
    """Quantiles by weekday of people a day."""
    rows = [
        {
            "service": service,
            "measure": name,
            "weekday": weekday,
            "quantile": quantile,
            "baseline": level / 7,
            "scenario": level / 7 + moved,
            "change": moved,
        }
        for service, name, _, unit, level, change in KEYS
        if unit != "share"
        for weekday in range(7)
        for quantile, step in zip(NAMES, SPREAD, strict=True)
        for moved in [change / 7 * step * (1.4 if weekday == 0 else 0.9)]
    ]
    return pl.DataFrame(rows)


def draws_table(draws: int = 4) -> pl.DataFrame:
    """Weekly values of each draw."""
    sets = ("gpps-2026", "implied-nhse-2024")
    rows = [
        {
            "draw": draw,
            "set": sets[draw % 2],
            "point": draw // 2,
            "week": START + timedelta(weeks=week),
            "service": service,
            "measure": name,
            "baseline": level + draw,
            "scenario": level + draw + change * draw,
        }
        for draw in range(draws)
        for week in range(WEEKS)
        for service, name, _, _, level, change in KEYS
    ]
    return pl.DataFrame(rows)


def draw_parameters(draws: int = 4) -> pl.DataFrame:
    """Two parameters of each draw."""
    rows = [
        {"draw": draw, "symbol": symbol, "value": 0.1 * draw + base}
        for draw in range(draws)
        for symbol, base in (("cap_real", 0.5), ("behaviour.ed", 0.07))
    ]
    return pl.DataFrame(rows)


def assumption(symbol: str, grade: str, *, relay: bool = False, overridden: bool = False) -> object:
    """One parameter as used."""
    return Assumption(
        symbol=symbol,
        name=f"What {symbol} stands for",
        low=0.05,
        central=0.07,
        high=0.1,
        unit="share",
        grade=grade,
        source="GP Patient Survey 2026, national report",
        url="https://gp-patient.co.uk/" if grade != "D" else "",
        relay=relay,
        overridden=overridden,
        note="Read as the share of all who were not seen.",
    )


QUALITY: dict[str, object] = {
    "format": "knockon/quality/1",
    "missing": [{"publication": "NHS 111", "stands_in": "national rates"}],
    "notes": ["One practice has no full-time equivalent: its PCN's mean stands in."],
}


def forecast(**changes: object) -> Forecast:
    """A whole forecast; ``changes`` replace fields by name."""
    fields: dict[str, object] = {
        "title": "Seaside, winter 2026/27",
        "version": "0.1.0",
        "results_version": 1,
        "seed": 20261122,
        "draws": 500,
        "seconds": 2.9,
        "workers": 2,
        "icb_code": "QXX",
        "icb_name": "NHS Seaside ICB",
        "synthetic": False,
        "practices": 12,
        "registered_patients": 123456,
        "start": START,
        "end": START + timedelta(weeks=WEEKS, days=-1),
        "weeks": WEEKS,
        "headline": (
            "If 41% of practices limit daily contacts from 7 December 2026, A&E (emergency "
            "departments) see 70 more people a week (90% of simulated futures: −21 to 160), "
            "compared with the same weeks without the action. Most of the doubt is what patients "
            "do when not seen. Behaviour sets and weights: gpps-2026 ×1, implied-nhse-2024 ×1."
        ),
        "headline_numbers": (
            (
                "Contacts displaced from practices",
                "900 a week (90% of simulated futures: −270 to 2,100)",
            ),
            (
                "A&E attendances",
                "+70 a week (90% of simulated futures: −21 to 160)",
            ),
            ("Calls to NHS 111", "+62 a week (90% of simulated futures: −18 to 140)"),
        ),
        "measures": tuple(measure(key) for key in KEYS),
        "weekly": weekly(),
        "by_place": by_place(),
        "weekdays": weekdays(),
        "draws_table": draws_table(),
        "draw_parameters": draw_parameters(),
        "accounting": Accounting(
            contacts_sought=100_000.0,
            seen_in_practice=91_000.0,
            went_to={
                "nhs111": 2_000.0,
                "utc": 1_500.0,
                "ed": 900.0,
                "self_care": 1_100.0,
                "nothing": 3_000.0,
            },
            waiting_at_start=4_000.0,
            waiting_at_end=4_400.0,
            retrying_at_end=100.0,
            imbalance=0,
        ),
        "cost": Cost(
            total=quantiles(250_000, 180_000),
            by_service=(("ed", quantiles(200_000, 150_000)), ("nhs111", quantiles(50_000, 30_000))),
            price_year=2024,
            note="Each unit cost at its own price year.",
        ),
        "breaches": (
            Breach(
                "practice",
                "U00001",
                "waiting",
                5000.0,
                ("2026-12-14", "2026-12-28", None),
                0.61,
                0.04,
            ),
        ),
        "horizons": tuple(
            Horizon(weeks, "ed", "attendances", quantiles(size, size))
            for weeks, size in (("1-4", 80.0), ("5-13", 300.0))
        ),
        "groups": (
            *(
                Group(
                    "deprivation_fifth",
                    str(n),
                    24_000 + n,
                    quantiles(200 - n * 10, 90),
                    quantiles(n, 3),
                )
                for n in range(1, 6)
            ),
            Group("age_band", "75 and over", 11_000, quantiles(150, 70), quantiles(4, 2)),
        ),
        "compare": (
            Comparison(
                "reasonable_worst_case",
                "Reasonable worst case",
                (
                    ("ed", "attendances", quantiles(260, 180)),
                    ("nhs111", "calls", quantiles(300, 200)),
                ),
            ),
        ),
        "behaviour_weights": (
            ("gpps-2026", "GP Patient Survey 2026", 0.5),
            ("implied-nhse-2024", "Implied by national modelling, 2024", 0.5),
        ),
        "behaviour_notes": ("gpps-2026: shares were cut to 1 in 2% of draws.",),
        "uptake_notes": (
            "limit_daily_contacts: 27% to 50% of 11 practices whose position is unknown.",
        ),
        "assumptions": (
            assumption("behaviour.gpps-2026.ed", "B"),
            assumption("cap_real", "D", overridden=True),
            assumption("u_111", "C", relay=True),
        ),
        "fits": (
            FitRow(
                *("ed", "R0D", "within_4_hours", 0.58, 0.581, 0.02, "ok"),
                *("2025-03 to 2026-02", "share"),
            ),
            FitRow("utc", "R0D", "turned_away", None, None, None, "assumed", ""),
        ),
        "not_modelled": ("Hospital wards: nobody waits for a bed in this version.",),
        "cautions": ("National totals cannot show the effect.",),
        "places": (*PLACES, *SITES),
        "quality": QUALITY,
        "digests": {"assessment": "a" * 64, "system": "b" * 64},
        "packs": (("parameters", "2026.11", "c" * 64),),
        "overrides": ("cap_real",),
        "command": "knockon assess seaside.yaml --draws 500 --seed 20261122",
        "python": "from knockon import impact\nimpact.assess(...)",
        "assessment": {"assessment": "Seaside, winter 2026/27"},
        "past_scores": (),
    }
    return Forecast(**(fields | changes))  # type: ignore[arg-type]
