"""Sites, wards, lists, 999, volumes, targets and catchment of the chosen boards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from knockon.places import Icb
from knockon.published import Published
from knockon.system import (
    ambulance,
    beds,
    beds_by_day,
    national,
    waiting,
)
from knockon.system.gained import Gained
from knockon.system.method import Method
from knockon.system.registers import Practices
from knockon.system.service_baselines import baselines
from knockon.system.site_files import Reported, SiteFiles
from knockon.system.sites import (
    KINDS,
    Place,
    ambulance_services,
    place_of,
    shares,
    usual_site,
)
from knockon.system.values import (
    Ambulance,
    ServiceBaseline,
    Site,
    Target,
    Telephone111,
    Volume,
    WaitingList,
    Ward,
)

Catchment = Mapping[str, Mapping[str, tuple[float, ...]]]


@dataclass(frozen=True, slots=True)
class Services:
    """What is outside practices. ``organisations``: codes of providers and contracts."""

    sites: tuple[Site, ...]
    volumes: tuple[Volume, ...]
    targets: tuple[Target, ...]
    telephone: Telephone111
    catchment: Catchment
    wards: tuple[Ward, ...]
    lists: tuple[WaitingList, ...]
    ambulances: tuple[Ambulance, ...]
    organisations: frozenset[str]
    notes: tuple[str, ...]
    baselines: tuple[ServiceBaseline, ...] = ()
    gained: tuple[Gained, ...] = ()


def services(
    files: Published, boards: Sequence[Icb], practices: Practices, method: Method
) -> Services:
    """Return the sites of the boards with their volumes, targets and catchment."""
    known = SiteFiles(files, method)
    places = {board.code: place_of(board.code) or _derived(board, known) for board in boards}
    sites = tuple(site for place in places.values() for site in place.sites)
    said = {site.id: known.of(site) for site in sites}
    levels = {key: found.volume.level if found.volume else 1.0 for key, found in said.items()}
    catchment, notes = _catchment(practices, places, levels)
    people = _people(practices, catchment)
    volumes = tuple(
        said[s.id].volume
        or national.volume(s, people[s.id], method, middle=practices.middle, factors=known.factors)
        for s in sites
    )
    trusts = _trusts(sites, people, known)
    wards = tuple(beds.ward(trust, files, known.england, method) for trust in trusts)
    counted = baselines(files, _of_boards(places, trusts), method)
    of_wards = [t for ward in wards for t in beds.targets(ward, files, method)]
    return Services(
        sites=sites,
        volumes=volumes,
        targets=(*(t for s in sites for t in _targets(s, said[s.id], method)), *of_wards),
        telephone=_telephone(sites, said, method),
        catchment=catchment,
        wards=wards,
        lists=tuple(waiting.list_of(t, files, method.hospital) for t in trusts),
        ambulances=_ambulances(boards, practices, files, method),
        organisations=frozenset(_organisations(sites, boards, known)),
        notes=(
            *notes,
            *_lacking(boards, places, known),
            *beds_by_day.fullest(wards),
            *counted.notes,
        ),
        baselines=counted.baselines,
        gained=(*known.gained, *_of_trusts(trusts, files), *counted.gained),
    )


def _lacking(
    boards: Sequence[Icb], places: Mapping[str, Place], known: SiteFiles
) -> tuple[str, ...]:
    """Say which kinds of site and which providers a board lacks."""
    return (*_missing_kinds(places), *_unmapped(boards, places, known))


def _of_trusts(trusts: Sequence[beds.Trust], files: Published) -> list[Gained]:
    """Return what files of beds by day and of whole lists gave."""
    return [*beds_by_day.told(trusts, files.beds_daily), *waiting.told(trusts, files)]


def _of_boards(
    places: Mapping[str, Place], trusts: Sequence[beds.Trust]
) -> dict[str, list[beds.Trust]]:
    """Return each board's trusts; one with departments in several boards is the first's."""
    left = {trust.provider: trust for trust in trusts}
    return {
        code: [
            left.pop(site.provider)
            for site in place.sites
            if site.kind == "ed" and site.provider in left
        ]
        for code, place in places.items()
    }


def _derived(board: Icb, known: SiteFiles) -> Place:
    """Return a pooled ED and UTC for each provider mapped to a board, and its 111.

    A board none of whose providers reports A&E gets one of each kind, at England's rates.
    """
    sites: list[Site] = []
    for code, name in known.providers(board.code):
        has_ed = known.reports(code, "ed")
        if has_ed:
            sites.append(usual_site("ed", code, f"{name}: emergency departments, pooled"))
        if known.reports(code, "utc"):
            beside = f"{code}-ed" if has_ed else None
            title = f"{name}: urgent treatment centres, pooled"
            sites.append(usual_site("utc", code, title, beside=beside))
    if not sites:
        sites.append(usual_site("utc", board.code, f"{board.name}: urgent treatment centres"))
    if not any(site.kind == "ed" for site in sites):
        sites.append(usual_site("ed", board.code, f"{board.name}: emergency departments"))
    sites.append(usual_site("nhs111", f"{board.code}-111", f"{board.name}: NHS 111"))
    return Place(tuple(sites), {})


def _catchment(
    practices: Practices, places: Mapping[str, Place], levels: Mapping[str, float]
) -> tuple[Catchment, tuple[str, ...]]:
    """Return who uses which site: each board's people its own sites."""
    size = len(practices.baselines)
    result: dict[str, dict[str, tuple[float, ...]]] = {kind: {} for kind in KINDS}
    notes: list[str] = []
    for code, place in places.items():
        members = [i for i, board in enumerate(practices.boards) if board == code]
        people = [practices.baselines[i].practice for i in members]
        found, unlisted = shares(people, place.sites, levels, place.outcodes)
        for kind, by_site in found.items():
            for site, values in by_site.items():
                given = dict(zip(members, values, strict=True))
                result[kind][site] = tuple(given.get(i, 0.0) for i in range(size))
        notes += _who_goes_by_activity(code, place, unlisted)
    return result, tuple(notes)


def _who_goes_by_activity(code: str, place: Place, unlisted: Sequence[str]) -> list[str]:
    if not place.outcodes:
        return [f"{code}: people are divided over sites by their share of activity."]
    listed = sorted({(o, e.provider, e.grade) for o, e in place.outcodes.items()})
    table = ", ".join(f"{o} to {provider} (grade {grade})" for o, provider, grade in listed)
    notes = [f"{code}: people use the trust of their practice's postcode: {table}."]
    if unlisted:
        notes.append(
            f"{code}: postcodes of {len(unlisted)} practices are not in that table; their people "
            f"are divided over sites by share of activity: {', '.join(unlisted)}."
        )
    return notes


def _people(practices: Practices, catchment: Catchment) -> dict[str, float]:
    """Return the registered patients who would use each site."""
    lists = [b.registered_patients for b in practices.baselines]
    return {
        site: sum(n * share for n, share in zip(lists, values, strict=True))
        for by_site in catchment.values()
        for site, values in by_site.items()
    }


def _trusts(
    sites: Sequence[Site], people: Mapping[str, float], known: SiteFiles
) -> tuple[beds.Trust, ...]:
    """Return the trusts with emergency departments, with the people who would use those."""
    providers = dict.fromkeys(site.provider for site in sites if site.kind == "ed")
    found = []
    for provider in providers:
        eds = tuple(s.id for s in sites if s.kind == "ed" and s.provider == provider)
        patients = sum(people[ed] for ed in eds)
        if patients > 0:
            found.append(beds.Trust(provider, eds, patients, known.name_of(provider)))
    return tuple(found)


def _ambulances(
    boards: Sequence[Icb], practices: Practices, files: Published, method: Method
) -> tuple[Ambulance, ...]:
    """Return each board's part of the ambulance services of its region."""
    lists = files.patients.select("practice", "patients")
    everyone = files.practices.select("practice", "region").join(lists, on="practice", how="left")
    result = []
    for board in boards:
        own = float(
            sum(
                b.registered_patients
                for b, code in zip(practices.baselines, practices.boards, strict=True)
                if code == board.code
            )
        )
        region = everyone.filter(pl.col("region") == board.region)["patients"].sum()
        people = ambulance.People(own, max(own, float(region or 0.0)))
        result.append(ambulance.ambulance(board, people, files, method))
    return tuple(result)


def _targets(site: Site, found: Reported, method: Method) -> tuple[Target, ...]:
    return found.targets or national.targets(site, method.emergency)


def _telephone(sites: Sequence[Site], said: Mapping[str, Reported], method: Method) -> Telephone111:
    """Return the shares answered and triaged, calls of several contracts weighed by their level."""
    known = [
        (found.telephone, found.volume.level)
        for site in sites
        if (found := said[site.id]).telephone and found.volume
    ]
    total = sum(level for _, level in known)
    if not known:
        return national.telephone(method.emergency)
    return Telephone111(
        answered=sum(t.answered * level for t, level in known) / total,
        triaged_of_answered=sum(t.triaged_of_answered * level for t, level in known) / total,
    )


def _organisations(sites: Sequence[Site], boards: Sequence[Icb], known: SiteFiles) -> list[str]:
    mapped = [code for board in boards for code, _ in known.providers(board.code)]
    services = [code for board in boards for code in ambulance_services(board.region)]
    own = [site.provider for site in sites]
    return [*mapped, *own, *services, *(board.code for board in boards)]


def _missing_kinds(places: Mapping[str, Place]) -> list[str]:
    return [
        f"{code}: no provider reports type 3 attendances, so nobody is sent to an urgent treatment "
        "centre."
        for code, place in places.items()
        if not any(site.kind == "utc" for site in place.sites)
    ]


def _unmapped(boards: Sequence[Icb], places: Mapping[str, Place], known: SiteFiles) -> list[str]:
    """Say which boards' sites are stood in for because no provider is known to be theirs."""
    return [
        f"{board.code}: no A&E provider is mapped to this board, so England's rates for its "
        "registered patients stand in. The mapping may use the codes of older boards."
        for board in boards
        if not known.providers(board.code)
        and all(site.provider.startswith(board.code) for site in places[board.code].sites)
    ]
