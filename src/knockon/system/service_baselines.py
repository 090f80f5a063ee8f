"""Services that have no sites here: referrals, advice, tests, pharmacies, where files count them.

Each figure is a mean week of the last reported months, or who waits at the end of the newest one.
Trusts' figures are whole: commissioners are together, so people of other boards are in them, as
they are in their lists. A figure is a board's only where each of its trusts reports it: a part is
not the whole. Nothing stands in: the model takes a parameter where there is no row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from knockon.published import Published
from knockon.published.pharmacy import PATHWAYS
from knockon.system.beds import Trust
from knockon.system.gained import Gained, gained
from knockon.system.method import Method
from knockon.system.profiles import DAYS
from knockon.system.seasons import days_in, month_text
from knockon.system.values import ServiceBaseline

_REFERRALS = "NHS England, Monthly Referral Return"
_PATHWAYS = "NHS England, Consultant-led Referral to Treatment Waiting Times, full extract"
_TESTS = "NHS England, Diagnostic Waiting Times and Activity (DM01)"
_ADVICE = "NHS England, specialist advice (System EROC)"
_PHARMACY = "NHS Business Services Authority, dispensing contractors: Pharmacy First"
_NOT_PATHWAYS = ("urgent_medicine_supply", "minor_illness_referral")
_BEFORE_REFERRAL = pl.col("kind").str.to_lowercase().str.starts_with("pre")
"""Requests of the type "pre-referral"; how the file spells it in full has not been seen."""
_TESTS_ARE_REQUESTS = (
    "Requests are not published: every test done, from the list, planned or unscheduled, is taken "
    "as one asked for."
)


@dataclass(frozen=True, slots=True)
class Of:
    """Whose figure it is: an organisation and the board it is counted to."""

    organisation: str
    icb: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Baselines in the order of service, measure and organisation, what gave them, what is said."""

    baselines: tuple[ServiceBaseline, ...]
    gained: tuple[Gained, ...]
    notes: tuple[str, ...]


def baselines(files: Published, trusts: Mapping[str, Sequence[Trust]], method: Method) -> Figures:
    """Return the figures of the boards that are keys of ``trusts``, and of each one's trusts."""
    of_trusts = [Of(t.provider, icb) for icb, some in trusts.items() for t in some]
    boards = [Of(icb, icb) for icb in trusts]
    by_trust = [
        *_referrals(files.referrals, of_trusts, method),
        *_completed(files.rtt_lists, of_trusts),
        *_tests(files.diagnostics, of_trusts, method),
    ]
    whole, notes = _of_every_trust(by_trust, trusts)
    found = [
        *whole,
        *_advice(files.advice, boards, method),
        *_pharmacies(files.pharmacy_first, boards, method),
    ]
    ordered = sorted(found, key=lambda one: (one.service, one.measure, one.organisation))
    notes += _other_kinds(files.advice, boards)
    return Figures(tuple(ordered), tuple(_told(ordered)), tuple(notes))


def _of_every_trust(
    found: Sequence[ServiceBaseline], trusts: Mapping[str, Sequence[Trust]]
) -> tuple[list[ServiceBaseline], list[str]]:
    """Return the figures that every trust of their board reports, and say which are left out."""
    kept, notes = list[ServiceBaseline](), list[str]()
    for key in dict.fromkeys((one.service, one.measure, one.icb) for one in found):
        some = [one for one in found if (one.service, one.measure, one.icb) == key]
        silent = {t.provider for t in trusts[key[2]]} - {one.organisation for one in some}
        if silent:
            what = f"{key[0]} {key[1]}".replace("_", " ")
            notes.append(
                f"{key[2]}: {what} are not reported of {', '.join(sorted(silent))}, so no figure "
                "of the board is taken from its other trusts."
            )
        else:
            kept += some
    return kept, notes


def _referrals(rows: pl.DataFrame, of: Sequence[Of], method: Method) -> Iterator[ServiceBaseline]:
    """Yield referrals a week to a trust: by practices, and by practices and others together."""
    every = rows.with_columns(
        pl.sum_horizontal("from_practices", "from_others", ignore_nulls=False).alias("all")
    )
    for one in of:
        own = every.filter(pl.col("provider") == one.organisation)
        for measure, column in (("gp_referrals", "from_practices"), ("referrals", "all")):
            months = _whole(own, column)
            yield from _weekly(("outpatients", measure), one, months, _REFERRALS, method)


def _completed(rows: pl.DataFrame, of: Sequence[Of]) -> Iterator[ServiceBaseline]:
    """Yield pathways completed a week in the newest month that counts them."""
    ended = rows.filter(pl.col("part").is_in(["completed_admitted", "completed_not_admitted"]))
    for one in of:
        months = _whole(ended.filter(pl.col("provider") == one.organisation), "pathways")
        if months:
            newest = max(months)
            week = months[newest] / days_in(newest) * DAYS
            yield _figure(("outpatients", "completed"), one, week, "a week", [newest], _PATHWAYS)


def _tests(rows: pl.DataFrame, of: Sequence[Of], method: Method) -> Iterator[ServiceBaseline]:
    """Yield tests a week, and who waits for one at the end of the newest month."""
    stocks = {"waiting": "waiting_list", "over_6_weeks": "over_6_weeks"}
    for one in of:
        own = rows.filter(pl.col("provider") == one.organisation)
        done = _whole(own, "activity")
        key = ("diagnostics", "requests")
        yield from _weekly(key, one, done, _TESTS, method, (_TESTS_ARE_REQUESTS,))
        for column, measure in stocks.items():
            ends = _whole(own, column)
            if ends:
                newest, key = max(ends), ("diagnostics", measure)
                yield _figure(key, one, ends[newest], "people waiting", [newest], _TESTS)


def _advice(rows: pl.DataFrame, of: Sequence[Of], method: Method) -> Iterator[ServiceBaseline]:
    """Yield requests for advice before a referral a week, and those diverted from one."""
    before = rows.filter(_BEFORE_REFERRAL)
    for one in of:
        own = before.filter(pl.col("icb_code") == one.organisation)
        kinds = {"requests": own, "diverted": own.filter("diverted")}
        months = set(_whole(own, "requests"))
        for measure, some in kinds.items():
            counted = _whole(some, "requests")
            found = {m: counted.get(m, 0.0) for m in months}
            yield from _weekly(("advice_and_guidance", measure), one, found, _ADVICE, method)


def _other_kinds(rows: pl.DataFrame, of: Sequence[Of]) -> list[str]:
    """Say which boards' requests for advice are none of a kind known to come before a referral."""
    own = rows.filter(pl.col("icb_code").is_in([one.organisation for one in of]))
    known = set(own.filter(_BEFORE_REFERRAL)["icb_code"])
    return [
        f"{board}: requests for advice are of the kinds {', '.join(some['kind'].unique().sort())}, "
        "none of which is known to come before a referral: no figure is taken."
        for (board,), some in own.sort("icb_code").group_by("icb_code", maintain_order=True)
        if board not in known
    ]


def _pharmacies(rows: pl.DataFrame, of: Sequence[Of], method: Method) -> Iterator[ServiceBaseline]:
    """Yield consultations a week of a board's pharmacies, and how many pharmacies hold any."""
    parts = {"consultations": tuple(PATHWAYS), "clinical_pathways": _clinical()}
    for one in of:
        own = rows.filter(pl.col("icb_code") == one.organisation)
        said = _blanks(own)
        for measure, kinds in parts.items():
            of_kinds = own.filter(pl.col("kind").is_in(kinds)).drop_nulls("consultations")
            months = _whole(of_kinds, "consultations")
            yield from _weekly(("pharmacy", measure), one, months, _PHARMACY, method, said)
        active = own.filter(pl.col("consultations") > 0)
        if not active.is_empty():
            newest = active["month"].max()
            number = active.filter(pl.col("month") == newest)["pharmacy"].n_unique()
            when = [newest] if isinstance(newest, date) else []
            key = ("pharmacy", "pharmacies")
            yield _figure(key, one, float(number), "pharmacies", when, _PHARMACY)


def _clinical() -> tuple[str, ...]:
    return tuple(kind for kind in PATHWAYS if kind not in _NOT_PATHWAYS)


def _blanks(rows: pl.DataFrame) -> tuple[str, ...]:
    """Say how many values of pharmacies are blank, which stand in no sum."""
    blank = rows["consultations"].null_count()
    return (f"{blank:,} of {rows.height:,} values are blank and in no sum.",) if blank else ()


def _whole(rows: pl.DataFrame, column: str) -> dict[date, float]:
    """Return a column's sum by month, for the months of which no part is missing."""
    blank = pl.col(column).is_null().any().alias("blank")
    sums = rows.group_by("month").agg(pl.col(column).sum(), blank).filter(~pl.col("blank"))
    return {month: float(value) for month, value in sums.select("month", column).iter_rows()}


def _weekly(  # noqa: PLR0913, PLR0917 - a figure is exactly these parts
    key: tuple[str, str],
    of: Of,
    counts: Mapping[date, float],
    source: str,
    method: Method,
    said: tuple[str, ...] = (),
) -> Iterator[ServiceBaseline]:
    """Yield a mean week of the last reported months; nothing where no month is reported."""
    months = sorted(counts)[-method.level_months :]
    if months:
        week = sum(counts[m] for m in months) / sum(days_in(m) for m in months) * DAYS
        yield _figure(key, of, week, "a week", months, source, said)


def _figure(  # noqa: PLR0913, PLR0917 - as above
    key: tuple[str, str],
    of: Of,
    value: float,
    unit: str,
    months: Collection[date],
    source: str,
    said: tuple[str, ...] = (),
) -> ServiceBaseline:
    service, measure = key
    when = tuple(month_text(m) for m in sorted(months))
    return ServiceBaseline(
        service, measure, of.organisation, of.icb, value, unit, when, source, said
    )


_SAID = {
    ("outpatients", "gp_referrals"): ("referrals", "Referrals by practices"),
    ("diagnostics", "requests"): ("diagnostics", "Tests done and who waits for one"),
    ("advice_and_guidance", "requests"): ("advice", "Requests for advice before a referral"),
    ("pharmacy", "consultations"): ("pharmacy_first", "Consultations of pharmacies"),
}
"""Of each publication the figure that tells its months, and what it gives in words."""


def _told(found: Sequence[ServiceBaseline]) -> Iterator[Gained]:
    for key, (table, what) in _SAID.items():
        months = {m for one in found if (one.service, one.measure) == key for m in one.months}
        if months:
            yield gained(what, table, months, "The parameters' rate by registered patient")
