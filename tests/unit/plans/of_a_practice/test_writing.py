"""The first plan of a menu: it asks what the rules read, and nothing else."""

from datetime import date

import pytest

from knockon.catalogue.facts import UNKNOWN
from knockon.errors import KnockonError
from knockon.plans.asked import facts_asked
from knockon.plans.plan_writing import chosen_menu, new_plan

SUNDAY = date(2026, 11, 22)


@pytest.fixture
def written(catalogue):
    return new_plan("J81002", chosen_menu(catalogue, "ten"), catalogue, SUNDAY)


def test_the_rules_ask_for_what_can_be_stated(catalogue):
    "The hours behind a derived fact, its exception, the contract; not the dates of the action."
    asked = facts_asked(catalogue, "divert_incoming_calls", SUNDAY)
    names = [fact.name for fact in asked]
    assert names == ["days", "from", "to", "exceptional", "bank_holiday", "contract"]


def test_a_rule_that_ended_is_asked_for_while_it_ran(catalogue):
    asked = facts_asked(catalogue, "divert_incoming_calls", date(2020, 6, 1))
    assert "agreed_on" in [fact.name for fact in asked]


def test_what_no_rule_reads_is_not_asked(catalogue):
    assert facts_asked(catalogue, "stop_advice", SUNDAY) == ()


def test_it_reads_back_with_every_question_unknown(read, written):
    plan = read(written)
    assert plan.practice == {"ods_code": "J81002", "nation": "England", "contract": UNKNOWN}
    assert plan.as_of is None
    calls = plan.actions[0]
    assert (calls.key, calls.type) == ("forward_calls", "divert_incoming_calls")
    assert calls.source_menu == "ten, item 1"
    assert calls.start == date(2026, 11, 23)
    assert calls.params == {
        "days": ("saturday",),
        "from": UNKNOWN,
        "to": UNKNOWN,
        "exceptional": UNKNOWN,
    }


def test_an_item_that_comes_twice_has_two_keys(read, written):
    keys = [action.key for action in read(written).actions]
    assert keys == ["forward_calls", "stop_advice", "forward_calls_2"]


def test_whose_action_it_is_stands_there(read, written):
    assert read(written).actions[1].holder == "trust"


def test_each_question_stands_over_its_answers(written):
    assert "      # From what time?\n      #   a time of day in quotation marks" in written
    assert (
        "  # Which contract does the practice hold?\n  #   GMS: General Medical Services" in written
    )


def test_what_is_presumed_is_a_note_not_an_answer(written):
    assert "# bank_holiday: false   (taken so unless you write otherwise)" in written


def test_a_day_asked_for_is_written_down(catalogue, read):
    menu = chosen_menu(catalogue, "ten")
    plan = read(new_plan("J81002", menu, catalogue, SUNDAY, as_of=date(2024, 8, 20)))
    assert plan.as_of == date(2024, 8, 20)
    assert plan.actions[0].start == date(2024, 8, 26)


def test_only_the_items_named(catalogue, read):
    menu = chosen_menu(catalogue, "ten", ["stop_advice"])
    plan = read(new_plan("J81002", menu, catalogue, SUNDAY))
    assert [action.key for action in plan.actions] == ["stop_advice"]
    assert plan.practice == {"ods_code": "J81002", "nation": "England"}


@pytest.mark.parametrize(
    ("menu", "only", "told"),
    [
        ("tem", [], "Did you mean 'ten'?"),
        ("ten", ["stop_advise"], "Did you mean 'stop_advice'?"),
    ],
)
def test_a_name_that_is_none_is_refused(catalogue, menu, only, told):
    with pytest.raises(KnockonError) as refusal:
        chosen_menu(catalogue, menu, only)
    assert told in refusal.value.sentence()


def test_not_a_practice(catalogue):
    with pytest.raises(KnockonError, match="not the code of a practice"):
        new_plan("RDZ", chosen_menu(catalogue, "ten"), catalogue, SUNDAY)
