"""The page of a safe day in a browser: accessible, and never wider than a phone.

Needs Chromium on the machine; skipped with a sentence where there is none.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright
from typer.testing import CliRunner

from knockon.cli import app

pytestmark = pytest.mark.browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def page(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The example's page, everything folded opened, on a narrow phone."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("Chromium is not on this machine: install the package chromium")
    example, out = repository / "examples" / "safe-day", tmp_path_factory.mktemp("day") / "out"
    asked = [str(example / "plan.yaml"), "--day", str(example / "day.yaml"), "--out", str(out)]
    assert CliRunner().invoke(app, ["safe-day", *asked]).exit_code == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        page = browser.new_page(viewport={"width": 320, "height": 700})
        page.goto((out / "safe-day.html").as_uri())
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
        yield page
        browser.close()


def test_axe_finds_nothing_wrong(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found] == []


def test_a_phone_never_scrolls_the_page_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_each_chart_has_a_name_and_a_description(page: Page) -> None:
    named = page.eval_on_selector_all(
        "svg.chart", "all => all.map(one => one.querySelectorAll('title, desc').length)"
    )
    assert named == [2, 2]
