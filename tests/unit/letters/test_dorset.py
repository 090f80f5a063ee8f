"""Dorset's plan of 2024 as one letter of an alliance: its steps, its asks, as Word and PDF."""

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from knockon.catalogue import Catalogue
from knockon.register import read_ledger
from knockon.reports.documents import Table
from knockon.reports.letters.choosing import Ground, drafts
from knockon.reports.letters.details import read_details
from knockon.reports.letters.filling import Filled

DAY = dt.date(2024, 9, 19)


@pytest.fixture(scope="module")
def letter(repository: Path, packs: Catalogue) -> Filled:
    folder = repository / "examples" / "dorset-2024"
    state = read_ledger(folder / "ledger.jsonl").state(known_on=DAY)
    details = read_details(folder / "details.yaml", packs.letters)
    (draft,) = drafts(Ground(packs, DAY, state=state, details=details), ["collective"])
    return draft.filled()


def tables(filled: Filled) -> dict[str, Table]:
    return {b.caption: b for b in filled.document.blocks if isinstance(b, Table)}


def test_nothing_it_must_say_is_missing(letter: Filled) -> None:
    assert (letter.missing, letter.unsaid) == ((), ())


def test_its_steps_are_the_ledger_s_notices_counted_another_way(
    letter: Filled, repository: Path, packs: Catalogue
) -> None:
    path = repository / "examples" / "dorset-2024" / "ledger.jsonl"
    records = read_ledger(path).state(known_on=DAY).records.values()
    counted = Counter(
        (one.notice.tier, packs.local_services[one.notice.service].name) for one in records
    )
    told: Counter[tuple[str, str]] = Counter()
    for tier, service, *_, standing in tables(letter)["Services, by when they end"].rows:
        number = standing.rsplit("(", 1)[1].split()[0]
        told[(tier, service)] += int(number)
    assert told == counted
    practices = tables(letter)["Practices and their notices"].rows
    assert [code for code, _ in practices] == sorted({one.notice.holder.code for one in records})


def test_its_asks_have_their_deadlines(letter: Filled) -> None:
    asks = tables(letter)["Asks and their deadlines"].rows
    assert [by for _, by in asks] == ["at once", "19 December 2024", "1 April 2025"]


def test_what_is_considered_is_no_notice(letter: Filled) -> None:
    rows = tables(letter)["Services, by when they end"].rows
    standing = {service: words for _, service, *_, words in rows}
    assert standing["DMARD monitoring"].startswith("being considered; no notice given")


def test_word_and_pdf_have_the_same_texts(letter: Filled, readers: Any) -> None:
    in_pdf = readers.pdf_text(letter.pdf)
    assert [t for t in readers.word_texts(letter.word) if readers.squeezed(t) not in in_pdf] == []
