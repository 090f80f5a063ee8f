"""A folder of published files read into frames, with the account of what was used and what was not.

The tables, their columns and units are described in ``docs/reference/publications.md``.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from knockon.errors import KnockonError
from knockon.published.filename import month_in_name, span_in_name
from knockon.published.find import Recognised, find, recognise
from knockon.published.load import Loaded, load
from knockon.published.merge import FILE, Part, latest, merge
from knockon.published.not_reported import ae_long, calls111_long, listed, missing_counts
from knockon.published.predecessors import join_predecessors, mergers
from knockon.published.publications import READERS, TABLES, Table
from knockon.published.quality import (
    FileUsed,
    Joined,
    Missing,
    NotReported,
    NotUsed,
    Quality,
    RefusedRow,
    SetAside,
)
from knockon.published.source import Source, sha256

__all__ = ["Published", "read", "read_file"]


@dataclass(frozen=True, slots=True)
class Published:
    """What the published files say.

    practices: practice, name, postcode, pcn_code ("U": in none), pcn_name, sub_icb_code,
    sub_icb_name, icb_code, icb_name, region, supplier, period (date of the extract).
    patients: practice, period, patients; one row a practice, its newest.
    ages: practice, period, sex, band, patients; bands as published (0_4 … 90_94, 95+), newest.
    ae: provider, month, measure, value, reported, published, reason (measures: `ae.MEASURES`).
    ae_mapping: provider, name, icb_code, icb_name, region.
    calls111: contract, date, measure, value, reported, published, reason.
    calls111_contracts: contract, name, region.
    gpad_summary: practice, first_month, last_month, counts over three months, list_size, workforce.
    gpad_coverage: sub_icb_code, month, practices and patients included and open.

    ``value`` is missing where ``reported`` is false; ``published`` is the number printed. A table
    whose publication was not found is empty and stands in ``quality.missing``.
    """

    practices: pl.DataFrame
    patients: pl.DataFrame
    ages: pl.DataFrame
    ae: pl.DataFrame
    ae_mapping: pl.DataFrame
    calls111: pl.DataFrame
    calls111_contracts: pl.DataFrame
    gpad_summary: pl.DataFrame
    gpad_coverage: pl.DataFrame
    quality: Quality


@dataclass(slots=True)
class _Account:
    """What is being gathered on the way through the folder."""

    parts: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))
    passed_over: dict[str, int] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    not_reported: list[NotReported] = field(default_factory=list)
    joined: list[Joined] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    used: dict[tuple[str, str], pl.DataFrame] = field(default_factory=dict)


def read(folder: Path, *, practices: Collection[str] | None = None) -> Published:
    """Read every published file under a folder that this version knows.

    With ``practices`` (ODS codes) only their rows are kept of the tables by practice; files are
    still checked whole. Raises K201 to K212, one sentence each, and then gives nothing.
    """
    found = find(folder)
    account = _Account()
    for known in found.recognised:
        _take(account, known)
    tables = {table.id: _table(account, table, practices) for table in TABLES}
    frames = {name: rows.drop(FILE) for name, rows in tables.items()}
    frames["ae"] = _ae(account, frames["ae"])
    frames["calls111"] = calls111_long(frames["calls111"])
    account.not_reported += listed(
        "calls111", frames["calls111"], organisation="contract", period="date"
    )
    return Published(**frames, quality=_quality(account, found.not_used))


def read_file(path: Path, publication: str) -> pl.DataFrame:
    """Read one CSV that must be of the publication named (`Layout.publication`), as it stands.

    Raises K204 when the file is of another publication or of none known.
    """
    source = Source(path, path.name)
    known = recognise(source)
    is_it = isinstance(known, Recognised) and known.layout.publication == publication
    if not isinstance(known, Recognised) or not is_it:
        what = known.layout.title if isinstance(known, Recognised) else known.reason
        raise KnockonError(
            "K204",
            f"the file is not of '{publication}' ({what})",
            expected=f"a file of '{publication}'",
            remedy="Give the file of that publication.",
            place=path.name,
        )
    return load(source, known.layout).frame


def _take(account: _Account, known: Recognised) -> None:
    source, layout = known.source, known.layout
    loaded = load(source, layout)
    rows = _with_period(known, loaded)
    account.sources[source.label] = source
    account.refused += loaded.refused
    account.passed_over[source.label] = loaded.passed_over
    for reader in READERS:
        if reader.layout is layout:
            part = Part(source.label, reader.rank, reader.rows(rows))
            account.parts[reader.table].append(part)


def _with_period(known: Recognised, loaded: Loaded) -> pl.DataFrame:
    if known.layout.period_in_name:
        month = month_in_name(known.source)
        return loaded.frame.with_columns(pl.lit(month).alias("month"))
    if known.layout.id == "gpad_summary":
        first, last = span_in_name(known.source) or (None, None)
        return loaded.frame.with_columns(
            pl.lit(first, dtype=pl.Date()).alias("first_month"),
            pl.lit(last, dtype=pl.Date()).alias("last_month"),
        )
    return loaded.frame


def _table(account: _Account, table: Table, practices: Collection[str] | None) -> pl.DataFrame:
    rows, aside = merge(table, account.parts[table.id])
    account.set_aside += aside
    if table.period == "period":
        within = "sub_icb_code" if table.id == "practices" else "practice"
        rows, older = latest(table, rows, within=within)
        account.set_aside += older
    if table.id == "practices":
        rows, older = latest(table, rows, within="practice")
        account.set_aside += older
    if practices is not None and table.organisation == "practice":
        rows = rows.filter(pl.col("practice").is_in(list(practices)))
    if table.id not in {"ae", "calls111"}:
        account.not_reported += missing_counts(table, rows)
    for (file,), own in rows.group_by(FILE):
        account.used[str(file), table.id] = own
    return rows


def _ae(account: _Account, wide: pl.DataFrame) -> pl.DataFrame:
    long, joined = join_predecessors(ae_long(wide), mergers())
    account.joined += joined
    account.not_reported += listed("ae", long, organisation="provider", period="month")
    return long


def _quality(account: _Account, not_used: tuple[NotUsed, ...]) -> Quality:
    present = {table for _, table in account.used}
    missing = tuple(
        Missing(table.id, table.title, table.stands_in)
        for table in TABLES
        if table.id not in present
    )
    return Quality(
        used=_used(account),
        set_aside=tuple(account.set_aside),
        not_used=not_used,
        refused=tuple(account.refused),
        not_reported=tuple(account.not_reported),
        joined=tuple(account.joined),
        missing=missing,
    )


def _used(account: _Account) -> tuple[FileUsed, ...]:
    digests = {source.path: "" for source in account.sources.values()}
    refused = defaultdict(int)
    for row in account.refused:
        refused[row.file] += 1
    used: list[FileUsed] = []
    tables = {table.id: table for table in TABLES}
    for (file, table), rows in sorted(account.used.items(), key=lambda item: item[0]):
        path = account.sources[file].path
        digests[path] = digests[path] or sha256(path)
        first, last = _bounds(tables[table], rows)
        used.append(
            FileUsed(
                file,
                table,
                first,
                last,
                rows.height,
                account.passed_over[file],
                refused[file],
                digests[path],
            )
        )
    return tuple(used)


def _bounds(table: Table, rows: pl.DataFrame) -> tuple[date | None, date | None]:
    """Return the first day and the last day that a file's rows are of."""
    if table.id == "gpad_summary":
        first, last = rows["first_month"].min(), rows["last_month"].max()
    elif table.period is None:
        return None, None
    else:
        first, last = rows[table.period].min(), rows[table.period].max()
    if not isinstance(first, date) or not isinstance(last, date):
        return None, None
    monthly = table.period == "month" or table.id == "gpad_summary"
    return first, _month_end(last) if monthly else last


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
