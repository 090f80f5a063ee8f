"""`knockon published check`: what a file is, what of it would be used, and what looks odd."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import SAMPLES, Press

from knockon.published.publications import LAYOUTS
from knockon.published.quality import NOT_TRIED, TRIED

Knockon = Callable[..., Any]


def looked_at(knockon: Knockon, *files: Path) -> list[dict[str, Any]]:
    document = json.loads(knockon("published", "check", *files, "--json").out)
    assert document["format"] == "knockon/published-check/1"
    return document["files"]


def with_column(path: Path, to: Path, name: str) -> Path:
    head, *rows = csv.reader(io.StringIO(path.read_text("utf-8")))
    to.write_text(Press().text([[*head, name], *([*row, "7"] for row in rows)]), "utf-8")
    return to


@pytest.mark.parametrize("layout", [one for one in LAYOUTS if (SAMPLES / one.id).is_dir()])
def test_every_sample_is_told_what_it_is(knockon: Knockon, layout: Any) -> None:
    (one, *_) = looked_at(knockon, *(SAMPLES / layout.id).iterdir())
    assert one["layout"] == layout.id
    assert one["problem"] is None
    assert one["tried"] == (TRIED if layout.seen == "file" else NOT_TRIED)
    assert all(filled["rows"] for filled in one["fills"])


def test_in_words(knockon: Knockon) -> None:
    (path,) = (SAMPLES / "pharmacy_first").iterdir()
    told = knockon("published", "check", path)
    said = " ".join(told.out.split())
    assert told.status == 0
    assert "What it is: Pharmacy First" in said
    assert "this layout has not been tried on a real file" in said
    assert "2024-05-01 to 2024-05-31" in said
    assert "Odd: rows of no use here: 1" in said


def test_a_column_not_known_is_told_with_what_to_report(knockon: Knockon, tmp_path: Path) -> None:
    (path,) = (SAMPLES / "mrr").iterdir()
    changed = with_column(path, tmp_path / "mrr.csv", "Op Gprefsseen M")
    told = knockon("published", "check", changed)
    assert told.status == 1
    said = " ".join(told.out.split())
    assert "K217" in said
    assert "columns not known: Op Gprefsseen M" in said
    assert "report the file's address with its header: Yearnumber, Periodname," in said


def test_a_column_more_is_tolerated_where_a_real_file_was_seen(
    knockon: Knockon, tmp_path: Path
) -> None:
    (path,) = (SAMPLES / "beds").iterdir()
    (one,) = looked_at(knockon, with_column(path, tmp_path / "beds.csv", "source"))
    assert one["problem"] is None
    assert "source" in one["beside"]
    assert one["unknown"] == []


def test_rows_refused_are_listed_with_their_line(knockon: Knockon, tmp_path: Path) -> None:
    (path,) = (SAMPLES / "gpad_daily").iterdir()
    text = path.read_text("utf-8").replace("Same Day", "Some Day", 1)
    (tmp_path / "daily.csv").write_text(text, "utf-8")
    (one,) = looked_at(knockon, tmp_path / "daily.csv")
    (row,) = one["refused"]
    assert row["line"] == 2
    assert "'Some Day' is not one of Same Day" in row["reason"]


def test_a_file_of_nothing_known_shows_its_header(knockon: Knockon, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("colour,taste\nred,sweet\n")
    told = knockon("published", "check", tmp_path / "own.csv")
    assert told.status == 0
    assert "Not used: its header is of no publication known" in " ".join(told.out.split())
    assert "Its header: colour, taste" in told.out


def test_a_damaged_zip_does_not_stop_the_others(knockon: Knockon, tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 no more")
    (path,) = (SAMPLES / "beds").iterdir()
    broken, beds = looked_at(knockon, tmp_path / "broken.zip", path)
    assert broken["problem"].startswith("K203")
    assert beds["layout"] == "beds"


def test_no_such_file(knockon: Knockon, tmp_path: Path) -> None:
    assert knockon("published", "check", tmp_path / "nothing.csv").refused() == "K218"


def test_what_to_download_says_which_layouts_are_not_tried(knockon: Knockon) -> None:
    rows = json.loads(knockon("system", "files", "--json").out)["publications"]
    tried = {row["publication"]: row["layout"] for row in rows}
    assert tried["Referral to treatment, full extract"] == NOT_TRIED
    assert tried["Patients Registered at a GP Practice, map"] == TRIED
