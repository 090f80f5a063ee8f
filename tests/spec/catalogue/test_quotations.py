"""What packs cite is there, and what they quote is quoted: held against the guidance itself."""

import hashlib
import re
from pathlib import Path

import pytest

from knockon import catalogue
from knockon.catalogue.quotations import citations_in
from knockon.catalogue.values import Catalogue

GUIDANCE = "PRN01459"
PARAGRAPHS = 33


@pytest.fixture(scope="module")
def packs() -> Catalogue:
    return catalogue.load()


@pytest.fixture(scope="module")
def paragraphs(shared: Path) -> dict[int, str]:
    """The guidance's numbered paragraphs, white space made single, without their numbers."""
    kept = sorted((shared / "seeds").glob("004_*.txt"))
    if not kept:
        pytest.skip("the guidance is not here: it is the fifth of the texts under seeds")
    return in_paragraphs(kept[0].read_text(encoding="utf-8"))


def in_paragraphs(text: str) -> dict[int, str]:
    "A paragraph begins with the next number alone: a list inside one counts again from 1."
    found: dict[int, list[str]] = {}
    for line in text.splitlines():
        start = re.match(r"(\d+)\.\s+(.*)", line)
        if start and int(start[1]) == len(found) + 1:
            found[len(found) + 1] = [start[2]]
        elif found:
            found[len(found)].append(line)
    return {number: " ".join(" ".join(lines).split()) for number, lines in found.items()}


def plain(text: str) -> str:
    "A text with typewriter apostrophes, in small letters."
    return " ".join(text.split()).replace("’", "'").replace("‘", "'").casefold()


def test_a_list_inside_a_paragraph_belongs_to_it() -> None:
    text = "Heading\n\n1. One:\n\n  1. first\n  2. second\n\n2. Two\n\n8.1.9 more"
    assert in_paragraphs(text) == {1: "One: 1. first 2. second", 2: "Two 8.1.9 more"}


def test_the_guidance_has_as_many_paragraphs_as_are_kept(
    packs: Catalogue, paragraphs: dict[int, str]
) -> None:
    assert len(paragraphs) == PARAGRAPHS
    kept = packs.sources[GUIDANCE].paragraphs
    for number, text in paragraphs.items():
        assert kept[number] == hashlib.sha256(text.encode()).hexdigest(), f"paragraph {number}"
    assert len(kept) == PARAGRAPHS


def test_every_quotation_stands_in_the_paragraph_it_cites(
    packs: Catalogue, paragraphs: dict[int, str]
) -> None:
    for item, cite in citations_in(packs):
        if cite.source == GUIDANCE and cite.quote and cite.paragraph:
            assert plain(cite.quote) in plain(paragraphs[cite.paragraph]), f"{item}: {cite.quote}"
