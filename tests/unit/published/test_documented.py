"""Every table that is read is described in the manual."""

import pytest

from knockon.published import Published
from knockon.published.publications import PUBLICATIONS, TABLES


@pytest.mark.parametrize("table", [table.id for table in TABLES])
def test_every_table_stands_in_the_manual(table, repository):
    page = (repository / "docs" / "reference" / "publications.md").read_text("utf-8")
    assert f"`{table}`" in page


def test_every_table_is_a_frame_of_what_is_read():
    frames = {name for name in Published.__dataclass_fields__ if name != "quality"}
    assert {table.id for table in TABLES} == frames


def test_every_publication_says_how_often_it_comes_out():
    assert all(one.title and one.cadence for one in PUBLICATIONS)
