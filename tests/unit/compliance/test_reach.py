"""Which verdicts a rule can reach at all."""

import pytest
from tests.unit.compliance.made_up import bearing, catalogue, rule, unless

from knockon.catalogue.facts import UNKNOWN
from knockon.catalogue.rules import Bearing
from knockon.compliance import reach
from knockon.compliance.book import RuleBook
from knockon.compliance.knowledge import Knowledge


def reached(bears: Bearing) -> set[str]:
    chapter = RuleBook(catalogue(rule("R", bears))).chapter("close_early")
    nothing = Knowledge(chapter.vocabulary, {"start": UNKNOWN, "end": UNKNOWN})
    return set(reach.reachable(chapter.obligations[0], nothing))


BREACH, OPEN, KEEP, PASS = "not_in_accordance", "undetermined", "conditional", "compatible"


@pytest.mark.parametrize(
    ("bears", "verdicts"),
    [
        (bearing("shut"), {BREACH, OPEN, PASS}),
        (bearing("shut", keep=["it"]), {BREACH, OPEN, KEEP}),
        (bearing("shut", "told", keep=["it"]), {BREACH, OPEN, KEEP, PASS}),
        (bearing("shut", None, unless("told", "told", "it")), {BREACH, OPEN, KEEP, PASS}),
        (bearing(keep=["it"]), {KEEP}),
        (bearing(None, "told", keep=["it"]), {KEEP, PASS}),
        (bearing(), {PASS}),
        (bearing("true"), {BREACH}),
        (bearing("shut and not shut"), {OPEN, PASS}),
        (bearing("touches"), {BREACH, OPEN, PASS}),
    ],
)
def test_over_every_way_of_answering(bears: Bearing, verdicts: set[str]) -> None:
    assert reached(bears) == verdicts


def test_a_rule_of_very_many_facts_is_tried_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "MOST_TRIED", 1)
    assert reached(bearing("shut and told and agreed")) == {OPEN}
