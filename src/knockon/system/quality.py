"""What a system rests on: files used and left, what is missing, and what stands in for it.

Kept beside the system as ``quality.json`` (format ``knockon/quality/1``), with a summary by
publication that is worked out from the rest, and shown as its data-quality page. Ages are days from
a file's last day to the day the system was built; a year not over yet has no age.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

from knockon.published import (
    FileUsed,
    Joined,
    Missing,
    NotReported,
    NotUsed,
    RefusedRow,
    SetAside,
)
from knockon.published import Quality as PublishedQuality
from knockon.published.publications import TABLES
from knockon.published.tables import Table
from knockon.system.gained import Gained
from knockon.system.values import System

FORMAT = "knockon/quality/1"
_PUBLISHED: Mapping[str, type] = {
    "used": FileUsed,
    "set_aside": SetAside,
    "not_used": NotUsed,
    "refused": RefusedRow,
    "not_reported": NotReported,
    "joined": Joined,
    "missing": Missing,
}
_MADE_OF = frozenset(
    {
        *("practices", "patients", "ages", "imd", "gpad_summary", "gpad_crosstab", "telephony"),
        *("gpad_daily", "gpad_regional", "workforce"),
        *("ae", "ae_mapping", "ambulance", "calls111", "iuc"),
        *("beds", "beds_daily", "criteria_to_reside", "discharged", "rtt_summary", "rtt_lists"),
        *("diagnostics", "referrals", "advice", "pharmacy_first"),
    }
)
"""What a system is made of; the rest is read and accounted for, and waits for its part."""
_TITLES = {table.id: table.title for table in TABLES}
_IMPROVES = {table.id: table.improves for table in TABLES}
_DAYS = ("first", "last", "last_month")
_RATES = "England's rates for each registered patient."
_STANDS_IN = {
    "ae": _RATES,
    "ae_mapping": "The list of sites that comes with the software; elsewhere England's rates.",
    "ages": "Nothing: nothing is shown by age.",
    "ambulance": "England's rate of incidents and of conveyances; handovers are not shown.",
    "beds": "England's beds and occupancy for the registered patients who use a trust.",
    "calls111": _RATES,
    "discharged": "Every day alike; the hours in which people leave two trusts.",
    "gpad_crosstab": "The three-month summary; without that England's rates.",
    "gpad_daily": "England's weekdays, a straight line from Monday to Friday.",
    "gpad_regional": "England's month factors; growth with mean 0.",
    "gpad_summary": "The crosstab; without that England's rates for each registered patient.",
    "workforce": "The staff of the practice summary.",
    "iuc": "The daily report alone: months of England's A&E, growth with mean 0.",
    "beds_daily": "Months alone: every day of the week taken as full as the next.",
    "diagnostics": "The parameters' tests for each registered patient; who waits is not known.",
    "referrals": "The parameters' referrals for each registered patient.",
    "advice": "The parameters' requests for each registered patient.",
    "pharmacy_first": "The parameters' consultations for each registered patient.",
    "imd": "The score of the appointments file; without that nothing is shown by deprivation.",
    "patients": "The list sizes of the appointments file.",
    "rtt_summary": "England's pathways and long waits for the registered patients of a trust.",
    "rtt_lists": "The month's summary; clock starts as England has them for each pathway waiting.",
    "telephony": "Nothing: calls to practices are not shown.",
}
"""What a system uses where a publication is missing, by its name."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """Something no file says, and what is used in its place."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Quality:
    """Everything a reader needs to judge a system.

    ``published``: the files' account, its not-reported values cut to this system's organisations
    (``not_reported_elsewhere`` counts the entries of others). ``stands_in``: what each site or
    practice lacks. ``gained``: what files gave in place of something that would have stood in.
    ``notes``: what holds for the whole system.
    """

    built: date
    published: PublishedQuality
    stands_in: tuple[StandIn, ...] = ()
    notes: tuple[str, ...] = ()
    not_reported_elsewhere: int = 0
    gained: tuple[Gained, ...] = ()

    @property
    def lacking(self) -> tuple[Missing, ...]:
        """The publications missing of those a system is made of."""
        return tuple(one for one in self.published.missing if one.publication in _MADE_OF)

    def age_in_days(self, used: FileUsed) -> int | None:
        """Return a file's age on the day the system was built; None if it states no period."""
        age = used.age_in_days(self.built)
        return None if age is None else max(age, 0)


def quality_of(
    system: System,
    published: PublishedQuality,
    organisations: Collection[str],
    given: tuple[Gained, ...] = (),
) -> Quality:
    """Return the account of a built system; ``organisations`` are the codes it is made of."""
    own = tuple(n for n in published.not_reported if n.organisation in organisations)
    of_sites = [StandIn(v.site, text) for v in system.volumes for text in v.assumed]
    of_practices = [
        StandIn(b.practice.ods_code, text) for b in system.practices for text in b.assumed
    ]
    places = [StandIn(s.id, s.source) for s in system.sites if s.grade == "D"]
    return Quality(
        built=system.built,
        published=replace(published, not_reported=own, missing=_missing(published.missing)),
        stands_in=(*places, *of_sites, *_of_hospitals(system), *of_practices),
        notes=system.notes,
        not_reported_elsewhere=len(published.not_reported) - len(own),
        gained=given,
    )


def _of_hospitals(system: System) -> list[StandIn]:
    """Return what wards, outpatient lists and 999 lack."""
    parts = (
        *((w.id, (*w.assumed, *w.admissions.assumed)) for w in system.wards),
        *((one.id, one.assumed) for one in system.lists),
        *((one.id, (*one.assumed, *one.incidents.assumed)) for one in system.ambulances),
    )
    return [StandIn(where, text) for where, said in parts for text in said]


def _missing(missing: tuple[Missing, ...]) -> tuple[Missing, ...]:
    return tuple(replace(m, stands_in=_STANDS_IN.get(m.publication, m.stands_in)) for m in missing)


def to_json(quality: Quality) -> dict[str, Any]:
    """Return the account as plain values for ``quality.json``; days are ISO text."""
    content: dict[str, Any] = {"format": FORMAT, "built": quality.built.isoformat()}
    for name in _PUBLISHED:
        content[name] = [_plain(entry) for entry in getattr(quality.published, name)]
    content["publications"] = [_publication(table, quality) for table in TABLES]
    for entry, used in zip(content["used"], quality.published.used, strict=True):
        entry["title"] = _TITLES.get(used.publication, used.publication)
        entry["age_in_days"] = quality.age_in_days(used)
    for entry in content["missing"]:
        entry["improves"] = _IMPROVES.get(entry["publication"], "")
    content["stands_in"] = [_plain(entry) for entry in quality.stands_in]
    content["gained"] = [_plain(entry) for entry in quality.gained]
    content["notes"] = list(quality.notes)
    content["not_reported_elsewhere"] = quality.not_reported_elsewhere
    return content


def _publication(table: Table, quality: Quality) -> dict[str, Any]:
    """Return what a table was read from: how much, how old, how much of it is missing."""
    used = [one for one in quality.published.used if one.publication == table.id]
    gone = [one for one in quality.published.not_reported if one.publication == table.id]
    ages = [age for one in used if (age := quality.age_in_days(one)) is not None]
    firsts = [one.first.isoformat() for one in used if one.first]
    lasts = [one.last.isoformat() for one in used if one.last]
    return {
        "title": table.title,
        "files": len(used),
        "first": min(firsts, default=None),
        "last": max(lasts, default=None),
        "age_in_days": min(ages, default=None),
        "rows": sum(one.rows for one in used),
        "rows_refused": sum(one.refused for one in used),
        "values_not_reported": sum(one.values for one in gone),
        "in_the_system": table.id in _MADE_OF,
        "improves": table.improves,
    }


def from_json(content: Mapping[str, Any]) -> Quality:
    """Return the account that :func:`to_json` wrote."""
    parts = {
        name: tuple(_value(kind, entry) for entry in content[name])
        for name, kind in _PUBLISHED.items()
    }
    return Quality(
        built=date.fromisoformat(content["built"]),
        published=PublishedQuality(**parts),
        stands_in=tuple(StandIn(**entry) for entry in content["stands_in"]),
        gained=tuple(Gained(**entry) for entry in content.get("gained", ())),
        notes=tuple(content["notes"]),
        not_reported_elsewhere=content["not_reported_elsewhere"],
    )


def _plain(value: Any) -> dict[str, Any]:
    return {key: _text(part) for key, part in asdict(value).items()}


def _text(part: Any) -> Any:
    if isinstance(part, date):
        return part.isoformat()
    return list(part) if isinstance(part, tuple) else part


def _value(kind: type, entry: Mapping[str, Any]) -> Any:
    if not is_dataclass(kind):
        raise TypeError(f"{kind} is not a value of the published files")
    known = {part.name for part in fields(kind)}
    return kind(**{key: _read(key, part) for key, part in entry.items() if key in known})


def _read(key: str, part: Any) -> Any:
    if key in _DAYS and part is not None:
        return date.fromisoformat(part)
    return tuple(part) if isinstance(part, list) else part
