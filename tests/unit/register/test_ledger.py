"""What a ledger keeps, what can become of a notice, and what it refuses to record."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from knockon import chain
from knockon.catalogue.facts import UNKNOWN
from knockon.chain import Act
from knockon.errors import KnockonError
from knockon.register import (
    Agreement,
    Capacity,
    Change,
    Condition,
    Decided,
    Deferred,
    Given,
    Learned,
    Mistaken,
    Owed,
    Period,
    Recorded,
    Superseded,
    Withdrawn,
    new_ledger,
    read_ledger,
    writing,
)

from .ledgers import ENDS, GIVEN, SERVICES, UNLESS_FUNDED, Kept, notice

OCTOBER = date(2024, 10, 1)
FORM = "knockon/ledger/1"


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "ledger.jsonl")


def refused(code: str, kept: Kept, change: Change | Recorded) -> str:
    "The sentence of a refusal, which leaves the file as it was."
    before = kept.path.read_bytes()
    with pytest.raises(KnockonError) as caught:
        kept.record(change)
    assert caught.value.code == code
    assert kept.path.read_bytes() == before
    return caught.value.sentence()


def test_a_new_ledger_has_a_title_and_no_notice(kept: Kept) -> None:
    state = kept.state()
    assert (state.title, dict(state.records), state.seq) == ("Shire", {}, 1)
    assert state.at == datetime(2024, 9, 16, 9, 0, tzinfo=UTC)


def test_notices_are_numbered_as_they_come(kept: Kept) -> None:
    assert kept.add(notice("X10001"), notice("X10002")) == ("N1", "N2")
    assert kept.add(notice("X10003")) == ("N3",)
    assert list(kept.state().records) == ["N1", "N2", "N3"]


def test_notices_of_one_letter_are_one_entry(kept: Kept) -> None:
    "So they stand or fall together when the program is killed."
    kept.add(*(notice(f"X1000{nth}") for nth in range(9)))
    assert len(read_ledger(kept.path).entries) == 2
    assert len(kept.state().of_letter("A1")) == 9
    assert kept.state().of_letter("B2") == ()


def test_a_notice_given_is_firm_and_one_with_a_condition_is_conditional(kept: Kept) -> None:
    kept.add(
        notice("X10001"),
        notice("X10002", condition=UNLESS_FUNDED),
        notice("X10003", given_on=None),
        notice("X10004", given_on=None, condition=UNLESS_FUNDED),
    )
    statuses = [record.status for record in kept.state().records.values()]
    assert statuses == ["firm", "conditional", "considered", "considered"]


def test_every_change_keeps_who_recorded_it_and_when(kept: Kept) -> None:
    kept.add(notice())
    kept.on(OCTOBER).record(Withdrawn(("N1",), date(2024, 9, 30), "funded"), by="B. Partner")
    recorded, withdrawn = kept["N1"].steps
    assert (recorded.kind, recorded.on, recorded.by, recorded.seq) == (
        "recorded",
        GIVEN,
        "A. Clerk",
        2,
    )
    assert (withdrawn.kind, withdrawn.on, withdrawn.by) == (
        "withdrawn",
        date(2024, 9, 30),
        "B. Partner",
    )
    assert withdrawn.why == "funded"
    assert withdrawn.at.date() == OCTOBER
    assert kept["N1"].since == date(2024, 9, 30)


def test_withdrawn_it_stands_no_more(kept: Kept) -> None:
    kept.add(notice())
    kept.on(OCTOBER).record(Withdrawn(("N1",), OCTOBER))
    assert kept["N1"].status == "withdrawn"
    assert not kept["N1"].stands
    assert kept.state().standing() == ()


def test_what_is_withdrawn_is_not_withdrawn_again(kept: Kept) -> None:
    kept.add(notice())
    kept.on(OCTOBER).record(Withdrawn(("N1",), OCTOBER))
    sentence = refused("K723", kept, Withdrawn(("N1",), OCTOBER))
    assert sentence == (
        "N1 has been withdrawn since 2024-10-01 and cannot be withdrawn; "
        "expected a notice of which that can still become. "
        "`knockon register show` tells how each notice stands."
    )


def test_what_has_ended_is_not_withdrawn_or_put_off(kept: Kept) -> None:
    kept.add(notice())
    kept.on(date(2025, 1, 2))
    assert "it ended on 2024-12-31" in refused("K723", kept, Withdrawn(("N1",), date(2025, 1, 1)))
    late = Deferred(("N1",), date(2025, 1, 1), date(2025, 3, 31), "the PCN")
    assert "it ended on 2024-12-31" in refused("K723", kept, late)
    kept.record(Withdrawn(("N1",), ENDS))
    assert kept["N1"].status == "withdrawn", "on its last day it can be"


def test_a_deferral_moves_the_end_and_keeps_the_first(kept: Kept) -> None:
    kept.add(notice())
    kept.on(OCTOBER)
    kept.record(Deferred(("N1",), OCTOBER, date(2025, 1, 31), "the PCN"))
    kept.record(Deferred(("N1",), OCTOBER, date(2025, 3, 31), "the practice"))
    record = kept["N1"]
    assert record.notice.ends_on == date(2025, 3, 31)
    assert record.deferred_from == ENDS
    assert record.first.ends_on == ENDS
    assert record.status == "firm"


def test_a_deferral_is_to_a_later_day(kept: Kept) -> None:
    kept.add(notice())
    for to in (ENDS, date(2024, 12, 30)):
        assert "a later day" in refused("K724", kept, Deferred(("N1",), GIVEN, to, "the PCN"))


def test_a_deferral_of_an_unknown_end_gives_it_one(kept: Kept) -> None:
    kept.add(notice(ends_on=UNKNOWN))
    kept.record(Deferred(("N1",), GIVEN, date(2025, 3, 31), "the PCN"))
    assert kept["N1"].notice.ends_on == date(2025, 3, 31)
    assert kept["N1"].deferred_from is UNKNOWN


def test_what_was_considered_is_given(kept: Kept) -> None:
    kept.add(notice(given_on=None, form=UNKNOWN), notice("X10002", given_on=None))
    kept.on(OCTOBER)
    kept.record(Given(("N1",), OCTOBER, "email", date(2025, 1, 31)))
    kept.record(Given(("N2",), OCTOBER))
    first, second = kept["N1"].notice, kept["N2"].notice
    assert (first.given_on, first.form, first.ends_on) == (OCTOBER, "email", date(2025, 1, 31))
    assert (second.given_on, second.form, second.ends_on) == (OCTOBER, "letter", ENDS)
    assert kept["N1"].status == "firm"
    assert "cannot be given" in refused("K723", kept, Given(("N1",), OCTOBER))


def test_what_is_given_too_late_for_its_end_is_refused(kept: Kept) -> None:
    kept.add(notice(given_on=None))
    kept.on(date(2025, 2, 1))
    assert "an end on that day" in refused("K720", kept, Given(("N1",), date(2025, 2, 1)))


def test_given_with_a_condition_it_is_conditional(kept: Kept) -> None:
    kept.add(notice(given_on=None, condition=UNLESS_FUNDED))
    kept.on(OCTOBER).record(Given(("N1",), OCTOBER))
    assert kept["N1"].status == "conditional"


@pytest.mark.parametrize(("outcome", "status"), [("lapsed", "lapsed"), ("confirmed", "firm")])
def test_a_condition_is_decided(kept: Kept, outcome: Any, status: str) -> None:
    kept.add(notice(condition=UNLESS_FUNDED))
    kept.on(OCTOBER).record(Decided(("N1",), OCTOBER, outcome))
    assert kept["N1"].status == status


def test_what_is_only_considered_can_lapse_and_cannot_be_confirmed(kept: Kept) -> None:
    kept.add(notice(given_on=None, condition=UNLESS_FUNDED))
    kept.on(OCTOBER)
    sentence = refused("K723", kept, Decided(("N1",), OCTOBER, "confirmed"))
    assert "has been considered" in sentence
    kept.record(Decided(("N1",), OCTOBER, "lapsed"))
    assert kept["N1"].status == "lapsed"


def test_what_has_no_condition_is_not_decided(kept: Kept) -> None:
    kept.add(notice())
    for outcome in ("lapsed", "confirmed"):
        change = Decided(("N1",), GIVEN, outcome)  # type: ignore[arg-type]
        assert "it has no condition" in refused("K723", kept, change)


def test_what_is_confirmed_is_decided_once(kept: Kept) -> None:
    kept.add(notice(condition=UNLESS_FUNDED))
    kept.record(Decided(("N1",), GIVEN, "confirmed"))
    assert "it is confirmed" in refused("K723", kept, Decided(("N1",), GIVEN, "lapsed"))
    assert "cannot be confirmed" in refused("K723", kept, Decided(("N1",), GIVEN, "confirmed"))


def test_silence_decides_nothing(kept: Kept) -> None:
    "A conditional notice whose day of decision is over is still conditional."
    kept.add(notice(condition=UNLESS_FUNDED))
    kept.on(date(2025, 6, 1)).add(notice("X10002"))
    assert kept["N1"].status == "conditional"


def test_a_notice_takes_the_place_of_others(kept: Kept) -> None:
    kept.add(notice(), notice("X10002"), notice(ends_on=date(2025, 3, 31)))
    kept.record(Superseded(("N1", "N2"), GIVEN, ("N3",)))
    assert [kept[f"N{nth}"].status for nth in (1, 2, 3)] == ["superseded", "superseded", "firm"]
    assert kept["N1"].superseded_by == ("N3",)


def test_no_notice_takes_its_own_place_or_one_that_is_over_anothers(kept: Kept) -> None:
    kept.add(notice(), notice("X10002"))
    assert "in its own place" in refused("K723", kept, Superseded(("N1",), GIVEN, ("N1",)))
    kept.record(Withdrawn(("N2",), GIVEN))
    sentence = refused("K723", kept, Superseded(("N1",), GIVEN, ("N2",)))
    assert "N2 has been withdrawn since 2024-09-16 and cannot be put in another's place" in sentence
    assert "no notice 'N9'" in refused("K722", kept, Superseded(("N1",), GIVEN, ("N9",)))


def test_what_was_not_known_is_learned(kept: Kept) -> None:
    kept.add(
        notice(
            ends_on=UNKNOWN,
            agreement=Agreement(),
            owed=Owed(),
            recipient=UNKNOWN,
            form=UNKNOWN,
            patients=("beyond_capacity",),
            capacity=UNKNOWN,
            condition=Condition("funded"),
        )
    )
    learned = Learned(
        ("N1",),
        GIVEN,
        ends_on=ENDS,
        recipient="The Board",
        form="letter",
        basis="implied",
        agreement=None,
        clause=None,
        owed=Period(3, "months"),
        owed_basis="custom",
        capacity=Capacity(40, "week"),
        receiving="the community clinic",
        decide_on=date(2024, 12, 1),
    )
    kept.record(learned)
    found = kept["N1"].notice
    assert found.ends_on == ENDS
    assert found.agreement == Agreement("implied", None, None)
    assert found.owed == Owed(Period(3, "months"), "custom")
    assert (found.recipient, found.form) == ("The Board", "letter")
    assert (found.capacity, found.receiving) == (Capacity(40, "week"), "the community clinic")
    assert found.condition == Condition("funded", date(2024, 12, 1))
    assert kept["N1"].first.ends_on is UNKNOWN


@pytest.mark.parametrize(
    "facts",
    [
        {"ends_on": date(2025, 1, 31)},
        {"owed": Period(6, "months")},
        {"owed": None},
        {"basis": "implied"},
        {"clause": "7"},
        {"capacity": Capacity(1, "day")},
        {"decide_on": date(2024, 12, 1)},
    ],
)
def test_what_is_known_is_not_changed_by_learning(kept: Kept, facts: dict[str, Any]) -> None:
    kept.add(notice())
    assert "known already" in refused("K723", kept, Learned(("N1",), GIVEN, **facts))


def test_who_takes_the_patients_may_change(kept: Kept) -> None:
    kept.add(notice(receiving=None))
    kept.record(Learned(("N1",), GIVEN, receiving="a new clinic"))
    assert kept["N1"].notice.receiving == "a new clinic"
    kept.record(Learned(("N1",), GIVEN, receiving=None))
    assert kept["N1"].notice.receiving is None


def test_to_learn_nothing_is_refused() -> None:
    with pytest.raises(KnockonError, match="no fact that was learned is named"):
        Learned(("N1",), GIVEN)


def test_what_was_entered_by_mistake_counts_no_more(kept: Kept) -> None:
    kept.add(notice(), notice("X10002"))
    kept.record(Withdrawn(("N1",), GIVEN))
    kept.record(Mistaken(("N1",), GIVEN))
    assert kept["N1"].status == "mistaken", "even what is over can have been a mistake"
    assert "and cannot be mistaken;" in refused("K723", kept, Mistaken(("N1",), GIVEN))
    assert refused("K723", kept, Withdrawn(("N1",), GIVEN))


def test_the_same_notice_is_recorded_once(kept: Kept) -> None:
    kept.add(notice())
    assert "stands already: N1" in refused("K726", kept, Recorded((notice("X10002"), notice())))
    twice = Recorded((notice("X10002"), notice("X10002")))
    assert "another of those to be recorded" in refused("K726", kept, twice)


def test_what_was_withdrawn_can_be_recorded_again(kept: Kept) -> None:
    kept.add(notice())
    kept.record(Withdrawn(("N1",), GIVEN))
    assert kept.add(notice()) == ("N2",)


def test_a_notice_put_off_is_still_the_same(kept: Kept) -> None:
    "So an import of the same file adds nothing twice."
    kept.add(notice())
    kept.record(Deferred(("N1",), GIVEN, date(2025, 3, 31), "the PCN"))
    assert kept.state().recorded() == {notice(): "N1"}


def test_a_service_the_packs_do_not_know_is_refused_with_the_nearest(kept: Kept) -> None:
    sentence = refused("K721", kept, Recorded((notice(service="flebotomy"),)))
    assert "Did you mean 'phlebotomy'?" in sentence


def test_a_number_the_ledger_has_not_is_refused(kept: Kept) -> None:
    assert "notices, once recorded" in refused("K722", kept, Withdrawn(("N1",), GIVEN))
    kept.add(notice())
    assert "expected N1. `knockon" in refused("K722", kept, Withdrawn(("N1", "N2"), GIVEN))
    with pytest.raises(KnockonError, match="no notice 'N7'"):
        kept.state().record("N7")


def test_one_notice_of_several_that_cannot_change_stops_them_all(kept: Kept) -> None:
    kept.add(notice(), notice("X10002"))
    kept.record(Withdrawn(("N1",), GIVEN))
    refused("K723", kept, Withdrawn(("N2", "N1"), GIVEN))
    assert kept["N2"].status == "firm"


@pytest.mark.parametrize("change", [Withdrawn, Mistaken])
def test_an_act_names_notices_each_once(change: Any) -> None:
    with pytest.raises(KnockonError, match="no notice is named"):
        change((), GIVEN)
    with pytest.raises(KnockonError, match="named twice"):
        change(("N1", "N1"), GIVEN)


def test_nothing_is_recorded_before_it_happened(kept: Kept) -> None:
    assert refused("K724", kept, Recorded((notice(given_on=OCTOBER),))) == (
        "something of 2024-10-01 is recorded on 2024-09-16; expected a day that has come. "
        "Correct the day. What is only meant so far is considered: `given_on: null`."
    )
    kept.add(notice())
    assert "a day that has come" in refused("K724", kept, Withdrawn(("N1",), OCTOBER))


def test_nothing_becomes_of_a_notice_before_it_is_given(kept: Kept) -> None:
    kept.add(notice())
    sentence = refused("K724", kept, Withdrawn(("N1",), date(2024, 9, 15)))
    assert sentence == (
        "N1 was given on 2024-09-16 and would be withdrawn on 2024-09-15; "
        "expected that day or a later one. Correct the day."
    )


def test_a_decision_and_a_deferral_are_what_they_can_be() -> None:
    with pytest.raises(KnockonError, match="lapsed or confirmed"):
        Decided(("N1",), GIVEN, "perhaps")  # type: ignore[arg-type]
    with pytest.raises(KnockonError, match="Say who decided it"):
        Deferred(("N1",), GIVEN, ENDS, " ")
    with pytest.raises(KnockonError, match="no notice to record"):
        Recorded(())


def test_the_state_as_it_was_known_on_a_day(kept: Kept) -> None:
    kept.add(notice())
    kept.on(OCTOBER).record(Withdrawn(("N1",), date(2024, 9, 20)))
    then = kept.state(known_on=date(2024, 9, 30))
    assert then.records["N1"].status == "firm", "on 30 September nobody here knew"
    assert kept.state(known_on=OCTOBER).records["N1"].status == "withdrawn"
    assert kept.state(seq=2).records["N1"].status == "firm"
    assert kept.state(seq=1).records == {}


def test_before_the_ledger_began_nothing_was_known(kept: Kept) -> None:
    with pytest.raises(KnockonError, match="the ledger begins on 2024-09-16") as caught:
        kept.state(known_on=date(2024, 9, 15))
    assert caught.value.code == "K728"


def test_a_ledger_that_was_never_begun_is_neither_read_nor_written(tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.touch()
    with pytest.raises(KnockonError, match="the file is empty") as caught:
        read_ledger(path)
    assert caught.value.code == "K729"
    with pytest.raises(KnockonError, match="the file is empty"), writing(path):
        pass


def test_a_ledger_whose_only_line_is_cut_short_can_be_begun_again(kept: Kept) -> None:
    (whole, *_) = kept.path.read_bytes().splitlines()
    kept.path.write_bytes(whole[:50])
    with pytest.raises(KnockonError, match="only line is cut short, after 50 bytes") as caught:
        read_ledger(kept.path)
    assert caught.value.code == "K729"
    assert "Put back a copy" in caught.value.remedy
    with pytest.raises(KnockonError, match="only line is cut short"), writing(kept.path):
        pass
    new_ledger(kept.path, "A board", by="A. Clerk")
    assert len(read_ledger(kept.path).entries) == 1


def test_a_line_cut_short_is_told_to_reader_and_writer(kept: Kept) -> None:
    kept.add(notice())
    kept.path.write_bytes(kept.path.read_bytes() + b'{"format":"knock')
    assert read_ledger(kept.path).torn is not None
    with writing(kept.path) as book:
        assert book.torn is not None
        assert book.last.seq == 2
    assert read_ledger(kept.path).torn is None


def strange(kept: Kept, kind: str, value: dict[str, Any]) -> KnockonError:
    "What a reader says to an entry no version of ours would have written."
    with chain.writing(kept.path, FORM) as writer:
        writer.append(Act(kind, value, "A", datetime(2024, 9, 17, tzinfo=UTC)))
    with pytest.raises(KnockonError) as caught:
        read_ledger(kept.path).state()
    return caught.value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("frozen", {}),
        ("opened", {"title": "Again"}),
        ("withdrawn", {"ids": ["N1"]}),
        ("withdrawn", {"ids": ["N1"], "on": "yesterday", "why": None}),
        ("withdrawn", {"ids": ["N1"], "on": "2024-09-16", "why": None, "whose": "mine"}),
        ("recorded", {"notices": [{"id": "N2"}]}),
        ("recorded", {"notices": 7}),
    ],
)
def test_an_entry_of_another_kind_is_refused_with_its_line(
    kept: Kept, kind: str, value: dict[str, Any]
) -> None:
    kept.add(notice())
    problem = strange(kept, kind, value)
    assert problem.code == "K725"
    assert problem.place == f"{kept.path}:3"


def test_an_entry_that_makes_no_sense_is_refused_with_its_line(kept: Kept) -> None:
    problem = strange(kept, "withdrawn", {"ids": ["N1"], "on": "2024-09-16", "why": None})
    assert (problem.code, problem.place) == ("K722", f"{kept.path}:2")


def test_a_ledger_begins_by_being_opened(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    chain.create(path, FORM, Act("withdrawn", {"ids": ["N1"], "on": "2024-09-16"}, "A"))
    with pytest.raises(KnockonError) as caught:
        read_ledger(path).state()
    assert caught.value.sentence() == (
        f"{path}:1: the entry is of the kind 'withdrawn'; "
        "expected `opened` first, and never again. Put back a copy from before it was changed."
    )


def test_a_hash_noted_earlier_is_found_or_refused(kept: Kept) -> None:
    kept.add(notice())
    noted = read_ledger(kept.path).head
    kept.add(notice("X10002"))
    held = read_ledger(kept.path)
    assert held.entry_noted(noted) == 2
    with pytest.raises(KnockonError, match="no entry has the hash") as caught:
        held.entry_noted("0" * 64)
    assert caught.value.code == "K718"


def test_several_acts_may_be_recorded_while_it_is_held(kept: Kept) -> None:
    moment = datetime(2024, 9, 16, 12, tzinfo=UTC)
    with writing(kept.path) as book:
        book.record(Recorded((notice(),)), by="A", at=moment, services=SERVICES)
        book.record(Withdrawn(("N1",), GIVEN), by="A", at=moment)
        assert book.state().records["N1"].status == "withdrawn"
    assert kept["N1"].status == "withdrawn"


def test_an_act_refused_leaves_what_is_held_as_it_was(kept: Kept) -> None:
    moment = datetime(2024, 9, 16, 12, tzinfo=UTC)
    early = datetime(2024, 9, 1, tzinfo=UTC)
    with writing(kept.path) as book:
        book.record(Recorded((notice(given_on=None),)), by="A", at=moment, services=SERVICES)
        with pytest.raises(KnockonError, match="no earlier"):
            book.record(Mistaken(("N1",), date(2024, 8, 1)), by="A", at=early)
        assert book.state().records["N1"].status == "considered"


def test_a_ledger_is_begun_once(kept: Kept) -> None:
    with pytest.raises(KnockonError, match="there already"):
        new_ledger(kept.path, "Again", by="A")
