"""Practices of the chosen boards from the frames of published files, ready for their baselines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from knockon.dates import months_after, working_days
from knockon.errors import KnockonError
from knockon.places import NO_PCN, Icb, Practice
from knockon.published import Published
from knockon.system.emergency import month_text
from knockon.system.method import Method
from knockon.system.practices import Period, Register, Summary, baselines
from knockon.system.values import AGE_BANDS, PracticeBaseline

SUMMARY_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Practices:
    """Baselines in the order of their codes, the months they rest on, and what is to be said.

    ``boards`` is the code of each practice's board, in the same order.
    """

    baselines: tuple[PracticeBaseline, ...]
    boards: tuple[str, ...]
    middle: date
    months: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Months:
    """The months the appointments were counted in; ``working_days`` are those of all of them."""

    names: tuple[str, ...]
    middle: date
    period: Period
    notes: tuple[str, ...]


def practices(files: Published, boards: Sequence[Icb], method: Method) -> Practices:
    """Return every practice of the boards; K303 where nothing counts a practice's patients."""
    rows = files.practices.filter(pl.col("icb_code").is_in([b.code for b in boards]))
    codes = rows["practice"].to_list()
    summaries = _summaries(files.gpad_summary, codes)
    patients = _patients(files.patients, codes, summaries)
    ages = _ages(files.ages, codes)
    registers = [
        Register(_practice(row), patients[row["practice"]], ages.get(row["practice"]))
        for row in rows.iter_rows(named=True)
    ]
    months = _months(files, codes, method)
    board_of = dict(zip(codes, rows["icb_code"].to_list(), strict=True))
    found = baselines(
        registers,
        summaries,
        months.period,
        host_mad=method.host_mad,
        national=method.practices,
    )
    return Practices(
        baselines=found,
        boards=tuple(board_of[b.practice.ods_code] for b in found),
        middle=months.middle,
        months=months.names,
        notes=(*months.notes, *_notes(found, files, codes)),
    )


def _practice(row: Mapping[str, str | None]) -> Practice:
    pcn = row["pcn_code"]
    return Practice(
        ods_code=str(row["practice"]),
        name=str(row["name"]),
        postcode=row["postcode"] or "",
        pcn_code=None if pcn == NO_PCN else pcn,
        supplier=row["supplier"],
    )


def _summaries(frame: pl.DataFrame, codes: Sequence[str]) -> dict[str, Summary]:
    rows = frame.filter(pl.col("practice").is_in(list(codes)))
    return {
        row["practice"]: Summary(
            total=row["total_3m"],
            gp=row["gp_3m"],
            same_day_gp=row["sd_gp_3m"],
            dna=row["dna_3m"],
            list_size=row["list_size"],
            gp_qual_fte_10k=row["gp_qual_fte_10k"],
            imd=row["imd"],
        )
        for row in rows.iter_rows(named=True)
    }


def _patients(
    frame: pl.DataFrame, codes: Sequence[str], summaries: Mapping[str, Summary]
) -> dict[str, int]:
    """Return registered patients by practice; the appointments file's list where none is given."""
    counted = dict(zip(frame["practice"].to_list(), frame["patients"].to_list(), strict=True))
    found: dict[str, int] = {}
    for code in codes:
        summary = summaries.get(code)
        patients = counted.get(code) or (summary.list_size if summary else None)
        if not patients:
            raise KnockonError(
                "K303",
                f"no file counts the patients registered with {code}",
                expected="registered patients of every practice in the map",
                remedy="Add Patients Registered at a GP Practice, totals (gp-reg-pat-prac-all), "
                "for the month of the map.",
            )
        found[code] = int(patients)
    return found


def _ages(frame: pl.DataFrame, codes: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return patients by age band, both sexes; only practices for which every cell is known."""
    rows = frame.filter(pl.col("practice").is_in(list(codes)))
    sums = rows.group_by("practice", "band").agg(
        pl.col("patients").sum(), pl.col("patients").null_count().alias("blank")
    )
    by_practice: dict[str, dict[str, int]] = {}
    for code, band, patients, blank in sums.iter_rows():
        if not blank:
            by_practice.setdefault(code, {})[band] = patients
    return {
        code: tuple(bands[band] for band in AGE_BANDS)
        for code, bands in by_practice.items()
        if all(band in bands for band in AGE_BANDS)
    }


def _months(files: Published, codes: Sequence[str], method: Method) -> _Months:
    """Return the summary's months with their working days and mean month factor of season."""
    rows = files.gpad_summary.filter(pl.col("practice").is_in(list(codes)))
    first, last = rows["first_month"].min(), rows["last_month"].max()
    if not isinstance(first, date) or not isinstance(last, date):
        extract = files.practices["period"].max()
        days = round(SUMMARY_MONTHS * method.working_days_a_month)
        note = "The months of the appointments are not known: a usual three months are assumed."
        middle = extract if isinstance(extract, date) else date.min
        return _Months((), middle, Period(days, 1.0), (note,) if rows.height else ())
    starts = [first]
    while starts[-1] < last:
        starts.append(months_after(starts[-1], 1))
    ends = [months_after(start, 1) for start in starts]
    days_each = [working_days(start, end) for start, end in zip(starts, ends, strict=True)]
    season = sum(
        method.practice_season[start.month - 1] * days
        for start, days in zip(starts, days_each, strict=True)
    ) / sum(days_each)
    middle = first + timedelta(days=(ends[-1] - first).days // 2)
    names = tuple(month_text(start) for start in starts)
    return _Months(names, middle, Period(sum(days_each), season), ())


def _notes(
    found: Sequence[PracticeBaseline], files: Published, codes: Sequence[str]
) -> tuple[str, ...]:
    notes = [
        "Practices: season by month and weekdays are England's, growth is unknown (mean 0), and "
        "the spread of months is that of England's month factors.",
        "Appointments count every status; the share not attended is taken out of GP-led and other "
        "appointments alike.",
        "Recorded rates are shrunk towards the board's mean, more where fewer GPs stand behind.",
    ]
    counted = set(files.patients["practice"].to_list())
    by_list = sorted(code for code in codes if code not in counted)
    if by_list:
        notes.append(
            f"Registered patients of {len(by_list)} practices are the list of the appointments "
            f"file: {', '.join(by_list)}."
        )
    if not any(b.ages for b in found):
        notes.append("Ages of registered patients are not given: nothing is shown by age.")
    return tuple(notes)
