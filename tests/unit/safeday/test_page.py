"""The page and the values for programs: nothing unknown reads as a number."""

import json
import re
from pathlib import Path

import pytest

from knockon.catalogue.facts import UNKNOWN
from knockon.plans.plan_reading import read_plan
from knockon.reports.safe_day import ends_table, safe_day_page, urgent_table, week_table
from knockon.reports.safe_day_json import safe_day_document
from knockon.reports.safe_day_wording import after_a_year, fits
from knockon.safeday import Clinician, Exceptions, Group, Rota, judged, limit_of, outlook


@pytest.fixture
def tested(repository: Path, catalogue) -> Exceptions:
    plan = read_plan(repository / "examples" / "safe-day" / "plan.yaml", catalogue)
    return judged((Group("Palliative care"),), plan, limit_of(plan, catalogue), catalogue)


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_page_says_the_sum_and_shows_a_table_beside_each_chart(one_gp, tested) -> None:
    found = outlook(one_gp(urgent_share=0.25), years=3)
    html = safe_day_page(found, tested, "0.1.0")
    text = words_of(html)
    assert fits(found) in text
    assert after_a_year(found) in text
    assert html.count('<svg class="chart"') == 2
    for table in (week_table(found), ends_table(found), urgent_table(found)):
        assert table is not None
        assert f'id="{table.id}"' in html
    assert "<script" not in html
    assert "://" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", html)


def test_the_page_names_the_clause_on_the_patients_needs(one_gp, tested) -> None:
    text = words_of(safe_day_page(outlook(one_gp(), years=3), tested, "0.1.0"))
    assert "para 4(4)(a)-(c)" in text
    assert "not legal advice" in text
    assert "Palliative care" in text


def test_an_unknown_urgent_share_has_no_table_of_slots_and_says_why(one_gp, tested) -> None:
    found = outlook(one_gp(urgent_share=UNKNOWN), years=3)
    assert urgent_table(found) is None
    assert "urgent share is not known" in words_of(safe_day_page(found, tested, "0.1.0"))
    document = safe_day_document(found, tested)
    assert document["urgent_share"] == "unknown"
    assert document["weekdays"][0]["urgent"] == "unknown"
    assert document["list"]["urgent_beyond_held"] == "unknown"


def test_a_day_without_room_for_what_is_urgent_is_warned_of(one_gp, tested) -> None:
    rota = Rota((Clinician("GP 1", (2, 2, 0, 2, 2)),), full_day=2)
    found = outlook(one_gp(rota=rota, urgent_share=0.3), years=3)
    text = words_of(safe_day_page(found, tested, "0.1.0"))
    assert "On Wednesdays there is no room for the slots that urgent contacts need" in text
    assert "0 (no more room)" in text


def test_where_there_is_room_no_list_is_told(one_gp, tested) -> None:
    found = outlook(one_gp(asked=8.0), years=3)
    assert "no list builds up" in after_a_year(found)
    assert "empties again" in words_of(safe_day_page(found, tested, "0.1.0"))


def test_the_values_for_programs_are_those_of_the_outlook(one_gp, tested) -> None:
    found = outlook(one_gp(urgent_share=0.25), years=3)
    document = json.loads(json.dumps(safe_day_document(found, tested), allow_nan=False))
    assert document["format"] == "knockon/safe-day-outlook/1"
    assert document["list"]["settles_at"]["nobody"] == "without_end"
    ends = document["list"]["month_ends"]
    assert [end["day"] for end in ends] == [end.day.isoformat() for end in found.month_ends]
    assert ends[-1]["waiting"]["central"] == pytest.approx(found.waiting["central"][-1])
    assert {way["verdict"] for way in document["exceptions"]["ways"]} >= {"not_in_accordance"}


def test_the_same_day_gives_the_same_bytes(one_gp, tested) -> None:
    plan = one_gp(urgent_share=0.25)
    pages = {safe_day_page(outlook(plan, years=3), tested, "0.1.0") for _ in range(2)}
    assert len(pages) == 1
