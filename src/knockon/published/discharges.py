"""Patients ready to leave, those who left, and what kept the others (NHS England).

Third-party long forms of the Acute Discharge Situation Report, daily, by trust and by board, and of
Discharge Delays, monthly, by trust. A board's figures are its trusts' added up: they stand in
tables of their own, so that nothing is counted twice.

Not reported although zeros are printed: a day of zeros between days that are far from zero, told by
all who left, and by those who no longer meet the criteria to reside. Who left by and after 17:00 is
blank from June 2023; their total goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.not_reported import RUN_OF_DAYS, told_by, zero_between_large
from knockon.published.tables import Publication, Reader, Table

__all__ = ["CRITERIA_MEASURES", "DELAYS", "LEFT_MEASURES", "PUBLICATION"]

CRITERIA_MEASURES = ("not_meeting_criteria",)
"""Patients in hospital who no longer meet the criteria to reside, on the day."""

LEFT_MEASURES = ("left_by_1700", "left_after_1700", "left")
"""Patients discharged on the day: by 17:00, from 17:01 to 23:59, and in all."""

_COUNT = pl.Int64()
_TEXT = pl.String()
_DAY = pl.Date()
_TRUST = ("provider", "nhs_trust22_code", cells.ods_code)
_BOARD = ("icb_ons_code", "icb22_code", cells.ons_code)
_Whose = tuple[str, str, cells.Cell]


def _who(whose: _Whose) -> Column:
    key, header, cell = whose
    return Column(key, header, cell, _TEXT, needed=True)


def _refuse_left(row: Row) -> str | None:
    """Return why a day cannot be true: the two parts of it are not its total."""
    early, late, all_day = (row[name] for name in LEFT_MEASURES)
    if isinstance(early, int) and isinstance(late, int) and isinstance(all_day, int):
        return None if early + late == all_day else f"{early} + {late} left, not {all_day}"
    return None


def _criteria(of: str, whose: _Whose) -> Layout:
    return Layout(
        id=f"criteria_to_reside_{of}",
        title=f"Acute Discharge Situation Report, criteria to reside by {of}",
        columns=(
            _who(whose),
            Column("date", "date", cells.day, _DAY, needed=True),
            Column("not_meeting_criteria", "do_not_meet_criteria_to_reside", cells.count, _COUNT),
        ),
        keys=(whose[0], "date"),
    )


def _left(of: str, whose: _Whose) -> Layout:
    return Layout(
        id=f"discharged_{of}",
        title=f"Acute Discharge Situation Report, discharged patients by {of}",
        columns=(
            _who(whose),
            Column("date", "date", cells.day, _DAY, needed=True),
            Column("left_by_1700", "discharged_by_1700", cells.count, _COUNT),
            Column("left_after_1700", "discharged_between_1701_2359", cells.count, _COUNT),
            Column("left", "discharged_total", cells.count, _COUNT),
        ),
        keys=(whose[0], "date"),
        refuse=_refuse_left,
    )


_CRITERIA_TRUST, _CRITERIA_BOARD = _criteria("trust", _TRUST), _criteria("board", _BOARD)
_LEFT_TRUST, _LEFT_BOARD = _left("trust", _TRUST), _left("board", _BOARD)


def reason_for_delay(cell: str) -> str | None:
    """Read a reason for delay: group, dash, reason, as one spelling of the several published.

    Spaces that do not break, spaces missing before a dash, hyphens for dashes and question marks
    left by a lost character are put right.
    """
    words = " ".join(cell.split())
    words = re.sub(r"\?(?=\(|$)", "", words)
    words = re.sub(r"(?<=[a-z])\(", " (", words)
    return re.sub(r"\s*[–-]\s+", " – ", words, count=1) or None


DELAYS = Layout(
    id="discharge_delays",
    title="Discharge Delays, reasons by trust and month",
    columns=(
        _who(_TRUST),
        Column("month", "date", cells.month, _DAY, needed=True),
        Column("delay", "delay_reason", reason_for_delay, _TEXT, needed=True),
        Column("patients", "delay_count", cells.count, _COUNT),
    ),
    keys=("provider", "month", "delay"),
)


def _silent_day(total: str, who: str) -> Callable[[str], tuple[pl.Expr, str]]:
    def case(name: str) -> tuple[pl.Expr, str]:
        silent = zero_between_large(total, organisation=who, period="date")
        return silent & (pl.col(name) == 0), RUN_OF_DAYS

    return case


def _daily(
    name: str, layout: Layout, measures: tuple[str, ...], *, improves: str, stands_in: str
) -> Table:
    who = layout.keys[0]
    return Table(
        id=name,
        title=layout.title,
        columns={who: _TEXT, "date": _DAY, **dict.fromkeys(measures, _COUNT)},
        keys=layout.keys,
        organisation=who,
        period="date",
        improves=improves,
        stands_in=stands_in,
        tell=told_by(measures, _silent_day(measures[-1], who), keys=layout.keys),
    )


PUBLICATION = Publication(
    title="Acute Discharge Situation Report and Discharge Delays",
    cadence="monthly",
    tables=(
        _daily(
            "criteria_to_reside",
            _CRITERIA_TRUST,
            CRITERIA_MEASURES,
            improves="How many beds hold people who could leave.",
            stands_in="Nothing: beds of people who could leave are not told apart.",
        ),
        _daily(
            "criteria_to_reside_icb",
            _CRITERIA_BOARD,
            CRITERIA_MEASURES,
            improves="The same for a whole board.",
            stands_in="The trusts' figures added up.",
        ),
        _daily(
            "discharged",
            _LEFT_TRUST,
            LEFT_MEASURES,
            improves="Discharges by day of the week, and so how wards empty.",
            stands_in="Nothing: how wards empty through the week is not shown.",
        ),
        _daily(
            "discharged_icb",
            _LEFT_BOARD,
            LEFT_MEASURES,
            improves="The same for a whole board.",
            stands_in="The trusts' figures added up.",
        ),
        Table(
            id="discharge_delays",
            title=DELAYS.title,
            columns={"provider": _TEXT, "month": _DAY, "delay": _TEXT, "patients": _COUNT},
            keys=("provider", "month", "delay"),
            organisation="provider",
            period="month",
            improves="What keeps people in hospital who could leave.",
            stands_in="Nothing: reasons for delay are not shown.",
            period_is="month",
        ),
    ),
    readers=(
        Reader(_CRITERIA_TRUST, "criteria_to_reside"),
        Reader(_CRITERIA_BOARD, "criteria_to_reside_icb"),
        Reader(_LEFT_TRUST, "discharged"),
        Reader(_LEFT_BOARD, "discharged_icb"),
        Reader(DELAYS, "discharge_delays"),
    ),
)
