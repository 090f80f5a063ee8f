"""Points spread evenly over sixteen uncertain numbers at once, that never move once placed.

The Sobol sequence of sixteen dimensions (direction numbers of Joe and Kuo, as scipy carries them,
32 bits) with Owen's nested uniform scrambling: each bit of a value is flipped or not by a hash of
the seed, a name and the bits above it. That keeps every evenness of the sequence and makes each
value uniform. scipy's own scrambling is not used, for it depends on how many dimensions are asked
for. Point n is the exclusive-or of the direction numbers at the one-bits of the Gray code of n, so
any point can be had without those before it and a run can be extended.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.stats import qmc

from knockon.impact.hashing import Array, Ints, Words, hashed_words

DIMENSIONS = 16
BITS = 32
_LEAST_BITS_KNOWN = 10


def sobol_words(points: Ints, dimension: int) -> Words:
    """Return one dimension of the unscrambled sequence at ``points``, as 32-bit words.

    ``dimension`` counts from 0 and is under :data:`DIMENSIONS`.
    """
    if not 0 <= dimension < DIMENSIONS:
        raise ValueError(f"there are {DIMENSIONS} dimensions; {dimension} was asked for")
    if len(points) and not 0 <= points.min() <= points.max() < 2**BITS:
        raise ValueError(f"points count from 0 to 2**{BITS} - 1")
    wanted = int(points.max(initial=0)).bit_length()
    numbers = _direction_numbers(max(wanted, _LEAST_BITS_KNOWN))[:, dimension]
    gray = points ^ (points >> 1)
    words = np.zeros(len(points), dtype=np.uint64)
    for bit, number in enumerate(numbers):
        words ^= np.where((gray >> bit) & 1 == 1, number, np.uint64(0))
    return words


def scrambled(words: Words, seed: int, *name: str) -> Words:
    """Return 32-bit words with each bit flipped by a hash of the seed, the name and all above it.

    Words that share their first bits go on sharing them, so what is evenly spread stays so.
    """
    bit = np.arange(BITS, dtype=np.uint64)[:, None]
    above = words[None, :] >> (bit + np.uint64(1))
    flips = (hashed_words(seed, *name, bit, above) & np.uint64(1)) << bit
    return np.asarray(words ^ np.bitwise_or.reduce(flips, axis=0))


def inside_unit(words: Words) -> Array:
    """Return 32-bit words as numbers strictly inside (0, 1), in the same order."""
    return np.asarray((words.astype(np.float64) + 0.5) * 2.0**-BITS)


@cache
def _direction_numbers(bits: int) -> Words:
    """Return direction numbers, shape [bits, 16], read off the public sequence.

    The Gray code of 2**k has bits k and k - 1, so point 2**k is number k xor number k - 1.
    """
    sequence = qmc.Sobol(d=DIMENSIONS, scramble=False, bits=BITS)
    numbers = np.zeros((bits, DIMENSIONS), dtype=np.uint64)
    before = np.zeros(DIMENSIONS, dtype=np.uint64)
    for bit in range(bits):
        sequence.fast_forward(2**bit - sequence.num_generated)
        point = (sequence.random(1)[0] * 2.0**BITS).astype(np.uint64)
        before = point ^ before
        numbers[bit] = before
    return numbers
