"""An answer at once, refined in place: each is that of a run of so many draws."""

from __future__ import annotations

from dataclasses import replace

from tests.reference.impact.boards import Board, capped

from knockon.impact.assess import assess
from knockon.impact.executors import Threads
from knockon.impact.what_if import what_if


def test_each_answer_is_that_of_a_run_of_so_many_draws(board: Board) -> None:
    asked = capped(draws=50, weeks=2)
    answers = list(
        what_if(board.system, board.fit, board.catalogue, asked, first=16, executor=Threads(1))
    )
    assert [answer.draws for answer in answers] == [16, 32, 50]
    for answer in answers:
        run = replace(asked, draws=answer.draws)
        made = assess(run, board.system, board.fit, {}, board.catalogue, workers=1)
        assert (answer.headline, answer.measures) == (made.headline, made.measures)
        assert answer.of == 50
        assert answer.refused is None


def test_fewer_draws_than_the_first_answer_has_are_one_answer(board: Board) -> None:
    answers = list(
        what_if(board.system, board.fit, board.catalogue, capped(draws=8, weeks=2, compare=()))
    )
    assert [answer.draws for answer in answers] == [8]
