"""Headers as people write them, reduced to what they mean.

The same publication arrives with capitals, snake_case, stray spaces, a byte order mark, or "0" for
a hyphen. Two headers are the same when their letters and digits are, with ``&`` read as "and",
``+`` as "plus", ``<`` as "under" and ``>`` as "over".
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from functools import lru_cache

__all__ = ["nearest", "plain", "plain_row"]

_SPOKEN = {"&": "and", "+": "plus", "<": "under", ">": "over"}


@lru_cache(maxsize=4096)
def plain(header: str) -> str:
    """Return a header's letters and digits in lower case, signs spoken."""
    spoken = (_SPOKEN.get(letter, letter) for letter in header.lower())
    return "".join(letter for letter in "".join(spoken) if letter.isascii() and letter.isalnum())


def plain_row(headers: Iterable[str]) -> tuple[str, ...]:
    """Return a header row with each name made plain; order and repeats kept."""
    return tuple(plain(header) for header in headers)


def nearest(wanted: str, headers: Sequence[str]) -> str | None:
    """Return the header that looks most like the one wanted; None when none comes near."""
    by_plain = {plain(header): header for header in headers if plain(header)}
    close = difflib.get_close_matches(plain(wanted), list(by_plain), n=1, cutoff=0.6)
    return by_plain[close[0]] if close else None
