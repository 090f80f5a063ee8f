"""The file a practice fills in."""

from pathlib import Path

import pytest

from knockon.catalogue.facts import Unknown
from knockon.errors import KnockonError
from knockon.safeday import new_safe_day, read_safe_day

FILE = """\
format: knockon/safe-day/1
full_day: 2
clinicians:
  - {name: GP 1, sessions: {Monday: 2, Thursday: 1}}
asked_by_weekday: {Monday: 50, Tuesday: 40, Wednesday: 40, Thursday: 40, Friday: 30}
urgent_share: 0.3
held: {seen: 0.9, of: days, unused: lost}
list_now: 120
exceptions:
  - {name: Babies, ages: {to: 0}}
  - {name: Palliative care}
"""


@pytest.fixture
def written(tmp_path: Path):
    def write(text: str):
        path = tmp_path / "day.yaml"
        path.write_text(text, encoding="utf-8")
        return read_safe_day(path)

    return write


def test_what_a_file_says(written) -> None:
    found = written(FILE)
    assert found.rota.slots(25) == (25, 0, 0, 12.5, 0)
    assert found.stated.by_weekday == (50, 40, 40, 40, 30)
    assert (found.held.seen, found.held.of, found.held.released) == (0.9, "days", False)
    assert found.list_now == 120
    assert found.exceptions[0].ages == (None, 0)


def test_the_file_to_fill_in_reads_as_it_stands_and_knows_nothing(written) -> None:
    found = written(new_safe_day())
    assert isinstance(found.stated.asked, Unknown)
    assert isinstance(found.stated.urgent_share, Unknown)
    assert isinstance(found.list_now, Unknown)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("Monday: 2,", "Monday: 9,", "K130", 4),
        ("Monday: 2,", "Mondy: 2,", "K133", 4),
        ("urgent_share: 0.3", "urgent_share: 30", "K133", 5),
        ("seen: 0.9", "seen: 90", "K133", 7),
        ("{to: 0}", "{from: 5, to: 0}", "K134", 10),
        ("full_day: 2", "full_days: 2", "K005", 2),
        ("full_day: 2\n", "", "K102", 1),
        ("of: days", "of: weeks", "K101", 7),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(written, old, new, code, line) -> None:
    with pytest.raises(KnockonError) as refused:
        written(FILE.replace(old, new))
    assert refused.value.code == code
    assert f":{line}" in str(refused.value.place) or f"line {line}" in str(refused.value.place)
