"""The manual tells every key of a file of notices, every kind of entry and every standing."""

import re
from pathlib import Path

import pytest

from knockon.register import KINDS, STATUSES
from knockon.register.notice_shapes import NoticeShape, NoticesShape, TermsShape


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "reference" / "register.md").read_text(encoding="utf-8")


def section(page: str, beginning: str) -> set[str]:
    "The words in the first column of the table after a line."
    after = page.split(f"\n{beginning}", 1)[1].split("\n| ", 1)[1]
    rows = after.split("\n\n", 1)[0].splitlines()
    return {
        word for row in rows for word in re.findall(r"`(\w+)`", row.strip("| ").split(" | ")[0])
    }


def test_the_keys_of_a_file_of_notices(page: str) -> None:
    shared = set(TermsShape.written())
    assert section(page, "In a notice, or once for all:") == shared
    assert section(page, "In a notice alone:") == set(NoticeShape.written()) - shared
    whole = set(NoticesShape.written()) - shared - {"format"}
    assert section(page, "`format: knockon/notices/1`") == whole


def test_the_kinds_of_entries(page: str) -> None:
    assert section(page, "## Entries") == set(KINDS)


def test_how_a_notice_stands(page: str) -> None:
    assert section(page, "## How a notice stands") == set(STATUSES)
