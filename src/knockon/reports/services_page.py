"""The local services the packs hold as a page of the manual (Markdown)."""

from __future__ import annotations

from knockon.catalogue import Catalogue
from knockon.catalogue.local_services import LocalService, NewPeople, People

__all__ = ["FAMILIES", "people_in_words", "services_page"]

FAMILIES = {
    "shared_care": "Shared care",
    "monitoring": "Monitoring",
    "local_enhanced": "Local enhanced services",
    "network": "Network roles",
    "data_sharing": "Data sharing",
    "software": "Software",
}
"""What each family of local services is called, in the order in which they are told."""

REACHES = {"counted": "", "at_least": "at least ", "at_most": "at most "}

OPENING = """\
# Local services

What practices can end by notice, as the packs loaded know it: made by
`knockon services --page`. A notice names one of these by its id. Numbers stand in
[parameters](packs.md) and are named here by their symbols; where none was found, none is used, and
nothing worked out of it is shown. Who usually keeps the duty and what a handover needs are a
starting point: a local agreement may say otherwise.
"""


def services_page(catalogue: Catalogue) -> str:
    """Return the page: a section for each family, an entry for each service."""
    parts = [OPENING]
    for family, title in FAMILIES.items():
        of_it = [one for one in catalogue.local_services.values() if one.family == family]
        if of_it:
            parts.append(f"## {title}\n")
            parts += [_entry(catalogue, one) for one in sorted(of_it, key=lambda one: one.name)]
    return "\n".join(parts)


def people_in_words(catalogue: Catalogue, service: LocalService) -> str:
    """Return how many people a service has, or why that is not known, as a sentence."""
    if service.people is None:
        return str(service.no_number)
    return _people(catalogue, service.people)


def _entry(catalogue: Catalogue, service: LocalService) -> str:
    rows = [("People", people_in_words(catalogue, service))]
    if service.new is not None:
        rows.append(("Joining", _joining(catalogue, service.new)))
    for title, symbols in (("Activity", service.activity), ("Price", service.prices)):
        rows += [(title, _number(catalogue, symbol)) for symbol in symbols]
    rows += [("See also", _number(catalogue, symbol)) for symbol in service.related]
    rows.append(("Agreement", service.agreement))
    rows.append(("Duty", service.duty))
    rows.append(("Handover", "; ".join(service.handover)))
    if service.note:
        rows.append(("Note", service.note))
    rows.append(("Sources", "; ".join(_source(catalogue, one) for one in service.sources)))
    table = "\n".join(f"| {title} | {_cell(text)} |" for title, text in rows)
    return f"### `{service.id}`: {service.name}\n\n| | |\n|---|---|\n{table}\n"


def _people(catalogue: Catalogue, people: People) -> str:
    told = f"{REACHES[people.reach]}{_range(catalogue, people.symbol)}: {people.counts}"
    return f"{told[0].upper()}{told[1:]} (`{people.symbol}`)"


def _joining(catalogue: Catalogue, new: NewPeople) -> str:
    return f"{_range(catalogue, new.symbol)} (`{new.symbol}`)"


def _number(catalogue: Catalogue, symbol: str) -> str:
    name = catalogue.parameters[symbol].name
    return f"{name}: {_range(catalogue, symbol)} (`{symbol}`)"


def _range(catalogue: Catalogue, symbol: str) -> str:
    one = catalogue.parameters[symbol]
    numbers = (
        f"{one.central:g}" if one.constant else f"{one.central:g} ({one.low:g} to {one.high:g})"
    )
    return f"{numbers} {one.unit}, grade {one.grade}"


def _source(catalogue: Catalogue, key: str) -> str:
    source = catalogue.sources[key]
    return f"{source.title} (<{source.url}>)" if source.url else source.title


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
