"""A flow case is read whole, or refused in one sentence that names the line."""

import numpy as np
import pytest

from knockon.errors import KnockonError
from knockon.flow.model import WAIT, Above, Join, Retry, To
from knockon.validity.cases import load_case, load_case_text

EVERYTHING = """\
case: two classes, reneging
draws: 64
warm_up: 240
length: 2400
seed: 1
day: 24
stations:
  - id: a
    kind: site
    servers: [[0, 4], [8, 10], [20, 4]]
    period: 24
    capacity: null
    classes: [urgent, routine]
    arrivals:
      urgent: {rate: 2.4}
      routine: {times: [3, 0.5, 1.25]}
    service:
      urgent: {exponential: {mean: 1}}
      routine: {constant: 1.5}
    patience: {urgent: {exponential: {mean: 2}}, routine: null}
    when_impatient: {urgent: [{to: b, share: 0.4}]}
    when_served: {urgent: [{to: c, share: 0.1, as: other}], routine: []}
    when_full: {urgent: []}
    at_closing: wait
  - id: p
    kind: clinic
    classes: [planned, same_day, routine]
    arrivals: {planned: {rate: 10}, same_day: {rate: 20}, routine: {rate: 40}}
    capacity: 71
    quota: {planned: 10, same_day: {hold: 20, most: 61}}
    backfill: true
    leaving: {routine: 0.02}
    unseen:
      planned: [{join: routine}]
      same_day: [{retry: 0.4}, {to: b, share: 0.3}]
      routine: wait
    over_cap: {slots: 65, same_day: [{above: 0.1}, {join: routine, share: 0.5}]}
    when_leaving: {routine: [{to: b, share: 0.1}]}
  - {id: b, kind: site, servers: null, classes: [urgent, same_day, routine],
     service: {urgent: {uniform: {low: 0, high: 1}}, same_day: {erlang: {k: 2, mean: 1}},
               routine: {constant: 0}}}
  - {id: c, kind: site, servers: 3, capacity: 9, classes: [other],
     service: {other: {triangular: {low: 0, mode: 1, high: 2}}}}
"""

ONE_SITE = """\
case: one desk
draws: 2
length: 10
stations:
  - id: desk
    kind: site
    servers: 1
    classes: [all]
    arrivals: {all: {rate: 1}}
    service: {all: {constant: 0.5}}
"""

ONE_CLINIC = """\
case: one clinic
draws: 2
length: 10
stations:
  - id: clinic
    kind: clinic
    classes: [all]
    arrivals: {all: {rate: 1}}
    capacity: 2
"""


def refused(text, code):
    with pytest.raises(KnockonError) as caught:
        load_case_text(text, "case.yaml")
    assert caught.value.code == code
    return caught.value


def changed(text, old, new):
    assert old in text
    return text.replace(old, new)


@pytest.fixture(scope="module")
def network():
    return load_case_text(EVERYTHING).network(lanes=32)


def test_the_window_seed_and_draws_are_as_written():
    case = load_case_text(EVERYTHING)
    assert (case.name, case.draws, case.seed) == ("two classes, reneging", 64, 1)
    assert (case.warm_up, case.length, case.day) == (240, 2400, 24)


def test_a_site_keeps_its_rota_its_classes_and_its_laws(network):
    site = network.sites[0]
    assert site.classes == ("urgent", "routine")
    assert site.servers.times.tolist() == [0, 8, 20]
    assert site.servers.values[:, 0].tolist() == [4, 10, 4]
    assert site.service["urgent"].kind == "exponential"
    assert site.arrivals["routine"].times.tolist() == [0.5, 1.25, 3]


def test_null_servers_are_unlimited_and_null_patience_endless(network):
    assert network.sites[1].servers is None
    assert "routine" not in network.sites[0].patience


def test_a_route_may_change_the_class(network):
    (route,) = network.sites[0].when_served["urgent"]
    assert (route.to, float(route.share[0]), route.as_class) == ("c", 0.1, "other")


def test_a_plain_quota_is_held_and_is_the_most(network):
    slots = network.clinics[0].slots
    assert (slots["planned"].hold.item(), slots["planned"].most.item()) == (10, 10)
    assert (slots["same_day"].hold.item(), slots["same_day"].most.item()) == (20, 61)


def test_lowered_places_are_a_share_of_the_ordinary(network):
    assert network.clinics[0].factor.item() == 65 / 71


def test_what_people_not_seen_do_is_taken_in_order(network):
    clinic = network.clinics[0]
    assert clinic.unseen["routine"] is WAIT
    assert [type(s) for s in clinic.unseen["same_day"].steps] == [Retry, To]
    assert [type(s) for s in clinic.over_cap["same_day"].steps] == [Above, Join]
    (joins,) = clinic.unseen["planned"].steps
    assert (joins.class_, joins.share.item()) == ("routine", 1)


def test_people_a_clinic_sends_on_come_at_any_time_of_its_day(network):
    assert {d.destination: d.bands for d in network.diversions} == {"b": ((0, 24, 1),)}


def test_seven_places_are_one_for_each_day_of_the_week():
    case = load_case_text(changed(ONE_CLINIC, "capacity: 2", "capacity: [1, 2, 3, 4, 5, 0, 0]"))
    assert case.network(1).clinics[0].capacity[:, 0].tolist() == [1, 2, 3, 4, 5, 0, 0]


def test_days_of_a_clinic_may_be_written_out():
    case = load_case_text(changed(ONE_CLINIC, "{rate: 1}", "{times: [0, 0, 3]}"))
    days = case.network(1).clinics[0].arrivals["all"]
    assert (days.kind, days.mean[:, 0].tolist()) == ("fixed", [2, 0, 0, 1] + [0] * 6)
    assert case.exact


def test_rates_of_a_clinic_hold_for_slices_of_whole_days():
    text = changed(ONE_CLINIC, "{rate: 1}}", "{rates: [1, 3]}}\n    period: 4")
    arrivals = load_case_text(text).network(1).clinics[0].arrivals["all"]
    assert arrivals.mean[:, 0].tolist() == [1, 1, 3, 3]


def test_a_lognormal_is_given_by_its_own_mean_and_deviation():
    text = changed(ONE_SITE, "{constant: 0.5}", "{lognormal: {mean: 2, sd: 3}}")
    median, sigma = load_case_text(text).network(1).sites[0].service["all"].params
    assert median * np.exp(sigma**2 / 2) == pytest.approx(2)
    assert median * np.sqrt(np.exp(2 * sigma**2) - np.exp(sigma**2)) == pytest.approx(3)


def test_times_to_look_may_stand_on_the_case_or_on_a_station():
    text = changed(ONE_SITE, "servers: 1", "servers: 1\n    present_at: [4, 2]")
    assert load_case_text(text).present_at == {"desk": (4, 2)}
    assert load_case_text(f"{text}present_at: [1, 2]\n").present_at == {"desk": (1, 2, 4)}


# What is refused, and how.


def test_a_misspelt_key_is_refused_with_its_line_and_the_nearest_name():
    problem = refused(changed(EVERYTHING, "when_served:", "when_severd:"), "K005")
    assert problem.place == "case.yaml:22"
    assert "'when_served'" in problem.remedy


def test_an_unknown_kind_is_refused_with_those_there_are():
    problem = refused(changed(ONE_SITE, "kind: site", "kind: wart"), "K450")
    assert "site or clinic or ward or list" in problem.sentence()
    assert "'ward'" in problem.remedy


BEDS = """\
case: beds
draws: 2
length: 240
day: 24
stations:
  - id: ed
    kind: site
    servers: 2
    classes: [urgent, routine]
    service: {urgent: {constant: 0.5}, routine: {constant: 0.5}}
    when_served: {urgent: [{to: waiting, share: 0.5}]}
  - id: ward
    kind: ward
    beds: 3
    sites: [{id: ed, share: 0.3}]
    arrivals: {rate: 48}
    hazard: [0.1, 0.2]
  - {id: waiting, kind: list, arrivals: {rates: [3, 4]}, period: 2, hazard: [0.1], start: [5]}
"""


def test_a_wards_share_comes_before_the_routes_of_every_class():
    ed = load_case_text(BEDS).stations[0]
    assert [(r.to, r.share[0]) for r in ed.when_served["urgent"]] == [
        ("ward", 0.3),
        ("waiting", 0.5),
    ]
    assert [(r.to, r.share[0]) for r in ed.when_served["routine"]] == [("ward", 0.3)]


def test_a_ward_counts_in_days_whatever_the_unit_of_the_sites():
    ward = load_case_text(BEDS).stations[1]
    assert ward.arrivals.rates[0, 0] == 2
    assert ward.hazard.ravel().tolist() == [0.1, 0.2]
    assert ward.beds.tolist() == [3]


def test_a_list_counts_in_weeks_and_takes_its_rate_as_so_many_each_week():
    case = load_case_text(BEDS)
    waiting = case.stations[2]
    assert waiting.arrivals.mean.ravel().tolist() == [3, 4]
    assert waiting.arrivals.kind == "fixed"
    assert case.weeks == range(2)


def test_lists_alone_are_timed_in_weeks():
    station = "stations:\n  - {id: l, kind: list, hazard: [0.1]}\n"
    case = load_case_text("case: l\ndraws: 1\nlength: 4\nwarm_up: 2\n" + station)
    assert (case.week, case.weeks) == (1, range(2, 6))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("sites: [{id: ed,", "sites: [{id: nowhere,", "K451"),
        ("sites: [{id: ed,", "sites: [{id: waiting,", "K451"),
        ("{id: ed, share: 0.3}", "{id: ed, share: 0.1}, {id: ed, share: 0.1}", "K451"),
        ("share: 0.3", "share: 0.6", "K462"),
        ("share: 0.5}", "share: 0.5, as: urgent}", "K453"),
        ("hazard: [0.1, 0.2]", "hazard: [0.1, 1.2]", "K450"),
        ("hazard: [0.1, 0.2]", "hazard: [0.1]\n    discharge_hours: [10, 14]", "K458"),
        ("day: 24\n", "", "K455"),
        ("    beds: 3\n", "", "K450"),
        ("period: 2,", "", "K460"),
    ],
)
def test_a_ward_or_list_that_cannot_be_is_refused(old, new, code):
    refused(changed(BEDS, old, new), code)


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("draws: 64", "draws: 0", "K450", "greater than or equal to 1"),
        ("draws: 64\n", "", "K450", "draws is missing"),
        ("length: 2400", "length: 0", "K450", "greater than 0"),
        ("mean: 1}", "mean: -1}", "K450", "greater than 0"),
        ("rate: 2.4", "rate: true", "K450", "a number"),
        ("[8, 10]", "[8, 1.5]", "K450", "a whole number"),
        ("{constant: 1.5}", "{constant: 1.5, exponential: {mean: 1}}", "K450", "exactly one of"),
        ("retry: 0.4", "retry: 1.4", "K450", "less than or equal to 1"),
        ("{retry: 0.4}", "{retry: 0.4, share: 0.5}", "K450", "`share` beside"),
        ("capacity: 71", "capacity: [7, 1]", "K450", "one whole number from 0, or seven"),
        ("capacity: 71", "capacity: 7.5", "K450", "capacity is 7.5"),
        ("hold: 20, most: 61", "hold: 20, most: 19", "K450", "`hold` at or below `most`"),
        ("[[0, 4], [8, 10], [20, 4]]", "-1", "K450", "servers is -1"),
        ("[[0, 4], [8, 10], [20, 4]]", "2.5", "K450", "null, or a calendar"),
        ("[8, 10]", "[8, 10, 1]", "K450", "a pair [time, number]"),
        ("routine: wait", "routine: leave", "K450", "wait, or a list of steps"),
        ("classes: [urgent, routine]", "classes: []", "K450", "at least 1 of them"),
        ("draws: 64", "draws: 1000000000000", "K450", "less than or equal to 1000000"),
        ("low: 0, high: 1", "low: 2, high: 1", "K450", "numbers that rise"),
        ("at_closing: wait", "at_closing: wat", "K450", "wait, leave, or a set"),
        ("kind: clinic", "kind: clinc", "K450", "'clinic'"),
        ("patience: {urgent", "patience: {urgnt", "K453", "'urgent'"),
        ("as: other", "as: othr", "K453", "'other'"),
        ("{join: routine}", "{join: rutine}", "K453", "rutine"),
        ("to: b, share: 0.4", "to: d, share: 0.4", "K454", "not in the file"),
        ("to: b, share: 0.4", "to: a, share: 0.4", "K454", "not later in the file"),
        ("day: 24\n", "", "K455", "`day`"),
        ("240\nlength: 2400", "241\nlength: 20", "K456", "at least one day"),
        ("id: b", "id: a", "K457", "two stations"),
        ("[urgent, routine]", "[urgent, routine, urgent]", "K457", "named twice"),
        ("      routine: {constant: 1.5}\n", "", "K459", "no law of service"),
        ("    period: 24\n", "", "K460", "period"),
        ("[8, 10], [20, 4]", "[20, 10], [8, 4]", "K461", "rise from 0"),
        ("[[0, 4]", "[[1, 4]", "K461", "rise from 0"),
        ("share: 0.3}]", "share: 0.8}, {to: c, share: 0.3}]", "K453", "same_day"),
        ("[{to: b, share: 0.4}]", "[{to: b, share: 0.9}, {to: b, share: 0.3}]", "K462", "1.2"),
        ("slots: 65", "slots: 72", "K464", "more than the capacity"),
    ],
)
def test_what_does_not_fit_is_refused(old, new, code, says):
    problem = refused(changed(EVERYTHING, old, new), code)
    assert says in problem.sentence()
    assert problem.place.startswith("case.yaml:")


@pytest.mark.parametrize(
    ("warm_up", "length", "days"),
    [(240, 2400, range(10, 110)), (200, 2000, range(9, 92)), (239.5, 24, range(10, 11))],
)
def test_the_days_of_clinics_are_those_that_begin_in_the_window(warm_up, length, days):
    text = changed(EVERYTHING, "length: 2400", f"length: {length}")
    assert load_case_text(changed(text, "warm_up: 240", f"warm_up: {warm_up}")).days == days


def test_rates_of_a_clinic_over_parts_of_days_are_refused():
    refused(changed(ONE_CLINIC, "{rate: 1}}", "{rates: [1, 3]}}\n    period: 3"), "K463")


@pytest.mark.parametrize(
    ("text", "old", "new", "code"),
    [
        (ONE_CLINIC, "length: 10", "length: 1000001", "K466"),
        (EVERYTHING, "length: 2400", "length: 1200024", "K466"),
        (BEDS, "length: 240", "length: 240\npresent_at: [1.0e+9]", "K466"),
        (ONE_SITE, "length: 10", "length: 10\npresent_at: [1.0e+300]", "K467"),
        (ONE_SITE, "rate: 1}", "rate: 1e300}", "K467"),
        (ONE_CLINIC, "rate: 1}", "rate: 3e9}", "K467"),
    ],
)
def test_what_no_machine_could_follow_is_refused(text, old, new, code):
    refused(changed(text, old, new), code)


def test_a_file_that_is_not_there_is_told_by_its_name(tmp_path):
    with pytest.raises(KnockonError, match=r"none\.yaml"):
        load_case(tmp_path / "none.yaml")


def test_a_list_where_keys_belong_is_refused():
    refused("- case: one\n", "K450")


@pytest.mark.parametrize("stages", [0, 501, 10**9])
def test_no_more_stages_than_the_engine_can_add_up(stages):
    text = ONE_SITE.replace("{constant: 0.5}", f"{{erlang: {{k: {stages}, mean: 1}}}}")
    with pytest.raises(KnockonError) as caught:
        load_case_text(text)
    assert caught.value.code == "K450"


def test_a_law_too_wide_for_a_logarithm_is_refused():
    text = ONE_SITE.replace("{constant: 0.5}", "{lognormal: {mean: 1.0e-300, sd: 1}}")
    with pytest.raises(KnockonError, match="at most a million means") as caught:
        load_case_text(text)
    assert caught.value.code == "K450"
