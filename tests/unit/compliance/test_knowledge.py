"""What is known of an action: each answer with its origin and what to ask for."""

import datetime as dt

import pytest
from tests.unit.compliance.made_up import FACTS, SEPTEMBER, catalogue, fact

from knockon.catalogue.facts import UNKNOWN, Answer
from knockon.compliance.book import RuleBook
from knockon.compliance.knowledge import Knowledge, Known

ODD = fact("begun", derived="starts_on_or_after('2024-09-02')", inputs=("start",))
OVER = fact("over", derived="runs_past('2024-12-31')", inputs=("end",))
BOTH = fact(
    "both", derived="completed_by('04-01', '09-30')", inputs=("words", "completed_on", "start")
)
CLOSED = fact(
    "closed", derived="overlaps_core_hours", inputs=("names", "from", "to", "start", "end")
)
LAW = catalogue(facts={one.id: one for one in (*FACTS, ODD, OVER, BOTH, CLOSED)})
VOCABULARY = RuleBook(LAW).chapter("close_early").vocabulary


def known(name: str, **params: Answer) -> Known:
    return Knowledge.of(VOCABULARY, {"member": True}, params, SEPTEMBER, None).known(name)


def test_an_answer_is_stated_presumed_or_not_known() -> None:
    assert known("shut", shut=True) == Known(True, "stated")
    assert known("usual") == Known(True, "presumed", presumed=("usual",))
    assert known("shut") == Known(UNKNOWN, "not stated", asks=("shut",))
    assert known("usual", usual=UNKNOWN) == Known(UNKNOWN, "given as unknown", asks=("usual",))
    assert known("member") == Known(True, "stated")


def test_the_dates_are_those_of_the_action() -> None:
    assert known("begun") == Known(True, "derived", inputs=("start",))
    assert known("over") == Known(True, "derived", inputs=("end",))


def test_a_derived_fact_tells_its_inputs_and_asks_for_the_unknown_ones() -> None:
    inputs = ("days", "from", "to")
    assert known("touches", days=("monday",), to=dt.time(7)) == Known(
        UNKNOWN, "derived", ("from",), (), inputs
    )
    assert known("touches", days=("saturday",)) == Known(False, "derived", (), (), inputs)


def test_a_derived_fact_asks_again_for_what_does_not_go_together() -> None:
    "Dates of the action are never asked for: they stand in every plan."
    found = known("both", words="no year", completed_on=SEPTEMBER)
    assert found.asks == ("words", "completed_on")
    noon = dt.time(12)
    assert known("closed", **{"names": ("someday",), "from": noon, "to": noon}).asks == (
        *("names", "from", "to"),
    )


def test_a_derived_fact_tells_what_was_presumed_and_what_text_is_missing() -> None:
    assert known("usually_so") == Known(True, "derived", (), ("usual",), ("usual",))
    assert known("usually_so", usual=False).asks == ("the text itself",)


def test_what_is_supposed_outranks_what_is_known() -> None:
    knowledge = Knowledge.of(VOCABULARY, {}, {"shut": True, "days": ("monday",)}, SEPTEMBER, None)
    supposed = knowledge.supposing("shut", False).supposing("touches", True)
    assert supposed.known("shut") == Known(False, "supposed")
    assert supposed.known("touches") == Known(True, "supposed")
    assert knowledge.known("shut") == Known(True, "stated")


def test_a_fact_that_is_not_there_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError, match="nothing"):
        known("nothing")
