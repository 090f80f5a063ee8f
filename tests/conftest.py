"""What every test may ask for.

Published files are not in this repository. Tests that read them take the fixture ``shared``: the
folder named by the environment variable KNOCKON_SHARED, else ``shared`` beside the repository.
Tests that need files of their own, to change or to damage, make them with ``press``.
"""

import csv
import io
import os
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No test is timed: how long an example takes is the affair of the machine.
settings.register_profile("knockon", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("knockon")

REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLES = REPOSITORY / "tests" / "samples" / "published"
"""A made-up file or more of each layout that ``Press`` does not print, in a folder of its name."""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published files and contracts, or a skip that says where it was looked for."""
    named = os.environ.get("KNOCKON_SHARED")
    folder = Path(named) if named else REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the published files are not here: set KNOCKON_SHARED to their folder")
    return folder


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the working tree."""
    return REPOSITORY


Rows = list[list[str]]


class Press:
    """Prints small files in the layouts of the publications: a header, then rows.

    The figures are made up; two practices (X10001, X10002) in one network and board, one trust
    (RX1) and a provider that submits an empty return (RX2), one 111 contract.
    """

    def map(self) -> Rows:
        """Patients registered, map."""
        head = (
            "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PRACTICE_POSTCODE,PCN_CODE,"
            "PCN_NAME,ONS_SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_NAME,"
            "ONS_ICB_CODE,ICB_CODE,ICB_NAME,ONS_COMM_REGION_CODE,COMM_REGION_CODE,"
            "COMM_REGION_NAME,SUPPLIER_NAME"
        )
        place = ["E1", "99X", "Shire - 99X", "E2", "QXX", "Shire Board"]
        place += ["E3", "Y99", "The West", "TPP"]
        return [
            head.split(","),
            ["PAT", "01Jul2026", "X10001", "Mill, The", "XX1 1XX", "U10001", "Mill PCN", *place],
            ["PAT", "01Jul2026", "X10002", "Ford", "XX1 2XX", "U", "Unallocated", *place],
        ]

    def totals(self, period: str = "2026-07-01") -> Rows:
        """Patients registered, all ages."""
        head = (
            "PUBLICATION,EXTRACT_DATE,TYPE,SUB_ICB_LOCATION_CODE,ONS_SUB_ICB_LOCATION_CODE,CODE,"
            "POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS"
        )
        start = ["PAT", period, "GP", "99X", "E1"]
        return [
            head.split(","),
            [*start, "X10001", "XX1 1XX", "ALL", "ALL", "12,000"],
            [*start, "X10002", "XX1 2XX", "ALL", "ALL", "8000"],
        ]

    def ages(self) -> Rows:
        """Patients registered, five-year ages: practices and the board above them."""
        head = (
            "PUBLICATION,EXTRACT_DATE,ORG_TYPE,ORG_CODE,ONS_CODE,POSTCODE,SEX,AGE_GROUP_5,"
            "NUMBER_OF_PATIENTS"
        )
        rows = [["PAT", "2026-07-01", "ICB", "QXX", "E2", "", "ALL", "ALL", "20000"]]
        for code, patients in (("X10001", 12000), ("X10002", 8000)):
            start = ["PAT", "2026-07-01", "GP", code, "", "XX1 1XX"]
            rows.append([*start, "ALL", "ALL", str(patients)])
            rows.append([*start, "FEMALE", "0_4", str(patients // 2)])
            rows.append([*start, "MALE", "95+", str(patients // 2)])
        return [head.split(","), *rows]

    def ae_sheet(self) -> Rows:
        """A&E, provider sheet (layout A): repeated headers, and totals that add up."""
        types = [
            "Type 1 Departments - Major A&E",
            "Type 2 Departments - Single Specialty",
            "Type 3 Departments - Other A&E/Minor Injury Unit",
        ]
        shares = [f"Percentage in 4 hours or less ({kind})" for kind in ("all", 1, 2, 3)]
        head = [
            *("Code", "Region", "Name"),
            *(*types, "Total attendances"),
            *(*types, "Total Attendances < 4 hours"),
            *(*types, "Total Attendances > 4 hours"),
            *shares,
            "Emergency Admissions via Type 1 A&E",
            "Emergency Admissions via Type 2 A&E",
            "Emergency Admissions via Type 3 and 4 A&E",
            "Total Emergency Admissions via A&E",
            "Other Emergency admissions (i.e not via A&E)",
            "Total Emergency Admissions",
            "Number of patients spending >4 hours from decision to admit to admission",
            "Number of patients spending >12 hours from decision to admit to admission",
        ]
        trust = "RX1|West |Shire Trust|9,000|0|3,000|12,000|6,000|0|2,900|8,900|3,000|0|100|3,100"
        trust += "|74%|67%|-|97%|2,500|0|5|2,505|900|3,405|300|40"
        empty = ["RX2", "West ", "Shire Care", *["0"] * 12, *["-"] * 4, *["0"] * 8]
        return [head, trust.split("|"), empty]

    def ae_csv(self, month: str = "MSitAE-MAY-2025") -> Rows:
        """A&E, machine-readable (layout B): booked attendances apart."""
        short = ["Type 1", "Type 2", "Other Department"]
        own = ["Type 1", "Type 2", "Other A&E Department"]
        head = [
            *("Period", "Org Code", "Parent Org", "Org name"),
            *(f"A&E attendances {kind}" for kind in own),
            *(f"A&E attendances Booked Appointments {kind}" for kind in short),
            *(f"Attendances over 4hrs {kind}" for kind in short),
            *(f"Attendances over 4hrs Booked Appointments {kind}" for kind in short),
            "Patients who have waited 4-12 hs from DTA to admission",
            "Patients who have waited 12+ hrs from DTA to admission",
            *(f"Emergency admissions via A&E - {kind}" for kind in own),
            "Other emergency admissions",
        ]
        trust = f"{month}|RX1|WEST|SHIRE TRUST|8000|0|500|100|0|2500|2500|0|20|50|0|80"
        return [head, f"{trust}|260|40|2400|0|5|900".split("|")]

    def mapping(self) -> Rows:
        """A&E, system mapping."""
        return [
            ["Code", "Name", "ICB Code", "ICB Name", "Region Name"],
            ["RX1", "Shire Trust", "QXX", "Shire Board", "West"],
            ["RX2", "Shire Care", "QXX", "Shire Board", "West"],
        ]

    def calls(self, days: Mapping[str, Sequence[int]] | None = None) -> Rows:
        """NHS 111, daily: received, answered, answered within 60 seconds, triaged."""
        head = (
            "date,region_code,contract_code,contract_name,calls_received,calls_answered,"
            "calls_answered_60s,calls_abandoned,calls_triaged,week_ending,pct_answered_60s,"
            "pct_abandoned,meets_60s_target"
        )
        given = days or {"2026-01-05": (1000, 950, 700, 900), "2026-01-06": (900, 880, 800, 850)}
        rows = []
        for day, (received, answered, in_time, triaged) in given.items():
            counts = [received, answered, in_time, 1, triaged]
            rows.append([day, "West", "111XX1", "Shire", *map(str, counts), day, "1", "50", "0"])
        return [head.split(","), *rows]

    def contracts(self) -> Rows:
        """NHS 111, contracts."""
        head = ["contract_code", "contract_name", "region_code", "region_name"]
        return [head, ["111XX1", "Shire", "West", "West"]]

    def summary(self) -> Rows:
        """Appointments, three-month practice summary; the second has no GP counted."""
        head = (
            "practice_code,total_3m,gp_3m,sd_3m,sd_gp_3m,sd_f2f_3m,urg_3m,urg_sd_3m,dna_3m,"
            "unmapped_3m,acute_3m,acute_sd_3m,acute_gp_3m,acute_sd_gp_3m,acute_att_3m,"
            "acute_sd_att_3m,list_size,imd,gp_fte_10k,gp_qual_fte_10k,dpc_fte_10k,admin_fte_10k,"
            "front_fte_10k,pts_per_gp,gp_fte,pct_locum,pct_trainee,pct_partner,nurse_fte_10k"
        )
        counts = "20000,9000,9000,5000,4000,8000,7000,500,500,2000,1500,1300,1000,1900,1400"
        blank = "8000,20,,,4,11,7,,,,,,4"
        return [
            head.split(","),
            f"X10001,{counts},12000,10,6.2,5.0,4.5,11,7,1900,6.3,0,19,55,4.1".split(","),
            f"X10002,{counts},{blank}".split(","),
        ]

    def whole(self) -> dict[str, Rows]:
        """Every file, by the name it is published under."""
        return {
            "map.csv": self.map(),
            "all.csv": self.totals(),
            "quin.csv": self.ages(),
            "June-2025-AE.csv": self.ae_sheet(),
            "ae.csv": self.ae_csv(),
            "System-Mapping.csv": self.mapping(),
            "111.csv": self.calls(),
            "lookup.csv": self.contracts(),
            "gpad_2026-06_to_2026-08.csv": self.summary(),
            **{path.name: self.rows(path) for path in sorted(SAMPLES.glob("*/*.csv"))},
        }

    def sample(self, layout: str) -> Path:
        """The made-up file of a layout."""
        (path,) = (SAMPLES / layout).iterdir()
        return path

    def rows(self, path: Path) -> Rows:
        """A CSV file's header and rows."""
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    def text(self, rows: Rows) -> str:
        """A file's text."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        return out.getvalue()

    def write(self, path: Path, rows: Rows) -> Path:
        """Write one file, and the folders it lies in."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text(rows), encoding="utf-8")
        return path

    def write_zip(self, path: Path, **members: Rows) -> Path:
        """Write a ZIP of CSVs; ``a=rows`` is a.csv inside."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, rows in members.items():
                archive.writestr(f"{name}.csv", self.text(rows))
        return path

    def write_whole(self, folder: Path) -> Path:
        """Write every file into a folder."""
        for name, rows in self.whole().items():
            self.write(folder / name, rows)
        return folder


@pytest.fixture(scope="session")
def press() -> Press:
    """What prints small published files to read, change and damage."""
    return Press()
