"""Numbers of chance that are functions of what they are for.

Every part of a name is taken through the SplitMix64 finaliser and folded into the running 64 bits;
words by the first eight bytes of BLAKE2b. The top 52 bits and a half give a double strictly
between 0 and 1. Nothing is drawn in sequence, so adding a symbol, a practice or a draw moves no
other number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def hashed_words(seed: int, *parts: str | int | Ints | Words) -> Words:
    """Return 64 hashed bits for each combination of the parts, in their broadcast shape."""
    with np.errstate(over="ignore"):
        state = _mixed(_word(seed))
        for part in parts:
            state = _mixed(state ^ _mixed(_word(part) + _GOLDEN))
    return np.asarray(state, dtype=np.uint64)


def hashed_uniform(seed: int, points: int | Ints, *parts: str | int | Ints | Words) -> Array:
    """Return uniforms strictly inside (0, 1), one for each point and combination of parts."""
    words = hashed_words(seed, points, *parts)
    words >>= np.uint64(12)
    places = words.astype(np.float64)
    places += 0.5
    places *= 2.0**-52
    return places


def hashed_normal(seed: int, points: int | Ints, *parts: str | int | Ints | Words) -> Array:
    """Return standard normals, rounded to 24 bits, one for each point and combination of parts."""
    return rounded(ndtri(hashed_uniform(seed, points, *parts)))


def name_words(names: Sequence[str]) -> Words:
    """Return the 64 bits a hash takes for each name: hashing these is hashing the names."""
    return np.array([_word(name) for name in names], dtype=np.uint64)


def rounded(values: Array) -> Array:
    """Return values with a 24-bit mantissa, so that a library's last bits cannot change counts."""
    return np.asarray(values, dtype=np.float32).astype(np.float64)


def _word(part: str | int | Ints | Words) -> Words:
    if isinstance(part, str):
        digest = hashlib.blake2b(part.encode(), digest_size=8).digest()
        return np.array(int.from_bytes(digest, "little"), dtype=np.uint64)
    if isinstance(part, int):
        return np.array(part % 2**64, dtype=np.uint64)
    return np.asarray(part).astype(np.uint64)


def _mixed(words: Words) -> Words:
    words = words ^ (words >> np.uint64(30))
    words *= _FIRST
    words ^= words >> np.uint64(27)
    words *= _SECOND
    words ^= words >> np.uint64(31)
    return words
