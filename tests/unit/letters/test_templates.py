"""The letters that come with it: what each must say is in its Word file and in its PDF."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from knockon.catalogue import Catalogue
from knockon.catalogue.letters import Letter
from knockon.catalogue.loading import built_in_packs
from knockon.reports.documents import words_of
from knockon.reports.documents.word_reading import read_word
from knockon.reports.letters.building import build, template_document
from knockon.reports.letters.filling import Value, fill

LETTERS = (
    *("assurance-reply", "assurance-request", "collective", "data-sharing-review"),
    *("messages-icb", "messages-practice", "neighbours", "notice", "patients"),
    *("rejected-referral", "remedial-clock", "shared-care-hand-back", "workload-returned"),
)
A_NOTICE_SAYS = {
    *("sender_name", "recipient_name", "service", "agreement", "notice_owed", "notice_basis"),
    *("given_on", "last_day", "patients_by_group", "handover", "contact", "lapse"),
}
Readers = Any
Everything = Callable[[Letter], dict[str, Value]]


def test_these_letters_come_with_it(packs: Catalogue) -> None:
    assert sorted(packs.letters) == list(LETTERS)


def test_a_notice_cannot_leave_out_what_makes_it_one(packs: Catalogue) -> None:
    assert {one.name for one in packs.letters["notice"].must_say} >= A_NOTICE_SAYS


@pytest.mark.parametrize("name", LETTERS)
def test_all_that_is_stated_is_in_word_and_in_pdf(
    name: str, packs: Catalogue, everything: Everything, readers: Readers
) -> None:
    "Each read by a reader that is not ours, and every text of the one is in the other."
    letter = packs.letters[name]
    values = everything(letter)
    filled = fill(letter, values)
    assert (filled.missing, filled.unsaid) == ((), ())
    paper = filled.pdf
    assert readers.is_tagged(paper)
    in_word, in_pdf = readers.word_texts(filled.word), readers.pdf_text(paper)
    for said in letter.must_say:
        value = values[said.name]
        rows = ({"it": value},) if isinstance(value, str) else value
        for text in (text for row in rows for text in row.values()):
            assert any(text in one for one in in_word), (said.name, text)
            assert readers.squeezed(text) in in_pdf, (said.name, text)
    assert sorted(in_word) == sorted(words_of(filled.document))
    assert [text for text in in_word if readers.squeezed(text) not in in_pdf] == []


@pytest.mark.parametrize("name", LETTERS)
def test_what_nobody_states_is_a_gap_that_can_be_seen(name: str, packs: Catalogue) -> None:
    letter = packs.letters[name]
    filled = fill(letter, {})
    text = " ".join(words_of(filled.document))
    for said in letter.must_say:
        parts = [f"{said.label}, {part.replace('_', ' ')}" for part in said.of] or [said.label]
        for label in parts:
            assert f"[not stated: {label}]" in text
    assert set(filled.missing) == {said.label for said in letter.must_say}
    assert "None" not in text
    assert "{" not in text


@pytest.mark.parametrize("name", LETTERS)
def test_its_word_file_is_the_one_its_words_make(name: str, packs: Catalogue) -> None:
    "Whoever changes a letter's words makes its Word file again; see the pack's README."
    letter = packs.letters[name]
    made = template_document(letter.title, letter.text)
    assert read_word(letter.template.read_bytes(), name).blocks == made.blocks


def test_building_writes_the_word_file_of_each_letter(tmp_path: Path) -> None:
    (pack,) = (path for path in built_in_packs() if path.name == "england-letters")
    (tmp_path / "letters").mkdir()
    for file in (pack / "letters").glob("*.yaml"):
        (tmp_path / "letters" / file.name).write_bytes(file.read_bytes())
    written = {path.name: path.read_bytes() for path in build(tmp_path)}
    assert written == {path.name: path.read_bytes() for path in (pack / "letters").glob("*.docx")}


@pytest.mark.parametrize("name", LETTERS)
def test_no_letter_asks_for_a_patient(name: str, packs: Catalogue) -> None:
    words = " ".join(one.label for one in packs.letters[name].says.values()).lower()
    assert "nhs number" not in words
    assert "patient's name" not in words


def test_a_request_for_assurance_asks_for_no_intent(packs: Catalogue) -> None:
    text = " ".join(passage.text for passage in packs.letters["assurance-request"].text)
    assert "We do not ask which action your practice is taking or means to take" in text
    rest = text.replace("We do not ask which action your practice is taking or means to take", "")
    assert not any(word in rest.lower() for word in ("intend", "intention", "plan to", "will you"))


def test_the_collective_letter_recommends_nothing(packs: Catalogue) -> None:
    text = " ".join(passage.text for passage in packs.letters["collective"].text)
    assert "We recommend no step; each is its practice's own decision" in text


def test_its_word_file_can_be_edited_by_anybody_s_word(packs: Catalogue) -> None:
    "Styles of Word's own, the language of these islands, and a header row that repeats."
    made = docx.Document(str(packs.letters["notice"].template))
    assert {p.style.name for p in made.paragraphs} <= {
        *("Normal", "Quiet", "Heading 1", "Heading 2", "List Number", "List Bullet"),
        *("Caption", "After Table"),
    }
    assert made.core_properties.language == "en-GB"
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in made.tables)
