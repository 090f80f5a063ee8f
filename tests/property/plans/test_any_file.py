"""Whatever stands in a file, it is read or refused with a line; nothing else happens."""

import copy
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knockon.catalogue import Catalogue, load
from knockon.catalogue.yaml import load_strict_text
from knockon.errors import KnockonError
from knockon.plans.assessment import Assessment
from knockon.plans.reading import assessment_from

WHOLE: dict[str, Any] = {
    "format": "knockon/assessment/1",
    "assessment": "A",
    "system": "s",
    "from": "2026-12-07",
    "weeks": 4,
    "draws": 10,
    "seed": 1,
    "behaviour": {"gpps-2026": 1},
    "uptake": {
        "limit_daily_contacts": [
            {
                "low": 0.1,
                "likely": 0.2,
                "high": 0.3,
                "params": {"cap": 25},
                "from": "2026-12-07",
                "until": "2026-12-14",
                "ramp_weeks": 0,
                "already": {"low": 0, "likely": 0, "high": 0},
                "reverting": 0.5,
            }
        ]
    },
    "known": {"J81002": {"limit_daily_contacts": {"taking": True, "since": "2026-11-01"}}},
    "stopping": [
        {
            "service": "dmard_monitoring",
            "patients": "new",
            "from": "2027-01-01",
            "uptake": {"low": 0.2, "likely": 0.4, "high": 0.6},
        }
    ],
    "mitigations": [{"type": "overflow_hub", "from": "2026-12-14", "slots_per_day": 300}],
    "compare": ["reasonable_worst_case"],
    "parameters": {"precap": {"low": 0.3, "central": 0.4, "high": 0.45}},
}

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats(-1e6, 1e6)
    | st.text("a2-b .:é", max_size=10)
    | st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner),
    max_leaves=4,
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else []
    inner = enumerate(value) if isinstance(value, list) else inner
    return [path] + [p for key, item in inner for p in paths(item, (*path, key))]


def changed(path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    whole = copy.deepcopy(WHOLE)
    here: Any = whole
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return whole


@pytest.fixture(scope="module")
def read() -> Callable[[Any], Assessment]:
    catalogue: Catalogue = load()
    return lambda value: assessment_from(load_strict_text(json.dumps(value), "any.json"), catalogue)


def refusal_of(reading: Callable[[], object]) -> str | None:
    try:
        reading()
    except KnockonError as refusal:
        return refusal.sentence()
    return None


def test_the_whole_is_read(read: Callable[[Any], Assessment]) -> None:
    assert read(WHOLE).actions == ("limit_daily_contacts",)


@settings(max_examples=400, deadline=None)
@given(path=st.sampled_from(paths(WHOLE)), value=anything)
def test_one_value_changed_is_read_or_refused_with_its_line(
    read: Callable[[Any], Assessment], path: tuple[Any, ...], value: Any
) -> None:
    told = refusal_of(lambda: read(changed(path, value)))
    assert told is None or told.startswith("any.json:")
    assert "\n" not in (told or "")
