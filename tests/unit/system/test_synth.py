"""A made-up board has England's totals and nobody's names."""

from __future__ import annotations

import pytest

from knockon.errors import KnockonError
from knockon.places import is_icb_code, is_practice_code
from knockon.system.method import method
from knockon.system.synth import synth


@pytest.mark.parametrize("size", [1, 2, 7, 60, 400])
def test_any_size_follows_englands_rates(catalogue, size):
    system, _ = synth(practices=size, catalogue=catalogue)
    england = method(catalogue)
    patients = sum(p.registered_patients for p in system.practices)
    seen = sum(p.gp_seen for p in system.practices)
    attended = patients / 1000 * england.practices.appointments * (1 - england.practices.dna)
    assert len(system.practices) == size
    assert seen == pytest.approx(attended * england.practices.gp_share, rel=1e-6)
    for kind in ("ed", "utc", "nhs111"):
        a_day = sum(v.level for v in system.volumes if v.service == kind)
        month = a_day * 365.25 / 12
        assert month == pytest.approx(patients / 1000 * england.emergency.of(kind), rel=1e-9)


def test_there_is_a_department_for_about_every_400_000_people(catalogue):
    system, _ = synth(practices=120, catalogue=catalogue)
    patients = sum(p.registered_patients for p in system.practices)
    assert sum(s.kind == "ed" for s in system.sites) == round(patients / 400_000)
    assert sum(s.kind == "nhs111" for s in system.sites) == 1


def test_nothing_can_be_mistaken_for_real(made_up):
    system, quality = made_up
    assert system.synthetic
    assert is_icb_code(system.icbs[0].code)
    assert all(is_practice_code(p.practice.ods_code) for p in system.practices)
    assert all(p.practice.ods_code.startswith("X") for p in system.practices)
    names = [p.practice.name for p in system.practices] + [s.name for s in system.sites]
    assert all(name.startswith("Synthetic") for name in names)
    assert any("anybody's" in note for note in quality.notes)


def test_the_same_seed_gives_the_same_system(catalogue, made_up):
    assert synth(practices=12, seed=3, catalogue=catalogue) == made_up
    assert synth(practices=12, seed=4, catalogue=catalogue) != made_up


@pytest.mark.parametrize("size", [0, -1, 10_000])
def test_a_size_that_cannot_be_is_refused(catalogue, size):
    with pytest.raises(KnockonError) as refusal:
        synth(practices=size, catalogue=catalogue)
    assert refusal.value.code == "K320"
