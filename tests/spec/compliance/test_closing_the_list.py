"""Closing the list of patients: on approval, and never by the practice alone."""

import pytest
from tests.spec.compliance.told import judge


@pytest.mark.parametrize(
    ("applied", "verdict"),
    [(False, "not_in_accordance"), (True, "conditional"), ("unknown", "undetermined")],
)
def test_a_list_closes_only_when_it_is_approved(applied: object, verdict: str) -> None:
    told = judge("close_list", {"application_made": applied})
    assert told.verdict == verdict
    assert told.finding("X-LIST").wants_checking


@pytest.mark.parametrize(("contract", "other"), [("GMS", "PMS"), ("PMS", "GMS")])
def test_the_clause_is_that_of_the_contract(contract: str, other: str) -> None:
    told = judge("close_list", {"application_made": False}, practice={"contract": contract})
    assert told.provisions("X-LIST")
    assert not [one for one in told.provisions("X-LIST") if one.startswith(other)]
