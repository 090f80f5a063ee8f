"""The online tool: offered always, open all core hours from October 2025, uncapped from 2026."""

import datetime as dt
from typing import Final

import pytest
from tests.spec.compliance.told import judge

CLOSED = {
    "online_tool": "closed_at_capacity",
    "declaration_signed": False,
    "payment_claimed": False,
    "other_routes_open": True,
}
REMOVED = CLOSED | {"online_tool": "removed"}
OPEN = CLOSED | {"online_tool": "open_throughout"}
OCTOBER, APRIL = dt.date(2025, 10, 1), dt.date(2026, 4, 1)


def test_in_2024_closing_it_when_full_broke_no_term_and_touched_a_payment() -> None:
    told = judge("limit_online_tool", CLOSED)
    assert told.broken == set()
    assert told.asks == set()
    assert "CAP-OC" in told.follows


def test_removing_it_was_a_breach_even_then() -> None:
    told = judge("limit_online_tool", REMOVED)
    assert told.broken == {"X-OCTOOL"}
    assert told.finding("X-OCTOOL").wants_checking


def test_closing_it_once_declared_or_paid_for_is_a_disputed_finding_against_the_pcn() -> None:
    for said in ({"declaration_signed": True}, {"payment_claimed": True}):
        told = judge("limit_online_tool", CLOSED | said)
        assert told.broken == {"CAP-OC"}
        finding = told.finding("CAP-OC")
        assert (finding.holder, finding.disputed) == ("PCN", True)
        assert 25 in told.paragraphs("CAP-OC")


def test_whether_it_was_declared_is_asked_for() -> None:
    told = judge("limit_online_tool", {**CLOSED, "declaration_signed": "unknown"})
    assert (told.verdict, told.asks) == ("undetermined", {"declaration_signed"})


def test_the_other_ways_must_be_open_meanwhile() -> None:
    told = judge("limit_online_tool", CLOSED | {"other_routes_open": False})
    assert "ACC-RESP" in told.broken


def test_from_october_2025_it_stays_open_throughout_core_hours() -> None:
    for params in (CLOSED, REMOVED):
        assert "X-OC-HOURS-2025" in judge("limit_online_tool", params, start=OCTOBER).broken
    assert judge("limit_online_tool", OPEN, start=OCTOBER).broken == set()


def test_the_change_was_known_from_21_july_2025_and_not_before() -> None:
    eve, day = dt.date(2025, 7, 20), dt.date(2025, 7, 21)
    start = dt.date(2025, 7, 1)
    unaware = judge("limit_online_tool", CLOSED, start=start, as_of=eve)
    assert unaware.broken == set()
    aware = judge("limit_online_tool", CLOSED, start=start, as_of=day)
    assert aware.broken == {"X-OC-HOURS-2025"}
    assert aware.action.segments[-1].begins == OCTOBER
    assert aware.action.segments[0].ends == OCTOBER - dt.timedelta(days=1)


def test_the_lawful_way_is_to_keep_it_open_and_say_when_more_will_come() -> None:
    told = judge("limit_online_tool", CLOSED, start=OCTOBER).done_lawfully("X-OC-HOURS-2025")
    assert told.broken == set()


def test_from_april_2026_requests_are_not_capped() -> None:
    told = judge("limit_online_tool", CLOSED, start=APRIL)
    assert told.broken == {"X-OC-HOURS-2025", "X-NO-ONLINE-CAP-2026"}


class TestDeferringTheDeclaration:
    """Leaving it unsigned is a matter of payment; what is done with the tool is not."""

    UNSIGNED: Final = {"declaration": "simpler_online_requests", "over_cap_triage": "all_contacts"}

    def test_unsigned_with_the_tool_open(self) -> None:
        told = judge("defer_declaration", self.UNSIGNED | {"online_tool": "open_throughout"})
        assert told.broken == set()
        assert told.asks == set()
        assert "CAP-OC" in told.follows

    def test_unsigned_with_the_tool_removed(self) -> None:
        told = judge("defer_declaration", self.UNSIGNED | {"online_tool": "removed"})
        assert "X-OCTOOL" in told.broken

    @pytest.mark.parametrize(
        ("start", "broken"),
        [
            (dt.date(2024, 9, 2), set()),
            (OCTOBER, {"X-OC-HOURS-2025"}),
            (APRIL, {"X-OC-HOURS-2025", "X-NO-ONLINE-CAP-2026"}),
        ],
    )
    def test_unsigned_with_the_tool_closed_when_full(
        self, start: dt.date, broken: set[str]
    ) -> None:
        closed = self.UNSIGNED | {"online_tool": "closed_at_capacity", "other_routes_open": True}
        assert judge("defer_declaration", closed, start=start).broken == broken

    def test_what_becomes_of_the_tool_is_asked_for(self) -> None:
        told = judge("defer_declaration", self.UNSIGNED)
        assert told.verdict == "undetermined"
        assert "online_tool" in told.asks
