"""The data a system was built from: what was used, its age, what is missing and stands in.

Takes ``quality.json`` as it was read: lists of records under names, and single facts. A list it
does not know by name is shown all the same, under its own name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from knockon.reports.fits import figure, measure_words
from knockon.reports.numbers import exported
from knockon.reports.parts import (
    Cell,
    Facts,
    Heading,
    Page,
    Part,
    Points,
    Prose,
    Section,
    Table,
    text,
)
from knockon.reports.rendering import render
from knockon.reports.wording import capital, service_name

if TYPE_CHECKING:
    from knockon.system.values import System

_KNOWN: Mapping[str, tuple[str, str]] = {
    "publications": ("What each publication gave", "No publication is read."),
    "gained": (
        "What further files gave, and in place of what",
        "No further file took the place of anything.",
    ),
    "used": ("Files used", "No published file was used."),
    "missing": ("What is missing, and what stands in", "Nothing this version uses is missing."),
    "stands_in": ("What no file says, and what is used instead", "Nothing had to stand in."),
    "not_reported": ("Not reported, and not read as zero", "Every value needed was reported."),
    "refused": ("Rows refused, and why", "No row was refused."),
    "set_aside": ("Set aside for a fuller file", "No two files told of the same thing."),
    "joined": ("Organisations that followed others", "No organisation took over another."),
    "not_used": ("Seen and not used", "Every file found was used."),
    "notes": ("Notes", "There are no notes."),
}
_FACTS = {"not_reported_elsewhere": "Values not reported by organisations of other systems"}
_ALIKE: Mapping[str, str] = {"stands_in": "where", "not_reported": "measure"}
"""In these lists rows that are alike but for one column stand as one."""
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
_OPEN = ("publications",)
"""Shown open however long: a page of quality that folds its summary away says nothing."""
_HIDDEN = ("format", "sha256", "digests", "built")
MOST_ROWS = 200
"""Longer lists are shown to this length, and the page says how many more there are."""


def quality_page(
    quality: Mapping[str, object], system: System, fit: Mapping[str, Any] | None = None
) -> str:
    """Return the data-quality page of a system as one self-contained HTML file.

    With the system's fit, also how near the fitted model comes to what is published.
    """
    names = ", ".join(icb.name for icb in system.icbs)
    facts = Facts(
        (
            ("System", names),
            ("Practices", f"{len(system.practices):,}"),
            ("Registered patients", f"{sum(p.registered_patients for p in system.practices):,}"),
            ("Built", system.built.isoformat()),
            ("Version", system.version),
        )
    )
    lead: list[Part] = [facts]
    if system.synthetic:
        lead.append(Prose("These practices and places are made up.", "warning"))
    page = Page(
        title=f"Data quality: {names}",
        kicker="Data quality",
        headline=None,
        sections=(*quality_sections(quality), *_fit_sections(fit)),
        footer=f"Written by Knock-on {system.version}.",
        lead=tuple(lead),
    )
    return render(page)


def quality_sections(quality: Mapping[str, object]) -> tuple[Section, ...]:
    """Return one section for each list of the data-quality record, known ones first."""
    known = [key for key in _KNOWN if key in quality]
    others = [key for key in quality if key not in _KNOWN and key not in _HIDDEN]
    found = [section(key, quality[key]) for key in known]
    plain = {key: quality[key] for key in others if not _is_list(quality[key])}
    found += [section(key, quality[key]) for key in others if key not in plain]
    if plain:
        pairs = tuple(
            (_FACTS.get(key, capital(_words(key))), _said(value)) for key, value in plain.items()
        )
        found.append(Section("facts", "Besides", (Facts(pairs),)))
    return tuple(found)


def _fit_sections(fit: Mapping[str, Any] | None) -> tuple[Section, ...]:
    """Return what was fitted beside what is published, and what is not fitted."""
    if not fit:
        return ()
    table = Table(
        id="t-q-fit",
        caption="The fitted model beside what is published",
        columns=(
            *("Service", "Site", "Measure", "Published", "Model", "Furthest off"),
            *("Tolerance", "Unit", "Months", "Verdict"),
        ),
        rows=tuple(_fit_row(row) for row in fit.get("rows", ())),
        under_heading=True,
    )
    notes = tuple(str(note) for note in fit.get("notes", ()))
    lead = Prose(
        "What is outside its tolerance has its performance withheld in every forecast; its volumes "
        "are shown all the same."
    )
    return (Section("q-fit", "How near the fitted model comes", (lead, table, Points(notes))),)


def _fit_row(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    """Return a fitted figure; of a factor, how many times too much or too little is furthest."""
    by_factor = row.get("tolerance_is") == "factor"
    return (
        text(capital(service_name(str(row["service"])))),
        text(str(row["site"])),
        text(measure_words(str(row["measure"]))),
        figure(row.get("target")),
        figure(row.get("achieved")),
        figure(row.get("furthest"), "×" if by_factor else ""),
        figure(row.get("tolerance"), "×" if by_factor else "±"),
        text(str(row.get("unit", ""))),
        text(str(row["months"]) or "England's rate"),
        text("near enough" if row["verdict"] == "ok" else "outside", tone=str(row["verdict"])),
    )


def quality_parts(quality: Mapping[str, object], said: Sequence[str] = ()) -> tuple[Part, ...]:
    """Return the sections a report repeats: what files changed, what is missing and assumed.

    Notes that are ``said`` elsewhere on the page are left out.
    """
    parts: list[Part] = []
    for key in ("gained", "used", "missing", "stands_in", "not_reported", "notes"):
        value = quality.get(key)
        if key == "gained" and not value:
            continue
        if key == "notes" and isinstance(value, Sequence):
            value = [note for note in value if note not in said] or None
        if value is not None:
            one = section(key, value)
            parts += [Heading(one.title), *one.parts]
    return tuple(parts)


def section(key: str, value: object) -> Section:
    """Return one list as a section: records as a table, sentences as points."""
    title, none = _KNOWN.get(key, (capital(_words(key)), "None."))
    if not isinstance(value, (Sequence, Mapping)) or isinstance(value, str):
        return Section(f"q-{key}", title, (Prose(_said(value)),))
    records = _records(value)
    if not records:
        return Section(f"q-{key}", title, (Prose(none),))
    if isinstance(records[0], Mapping):
        return Section(f"q-{key}", title, _table(key, title, records))
    items = tuple(_said(item) for item in records[:MOST_ROWS])
    return Section(f"q-{key}", title, (Points(items), *_more(len(records))))


def _records(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return [
            {"name": key, **inner} if isinstance(inner, Mapping) else {"name": key, "is": inner}
            for key, inner in value.items()
        ]
    return list(value) if isinstance(value, Sequence) else []


def _table(key: str, title: str, records: list[object]) -> tuple[Part, ...]:
    rows = [record for record in records if isinstance(record, Mapping)]
    if key in _ALIKE:
        rows = _together(rows, _ALIKE[key])
    names = list(dict.fromkeys(name for row in rows for name in row if name not in _HIDDEN))
    table = Table(
        id=f"t-q-{key}",
        caption=f"{title}: the list",
        columns=tuple(capital(_words(name)) for name in names),
        rows=_cells(rows[:MOST_ROWS], names),
        under_heading=True,
        folded=f"{title}: {len(rows):,} rows" if len(rows) > 12 and key not in _OPEN else "",
    )
    return (table, *_more(len(rows)))


def _cells(rows: list[Mapping[str, object]], names: list[str]) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows' cells; what is not known among numbers stands where a number would."""
    counted = {name for name in names if any(_is_number(row.get(name)) for row in rows)}
    return tuple(
        tuple(
            replace(_cell(row.get(name)), numeric=True)
            if name in counted and row.get(name) is None
            else _cell(row.get(name))
            for name in names
        )
        for row in rows
    )


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _together(rows: list[Mapping[str, object]], differing: str) -> list[Mapping[str, object]]:
    """Return rows that are alike but for ``differing`` as one, which names all it stands for."""
    found: dict[str, list[Mapping[str, object]]] = {}
    for row in rows:
        rest = {key: value for key, value in row.items() if key != differing}
        found.setdefault(repr(rest), []).append(row)
    return [
        {**alike[0], differing: ", ".join(str(row.get(differing)) for row in alike)}
        for alike in found.values()
    ]


def _more(count: int) -> tuple[Part, ...]:
    if count <= MOST_ROWS:
        return ()
    return (Prose(f"{count - MOST_ROWS:,} more are in quality.json, beside this page."),)


def _cell(value: object) -> Cell:
    if isinstance(value, (int, float)) and _is_number(value):
        return Cell(_said(value), value=exported(float(value)), numeric=True)
    said = _said(value)
    return text(said, tone="date" if _DATE.fullmatch(said) else "")


def _said(value: object) -> str:
    if value is None or value == "":
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return f"{value:,.4g}" if isinstance(value, float) else f"{value:,}"
    if isinstance(value, Mapping):
        return "; ".join(f"{_words(str(key))}: {_said(inner)}" for key, inner in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_said(item) for item in value) or "none"
    return str(value)


def _is_list(value: object) -> bool:
    return isinstance(value, (Sequence, Mapping)) and not isinstance(value, str)


def _words(key: str) -> str:
    return key.replace("_", " ")
