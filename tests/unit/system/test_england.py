"""A made-up England has the shape of the map and nobody's practices."""

from __future__ import annotations

import json

import pytest

from knockon.errors import KnockonError
from knockon.system import folder, nation
from knockon.system.england import boards, england
from knockon.system.method import method
from knockon.system.sites import sub_icbs


@pytest.fixture(scope="module")
def made(catalogue):
    """Every board's system."""
    return [system for system, _ in england(catalogue=catalogue)]


def test_it_has_36_boards_106_sub_icbs_and_6139_practices(made):
    assert [system.icbs[0].code for system in made] == list(boards())
    assert len(made) == 36
    assert len(sub_icbs()) == 106
    assert sum(len(system.practices) for system in made) == 6_139


def test_every_boards_patients_are_those_of_the_map(made):
    of_map = {}
    for one in sub_icbs():
        of_map[one.icb.code] = of_map.get(one.icb.code, 0) + one.registered_patients
    for system in made:
        patients = sum(p.registered_patients for p in system.practices)
        assert patients == of_map[system.icbs[0].code]
    assert sum(of_map.values()) == 63_436_508


def test_activity_is_englands_rate(made, catalogue):
    rates = method(catalogue)
    patients = sum(p.registered_patients for s in made for p in s.practices)
    for kind in ("ed", "utc", "nhs111"):
        a_day = sum(v.level for s in made for v in s.volumes if v.service == kind)
        month = a_day * 365.25 / 12
        assert month == pytest.approx(patients / 1000 * rates.emergency.of(kind), rel=1e-9)
    beds = sum(ward.beds for s in made for ward in s.wards)
    assert beds == pytest.approx(patients / 1000 * rates.hospital.beds)


def test_no_code_is_used_twice_and_none_is_anybodys(made):
    codes = [p.practice.ods_code for s in made for p in s.practices]
    trusts = [w.provider for s in made for w in s.wards]
    networks = [pcn.code for s in made for pcn in s.pcns]
    for some in (codes, trusts, networks):
        assert len(set(some)) == len(some)
        assert all(code.startswith("X") for code in some)
    assert all(s.synthetic and s.icbs[0].name.startswith("Synthetic") for s in made)
    assert len({site.id for s in made for site in s.sites}) == sum(len(s.sites) for s in made)


def test_lists_are_as_small_and_large_as_lists_are(made):
    lists = sorted(p.registered_patients for s in made for p in s.practices)
    assert lists[0] >= 1_000
    assert 7_000 < lists[len(lists) // 2] < 11_000
    assert lists[-1] < 200_000


def test_the_same_seed_gives_the_same_england(made, catalogue):
    again = next(england(catalogue=catalogue))[0]
    other = next(england(seed=2, catalogue=catalogue))[0]
    assert again == made[0]
    assert other != made[0]


@pytest.fixture
def kept(catalogue, tmp_path):
    """A folder of the systems of two boards."""
    entries = []
    for (system, quality), _ in zip(england(catalogue=catalogue), range(2), strict=False):
        at = tmp_path / system.icbs[0].code
        folder.write(system, quality, {}, at)
        entries.append(nation.entry(system, at))
    nation.write_index(nation.Nation("0", True, 1, tuple(entries)), tmp_path)
    return tmp_path


def test_a_folder_of_systems_lists_what_is_in_it(kept, made):
    found = nation.read(kept)
    assert nation.is_nation(kept)
    assert [one.icb for one in found.systems] == list(boards()[:2])
    assert [folder.read(kept / one.folder) for one in found.systems] == made[:2]


def test_a_folder_without_an_index_is_refused(tmp_path):
    with pytest.raises(KnockonError, match="--england") as refusal:
        nation.read(tmp_path)
    assert refusal.value.code == "K330"


@pytest.mark.parametrize("text", ["{", "[]", '{"format": "knockon/england/1"}', '{"format": "x"}'])
def test_an_index_that_cannot_be_read_is_refused(kept, text):
    (kept / nation.INDEX).write_text(text, encoding="utf-8")
    with pytest.raises(KnockonError) as refusal:
        nation.read(kept)
    assert refusal.value.code == "K331"


def test_another_system_in_a_boards_place_is_noticed(kept):
    content = json.loads((kept / nation.INDEX).read_text(encoding="utf-8"))
    content["systems"][1]["digest"] = content["systems"][0]["digest"]
    (kept / nation.INDEX).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(KnockonError) as refusal:
        nation.read(kept)
    assert refusal.value.code == "K331"
