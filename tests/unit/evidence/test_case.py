"""What a plan claims and what is held that shows it: gaps stay visible, and dates count."""

import datetime as dt
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knockon import compliance
from knockon.catalogue import Catalogue
from knockon.catalogue.yaml import load_strict_text
from knockon.plans.plan import Evidence
from knockon.plans.plan_reading import plan_from
from knockon.plans.plan_writing import chosen_menu, new_plan
from knockon.reports.evidence import Branch, Case, Claim, case_of, standing_on

ON = dt.date(2024, 8, 20)
CaseWith = Callable[..., Case]


def claim_of(case: Case, rule: str) -> Claim:
    return next(claim for claim in case.claims if claim.rule == rule)


def held(branches: Sequence[Branch]) -> list[tuple[str | None, str]]:
    return [(branch.asked, branch.standing) for branch in branches]


def test_the_pack_of_a_plan_nobody_worked_on_is_all_gaps(packs: Catalogue) -> None:
    "A plan as `knockon plan new` writes it: nothing held, nothing shown, and nothing left out."
    text = new_plan("X10001", chosen_menu(packs, "bma-ten-2024-08", ()), packs, ON, ON)
    plan = plan_from(load_strict_text(text, "new.yaml"), packs)
    judged = compliance.check(plan, packs)
    case = case_of(plan, judged)
    assert len(case.claims) >= 10
    assert {branch.standing for one in case.claims for branch in one.branches} <= {
        "missing",
        "undeveloped",
    }
    assert not any(claim.shown for claim in case.claims)
    asked = {(f.rule, item) for a in judged.actions for f in a.findings for item in f.evidence}
    named = {(one.rule, branch.asked) for one in case.claims for branch in one.branches}
    assert asked <= named


def test_every_open_question_is_an_undeveloped_branch(case_with: CaseWith) -> None:
    case = case_with(plan="telephony-deferred")
    open_claims = [one for one in case.claims if one.verdict == "undetermined"]
    assert open_claims
    for claim in open_claims:
        asked = [one.asked or "" for one in claim.branches if one.standing == "undeveloped"]
        assert asked
        assert all(words.startswith("the answer to ") for words in asked)
        assert not claim.shown


def test_a_broken_rule_is_shown_by_no_evidence(case_with: CaseWith) -> None:
    held_all = Evidence("ERS-USE", "A list of letters sent", ON)
    claim = claim_of(case_with(held_all), "ERS-USE")
    assert claim.verdict == "not_in_accordance"
    assert not claim.shown
    alone = claim_of(case_with(), "ERS-USE")
    assert held(alone.branches) == [("no evidence shows this as it is planned", "undeveloped")]


@pytest.mark.parametrize(
    "claim",
    [
        "triage protocol for over-cap contacts",
        "Triage protocol for over-cap contacts.",
        "triage  protocol for\nover-cap contacts",
    ],
)
def test_evidence_fills_the_branch_whose_words_it_names(case_with: CaseWith, claim: str) -> None:
    found = claim_of(case_with(Evidence(claim, "Protocol 7", ON)), "ACC-TRIAGE")
    assert held(found.branches) == [
        ("triage protocol for over-cap contacts", "held"),
        ("staffing of triage once the cap is met", "missing"),
        ("same-day figures", "missing"),
    ]
    assert not found.shown


@pytest.mark.parametrize(
    "claim",
    [
        "ACC-TRIAGE",
        "cap: ACC-TRIAGE",
        "Every contact over the cap is triaged",
        "Contacts that are limited are still triaged, and the practice can show it",
    ],
)
def test_evidence_for_a_rule_stands_beside_what_is_suggested(
    case_with: CaseWith, claim: str
) -> None:
    found = claim_of(case_with(Evidence(claim, "Protocol 7", ON)), "ACC-TRIAGE")
    assert held(found.branches)[-1] == (None, "held")
    assert [standing for _, standing in held(found.branches)].count("missing") == 3


def test_one_piece_may_show_several_claims(case_with: CaseWith) -> None:
    case = case_with(Evidence("demand and capacity data", "Figures of July", ON))
    filled = [one.rule for one in case.claims if any(b.evidence for b in one.branches)]
    assert filled == ["NEED-ASSURE", "NEED-HOURS"]
    assert case.unclaimed == ()


def test_evidence_of_no_claim_is_kept_and_told(case_with: CaseWith) -> None:
    stray = Evidence("Something else", "A file", ON)
    assert case_with(stray).unclaimed == (stray,)


def test_an_entry_nobody_filled_in_is_no_evidence(case_with: CaseWith) -> None:
    "As `knockon evidence gaps` writes it."
    case = case_with(Evidence("same-day figures", " ", ON))
    assert case == case_with()
    assert case.count("held") == 0


def test_a_claim_is_shown_when_all_that_is_suggested_is_held(case_with: CaseWith) -> None:
    case = case_with(
        Evidence("duty clinician rota", "Rota", ON),
        Evidence("escalation route", "Route", ON, dt.date(2024, 9, 1)),
        Evidence("agreement with whoever covers", "Agreement"),
    )
    claim = claim_of(case, "EMG-COVER")
    assert [standing for _, standing in held(claim.branches)] == ["held", "expiring", "held"]
    assert claim.shown


def test_what_has_expired_shows_nothing(case_with: CaseWith) -> None:
    rota = Evidence("website page on video", "Page", dt.date(2024, 1, 1), dt.date(2024, 8, 20))
    assert claim_of(case_with(rota), "VID-OFFER").shown, "it counts on its last day"
    later = case_with(rota, on=dt.date(2024, 8, 21))
    assert held(claim_of(later, "VID-OFFER").branches) == [("website page on video", "expired")]
    assert not claim_of(later, "VID-OFFER").shown


days = st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


@given(
    from_day=st.none() | days,
    length=st.none() | st.integers(0, 200),
    on=days,
    soon=st.integers(0, 120),
)
def test_standing_is_that_of_a_calendar_walked_day_by_day(
    from_day: dt.date | None, length: int | None, on: dt.date, soon: int
) -> None:
    "Another way to it: make the set of days it counts, and look where the day lies."
    starts = from_day or dt.date(2023, 1, 1)
    expires = None if length is None else starts + dt.timedelta(days=length)
    evidence = Evidence("a", "b", from_day, expires)
    last = expires or dt.date(2026, 1, 1)
    counts = {starts + dt.timedelta(days=n) for n in range((last - starts).days + 1)}
    ahead = {on + dt.timedelta(days=n) for n in range(soon + 1)}
    found = standing_on(evidence, on, dt.timedelta(days=soon))
    if on not in counts:
        assert found == ("later" if on < starts else "expired")
    else:
        assert found == ("expiring" if expires in ahead else "held")


def test_the_counts_are_those_of_the_branches(case_with: CaseWith) -> None:
    case = case_with(Evidence("same-day figures", "Figures", ON))
    assert case.count("held") == 1
    assert sum(case.count(s) for s in ("held", "missing", "undeveloped")) == sum(
        len(claim.branches) for claim in case.claims
    )
