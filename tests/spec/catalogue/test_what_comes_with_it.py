"""The packs that come with the software hold what they should, each thing with its source."""

import csv
import datetime as dt
import hashlib
import math
import re
from pathlib import Path

import pytest
import yaml

from knockon import catalogue
from knockon.catalogue.values import Catalogue, Parameter

BEHAVIOURS = ["gpps-2023", "gpps-2026", "implied-nhse-2024", "parkinson-2021", "whittaker-2016"]
FIRST_ISSUE = 369
FIRST_ISSUE_DIGEST = "20e9e0b646a08362a4715f09505dc3f60dd99ab2c77206d12fad1ddcfb1e25a2"


@pytest.fixture(scope="module")
def packs() -> Catalogue:
    return catalogue.load()


@pytest.fixture(scope="module")
def table(shared: Path) -> list[dict[str, str]]:
    """The rows the numbers were taken from."""
    with (shared / "reference" / "parameters.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_nothing_is_wrong_with_them() -> None:
    assert catalogue.check() == []


def test_every_number_is_the_number_of_its_row(
    packs: Catalogue, table: list[dict[str, str]]
) -> None:
    for row in table:
        found = packs.parameters[row["symbol"]]
        given = [float(row[key]) for key in ("low", "central", "high")]
        assert [found.low, found.central, found.high] == given, row["symbol"]
        assert (found.grade, found.year) == (row["grade"], row["year"])
        assert packs.sources[found.source].url == (row["source_url"] or None)
        assert found.relay == bool(re.search(r"\brelay", row["note"]))


def test_every_parameter_says_its_unit_and_its_source(packs: Catalogue) -> None:
    for found in packs.parameters.values():
        assert found.unit.strip()
        assert found.source in packs.sources
        if found.source == "assumption":
            assert found.grade == "D", found.symbol


def test_what_the_survey_of_2026_says_is_what_its_table_says(
    packs: Catalogue, shared: Path
) -> None:
    with (shared / "data/gpps/gpps_national_2026_q1_to_q36.csv").open(encoding="utf-8") as file:
        answers = {
            row["response"]: float(row["national_pct"]) / 100
            for row in csv.DictReader(file)
            if row["question"] == "Q15"
        }

    def said(*starts: str) -> float:
        return sum(share for text, share in answers.items() if text.startswith(starts))

    expected = {
        "b26_ed": said("I went to A&E"),
        "b26_111": said("I phoned NHS 111", "I used NHS 111"),
        "b26_utc": said("I went to an urgent"),
        "b26_ph": said("I went to a pharmacy"),
        "b26_self": said("I tried to treat myself"),
        "b26_retry": said("I tried to contact them again"),
    }
    for symbol, share in expected.items():
        found = packs.parameters[symbol]
        assert found.central == pytest.approx(share)
        assert found.low == pytest.approx(0.7 * share)
        assert found.high == pytest.approx(1.4 * share)
    assert packs.behaviours["gpps-2026"].total == pytest.approx(sum(answers.values()))


def test_the_study_of_quality_gives_its_share_by_arithmetic(packs: Catalogue) -> None:
    "A year's attendances times the fall, over a tenth of a year's appointments."
    p = packs.parameters
    lost = 0.1 * 1000 * p["appt_pt"].central
    study = p["irr10"]
    for end, ratio in (("low", study.high), ("central", study.central), ("high", study.low)):
        share = p["ae_all"].central * (1 - ratio) / lost
        assert getattr(p["park_ed"], end) == pytest.approx(share, abs=0.0006)


def test_the_leak_gives_its_shares_by_arithmetic(packs: Catalogue) -> None:
    p = packs.parameters
    lost = 0.3 * 4 * 30.6
    for short in ("ed", "111", "ph", "utc"):
        share = p[f"leak30.{short}"].central / lost
        assert p[f"q_{short}"].central == pytest.approx(share, abs=0.0006)


def test_parts_of_a_whole_make_it(packs: Catalogue) -> None:
    p = packs.parameters
    arrival = ("arr_before12", "arr_12_18", "arr_18_24", "arr_next")
    assert math.isclose(sum(p[symbol].central for symbol in arrival), 1)
    lead = ("w0", "w1_7", "w8_14", "w15_21", "w21p")
    assert math.isclose(sum(p[symbol].central for symbol in lead), 1, abs_tol=0.001)
    assert sum(p[symbol].central for symbol in p if symbol.startswith("k_dist.")) == pytest.approx(
        1.01
    )
    assert len([symbol for symbol in p if symbol.startswith("curve_ed.")]) == 24


def test_every_behaviour_set_says_how_it_was_made(packs: Catalogue) -> None:
    assert sorted(packs.behaviours) == BEHAVIOURS
    for found in packs.behaviours.values():
        total = sum(share.central for share in found.shares.values())
        assert found.total is None or total <= found.total + 0.001
        assert found.retry.symbol in ("d_delay", "b26_retry")
    assert packs.behaviours["whittaker-2016"].same_day_only
    lost = [found.id for found in packs.behaviours.values() if found.per == "lost"]
    assert sorted(lost) == ["implied-nhse-2024", "parkinson-2021", "whittaker-2016"]


def test_every_conflict_between_sources_says_what_is_done(packs: Catalogue) -> None:
    assert len(packs.conflicts) == 24
    assert all(found.treatment and found.symbols for found in packs.conflicts)


def test_every_action_of_the_catalogue_of_actions_is_here(packs: Catalogue, shared: Path) -> None:
    text = (shared / "reference" / "rules.md").read_text(encoding="utf-8")
    part = text.split("# Part 2b. Action catalogue")[1].split("Structure notes")[0]
    rows = re.findall(r"^\| ([a-z_0-9]+)(?: \([a-zA-Z ]+\))? \|", part, flags=re.MULTILINE)
    assert len(rows) > 30
    assert sorted(set(rows) - set(packs.actions) - {"id"}) == []


def test_every_action_type_of_the_contract_is_here_with_its_facts(
    packs: Catalogue, shared: Path
) -> None:
    class Plain(yaml.SafeLoader):
        """The vocabulary as it stands."""

    text = (shared / "contracts" / "facts-vocabulary.yaml").read_text(encoding="utf-8")
    vocabulary = yaml.load(text, Plain)
    kinds = dict(vocabulary["facts"])
    for word in ("contract", "nation", "pcn_member", "ers_in_place", "digital_telephony"):
        del kinds[word]
    for action, facts in [*kinds.items(), *vocabulary["more_types"].items()]:
        asked = {fact.name for fact in packs.facts.values() if fact.owner == action}
        assert packs.actions[action].type == action
        assert sorted(set(facts) - asked) == [], action


def test_every_type_an_action_maps_to_is_an_action(packs: Catalogue) -> None:
    for action in packs.actions.values():
        assert packs.actions[action.type].type == action.type
        assert packs.actions_of_type(action.type)[0].id == action.type


@pytest.mark.parametrize(
    ("day", "national"),
    [
        ("2024-06-10", {"safe-working-2024", "roadshow-2024-06"}),
        ("2024-06-17", {"safe-working-2024", "ballot-nine-2024"}),
        ("2024-07-31", {"safe-working-2024", "ballot-nine-2024", "press-2024-07"}),
        ("2024-08-01", {"safe-working-2024", "bma-ten-2024-08"}),
        ("2024-09-26", {"safe-working-2024", "bma-nine-2024-09"}),
        ("2025-06-01", {"safe-working-2024", "local-action-2025-04"}),
        ("2025-11-01", {"safe-working-2024", "local-action-2025-04", "dispute-2025-10"}),
        ("2026-05-31", {"safe-working-2024", "local-action-2025-04", "bma-action-1-2026-05"}),
        (
            "2026-06-01",
            {
                *("safe-working-2024", "local-action-2025-04"),
                *("bma-action-1-2026-05", "bma-action-2-2026-06"),
            },
        ),
    ],
)
def test_which_national_menus_run_on_a_day(packs: Catalogue, day: str, national: set[str]) -> None:
    found = packs.as_of(dt.date.fromisoformat(day))
    assert {menu.id for menu in found.values() if menu.area is None} == national


def test_menus_hold_as_many_actions_as_their_names_say(packs: Catalogue) -> None:
    def types(menu: str) -> int:
        return len({packs.actions[line.action].id for line in packs.menus[menu].items})

    assert types("ballot-nine-2024") == 9
    assert types("bma-ten-2024-08") == 10 + 1  # the fourth has two halves
    assert len(packs.menus["dorset-2024"].items) == 9 + 1  # and what the deputy chair added


def test_what_is_inferred_or_unverified_says_so(packs: Catalogue) -> None:
    september = packs.menus["bma-nine-2024-09"]
    doubtful = {line.action for line in september.items if line.standing == "unverified"}
    assert doubtful == {"switch_off_medicines_software", "defer_declaration"}
    assert packs.menus["bristol-2024"].standing == "unverified"
    assert packs.presets["reasonable_worst_case"].standing == "inferred"


def test_presets_name_what_an_assessment_may_name(packs: Catalogue) -> None:
    assert {
        "surveyed_2024",
        "reasonable_worst_case",
        "nhse_2024_30",
        "nhse_2024_10",
    } == set(packs.presets)
    for preset in packs.presets.values():
        for action, uptake in preset.uptake.items():
            assert packs.actions[action].moves_people
            assert set(uptake.params) <= set(packs.facts_of(packs.actions[action].type))


def test_the_registry_only_grows(packs: Catalogue) -> None:
    "A name's place is its dimension for ever: the first issue's names stand where they stood."
    first = "\n".join(packs.dimensions[:FIRST_ISSUE])
    assert hashlib.sha256(first.encode()).hexdigest() == FIRST_ISSUE_DIGEST
    assert len(packs.dimensions) <= 1024


NO_LONGER_DRAWN = {"uptake.walk_out"}
"""Names that keep their place though nothing has them any more: days of walking out close in
core hours, and are judged and drawn as that."""


def test_all_that_is_drawn_has_a_dimension(packs: Catalogue) -> None:
    services = ("ed", "nhs111", "utc", "pharmacy", "private", "self_care", "retry")
    drawn = {f"behaviour.{k}" for k in services}
    drawn |= {f"uptake.{action.type}" for action in packs.actions.values()}
    drawn |= {found.symbol for found in packs.parameters.values() if not found.constant}
    assert drawn == set(packs.dimensions) - NO_LONGER_DRAWN


def test_what_varies_from_place_to_place_is_marked(packs: Catalogue) -> None:
    local = {found.symbol for found in packs.parameters.values() if found.local}
    assert {"utc_rho", "stream", "slot_fill"} <= local
    assert not local & {"cap_real", "k_gp", "cv_gp", *(f"d_{k}" for k in ("ed", "111", "utc"))}


def test_packs_say_who_they_are(packs: Catalogue) -> None:
    assert [(pack.id, pack.version) for pack in packs.packs][:2] == [
        ("england-model", "1"),
        ("england-menus", "1"),
    ]
    assert all(re.fullmatch(r"[0-9a-f]{64}", pack.digest) for pack in packs.packs)
    assert all(pack.published <= dt.date(2026, 11, 22) for pack in packs.packs)


def test_a_parameter_is_a_value_that_checks_itself(packs: Catalogue) -> None:
    assert all(isinstance(found, Parameter) for found in packs.parameters.values())
    assert packs.parameters["cap25"].constant
