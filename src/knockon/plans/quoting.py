"""Write values as YAML that reads back as what they are, and comments that fit a page."""

from __future__ import annotations

import json
import re
import textwrap
from typing import Any

_WIDTH = 96
_PLAIN = re.compile(r"[^\W\d_]([\w/ -]*\w)?")
"""Letters, digits, spaces and hyphens, from a letter to a letter or digit."""


def as_yaml(value: Any) -> str:
    """Return a value as YAML on one line: text plain where that cannot be misread, else quoted."""
    if not isinstance(value, str):
        return json.dumps(value, default=str)
    plain = _PLAIN.fullmatch(value) and value not in ("true", "false", "null")
    return value if plain else json.dumps(value, ensure_ascii=False)


def comment(text: str, indent: int, *, hanging: str = "") -> list[str]:
    """Return text as comment lines at an indent; ``hanging`` stands before the first word."""
    begins = " " * indent + "# "
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=begins + hanging,
        subsequent_indent=begins + " " * len(hanging),
        break_on_hyphens=False,
    )
