"""Each layout not yet tried on a real file feeds the system, and nothing but what it should.

Files are printed small: two practices (X10001, X10002) of one board, one trust with 48 months of
A&E to March 2026. A system is built with and without one file; what differs is listed by name.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from itertools import product

import pytest

from knockon.dates import is_working_day
from knockon.system.build import build
from knockon.system.quality import from_json, to_json

TODAY = date(2026, 11, 22)
CODES = ("X10001", "X10002")
WEEK = (1.3, 1.1, 1.0, 0.9, 0.7)
ALWAYS = {"digests", "series", "notes"}
"""What may differ for any file: its digest, its figures beside the system, what is said."""


@pytest.fixture
def plain(press, tmp_path):
    """Map, patients, summary (June to August 2026), mapping and 48 months of A&E."""
    for name in ("map.csv", "all.csv", "quin.csv", "gpad_2026-06_to_2026-08.csv"):
        press.write(tmp_path / name, press.whole()[name])
    press.write(tmp_path / "System-Mapping.csv", press.mapping())
    head, row = press.ae_csv()
    rows = [[f"{m:%Y-%m-%d}", *row[1:]] for m in months(date(2022, 4, 1), 48)]
    press.write(tmp_path / "ae.csv", [head, *rows])
    return tmp_path


@pytest.fixture
def added(press, plain, catalogue):
    """Builds the system, writes files, builds it again: gives both systems and the account."""

    def build_twice(**files):
        before, _ = build(plain, icbs=("QXX",), catalogue=catalogue, today=TODAY)
        for name, rows in files.items():
            press.write(plain / f"{name.replace('__', ' ')}.csv", rows)
        after, quality = build(plain, icbs=("QXX",), catalogue=catalogue, today=TODAY)
        return before, after, quality

    return build_twice


def months(first: date, number: int) -> list[date]:
    """So many months from one on."""
    index = first.year * 12 + first.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(index, index + number)]


def working(month: date) -> list[date]:
    """The working days of a month."""
    last = calendar.monthrange(month.year, month.month)[1]
    days = (month + timedelta(n) for n in range(last))
    return [day for day in days if is_working_day(day)]


def differing(one: object, other: object, where: str = "") -> set[str]:
    """The names of the numbers and words in which two values differ."""
    if is_dataclass(one) and type(one) is type(other):
        found: set[str] = set()
        for field in fields(one):
            name = f"{where}.{field.name}" if where else field.name
            found |= differing(getattr(one, field.name), getattr(other, field.name), name)
        return found
    parts = isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other)
    if parts and any(is_dataclass(part) for part in one):
        pairs = zip(one, other, strict=True)
        return {name for a, b in pairs for name in differing(a, b, where)}
    return set() if one == other else {where}


def changed(before: object, after: object) -> set[str]:
    """What differs between two systems but for what any file changes."""
    return differing(before, after) - ALWAYS


def gained(quality) -> dict[str, str]:
    """What files gave, by what it is: in place of what."""
    return {one.what: one.in_place_of for one in quality.gained}


# --- appointments by practice ---------------------------------------------------------------

CROSSTAB = [
    *("APPOINTMENT_MONTH_START_DATE", "GP_CODE", "GP_NAME", "SUPPLIER", "PCN_CODE", "PCN_NAME"),
    *("SUB_ICB_LOCATION_CODE", "SUB_ICB_LOCATION_NAME", "HCP_TYPE", "APPT_MODE"),
    *("NATIONAL_CATEGORY", "TIME_BETWEEN_BOOK_AND_APPT", "COUNT_OF_APPOINTMENTS", "APPT_STATUS"),
]


def crosstab(counts: Iterable[tuple[date, str, float]]) -> list[list[str]]:
    """Of each month and practice so many a working day of: GPs' attended 4 on the day, 3 within a
    week, 1 later; GPs' missed 2; others' attended 6, missed 1.
    """
    kinds = [
        ("GP", "Same Day", "Attended", 4),
        ("GP", "2 to 7 Days", "Attended", 3),
        ("GP", "8  to 14 Days", "Attended", 1),
        ("GP", "1 Day", "DNA", 2),
        ("Other Practice staff", "Same Day", "Attended", 6),
        ("Other Practice staff", "1 Day", "DNA", 1),
    ]
    rows = [CROSSTAB]
    for (month, code, each), (staff, wait, status, share) in product(list(counts), kinds):
        number = round(each * share * len(working(month)))
        place = ["U10001", "Mill PCN", "99X", "Shire - 99X"]
        start = [f"{month:%d%b%Y}".upper(), code, "Mill, The", "TPP", *place]
        what = [staff, "Face-to-Face", "Planned Clinics", wait, f"{number:,}", status]
        rows.append([*start, *what])
    return rows


def test_the_crosstab_gives_each_practice_its_own_last_months(added):
    """Ten a working day to July 2024, twenty after: the level is of the later months alone."""
    counted = [
        (month, code, 10 if month < date(2024, 8, 1) else 20)
        for month in months(date(2024, 2, 1), 31)
        for code in CODES
    ]
    before, after, quality = added(crosstab=crosstab(counted))
    one = after.practices[0]
    season = after.practice_season
    worked = {m: len(working(m)) for m in months(date(2025, 9, 1), 12)}
    usual = sum(season[m.month - 1] * n for m, n in worked.items()) / sum(worked.values())
    assert one.gp_seen == pytest.approx(20 * 8 / usual)
    assert one.other_seen == pytest.approx(20 * 6 / usual)
    assert one.same_day_share == pytest.approx(0.4)
    assert one.within_a_week == pytest.approx(5 / 6)
    assert after.practice_months == tuple(f"{m:%Y-%m}" for m in worked)
    assert changed(before, after) == {
        *("practices.gp_seen", "practices.other_seen", "practices.same_day_share"),
        *("practices.within_a_week", "practices.recorded_rate"),
        *("practice_months", "practice_middle"),
        "volumes.middle",  # of NHS 111, for which England's rate stands in at the same months
    }
    assert gained(quality) == {"Appointments of 2 of 2 practices": "The three-month summary"}
    (told,) = quality.gained
    assert told.months == "2025-09 to 2026-08"
    assert "has not been tried on a real file" in told.layout
    across = next(note for note in after.notes if "collective action began" in note)
    assert re.search(r"6 months from 2024-08.* were \+(99|100)\.\d%", across)


def test_a_crosstab_of_before_action_alone_is_not_put_beside_later_months(added):
    """The summary is of later months: it keeps the level, and the crosstab tells how soon."""
    counted = [(m, code, 10) for m in months(date(2023, 8, 1), 12) for code in CODES]
    before, after, _ = added(crosstab=crosstab(counted))
    assert changed(before, after) == {"practices.within_a_week"}


def test_only_the_months_since_action_began_make_a_level(added, plain):
    """Three months since and nine before: the three count."""
    (plain / "gpad_2026-06_to_2026-08.csv").unlink()
    counted = [
        (m, code, 10 if m < date(2024, 8, 1) else 20)
        for m in months(date(2023, 11, 1), 12)
        for code in CODES
    ]
    _, after, quality = added(crosstab=crosstab(counted))
    assert after.practice_months == ("2024-08", "2024-09", "2024-10")
    assert set(gained(quality).values()) == {"England's rates"}


def test_a_practice_the_crosstab_lacks_keeps_its_summary(added):
    counted = [(m, "X10001", 20) for m in months(date(2025, 9, 1), 12)]
    before, after, _ = added(crosstab=crosstab(counted))
    assert after.practices[0].gp_seen != before.practices[0].gp_seen
    assert differing(before.practices[1], after.practices[1]) <= {"recorded_rate"}


# --- appointments by sub-ICB ----------------------------------------------------------------

AREA = "SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_ONS_CODE,SUB_ICB_LOCATION_NAME,ICB_ONS_CODE"
LABELS = "APPT_STATUS,HCP_TYPE,APPT_MODE,TIME_BETWEEN_BOOK_AND_APPT,COUNT_OF_APPOINTMENTS"
SHIRE = ["99X", "E38000001", 'NHS "Shire"', "E54000001"]
ATTENDED = ["Attended", "GP", "Face-to-Face", "Same Day"]


def daily(first: date, number: int, growth: float = 0.0) -> list[list[str]]:
    """Working days of so many months: 10,000 x weekday, more each month by growth a year."""
    rows = [f"{AREA},REGION_ONS_CODE,Appointment_Date,{LABELS}".split(",")]
    for nth, month in enumerate(months(first, number)):
        for day in working(month):
            count = round(10_000 * WEEK[day.weekday()] * (1 + growth) ** (nth / 12))
            when = f"{day:%d%b%Y}".upper()
            rows.append([*SHIRE, "E40000001", when, *ATTENDED, str(count)])
    return rows


def regional(
    first: date, number: int, january: float = 1.0, week: tuple[float, ...] = (1.0,) * 5
) -> list[list[str]]:
    """Months of 10,000 a usual working day, in January so many times as many."""
    rows = [f"{AREA},ICB_NAME,REGION_ONS_CODE,REGION_NAME,APPOINTMENT_MONTH,{LABELS}".split(",")]
    for month in months(first, number):
        usual = 10_000 * (january if month.month == 1 else 1.0)
        count = round(usual * sum(week[day.weekday()] for day in working(month)))
        when = f"{month:%b%Y}".upper()
        rows.append([*SHIRE, "Shire", "E40000001", "West", when, *ATTENDED, str(count)])
    return rows


def test_days_give_the_weekdays_of_general_practice(added):
    before, after, quality = added(daily=daily(date(2026, 1, 1), 6))
    assert after.practice_weekday == pytest.approx(WEEK, rel=1e-3)
    assert changed(before, after) == {"practice_weekday"}
    assert gained(quality) == {
        "Weekdays of general practice": "England's, a straight line over the week"
    }


def test_a_week_that_lacks_a_day_says_nothing_of_weekdays(added):
    """Of June 2026 the five Wednesdays are missing: missing days are not quiet ones."""
    rows = daily(date(2026, 6, 1), 1)
    wednesdays = {f"{n:02d}JUN2026" for n in (3, 10, 17, 24)}
    before, after, quality = added(daily=[row for row in rows if row[5] not in wednesdays])
    assert changed(before, after) == set()
    assert quality.gained == ()


def test_years_of_months_give_season_and_growth(added):
    """48 months of days since August 2024's action: two years of 5% growth, no season."""
    before, after, quality = added(daily=daily(date(2024, 9, 1), 48, growth=0.05))
    assert after.practice_growth_mean == pytest.approx(0.05, abs=1e-4)
    assert after.practice_season == pytest.approx((1.0,) * 12, abs=1e-3)
    assert changed(before, after) == {
        *("practice_weekday", "practice_season", "practice_growth_mean", "practice_residual_sd"),
        *("practices.gp_seen", "practices.other_seen"),
    }
    assert "Months and growth of general practice" in gained(quality)


def test_regional_months_alone_give_a_season_of_their_own(added):
    before, after, _ = added(regional=regional(date(2022, 4, 1), 36, january=1.2))
    factors = after.practice_season
    assert factors[0] / factors[5] == pytest.approx(1.2, rel=5e-3)
    assert after.practice_weekday == before.practice_weekday


def test_the_regional_files_as_published_are_too_short_for_a_season(added):
    """March 2022 to August 2024 are 30 months, 29 of them after the pandemic."""
    before, after, quality = added(regional=regional(date(2022, 3, 1), 30))
    assert changed(before, after) == set()
    assert quality.gained == ()
    assert any("collective action began" in note for note in after.notes)


def test_years_in_which_one_month_is_never_whole_show_no_season(added):
    """Of four years of days the day before Christmas is missing each time."""
    rows = daily(date(2022, 4, 1), 48)
    kept = [row for row in rows if not row[5].startswith(("22DEC", "23DEC", "24DEC"))]
    before, after, _ = added(daily=kept)
    assert changed(before, after) == {"practice_weekday"}


def test_a_change_over_the_day_action_began_is_not_growth(added):
    """Half as many from August 2024 on: the two years since are level."""
    rows = regional(date(2023, 4, 1), 41)
    for row in rows[17:]:
        row[-1] = str(int(row[-1]) // 2)
    _, after, _ = added(regional=rows)
    assert after.practice_growth_mean == pytest.approx(0.0, abs=1e-3)
    assert any("-50.0%" in note for note in after.notes)


# --- staff ----------------------------------------------------------------------------------


def workforce(gps: str, month: str = "June") -> dict[str, list[list[str]]]:
    """The detailed file: so many fully qualified GPs without locums at the first practice."""
    head = [
        *("PRAC_CODE", "PRAC_NAME", "TOTAL_PATIENTS", "TOTAL_GP_FTE", "TOTAL_GP_EXTG_FTE"),
        *("TOTAL_GP_EXL_FTE", "TOTAL_GP_EXTGL_FTE", "TOTAL_GP_SEN_PTNR_FTE"),
        *("TOTAL_GP_PTNR_PROV_FTE", "TOTAL_GP_SAL_BY_PRAC_FTE"),
        *("TOTAL_NURSES_FTE", "TOTAL_DPC_FTE", "TOTAL_ADMIN_FTE"),
    ]
    row = ["X10001", "MILL", "12000", "9.5", "8.5", "9.0", gps, "1", "2", "3", "2.5", "1.5", "7.25"]
    return {f"1__General__Practice__-__{month}__2026__Practice__Level__-__Detailed": [head, row]}


def test_the_workforce_file_gives_gps_without_trainees_and_locums(added):
    before, after, quality = added(**workforce("8.0"))
    one, two = after.practices
    assert (one.gp_fte, one.nurse_fte, one.direct_care_fte, one.admin_fte) == (8.0, 2.5, 1.5, 7.25)
    assert differing(before.practices[1], two) <= {"gp_fte", "recorded_rate"}, (
        "filled from its board"
    )
    assert changed(before, after) == {
        *("practices.gp_fte", "practices.recorded_rate", "practices.nurse_fte"),
        *("practices.direct_care_fte", "practices.admin_fte"),
    }
    assert gained(quality) == {
        "GPs and other staff of 1 of 2 practices": "The staff of the practice summary"
    }


def test_staff_that_were_not_supplied_leave_the_summary_s(added):
    before, after, _ = added(**workforce("NA"))
    assert after.practices[0].gp_fte == before.practices[0].gp_fte


def test_gps_of_the_high_level_file_count_only_where_no_other_file_has_any(added):
    name = "3__General__Practice__-__June__2026__Practice__Level__-__High__level"
    head = ["PRAC_CODE", "PRAC_NAME", "STAFF_GROUP", "DETAILED_STAFF_ROLE", "MEASURE", "VALUE"]
    rows = [[code, "MILL", "GP", "Salaried GPs", "FTE", "6.5"] for code in CODES]
    before, after, _ = added(**{name: [head, *rows]})
    assert after.practices[0].gp_fte == before.practices[0].gp_fte, "the summary leaves locums out"
    assert after.practices[1].gp_fte == 6.5, "the summary has none"
    assert "Locums are counted" in after.practices[1].assumed[-1]


# --- NHS 111 over years ---------------------------------------------------------------------


def iuc(first: date, number: int, *, growth: float = 0.0) -> list[list[str]]:
    """So many months of one contract: 30,000 calls, 27,000 answered, 18,900 of them in time."""
    head = [
        *("REPORTING_PERIOD", "ORG_CODE", "ORG_NAME", "CONTRACT_CODE", "CONTRACT_NAME"),
        *("ITEM_NUMBER", "VALUE", "REGION_CODE", "REGION_NAME"),
    ]
    rows = [head]
    for nth, month in enumerate(months(first, number)):
        days = calendar.monthrange(month.year, month.month)[1]
        each = 1_000 * days * (1 + growth) ** (nth // 12)
        when = f"IUCADC-MONTHLY-{month:%b-%Y}".upper()
        for item, share in (("A01", 1.0), ("A03", 0.9), ("B01", 0.63)):
            start = [when, "RX1", "Shire, Trust", "111AI4", "Shire"]
            rows.append([*start, item, f"{round(each * share):,}", "Y58", "South West"])
    return rows


@pytest.fixture
def dorset_added(press, plain, catalogue):
    """As ``added``, for Dorset, whose sites and contract of NHS 111 are known."""
    for name in ("map.csv", "System-Mapping.csv"):
        text = (plain / name).read_text(encoding="utf-8")
        (plain / name).write_text(text.replace("QXX", "QVV"), encoding="utf-8")

    def build_twice(**files):
        before, _ = build(plain, icbs=("QVV",), catalogue=catalogue, today=TODAY)
        for name, rows in files.items():
            press.write(plain / f"{name}.csv", rows)
        return before, *build(plain, icbs=("QVV",), catalogue=catalogue, today=TODAY)

    return build_twice


def line_of(system):
    """The volume of NHS 111."""
    return next(v for v in system.volumes if v.service == "nhs111")


def test_years_of_111_give_level_season_growth_and_shares(dorset_added):
    before, after, quality = dorset_added(iuc=iuc(date(2022, 4, 1), 48, growth=0.04))
    line = line_of(after)
    assert line.level == pytest.approx(1_000 * 1.04**3, rel=1e-3)
    assert line.growth_mean == pytest.approx(0.04, abs=1e-3)
    assert line.months_used[-1] == "2026-03"
    assert after.telephone.answered == pytest.approx(0.9, abs=1e-4)
    told = {t.measure: t.value for t in after.targets if t.site == line.site}
    assert told["answered_in_60_seconds"] == pytest.approx(0.7, abs=1e-3)
    parts = {f"volumes.{name}" for name in ("level", "middle", "growth_mean", "growth_sd")}
    parts |= {f"volumes.{name}" for name in ("residual_sd", "months_used", "assumed")}
    parts |= {"volumes.month_factor", "volumes.hour", "volumes.weekday"}
    assert changed(before, after) - {"targets", "telephone.answered"} <= parts
    assert [v for v in before.volumes if v.service != "nhs111"] == [
        v for v in after.volumes if v.service != "nhs111"
    ]
    assert list(gained(quality).values()) == ["England's rate"]


def test_newer_days_give_the_level_and_older_years_the_season(press, dorset_added):
    """1,300 a day in the last weeks; the years end three months before."""
    head = press.calls()[0]
    days = [date(2026, 7, 1) + timedelta(n) for n in range(28)]
    rows = [
        [f"{d}", "SW", "111AI4", "D", "1300", "1170", "900", "1", "1000", f"{d}", "1", "5", "0"]
        for d in days
    ]
    _, after, _ = dorset_added(days=[head, *rows], iuc=iuc(date(2022, 4, 1), 48, growth=0.04))
    line = line_of(after)
    assert line.level == pytest.approx(1_300, rel=0.02)
    assert line.growth_mean == pytest.approx(0.04, abs=1e-3)
    assert line.middle.year == 2026
    assert after.telephone.triaged_of_answered == pytest.approx(1000 / 1170)


def test_newer_years_give_the_shares_answered_and_older_days_who_is_triaged(press, dorset_added):
    head = press.calls()[0]
    days = [date(2026, 1, 5) + timedelta(n) for n in range(14)]
    rows = [
        [f"{d}", "SW", "111AI4", "D", "1000", "800", "700", "1", "600", f"{d}", "1", "5", "0"]
        for d in days
    ]
    _, after, _ = dorset_added(days=[head, *rows], iuc=iuc(date(2022, 4, 1), 48))
    assert after.telephone.answered == pytest.approx(0.9, abs=1e-4)
    assert after.telephone.triaged_of_answered == pytest.approx(600 / 800)


def test_a_month_an_item_is_blank_in_does_not_count(dorset_added):
    rows = iuc(date(2022, 4, 1), 48)
    rows[-3][6] = ""
    _, after, _ = dorset_added(iuc=rows)
    assert line_of(after).months_used[-1] == "2026-02"


# --- beds by day ----------------------------------------------------------------------------


def beds(first: date, number: int) -> list[list[str]]:
    """So many days of 1,000 beds: 950 occupied Monday to Friday, 900 at weekends."""
    head = ["Code", "Name", "Date", "G&A beds available", "G&A beds occupied"]
    days = [first + timedelta(n) for n in range(number)]
    return [
        head,
        *(["RX1", "T", f"{d}", "1000", str(950 if d.weekday() < 5 else 900)] for d in days),
    ]


def test_beds_by_day_give_occupancy_by_weekday_and_whole_months(added):
    before, after, quality = added(beds=beds(date(2026, 2, 1), 49))
    (ward,) = after.wards
    assert ward.months == ("2026-02",), "March is not whole"
    assert (ward.beds, ward.occupied) == (1_000, pytest.approx(950 - 50 * 8 / 28))
    assert ward.occupied_weekday[0] / ward.occupied_weekday[6] == pytest.approx(950 / 900)
    assert changed(before, after) == {
        *("wards.beds", "wards.occupied", "wards.admitted_then", "wards.months"),
        *("wards.occupied_weekday", "wards.source", "wards.assumed", "targets.value"),
        *("targets.months", "targets.source"),
    }
    assert list(gained(quality).values()) == ["Months alone, every day alike"]
    assert any("fullest on Monday" in n and "emptiest on Saturday" in n for n in after.notes)


# --- services without sites -----------------------------------------------------------------

WHO = [
    *("Provider Parent Org Code", "Provider Parent Name", "Provider Org Code", "Provider Org Name"),
    *("Commissioner Parent Org Code", "Commissioner Parent Name"),
    *("Commissioner Org Code", "Commissioner Org Name"),
]
RX1 = ["QXX", "SHIRE", "RX1", "TRUST", "QXX", "SHIRE"]


def referrals() -> list[list[str]]:
    """14 months of two commissioners at RX1: by practices 600 and 400, by others 500 and 500."""
    head = [
        *("Yearnumber", "Periodname", "Provider Parent org code", "Provider Parent name"),
        *("Provider Org code", "Provider Org name", *WHO[4:], "Op Gprefsmade M"),
        "Op Otherrefsmade M",
    ]
    rows = [head]
    for month in months(date(2023, 2, 1), 14):
        start = [f"{month.year}", f"MRR-{month:%B-%Y}", *RX1]
        rows.append([*start, "99X", "ICB", "600", "500"])
        rows.append([*start, "98X", "ICB", "400", "500"])
    return rows


def test_referrals_by_practices_and_others_a_week(added):
    before, after, quality = added(referrals=referrals())
    week = 12 / 366 * 7  # the twelve months to March 2024 have a leap day
    assert after.baseline("outpatients", "gp_referrals") == pytest.approx(1_000 * week)
    assert after.baseline("outpatients", "referrals") == pytest.approx(2_000 * week)
    assert changed(before, after) == {"baselines"}
    assert list(gained(quality)) == ["Referrals by practices"]
    assert before.baseline("outpatients", "gp_referrals") is None


def test_a_blank_part_leaves_its_month_out(added):
    rows = referrals()
    rows[-1][-2] = "*"
    _, after, _ = added(referrals=rows)
    (one,) = (b for b in after.baselines if b.measure == "gp_referrals")
    assert one.months[-1] == "2024-02"


TESTS = [
    *("Period", *WHO, "Diagnostic Tests Sort Order", "Diagnostic Tests", "00 < 01 Week"),
    *(f"{w:02d} < {w + 1:02d} Weeks" for w in range(1, 13)),
    *("13+ Weeks", "Total WL", "Waiting List Activity", "Planned Activity"),
    *("Unscheduled Activity", "Total Activity"),
]


def test_tests_a_week_and_who_waits_for_one(added):
    """Two months; each week of waiting holds ten people, 310 tests are done."""
    rows = [TESTS]
    for month in ("APRIL", "MAY"):
        start = [f"DM01-{month}-2026", *RX1, "99X", "ICB", "1", "Magnetic Resonance Imaging"]
        rows.append([*start, *["10"] * 14, "140", "200", "60", "50", "310"])
    before, after, _ = added(dm01=rows)
    assert after.baseline("diagnostics", "requests") == pytest.approx(620 / 61 * 7)
    assert after.baseline("diagnostics", "waiting_list") == 140
    assert after.baseline("diagnostics", "over_6_weeks") == 80
    assert changed(before, after) == {"baselines"}


def test_requests_for_advice_before_a_referral(added):
    head = [
        *("Activity Month", "ICB Code", "ICB Name", "Type", "In scope of ERF?"),
        *("Metric Diverted Requests", "Metric Processed Requests", "Requests"),
    ]
    start = ["Jan 2026", "QXX", "Shire"]
    rows = [
        [*start, "Pre-referral Specialist Advice", "In scope of ERF", "Yes", "Yes", "200"],
        [*start, "Pre-referral Specialist Advice", "In scope of ERF", "No", "Yes", "110"],
        [*start, "Post-referral Specialist Advice", "In scope of ERF", "No", "Yes", "900"],
    ]
    other = [[*row[:3], "Triage", *row[4:-1], "9"] for row in rows[:1]]
    _, after, _ = added(advice=[head, *other])
    assert after.baseline("advice_and_guidance", "requests") is None
    assert any("of the kinds Triage" in note for note in after.notes)
    before, after, _ = added(advice=[head, *rows])
    assert after.baseline("advice_and_guidance", "requests") == pytest.approx(310 / 31 * 7)
    assert after.baseline("advice_and_guidance", "diverted") == pytest.approx(200 / 31 * 7)
    assert changed(before, after) == {"baselines"}


def test_consultations_of_pharmacies(added, press):
    """Two pharmacies of the board and one of another; a blank is in no sum and is told."""
    head = press.rows(press.sample("pharmacy_first"))[0]

    def row(icb, code, cells):
        place = [icb, "SHIRE", "Pharmacy", code, "MILL", "1 High St", "Ford", "", "", "XX1 1XX"]
        return [*place, "1", "2", *cells]

    rows = [
        row("QXX", "F0001", ["10"] * 9),
        row("QXX", "F0002", ["0"] * 8 + ["*"]),
        row("QYY", "F0003", ["99"] * 9),
    ]
    before, after, _ = added(**{"Dispensing__Data__May__2026": [head, *rows]})
    assert after.baseline("pharmacy", "consultations") == pytest.approx(90 / 31 * 7)
    assert after.baseline("pharmacy", "clinical_pathways") == pytest.approx(70 / 31 * 7)
    assert after.baseline("pharmacy", "pharmacies") == 1
    assert any("1 of 18 values are blank" in b.assumed[0] for b in after.baselines if b.assumed)
    assert changed(before, after) == {"baselines"}


def test_a_part_of_a_boards_trusts_is_not_the_board(dorset_added):
    """Dorset has two trusts; the file has one of them."""
    rows = [[cell.replace("RX1", "RBD") for cell in row] for row in referrals()]
    _, after, quality = dorset_added(referrals=rows)
    assert after.baseline("outpatients", "gp_referrals") is None
    assert "outpatients gp referrals are not reported of R0D" in " ".join(after.notes)
    assert quality.gained == ()


def test_a_board_no_file_counts_leaves_the_whole_unknown(added):
    """What is known of one board is not taken for two."""
    _, after, _ = added(referrals=referrals())
    assert after.baseline("outpatients", "gp_referrals", "QYY") is None
    assert after.baseline("community", "referrals") is None


# --- shown beside ---------------------------------------------------------------------------


def test_the_survey_calls_and_online_requests_stand_beside_and_change_nothing(added, press):
    names = ("gpps_practices", "telephony_times", "online_month", "online_day")
    files = {}
    for layout in names:
        path = press.sample(layout)
        head, *rows = press.rows(path)
        place = next(i for i, n in enumerate(head) if n.lower() in PRACTICE)
        codes = sorted({row[place] for row in rows})
        named = dict(zip(codes, CODES, strict=False))
        kept = [[named.get(c, c) if i == place else c for i, c in enumerate(r)] for r in rows]
        files[path.stem.replace(" ", "__")] = [head, *kept]
    before, after, _ = added(**files)
    assert changed(before, after) == set()
    measures = {o.measure for o in after.series if o.service == "practice"}
    assert {"easy_by_telephone", "calls_answered", "online_submissions"} <= measures
    assert all(o.value is None or 0 <= o.value <= 1 for o in after.series if "easy" in o.measure)
    said = " ".join(after.notes)
    assert re.search(r"calls to \d of 2 practices, 2026-06-01 to .* \d+% were answered", said)
    assert re.search(r"requests came online to \d of 2 practices", said)
    assert re.search(r"\d+% find it easy to get through by telephone", said)


def test_a_system_is_built_with_a_file_of_every_layout_beside(press, tmp_path, catalogue):
    """Made-up files of all layouts, most of other years and places than the board's."""
    system, quality = build(
        press.write_whole(tmp_path), icbs=("QXX",), catalogue=catalogue, today=TODAY
    )
    assert [b.practice.ods_code for b in system.practices] == list(CODES)
    assert not [one for one in quality.published.not_used if one.file.endswith(".csv")]


PRACTICE = {"gp_code", "practice_code", "ad_practicecode"}


def test_what_files_gave_goes_to_json_and_back(added):
    _, _, quality = added(referrals=referrals())
    content = to_json(quality)
    assert content["gained"][0]["in_place_of"].startswith("The parameters' rate")
    assert from_json(content) == quality
    del content["gained"]
    assert from_json(content).gained == (), "an older account has none"
