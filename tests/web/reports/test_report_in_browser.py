"""The report in a browser: accessible, readable on a phone and on paper, the same without scripts.

Needs Chromium on the machine; skipped with a sentence where there is none.
"""

import itertools
import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from knockon.impact.forecast import Forecast
from knockon.reports.quality import quality_page
from knockon.reports.writing import write_run

pytestmark = pytest.mark.browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SYSTEM: Any = SimpleNamespace(
    icbs=(SimpleNamespace(code="QXX", name="NHS Seaside ICB"),),
    practices=(SimpleNamespace(registered_patients=1200),),
    built=SimpleNamespace(isoformat=lambda: "2026-11-22"),
    version="0.1.0",
    synthetic=True,
)
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("Chromium is not on this machine: install the package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def run(make: Callable[..., Forecast], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    write_run(make(synthetic=True), folder, at=datetime(2026, 11, 22, tzinfo=UTC))
    return folder


@pytest.fixture
def open_page(browser: Browser, run: Path) -> Iterator[Callable[..., Page]]:
    contexts = []

    def opened(**settings: Any) -> Page:
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.goto((run / "report.html").as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_wrong(open_page: Callable[..., Page], width: int) -> None:
    page = open_page(viewport={"width": width, "height": 900})
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    assert violations(page) == []


def test_axe_finds_nothing_wrong_with_the_quality_page(
    browser: Browser, sample: ModuleType, tmp_path: Path
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 900})
    path = tmp_path / "quality.html"
    used = [{"file": f"ae/{month}.csv", "rows": month, "last": None} for month in range(20)]
    path.write_text(quality_page({**sample.QUALITY, "used": used}, SYSTEM), "utf-8")
    page.goto(path.as_uri())
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("width", [320, 375, 768])
def test_a_phone_never_scrolls_the_page_sideways(
    open_page: Callable[..., Page], width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 700})
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width


def test_the_first_screen_of_a_phone_holds_the_sentence_and_the_three_numbers(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(viewport={"width": 360, "height": 740})
    ends = page.eval_on_selector_all(
        ".sentence, .card", "all => all.map(one => one.getBoundingClientRect().bottom)"
    )
    assert len(ends) == 4
    assert max(ends) <= 740


def test_remarks_and_weekly_numbers_stay_off_paper(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.emulate_media(media="print")
    shown = page.eval_on_selector_all(
        "th", "all => all.filter(one => one.checkVisibility()).map(one => one.innerText)"
    )
    assert {"Low", "Central", "High", "Grade", "Source"} <= set(shown)
    assert not {"Remarks", "Week from"} & set(shown)


def test_a_wide_table_scrolls_in_a_region_the_keyboard_reaches(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(viewport={"width": 320, "height": 700})
    regions = page.eval_on_selector_all(
        ".scroll", "all => all.map(one => [one.tabIndex, one.getAttribute('role')])"
    )
    assert regions
    assert all(region == [0, "region"] for region in regions)


def test_the_page_is_the_same_with_scripts_off(open_page: Callable[..., Page]) -> None:
    with_scripts, without = open_page(), open_page(java_script_enabled=False)
    assert with_scripts.inner_text("main") == without.inner_text("main")
    assert "<script" not in without.content()


def test_nothing_is_asked_of_the_network(browser: Browser, run: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((run / "report.html").as_uri(), wait_until="networkidle")
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_headings_are_in_order_and_the_first_stop_skips_to_the_report(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    levels = page.eval_on_selector_all(
        "h1, h2, h3", "all => all.map(one => Number(one.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


def test_on_paper_tables_shown_closed_are_open(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    heights = page.eval_on_selector_all(
        "details:not(.screen) table", "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 794
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_every_number_of_the_export_is_on_the_page(
    open_page: Callable[..., Page], run: Path
) -> None:
    page = open_page()
    shown = set(page.eval_on_selector_all("data", "all => all.map(one => Number(one.value))"))
    exported = json.loads((run / "summary.json").read_text("utf-8"))
    for part in ("measures", "cost", "accounting", "groups", "horizons", "breaches"):
        missing = [number for number in numbers(exported[part]) if number not in shown]
        assert missing == [], part


def numbers(value: Any) -> Iterator[float]:
    """Every number in a part of the export, but for years."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "price_year":
                yield from numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from numbers(inner)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield float(value)


def test_links_to_the_files_lead_to_files_that_are_there(
    open_page: Callable[..., Page], run: Path
) -> None:
    page = open_page()
    names = page.eval_on_selector_all("#download a", "all => all.map(a => a.getAttribute('href'))")
    assert set(names) == {path.name for path in run.iterdir()} - {"report.html"}


def test_no_mark_or_typeface_of_the_nhs_is_used(run: Path) -> None:
    html = (run / "report.html").read_text("utf-8")
    assert not re.search("frutiger|<img|logo", html, re.IGNORECASE)
