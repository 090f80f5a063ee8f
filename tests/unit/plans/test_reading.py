"""An assessment file: what it says, and each thing that is refused, with its line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knockon.catalogue.values import Catalogue
from knockon.errors import KnockonError
from knockon.plans.assessment import Assessment, KnownPosition, Phase, Uptake
from knockon.plans.reading import check_against, read_assessment

Read = Callable[..., Assessment]

FULL = """\
draws: 64
seed: 20261122
uptake:
  limit_daily_contacts: {low: 0.27, likely: 0.41, high: 0.50, params: {cap: 28},
                         from: 2026-12-14, until: 2027-02-01, ramp_weeks: 0,
                         already: {low: 0.0, likely: 0.1, high: 0.2}, reverting: 0.5}
  stop_advice_and_guidance:
  - {low: 0.1, likely: 0.2, high: 0.4}
  - {low: 0.2, likely: 0.3, high: 0.4, from: 2027-01-04}
known:
  J81002: {limit_daily_contacts: {taking: true, since: 2026-11-01}}
  J81010: {limit_daily_contacts: {taking: false}}
stopping:
- {service: dmard_monitoring, patients: existing, from: 2027-01-01,
   uptake: {low: 0.2, likely: 0.4, high: 0.6}}
- {service: dmard_monitoring, patients: existing, from: 2027-02-01,
   uptake: {low: 0, likely: 0, high: 0}, practices: [J81010, J81002]}
mitigations:
- {type: overflow_hub, place: null, slots_per_day: 300, from: 2026-12-14, cost_per_slot: 38}
compare: [nhse_2024_30]
parameters: {u_cap_nov: {low: 0.3, central: 0.4, high: 0.45}}
"""


def test_every_key_is_read(read: Read) -> None:
    found = read(FULL)
    assert (found.title, found.system, found.draws) == ("Dorset, winter", "systems/dorset", 64)
    assert found.uptake["limit_daily_contacts"] == (
        Phase(
            Uptake(0.27, 0.41, 0.5),
            date(2026, 12, 14),
            date(2027, 2, 1),
            {"cap": 28},
            0.0,
            Uptake(0.0, 0.1, 0.2),
            0.5,
        ),
    )
    assert [p.start for p in found.uptake["stop_advice_and_guidance"]] == [
        date(2026, 12, 7),
        date(2027, 1, 4),
    ]
    assert found.stopping[0].patients == "existing"
    assert [one.practices for one in found.stopping] == [(), ("J81002", "J81010")]
    assert found.mitigations[0].slots_per_day == 300
    assert found.compare == ("nhse_2024_30",)
    assert found.overrides == {"u_cap_nov": (0.3, 0.4, 0.45)}
    assert found.end == date(2027, 6, 6)


def test_a_known_practice_acts_as_the_others_unless_it_says_how(read: Read) -> None:
    found = read(FULL).known
    assert found["J81002"]["limit_daily_contacts"] == KnownPosition(
        True, {"cap": 28}, date(2026, 11, 1)
    )
    assert not found["J81010"]["limit_daily_contacts"].taking


def test_what_is_left_out_has_its_usual_value(read: Read, monday: date) -> None:
    found = read("uptake: {limit_daily_contacts: {low: 0.1, likely: 0.2, high: 0.3}}")
    phase = found.uptake["limit_daily_contacts"][0]
    assert (phase.start, phase.until, phase.ramp_weeks) == (monday, None, None)
    assert phase.params == {"cap": 25}
    assert phase.already == Uptake(0, 0, 0)
    assert found.behaviours == (("gpps-2026", 1.0),)


def test_a_cut_takes_the_place_of_the_usual_cap(read: Read) -> None:
    text = "uptake: {limit_daily_contacts: {low: 0, likely: 0, high: 1, params: {cut: 0.3}}}"
    assert read(text).uptake["limit_daily_contacts"][0].params == {"cut": 0.3}


def test_the_order_of_behaviour_sets_changes_nothing(read: Read) -> None:
    forwards = read(behaviour="[gpps-2026, implied-nhse-2024]")
    assert forwards == read(behaviour="[implied-nhse-2024, gpps-2026]")
    assert read(behaviour="{gpps-2026: 2}").behaviours == (("gpps-2026", 2.0),)


def test_json_is_read_the_same(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        '{"assessment": "A", "system": "s", "from": "2026-12-07", "weeks": 4,'
        ' "behaviour": ["gpps-2026"]}'
    )
    assert read_assessment(path, catalogue).start == date(2026, 12, 7)


REFUSED = {
    "a misspelt key": (
        "uptakes: {}\n",
        {},
        "K005",
        "winter.yaml:6: the key 'uptakes' is not known",
        "'uptake'",
    ),
    "a misspelt key further in": (
        "uptake:\n  limit_daily_contacts: {low: 0, likely: 0,\n    hihg: 1}",
        {},
        "K005",
        "winter.yaml:8: the key 'hihg'",
        "'high'",
    ),
    "a misspelt key in a share": (
        "uptake:\n  limit_daily_contacts: {low: 0, likely: 0, high: 1,\n   already: {lowest: 1}}",
        {},
        "K005",
        "winter.yaml:8: the key 'lowest'",
        "'low'",
    ),
    "a misspelt key of a known practice": (
        "known:\n  J81002:\n    limit_daily_contacts: {takin: true}",
        {},
        "K005",
        "winter.yaml:8: the key 'takin'",
        "'taking'",
    ),
    "a list for a file": ("", {"assessment": "[1]"}, "K101", "winter.yaml:1", "text"),
    "text for a number": ("", {"weeks": "many"}, "K101", "winter.yaml:4: weeks is many", "whole"),
    "a yes that is no boolean": (
        "known:\n  J81002:\n    limit_daily_contacts: {taking: yes}",
        {},
        "K101",
        "winter.yaml:8: known.J81002.limit_daily_contacts.taking is yes",
        "true or false",
    ),
    "a boolean for a number": ("draws: true", {}, "K101", "draws is True", "a whole number"),
    "a date that is none": ("", {"from_": "next week"}, "K101", "from is next week", "2026-12-07"),
    "a number for a date": ("", {"from_": "20261207"}, "K101", "winter.yaml:3", "a date"),
    "a share missing": (
        "uptake:\n  limit_daily_contacts:\n    low: 0.1\n    high: 0.2\n",
        {},
        "K102",
        "winter.yaml:7: the key 'likely' is missing",
        "Add it",
    ),
    "a Tuesday": (
        "",
        {"from_": "2026-12-08"},
        "K103",
        "winter.yaml:3: from is 2026-12-08, a Tuesday",
        "Use 2026-12-07 or 2026-12-14.",
    ),
    "no weeks": ("", {"weeks": "0"}, "K104", "winter.yaml:4: weeks is 0", "from 1 to 104"),
    "too many draws": ("draws: 1000000", {}, "K104", "winter.yaml:6: draws is", "from 1 to"),
    "a seed below 0": ("seed: -1", {}, "K104", "seed is -1", "from 0 to"),
    "percentages": (
        "uptake: {limit_daily_contacts: {low: 27, likely: 41, high: 50}}",
        {},
        "K105",
        "winter.yaml:6: low, likely and high are 27, 41, 50",
        "Are these percentages?",
    ),
    "uptake out of order": (
        "uptake:\n  limit_daily_contacts:\n  - {low: 0.5, likely: 0.4, high: 0.6}",
        {},
        "K105",
        "winter.yaml:8: low, likely and high are 0.5, 0.4, 0.6",
        "rising order",
    ),
    "reverting above one": (
        "uptake: {limit_daily_contacts: {low: 0, likely: 0, high: 0, reverting: 50}}",
        {},
        "K105",
        "reverting is 50",
        "percentages",
    ),
    "an unknown action": (
        "uptake: {limit_daily_contact: {low: 0, likely: 0, high: 0}}",
        {},
        "K106",
        "no action is called 'limit_daily_contact'",
        "'limit_daily_contacts'",
    ),
    "an unknown action of a practice": (
        "known:\n  J81002:\n    limit_contacts: {taking: true}",
        {},
        "K106",
        "winter.yaml:8: no action",
        "'limit_daily_contacts'",
    ),
    "an unknown behaviour set": (
        "",
        {"behaviour": "[gpps-2026, gpps-2027]"},
        "K107",
        "winter.yaml:5: no behaviour set is called 'gpps-2027'",
        "'gpps-2026'",
    ),
    "no behaviour set": ("", {"behaviour": "[]"}, "K107", "no behaviour set is named", "Use one"),
    "a set named twice": ("", {"behaviour": "[gpps-2026, gpps-2026]"}, "K101", ":5", "once"),
    "a set of no weight": ("", {"behaviour": "{gpps-2026: 0}"}, "K118", ":5", "above 0"),
    "an unknown preset": ("compare: [nhse_30]", {}, "K108", "'nhse_30'", "'nhse_2024_30'"),
    "until before from": (
        "uptake:\n  limit_daily_contacts: {low: 0, likely: 0, high: 0,\n    until: 2026-12-07}",
        {},
        "K110",
        "winter.yaml:8: until is 2026-12-07, not after from",
        "later day",
    ),
    "an action beyond the horizon": (
        "uptake: {limit_daily_contacts: {low: 0, likely: 0, high: 0, from: 2028-01-03}}",
        {},
        "K115",
        "from 2028-01-03 lies outside the horizon",
        "2027-06-06",
    ),
    "an unknown parameter of an action": (
        "uptake: {limit_daily_contacts: {low: 0, likely: 0, high: 0, params: {caps: 25}}}",
        {},
        "K112",
        "no parameter 'caps'",
        "'cap'",
    ),
    "a cap that is no number": (
        "uptake: {limit_daily_contacts: {low: 0, likely: 0, high: 0, params: {cap: many}}}",
        {},
        "K112",
        "cap is many",
        "above 0",
    ),
    "a cut that is a percentage": (
        "uptake: {limit_daily_contacts: {low: 0, likely: 0, high: 0, params: {cut: 30}}}",
        {},
        "K112",
        "cut is 30",
        "percentages",
    ),
    "an unknown service": (
        "stopping: [{service: dmard, patients: new, from: 2027-01-01,"
        " uptake: {low: 0, likely: 0, high: 0}}]",
        {},
        "K114",
        "no service is called 'dmard'",
        "dmard_monitoring",
    ),
    "a practice that stops a service and is none": (
        "stopping: [{service: dmard_monitoring, patients: new, from: 2027-01-01,"
        " uptake: {low: 0, likely: 0, high: 0}, practices: [dorset]}]",
        {},
        "K117",
        "'dorset' is not the code of a practice",
        "one capital letter",
    ),
    "another format": ("format: knockon/plan/1", {}, "K116", "the format is", "knockon/assess"),
    "a code that is none": (
        "known: {J8100: {limit_daily_contacts: {taking: true}}}",
        {},
        "K117",
        "'J8100' is not the code of a practice",
        "J81002",
    ),
    "a negative ramp": (
        "uptake: {limit_daily_contacts: {low: 0, likely: 0, high: 0, ramp_weeks: -1}}",
        {},
        "K118",
        "ramp_weeks is -1",
        "0 or more",
    ),
    "an unknown symbol": (
        "parameters: {u_cap_now: {low: 0, central: 0, high: 0}}",
        {},
        "K017",
        "winter.yaml:6: 'u_cap_now' names no parameter",
        "'u_cap_nov'",
    ),
    "a range out of order": (
        "parameters: {u_cap_nov: {low: 1, central: 0, high: 0}}",
        {},
        "K018",
        "winter.yaml:6",
        "rising order",
    ),
}


@pytest.mark.parametrize("why", REFUSED)
def test_refused_in_one_sentence_with_its_line(read: Read, why: str) -> None:
    more, changed, code, found, told = REFUSED[why]
    with pytest.raises(KnockonError) as refusal:
        read(more, **changed)
    assert refusal.value.code == code
    assert found in refusal.value.sentence()
    assert told in refusal.value.sentence()
    assert "winter.yaml:" in refusal.value.sentence()
    assert "\n" not in refusal.value.sentence()


def test_a_week_of_bank_holidays_has_no_working_day(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knockon.plans.reading.is_working_day", lambda _day: False)
    with pytest.raises(KnockonError, match="no working day from 2026-12-07 to 2027-06-06"):
        read()


def test_a_practice_the_system_does_not_hold_is_refused(read: Read) -> None:
    found = read(FULL)
    check_against(found, ["J81002", "J81010"])
    with pytest.raises(KnockonError, match=r"winter.yaml:17: the practice J81010 is not in") as r:
        check_against(found, ["J81002", "J81011"])
    assert (r.value.code, "J81011" in r.value.remedy) == ("K113", True)


def test_a_practice_said_to_stop_a_service_must_be_in_the_system(read: Read) -> None:
    found = read(
        "stopping:\n- {service: dmard_monitoring, patients: new, from: 2027-01-01,"
        " uptake: {low: 0, likely: 0, high: 0}, practices: [J81002]}"
    )
    with pytest.raises(KnockonError, match=r"winter.yaml:\d+: the practice J81002 is not in"):
        check_against(found, ["J81011"])
