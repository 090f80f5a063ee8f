"""Points spread evenly over all uncertain numbers at once, that never move once placed.

The unscrambled Sobol sequence of 1,024 dimensions (direction numbers of Joe and Kuo, as scipy
carries them, 32 bits), each dimension shifted by a digital shift: an exclusive-or with 32 hashed
bits. scipy's own scrambling is not used, for it depends on how many dimensions are asked for.
Point n of dimension d is the exclusive-or of the direction numbers at the one-bits of the Gray
code of n, so any point can be had without those before it and a run can be extended.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

MOST_DIMENSIONS = 1024
BITS = 32
_LEAST_BITS_KNOWN = 10


def sobol_uniform(points: Ints, dimension: int, shift: int) -> npt.NDArray[np.float64]:
    """Return one dimension of the shifted sequence at ``points``, strictly inside (0, 1).

    ``dimension`` counts from 0 and is under 1,024; ``shift`` is the dimension's 32 hashed bits.
    """
    if not 0 <= dimension < MOST_DIMENSIONS:
        raise ValueError(f"there are {MOST_DIMENSIONS} dimensions; {dimension} was asked for")
    if len(points) and not 0 <= points.min() <= points.max() < 2**BITS:
        raise ValueError(f"points count from 0 to 2**{BITS} - 1")
    wanted = int(points.max(initial=0)).bit_length()
    numbers = _direction_numbers(max(wanted, _LEAST_BITS_KNOWN))[:, dimension]
    gray = points ^ (points >> 1)
    words = np.zeros(len(points), dtype=np.uint64)
    for bit, number in enumerate(numbers):
        words ^= np.where((gray >> bit) & 1 == 1, number, np.uint64(0))
    return ((words ^ np.uint64(shift)).astype(np.float64) + 0.5) * 2.0**-BITS


@cache
def _direction_numbers(bits: int) -> Words:
    """Return direction numbers, shape [bits, 1024], read off the public sequence.

    The Gray code of 2**k has bits k and k - 1, so point 2**k is number k xor number k - 1.
    """
    sequence = qmc.Sobol(d=MOST_DIMENSIONS, scramble=False, bits=BITS)
    numbers = np.zeros((bits, MOST_DIMENSIONS), dtype=np.uint64)
    before = np.zeros(MOST_DIMENSIONS, dtype=np.uint64)
    for bit in range(bits):
        sequence.fast_forward(2**bit - sequence.num_generated)
        point = (sequence.random(1)[0] * 2.0**BITS).astype(np.uint64)
        before = point ^ before
        numbers[bit] = before
    return numbers
