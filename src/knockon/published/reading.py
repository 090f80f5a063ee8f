"""A folder of published files read into frames, with the account of what was used and what was not.

The tables, their columns and units are described in ``docs/reference/publications.md``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from knockon.errors import KnockonError
from knockon.published.account import Account
from knockon.published.filename import stated_in_name
from knockon.published.find import Recognised, find, recognise
from knockon.published.folding import load_folded
from knockon.published.load import Loaded, load
from knockon.published.merge import FILE, Part, latest, merge
from knockon.published.not_reported import listed, missing_counts
from knockon.published.predecessors import join_predecessors
from knockon.published.publications import READERS, TABLES
from knockon.published.quality import NotUsed, Quality
from knockon.published.source import sources_in
from knockon.published.tables import Reader, Table

__all__ = ["Published", "load_known", "read", "read_file", "readers_of", "rows_of"]


@dataclass(frozen=True, slots=True)
class Published:
    """What the published files say: one frame a table, with counts of people unless said.

    practices: practice, name, postcode, pcn_code ("U": in none), pcn_name, sub_icb_code,
    sub_icb_name, icb_code, icb_name, region, supplier, period (date of the extract).
    patients: practice, period, patients; one row a practice, its newest.
    ages: practice, period, sex, band, patients; bands as published (0_4 … 90_94, 95+), newest.
    registered: kind (pcn, sub_icb, icb, region), organisation, period, patients.
    practice_register: practice, period, name, postcode, status, opened, closed, sub_icb_code.
    ae: provider, month, measure, value, reported, published, reason (measures: `ae.MEASURES`).
    ae_mapping: provider, name, icb_code, icb_name, region.
    ae_attribution: provider, acute_trust, share (0 to 1 of the provider's attendances).
    ambulance: provider, month, measure, value, reported, published, reason (counts a month and
    mean seconds: `ambulance.MEASURES`).
    calls111: contract, date, measure, value, reported, published, reason.
    calls111_contracts: contract, name, region.
    gpad_crosstab: practice, month, status, mode, hcp_type, appointments, and of those by wait from
    booking same_day, day_1, days_2_7 … over_28_days, unknown_wait (`crosstab.WAITS`).
    gpad_summary: practice, first_month, last_month, counts over three months, list_size, workforce.
    gpad_coverage: sub_icb_code, month, practices and patients included and open.
    gpad_waits: area, month, gp_same_day, other_same_day, gp_15_days, other_15_days (per cent).
    telephony: practice, date, hours, wait, wait_from (seconds), calls answered.
    gpps_national: year, question, response, percent, people (weighted).
    qof: practice, year, condition, ages, patients on the register, list_size of those ages.
    iif: kind, organisation, day, indicator, measure, value (counts).
    imd: practice, year, score (0 to 100, more is more deprived).
    pcn_workforce: pcn, month, employment, staff_group, role, detailed_role, contracts, fte.
    practice_contracts: practice, year, contract, dispensing, rurality, opened, closed, whole_year,
    registered, weighted (patients, means of the year).
    payments: practice, year, line, pounds (of the year's prices; below zero is taken back).
    beds: provider, month, measure, value, reported, published, reason (`beds.MEASURES`).
    criteria_to_reside, discharged: provider, date, measure, value, reported, published, reason;
    criteria_to_reside_icb, discharged_icb: the same by icb_ons_code.
    discharge_delays: provider, month, delay, patients.
    rtt_trusts: provider, month, treatment, over_18_weeks, over_52_weeks (pathways; no totals).
    rtt_england: area, month, within_18_weeks, over_18_weeks, over_52_weeks, waiting (pathways).
    rtt_summary: provider, month, waiting, within_18_weeks_pct, over_52_weeks (pathways);
    rtt_acute: the same by area ("England, acute trusts").

    Of layouts not yet tried on a real file:

    pcn_members: practice, pcn_code, pcn_name, start, end (of belonging; none goes on).
    beds_daily: provider, date, available, occupied (general and acute beds).
    iuc: contract, provider, month, item (`iuc.ITEMS`), value.
    gpad_daily: sub_icb_code, date, status, mode, hcp_type, appointments, and of those by wait as
    in gpad_crosstab; gpad_regional: the same by month.
    telephony_times: practice, date, hours, outcome (`telephony_calls.INDICATORS`), calls;
    telephony_durations: practice, date, outcome, duration, calls.
    online: practice, month, supplier, metric, value; online_days: practice, date, hours, clinical,
    administrative, other, submissions.
    gpps_practices: practice, year, question (`gpps_practices.QUESTIONS`), percent.
    workforce: practice, month, staff (`workforce.STAFF`), fte.
    rtt_lists: provider, month, part (`rtt_full.PARTS`), treatment, pathways, within_18_weeks,
    over_18_weeks, over_52_weeks, over_65_weeks.
    diagnostics: provider, month, test, waiting, over_6_weeks, over_13_weeks, from_list, planned,
    unscheduled, activity.
    referrals: provider, month, from_practices, from_others.
    advice: icb_code, month, kind, scope, diverted, processed, requests.
    pharmacy_first: pharmacy, month, icb_code, kind (`pharmacy.PATHWAYS`), consultations.
    prescribing: practice, month, items, quantity, pounds.

    ``value`` is missing where ``reported`` is false; ``published`` is the number printed. A table
    whose publication was not found is empty and stands in ``quality.missing``.
    """

    practices: pl.DataFrame
    patients: pl.DataFrame
    ages: pl.DataFrame
    registered: pl.DataFrame
    practice_register: pl.DataFrame
    ae: pl.DataFrame
    ae_mapping: pl.DataFrame
    ae_attribution: pl.DataFrame
    ambulance: pl.DataFrame
    calls111: pl.DataFrame
    calls111_contracts: pl.DataFrame
    gpad_crosstab: pl.DataFrame
    gpad_summary: pl.DataFrame
    gpad_coverage: pl.DataFrame
    gpad_waits: pl.DataFrame
    telephony: pl.DataFrame
    gpps_national: pl.DataFrame
    qof: pl.DataFrame
    iif: pl.DataFrame
    imd: pl.DataFrame
    pcn_workforce: pl.DataFrame
    practice_contracts: pl.DataFrame
    payments: pl.DataFrame
    beds: pl.DataFrame
    criteria_to_reside: pl.DataFrame
    criteria_to_reside_icb: pl.DataFrame
    discharged: pl.DataFrame
    discharged_icb: pl.DataFrame
    discharge_delays: pl.DataFrame
    rtt_trusts: pl.DataFrame
    rtt_england: pl.DataFrame
    rtt_summary: pl.DataFrame
    rtt_acute: pl.DataFrame
    pcn_members: pl.DataFrame
    beds_daily: pl.DataFrame
    iuc: pl.DataFrame
    gpad_daily: pl.DataFrame
    gpad_regional: pl.DataFrame
    telephony_times: pl.DataFrame
    telephony_durations: pl.DataFrame
    online: pl.DataFrame
    online_days: pl.DataFrame
    gpps_practices: pl.DataFrame
    workforce: pl.DataFrame
    rtt_lists: pl.DataFrame
    diagnostics: pl.DataFrame
    referrals: pl.DataFrame
    advice: pl.DataFrame
    pharmacy_first: pl.DataFrame
    prescribing: pl.DataFrame
    quality: Quality


def read(folder: Path, *, practices: Collection[str] | None = None) -> Published:
    """Read every published file under a folder that this version knows.

    With ``practices`` (ODS codes) only their rows are kept of the tables by practice; files are
    still checked whole. Raises K201 to K216, one sentence each, and then gives nothing.
    """
    found = find(folder)
    account = Account(not_used=list(found.not_used))
    for known in found.recognised:
        _take(account, known)
    frames = {table.id: _table(account, table, practices) for table in TABLES}
    return Published(**frames, quality=account.quality())


def read_file(path: Path, table: str) -> pl.DataFrame:
    """Read one CSV, or ZIP with one, that must be of the table named, as it stands in the file.

    Raises K204 when it is of another publication or of none known.
    """
    seen: list[str] = []
    for source in sources_in(path, path.name):
        known = recognise(source)
        if isinstance(known, NotUsed):
            seen.append(known.reason)
            continue
        for reader in readers_of(known):
            if reader.table == table:
                return reader.rows(rows_of(known, load_known(known).frame))
        seen.append(f"it is {known.layout.title}")
    raise KnockonError(
        "K204",
        f"the file is of another publication than '{table}' ({'; '.join(seen) or 'no table'})",
        expected=f"a file of '{table}'",
        remedy="Give the file of that publication.",
        place=path.name,
    )


def readers_of(known: Recognised) -> tuple[Reader, ...]:
    """Return what makes tables of a file's rows."""
    return tuple(reader for reader in READERS if reader.layout is known.layout)


def load_known(known: Recognised) -> Loaded:
    """Read a file of a layout known, row by row or in blocks as the layout asks."""
    if known.layout.fold is not None:
        return load_folded(known.source, known.layout, known.layout.fold)
    return load(known.source, known.layout)


def _take(account: Account, known: Recognised) -> None:
    label = known.source.label
    loaded = load_known(known)
    rows = rows_of(known, loaded.frame)
    account.sources[label] = known.source
    account.layouts[label] = known.layout
    account.refused += loaded.refused
    account.passed_over[label] = loaded.passed_over
    for reader in readers_of(known):
        account.parts[reader.table].append(Part(label, reader.rank, reader.rows(rows)))


def rows_of(known: Recognised, frame: pl.DataFrame) -> pl.DataFrame:
    """Return a file's rows with the period its name states, for the layouts that state none."""
    stated = stated_in_name(known.source, known.layout.in_name)
    return frame.with_columns(
        pl.lit(day, dtype=pl.Date()).alias(name) for name, day in stated.items()
    )


def _table(account: Account, table: Table, practices: Collection[str] | None) -> pl.DataFrame:
    if not account.parts[table.id]:
        return _without_files(table.id).clone()
    merged, lost = merge(table, account.parts[table.id])
    rows, older = latest(table, merged)
    account.set_aside += [*lost, *older]
    if practices is not None and table.organisation == "practice":
        rows = rows.filter(pl.col("practice").is_in(list(practices)))
    account.note_used(table, rows)
    return _told(account, table, rows)


@cache
def _without_files(name: str) -> pl.DataFrame:
    """Return a table that no file was found for: its columns and no row."""
    (table,) = (one for one in TABLES if one.id == name)
    none = pl.DataFrame(schema=table.columns)
    return none if table.tell is None else table.tell(none)


def _told(account: Account, table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Return a table's rows with what is not reported told apart and listed."""
    if table.tell is None:
        account.not_reported += missing_counts(table, rows)
        return rows.drop(FILE)
    long, joined = join_predecessors(table.tell(rows.drop(FILE)), table.mergers())
    account.joined += joined
    account.not_reported += listed(table, long)
    return long
