"""Letters, evidence packs and the log of requests from the command line."""

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knockon.register import Holder, Notice, Owed, Period, Recorded, Sender, new_ledger, writing

Knockon = Callable[..., Any]
AT = dt.datetime(2024, 9, 16, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def handed_back(repository: Path, here: Path) -> Path:
    shutil.copy(repository / "examples" / "plans" / "services-handed-back.yaml", here / "plan.yaml")
    return here / "plan.yaml"


@pytest.fixture
def ledger(here: Path) -> Path:
    """An alliance's letter on two services of three practices, one of them only considered."""
    path = here / "ledger.jsonl"
    new_ledger(path, "Shire", by="A. Clerk", at=AT)
    notices = tuple(
        Notice(
            sender=Sender("alliance", "Shire GP Alliance"),
            holder=Holder("practice", f"X1000{number}"),
            service=service,
            patients=("all",),
            given_on=AT.date() if service == "phlebotomy" else None,
            ends_on=dt.date(2024, 12, 31),
            owed=Owed(Period(3, "months"), "clause 12.4"),
            recipient="NHS Shire ICB",
            letter="A/9",
            tier="From January 2025",
        )
        for number in (1, 2, 3)
        for service in ("phlebotomy", "spirometry")
    )
    with writing(path) as book:
        services = ("phlebotomy", "spirometry")
        book.record(Recorded(notices), by="A. Clerk", at=AT, services=services)
    return path


def test_a_plan_tells_its_letters_and_what_they_lack_and_writes_nothing(
    knockon: Knockon, handed_back: Path
) -> None:
    told = knockon("letters", handed_back)
    assert told.status == 0
    assert "notice-minor_injuries: Notice on Minor injuries" in told.out
    assert "Nothing is written without --out." in told.out
    assert "notice-minor_injuries: not stated: who gives notice" in told.err
    assert list(handed_back.parent.iterdir()) == [handed_back]


def test_letters_are_written_whole_with_a_list_of_them(
    knockon: Knockon, handed_back: Path, here: Path
) -> None:
    told = knockon(
        *("letters", "write", handed_back, "--letter", "notice"),
        *("--date", "2024-10-07", "--out", here / "out", "--json"),
    )
    assert told.status == 0
    document = json.loads(told.out)
    assert document == json.loads((here / "out" / "letters.json").read_text(encoding="utf-8"))
    names = {name for entry in document["letters"] for name in entry["files"]}
    assert {path.name for path in (here / "out").iterdir()} == {*names, "letters.json"}
    assert {Path(name).suffix for name in names} == {".docx", ".pdf"}
    again = knockon("letters", handed_back, "--letter", "notice", "--out", here / "out")
    assert again.refused() == "K680"


def test_the_same_command_gives_the_same_bytes(
    knockon: Knockon, handed_back: Path, here: Path
) -> None:
    "Dates of files and of the clock are in none of them."
    asked = ("letters", handed_back, "--letter", "patients", "--date", "2024-10-07", "--json")
    first, again = (json.loads(knockon(*asked, "--out", here / n).out) for n in ("a", "b"))
    assert first == again


def test_an_alliance_s_letter_needs_a_ledger_alone(
    knockon: Knockon, ledger: Path, here: Path
) -> None:
    details = here / "details.yaml"
    details.write_text(
        "contact: the office\nletters:\n  collective:\n"
        "    asks: [{ask: Raise overflow capacity, by: 2024-10-14}]\n",
        encoding="utf-8",
    )
    told = knockon(
        *("letters", "--ledger", ledger, "--letter", "collective", "--details", details),
        *("--date", "2024-09-16", "--json"),
    )
    assert told.status == 0, told.err
    (entry,) = json.loads(told.out)["letters"]
    assert (entry["missing"], entry["not_in_template"]) == ([], [])


def test_a_considered_notice_has_no_letter(knockon: Knockon, ledger: Path) -> None:
    told = knockon("letters", "--ledger", ledger, "--letter", "notice", "--json")
    about = [entry["about"] for entry in json.loads(told.out)["letters"]]
    assert about == ["N1", "N3", "N5"]


def test_details_that_say_otherwise_are_refused(knockon: Knockon, ledger: Path, here: Path) -> None:
    details = here / "details.yaml"
    details.write_text("for: {N1: {last_day: 2025-01-31}}\n", encoding="utf-8")
    asked = ("letters", "--ledger", ledger, "--letter", "notice", "--details", details)
    told = knockon(*asked, "--out", here / "out")
    assert told.refused() == "K625"
    assert not (here / "out").exists()


def test_a_template_goes_out_and_comes_back(
    knockon: Knockon, handed_back: Path, here: Path
) -> None:
    mine = here / "mine.docx"
    assert knockon("letters", "template", "notice", "--out", mine).status == 0
    told = knockon("letters", handed_back, "--letter", "notice", "--template", mine, "--json")
    assert told.status == 0
    two = knockon("letters", handed_back, "--template", mine)
    assert two.status == 2
    mine.write_bytes(b"no document")
    told = knockon("letters", handed_back, "--letter", "notice", "--template", mine)
    assert told.refused() == "K621"


def test_the_list_has_what_each_letter_must_say(knockon: Knockon) -> None:
    letters = json.loads(knockon("letters", "list", "--json").out)["letters"]
    notice = next(one for one in letters if one["id"] == "notice")
    assert {"last_day", "lapse", "contact"} <= {
        one["name"] for one in notice["says"] if one["must"]
    }
    assert "notice\tNotice on a service\tpractice" in knockon("letters", "list").out


def test_details_ask_for_what_is_open(knockon: Knockon, handed_back: Path, here: Path) -> None:
    out = here / "details.yaml"
    assert knockon("letters", "details", handed_back, "--out", out).status == 0
    text = out.read_text(encoding="utf-8")
    assert text.startswith("# What letters say that neither plan nor ledger tells.")
    assert knockon("letters", handed_back, "--details", out).status == 0


@pytest.fixture
def capped(repository: Path, here: Path) -> Path:
    shutil.copy(repository / "examples" / "plans" / "cap-and-letters.yaml", here / "cap.yaml")
    return here / "cap.yaml"


def test_an_evidence_pack_is_printed_or_written(knockon: Knockon, capped: Path, here: Path) -> None:
    told = knockon("evidence", capped)
    assert told.status == 0
    assert "- Evidence, missing: same-day figures." in " ".join(told.out.split("\n  "))
    assert "not legal advice" in told.out
    out = here / "pack"
    told = knockon("evidence", capped, "--out", out, "--json")
    document = json.loads(told.out)
    assert document["format"] == "knockon/evidence/1"
    assert document["counts"]["held"] == 1
    assert {path.name for path in out.iterdir()} == {
        *("evidence.docx", "evidence.html", "evidence.json", "evidence.pdf"),
    }


def test_soon_is_the_user_s(knockon: Knockon, capped: Path) -> None:
    told = knockon("evidence", capped, "--soon", "400", "--json")
    assert json.loads(told.out)["counts"]["expiring"] == 1


def test_gaps_are_a_block_to_paste(knockon: Knockon, capped: Path) -> None:
    told = knockon("evidence", "gaps", capped)
    assert told.out.splitlines()[1] == "evidence:"
    assert 'claim: "same-day figures"' in told.out


def test_requests_are_logged_from_asking_to_outcome(knockon: Knockon, here: Path) -> None:
    log = here / "requests.jsonl"
    by = ("--by", "Contract team", "--at", "2026-12-01T09:00:00+0000")
    assert knockon("evidence", "log", "new", log, *by).status == 0
    told = knockon(
        *("evidence", "log", "ask", log, "--holder", "X10001", "--provision", "ACC-TRIAGE"),
        *("--on", "2026-12-01", "--due", "2026-12-15", "--reference", "PC/41", *by),
    )
    assert told.out == "A1: X10001, due 2026-12-15, none yet\n"
    shown = knockon("evidence", "log", "show", log, "--as-of", "2026-12-16", "--json")
    assert json.loads(shown.out)["counts"] == {"open": 0, "overdue": 1, "answered": 0, "closed": 0}
    step = ("evidence", "log", "reply", log, "A1", "given", "--on", "2026-12-10", *by)
    assert json.loads(knockon(*step, "--json").out)["reply"] == "given"
    step = ("evidence", "log", "decide", log, "A1", "assured", "--on", "2026-12-16", *by)
    assert knockon(*step).out == "A1: X10001, due 2026-12-15, assured\n"
    shown = knockon("evidence", "log", "show", log, "--as-of", "2026-12-31")
    assert shown.out.splitlines()[1].endswith("given\tassured\tclosed")


def test_a_provision_nobody_has_is_refused(knockon: Knockon, here: Path) -> None:
    log = here / "requests.jsonl"
    knockon("evidence", "log", "new", log, "--by", "C")
    told = knockon(
        *("evidence", "log", "ask", log, "--holder", "X10001", "--provision", "ACC-TRIAG"),
        *("--on", "2026-12-01", "--due", "2026-12-15", "--reference", "PC/41", "--by", "C"),
    )
    assert told.refused() == "K011"
