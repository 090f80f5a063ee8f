"""Points spread evenly over sixteen uncertain numbers at once, that never move once placed.

The Sobol sequence of sixteen dimensions (direction numbers of Joe and Kuo, Constructing Sobol
sequences with better two-dimensional projections, 2008; 32 bits) with Owen's nested uniform
scrambling: each bit of a value is flipped or not by a hash of
the seed, a name and the bits above it. That keeps every evenness of the sequence and makes each
value uniform. scipy's own scrambling is not used, for it depends on how many dimensions are asked
for. Point n is the exclusive-or of the direction numbers at the one-bits of the Gray code of n, so
any point can be had without those before it and a run can be extended.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from knockon.impact.hashing import Array, Ints, Words, hashed_words

DIMENSIONS = 16
BITS = 32

_POLYNOMIALS = (
    (0, (1,)),
    (1, (1, 3)),
    (1, (1, 3, 1)),
    (2, (1, 1, 1)),
    (1, (1, 1, 3, 3)),
    (4, (1, 3, 5, 13)),
    (2, (1, 1, 5, 5, 17)),
    (4, (1, 1, 5, 5, 5)),
    (7, (1, 1, 7, 11, 19)),
    (11, (1, 1, 5, 1, 1)),
    (13, (1, 1, 1, 3, 11)),
    (14, (1, 3, 5, 5, 31)),
    (1, (1, 3, 3, 9, 7, 49)),
    (13, (1, 1, 1, 15, 21, 21)),
    (16, (1, 3, 1, 13, 27, 49)),
)
"""Joe and Kuo's table of the second dimension to the sixteenth: the inner coefficients of a
primitive polynomial, as bits, and the first direction numbers, as many as its degree."""


def sobol_words(points: Ints, dimension: int) -> Words:
    """Return one dimension of the unscrambled sequence at ``points``, as 32-bit words.

    ``dimension`` counts from 0 and is under :data:`DIMENSIONS`.
    """
    if not 0 <= dimension < DIMENSIONS:
        raise ValueError(f"there are {DIMENSIONS} dimensions; {dimension} was asked for")
    if len(points) and not 0 <= points.min() <= points.max() < 2**BITS:
        raise ValueError(f"points count from 0 to 2**{BITS} - 1")
    wanted = int(points.max(initial=0)).bit_length()
    gray = points ^ (points >> 1)
    bits = (gray >> np.arange(wanted)[:, None]) & 1
    numbers = _direction_numbers(dimension)[:wanted, None]
    return np.asarray(np.bitwise_xor.reduce(bits.astype(np.uint64) * numbers, axis=0))


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
def _direction_numbers(dimension: int) -> Words:
    """Return the direction numbers of one dimension as 32-bit words, one for each bit of a point.

    The first dimension's are all 1. In the others number k is made from those before it, with s the
    degree and a the coefficients of the polynomial: the exclusive-or of 2 a1 m[k-1], 4 a2 m[k-2]
    and so on, of 2^s m[k-s] and of m[k-s]. Before its bits are put at the head of the word, number
    k has k bits.
    """
    coefficients, first = _POLYNOMIALS[dimension - 1] if dimension else (0, (1,) * BITS)
    found, degree = list(first), len(first)
    for k in range(degree, BITS):
        number = found[k - degree] ^ (found[k - degree] << degree)
        for back in range(1, degree):
            if coefficients >> (degree - 1 - back) & 1:
                number ^= found[k - back] << back
        found.append(number)
    return np.array([number << (BITS - 1 - k) for k, number in enumerate(found)], dtype=np.uint64)
