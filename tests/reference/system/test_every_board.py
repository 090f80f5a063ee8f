"""Every board of England can be built from the files; nothing but its own people is in it."""

from __future__ import annotations

from datetime import date

import pytest

from knockon import published
from knockon.catalogue.loading import load
from knockon.system import build as building


@pytest.mark.deep
def test_every_board_of_the_map_is_built_with_whole_catchments(shared, monkeypatch):
    files = published.read(shared / "data")
    monkeypatch.setattr(building.published, "read", lambda _: files)
    catalogue, practices = load(), 0
    for code in sorted(files.practices["icb_code"].unique().to_list()):
        system, quality = building.build(
            shared, icbs=[code], catalogue=catalogue, today=date(2026, 11, 22)
        )
        practices += len(system.practices)
        assert {s.kind for s in system.sites} >= {"ed", "nhs111"}, code
        assert all(v.level > 0 for v in system.volumes), code
        assert all(abs(v.growth_mean) < 0.2 for v in system.volumes), code
        assert quality.notes == system.notes
    assert practices == files.practices.height
