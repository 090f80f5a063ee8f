"""Sessions to safe contacts."""

import pytest

from knockon.errors import KnockonError
from knockon.safeday import Clinician, Rota


def test_half_a_day_has_room_for_half_the_limit() -> None:
    rota = Rota((Clinician("GP 1", (2, 1, 0, 2, 2)),), full_day=2)
    assert rota.slots(25) == (25, 12.5, 0, 25, 25)


def test_nobody_has_room_for_more_than_the_limit_however_long_the_day() -> None:
    rota = Rota((Clinician("GP 1", (3, 2, 2, 2, 2)),), full_day=2)
    assert rota.slots(25)[0] == 25
    assert rota.sessions()[0] == 3


def test_clinicians_add_up() -> None:
    rota = Rota((Clinician("GP 1", (2,) * 5), Clinician("Nurse", (0, 2, 0, 1, 0))), full_day=2)
    assert rota.slots(10) == (10, 20, 10, 15, 10)
    assert rota.sessions() == (2, 4, 2, 3, 2)


@pytest.mark.parametrize(
    "made",
    [
        lambda: Clinician("", (2,) * 5),
        lambda: Clinician("GP 1", (2,) * 4),
        lambda: Clinician("GP 1", (-1, 2, 2, 2, 2)),
        lambda: Clinician("GP 1", (9, 2, 2, 2, 2)),
        lambda: Rota((Clinician("GP 1", (0,) * 5),), full_day=2),
        lambda: Rota((), full_day=2),
        lambda: Rota((Clinician("GP 1", (2,) * 5),), full_day=0),
        lambda: Rota((Clinician("GP 1", (2,) * 5), Clinician("GP 1", (2,) * 5)), full_day=2),
    ],
)
def test_a_rota_that_cannot_be_is_refused(made) -> None:
    with pytest.raises(KnockonError) as refused:
        made()
    assert refused.value.code == "K130"
