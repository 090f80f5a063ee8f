"""An assessment may replace a number, and what it replaced is known ever after."""

import pytest

from knockon import catalogue
from knockon.catalogue.values import Catalogue, DShare
from knockon.errors import KnockonError


@pytest.fixture(scope="module")
def packs() -> Catalogue:
    return catalogue.load()


def test_a_replaced_parameter_says_so(packs: Catalogue) -> None:
    found = catalogue.parameters(packs, {"precap": {"low": 0.3, "central": 0.35, "high": 0.5}})
    assert found.parameters["precap"].central == 0.35
    assert found.parameters["precap"].overridden
    assert [o.item for o in found.overrides] == ["precap"]
    assert not packs.parameters["precap"].overridden


def test_a_behaviour_follows_the_parameter_it_is(packs: Catalogue) -> None:
    found = catalogue.parameters(packs, {"d_delay": (0.1, 0.2, 0.3)})
    for key in ("gpps-2023", "implied-nhse-2024", "parkinson-2021", "whittaker-2016"):
        assert found.behaviours[key].retry == DShare(0.1, 0.2, 0.3, "d_delay")
    assert found.behaviours["gpps-2026"] == packs.behaviours["gpps-2026"]


def test_one_share_of_one_set_may_be_replaced(packs: Catalogue) -> None:
    name = {"low": 0.01, "central": 0.02, "high": 0.03}
    found = catalogue.parameters(
        packs, {"behaviour.gpps-2023.ed": name, "behaviour.gpps-2026.retry": name}
    )
    assert found.behaviours["gpps-2023"].shares["ed"] == DShare(0.01, 0.02, 0.03)
    assert found.behaviours["gpps-2026"].retry == DShare(0.01, 0.02, 0.03)
    assert found.parameters["d_ed"] == packs.parameters["d_ed"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("precapp", "precap"),
        ("behaviour.gpps-2023.edd", "behaviour.gpps-2023.ed"),
        ("behaviour.gpps-2024.ed", "behaviour.gpps-202"),
    ],
)
def test_a_name_that_nothing_has_is_refused(packs: Catalogue, name: str, meant: str) -> None:
    with pytest.raises(KnockonError, match=meant) as caught:
        catalogue.parameters(packs, {name: (0, 0, 0)})
    assert caught.value.code == "K017"


@pytest.mark.parametrize(
    "numbers",
    [
        (0.3, 0.2, 0.4),
        (0.1, 0.2),
        {"low": 0.1, "central": 0.2},
        {"low": 0.1, "likely": 0.2, "high": 0.3},
        {"low": 0.1, "central": 0.2, "high": 0.3, "mode": 0.2},
        (0.1, "0.2", 0.3),
        (False, True, True),
        (0.1, float("nan"), 0.3),
        (0.1, 0.2, float("inf")),
    ],
)
def test_a_range_is_three_numbers_that_rise(packs: Catalogue, numbers: object) -> None:
    with pytest.raises(KnockonError) as caught:
        catalogue.parameters(packs, {"precap": numbers})  # type: ignore[dict-item]
    assert caught.value.code == "K018"


@pytest.mark.parametrize("name", ["behaviour.gpps-2023.ed", "d_ed", "d_delay"])
def test_a_share_stays_a_share(packs: Catalogue, name: str) -> None:
    with pytest.raises(KnockonError, match="between 0 and 1") as caught:
        catalogue.parameters(packs, {name: (0.5, 1.0, 1.5)})
    assert caught.value.code == "K018"
