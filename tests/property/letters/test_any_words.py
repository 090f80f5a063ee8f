"""Whatever somebody states, in whatever characters, stands in the letter as it was stated."""

import io
import unicodedata

import docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knockon import catalogue
from knockon.reports.documents import (
    Bullet,
    Document,
    Heading,
    Numbered,
    Paragraph,
    Table,
)
from knockon.reports.documents.word import word_file
from knockon.reports.documents.word_reading import read_word
from knockon.reports.letters.filling import fill
from knockon.reports.letters.telling import told

LETTER = catalogue.load().letters["notice"]
words = st.text(
    st.characters(codec="utf-8") | st.sampled_from("{}%<>&'\"\n\t\a\f\x00\x0b "), min_size=1
)
plain = st.text(st.sampled_from("abc <>&'\"£é{}"), min_size=1).map(str.strip).filter(bool)
blocks = st.one_of(
    st.builds(Heading, plain, st.integers(1, 4)),
    st.builds(Paragraph, plain, st.sampled_from(("plain", "quiet"))),
    st.builds(Numbered, plain),
    st.builds(Bullet, plain, st.integers(1, 3)),
    st.builds(lambda c, a, b: Table(c, (a, b), ((b, a),)), plain, plain, plain),
)


def unwritable(character: str) -> bool:
    "Control characters: no Word file can hold them."
    control = unicodedata.category(character) == "Cc" and character not in "\t\n"
    return control or ord(character) in (0xFFFE, 0xFFFF)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stated=words)
def test_what_is_stated_is_said(stated: str) -> None:
    text = "".join(" " if unwritable(one) else one for one in told(stated)).strip()
    filled = fill(LETTER, {"contact": stated})
    assert filled.unsaid == ()
    assert ("contact" in filled.missing) == (not text)
    made = docx.Document(io.BytesIO(filled.word))
    said = " ".join(" ".join(p.text for p in made.paragraphs).split())
    assert " ".join(text.split()) in said


@settings(max_examples=25, deadline=None)
@given(content=st.lists(blocks, min_size=1, max_size=6))
def test_a_document_read_back_from_word_is_the_same(content: list[object]) -> None:
    document = Document("It", tuple(content))  # type: ignore[arg-type]
    assert read_word(word_file(document), "it").blocks == document.blocks
