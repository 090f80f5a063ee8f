"""Each practice's appointments over the months that count them: the crosstab, else the summary.

The practice-level crosstab counts every month by status and kind of staff, so its level rests on
up to the last twelve months, and GPs have their own share of appointments not attended. Months
before and after the day collective action began are never put together: they may differ in what
practices do, and in what they record. Where the three-month summary is of later months than a
practice's crosstab, the summary gives the level.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from knockon.dates import months_after, working_days
from knockon.published import Published
from knockon.system.gained import Gained, gained
from knockon.system.method import Method
from knockon.system.practices import Period, Summary
from knockon.system.seasons import month_text

SUMMARY_MONTHS = 3
_SOON = ("day_1", "days_2_7")
_LATER = ("days_8_14", "days_15_21", "days_22_28", "over_28_days")
_SUMS = ("total", "gp", "same_day_gp", "dna", "gp_dna", "soon", "later")
_LOCUMS_IN = "Locums are counted among its GPs: the file does not tell them apart."


@dataclass(frozen=True, slots=True)
class Counted:
    """One practice's appointments, the months they are of (none where unknown), and their file."""

    summary: Summary
    months: tuple[date, ...]
    by_month: bool
    """Whether they are the crosstab's."""
    within_a_week: float | None = None
    """Share of GP-led appointments not booked for the same day that were 1 to 7 days ahead."""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Months:
    """The months most practices' appointments were counted in, and what is to be said of them."""

    names: tuple[str, ...]
    middle: date
    notes: tuple[str, ...]


def counted(files: Published, codes: Sequence[str], method: Method) -> dict[str, Counted]:
    """Return what is known of the practices' appointments and GPs, by code."""
    found = _of_summary(files.gpad_summary, codes, method)
    for code, one in _of_crosstab(files.gpad_crosstab, codes, method).items():
        earlier = found.get(code)
        if earlier is None or not earlier.months or one.months[-1] >= earlier.months[-1]:
            found[code] = _with_people(one, earlier)
        else:
            found[code] = replace(earlier, within_a_week=one.within_a_week)
    return _with_gps(found, files.workforce, codes, method)


def _with_people(one: Counted, earlier: Counted | None) -> Counted:
    """Return counts by month with the list, GPs and deprivation of the summary, if there is one."""
    if earlier is None:
        return one
    kept = {
        name: getattr(earlier.summary, name) for name in ("list_size", "gp_qual_fte_10k", "imd")
    }
    return replace(one, summary=replace(one.summary, **kept))


def _of_summary(frame: pl.DataFrame, codes: Sequence[str], method: Method) -> dict[str, Counted]:
    rows = frame.filter(pl.col("practice").is_in(list(codes)))
    return {
        row["practice"]: Counted(
            Summary(
                total=row["total_3m"],
                gp=row["gp_3m"],
                same_day_gp=row["sd_gp_3m"],
                dna=row["dna_3m"],
                list_size=row["list_size"],
                gp_qual_fte_10k=row["gp_qual_fte_10k"],
                imd=row["imd"],
                period=period(_between(row["first_month"], row["last_month"]), method),
            ),
            _between(row["first_month"], row["last_month"]),
            by_month=False,
        )
        for row in rows.iter_rows(named=True)
    }


def _of_crosstab(frame: pl.DataFrame, codes: Sequence[str], method: Method) -> dict[str, Counted]:
    gp, missed = pl.col("hcp_type") == "gp", pl.col("status") == "dna"
    count = pl.col("appointments")
    own = frame.filter(pl.col("practice").is_in(list(codes)))
    sums = own.group_by("practice", "month").agg(
        count.sum().alias("total"),
        count.filter(gp).sum().alias("gp"),
        pl.col("same_day").filter(gp).sum().alias("same_day_gp"),
        count.filter(missed).sum().alias("dna"),
        count.filter(gp & missed).sum().alias("gp_dna"),
        pl.sum_horizontal(pl.col(_SOON)).filter(gp).sum().alias("soon"),
        pl.sum_horizontal(pl.col(_LATER)).filter(gp).sum().alias("later"),
    )
    by_practice: dict[str, dict[date, Mapping[str, float]]] = {}
    for row in sums.iter_rows(named=True):
        by_practice.setdefault(row["practice"], {})[row["month"]] = row
    return {code: _over(months, method) for code, months in by_practice.items()}


def _over(by_month: Mapping[date, Mapping[str, float]], method: Method) -> Counted:
    """Return the sums of a practice's last months, none of them across the day action began."""
    months = last_alike(by_month, method)
    sums = {name: float(sum(by_month[m][name] for m in months)) for name in _SUMS}
    booked = sums["soon"] + sums["later"]
    summary = Summary(
        total=sums["total"],
        gp=sums["gp"],
        same_day_gp=sums["same_day_gp"],
        dna=sums["dna"],
        gp_dna=sums["gp_dna"],
        list_size=None,
        gp_qual_fte_10k=None,
        imd=None,
        period=period(months, method),
    )
    within = sums["soon"] / booked if booked else None
    return Counted(summary, months, by_month=True, within_a_week=within)


def last_alike(months: Iterable[date], method: Method) -> tuple[date, ...]:
    """Return the last months of a level, all on one side of the day collective action began."""
    ordered = sorted(months)
    began = method.action_began
    if began is not None and ordered[-1] >= began:
        ordered = [m for m in ordered if m >= began]
    return tuple(ordered[-method.level_months :])


def _with_gps(
    found: Mapping[str, Counted], workforce: pl.DataFrame, codes: Sequence[str], method: Method
) -> dict[str, Counted]:
    """Return what is known with the GPs of the workforce file, which alone may be known."""
    exact = newest_staff(workforce, codes, "gp_qualified_not_locum")
    with_locums = newest_staff(workforce, codes, "gp_qualified")
    result = dict(found)
    for code in {*exact, *with_locums}:
        one = result.get(code) or Counted(_unknown(method), (), by_month=False)
        if code in exact:
            result[code] = replace(one, summary=replace(one.summary, gp_fte=exact[code]))
        elif one.summary.gp_qual_fte_10k is None:
            known = replace(one.summary, gp_fte=with_locums[code])
            result[code] = replace(one, summary=known, said=(_LOCUMS_IN,))
    return result


def _unknown(method: Method) -> Summary:
    """Return what is known of a practice that only the workforce file has: nothing yet."""
    nothing = dict.fromkeys(
        ("total", "gp", "same_day_gp", "dna", "list_size", "gp_qual_fte_10k", "imd")
    )
    return Summary(**nothing, period=period((), method))


def newest_staff(workforce: pl.DataFrame, codes: Sequence[str], staff: str) -> dict[str, float]:
    """Return full-time equivalents of one kind of staff by practice, of its newest month."""
    own = workforce.filter(pl.col("practice").is_in(list(codes)) & pl.col("staff").eq(staff))
    newest = own.drop_nulls("fte").sort("month").group_by("practice").last()
    return dict(newest.select("practice", "fte").iter_rows())


def period(months: Sequence[date], method: Method) -> Period:
    """Return working days and mean month factor of season of the months counted together."""
    if not months:
        return Period(round(SUMMARY_MONTHS * method.working_days_a_month), 1.0)
    days = [working_days(start, months_after(start, 1)) for start in months]
    factors = [method.practice_season[start.month - 1] for start in months]
    return Period(sum(days), sum(f * d for f, d in zip(factors, days, strict=True)) / sum(days))


def months_of(found: Mapping[str, Counted], extract: object) -> Months:
    """Return the months most practices share; the day of the map where none are known."""
    sized = [one for one in found.values() if one.summary.total is not None]
    spans = Counter(one.months for one in sized)
    notes = []
    if spans[()]:
        notes.append("The months of some appointments are not known: three usual ones are taken.")
    known = sorted((count, months) for months, count in spans.items() if months)
    if not known:
        return Months((), extract if isinstance(extract, date) else date.min, tuple(notes))
    months = known[-1][1]
    others = sum(count for count, _ in known[:-1])
    if others:
        notes.append(f"Appointments of {others} practices are of other months than the rest's.")
    end = months_after(months[-1], 1)
    middle = months[0] + timedelta(days=(end - months[0]).days // 2)
    return Months(tuple(month_text(m) for m in months), middle, tuple(notes))


def missed(found: Mapping[str, Counted]) -> list[str]:
    """Say how appointments not attended are taken out."""
    by_month = sum(one.by_month for one in found.values())
    alike = len(found) - by_month
    if not by_month:
        return [
            "Appointments count every status; the share not attended is taken out of GP-led and "
            "other appointments alike."
        ]
    others = f"; at the other {alike} out of GP-led and other appointments alike" if alike else ""
    return [
        f"Appointments count every status; at {by_month} practices counted by month what was not "
        f"attended is taken out of GPs' and others' own{others}."
    ]


def told(found: Mapping[str, Counted], files: Published, codes: Sequence[str]) -> list[Gained]:
    """Return what the crosstab and the workforce file gave, and in place of what."""
    by_month = [one for one in found.values() if one.by_month]
    result = []
    if by_month:
        months = {month_text(m) for one in by_month for m in one.months}
        before = "The three-month summary" if files.gpad_summary.height else "England's rates"
        what = f"Appointments of {len(by_month)} of {len(codes)} practices"
        result.append(gained(what, "gpad_crosstab", months, before))
    own = files.workforce.filter(pl.col("practice").is_in(list(codes))).drop_nulls("fte")
    if own.height:
        newest = month_text(own["month"].max())  # type: ignore[arg-type]
        before = "The staff of the practice summary" if files.gpad_summary.height else "Nothing"
        what = f"GPs and other staff of {own['practice'].n_unique()} of {len(codes)} practices"
        result.append(gained(what, "workforce", {newest}, before))
    return result


def _between(first: date | None, last: date | None) -> tuple[date, ...]:
    if first is None or last is None:
        return ()
    starts = [first]
    while starts[-1] < last:
        starts.append(months_after(starts[-1], 1))
    return tuple(starts)
