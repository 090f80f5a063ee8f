"""Telephony data: the declaration earns a payment, the data are owed from 1 October 2024."""

import datetime as dt

import pytest
from tests.spec.compliance.told import judge

DIGITAL = {"digital_telephony": True}
DEFERRED = {"declaration": "better_digital_telephony"}
WITHHELD = DEFERRED | {"telephony_data_provided": False}
EVE, FIRST = dt.date(2024, 9, 30), dt.date(2024, 10, 1)
AUGUST = dt.date(2024, 8, 10)


def test_the_last_lawful_day_without_the_data_is_30_september_2024() -> None:
    told = judge("defer_declaration", WITHHELD, start=AUGUST, end=EVE, practice=DIGITAL)
    assert told.verdict == "compatible"
    assert told.finding("TEL-DATA").notice
    assert 23 in told.paragraphs("TEL-DATA")


def test_from_the_first_day_withholding_the_data_is_a_breach_of_contract_and_statute() -> None:
    told = judge("defer_declaration", WITHHELD, start=FIRST, practice=DIGITAL)
    assert told.broken == {"TEL-DATA", "X-DPN"}
    assert told.done_lawfully("TEL-DATA").verdict == "compatible"


@pytest.mark.parametrize("as_of", [AUGUST, FIRST])
def test_it_was_known_in_august_and_cuts_the_dates(as_of: dt.date) -> None:
    told = judge("defer_declaration", WITHHELD, start=AUGUST, as_of=as_of, practice=DIGITAL)
    assert [(one.begins, one.verdict) for one in told.action.segments] == [
        (AUGUST, "compatible"),
        (FIRST, "not_in_accordance"),
    ]


def test_the_statutory_notice_was_known_from_its_own_day() -> None:
    eve, day = dt.date(2024, 8, 15), dt.date(2024, 8, 16)
    for as_of, broken in ((eve, {"TEL-DATA"}), (day, {"TEL-DATA", "X-DPN"})):
        told = judge("defer_declaration", WITHHELD, start=FIRST, as_of=as_of, practice=DIGITAL)
        assert told.broken == broken


def test_an_unsigned_declaration_costs_the_pcn_a_payment_and_breaks_nothing() -> None:
    told = judge("defer_declaration", DEFERRED | {"telephony_data_provided": True}, start=FIRST)
    assert told.verdict == "compatible"
    assert told.follows >= {"CAP-TEL", "CAP-REGARD"}
    payment = next(one for one in told.action.effects if one.id == "CAP-TEL")
    assert (payment.kind, payment.holder, payment.amount) == ("payment", "PCN", None)


def test_outside_a_pcn_there_is_no_such_payment() -> None:
    told = judge("defer_declaration", DEFERRED, practice={"pcn_member": False})
    assert "CAP-TEL" not in told.follows


def test_not_known_matters_only_from_the_day_the_rule_begins() -> None:
    told = judge("defer_declaration", DEFERRED, start=dt.date(2024, 9, 20), practice=DIGITAL)
    assert [(one.begins, one.ends, one.verdict) for one in told.action.segments] == [
        (dt.date(2024, 9, 20), EVE, "compatible"),
        (FIRST, None, "undetermined"),
    ]
    assert told.asks == {"telephony_data_provided"}


def test_without_a_digital_system_the_regulations_own_words_are_wanted() -> None:
    told = judge("defer_declaration", WITHHELD, start=FIRST, practice={"digital_telephony": False})
    assert told.verdict == "undetermined"
    assert any("digital telephone system" in words for words in told.asks)


def test_the_other_declaration_has_nothing_to_do_with_it() -> None:
    online = {"declaration": "simpler_online_requests", "online_tool": "open_throughout"}
    told = judge("defer_declaration", online, start=FIRST, practice=DIGITAL)
    assert told.says("TEL-DATA") == "compatible"


class TestSigningNothingNew:
    """A freeze or a stop on contracts is no reason to keep the data back."""

    @pytest.mark.parametrize("action", ["freeze_new_data_sharing", "no_new_contracts"])
    def test_keeping_the_data_back_is_a_breach(self, action: str) -> None:
        told = judge(action, {"telephony_data_provided": False}, practice=DIGITAL)
        assert told.broken == {"TEL-DATA", "X-DPN"}
        assert [one.begins for one in told.action.segments][-1] == FIRST

    @pytest.mark.parametrize("action", ["freeze_new_data_sharing", "no_new_contracts"])
    def test_with_the_data_going_it_keeps_to_the_rules(self, action: str) -> None:
        told = judge(action, {"telephony_data_provided": True}, practice=DIGITAL)
        assert told.verdict == "compatible"

    def test_signing_no_contract_does_not_say_whether_the_data_go(self) -> None:
        told = judge("no_new_contracts", start=FIRST, practice=DIGITAL)
        assert (told.verdict, told.asks) == ("undetermined", {"telephony_data_provided"})

    def test_what_regulations_change_holds_unsigned(self) -> None:
        assert "GEN-ALL" in judge("no_new_contracts").follows

    def test_a_freeze_that_keeps_the_data_back_costs_the_pcn_a_payment(self) -> None:
        kept_back = judge("freeze_new_data_sharing", {"telephony_data_provided": False})
        assert "CAP-TEL" in kept_back.follows
        assert "CAP-TEL" not in judge("freeze_new_data_sharing").follows
