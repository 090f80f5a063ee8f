"""The low-discrepancy points are the published sequence, scrambled, and never move."""

import numpy as np
import pytest
from scipy.stats import qmc

from knockon.impact.sobol import DIMENSIONS, inside_unit, scrambled, sobol_words

POINTS = np.arange(2048)
GOLDEN = [1593853336, 3575692264, 655371386, 2660733358, 3226299207]


def test_unscrambled_points_are_the_public_sequence_in_every_dimension() -> None:
    public = qmc.Sobol(d=DIMENSIONS, scramble=False, bits=32).random(len(POINTS))
    for dimension in range(DIMENSIONS):
        assert np.array_equal(sobol_words(POINTS, dimension) / 2.0**32, public[:, dimension])


def test_points_far_down_the_sequence_are_the_public_ones() -> None:
    public = qmc.Sobol(d=DIMENSIONS, scramble=False, bits=32)
    for far in (2**20 + 77, 2**26 - 1, 2**31 - 1, 2**31 + 2**30 + 5):
        public.fast_forward(far - public.num_generated)
        point = public.random(1)[0]
        for dimension in range(DIMENSIONS):
            assert sobol_words(np.array([far]), dimension)[0] / 2.0**32 == point[dimension]


def test_scrambling_flips_bits_by_what_stands_above_them_alone() -> None:
    "Owen's nesting: two words part at the same bit before and after."
    words = sobol_words(POINTS, 5)
    mixed = scrambled(words, 3, "any")
    before, after = (np.bitwise_xor.outer(w[:200], w[:200]) for w in (words, mixed))
    parted = before > 0
    assert np.array_equal(np.log2(before[parted]) // 1, np.log2(after[parted]) // 1)


def test_scrambled_words_are_uniform_bit_by_bit() -> None:
    "One word under many names: each bit is up in half of them, and no two bits agree too often."
    word = np.array([0x9E3779B9], dtype=np.uint64)
    found = np.concatenate([scrambled(word, 1, f"name {n}") for n in range(4000)])
    bits = (found[:, None] >> np.arange(32, dtype=np.uint64)) & np.uint64(1)
    assert np.abs(bits.mean(axis=0) - 0.5).max() < 5 * 0.5 / np.sqrt(4000)
    alike = np.corrcoef(bits.T) - np.eye(32)
    assert np.abs(alike).max() < 5 / np.sqrt(4000)


@pytest.mark.parametrize("count", [64, 256, 1024])
def test_scrambling_keeps_every_even_spread_of_two_dimensions(count: int) -> None:
    "A net stays a net: every box of the unit square of area 4/n holds as many points as before."
    pair = [sobol_words(np.arange(count), d) for d in (0, 1)]
    mixed = [scrambled(words, 9, f"d{d}") for d, words in enumerate(pair)]
    bits = int(np.log2(count)) - 2
    for across in range(bits + 1):
        held = []
        for x, y in (pair, mixed):
            cell = (x >> np.uint64(32 - across)) << np.uint64(bits - across)
            cell |= y >> np.uint64(32 - (bits - across))
            held.append(np.bincount(cell.astype(np.int64), minlength=2**bits))
        assert held[0].tolist() == held[1].tolist() == [4] * 2**bits


def test_a_point_is_the_same_alone_and_among_others() -> None:
    points = np.array([3, 100_000, 7])
    together = scrambled(sobol_words(points, 12), 1, "x")
    for point, word in zip(points, together, strict=True):
        assert scrambled(sobol_words(np.array([point]), 12), 1, "x")[0] == word


def test_values_that_must_never_change() -> None:
    "Stored numbers: another release of scipy must give the same draws."
    words = scrambled(sobol_words(np.array([0, 1, 2, 3, 500]), 15), 20261122, "a")
    assert [int(word) for word in words] == GOLDEN


def test_words_become_numbers_strictly_between_0_and_1() -> None:
    ends = inside_unit(np.array([0, 2**32 - 1], dtype=np.uint64))
    assert 0 < ends[0] < ends[1] < 1


def test_there_are_sixteen_dimensions() -> None:
    with pytest.raises(ValueError, match="16"):
        sobol_words(POINTS, DIMENSIONS)
    with pytest.raises(ValueError, match="points"):
        sobol_words(np.array([-1]), 0)
