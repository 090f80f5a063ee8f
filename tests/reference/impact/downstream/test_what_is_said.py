"""What a report says of baselines that stand in, and of what moves nothing."""

from __future__ import annotations

from dataclasses import replace

from tests.reference.impact.downstream.worlds import Setting

from knockon.impact.downstream.ordinary import EVERY_ONE, by_englands_rates
from knockon.impact.downstream.unmoved import NOBODY_SAYS, unmoved


def test_baselines_that_stand_in_are_named(setting: Setting) -> None:
    (said,) = by_englands_rates([setting.system])
    assert all(one.title in said for one in EVERY_ONE)
    known = setting.with_baselines(diagnostics__requests=600.0)
    (said,) = by_englands_rates([known.system])
    assert "diagnostic tests" not in said
    (said,) = by_englands_rates([known.system, setting.system])
    assert "diagnostic tests" in said


def test_nothing_is_said_where_everything_is_published(setting: Setting) -> None:
    values = {f"{one.service}__{one.measure}": 1.0 for one in EVERY_ONE}
    assert by_englands_rates([setting.with_baselines(**values).system]) == ()


def test_what_is_off_is_said_to_be_nothing(setting: Setting) -> None:
    """Until somebody gives it a range."""
    said = unmoved(setting.catalogue)
    assert said[:-1] == NOBODY_SAYS
    assert "(mh_crisis)" in said[-1]
    known = setting.catalogue.parameters
    given = {s: replace(p, overridden=True) for s, p in known.items() if p.off}
    chosen = replace(setting.catalogue, parameters={**known, **given})
    assert unmoved(chosen) == NOBODY_SAYS
