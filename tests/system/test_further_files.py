"""Files asked for beside a run: refused before it, written with it, or made later of its draws."""

import json

import pytest

ASSESSMENT = """\
assessment: A short run
system: made-up
from: 2026-12-07
weeks: 2
draws: 8
seed: 1
behaviour: gpps-2026
uptake:
  limit_daily_contacts: {low: 0.3, likely: 0.4, high: 0.5, params: {cap: 25}}
"""


@pytest.fixture
def there(here):
    here.write("winter.yaml", ASSESSMENT)
    return here


def test_a_stranger_is_refused_before_anything_is_run(there):
    done = there.run("assess", "winter.yaml", "--out", "winter", "--for", "X00001")
    assert done.returncode == 1
    assert "K632" in done.stderr
    assert "Simulating" not in done.stderr
    assert not (there.folder / "winter").exists()


def test_files_asked_for_later_are_of_the_same_run(there):
    first = there.run("assess", "winter.yaml", "--json")
    assert first.returncode == 0, first.stderr
    (folder,) = (there.folder / "runs").iterdir()
    digest = json.loads((folder / "run.json").read_text("utf-8"))["result_digest"]

    asked = ("--board-paper", "--xlsx", "--for", "nhs111", "--charts")
    later = there.run("assess", "winter.yaml", *asked)
    assert later.returncode == 0, later.stderr
    for name in ("board-paper.docx", "tables.xlsx", "for-nhs111.html", "for-nhs111.xlsx"):
        assert (folder / name).is_file()
    assert list((folder / "charts").glob("*.csv"))
    assert json.loads((folder / "run.json").read_text("utf-8"))["result_digest"] == digest

    again = there.run("assess", "winter.yaml", *asked)
    assert "nothing was run again" in again.stderr
