"""A&E Attendances and Emergency Admissions (NHS England, monthly, by provider).

Two layouts. *A* is the workbook's provider sheet saved as CSV: the three types repeat under the
same headers for attendances, attendances within and over four hours, so their order from the left
tells them apart and the printed totals check it; the month is only in the file's name. *B* is the
machine-readable CSV, original headers or snake_case: booked attendances stand apart and are added
once to the total of their type.

A's waits "over 4 hours from decision to admit" include those over 12; B's "4-12 hours" do not. We
keep B's meaning: A's first less its second.

Two lists go with them: which board each provider belongs to, and a third party's shares of each
provider's attendances that belong to an acute trust (the shares of one provider add up to 1).
"""

from __future__ import annotations

import polars as pl

from knockon.published import cells
from knockon.published.ae_reported import telling
from knockon.published.layout import Column, Layout, Row
from knockon.published.predecessors import mergers
from knockon.published.tables import Publication, Reader, Table, columns_of

__all__ = [
    "ATTRIBUTION",
    "LAYOUT_A",
    "LAYOUT_B",
    "MAPPING",
    "MEASURES",
    "PUBLICATION",
    "TYPES",
    "measures_of_a",
    "measures_of_b",
]

TYPES = ("type1", "type2", "type3")
"""Major A&E; single specialty; other, with minor injury units and urgent treatment centres."""

MEASURES = (
    *(f"attendances_{kind}" for kind in TYPES),
    *(f"over_4h_{kind}" for kind in TYPES),
    *(f"admissions_{kind}" for kind in TYPES),
    "other_admissions",
    "dta_4_12",
    "dta_12",
)
"""Attendances and those over four hours, booked included, by type of department; emergency
admissions via each type; emergency admissions not via A&E; waits of 4 to 12 and of 12 hours and
more from the decision to admit. All are people in a month."""

_COUNT = pl.Int64()
_TEXT = pl.String()
_TYPE_HEADERS_A = {
    "type1": "Type 1 Departments - Major A&E",
    "type2": "Type 2 Departments - Single Specialty",
    "type3": "Type 3 Departments - Other A&E/Minor Injury Unit",
}
_BLOCKS_A = ("attendances", "within_4h", "over_4h")
_TOTALS_A = (
    ("attendances_total", "Total attendances"),
    ("within_4h_total", "Total Attendances < 4 hours"),
    ("over_4h_total", "Total Attendances > 4 hours"),
)
_ADMISSIONS_A = (
    ("admissions_type1", "Emergency Admissions via Type 1 A&E"),
    ("admissions_type2", "Emergency Admissions via Type 2 A&E"),
    ("admissions_type3", "Emergency Admissions via Type 3 and 4 A&E"),
    ("admissions_total", "Total Emergency Admissions via A&E"),
    ("other_admissions", "Other Emergency admissions (i.e not via A&E)"),
    ("emergency_admissions", "Total Emergency Admissions"),
    ("dta_over_4", "Number of patients spending >4 hours from decision to admit to admission"),
    ("dta_12", "Number of patients spending >12 hours from decision to admit to admission"),
)


def _count(key: str, header: str, *, also: tuple[str, ...] = (), nth: int = 0) -> Column:
    return Column(key, header, cells.count, _COUNT, also=also, nth=nth)


def _type_columns_a() -> tuple[Column, ...]:
    """One workbook was saved with "0" for the hyphen of its headers: that spelling is known too."""
    return tuple(
        _count(f"{block}_{kind}", header, also=(header.replace(" - ", " 0 "),), nth=nth)
        for nth, block in enumerate(_BLOCKS_A)
        for kind, header in _TYPE_HEADERS_A.items()
    )


def _adds_up(row: Row, parts: tuple[str, ...], total: str) -> bool:
    values = [row[part] for part in parts]
    whole = row[total]
    known = [value for value in values if isinstance(value, int)]
    return not isinstance(whole, int) or len(known) < len(values) or sum(known) == whole


def _sums_of_a() -> tuple[tuple[tuple[str, ...], str], ...]:
    over_types = [
        (tuple(f"{block}_{kind}" for kind in TYPES), f"{block}_total") for block in _BLOCKS_A
    ]
    within_and_over = [
        ((f"within_4h_{kind}", f"over_4h_{kind}"), f"attendances_{kind}") for kind in TYPES
    ]
    admissions = [
        (tuple(f"admissions_{kind}" for kind in TYPES), "admissions_total"),
        (("admissions_total", "other_admissions"), "emergency_admissions"),
    ]
    return (*over_types, *within_and_over, *admissions)


_SUMS_A = _sums_of_a()


def _refuse_a(row: Row) -> str | None:
    """Return which printed total is not the sum of its parts."""
    for parts, total in _SUMS_A:
        if not _adds_up(row, parts, total):
            return f"{' + '.join(parts)} is not {total}"
    over_4, over_12 = row["dta_over_4"], row["dta_12"]
    if isinstance(over_4, int) and isinstance(over_12, int) and over_12 > over_4:
        return "more waited over 12 hours from decision to admit than over 4"
    return None


LAYOUT_A = Layout(
    id="ae_layout_a",
    title="A&E Attendances and Emergency Admissions, provider sheet of the monthly workbook",
    columns=(
        Column("provider", "Code", cells.ods_code, _TEXT, needed=True),
        Column("name", "Name", cells.text, _TEXT, needed=True),
        *_type_columns_a(),
        *(_count(key, header) for key, header in _TOTALS_A),
        *(_count(key, header) for key, header in _ADMISSIONS_A),
    ),
    keys=("provider",),
    refuse=_refuse_a,
    in_name="month",
)

_TYPE_HEADERS_B = {
    "type1": ("Type 1", "Type 1"),
    "type2": ("Type 2", "Type 2"),
    "type3": ("Other A&E Department", "Other Department"),
}


def _type_columns_b() -> tuple[Column, ...]:
    columns: list[Column] = []
    for kind, (own, short) in _TYPE_HEADERS_B.items():
        columns += [
            _count(f"unbooked_{kind}", f"A&E attendances {own}"),
            _count(f"booked_{kind}", f"A&E attendances Booked Appointments {short}"),
            _count(f"unbooked_over_4h_{kind}", f"Attendances over 4hrs {short}"),
            _count(f"booked_over_4h_{kind}", f"Attendances over 4hrs Booked Appointments {short}"),
            _count(f"admissions_{kind}", f"Emergency admissions via A&E - {own}"),
        ]
    return tuple(columns)


LAYOUT_B = Layout(
    id="ae_layout_b",
    title="A&E Attendances and Emergency Admissions, monthly CSV",
    columns=(
        Column("month", "Period", cells.month, pl.Date(), needed=True),
        Column("provider", "Org Code", cells.ods_code, _TEXT, needed=True),
        Column("name", "Org name", cells.text, _TEXT, needed=True),
        *_type_columns_b(),
        _count("dta_4_12", "Patients who have waited 4-12 hs from DTA to admission"),
        _count("dta_12", "Patients who have waited 12+ hrs from DTA to admission"),
        _count("other_admissions", "Other emergency admissions"),
    ),
    keys=("month", "provider"),
)

MAPPING = Layout(
    id="ae_mapping",
    title="A&E Attendances and Emergency Admissions, system mapping",
    columns=(
        Column("provider", "Code", cells.ods_code, _TEXT, needed=True),
        Column("name", "Name", cells.text, _TEXT, needed=True),
        Column("icb_code", "ICB Code", cells.ods_code, _TEXT, needed=True),
        Column("icb_name", "ICB Name", cells.text, _TEXT, needed=True),
        Column("region", "Region Name", cells.text, _TEXT),
    ),
    keys=("provider",),
    others_allowed=False,
    holds_counts=False,
)

_SHARES_ADD_UP = 0.005


def _share_of_one(row: Row) -> str | None:
    share = row["share"]
    return f"{share} is more than all" if isinstance(share, float) and share > 1 else None


def _shares_add_up(rows: pl.DataFrame) -> str | None:
    """Return whose attendances are not shared out whole."""
    sums = rows.group_by("provider").agg(pl.col("share").sum()).sort("provider")
    for provider, share in sums.filter((pl.col("share") - 1).abs() > _SHARES_ADD_UP).iter_rows():
        return f"the shares of {provider} add up to {share:.3f}"
    return None


ATTRIBUTION = Layout(
    id="ae_attribution",
    title="A&E attendances of each provider attributed to acute trusts",
    columns=(
        Column("provider", "nhs_trust22_code_all", cells.ods_code, _TEXT, needed=True),
        Column("acute_trust", "nhs_trust22_code_acute", cells.ods_code, _TEXT, needed=True),
        Column(
            "share",
            "proportion_attendances_attributed_to_acute_trust",
            cells.number,
            pl.Float64(),
            needed=True,
        ),
    ),
    keys=("provider", "acute_trust"),
    refuse=_share_of_one,
    check=_shares_add_up,
)


def measures_of_a(rows: pl.DataFrame) -> pl.DataFrame:
    """Return provider, month and one column for each of `MEASURES` from layout A."""
    waited = (pl.col("dta_over_4") - pl.col("dta_12")).alias("dta_4_12")
    return rows.with_columns(waited).select("provider", "month", *MEASURES)


def measures_of_b(rows: pl.DataFrame) -> pl.DataFrame:
    """Return provider, month and one column for each of `MEASURES` from layout B.

    Booked and unbooked are added; where either is missing the sum is missing.
    """
    sums = [
        (pl.col(f"unbooked_{kind}") + pl.col(f"booked_{kind}")).alias(f"attendances_{kind}")
        for kind in TYPES
    ] + [
        (pl.col(f"unbooked_over_4h_{kind}") + pl.col(f"booked_over_4h_{kind}")).alias(
            f"over_4h_{kind}"
        )
        for kind in TYPES
    ]
    return rows.with_columns(sums).select("provider", "month", *MEASURES)


def tell(wide: pl.DataFrame) -> pl.DataFrame:
    """Return provider, month, measure, value, reported, published, reason."""
    return telling(wide, measures=MEASURES, types=TYPES)


PUBLICATION = Publication(
    title="A&E Attendances and Emergency Admissions",
    cadence="monthly",
    tables=(
        Table(
            id="ae",
            title="A&E Attendances and Emergency Admissions",
            columns={"provider": _TEXT, "month": pl.Date(), **dict.fromkeys(MEASURES, _COUNT)},
            keys=("provider", "month"),
            organisation="provider",
            period="month",
            improves="The volumes of emergency departments and urgent treatment centres, and what "
            "their four-hour performance is fitted to.",
            stands_in="Nothing: emergency departments and urgent treatment centres cannot be "
            "sized.",
            period_is="month",
            tell=tell,
            mergers=mergers,
        ),
        Table(
            id="ae_mapping",
            title=MAPPING.title,
            columns=columns_of(MAPPING),
            keys=("provider",),
            organisation="provider",
            period=None,
            improves="Which providers belong to which board.",
            stands_in="The list of sites and their providers that comes with the system.",
        ),
        Table(
            id="ae_attribution",
            title=ATTRIBUTION.title,
            columns=columns_of(ATTRIBUTION),
            keys=ATTRIBUTION.keys,
            organisation="provider",
            period=None,
            improves="Which acute trust stands behind an urgent treatment centre of another "
            "provider.",
            stands_in="The list of sites and their providers that comes with the system.",
        ),
    ),
    readers=(
        Reader(LAYOUT_A, "ae", measures_of_a, rank=0),
        Reader(LAYOUT_B, "ae", measures_of_b, rank=1),
        Reader(MAPPING, "ae_mapping"),
        Reader(ATTRIBUTION, "ae_attribution"),
    ),
)
