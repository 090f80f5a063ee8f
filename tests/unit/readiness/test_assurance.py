"""The log of requests for assurance: asked, replied, decided; nothing edited, nothing guessed."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from knockon import chain
from knockon.errors import KnockonError
from knockon.readiness.assurance import (
    FORMAT,
    Decided,
    Replied,
    Request,
    new_log,
    read_log,
    record,
    record_request,
)

AT = dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC)
ASKED, DUE = dt.date(2026, 12, 1), dt.date(2026, 12, 15)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "requests.jsonl"
    new_log(path, "Shire", by="Contract team", at=AT)
    return path


def ask(log: Path, **said: Any) -> Request:
    usual = {
        "holder": "X10001",
        "provisions": ("ACC-TRIAGE",),
        "asked_on": ASKED,
        "due_on": DUE,
        "reference": "PC/41",
    }
    return record_request(log, {**usual, **said}, by="Contract team", at=AT)


def test_a_request_goes_from_open_to_closed(log: Path) -> None:
    asked = ask(log)
    assert (asked.id, asked.standing(DUE)) == ("A1", "open")
    assert asked.standing(DUE + dt.timedelta(days=1)) == "overdue"
    replied = record(log, Replied("A1", "given", dt.date(2026, 12, 10)), by="C", at=AT)
    assert replied.standing(dt.date(2026, 12, 9)) == "open", "as it was known that day"
    assert replied.standing(dt.date(2026, 12, 20)) == "answered"
    closed = record(log, Decided("A1", "assured", dt.date(2026, 12, 16)), by="C", at=AT)
    assert closed.standing(dt.date(2026, 12, 16)) == "closed"
    assert read_log(log).requests == (closed,)


@pytest.mark.parametrize("reply", ["more_time_asked", "purpose_asked"])
def test_asking_back_is_no_answer_and_no_refusal(log: Path, reply: Any) -> None:
    ask(log)
    found = record(log, Replied("A1", reply, dt.date(2026, 12, 5)), by="C", at=AT)
    assert found.standing(DUE) == "open"
    assert found.standing(dt.date(2026, 12, 16)) == "overdue"


def test_requests_are_told_by_holder(log: Path) -> None:
    for holder in ("X10002", "X10001", "X10002"):
        ask(log, holder=holder)
    held = read_log(log).holders()
    assert {name: [one.id for one in found] for name, found in held.items()} == {
        "X10001": ["A2"],
        "X10002": ["A1", "A3"],
    }


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"provisions": ()}, "no provision"),
        ({"holder": " "}, "nobody is asked"),
        ({"due_on": dt.date(2026, 11, 30)}, "before it was asked"),
    ],
)
def test_a_request_that_cannot_be_is_refused_and_not_written(
    log: Path, said: dict[str, Any], found: str
) -> None:
    before = log.read_bytes()
    with pytest.raises(KnockonError, match=found) as refusal:
        ask(log, **said)
    assert refusal.value.code == "K631"
    assert log.read_bytes() == before


def test_steps_that_cannot_be_are_refused(log: Path) -> None:
    ask(log)
    with pytest.raises(KnockonError) as refusal:
        record(log, Replied("A9", "given", DUE), by="C", at=AT)
    assert refusal.value.code == "K630"
    with pytest.raises(KnockonError, match="after 2026-11-30") as refusal:
        record(log, Replied("A1", "given", dt.date(2026, 11, 30)), by="C", at=AT)
    assert refusal.value.code == "K631"
    record(log, Decided("A1", "withdrawn", DUE), by="C", at=AT)
    with pytest.raises(KnockonError, match="was closed") as refusal:
        record(log, Decided("A1", "assured", DUE), by="C", at=AT)
    assert refusal.value.code == "K631"


def test_more_may_be_asked_and_decided_again(log: Path) -> None:
    ask(log)
    record(log, Decided("A1", "more_asked", DUE), by="C", at=AT)
    assert record(log, Decided("A1", "assured", DUE), by="C", at=AT).outcome == "assured"


def test_the_log_holds_days_and_kinds_and_never_what_was_said(log: Path) -> None:
    ask(log)
    record(log, Replied("A1", "given", DUE), by="C", at=AT)
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [line["kind"] for line in lines] == ["opened", "asked", "replied"]
    assert set(lines[2]["value"]) == {"id", "reply", "replied_on"}


def test_a_log_somebody_changed_is_refused(log: Path) -> None:
    ask(log)
    log.write_text(log.read_text(encoding="utf-8").replace("X10001", "X10002"), encoding="utf-8")
    with pytest.raises(KnockonError):
        read_log(log)


@pytest.mark.parametrize(("left", "found"), [(0, "is empty"), (40, "only line is cut short")])
def test_a_log_that_was_never_begun_says_so_and_can_be_begun(
    log: Path, left: int, found: str
) -> None:
    log.write_bytes(log.read_bytes()[:left])
    with pytest.raises(KnockonError, match=found) as caught:
        read_log(log)
    assert caught.value.code == "K633"
    with pytest.raises(KnockonError, match=found):
        ask(log)
    new_log(log, "Shire", by="Contract team", at=AT)
    assert read_log(log).requests == ()


def test_a_last_line_cut_short_is_left_out_and_told(log: Path) -> None:
    ask(log)
    ask(log)
    log.write_bytes(log.read_bytes()[:-20])
    held = read_log(log)
    assert [one.id for one in held.requests] == ["A1"]
    assert held.torn is not None
    assert chain.read(log, FORMAT).torn == held.torn
