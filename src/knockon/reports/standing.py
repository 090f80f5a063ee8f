"""What a forecast stands on: uptake, assumptions, data, fit; what it leaves out; the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knockon.reports.board_gap import gaps, mitigations, searched
from knockon.reports.doubt import behaviour_sets
from knockon.reports.fits import figure, measure_words
from knockon.reports.numbers import exported, kind_of
from knockon.reports.parts import (
    Cell,
    Code,
    Facts,
    Heading,
    Links,
    Part,
    Points,
    Prose,
    Section,
    Table,
    number,
    text,
)
from knockon.reports.quality import quality_parts
from knockon.reports.wording import CHECK, capital, one_name, place_name, service_name, with_unit

if TYPE_CHECKING:
    from knockon.impact.forecast import Assumption, FitRow, Forecast

_GRADES = (
    "Grades: A, national or other official statistics, or an official document; B, a peer-reviewed "
    "study; C, a report, survey, supplier's or press figure; D, an assumption, or worked out by "
    "the authors from other rows."
)
_REMARKS = 8
"""The column of remarks in the table of every number."""
_RANGE = "Low and high are the 5th and 95th percentiles of belief, not ends."
_VERDICTS = {"ok": "within tolerance", "outside": "outside tolerance", "assumed": "assumed"}


def assumptions(forecast: Forecast) -> Section:
    """Return who is taken to act, what people are taken to do, and every number used."""
    parts: list[Part] = []
    if forecast.uptake_notes:
        parts += [Heading("Which practices act"), Points(forecast.uptake_notes)]
    parts += behaviour_sets(forecast)
    parts += [
        Heading("Every number used"),
        Prose(_counted(forecast)),
        Prose(_GRADES),
        _every_number(forecast.assumptions),
    ]
    return Section("assumptions", "Assumptions with their sources", tuple(parts))


def data_and_fit(forecast: Forecast) -> Section:
    """Return how well fitted services give back what is published, and the data's age and gaps."""
    parts: list[Part] = []
    outside = sorted({row.service for row in forecast.fits if row.verdict == "outside"})
    if outside:
        names = ", ".join(service_name(service) for service in outside)
        held = "; ".join(one.title for one in forecast.measures if one.fit == "outside")
        so = f" Withheld for that: {held}." if held else ""
        parts.append(Prose(f"Something is outside tolerance of: {names}.{so}", "warning"))
    if forecast.fits:
        parts.append(_fits(forecast.fits, dict(forecast.places)))
    parts += quality_parts(forecast.quality, said=forecast.cautions)
    if not parts:
        parts.append(Prose("The system came with no record of its data's quality."))
    return Section("data", "The data, its age, and how well the model fits it", tuple(parts))


def left_out(forecast: Forecast) -> Section:
    """Return what is not modelled, and what to keep in mind."""
    parts: list[Part] = [Points(forecast.not_modelled)] if forecast.not_modelled else []
    if forecast.cautions:
        parts += [Heading("Keep in mind"), Points(forecast.cautions)]
    parts.append(Prose(CHECK))
    return Section("not-modelled", "What is not modelled", tuple(parts))


def past_runs(forecast: Forecast) -> Section:
    """Return how earlier forecasts came out, or that none has been scored."""
    if forecast.past_scores:
        return Section("past", "How past runs scored", (Points(tuple(forecast.past_scores)),))
    words = "No earlier run of this system has been scored: that needs figures published since."
    return Section("past", "How past runs scored", (Prose(words),))


def helps(forecast: Forecast) -> Section:
    """Return the gap to be caught, what the assessment holds to catch it, and what is not done."""
    rows = tuple(
        (
            text(with_unit(one)),
            number(one.change.p50, kind_of(one.unit), signed=True),
            number(one.change.p90, kind_of(one.unit), signed=True),
        )
        for one in gaps(forecast)
    )
    parts: list[Part] = [Prose(f"{mitigations(forecast)} {searched()}")]
    if rows:
        caption = "The gap, against the same weeks without the action"
        columns = ("More people", "In the middle", "In one future of ten, at least")
        parts.append(Table("t-gap", caption, columns, rows))
    return Section("helps", "What would catch it, and the gap left", tuple(parts))


def reproduce(forecast: Forecast, digest: str) -> Section:
    """Return the command, the Python, the seed, the versions and the digests of a run."""
    identity = (
        ("Seed", str(forecast.seed)),
        ("Draws", f"{forecast.draws:,}"),
        ("Version", forecast.version),
        ("Version of results", str(forecast.results_version)),
        ("Digest of the results", digest),
    )
    inputs = [
        *sorted(forecast.digests.items()),
        *((f"pack {pack}, version {version}", value) for pack, version, value in forecast.packs),
    ]
    digests = tuple((text(name), text(value, tone="long")) for name, value in inputs)
    parts: list[Part] = [
        Prose("The same assessment, system, packs, seed and version give the same numbers."),
        Code("Command line", forecast.command),
        Code("Python", forecast.python, on_paper=False),
        Facts(identity),
        Table(
            "t-digests",
            "What went in, by digest",
            ("Input", "SHA-256"),
            digests,
            folded=f"Digests of the {len(digests)} inputs",
            on_paper=False,
            instead=f"Digests of the {len(digests)} inputs are in run.json and on the page.",
        ),
    ]
    if forecast.overrides:
        parts += [Prose("Replaced by the assessment or a pack:"), Points(forecast.overrides)]
    return Section("reproduce", "Run it again", tuple(parts))


def download(files: tuple[tuple[str, str], ...]) -> Section:
    """Return links to the files beside the page."""
    return Section("download", "Download", (Links(files),), on_paper=False)


def _counted(forecast: Forecast) -> str:
    rows = forecast.assumptions
    weak = sum(row.grade == "D" for row in rows)
    relayed = sum(row.relay for row in rows)
    replaced = sum(row.overridden for row in rows)
    return (
        f"{len(rows):,} numbers: {weak:,} are assumptions (grade D), {relayed:,} were read "
        f"second-hand, {replaced:,} were replaced for this run. {_RANGE}"
    )


def _every_number(rows: tuple[Assumption, ...]) -> Table:
    return Table(
        "t-assumptions",
        "Every number used in this run",
        ("Symbol", "What it is", "Low", "Central", "High", "Unit", "Grade", "Source", "Remarks"),
        _assumption_rows(sorted(rows, key=lambda row: row.symbol)),
        folded=f"All {len(rows):,} numbers with their sources",
        instead="Remarks stand on the page and in assumptions.csv.",
        screen_only=frozenset({_REMARKS}),
    )


def _assumption_rows(rows: list[Assumption]) -> tuple[tuple[Cell, ...], ...]:
    """Return a row for each number; a note that repeats the one before is not written again."""
    before = ["", *(row.note for row in rows)]
    return tuple(
        _assumption(replace(row, note="As above.") if row.note and row.note == last else row)
        for row, last in zip(rows, before, strict=False)
    )


def _assumption(row: Assumption) -> tuple[Cell, ...]:
    ranged = (Cell(f"{n:.6g}", exported(n), numeric=True) for n in (row.low, row.central, row.high))
    grade = ["D (assumption)" if row.grade == "D" else row.grade]
    marks = ["second-hand"] * row.relay + ["replaced for this run"] * row.overridden
    return (
        text(row.symbol),
        text(_named(row)),
        *ranged,
        text(row.unit),
        text(", ".join(grade + marks)),
        text(row.source, href=row.url),
        text(one_name(row.note)),
    )


def _named(row: Assumption) -> str:
    """Return what a number is, a share of a behaviour set by its destination in words."""
    key = row.symbol.rpartition(".")[2]
    if not row.symbol.startswith("behaviour.") or not row.name.endswith(f": {key}"):
        return one_name(row.name)
    return f"{row.name.removesuffix(key)}{service_name(key)}"


def _fits(rows: tuple[FitRow, ...], names: dict[str, str]) -> Table:
    return Table(
        "t-fits",
        "Published performance and what the fitted model gives",
        (
            *("Service", "Site", "Measure", "Unit", "Published", "Model", "Tolerance"),
            *("Months", "Verdict"),
        ),
        tuple(_fit(row, names) for row in rows),
    )


def _fit(row: FitRow, names: dict[str, str]) -> tuple[Cell, ...]:
    published, model = (figure(n) for n in (row.target, row.achieved))
    tolerance = figure(row.tolerance, "×" if row.tolerance_is == "factor" else "")
    return (
        text(capital(service_name(row.service))),
        text(place_name(names.get(row.site, row.site))),
        text(measure_words(row.measure)),
        text(row.unit or "none"),
        published,
        model,
        tolerance,
        text(row.months or "none"),
        text(_VERDICTS.get(row.verdict, row.verdict), tone=row.verdict),
    )
