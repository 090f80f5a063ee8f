"""A system in totals, as a document and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from knockon.cli.telling import answer, answer_table

if TYPE_CHECKING:
    from knockon.system.values import System


def described(system: System) -> dict[str, Any]:
    """Return what a system holds, in totals: what ``system show --json`` prints."""
    coded = {one.practice.pcn_code for one in system.practices if one.practice.pcn_code}
    appointments = sum(one.gp_seen + one.other_seen for one in system.practices)
    return {
        "format": "knockon/system-summary/1",
        "icbs": [{"code": icb.code, "name": icb.name} for icb in system.icbs],
        "practices": len(system.practices),
        "registered_patients": sum(one.registered_patients for one in system.practices),
        "appointments_a_working_day": round(appointments, 1),
        "places": sorted(coded),
        "services": _services(system),
        **_hospitals(system),
        "built": system.built.isoformat(),
        "version": system.version,
        "synthetic": system.synthetic,
        "sources": dict(sorted(system.digests.items())),
        "notes": list(system.notes),
    }


def tell(document: dict[str, Any]) -> None:
    """Print what :func:`described` made."""
    for icb in document["icbs"]:
        answer(f"{icb['name']} ({icb['code']})")
    answer(
        f"{document['practices']:,} practices in {len(document['places']):,} places, "
        f"{document['registered_patients']:,} registered patients, "
        f"{document['appointments_a_working_day']:,.0f} appointments a working day"
    )
    answer(f"Built {document['built']} by version {document['version']}")
    rows = [_service_row(one) for one in document["services"]]
    answer_table(("Site", "Name", "Service", "People a day", "Months used"), rows)
    answer_table(
        ("Ward", "Name", "Beds", "Occupied", "Emergency admissions a day"), _wards(document)
    )
    answer_table(("List", "Name", "Month", "Pathways waiting"), _lists(document))
    for one in document["ambulances"]:
        answer(f"{one['name']}: {one['incidents_a_day']:,.1f} incidents a day")
    answer_table(("File", "SHA-256"), list(document["sources"].items()))
    for line in document["notes"]:
        answer(line)


def _services(system: System) -> list[dict[str, Any]]:
    names = {site.id: site.name for site in system.sites}
    return [
        {
            "site": volume.site,
            "name": names[volume.site],
            "service": volume.service,
            "people_a_day": round(volume.level, 2),
            "months": list(volume.months_used),
        }
        for volume in system.volumes
    ]


def _hospitals(system: System) -> dict[str, list[dict[str, Any]]]:
    return {
        "wards": [
            {
                "id": ward.id,
                "name": ward.name,
                "beds": round(ward.beds, 1),
                "occupancy": round(ward.occupancy, 4),
                "emergency_admissions_a_day": round(ward.admissions.level, 2),
            }
            for ward in system.wards
        ],
        "waiting_lists": [
            {"id": one.id, "name": one.name, "month": one.month, "waiting": round(one.waiting)}
            for one in system.lists
        ],
        "ambulances": [
            {"id": one.id, "name": one.name, "incidents_a_day": round(one.incidents.level, 2)}
            for one in system.ambulances
        ],
    }


def _wards(document: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (
            one["id"],
            one["name"],
            f"{one['beds']:,.0f}",
            f"{one['occupancy']:.1%}",
            f"{one['emergency_admissions_a_day']:,.1f}",
        )
        for one in document["wards"]
    ]


def _lists(document: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (one["id"], one["name"], one["month"] or "none", f"{one['waiting']:,}")
        for one in document["waiting_lists"]
    ]


def _service_row(one: dict[str, Any]) -> tuple[str, ...]:
    return (
        one["site"],
        one["name"],
        one["service"],
        f"{one['people_a_day']:,.1f}",
        str(len(one["months"])),
    )
