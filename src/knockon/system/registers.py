"""Practices of the chosen boards from the frames of published files, ready for their baselines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from knockon.errors import KnockonError
from knockon.places import NO_PCN, Icb, Practice
from knockon.published import Published
from knockon.system import appointments, surroundings
from knockon.system.appointments import Counted
from knockon.system.gained import Gained
from knockon.system.method import Method
from knockon.system.practices import Register, Summary, baselines
from knockon.system.values import AGE_BANDS, PracticeBaseline


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
    gained: tuple[Gained, ...] = ()


def practices(files: Published, boards: Sequence[Icb], method: Method) -> Practices:
    """Return every practice of the boards; K303 where nothing counts a practice's patients."""
    rows = files.practices.filter(pl.col("icb_code").is_in([b.code for b in boards]))
    codes = rows["practice"].to_list()
    counted = appointments.counted(files, codes, method)
    summaries = {code: one.summary for code, one in counted.items()}
    patients = _patients(files.patients, codes, summaries)
    ages = _ages(files.ages, codes)
    registers = [
        Register(_practice(row), patients[row["practice"]], ages.get(row["practice"]))
        for row in rows.iter_rows(named=True)
    ]
    months = appointments.months_of(counted, files.practices["period"].max())
    board_of = dict(zip(codes, rows["icb_code"].to_list(), strict=True))
    worked = baselines(registers, summaries, host_mad=method.host_mad, national=method.practices)
    found = tuple(
        _booked(b, counted.get(b.practice.ods_code)) for b in surroundings.told(worked, files)
    )
    return Practices(
        baselines=found,
        boards=tuple(board_of[b.practice.ods_code] for b in found),
        middle=months.middle,
        months=months.names,
        notes=(*months.notes, *appointments.missed(counted), *_notes(found, files, codes)),
        gained=tuple(appointments.told(counted, files, codes)),
    )


def _booked(baseline: PracticeBaseline, counted: Counted | None) -> PracticeBaseline:
    """Return a practice with how soon its patients are booked, where its months tell."""
    if counted is None:
        return baseline
    said = (*baseline.assumed, *counted.said)
    return replace(baseline, within_a_week=counted.within_a_week, assumed=said)


def _practice(row: Mapping[str, str | None]) -> Practice:
    pcn = row["pcn_code"]
    return Practice(
        ods_code=str(row["practice"]),
        name=str(row["name"]),
        postcode=row["postcode"] or "",
        pcn_code=None if pcn == NO_PCN else pcn,
        supplier=row["supplier"],
    )


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


def _notes(
    found: Sequence[PracticeBaseline], files: Published, codes: Sequence[str]
) -> tuple[str, ...]:
    notes = [
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
