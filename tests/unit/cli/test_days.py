"""Options that name a day or a moment say how it is written where it is not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import typer

from knockon.cli.options import as_day, as_moment

from .conftest import Command


def test_a_day_is_year_month_and_day() -> None:
    assert as_day("2026-12-07") == date(2026, 12, 7)


@pytest.mark.parametrize(
    "text",
    ["7/12/2026", "07-12-2026", "yesterday", "", "2026-02-30", "2026-12-07T09:00", "20261207"],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="is no day; write year, month and day"):
        as_day(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-07", datetime(2026, 12, 7)),
        ("2026-12-07T14:30", datetime(2026, 12, 7, 14, 30)),
        ("2026-12-07T14:30:15", datetime(2026, 12, 7, 14, 30, 15)),
        ("2026-12-07T14:30:15+00:00", datetime(2026, 12, 7, 14, 30, 15, tzinfo=UTC)),
        ("2026-12-07T14:30:15Z", datetime(2026, 12, 7, 14, 30, 15, tzinfo=UTC)),
    ],
)
def test_a_moment_is_a_day_or_has_its_time_too(text: str, moment: datetime) -> None:
    found = as_moment(text)
    assert (found, found.tzinfo) == (moment, moment.tzinfo)


def test_what_is_no_moment_is_refused() -> None:
    with pytest.raises(typer.BadParameter, match="is no moment; write a day"):
        as_moment("half past two")


def test_a_command_says_so_as_wrong_use(knockon: Command) -> None:
    told = knockon("menus", "--as-of", "01/12/2026")
    assert (told.status, told.out) == (2, "")
    assert (
        "'--as-of': '01/12/2026' is no day; write year, month and day, as 2026-12-07."
        in " ".join(told.err.split())
    )
