"""GP practices and prescribing cost centres, epraccur (NHS England, Organisation Data Service).

The file has no header: 27 fields in a fixed order, which other files of the service share; what
tells it apart is the prescribing setting in the last but one. It states no date: the newest day on
which anything in it opened, joined or closed is taken, and it cannot be older than that. Practices
alone are kept (setting 4), closed ones too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from knockon.places import is_ods_code, is_practice_code
from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table

__all__ = ["FIELDS", "PRACTICES", "PUBLICATION", "STATUSES", "register"]

FIELDS = (
    *("Organisation Code", "Name", "National Grouping", "High Level Health Geography"),
    *(f"Address Line {nth}" for nth in range(1, 6)),
    *("Postcode", "Open Date", "Close Date", "Status Code", "Organisation Sub-Type Code"),
    *("Commissioner", "Join Provider/Purchaser Date", "Left Provider/Purchaser Date"),
    *("Contact Telephone Number", "Null 19", "Null 20", "Null 21", "Amended Record Indicator"),
    *("Null 23", "Provider/Purchaser", "Null 25", "Prescribing Setting", "Null 27"),
)
"""The fields in their order, as the service's specification names them."""

STATUSES = {"A": "active", "C": "closed", "D": "dormant", "P": "proposed"}

_TEXT = pl.String()
_DAY = pl.Date()
_PRACTICE = "4"
_SETTING = re.compile(r"[0-9]{1,2}")
_STATUS, _SETTING_FIELD = FIELDS.index("Status Code"), FIELDS.index("Prescribing Setting")


def _is_first_row(row: Sequence[str]) -> bool:
    """Whether a file's first row is of this layout, which prints no header."""
    return (
        len(row) == len(FIELDS)
        and is_ods_code(row[0])
        and row[_STATUS] in STATUSES
        and _SETTING.fullmatch(row[_SETTING_FIELD]) is not None
    )


def _day(cell: str) -> date | None:
    """Read a date written yyyymmdd; None when blank."""
    stripped = cell.strip()
    if not stripped:
        return None
    try:
        return datetime.strptime(stripped, "%Y%m%d").date()
    except ValueError:
        raise cells.UnreadableError(f"'{stripped}' is not a date such as 20190401") from None


def _status(cell: str) -> str:
    """Read whether an organisation is active, closed, dormant or proposed."""
    known = STATUSES.get(cell.strip().upper())
    if known is None:
        raise cells.UnreadableError(f"'{cell.strip()}' is not one of {', '.join(STATUSES)}")
    return known


def _setting(cell: str) -> str:
    """Read a prescribing setting: one or two digits."""
    if not _SETTING.fullmatch(cell.strip()):
        raise cells.UnreadableError(f"'{cell.strip()}' is not a prescribing setting")
    return cell.strip()


def _refuse(row: Row) -> str | None:
    """Return why a row cannot be so: a practice's code, or closed before it opened."""
    code = str(row["practice"])
    if row["setting"] == _PRACTICE and not is_practice_code(code):
        return f"'{code}' is not a practice code"
    opened, closed = row["opened"], row["closed"]
    if isinstance(opened, date) and isinstance(closed, date) and closed < opened:
        return f"closed on {closed}, before it opened on {opened}"
    return None


PRACTICES = Layout(
    id="practice_register",
    title="GP practices and prescribing cost centres (epraccur)",
    columns=(
        Column("practice", "Organisation Code", cells.ods_code, _TEXT, needed=True),
        Column("name", "Name", cells.text, _TEXT, needed=True),
        Column("postcode", "Postcode", cells.text, _TEXT),
        Column("opened", "Open Date", _day, _DAY, needed=True),
        Column("closed", "Close Date", _day, _DAY),
        Column("status", "Status Code", _status, _TEXT, needed=True),
        Column("sub_icb_code", "Commissioner", cells.text, _TEXT),
        Column("joined", "Join Provider/Purchaser Date", _day, _DAY),
        Column("setting", "Prescribing Setting", _setting, _TEXT, needed=True),
    ),
    keys=("practice",),
    refuse=_refuse,
    unprinted_header=FIELDS,
    is_first_row=_is_first_row,
)


def register(rows: pl.DataFrame) -> pl.DataFrame:
    """Return practice, period, name, postcode, status, opened, closed, sub_icb_code.

    ``period`` is the newest day on which anything that is or was there opened, joined or closed.
    """
    proposed = pl.col("status") == STATUSES["P"]
    gone = pl.col("status") == STATUSES["C"]
    newest = pl.max_horizontal(
        pl.col("opened").filter(~proposed).max(),
        pl.col("joined").filter(~proposed).max(),
        pl.col("closed").filter(gone).max(),
    )
    return (
        rows.with_columns(newest.alias("period"))
        .filter(setting=_PRACTICE)
        .select(
            *(
                "practice",
                "period",
                "name",
                "postcode",
                "status",
                "opened",
                "closed",
                "sub_icb_code",
            )
        )
    )


PUBLICATION = Publication(
    title="Organisation Data Service: GP practices",
    cadence="quarterly, and by amendments",
    tables=(
        Table(
            id="practice_register",
            title=PRACTICES.title,
            columns={
                **{"practice": _TEXT, "period": _DAY, "name": _TEXT, "postcode": _TEXT},
                **{"status": _TEXT, "opened": _DAY, "closed": _DAY, "sub_icb_code": _TEXT},
            },
            keys=("practice", "period"),
            organisation="practice",
            period="period",
            improves="Which practices closed, and when.",
            stands_in="The map alone: a practice not in it is taken as closed.",
            newest_within=("practice",),
        ),
    ),
    readers=(Reader(PRACTICES, "practice_register", register),),
)
