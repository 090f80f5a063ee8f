"""What must be answered: formal requests and information reasonably required, not a survey."""

import datetime as dt

import pytest
from tests.spec.compliance.told import Told, judge

NOVEMBER = dt.date(2024, 11, 1)


def asked(kind: str, response: str, **further: object) -> Told:
    """Return what comes of a request of a kind and the response planned."""
    facts = {"request_kind": kind, "planned_response": response, **further}
    return judge("respond_to_commissioner", facts, start=NOVEMBER)


@pytest.mark.parametrize("response", ["none", "refuse", "refuse_until_purpose_stated"])
def test_a_formal_request_for_assurance_is_to_be_answered(response: str) -> None:
    told = asked("formal_assurance_request", response)
    assert told.broken == {"NEED-ASSURE", "DAT-INFO"}
    assert told.paragraphs("NEED-ASSURE") == {12}
    assert told.paragraphs("DAT-INFO") == {22}


def test_where_contacts_are_limited_it_is_triage_too_that_must_be_shown() -> None:
    told = asked("formal_assurance_request", "none", contacts_limited=True)
    assert "ACC-TRIAGE" in told.broken
    assert told.done_lawfully("ACC-TRIAGE").verdict == "compatible"


@pytest.mark.parametrize("response", ["none", "refuse", "refuse_until_purpose_stated"])
def test_information_reasonably_required_is_to_be_given(response: str) -> None:
    assert asked("information_reasonably_required", response).broken == {"DAT-INFO"}


@pytest.mark.parametrize("kind", ["formal_assurance_request", "information_reasonably_required"])
def test_a_request_answered_breaks_nothing(kind: str) -> None:
    assert asked(kind, "provide").verdict == "compatible"


@pytest.mark.parametrize("response", ["none", "refuse", "refuse_until_purpose_stated"])
def test_a_survey_of_intent_may_be_left_alone(response: str) -> None:
    assert asked("informal_intent_survey", response).verdict == "compatible"


class TestAPurposeLeftUnstated:
    KIND = "information_purpose_unstated"

    @pytest.mark.parametrize("response", ["none", "refuse", "refuse_until_purpose_stated"])
    def test_it_can_not_be_told_what_is_reasonably_required(self, response: str) -> None:
        told = asked(self.KIND, response)
        assert (told.verdict, told.asks) == ("undetermined", {"reasonably_required"})

    def test_asking_for_the_purpose_is_no_refusal(self) -> None:
        told = asked(self.KIND, "refuse_until_purpose_stated", reasonably_required=True)
        assert told.verdict == "conditional"

    @pytest.mark.parametrize("response", ["none", "refuse"])
    def test_silence_and_refusal_are(self, response: str) -> None:
        assert asked(self.KIND, response, reasonably_required=True).broken == {"DAT-INFO"}

    @pytest.mark.parametrize("response", ["none", "refuse", "refuse_until_purpose_stated"])
    def test_what_is_not_reasonably_required_need_not_be_given(self, response: str) -> None:
        assert asked(self.KIND, response, reasonably_required=False).verdict == "compatible"


def test_a_request_of_a_kind_not_known_is_asked_about() -> None:
    told = asked("unknown", "refuse")
    assert told.verdict == "undetermined"
    assert "request_kind" in told.asks


@pytest.mark.parametrize(
    ("contract", "provision"), [("GMS", "GMS Regs 2015 reg 74"), ("PMS", "PMS Regs 2015 reg 67")]
)
def test_the_duty_to_inform_is_cited_by_contract(contract: str, provision: str) -> None:
    told = judge(
        "respond_to_commissioner",
        {"request_kind": "information_reasonably_required", "planned_response": "refuse"},
        practice={"contract": contract},
    )
    assert told.provisions("DAT-INFO") == [provision]
