"""From a release to an assessment: what is told, what is supposed of the others, what is public."""

from datetime import date, timedelta

import pytest
from tests.property.returns.worlds import CAP, MONDAY, USUAL, code, is_public, networks, says

from knockon import catalogue
from knockon.catalogue.yaml import load_strict_text
from knockon.errors import KnockonError
from knockon.plans.assessment import Range
from knockon.plans.reading import assessment_from
from knockon.returns import (
    Groups,
    Occasion,
    PublicPosition,
    Questions,
    Release,
    Return,
    Rules,
    release,
    silent_to_answering,
    uptake_block,
    uptake_of,
    uptakes,
    wilson,
)

SILENT = Range(0.4, 0.75, 1.0)


def released(answers: str, asked: int, public: tuple[PublicPosition, ...] = ()) -> Release:
    said = {"T": "taking", "C": "considering", "N": "not"}
    given = [Return(p, MONDAY, {CAP: said[a]}) for p, a in says(answers).items()]
    occasion = Occasion("An LMC", MONDAY, MONDAY + timedelta(days=4), public)
    rules = Rules(USUAL, Questions("none", "1"))
    week, _ = release(given, networks(asked), Groups(actions=(CAP,)), occasion, rules)
    return week


def test_the_pack_supposes_less_of_silent_practices() -> None:
    assert silent_to_answering() == SILENT


def test_where_everybody_is_counted_only_the_edge_is_in_doubt() -> None:
    exact = uptake_of(released("TTTCCCNNNN", 10), CAP, (), SILENT)
    assert (exact.uptake.low, exact.uptake.likely, exact.uptake.high) == (0.3, 0.3, 0.3)
    edge = uptake_of(released("CCCCCCNNNN", 10), CAP, (), SILENT)
    assert (edge.uptake.low, edge.uptake.high) == (0.0, 0.1)


def test_silent_practices_are_supposed_and_neither_none_nor_all() -> None:
    found = uptake_of(released("TTTCCCNNNN", 40), CAP, (), SILENT)
    reach = wilson(3, 10)
    assert found.uptake.low == pytest.approx((3 + 30 * reach.low * 0.4) / 40, abs=5e-4)
    assert found.uptake.likely == pytest.approx((3 + 30 * 0.3 * 0.75) / 40, abs=5e-4)
    assert found.uptake.high == pytest.approx((3 + 30 * reach.high) / 40, abs=5e-4)
    assert (found.bounds.low, found.bounds.high) == (3 / 40, 33 / 40)
    assert found.bounds.low < found.uptake.low < found.uptake.high < found.bounds.high


def test_practices_of_public_position_are_known_and_not_in_the_share() -> None:
    public = (is_public(0, "T"), is_public(20, "N"))
    found = uptake_of(released("TTTCCCNNNN", 21, public), CAP, public, SILENT)
    assert (found.unknown, found.counted) == (19, 9)
    assert found.bounds.low == 2 / 19


def test_the_block_is_part_of_an_assessment() -> None:
    public = (is_public(0, "T"), PublicPosition(code(3), CAP, "considering", MONDAY))
    week = released("TTTCCCNNNN", 21, public)
    start = date(2026, 12, 14)
    block = uptake_block(week, uptakes(week, public, SILENT), public, start)
    head = (
        "assessment: A\nsystem: s\nfrom: 2026-12-14\nweeks: 4\ndraws: 8\nseed: 1\n"
        "behaviour: gpps-2026\n"
    )
    read = assessment_from(load_strict_text(head + block, "a.yaml"), catalogue.load())
    (phase,) = read.uptake[CAP]
    (found,) = uptakes(week, public, SILENT)
    assert (phase.uptake, phase.start, phase.ramp_weeks) == (found.uptake, start, 0)
    assert found.phase(start).uptake == phase.uptake
    assert {p: set(k) for p, k in read.known.items()} == {code(0): {CAP}}
    assert read.known[code(0)][CAP].taking


def test_no_share_is_made_of_an_action_nobody_was_asked_about() -> None:
    given = [Return(p, MONDAY, {CAP: "not"}) for p in says("N" * 10)]
    occasion = Occasion("An LMC", MONDAY, MONDAY + timedelta(days=4))
    before = Groups(actions=(CAP, "stop_advice_and_guidance"))
    week, _ = release(given, networks(10), before, occasion, Rules(USUAL, Questions("none", "1")))
    assert [one.action for one in uptakes(week, (), SILENT)] == [CAP]
    with pytest.raises(KnockonError) as told:
        uptake_of(week, "stop_advice_and_guidance", (), SILENT)
    assert told.value.code == "K771"


def test_nothing_is_made_of_nothing() -> None:
    week = released("TTTCCCNNNN", 10)
    with pytest.raises(KnockonError) as told:
        uptake_of(week, "stop_advice_and_guidance", (), SILENT)
    assert told.value.code == "K771"
    with pytest.raises(KnockonError) as told:
        uptake_of(week, CAP, [is_public(n, "T") for n in range(20, 25)], SILENT)
    assert told.value.code == "K772"
