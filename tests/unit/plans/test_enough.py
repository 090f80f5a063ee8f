"""How draws are spread and when there are enough: in the file, or said in its place."""

from collections.abc import Callable

import pytest

from knockon.errors import KnockonError
from knockon.plans.assessment import USUAL_MOST_DRAWS, Assessment, Enough
from knockon.plans.replacing import AS_WRITTEN, Replaced

Read = Callable[[str], Assessment]


def test_usually_draws_are_a_number_and_points_are_sobol(read: Read) -> None:
    asked = read("")
    assert (asked.design, asked.enough, asked.draws) == ("sobol", None, 500)


def test_a_precision_has_a_usual_most(read: Read) -> None:
    assert read("precision: 5\n").enough == Enough(5.0, None, USUAL_MOST_DRAWS)
    assert read("seconds: 30\nmost_draws: 900\n").enough == Enough(None, 30.0, 900)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("most_draws: 900\n", "K128"),
        ("precision: 0\n", "K118"),
        ("seconds: -1\n", "K118"),
        ("precision: 5\nmost_draws: 0\n", "K104"),
        ("design: random\n", "K101"),
    ],
)
def test_what_cannot_end_a_run_is_refused_with_its_line(read: Read, more: str, code: str) -> None:
    with pytest.raises(KnockonError) as refused:
        read(more)
    assert refused.value.code == code
    assert refused.value.place is not None
    assert refused.value.place.startswith("winter.yaml:")


def test_what_is_said_takes_the_place_of_the_file(read: Read) -> None:
    asked = read("draws: 100\nprecision: 5\ndesign: plain\n")
    assert AS_WRITTEN.of(asked) == asked
    said = Replaced(draws=64, design="antithetic", precision=2.0, most_draws=80).of(asked)
    assert (said.draws, said.design, said.enough) == (64, "antithetic", Enough(2.0, None, 80))
    assert Replaced(seconds=9.0).of(asked).enough == Enough(5.0, 9.0, USUAL_MOST_DRAWS)


def test_a_most_said_alone_is_refused(read: Read) -> None:
    with pytest.raises(KnockonError, match="stands alone") as refused:
        Replaced(most_draws=80).of(read(""))
    assert refused.value.code == "K128"
