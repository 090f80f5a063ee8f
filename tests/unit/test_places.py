"""Practices, networks and boards check themselves."""

import pytest

from knockon.errors import KnockonError
from knockon.places import Icb, Pcn, Practice, SubIcb, is_ods_code


def test_a_practice_may_be_in_no_network():
    assert Practice("J81002", "Orchid House", "BH22 9HB", None).pcn_code is None


@pytest.mark.parametrize("code", ["", "J8100", "j81002", "J810022", "881002", "J8100 2"])
def test_a_practice_code_is_a_capital_and_five_digits(code):
    with pytest.raises(KnockonError, match="capital letter and five digits") as error:
        Practice(code, "Orchid House", "BH22 9HB", "U19923")
    assert error.value.code == "K290"


@pytest.mark.parametrize(
    "make",
    [
        lambda: Practice("J81002", " ", "BH22 9HB", "U19923"),
        lambda: Pcn("U19923", ""),
        lambda: SubIcb("11J", "", "QVV"),
        lambda: Icb("QVV", "", "South West"),
    ],
)
def test_every_organisation_has_a_name(make):
    with pytest.raises(KnockonError) as error:
        make()
    assert error.value.code == "K291"


@pytest.mark.parametrize(
    "make",
    [
        lambda: Practice("J81002", "Orchid House", "BH22 9HB", "U"),
        lambda: Pcn("U", "Unallocated"),
        lambda: SubIcb("11J", "Dorset", "XVV"),
        lambda: Icb("Dorset", "Dorset", "South West"),
    ],
)
def test_unallocated_is_not_a_network_and_a_name_is_not_a_code(make):
    with pytest.raises(KnockonError) as error:
        make()
    assert error.value.code == "K290"


@pytest.mark.parametrize(("code", "holds"), [("R0D", True), ("8J094", True), ("r0d", False)])
def test_ods_codes(code, holds):
    assert is_ods_code(code) is holds


def test_boards_of_2026_may_have_codes_of_five():
    assert Icb("D7T5G", "A merged board", "East").code == "D7T5G"
