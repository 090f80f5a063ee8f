"""Records that are only ever added to, each sealed with the one before it.

One implementation for the register of notices, the decision log and the audit. A file holds one
entry a line; :func:`create` begins one, :func:`writing` adds to it, :func:`read` checks and
returns every entry, :func:`holds` finds one whose hash was noted elsewhere.
"""

from knockon.chain.entries import BEGINNING, Act, Entry
from knockon.chain.file import (
    Chain,
    Torn,
    Writer,
    create,
    holds,
    read,
    require_begun,
    writing,
)

__all__ = [
    "BEGINNING",
    "Act",
    "Chain",
    "Entry",
    "Torn",
    "Writer",
    "create",
    "holds",
    "read",
    "require_begun",
    "writing",
]
