"""A speed counts only where the answers agree."""

import math

from knockon.validity.bench.agreement import answers
from knockon.validity.bench.values import Spent

OURS = tuple(float(x) for x in range(-16, 16))


def spent(theirs: float, ours: tuple[float, ...] = OURS) -> Spent:
    return Spent(1.0, 1.0, said={"wait": (theirs,)}, ours={"wait": ours})


def test_an_answer_within_chance_agrees() -> None:
    (answer,) = answers([spent(3.0), spent(-4.0)])
    assert answer.agrees
    assert abs(answer.z) < 1


def test_an_answer_beyond_chance_does_not() -> None:
    (answer,) = answers([spent(60.0)])
    assert not answer.agrees
    assert answer.z > 4


def test_more_rounds_see_a_smaller_difference() -> None:
    once, often = answers([spent(20.0)])[0], answers([spent(20.0)] * 25)[0]
    assert once.agrees
    assert not often.agrees


def test_what_never_varies_must_be_equal() -> None:
    never = (0.0,) * 32
    assert answers([spent(0.0, never)])[0].agrees
    assert math.isinf(answers([spent(1.0, never)])[0].z)


def test_no_number_never_agrees() -> None:
    assert not answers([spent(math.nan)])[0].agrees


def test_only_measures_both_sides_gave_are_compared() -> None:
    one = Spent(1.0, 1.0, said={"wait": (1.0,), "left": (2.0,)}, ours={"wait": OURS})
    assert [answer.measure for answer in answers([one])] == ["wait"]
