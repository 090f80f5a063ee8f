"""What would tell: a file, a survey or a count, and the numbers it is about."""

import dataclasses
from pathlib import Path

import pytest

from knockon import catalogue
from knockon.catalogue.inquiries import Inquiry
from knockon.errors import KnockonError

COUNT = Inquiry("tally", "A tally", "count", "For a fortnight.", ("w_list", "behaviour.*"))


@pytest.mark.parametrize("changed", [{"kind": "a guess"}, {"how": ""}, {"tells": ()}])
def test_one_that_says_too_little_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(KnockonError, match="inquiry 'tally'") as refused:
        dataclasses.replace(COUNT, **changed)
    assert refused.value.code == "K008"


def test_a_family_is_all_of_it_and_nothing_else() -> None:
    told = ("w_list", "behaviour.ed", "behaviour.retry")
    assert all(COUNT.would_tell(symbol) for symbol in told)
    untold = ("w_lis", "behaviour", "uptake.limit_daily_contacts", "season_wd.Jan")
    assert not any(COUNT.would_tell(symbol) for symbol in untold)


def test_which_account_is_right_is_enough_to_tell() -> None:
    assert dataclasses.replace(COUNT, tells=(), accounts=True).accounts


def test_a_number_nobody_has_is_refused_where_it_stands(tmp_path: Path) -> None:
    pack = tmp_path / "county"
    (pack / "inquiries").mkdir(parents=True)
    (pack / "pack.yaml").write_text(
        "format: knockon/pack/1\nid: county\nversion: '1'\npublished: 2026-01-01\n"
        "verified_to: 2026-01-01\nneeds: [england-model]\nchanges: ['1: first']\n"
    )
    written = pack / "inquiries" / "ours.yaml"
    written.write_text("ours:\n  title: T\n  kind: file\n  how: H\n  tells: [w_lst]\n")
    with pytest.raises(KnockonError, match=r"w_lst.*w_list") as refused:
        catalogue.load([pack])
    assert refused.value.code == "K011"
    assert str(written) in str(refused.value.place)


def test_what_drives_most_forecasts_would_be_told_by_one() -> None:
    inquiries = catalogue.load().inquiries.values()
    for symbol in ("cap_real", "w_list", "leave_r", "ed_q0", "eta_ref", "list_head", "u_ed"):
        assert any(one.would_tell(symbol) for one in inquiries)
    assert any(one.would_tell("uptake.limit_daily_contacts") for one in inquiries)
    assert any(one.accounts for one in inquiries)
