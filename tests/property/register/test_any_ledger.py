"""Any acts in any order: what is refused changes nothing, and the file comes to what was kept up.

What may follow what is written down here once more, as a table of states, apart from the code.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knockon.catalogue.facts import UNKNOWN
from knockon.errors import KnockonError
from knockon.register import (
    Agreement,
    Capacity,
    Condition,
    Decided,
    Deferred,
    Given,
    Holder,
    Learned,
    Mistaken,
    Notice,
    Owed,
    Period,
    Recorded,
    Sender,
    Superseded,
    Withdrawn,
    change_from,
    change_value,
    new_ledger,
    notice_from,
    notice_value,
    read_ledger,
    writing,
)
from knockon.register.changes import kind_of

START = datetime(2024, 9, 16, 9, tzinfo=UTC)
MAY_FOLLOW = {
    ("considered", "given"): {False: "firm", True: "conditional"},
    ("considered", "withdrawn"): "withdrawn",
    ("considered", "lapsed"): "lapsed",
    ("conditional", "withdrawn"): "withdrawn",
    ("conditional", "lapsed"): "lapsed",
    ("conditional", "confirmed"): "firm",
    ("firm", "withdrawn"): "withdrawn",
    **{(status, "mistaken"): "mistaken" for status in ("considered", "conditional", "firm")},
    **{(status, "mistaken"): "mistaken" for status in ("withdrawn", "lapsed", "superseded")},
    **{(s, "superseded"): "superseded" for s in ("considered", "conditional", "firm")},
}
FOR_WHOM = [("all",), ("new",), ("existing",), ("new", "existing"), ("existing", "beyond_capacity")]

days = st.dates(date(2024, 9, 16), date(2024, 9, 30))
texts = st.sampled_from(["a clinic", "the board", "ä, \u2028"])
maybe_text: Any = st.sampled_from([UNKNOWN, None, "something"])
periods = st.builds(
    Period,
    st.integers(1, 12),
    st.sampled_from(["days", "weeks", "months"]),  # type: ignore[arg-type]
)


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    patients: Any = draw(st.sampled_from(FOR_WHOM))
    capacity: Any = st.sampled_from([UNKNOWN, Capacity(40, "week")])
    code = f"X{draw(st.integers(10001, 10020))}"
    conditions = st.builds(Condition, texts, st.just(UNKNOWN) | days)
    senders = [Sender("alliance", "The Alliance"), Sender("practice", "Mill", code)]
    return Notice(
        sender=draw(st.sampled_from(senders)),
        holder=Holder("practice", code),
        service=draw(st.sampled_from(["phlebotomy", "spirometry"])),
        patients=patients,
        given_on=draw(st.none() | st.just(START.date())),
        ends_on=draw(st.just(UNKNOWN) | st.dates(date(2024, 10, 15), date(2025, 4, 1))),
        agreement=Agreement("implied", draw(maybe_text), draw(maybe_text)),
        owed=Owed(draw(st.just(UNKNOWN) | st.none() | periods), draw(st.just(UNKNOWN) | texts)),
        recipient=draw(st.just(UNKNOWN) | texts),
        form=draw(st.sampled_from([UNKNOWN, "letter", "email"])),  # type: ignore[arg-type]
        letter=draw(st.none() | texts),
        tier=draw(st.none() | texts),
        capacity=draw(capacity) if "beyond_capacity" in patients else None,
        receiving=draw(maybe_text),
        condition=draw(st.none() | conditions),
        note=draw(st.none() | texts),
    )


ids = st.lists(
    st.sampled_from([f"N{nth}" for nth in range(1, 7)]), min_size=1, max_size=2, unique=True
)
some = ids.map(tuple)
changes: Any = st.one_of(
    st.lists(notices(), min_size=1, max_size=3).map(lambda made: Recorded(tuple(made))),
    st.builds(Given, some, days),
    st.builds(Withdrawn, some, days, st.none() | texts),
    st.builds(Deferred, some, days, st.dates(date(2024, 10, 1), date(2025, 6, 1)), texts),
    st.builds(Decided, some, days, st.sampled_from(["lapsed", "confirmed"])),
    st.builds(Superseded, some, days, some),
    st.builds(Learned, some, days, receiving=st.none() | texts),
    st.builds(Learned, some, days, owed=st.none() | periods, clause=st.none() | texts),
    st.builds(Mistaken, some, days),
)


@given(notices())
def test_a_notice_comes_back_from_plain_json(notice: Notice) -> None:
    assert notice_from(notice_value(notice)) == notice


@given(changes)
def test_a_change_comes_back_from_plain_json(change: Any) -> None:
    if not isinstance(change, Recorded):
        assert change_from(kind_of(change), change_value(change)) == change


def expected(before: str, change: Any, conditional: bool) -> str | None:
    "The status that follows, or None where nothing may; of those that leave it, the same."
    if isinstance(change, (Deferred, Learned)):
        return before if before in ("considered", "conditional", "firm") else None
    word = change.outcome if isinstance(change, Decided) else kind_of(change)
    if word in ("lapsed", "confirmed") and not conditional:
        return None
    follows: Any = MAY_FOLLOW.get((before, word))
    return follows[conditional] if isinstance(follows, dict) else follows


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(changes, max_size=14))
def test_the_file_comes_to_what_was_kept_up(tmp_path: Path, acts: list[Any]) -> None:
    path = tmp_path / "ledger.jsonl"
    path.unlink(missing_ok=True)
    new_ledger(path, "Shire", by="A", at=START)
    kept = [read_ledger(path).state()]
    moment = datetime(2024, 9, 30, 12, tzinfo=UTC)
    with writing(path) as book:
        for act in acts:
            before = book.state()
            moment += timedelta(minutes=1)
            try:
                touched = book.record(act, by="A", at=moment, services=("phlebotomy", "spirometry"))
            except KnockonError:
                assert book.state() == before
                continue
            kept.append(book.state())
            hold_to_the_table(act, touched, before, kept[-1])
    held = read_ledger(path)
    assert len(held.entries) == len(kept)
    for state in kept:
        assert held.state(seq=state.seq) == state


def hold_to_the_table(act: Any, touched: tuple[str, ...], before: Any, after: Any) -> None:
    for number, record in after.records.items():
        if number not in touched:
            assert record == before.records[number]
        elif not isinstance(act, Recorded):
            was = before.records[number]
            conditional = was.notice.condition is not None
            assert record.status == expected(was.status, act, conditional)
