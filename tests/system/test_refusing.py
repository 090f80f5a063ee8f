"""What is wrong is told in one sentence, with status 1, and nothing is written or printed."""

import re
import zipfile

import pytest

WINTER = """\
assessment: Winter
system: made-up
from: 2026-12-07
weeks: 4
draws: 8
seed: 7
behaviour: gpps-2026
uptake:
  limit_daily_contacts: {low: 0.2, likely: 0.4, high: 0.6, params: {cap: 25}}
"""


def swap(text, old, new):
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("uptake:", "uptakes:", "Did you mean 'uptake'"),
        ("likely: 0.4", "likely: 0.7", "rise from low to likely to high"),
        ("from: 2026-12-07", "from: 2026-12-08", "a Tuesday"),
        ("behaviour: gpps-2026", "behaviour: gpps-2062", "Did you mean 'gpps-2026'"),
        ("weeks: 4", "weeks: 4\nknown: {J81002: {limit_daily_contacts: {taking: true}}}", "J81002"),
    ],
)
def test_a_mistake_in_an_assessment(here, old, new, says):
    here.write("winter.yaml", swap(WINTER, old, new))
    told = here.refused("assess", "winter.yaml", "--out", "winter", "--json")
    assert says in told
    assert re.match(r"K\d{3}: winter\.yaml(:\d+)?: ", told)


def downloads(here, press):
    return press.write_whole(here.folder / "downloads")


def cut_short(here, press):
    folder = downloads(here, press)
    (folder / "map.csv").unlink()
    whole = press.write_zip(folder / "map.zip", map=press.map())
    whole.write_bytes(whole.read_bytes()[:-30])


def wrong_publication(here, press):
    press.write(here.folder / "downloads" / "own.csv", [["colour", "taste"], ["red", "sweet"]])


def column_missing(here, press):
    press.write(downloads(here, press) / "map.csv", [row[:2] + row[3:] for row in press.map()])


def practice_repeated(here, press):
    rows = press.map()
    press.write(downloads(here, press) / "map.csv", [*rows, rows[-1]])


def count_below_zero(here, press):
    rows = [[cell.replace("8000", "-8000") for cell in row] for row in press.totals()]
    press.write(downloads(here, press) / "all.csv", rows)


def not_utf_8(here, press):
    text = press.text(press.map()).replace("Ford", "Fjörd")
    (downloads(here, press) / "map.csv").write_bytes(text.encode("latin-1"))


def empty(here, press):
    del press
    (here.folder / "downloads").mkdir()


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (cut_short, "K203"),
        (wrong_publication, "K302"),
        (column_missing, "K205"),
        (practice_repeated, "K206"),
        (count_below_zero, "K207"),
        (not_utf_8, "K202"),
        (empty, "K302"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_folder_of_files_no_system_can_be_built_from(here, press, damage, code):
    damage(here, press)
    told = here.refused(
        *("system", "build", "--icb", "QXX", "--from", "downloads", "--out", "shire", "--json")
    )
    assert told.startswith(code)


def test_an_unknown_board(here, press):
    downloads(here, press)
    told = here.refused(
        *("system", "build", "--icb", "QZZ", "--from", "downloads", "--out", "shire")
    )
    assert told.startswith("K301")
    assert "QXX" in told


def test_a_board_is_built_from_files_under_any_name_wherever_they_lie(here, press):
    folder = downloads(here, press)
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.write(folder / "map.csv", "deep/down.csv")
    (folder / "map.csv").unlink()
    (folder / "elsewhere").mkdir()
    (folder / "all.csv").rename(folder / "elsewhere" / "download (3).CSV")
    (folder / "notes.csv").write_bytes(b'a,b\n1\n"unclosed\n,,,\n\x00\xff')
    (folder / "nothing.csv").write_bytes(b"")
    asked = ("system", "build", "--icb", "QXX", "--from", "downloads", "--out", "shire")
    assert here.json(*asked)["registered_patients"] == 20000
    quality = here.read("shire/quality.json")
    assert {one["file"] for one in quality["not_used"]} == {"notes.csv", "nothing.csv"}
    assert "download (3).CSV" in (here.folder / "shire" / "quality.html").read_text("utf-8")


def test_what_exists_is_kept_without_force_and_what_is_needed_even_with_it(here):
    here.write("winter.yaml", WINTER)
    here.write("mine", "a file of mine")
    assert here.refused("assess", "winter.yaml", "--out", "mine").startswith("K680")
    for out in ("made-up", ".."):
        told = here.refused("assess", "winter.yaml", "--out", out, "--force")
        assert told.startswith("K683")


@pytest.mark.parametrize(
    "wrong",
    [
        ("assess", "winter.yaml", "--draws", "0"),
        ("assess", "winter.yaml", "--draws", "1000000"),
        ("system", "build", "--icb", "QVV"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_status_2(here, wrong):
    with here.nothing_written():
        done = here.run(*wrong)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
