"""Whole files of the layouts not yet tried on a real one, printed from their description.

Each prints any number of rows from a seed with the publications' oddities: two spaces in waits,
thousands commas, names with commas, marks in place of counts, columns that are not read.
``counted`` names the printed columns whose sum is told, ``where`` the rows it is over; ``table``
and ``told`` are where it is found again.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from knockon.published.crosstab import CATEGORIES
from knockon.published.diagnostics import WEEKS as TEST_WEEKS
from knockon.published.gpps_practices import QUESTIONS
from knockon.published.iuc import ITEMS
from knockon.published.pcn_members import FIELDS
from knockon.published.pharmacy import PATHWAYS
from knockon.published.rtt_full import FULL, PARTS, WEEKS
from knockon.published.telephony_calls import INDICATORS
from knockon.published.workforce import STAFF

__all__ = ["PRINTS", "Print", "number", "text_of"]

Cells = list[str]

WAITS = (
    *("Same Day", "1 Day", "2 to 7 Days", "8  to 14 Days", "15  to 21 Days", "22  to 28 Days"),
    *("More than 28 Days", "Unknown / Data Quality"),
)
STATUSES = ("Attended", "DNA", "Unknown")
STAFF_KINDS = ("GP", "Other Practice staff", "Unknown")
MODES = ("Face-to-Face", "Telephone", "Video Conference/Online", "Home Visit", "Unknown")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)


@dataclass(frozen=True)
class Print:
    """One layout's file: its name, header, rows, and one sum that can be found again."""

    layout: str
    name: str
    header: Cells
    row: Callable[[int, Random], Cells]
    counted: tuple[str, ...]
    table: str
    told: tuple[str, ...]
    where: tuple[str, tuple[str, ...]] | None = None
    titles: tuple[Cells, ...] = ()
    printed_header: bool = True

    def rows(self, number: int, seed: int) -> Iterator[Cells]:
        """Yield rows, no two with the same keys."""
        rng = Random(f"{self.layout}/{seed}")
        return (self.row(nth, rng) for nth in range(number))


def text_of(one: Print, number: int, seed: int) -> str:
    """Return a whole file as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(one.titles)
    if one.printed_header:
        writer.writerow(one.header)
    writer.writerows(one.rows(number, seed))
    return out.getvalue()


def number(cell: str) -> float:
    """Read a printed number, a mark as nothing."""
    bare = cell.replace(",", "")
    return 0.0 if bare in {"", "*", "-", "NA"} or bare.startswith("-9") else float(bare)


def digits(nth: int, *sizes: int) -> tuple[int, ...]:
    """Return a number's places among things of these sizes, the last changing slowest."""
    places = []
    for size in sizes:
        places.append(nth % size)
        nth //= size
    return (*places, nth)


def practice(nth: int) -> str:
    return f"{'ABCDEFGHJK'[nth // 100_000]}{nth % 100_000:05d}"


def count(rng: Random, *, marks: tuple[str, ...] = ()) -> str:
    """A count as printed: with a comma now and then, and now and then a mark in its place."""
    if marks and rng.random() < 0.05:
        return rng.choice(marks)
    value = int(rng.expovariate(1 / 400))
    return f"{value:,}" if rng.random() < 0.3 else str(value)


def month_word(nth: int, first_year: int = 2019) -> str:
    return f"{MONTHS[nth % 12]}-{first_year + nth // 12 % 80}"


def run_together(nth: int, *, day: int | None = None) -> str:
    name, year = month_word(nth).split("-")
    return f"{'' if day is None else f'{day:02d}'}{name[:3].upper()}{year}"


def _area(nth: int) -> Cells:
    return [f"{nth:02d}X", f"E380{nth:05d}", f'NHS "Shire", Ford ICB - {nth:02d}X', f"E54{nth:06d}"]


AREA = "SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_ONS_CODE,SUB_ICB_LOCATION_NAME,ICB_ONS_CODE"
LABELS = "APPT_STATUS,HCP_TYPE,APPT_MODE,TIME_BETWEEN_BOOK_AND_APPT,COUNT_OF_APPOINTMENTS"


def _labels(wait: int, mode: int, staff: int, status: int, rng: Random) -> Cells:
    return [STATUSES[status], STAFF_KINDS[staff], MODES[mode], WAITS[wait], count(rng)]


def gpad_daily(nth: int, rng: Random) -> Cells:
    wait, mode, staff, status, area, day, month = digits(nth, 8, 5, 3, 3, 90, 28)
    when = run_together(month, day=day + 1)
    return [*_area(area), "E40000001", when, *_labels(wait, mode, staff, status, rng)]


def gpad_regional(nth: int, rng: Random) -> Cells:
    wait, mode, staff, status, area, month = digits(nth, 8, 5, 3, 3, 90)
    where = [*_area(area), "Shire, Board of", "E40000001", "The West"]
    return [*where, run_together(month), *_labels(wait, mode, staff, status, rng)]


def crosstab(nth: int, rng: Random) -> Cells:
    wait, mode, staff, status, kind, who, month = digits(nth, 8, 5, 3, 3, 18, 90_000)
    place = ["U10001", "Mill PCN", "99X", "Shire - 99X"]
    start = [run_together(month, day=1), practice(who), "Mill, The", "TPP", *place]
    kinds = [STAFF_KINDS[staff], MODES[mode], CATEGORIES[kind], WAITS[wait]]
    return [*start, *kinds, count(rng), STATUSES[status]]


def workforce_detailed(nth: int, rng: Random) -> Cells:
    gps = rng.random() * 9
    parts = [f"{gps * share:.10f}" for share in (1, 0.8, 0.9, 0.7, 0.1, 0.2, 0.3)]
    others = [f"{rng.random() * 20:.10f}" for _ in range(3)]
    if rng.random() < 0.05:
        others[0] = "NA"
    return [practice(nth), "MILL, THE", count(rng, marks=("NA",)), "7", *parts, *others]


GROUPS = ("GP", "Nurses", "Direct Patient Care", "Admin/Non-Clinical")
ROLES = ("Total", "Partner/Provider", "GP in Training Grade ST3", "Other")


def workforce_high_level(nth: int, rng: Random) -> Cells:
    measure, role, group, who = digits(nth, 2, 4, 4)
    value = f"{rng.random() * 5:.10f}" if measure == 0 else str(rng.randrange(9))
    kinds = [GROUPS[group], ROLES[role], ("FTE", "Headcount")[measure]]
    return [practice(who), "MILL, THE", *kinds, value]


def iuc(nth: int, rng: Random) -> Cells:
    item, contract, month = digits(nth, len(ITEMS), 500)
    name, year = month_word(month).split("-")
    period = f"IUCADC-MONTHLY-{name[:3].upper()}-{year}"
    code = f"111{contract:03d}"
    place = ["Y58", "South West"]
    value = count(rng, marks=("", "-"))
    return [period, "RX1", "Shire, Trust", code, "Shire", tuple(ITEMS)[item], value, *place]


def sitrep_calls111(nth: int, rng: Random) -> Cells:
    """As the workbook's sheets come together: a contract and day, with items of no use too."""
    contract, day, month = digits(nth, 500, 28)
    received = rng.randrange(100, 3000)
    answered = received - rng.randrange(90)
    when = f"{2020 + month // 12}-{month % 12 + 1:02d}-{day + 1:02d}"
    numbers = [received, answered, answered // 2, received - answered, answered - 5]
    return [f"111{contract:03d}", when, *map(str, numbers)]


def sitrep_beds(nth: int, rng: Random) -> Cells:
    provider, day, month = digits(nth, 900, 28)
    beds = rng.randrange(50, 1200)
    when = f"{2020 + month // 12}-{month % 12 + 1:02d}-{day + 1:02d}"
    full = beds - rng.randrange(40)
    return [f"R{provider:03d}", "TRUST, THE", when, str(beds), str(full), str(full / beds), "7"]


FUNCTIONS = [(f"C_{code}", f"Function {code}") for code in range(100, 140)]


def rtt_full(nth: int, _rng: Random) -> Cells:
    """Of each provider, commissioner and part: some functions, then their total."""
    line, part, commissioner, provider, month = digits(nth, 4, 5, 50, 400)
    own = Random(f"rtt/{nth // 4}")
    sparse = [{own.randrange(105): own.randrange(1, 40) for _ in range(9)} for _ in range(3)]
    unknown = [own.randrange(3) for _ in range(3)]
    weeks = sparse[line] if line < 3 else {}
    starts = unknown[line] if line < 3 else sum(unknown)
    for one in sparse if line == 3 else []:
        for week, value in one.items():
            weeks[week] = weeks.get(week, 0) + value
    code, function = FUNCTIONS[line] if line < 3 else ("C_999", "Total")
    kind = tuple(PARTS)[part]
    whole = sum(weeks.values())
    printed = [str(weeks[week]) if week in weeks else "" for week in range(105)]
    if kind == "Part_3":
        printed, starts = [""] * 105, 0
    total = "" if kind in {"Part_2", "Part_2A", "Part_3"} else str(whole)
    late = "" if kind == "Part_3" else str(starts)
    who = ["QXX", "SHIRE, BOARD OF", f"R{provider:03d}", "TRUST", "QXX", "SHIRE"]
    label = f"RTT-{month_word(month)}"
    tail = [total, late, str(whole + starts)]
    where = [f"{commissioner:02d}Y", "NHS Shire, sub-ICB"]
    return [label, *who, *where, kind, "In words", code, function, *printed, *tail]


def dm01(nth: int, _rng: Random) -> Cells:
    """Of each provider and commissioner: two tests, then their total."""
    line, commissioner, provider, month = digits(nth, 3, 90, 900)
    own = Random(f"dm01/{nth // 3}")
    tests = [[own.randrange(60) for _ in range(14 + 3)] for _ in range(2)]
    counts = tests[line] if line < 2 else [sum(pair) for pair in zip(*tests, strict=True)]
    waiting, activity = counts[:14], counts[14:]
    who = ["QXX", "SHIRE", f"R{provider:03d}", "TRUST, THE", "QXX", "SHIRE"]
    test = [("1", "Magnetic Resonance Imaging"), ("2", "Computed Tomography"), ("16", "TOTAL")][
        line
    ]
    numbers = [*waiting, sum(waiting), *activity, sum(activity)]
    where = [f"{commissioner:02d}Y", "NHS Shire"]
    return [f"DM01-{month_word(month).upper()}", *who, *where, *test, *map(str, numbers)]


def mrr(nth: int, rng: Random) -> Cells:
    commissioner, provider, month = digits(nth, 90, 900)
    start = [f"{2019 + month // 12}", f"MRR-{month_word(month)}", "QXX", "SHIRE"]
    who = [*start, f"R{provider:03d}", "TRUST, THE", "QXX", "SHIRE", f"{commissioner:02d}Y", "ICB"]
    return [*who, count(rng), count(rng)]


def advice(nth: int, rng: Random) -> Cells:
    kind, board, month = digits(nth, 3, 36**2)
    name = ("Pre-referral Specialist Advice", "Post-referral Specialist Advice", "Other")[kind]
    scope = ("In scope of ERF", "Not in scope of ERF")[rng.randrange(2)]
    marks = [rng.choice(("Yes", "No")) for _ in range(2)]
    when = f"{MONTHS[month % 12][:3]} {2019 + month // 12 % 80}"
    return [when, f"Q{_base36(board, 2)}", "NHS Shire, ICB", name, scope, *marks, count(rng)]


def pharmacy_first(nth: int, rng: Random) -> Cells:
    kind = "Pharmacy" if rng.random() < 0.9 else "Appliance"
    code = f"F{_base36(nth, 4)}"
    place = ["QXX", "SHIRE", kind, code, "MILL, THE", "1 High St", "Ford", "", "", "XX1 1XX"]
    counts = [count(rng, marks=("*",)) for _ in PATHWAYS]
    return [*place, count(rng), count(rng), *counts]


def _base36(nth: int, length: int) -> str:
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return "".join(letters[nth // 36**place % 36] for place in reversed(range(length)))


def gpps_practices(nth: int, rng: Random) -> Cells:
    shares = ["-97" if rng.random() < 0.05 else f"{5 + rng.random() * 90:.13f}" for _ in QUESTIONS]
    return [practice(nth), "MILL, THE", "321", "101", *shares, "12.5"]


def online_month(nth: int, rng: Random) -> Cells:
    metric, who, month = digits(nth, 3, 90_000)
    name = ("OC_CAPABILITY", "OC_SUBMISSIONS", "OC_RATE_PER_1000_REGISTERED_PATIENTS")[metric]
    when = f"01/{month % 12 + 1:02d}/{2022 + month // 12}"
    place = ["U10001", "Mill, Ford PCN", "99X", "Shire", "QXX", "Shire Board", "Y99", "The West"]
    return [when, practice(who), "Mill, The", *place, "Accurx", name, count(rng)]


def online_day(nth: int, rng: Random) -> Cells:
    hour, day, who = digits(nth, 12, 28)
    kinds = [rng.randrange(40) for _ in range(3)]
    when = f"{day + 1:02d}/06/2026"
    start = [when, practice(who), "Mill, The", "U10001", "Mill PCN", "99X", "Shire"]
    return [*start, f"{hour + 8:02d}:00-{hour + 9:02d}:00", *map(str, kinds), str(sum(kinds))]


def telephony_times(nth: int, rng: Random) -> Cells:
    outcome, hour, day, who = digits(nth, len(INDICATORS), 10, 28)
    start = [f"2026-06-{day + 1:02d}", "Y99", "QXX", "99X", "U10001", practice(who)]
    value = f"{rng.randrange(1, 90)}.0"
    return [*start, tuple(INDICATORS)[outcome], f"{hour + 8:02d}:00", value]


def telephony_durations(nth: int, _rng: Random) -> Cells:
    line, day, who = digits(nth, 3, 28)
    own = Random(f"durations/{nth // 3}")
    short, long = own.randrange(1, 90), own.randrange(1, 90)
    label = ("0_60", ">60", "TOTAL")[line]
    start = [f"2026-06-{day + 1:02d}", "Y99", "QXX", "99X", "U10001", practice(who)]
    return [*start, "CBT001", label, f"{(short, long, short + long)[line]}.0"]


def pcn_members(nth: int, rng: Random) -> Cells:
    end = "20240630" if rng.random() < 0.2 else ""
    place = ["99X", "NHS Shire ICB - 99X"]
    network = [f"U{nth % 1300:05d}", "MILL, FORD PCN"]
    return [practice(nth), "MILL, THE", *place, *network, *place, "20190701", end]


def prescribing(nth: int, rng: Random) -> Cells:
    who, month = digits(nth, 90_000)
    when = f"{2021 + month // 12}-{month % 12 + 1:02d}-01"
    items = rng.randrange(900)
    numbers = [f"{items * 3.7:.2f}", "99X", when, str(items), f"{items * 28.5:.1f}"]
    return [*numbers, practice(who), "MILL, THE", "4"]


PLACES = (
    *("Provider Parent Org Code", "Provider Parent Name", "Provider Org Code", "Provider Org Name"),
    *("Commissioner Parent Org Code", "Commissioner Parent Name"),
    *("Commissioner Org Code", "Commissioner Org Name"),
)
ONLINE = [
    "GP_CODE",
    "GP_NAME",
    "PCN_CODE",
    "PCN_NAME",
    "SUB_ICB_LOCATION_CODE",
    "SUB_ICB_LOCATION_NAME",
]
CALLS = [
    "Date",
    "REGION_CODE",
    "ICB_CODE",
    "SUB_ICB_LOCATION_CODE",
    "PCN_CODE",
    "PRACTICE_CODE",
    "Indicator",
]
CROSSTAB = [
    "APPOINTMENT_MONTH_START_DATE",
    "GP_CODE",
    "GP_NAME",
    "SUPPLIER",
    "PCN_CODE",
    "PCN_NAME",
    "SUB_ICB_LOCATION_CODE",
    "SUB_ICB_LOCATION_NAME",
    "HCP_TYPE",
    "APPT_MODE",
    "NATIONAL_CATEGORY",
    "TIME_BETWEEN_BOOK_AND_APPT",
    "COUNT_OF_APPOINTMENTS",
    "APPT_STATUS",
]
WEEK_HEADERS = [c.header for c in FULL.columns if c.key in WEEKS]
TEST_ACTIVITY = ("Waiting List Activity", "Planned Activity", "Unscheduled Activity")

PRINTS = (
    Print(
        "gpad_crosstab",
        "Practice_Level_Crosstab_Midlands_North_Oct_25.csv",
        CROSSTAB,
        crosstab,
        ("COUNT_OF_APPOINTMENTS",),
        "gpad_crosstab",
        ("appointments",),
    ),
    Print(
        "gpad_daily",
        "SUB_ICB_LOCATION_CSV_Apr_24.csv",
        f"{AREA},REGION_ONS_CODE,Appointment_Date,{LABELS}".split(","),
        gpad_daily,
        ("COUNT_OF_APPOINTMENTS",),
        "gpad_daily",
        ("appointments",),
    ),
    Print(
        "gpad_regional",
        "Regional_CSV_Shire.csv",
        f"{AREA},ICB_NAME,REGION_ONS_CODE,REGION_NAME,APPOINTMENT_MONTH,{LABELS}".split(","),
        gpad_regional,
        ("COUNT_OF_APPOINTMENTS",),
        "gpad_regional",
        ("appointments",),
    ),
    Print(
        "workforce_detailed",
        "1 General Practice - June 2026 Practice Level - Detailed.csv",
        ["PRAC_CODE", "PRAC_NAME", "TOTAL_PATIENTS", "TOTAL_GP_HC", *STAFF.values()],
        workforce_detailed,
        tuple(STAFF.values()),
        "workforce",
        ("fte",),
    ),
    Print(
        "workforce_high_level",
        "3 General Practice - June 2026 Practice Level - High level.csv",
        ["PRAC_CODE", "PRAC_NAME", "STAFF_GROUP", "DETAILED_STAFF_ROLE", "MEASURE", "VALUE"],
        workforce_high_level,
        ("VALUE",),
        "workforce",
        ("fte",),
    ),
    Print(
        "sitrep_calls111",
        "NHS111-items-by-day.csv",
        ["Code", "Date", "A01", "A03", "B01", "B02", "C01"],
        sitrep_calls111,
        ("A01", "A03", "B01", "C01"),
        "calls111",
        ("published",),
    ),
    Print(
        "sitrep_beds",
        "UEC-Daily-SitRep-beds.csv",
        [
            *("Code", "Name", "Date"),
            *("G&A beds available", "G&A beds occupied", "G&A occupancy rate"),
            "Adult critical care beds available",
        ],
        sitrep_beds,
        ("G&A beds available", "G&A beds occupied"),
        "beds_daily",
        ("available", "occupied"),
    ),
    Print(
        "iuc_adc",
        "IUCADC-Apr23-to-Mar24-Revised.csv",
        [
            "REPORTING_PERIOD",
            "ORG_CODE",
            "ORG_NAME",
            "CONTRACT_CODE",
            "CONTRACT_NAME",
            "ITEM_NUMBER",
            "VALUE",
            "REGION_CODE",
            "REGION_NAME",
        ],
        iuc,
        ("VALUE",),
        "iuc",
        ("value",),
    ),
    Print(
        "rtt_full",
        "20260430-RTT-April-2026-full-extract.csv",
        [
            "Period",
            *PLACES,
            *("RTT Part Type", "RTT Part Description"),
            *("Treatment Function Code", "Treatment Function Name"),
            *WEEK_HEADERS,
            *("Total", "Patients with unknown clock start date", "Total All"),
        ],
        rtt_full,
        ("Total All",),
        "rtt_lists",
        ("pathways",),
        where=("Treatment Function Code", tuple(code for code, _ in FUNCTIONS)),
    ),
    Print(
        "dm01",
        "Monthly-Diagnostics-Web-File-May-2026.csv",
        [
            "Period",
            *PLACES,
            *("Diagnostic Tests Sort Order", "Diagnostic Tests"),
            *TEST_WEEKS.values(),
            *("Total WL", *TEST_ACTIVITY, "Total Activity"),
        ],
        dm01,
        ("Total WL", "Total Activity"),
        "diagnostics",
        ("waiting", "activity"),
        where=("Diagnostic Tests Sort Order", ("1", "2")),
    ),
    Print(
        "mrr",
        "MRR-2023-24.csv",
        [
            *("Yearnumber", "Periodname"),
            *("Provider Parent org code", "Provider Parent name"),
            *("Provider Org code", "Provider Org name"),
            *("Commissioner Parent Org Code", "Commissioner Parent Name"),
            *("Commissioner Org Code", "Commissioner Org Name"),
            *("Op Gprefsmade M", "Op Otherrefsmade M"),
        ],
        mrr,
        ("Op Gprefsmade M", "Op Otherrefsmade M"),
        "referrals",
        ("from_practices", "from_others"),
    ),
    Print(
        "advice_boards",
        "ICB-specialist-advice-activity-2026.csv",
        [
            *("Activity Month", "ICB Code", "ICB Name", "Type", "In scope of ERF?"),
            *("Metric Diverted Requests", "Metric Processed Requests", "Requests"),
        ],
        advice,
        ("Requests",),
        "advice",
        ("requests",),
        titles=(["Specialist advice activity"], ["Source: System EROC, England"]),
    ),
    Print(
        "pharmacy_first",
        "Dispensing Data May 2024 - CSV.csv",
        [
            *("ICBCode", "ICB", "Contractor Type", "ContractorCode", "ContractorName"),
            *("Address1", "Address2", "Address3", "Address4", "Postcode"),
            *("NumberofForms", "NumberofItems", *PATHWAYS.values()),
        ],
        pharmacy_first,
        tuple(PATHWAYS.values()),
        "pharmacy_first",
        ("consultations",),
        where=("Contractor Type", ("Pharmacy",)),
    ),
    Print(
        "gpps_practices",
        "GPPS_2025_Practice_data_(weighted)_(csv)_PUBLIC.csv",
        [
            *("ad_practicecode", "ad_practicename", "distributed", "received"),
            *QUESTIONS.values(),
            "overallexp_1.pct",
        ],
        gpps_practices,
        tuple(QUESTIONS.values()),
        "gpps_practices",
        ("percent",),
    ),
    Print(
        "online_month",
        "Submissions_North_Jun_26.csv",
        [
            *("MONTH", *ONLINE),
            *("ICB_CODE", "ICB_NAME", "REGION_CODE", "REGION_NAME", "SUPPLIER", "METRIC", "VALUE"),
        ],
        online_month,
        ("VALUE",),
        "online",
        ("value",),
    ),
    Print(
        "online_day",
        "Submissions_By_Day_and_Time_Jun_26.csv",
        ["DATE", *ONLINE, "SUBMISSION_TIME", "CLINICAL", "ADMIN", "UNKNOWN_OTHER", "TOTAL"],
        online_day,
        ("TOTAL",),
        "online_days",
        ("submissions",),
    ),
    Print(
        "telephony_times",
        "Cloud Based Telephony By Day and Time.csv",
        [*CALLS, "Time", "Value"],
        telephony_times,
        ("Value",),
        "telephony_times",
        ("calls",),
    ),
    Print(
        "telephony_durations",
        "Cloud Based Telephony By Durations.csv",
        [*CALLS, "Duration", "Value"],
        telephony_durations,
        ("Value",),
        "telephony_durations",
        ("calls",),
        where=("Duration", ("0_60", ">60")),
    ),
    Print(
        "pcn_members",
        "PCN Core Partner Details.csv",
        list(FIELDS[:-1]),
        pcn_members,
        (),
        "pcn_members",
        (),
    ),
    Print(
        "pcn_members_report",
        "epcncorepartnerdetails.csv",
        list(FIELDS),
        lambda nth, rng: [*pcn_members(nth, rng), "Yes"],
        (),
        "pcn_members",
        (),
        printed_header=False,
    ),
    Print(
        "prescribing",
        "spending-by-practice.csv",
        ["actual_cost", "ccg", "date", "items", "quantity", "row_id", "row_name", "setting"],
        prescribing,
        ("items",),
        "prescribing",
        ("items",),
    ),
)
