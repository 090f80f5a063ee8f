"""Pages, citations in words, values as JSON."""

from datetime import date, time

from knockon.catalogue.expressions import parse
from knockon.catalogue.facts import UNKNOWN
from knockon.catalogue.knowledge import Source
from knockon.catalogue.rules import Citation
from knockon.cli.page import Line
from knockon.cli.plain import plain
from knockon.compliance.citing import in_words

SOURCES = {
    "PRN01459": Source("PRN01459", "Guidance", None, paragraphs={7: "0" * 64, 13: "1" * 64}),
    "gms-2015": Source("gms-2015", "Regulations", None, short="GMS Regs 2015"),
}


def test_a_line_wraps_under_its_bullet():
    line = Line("every contact over the cap is triaged", indent=2, bullet="- ")
    assert line.wrapped(24) == "  - every contact over\n    the cap is triaged"


def test_a_line_with_nothing_in_it_is_empty():
    assert Line().wrapped(80) == ""


def test_paragraphs_of_a_source_stand_together_and_laws_by_their_short_name():
    cites = [
        Citation("PRN01459", 13),
        Citation("gms-2015", at="Sch 3 para 11A"),
        Citation("PRN01459", 7),
        Citation("PRN01459", 13, quote="since 2018"),
    ]
    assert in_words(cites, SOURCES) == "PRN01459 paragraphs 7, 13; GMS Regs 2015 Sch 3 para 11A"


def test_one_paragraph():
    assert in_words([Citation("PRN01459", 7)], SOURCES) == "PRN01459 paragraph 7"


def test_values_are_told_as_a_pack_writes_them():
    found = plain({"when": parse("not a and b == 'c'"), "on": date(2024, 9, 2), "of": (UNKNOWN,)})
    assert found == {"when": "not a and b == 'c'", "on": "2024-09-02", "of": ["unknown"]}
    assert plain(time(18, 30)) == "18:30"
