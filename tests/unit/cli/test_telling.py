"""Progress: a plain line where there is no terminal, and only for what takes a while."""

import pytest

from knockon.cli import telling
from knockon.errors import KnockonError


class Clock:
    """A clock that is told the time."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr("time.monotonic", found)
    return found


def test_quick_work_says_nothing(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with telling.progress("Simulating") as advance:
        clock.now += 0.5
        advance(1, 2)
    assert capsys.readouterr().err == ""


def test_slow_work_says_how_far_it_is_and_when_it_is_done(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with telling.progress("Simulating") as advance:
        for done in range(1, 5):
            clock.now += 6.0
            advance(done, 5)
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "Simulating: 1 of 5",
        "Simulating: 3 of 5",
        "Simulating: done in 24 s",
    ]


def test_work_of_unknown_length_says_when_it_took_long(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with telling.working("Reading"):
        clock.now += 3.0
    assert capsys.readouterr().err == "Reading: done in 3 s\n"


def test_a_problem_is_one_line_whatever_it_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    telling.tell_error(
        KnockonError("K999", "a\nb was found", expected="c", remedy="Do d.", place="f.yaml:3")
    )
    assert capsys.readouterr().err == "K999: f.yaml:3: a b was found; expected c. Do d.\n"
