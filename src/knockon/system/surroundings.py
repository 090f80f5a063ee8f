"""What else the files say of practices: deprivation, staff, telephone calls answered.

None of it is needed to size a practice. What a file does not say stays unknown; nothing stands in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from knockon.published import Published
from knockon.system.appointments import newest_staff
from knockon.system.practices import PATIENTS_PER_RATE
from knockon.system.values import PracticeBaseline

A_MINUTE = 60
_STAFF = {
    "nurses": "nurse_fte_10k",
    "direct_patient_care": "dpc_fte_10k",
    "administration": "admin_fte_10k",
}
"""Nurses, others who see patients, and administrators: in the workforce file, and in the summary
(for 10,000 patients)."""


@dataclass(frozen=True, slots=True)
class _Calls:
    """Calls answered a day, and the share of them within a minute."""

    answered: float
    within_a_minute: float | None


def told(practices: Sequence[PracticeBaseline], files: Published) -> tuple[PracticeBaseline, ...]:
    """Return the practices with their deprivation score, staff and calls where files give them.

    The score is that of the indices of deprivation; the appointments file's where those lack it.
    Staff are the workforce file's, else the appointments file's.
    """
    codes = [b.practice.ods_code for b in practices]
    scores = _by_practice(files.imd, codes, "score")
    staff = {row["practice"]: row for row in _of(files.gpad_summary, codes).iter_rows(named=True)}
    counted = {name: newest_staff(files.workforce, codes, name) for name in _STAFF}
    calls = _calls(_of(files.telephony, codes))
    found = []
    for b in practices:
        code = b.practice.ods_code
        rated = _staff(staff.get(code))
        nurses, direct, admin = (counted[name].get(code, rated[name]) for name in _STAFF)
        phone = calls.get(code)
        found.append(
            replace(
                b,
                imd_score=scores.get(code, b.imd_score),
                nurse_fte=nurses,
                direct_care_fte=direct,
                admin_fte=admin,
                calls_answered=phone.answered if phone else None,
                calls_within_a_minute=phone.within_a_minute if phone else None,
            )
        )
    return tuple(found)


def notes(practices: Sequence[PracticeBaseline], files: Published) -> tuple[str, ...]:
    """Say how far telephone calls, deprivation and the appointments file reach."""
    found = []
    total = len(practices)
    lacking = sum(b.imd_score is None for b in practices)
    if lacking:
        found.append(f"Deprivation is not known of {lacking} of {total} practices.")
    phones = sum(b.calls_answered is not None for b in practices)
    if phones:
        days = files.telephony["date"].n_unique()
        found.append(
            f"Telephone calls answered are known of {phones} of {total} practices, over {days} "
            f"{'day' if days == 1 else 'days'}: shown, and not taken for the others."
        )
    found += [*_reached(practices, files), *_surveyed(practices, files)]
    counted = {*files.gpad_summary["practice"], *files.gpad_crosstab["practice"]}
    silent = [b.practice.ods_code for b in practices if b.practice.ods_code not in counted]
    if silent and len(silent) < total:
        found.append(f"The appointments files have no row for {', '.join(silent)}.")
    return tuple(found)


def _reached(practices: Sequence[PracticeBaseline], files: Published) -> list[str]:
    """Say what became of calls to the practices, and how much comes to them online."""
    codes, found = [b.practice.ods_code for b in practices], []
    rows = _of(files.telephony_times, codes).drop_nulls("calls")
    calls = dict(rows.group_by("outcome").agg(pl.col("calls").sum()).iter_rows())
    if calls.get("received"):
        parts = {"answered": "were answered", "ended_in_queue": "ended in the queue"}
        shares = [f"{calls[k] / calls['received']:.0%} {v}" for k, v in parts.items() if k in calls]
        found.append(
            f"Of {calls['received']:,} calls to {rows['practice'].n_unique()} of {len(codes)} "
            f"practices, {_days(rows)}, {' and '.join(shares)}: shown, and used for nothing."
        )
    online = _of(files.online_days, codes).drop_nulls("submissions")
    if online.height:
        found.append(
            f"{online['submissions'].sum():,} requests came online to "
            f"{online['practice'].n_unique()} of {len(codes)} practices, {_days(online)}: shown, "
            "and used for nothing."
        )
    return found


def _surveyed(practices: Sequence[PracticeBaseline], files: Published) -> list[str]:
    """Say how easily patients of the practices get through by telephone, by the survey."""
    rows = _of(files.gpps_practices, [b.practice.ods_code for b in practices])
    shares = rows.filter(pl.col("question") == "easy_by_telephone").drop_nulls("percent")
    if shares.is_empty():
        return []
    low, middle, high = (shares["percent"].quantile(q, "nearest") for q in (0.0, 0.5, 1.0))
    return [
        f"In the patient survey {middle:.0f}% find it easy to get through by telephone at the "
        f"middle one of {shares.height} practices, {low:.0f}% and {high:.0f}% at the ends: shown, "
        "and used for nothing."
    ]


def _days(rows: pl.DataFrame) -> str:
    days = rows["date"].to_list()
    return f"{min(days):%Y-%m-%d} to {max(days):%Y-%m-%d}"


def _of(frame: pl.DataFrame, codes: Sequence[str]) -> pl.DataFrame:
    return frame.filter(pl.col("practice").is_in(list(codes)))


def _by_practice(frame: pl.DataFrame, codes: Sequence[str], column: str) -> dict[str, float]:
    rows = _of(frame, codes).drop_nulls(column).select("practice", column)
    return {code: float(value) for code, value in rows.iter_rows()}


def _staff(row: Mapping[str, float | None] | None) -> dict[str, float | None]:
    """Return full-time equivalents from rates for 10,000 patients; None where either is blank."""
    patients = row["list_size"] if row else None
    rates = {name: row[column] if row else None for name, column in _STAFF.items()}
    return {
        name: None if rate is None or patients is None else rate * patients / PATIENTS_PER_RATE
        for name, rate in rates.items()
    }


def _calls(rows: pl.DataFrame) -> dict[str, _Calls]:
    """Return calls by practice over the days it published; blank counts are left out."""
    known = rows.drop_nulls(["calls", "wait_from"])
    sums = known.group_by("practice").agg(
        pl.col("calls").sum(),
        pl.col("calls").filter(pl.col("wait_from") <= A_MINUTE).sum().alias("soon"),
        pl.col("date").n_unique().alias("days"),
    )
    return {
        row["practice"]: _Calls(
            row["calls"] / row["days"], row["soon"] / row["calls"] if row["calls"] else None
        )
        for row in sums.iter_rows(named=True)
    }
