"""Uniforms by hashing, and the samplers that turn one uniform into one variate.

This is the specification the compiled kernel follows operation by operation: same formulas, same
order, IEEE doubles, no library `exp` or `log`. Every uniform is a pure function of seed, draw,
key, station and decision, so nothing ever shifts another's luck. A hash word has 64 bits and
serves two decisions: its high half and its low half.
"""

from __future__ import annotations

import math
from functools import cache
from hashlib import blake2b

MASK = (1 << 64) - 1
STRIDE = 0x9E3779B97F4A7C15
"""An odd constant (the golden ratio in 64 bits) that separates ordinals and days."""

INVERSION_BELOW_MEAN = 12.0
INVERSION_BELOW_COUNT = 1024
BINOMIAL_SHIFT = 60


def mix(word: int) -> int:
    """Return a 64-bit word every bit of which depends on every bit of `word` (a bijection)."""
    word ^= word >> 27
    word = word * 0x3C79AC492BA7B653 & MASK
    word ^= word >> 33
    word = word * 0x1C69B3F74AC4AE35 & MASK
    return word ^ word >> 27


@cache
def name_word(kind: str, name: str) -> int:
    """Return the word of a name: adding a station or class never moves another's."""
    digest = blake2b(f"{kind}:{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def lane_word(seed: int, draw: int) -> int:
    """Return the word of one draw under one seed."""
    return mix(name_word("seed", str(seed)) + mix(draw * STRIDE + 1 & MASK) & MASK)


@cache
def stem(station: str, class_: str) -> int:
    """Return the word of a class at a station, from which the words of its days grow."""
    return mix(name_word("station", station) ^ mix(name_word("class", class_)))


def cell(stem_word: int, day: int) -> int:
    """Return the word of a cell: one class of one station on one day."""
    return mix(stem_word + (day + 1) * STRIDE & MASK)


def cell_hash(lane: int, cell_word: int, decision: int) -> int:
    """Return the hash word of a decision about a whole cell, in one draw."""
    return mix(lane ^ mix(cell_word ^ decision))


def origin(cell_word: int, cause: str, destination: str) -> int:
    """Return the word people share who start from a cell by one cause to one destination."""
    caused = mix(cell_word ^ name_word("cause", cause))
    return mix(caused + name_word("destination", destination) & MASK)


def person(lane: int, origin_word: int, ordinal: int) -> int:
    """Return the key of a person: kept wherever they go."""
    return mix(mix(lane ^ origin_word) + ordinal * STRIDE & MASK)


@cache
def decision_at(station: str, decision: str) -> int:
    """Return the word of a person's decision at a station."""
    return mix(name_word("station", station) ^ name_word("decision", decision))


def high(word: int) -> float:
    """Return the uniform in the high half of a hash word, strictly inside (0, 1)."""
    return _unit(word >> 32)


def low(word: int) -> float:
    """Return the uniform in the low half of a hash word, strictly inside (0, 1)."""
    return _unit(word & 0xFFFFFFFF)


def _unit(bits: int) -> float:
    """Return one of 2³² midpoints; the top bit is read as a sign, as a processor converts it."""
    signed = bits - (1 << 32) if bits >> 31 else bits
    return (signed + 2147483648.5) * 2.0**-32


LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
PER_LN2 = 1.44269504088896338700


def exp(x: float) -> float:
    """Return e to the x, by reduction to |r| <= ln 2 / 2 and thirteen Taylor terms."""
    x = min(max(x, -700.0), 700.0)
    twos = math.floor(x * PER_LN2 + 0.5)
    r = (x - twos * LN2_HIGH) - twos * LN2_LOW
    total = 1.0 / 6227020800.0
    for factorial in FACTORIALS:
        total = total * r + 1.0 / factorial
    return math.ldexp(total, twos)


FACTORIALS = (
    479001600.0, 39916800.0, 3628800.0, 362880.0, 40320.0, 5040.0, 720.0, 120.0, 24.0, 6.0, 2.0,
    1.0, 1.0,
)  # fmt: skip


def log(x: float) -> float:
    """Return the natural logarithm, from atanh of (m - 1) / (m + 1), m in [0.7, 1.4]."""
    m, twos = math.frexp(x)
    m, twos = m * 2.0, twos - 1
    if m > 1.4142135623730951:
        m, twos = m * 0.5, twos + 1
    f = (m - 1.0) / (m + 1.0)
    s = f * f
    total = 1.0 / 23.0
    for odd in (21.0, 19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0, 1.0):
        total = total * s + 1.0 / odd
    return twos * LN2_HIGH + ((f + f) * total + twos * LN2_LOW)


CENTRE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)  # fmt: skip
TAIL = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
     1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959,
     1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
     0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
     2.05319162663775882187, 1.0),
)  # fmt: skip


def normal_quantile(u: float) -> float:
    """Return the standard normal quantile (Wichura 1988, AS 241); u from 2^-33 to 1 - 2^-33."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _horner(CENTRE[0], r) / _horner(CENTRE[1], r)
    r = math.sqrt(-log(u if q < 0 else 1.0 - u)) - 1.6
    z = _horner(TAIL[0], r) / _horner(TAIL[1], r)
    return -z if q < 0 else z


def _horner(coefficients: tuple[float, ...], x: float) -> float:
    total = coefficients[0]
    for coefficient in coefficients[1:]:
        total = total * x + coefficient
    return total


def poisson(mean: float, u: float) -> int:
    """Return the Poisson quantile: exact search below a mean of 12, else Giles' expansion."""
    if mean < INVERSION_BELOW_MEAN:
        mass = total = exp(-mean)
        count = 0
        while u > total and count < 100:
            count += 1
            mass = mass * (mean * (1.0 / count))
            total = total + mass
        return count
    z = normal_quantile(u)
    s = math.sqrt(mean)
    centre = (mean + s * z) + (1.0 / 3.0 + z * z * (1.0 / 6.0))
    x = centre - (z * (1.0 / 36.0) + z * z * z * (1.0 / 72.0)) / s
    return max(0, math.floor(x))


def binomial(n: int, p: float, u: float) -> int:
    """Return the binomial quantile: exact search for n < 1024 or a small mean, else expansion.

    Below 1024 one more trial gives at most one more success under the same uniform.
    """
    if p > 0.5:
        return n - _binomial(n, 1.0 - p, 1.0 - u)
    return _binomial(n, p, u)


def _binomial(n: int, p: float, u: float) -> int:
    if n < INVERSION_BELOW_COUNT or n * p < INVERSION_BELOW_MEAN:
        ratio = p / (1.0 - p)
        mass = total = exp(n * log(1.0 - p) + BINOMIAL_SHIFT * LN2_HIGH)
        wanted = u * exp(BINOMIAL_SHIFT * LN2_HIGH)
        count = 0
        while wanted > total and count < n:
            count += 1
            mass = mass * (ratio * (n - (count - 1)) * (1.0 / count))
            total = total + mass
        return count
    return _binomial_expansion(n, p, normal_quantile(u))


def _binomial_expansion(n: int, p: float, z: float) -> int:
    q = 1.0 - p
    mean = n * p
    s = math.sqrt(mean * q)
    skew = q - p
    cube = z * z * z
    third = (cube - 3.0 * z) * (1.0 - 6.0 * (p * q)) * (1.0 / 24.0)
    squared = (2.0 * cube - 5.0 * z) * (skew * skew) * (1.0 / 36.0)
    lattice = (third - squared) - z * (1.0 / 24.0)
    x = ((mean + s * z) + skew * (z * z - 1.0) * (1.0 / 6.0)) + 0.5 + lattice / s
    return min(n, max(0, math.floor(x)))


def duration(kind: str, params: tuple[float, ...], u: float) -> float:
    """Return the quantile of a law of time."""
    if kind == "exponential":
        return params[0] * -log(1.0 - u)
    if kind == "constant":
        return params[0]
    if kind == "lognormal":
        return params[0] * exp(params[1] * normal_quantile(u))
    if kind == "erlang":
        return gamma_quantile(int(params[0]), u) * (params[1] / params[0])
    if kind == "uniform":
        return params[0] + (params[1] - params[0]) * u
    return _triangular(params[0], params[1], params[2], u)


def _triangular(low_: float, mode: float, high_: float, u: float) -> float:
    width = high_ - low_
    rise = mode - low_
    if u * width < rise:
        return low_ + math.sqrt((u * width) * rise)
    return high_ - math.sqrt(((1.0 - u) * width) * (high_ - mode))


def gamma_quantile(k: int, u: float) -> float:
    """Return the quantile of the sum of k unit exponentials: Newton's method inside a bracket."""
    if k == 1:
        return -log(1.0 - u)
    bottom, top = 0.0, 1.0e9
    w = 1.0 - 1.0 / (9.0 * k) + normal_quantile(u) / (3.0 * math.sqrt(k))
    x = max(k * (w * w * w), 1.0e-3)
    for _ in range(100):
        term = total = 1.0
        for i in range(1, k):
            term = term * (x * (1.0 / i))
            total = total + term
        e = exp(-x)
        gap = e * total - (1.0 - u)
        bottom, top = (x, top) if gap > 0.0 else (bottom, x)
        nearer = x + gap / (e * term)
        if not bottom < nearer < top:
            nearer = (bottom + top) * 0.5 if top < 1.0e9 else x + x + 1.0
        done = abs(nearer - x) <= 1.0e-12 * nearer
        x = nearer
        if done:
            break
    return x


def whole(x: float, u: float) -> int:
    """Return x made whole: floor(x + u), so a larger x is never fewer under the same u."""
    return math.floor(x + u)


def systematic(n: int, chosen: int, v: float) -> list[int]:
    """Return how many are chosen among the first 0, 1 … n people of a list, equal chance each."""
    return [math.floor(count * chosen / n + v) for count in range(n + 1)]
