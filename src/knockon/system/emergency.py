"""ED and UTC activity from A&E monthly: volumes, targets and who is admitted.

Type 1 (and type 2 where a trust has any) is ``ed``; type 3 is ``utc``. How a monthly series is
carried forward is :mod:`knockon.system.carried`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from knockon.system.carried import Usual, carried
from knockon.system.method import Method
from knockon.system.profiles import within_opening
from knockon.system.seasons import Monthly, month_text, season
from knockon.system.sites import residual_sd
from knockon.system.values import Site, Target, Volume

NEARLY_ALL = 0.9
"""Share of boards whose providers must be in a month for its sum to be called England's."""
SOURCE = "NHS England, A&E Attendances and Emergency Admissions"
ADMISSIONS = ("admissions_type1", "other_admissions", "admissions_type2", "admissions_type3")
VIA_DEPARTMENTS = ("admissions_type1", "admissions_type2", "admissions_type3")
_ALL_TYPES = ("attendances_type1", "attendances_type2", "attendances_type3")


@dataclass(frozen=True, slots=True)
class England:
    """England by month: attendances of type 1, type 3, all types; emergency admissions.

    None where the files lack them.
    """

    type1: Monthly | None = None
    type3: Monthly | None = None
    all_types: Monthly | None = None
    admissions: Monthly | None = None

    def of(self, kind: str) -> Monthly | None:
        """Return the series that goes with a kind of site."""
        return self.type1 if kind == "ed" else self.type3

    def factors(self, method: Method) -> tuple[float, ...] | None:
        """Return the month factors of all types, or None where the series is too short."""
        if self.all_types is None or not self.all_types.shows_season(method.full_series):
            return None
        return season(self.all_types).factors


def months_of(ae: pl.DataFrame, provider: str, measures: Iterable[str]) -> Monthly:
    """Return the sum of a provider's measures in the months in which all are reported."""
    wanted = list(measures)
    rows = ae.filter(pl.col("provider").eq(provider) & pl.col("measure").is_in(wanted))
    sums = rows.group_by("month").agg(
        pl.col("value").sum(), (pl.col("reported").sum() == len(wanted)).alias("whole")
    )
    return _monthly(sums.filter("whole"))


def all_providers(ae: pl.DataFrame, measures: Iterable[str]) -> Monthly:
    """Return the sum over every provider of what is reported, by month."""
    rows = ae.filter(pl.col("measure").is_in(list(measures)) & pl.col("reported"))
    return _monthly(rows.group_by("month").agg(pl.col("value").sum()))


def england(ae: pl.DataFrame, mapping: pl.DataFrame) -> England:
    """Return England's sums over the months whose providers cover nearly all boards."""
    if ae.is_empty() or mapping.is_empty():
        return England()
    boards = mapping["icb_code"].n_unique()
    covered = (
        ae.select("provider", "month")
        .unique()
        .join(mapping.select("provider", "icb_code"), on="provider")
        .group_by("month")
        .agg(pl.col("icb_code").n_unique().alias("boards"))
        .filter(pl.col("boards") >= NEARLY_ALL * boards)
    )
    whole = ae.join(covered, on="month", how="semi").filter("reported")

    def total(measures: Sequence[str]) -> Monthly | None:
        rows = whole.filter(pl.col("measure").is_in(list(measures)))
        sums = _monthly(rows.group_by("month").agg(pl.col("value").sum()))
        return sums if len(sums) else None

    return England(
        total(_ALL_TYPES[:1]), total(_ALL_TYPES[2:]), total(_ALL_TYPES), total(ADMISSIONS)
    )


def measures_of(ae: pl.DataFrame, provider: str, kind: str, method: Method) -> tuple[str, ...]:
    """Return the types of department that make up a kind of site at a provider."""
    if kind == "utc":
        return _ALL_TYPES[2:]
    second = months_of(ae, provider, _ALL_TYPES[1:2]).last(method.level_months)
    return _ALL_TYPES[:2] if sum(second.counts) > 0 else _ALL_TYPES[:1]


def attendances(ae: pl.DataFrame, provider: str, kind: str, method: Method) -> Monthly | None:
    """Return a provider's attendances of a kind; None if it reported none in its last months."""
    found = months_of(ae, provider, measures_of(ae, provider, kind, method))
    return found if sum(found.last(method.level_months).counts) > 0 else None


def volume(
    site: Site, series: Monthly, nation: England, method: Method, admitted: float | None
) -> Volume:
    """Return a site's volume from its provider's monthly series."""
    usual = Usual(nation.factors(method), residual_sd(site.kind))
    ahead = carried(series, nation.of(site.kind), method, method.growth_sd, usual)
    return Volume(
        service=site.kind,
        site=site.id,
        level=ahead.level * site.share,
        middle=ahead.middle,
        month_factor=ahead.factors,
        growth_mean=ahead.growth_mean,
        growth_sd=ahead.growth_sd,
        residual_sd=ahead.residual_sd,
        residual_ar=method.residual_ar,
        weekday=method.emergency_week,
        hour=within_opening(method.hours, site, method.emergency_week),
        months_used=tuple(month_text(m) for m in ahead.months),
        admitted_share=admitted,
        assumed=(
            *ahead.said,
            "Weekdays: Monday's published share of a week, the other six days alike.",
            "Hours: one curve for every emergency service (grade D).",
        ),
    )


def admissions(ae: pl.DataFrame, provider: str) -> Monthly:
    """Return a provider's emergency admissions of all ways in, by month.

    A month counts where admissions via type 1 and other emergency admissions are reported; those
    via types 2 and 3 are added where they are.
    """
    needed = set(months_of(ae, provider, ADMISSIONS[:2]).months)
    rows = ae.filter(
        pl.col("provider").eq(provider) & pl.col("measure").is_in(ADMISSIONS) & pl.col("reported")
    )
    sums = rows.group_by("month").agg(pl.col("value").sum())
    return _monthly(sums.filter(pl.col("month").is_in(sorted(needed))))


def admitted_share(ae: pl.DataFrame, provider: str, method: Method) -> float | None:
    """Return emergency admissions via type 1 ÷ type 1 attendances over the last months."""
    pair = _last_of_both(ae, provider, ("admissions_type1", "attendances_type1"), method)
    return sum(pair[0].counts) / sum(pair[1].counts) if pair else None


def four_hour_target(ae: pl.DataFrame, site: Site, method: Method) -> Target | None:
    """Return the type 1 share seen within four hours over the last months that report it."""
    pair = _last_of_both(ae, site.provider, ("over_4h_type1", "attendances_type1"), method)
    if pair is None:
        return None
    over, attended = pair
    months = tuple(month_text(m) for m in over.months)
    share = 1.0 - sum(over.counts) / sum(attended.counts)
    return Target(site.id, "within_4_hours", share, months, f"{SOURCE}, type 1")


def _last_of_both(
    ae: pl.DataFrame, provider: str, measures: tuple[str, str], method: Method
) -> tuple[Monthly, Monthly] | None:
    """Return two measures over the last months in which both are reported."""
    first, second = (months_of(ae, provider, (m,)) for m in measures)
    shared = sorted(set(first.months) & set(second.months))[-method.level_months :]
    pair = tuple(
        Monthly.of({m: c for m, c in zip(s.months, s.counts, strict=True) if m in shared})
        for s in (first, second)
    )
    return (pair[0], pair[1]) if sum(pair[1].counts) > 0 else None


def _monthly(sums: pl.DataFrame) -> Monthly:
    return Monthly.of(dict(zip(sums["month"].to_list(), sums["value"].to_list(), strict=True)))
