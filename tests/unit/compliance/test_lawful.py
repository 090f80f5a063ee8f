"""The lawful way: what a rule proposes, applied to the plan."""

from tests.unit.compliance.made_up import action, bearing, catalogue, plan, rule

from knockon.catalogue.rules import Instead
from knockon.compliance import check, lawful_way

LAW = catalogue(
    rule("R", bearing("colour == 'red'", instead=Instead({"colour": "blue"}, "Take blue."))),
    rule("S", bearing("shut")),
)


def test_the_breach_is_gone_and_nothing_else_is_changed() -> None:
    other = action("other", colour="red", shut=False)
    made = plan(action(colour="red", shut=True), other)
    ours, shutting = check(made, LAW).actions[0].findings
    better = lawful_way(made, "early", ours)
    assert better is not None
    assert better.actions[1] == other
    assert better.actions[0].params == {"colour": "blue", "shut": True}
    again = {one.rule: one.verdict for one in check(better, LAW).actions[0].findings}
    assert again == {"R": "compatible", "S": "not_in_accordance"}
    assert lawful_way(made, "early", shutting) is None


def test_nothing_is_proposed_for_what_is_no_breach() -> None:
    made = plan(action(colour="green", shut=False))
    assert lawful_way(made, "early", check(made, LAW).actions[0].findings[0]) is None
