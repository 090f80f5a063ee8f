"""A new assessment runs as it stands, and a preset takes an assessment's place."""

from datetime import date

import pytest

from knockon.catalogue.values import Catalogue
from knockon.catalogue.yaml import load_strict_text
from knockon.errors import KnockonError
from knockon.plans.assessment import Assessment, Uptake
from knockon.plans.presets import as_preset
from knockon.plans.reading import assessment_from
from knockon.plans.writing import new_assessment

SUNDAY = date(2026, 11, 22)


def written(catalogue: Catalogue, preset: str | None, folder: str = "systems/dorset") -> Assessment:
    text = new_assessment(folder, preset, catalogue, SUNDAY)
    return assessment_from(load_strict_text(text, "new.yaml"), catalogue)


def test_it_starts_on_the_next_monday_with_the_surveyed_share(catalogue: Catalogue) -> None:
    found = written(catalogue, None)
    phase = found.uptake["limit_daily_contacts"][0]
    assert found.start == date(2026, 11, 23)
    assert phase.uptake == Uptake(0.37, 0.41, 0.45)
    assert phase.params == {"cap": 25}
    assert [name for name, _ in found.behaviours] == ["gpps-2026", "implied-nhse-2024"]


def test_every_behaviour_set_is_offered_in_a_note(catalogue: Catalogue) -> None:
    text = new_assessment("s", None, catalogue, SUNDAY)
    assert "#   gpps-2026: Title of gpps-2026" in text


@pytest.mark.parametrize("folder", ["systems/dorset", "my systems/d: #1", "1", "null", 'a "b"'])
def test_any_folder_name_survives(catalogue: Catalogue, folder: str) -> None:
    assert written(catalogue, None, folder).system == folder


def test_a_preset_written_out_reads_back_as_the_preset(catalogue: Catalogue) -> None:
    found = written(catalogue, "nhse_2024_30")
    preset = catalogue.presets["nhse_2024_30"]
    assert as_preset(found, preset, catalogue) == found
    phase = found.uptake["limit_daily_contacts"][0]
    assert (phase.start, phase.until) == (date(2026, 11, 30), date(2026, 12, 28))
    assert phase.params == {"cap": 20}
    assert found.overrides == {"u_cap_nov": (0.1, 0.2, 0.3)}


def test_an_unknown_preset_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(KnockonError, match="nhse_2024_30") as refusal:
        written(catalogue, "nhse_2024")
    assert refusal.value.code == "K108"


def test_a_preset_keeps_dates_draws_and_seed(catalogue: Catalogue) -> None:
    asked = written(catalogue, None)
    case = as_preset(asked, catalogue.presets["nhse_2024_30"], catalogue)
    assert (case.start, case.weeks, case.draws, case.seed) == (
        asked.start,
        asked.weeks,
        asked.draws,
        asked.seed,
    )
    assert case.behaviours == (("implied-nhse-2024", 1.0),)
