"""Dorset with appointments by practice and month, made up from what its summary counts.

No real crosstab is here. One is printed for Dorset's 68 practices, before and after 1 August 2024,
so that its last three months hold what the published summary holds: what is then different from the
system without it, and what is the same to the last appointment, is known beforehand.
"""

from __future__ import annotations

import csv
from dataclasses import fields, replace
from datetime import date

import pytest

from knockon.catalogue.loading import load
from knockon.published import read_file
from knockon.system.build import build

TODAY = date(2026, 11, 22)
HEADER = (
    *("APPOINTMENT_MONTH_START_DATE", "GP_CODE", "GP_NAME", "SUPPLIER", "PCN_CODE", "PCN_NAME"),
    *("SUB_ICB_LOCATION_CODE", "SUB_ICB_LOCATION_NAME", "HCP_TYPE", "APPT_MODE"),
    *("NATIONAL_CATEGORY", "TIME_BETWEEN_BOOK_AND_APPT", "COUNT_OF_APPOINTMENTS", "APPT_STATUS"),
)
SUMMARY = [date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)]
BEFORE = [date(2024, month, 1) for month in (5, 6, 7)]
OF_PRACTICES = {"gp_seen", "other_seen", "recorded_rate", "within_a_week", "assumed"}


def split(whole: int, parts: int) -> list[int]:
    """A whole number in equal whole parts, the first ones the larger."""
    return [whole // parts + (nth < whole % parts) for nth in range(parts)]


def lines_of(row: dict[str, int]) -> list[tuple[str, str, str, int]]:
    """A practice's three months: same day and later, with a GP and not, and who did not attend."""
    gp, same_day, dna = row["gp_3m"], row["sd_gp_3m"], row["dna_3m"]
    gp_dna = round(dna * gp / row["total_3m"])
    later = gp - same_day
    missed_later = min(gp_dna, later)
    week = (later - missed_later) * 3 // 4
    others = row["total_3m"] - gp
    return [
        ("GP", "Same Day", "Attended", same_day - (gp_dna - missed_later)),
        ("GP", "Same Day", "DNA", gp_dna - missed_later),
        ("GP", "2 to 7 Days", "Attended", week),
        ("GP", "15  to 21 Days", "Attended", later - missed_later - week),
        ("GP", "15  to 21 Days", "DNA", missed_later),
        ("Other Practice staff", "1 Day", "Attended", others - (dna - gp_dna)),
        ("Other Practice staff", "1 Day", "DNA", dna - gp_dna),
    ]


@pytest.fixture(scope="module")
def codes(dorset_files):
    """Dorset's practices."""
    rows = dorset_files.practices
    return set(rows.filter(rows["icb_code"] == "QVV")["practice"].to_list())


@pytest.fixture(scope="module")
def crosstab(dorset_files, codes, tmp_path_factory):
    """A crosstab of all practices: the summary's three months, and three before action began."""
    path = tmp_path_factory.mktemp("by_month") / "Practice_Level_Crosstab_Aug_26.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for row in dorset_files.gpad_summary.iter_rows(named=True):
            if row["practice"] not in codes:
                continue
            start = [row["practice"], "N", "TPP", "U1", "P", "11J", "Dorset"]
            for staff, wait, status, count in lines_of(row):
                kind = [staff, "Face-to-Face", "Planned Clinics", wait]
                pairs = zip(SUMMARY + BEFORE, [*split(count, 3), *split(2 * count, 3)], strict=True)
                for month, part in pairs:
                    writer.writerow([f"{month:%d%b%Y}".upper(), *start, *kind, f"{part:,}", status])
    return read_file(path, "gpad_crosstab")


def built(files):
    return build(files, icbs=["QVV"], catalogue=load(), today=TODAY)


@pytest.fixture(scope="module")
def without(dorset_files):
    """Dorset as its files are."""
    return built(dorset_files)[0]


@pytest.fixture(scope="module")
def by_month(dorset_files, crosstab):
    """Dorset with the crosstab beside its files, and the account of quality."""
    return built(replace(dorset_files, gpad_crosstab=crosstab))


def test_months_before_action_began_are_not_in_the_level(by_month, without):
    """They hold twice as many appointments; the level is that of the summary's months."""
    system, _ = by_month
    assert system.practice_months == without.practice_months == ("2026-06", "2026-07", "2026-08")
    for one, other in zip(system.practices, without.practices, strict=True):
        if not (one.hosting or other.assumed or one.assumed):
            assert one.gp_seen == pytest.approx(other.gp_seen, rel=2e-3)
            assert one.other_seen == pytest.approx(other.other_seen, rel=2e-3)
            assert one.same_day_share == other.same_day_share


def test_all_appointments_seen_are_those_of_the_summary(by_month, without):
    """GPs' own share not attended moves a few between GPs and others, and none in or out."""
    seen = [sum(p.gp_seen + p.other_seen for p in s.practices) for s in (by_month[0], without)]
    assert seen[0] == pytest.approx(seen[1], rel=1e-9)


def test_who_waits_within_a_week_is_known_of_every_practice(by_month):
    assert all(0.3 < p.within_a_week < 0.8 for p in by_month[0].practices)


def test_nothing_else_differs(by_month, without):
    system, quality = by_month
    of_system = {
        f.name for f in fields(system) if getattr(system, f.name) != getattr(without, f.name)
    }
    assert of_system == {"practices", "series", "notes"}
    for one, other in zip(system.practices, without.practices, strict=True):
        differ = {f.name for f in fields(one) if getattr(one, f.name) != getattr(other, f.name)}
        assert differ <= OF_PRACTICES
    (told,) = quality.gained
    assert told.what == "Appointments of 68 of 68 practices"
    assert told.in_place_of == "The three-month summary"
