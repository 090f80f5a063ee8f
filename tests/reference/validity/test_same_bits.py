"""However a case is run, every number is the same to the last bit."""

import numpy as np
import pytest

from knockon.validity.same_bits import compared, verify_same_bits
from knockon.validity.samplers import SLICES, slices_tried, total_variation, verify_samplers


@pytest.fixture(scope="module")
def ways():
    return {row.measure: row for row in verify_same_bits()}


def test_every_way_of_running_gives_the_same_bits(ways):
    assert {way: row.verdict for way, row in ways.items()} == dict.fromkeys(ways, "agrees")


def test_each_way_compares_many_numbers(ways):
    assert min(row.expected for row in ways.values()) > 50


def test_one_bit_is_noticed():
    usual = {"a.wait": np.array([1.0, 2.0]), "a.queue": np.array([3.0, np.nan])}
    other = {"a.wait": np.array([1.0, np.nextafter(2.0, 3.0)]), "a.queue": np.array([3.0, np.nan])}
    assert compared("a way", usual, usual).verdict == "agrees"
    found = compared("a way", other, usual)
    assert (found.expected, found.got, found.verdict) == (4, 3, "differs")


def test_the_samplers_keep_to_their_laws():
    rows = list(verify_samplers())
    assert [row for row in rows if row.verdict != "agrees"] == []
    assert {row.case for row in rows} == {"counts", "times", "uniforms"}


def test_both_ends_of_the_uniforms_are_tried():
    tried = slices_tried()
    assert (tried[0], tried[-1]) == (0, SLICES - 1)


class Fair:
    """A coin: nobody or one, as likely."""

    def mean(self):
        return 0.5

    def std(self):
        return 0.5

    def pmf(self, counts):
        return np.where((counts == 0) | (counts == 1), 0.5, 0.0)


@pytest.mark.parametrize(("heads", "apart"), [(0.5, 0.0), (0.6, 0.1), (0.0, 0.5)])
def test_total_variation_is_the_greatest_error_in_a_chance(heads, apart):
    assert total_variation(lambda u: float(u > 1 - heads), Fair()) == pytest.approx(apart)
