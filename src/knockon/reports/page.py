"""The report as a page: its sections in the order a reader needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knockon.reports.balance import balance, groups, limits_passed, spans
from knockon.reports.cases import cases
from knockon.reports.doubt import doubt
from knockon.reports.headline import kicker_of, notes_below, sentences_of
from knockon.reports.method import method
from knockon.reports.numbers import day
from knockon.reports.over_time import over_time
from knockon.reports.parts import Headline, Page
from knockon.reports.rendering import render
from knockon.reports.running import result_digest
from knockon.reports.sensitivity import sensitivity
from knockon.reports.spend import costs
from knockon.reports.standing import (
    assumptions,
    data_and_fit,
    download,
    helps,
    left_out,
    past_runs,
    reproduce,
)
from knockon.reports.when import by_weekday
from knockon.reports.where import by_place
from knockon.reports.wording import CHECK

if TYPE_CHECKING:
    from knockon.impact.forecast import Forecast

FILES = (
    ("summary.json", "the numbers of this page, for programs"),
    ("forecast.parquet", "every week, service, place and measure, with quantiles"),
    ("draws.parquet", "each simulated future, week by week, with the parameters it drew"),
    ("assumptions.csv", "every number used, with its range, grade and source"),
    ("run.json", "versions, seed, digests and the command that repeats this run"),
)
_DO_NOT_USE = "The accounting of this run does not balance. Do not use it; report it."


def report_page(forecast: Forecast) -> str:
    """Return the impact report as one self-contained HTML file, without script."""
    return render(present(forecast, result_digest(forecast)))


def present(forecast: Forecast, digest: str, beside: tuple[tuple[str, str], ...] = ()) -> Page:
    """Return the report's words and numbers, section by section.

    ``beside`` are further files of the run: their names and what each holds.
    """
    sections = (
        cases(forecast),
        doubt(forecast),
        sensitivity(forecast),
        spans(forecast),
        limits_passed(forecast),
        groups(forecast),
        over_time(forecast),
        balance(forecast),
        by_place(forecast),
        by_weekday(forecast),
        costs(forecast),
        helps(forecast),
        assumptions(forecast),
        data_and_fit(forecast),
        left_out(forecast),
        method(),
        past_runs(forecast),
        reproduce(forecast, digest),
        download((*FILES, *beside)),
    )
    return Page(
        title=forecast.title,
        kicker=kicker_of(forecast, "Impact report"),
        headline=_headline(forecast),
        sections=tuple(section for section in sections if section is not None),
        footer=f"Knock-on {forecast.version}. {CHECK}",
    )


def _headline(forecast: Forecast) -> Headline:
    sentence, because, sets = sentences_of(forecast.headline)
    return Headline(
        sentence=sentence,
        because=because,
        numbers=tuple(_split(label, words) for label, words in forecast.headline_numbers),
        facts=(
            ("System", f"{forecast.icb_name} ({forecast.icb_code})"),
            ("Practices", f"{forecast.practices:,}"),
            ("Registered patients", f"{forecast.registered_patients:,}"),
            ("Weeks", f"{forecast.weeks}, {day(forecast.start)} to {day(forecast.end)}"),
            ("Simulated futures", f"{forecast.draws:,}"),
            ("Baseline", "the same weeks without the actions"),
            *((("Accounts of what patients do", sets),) if sets else ()),
        ),
        warnings=(_DO_NOT_USE,) if forecast.accounting.imbalance else (),
        notes=notes_below(forecast, forecast.measures),
    )


def _split(label: str, words: str) -> tuple[str, str, str]:
    """Return a label, its number and its interval, which stands in brackets after the number."""
    number, bracket, rest = words.partition(" (")
    return label, number, rest.removesuffix(")") if bracket else ""
