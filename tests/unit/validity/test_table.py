"""The table of the manual: a row a measure, and every case that is run."""

import re

import pytest

from knockon.validity.builtin import builtin_names
from knockon.validity.rows import Line
from knockon.validity.table import COLUMNS, cells, markdown
from knockon.validity.verification import OTHER_CASES

THEORY = Line("theory", "desk", "a book")
SAMPLER = Line("samplers", "counts", "exact law")


@pytest.fixture(scope="module")
def told(repository):
    """The rows of the table in the manual, as lists of cells."""
    page = (repository / "docs" / "reference" / "verification.md").read_text(encoding="utf-8")
    table = page.partition("<!-- the table begins -->")[2].partition("<!-- the table ends -->")[0]
    lines = [line for line in table.splitlines() if re.match(r"\| (?!Case|---)", line)]
    return [line.strip("| ").split(" | ") for line in lines]


def test_the_manual_has_every_case_that_is_run_and_no_other(told):
    "Where this fails, run `knockon verify --markdown` and put what it prints into the page."
    assert {row[0] for row in told} == {*builtin_names(), *OTHER_CASES}


def test_every_row_of_the_manual_agrees(told):
    assert {row[COLUMNS.index("Verdict")] for row in told} == {"agrees"}


def test_a_row_is_told_in_the_order_of_its_columns():
    row = THEORY.by_chance("wait", 4.0, 4.01, 0.02)
    assert cells(row) == ("desk", "wait", "4", "4.01", "0.02", "0.5", "agrees")


def test_what_is_not_known_is_told_as_none():
    assert cells(THEORY.exactly("wait", None, None))[2:6] == ("none",) * 4


def test_markdown_has_a_table_for_each_part():
    text = markdown([THEORY.exactly("wait", 1, 2), SAMPLER.within("Poisson 5", 0, 1e-5, 5e-4)])
    assert text.startswith("1 of 2 results agree.")
    assert text.count("### ") == 2
    assert "| desk | wait | 1 | 2 | none | none | differs | a book |" in text
