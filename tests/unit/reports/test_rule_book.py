"""The rule book made from the packs: every rule, every action, and links that lead somewhere."""

from __future__ import annotations

import posixpath
import re

import pytest

from knockon import catalogue
from knockon.catalogue import Catalogue
from knockon.compliance.wording import HEADINGS, SILENT
from knockon.reports.rule_book import rule_book

LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)\)")


@pytest.fixture(scope="module")
def held() -> Catalogue:
    return catalogue.load()


@pytest.fixture(scope="module")
def book(held: Catalogue) -> dict[str, str]:
    return rule_book(held)


def test_it_has_a_page_for_every_rule_and_every_action(
    held: Catalogue, book: dict[str, str]
) -> None:
    rules = {f"rules/{one}.md" for one in held.rules}
    actions = {f"actions/{one}.md" for one in held.types()}
    assert set(book) == {"index.md"} | rules | actions


def test_every_link_inside_it_leads_to_a_page(book: dict[str, str]) -> None:
    for path, text in book.items():
        for target in LINK.findall(text):
            assert posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) in book


def test_a_rule_shows_its_clause_its_exceptions_and_its_examples(
    held: Catalogue, book: dict[str, str]
) -> None:
    page, rule = book["rules/ERS-USE.md"], held.rules["ERS-USE"]
    assert "Sch 3 para 11A" in page
    for bearing in rule.bearings:
        for exception in bearing.unless:
            assert exception.words in page
    for case in rule.cases:
        assert f"| {case.name} |" in page
    assert "### The lawful way" in page


def test_an_action_shows_what_changed_with_the_rules(book: dict[str, str]) -> None:
    page = book["actions/switch_off_gp_connect_update_record.md"]
    assert "begun 1 August 2024 | begun 1 October 2025" in page
    row = next(line for line in page.splitlines() if SILENT in line)
    assert HEADINGS["not_in_accordance"] in row, "a rule has spoken to it since 2025"


def test_an_action_no_rule_speaks_to_is_not_said_to_be_approved(
    held: Catalogue, book: dict[str, str]
) -> None:
    unspoken = [one for one in held.types() if not held.rules_on(one)]
    assert unspoken
    for one in unspoken:
        assert f"{SILENT}. That is not an approval." in book[f"actions/{one}.md"]


def test_the_matrix_names_what_can_be_broken(book: dict[str, str]) -> None:
    row = next(line for line in book["index.md"].splitlines() if "limit_daily_contacts" in line)
    assert "[ACC-TRIAGE](rules/ACC-TRIAGE.md)" in row


def test_it_is_the_same_book_every_time(held: Catalogue, book: dict[str, str]) -> None:
    assert rule_book(held) == book
