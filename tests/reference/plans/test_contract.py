"""The assessment the file format is described by, and those the packs make, can be read."""

from datetime import date
from pathlib import Path

import pytest

from knockon.catalogue import Catalogue, load
from knockon.catalogue.overriding import parameters
from knockon.catalogue.yaml import load_strict_text
from knockon.errors import KnockonError
from knockon.plans.presets import as_preset
from knockon.plans.reading import assessment_from
from knockon.plans.writing import new_assessment


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="module")
def example(shared: Path) -> str:
    text = (shared / "contracts" / "assessment.md").read_text(encoding="utf-8")
    return text.split("```yaml\n")[1].split("```")[0]


def test_the_example_of_the_format_is_read(example: str, catalogue: Catalogue) -> None:
    found = assessment_from(load_strict_text(example, "contract"), catalogue)
    assert (found.start, found.weeks, found.draws) == (date(2026, 12, 7), 26, 500)
    assert found.uptake["limit_daily_contacts"][0].params["cap"] == 25
    assert found.known["J81002"]["limit_daily_contacts"].params["cap"] == 28
    assert found.overrides == {"precap": (0.30, 0.40, 0.45)}


@pytest.mark.parametrize("key", ["uptake", "behaviour", "known", "seed", "compare"])
def test_each_of_its_keys_misspelt_is_refused(example: str, catalogue: Catalogue, key: str) -> None:
    text = example.replace(f"\n{key}:", f"\n{key}x:")
    with pytest.raises(KnockonError) as refusal:
        assessment_from(load_strict_text(text, "contract"), catalogue)
    assert refusal.value.code == "K005"
    assert repr(key) in refusal.value.remedy


@pytest.mark.parametrize(
    "preset", [None, "surveyed_2024", "reasonable_worst_case", "nhse_2024_30", "nhse_2024_10"]
)
def test_a_new_assessment_of_every_preset_runs_as_it_stands(
    catalogue: Catalogue, preset: str | None
) -> None:
    text = new_assessment("systems/dorset", preset, catalogue, date(2026, 11, 22))
    found = assessment_from(load_strict_text(text, "new"), catalogue)
    parameters(catalogue, found.overrides)
    if preset:
        assert as_preset(found, catalogue.presets[preset], catalogue) == found
    else:
        assert found.actions == ("limit_daily_contacts",)
