"""Lists of records inside a JSON file, as the rows of a table each.

Some summaries are published as one JSON object: a few values that hold for all of it, and lists of
records. Each list becomes a table under its own name, the values of the whole repeated beside each
record. Numbers stay as printed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from knockon.errors import KnockonError

__all__ = ["tables_in"]

_LARGEST = 50_000_000

Table = list[list[str]]
"""A header and rows, as a CSV reader gives them."""


def tables_in(path: Path, label: str) -> Mapping[str, Table]:
    """Return the tables of a JSON file by the key each list stands under; none when it has none.

    The n-th record is row n. Raises K214 for what is not JSON or larger than a summary can be.
    """
    if path.stat().st_size > _LARGEST:
        raise _unreadable(label, f"more than {_LARGEST // 1_000_000} MB of JSON")
    try:
        content = json.loads(
            path.read_bytes().decode("utf-8-sig"),
            parse_int=str,
            parse_float=str,
            parse_constant=_no_number,
            object_pairs_hook=_each_key_once,
        )
    except (ValueError, RecursionError) as problem:
        raise _unreadable(label, "text that is not JSON") from problem
    if not isinstance(content, dict):
        return {}
    whole = {key: value for key, value in content.items() if not isinstance(value, dict | list)}
    return {
        key: _table(value, whole)
        for key, value in content.items()
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value)
    }


def _table(records: Sequence[Mapping[str, object]], whole: Mapping[str, object]) -> Table:
    own = list(dict.fromkeys(key for record in records for key in record))
    around = [key for key in whole if key not in own]
    rows = [
        [*(_text(record.get(key)) for key in own), *(_text(whole[key]) for key in around)]
        for record in records
    ]
    return [[*own, *around], *rows]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return dict(pairs)


def _no_number(constant: str) -> object:
    raise ValueError(f"{constant} is not a number")


def _unreadable(label: str, what: str) -> KnockonError:
    return KnockonError(
        "K214",
        f"the file holds {what}",
        expected="a summary in JSON",
        remedy="Download it again, or move it out of the folder.",
        place=label,
    )
