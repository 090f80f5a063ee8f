"""Practices of the chosen boards from the frames of published files, ready for their baselines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from knockon.dates import months_after, working_days
from knockon.errors import KnockonError
from knockon.places import NO_PCN, Icb, Practice
from knockon.published import Published
from knockon.system import surroundings
from knockon.system.method import Method
from knockon.system.practices import Period, Register, Summary, baselines
from knockon.system.seasons import month_text
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
    """The months most practices' appointments were counted in."""

    names: tuple[str, ...]
    middle: date
    notes: tuple[str, ...]


def practices(files: Published, boards: Sequence[Icb], method: Method) -> Practices:
    """Return every practice of the boards; K303 where nothing counts a practice's patients."""
    rows = files.practices.filter(pl.col("icb_code").is_in([b.code for b in boards]))
    codes = rows["practice"].to_list()
    summaries = _summaries(files.gpad_summary, codes, method)
    patients = _patients(files.patients, codes, summaries)
    ages = _ages(files.ages, codes)
    registers = [
        Register(_practice(row), patients[row["practice"]], ages.get(row["practice"]))
        for row in rows.iter_rows(named=True)
    ]
    months = _months(files, codes)
    board_of = dict(zip(codes, rows["icb_code"].to_list(), strict=True))
    worked = baselines(registers, summaries, host_mad=method.host_mad, national=method.practices)
    found = surroundings.told(worked, files)
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


def _summaries(frame: pl.DataFrame, codes: Sequence[str], method: Method) -> dict[str, Summary]:
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
            period=_period(row["first_month"], row["last_month"], method),
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


def _period(first: date | None, last: date | None, method: Method) -> Period:
    """Return working days and mean month factor of season of the months counted together."""
    if first is None or last is None:
        return Period(round(SUMMARY_MONTHS * method.working_days_a_month), 1.0)
    starts = _starts(first, last)
    days = [working_days(start, months_after(start, 1)) for start in starts]
    factors = [method.practice_season[start.month - 1] for start in starts]
    return Period(sum(days), sum(f * d for f, d in zip(factors, days, strict=True)) / sum(days))


def _starts(first: date, last: date) -> list[date]:
    starts = [first]
    while starts[-1] < last:
        starts.append(months_after(starts[-1], 1))
    return starts


def _months(files: Published, codes: Sequence[str]) -> _Months:
    """Return the months most practices share; the day of the map where none are known."""
    rows = files.gpad_summary.filter(pl.col("practice").is_in(list(codes)))
    spans = Counter(zip(rows["first_month"], rows["last_month"], strict=True))
    notes = []
    if any(first is None for first, _ in spans):
        notes.append("The months of some appointments are not known: three usual ones are taken.")
    known = sorted((count, span) for span, count in spans.items() if span[0] is not None)
    if not known:
        extract = files.practices["period"].max()
        return _Months((), extract if isinstance(extract, date) else date.min, tuple(notes))
    first, last = known[-1][1]
    others = sum(count for count, _ in known[:-1])
    if others:
        notes.append(f"Appointments of {others} practices are of other months than the rest's.")
    end = months_after(last, 1)
    names = tuple(month_text(start) for start in _starts(first, last))
    return _Months(names, first + timedelta(days=(end - first).days // 2), tuple(notes))


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
    return (*notes, *surroundings.notes(found, files))
