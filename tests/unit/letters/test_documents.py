"""A document as Word and as tagged PDF: nothing lost, and readable by those who cannot see it."""

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml import OxmlElement

from knockon.errors import KnockonError
from knockon.reports import extras
from knockon.reports.documents import (
    Bullet,
    Document,
    Heading,
    Numbered,
    Paragraph,
    Picture,
    Table,
)
from knockon.reports.documents.paper import html_file, pdf_file
from knockon.reports.documents.word import word_file
from knockon.reports.documents.word_reading import read_word

DOCUMENT = Document(
    "Notice",
    (
        Heading("Notice", 1),
        Paragraph("Mill Road Surgery\n1 High Street"),
        Heading("Terms", 2),
        Numbered("The first <term> & its price"),
        Table("Patients", ("Patients", "Number"), (("new", "12"), ("all,\nof 41", "41"))),
        Numbered("The second"),
        Bullet("a"),
        Bullet("b", 2),
        Bullet("c", 3),
        Bullet("d"),
        Paragraph("Small print", "quiet"),
    ),
    foot='A "check", </style> not advice',
)


@pytest.fixture(scope="module")
def pdf() -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf_file(DOCUMENT)))


def tags(node: Any) -> Iterator[tuple[str, Any]]:
    "Every tag of the structure tree with its node, in reading order."
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from tags(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]), node
        if "/K" in node:
            yield from tags(node["/K"])


def test_word_read_back_says_the_same_block_by_block() -> None:
    assert read_word(word_file(DOCUMENT), "it").blocks == DOCUMENT.blocks


def test_the_same_document_is_the_same_bytes() -> None:
    assert word_file(DOCUMENT) == word_file(DOCUMENT)
    assert pdf_file(DOCUMENT) == pdf_file(DOCUMENT)


def test_the_pdf_is_tagged_titled_and_speaks_english(pdf: pypdf.PdfReader) -> None:
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Notice"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_the_pdf_has_headings_lists_and_header_cells(pdf: pypdf.PdfReader) -> None:
    root: Any = pdf.trailer["/Root"]
    found = list(tags(root["/StructTreeRoot"]["/K"]))
    names = [name for name, _ in found]
    for tag, count in {"/H1": 1, "/H2": 1, "/Table": 1, "/Caption": 1, "/TR": 3, "/LI": 6}.items():
        assert names.count(tag) == count, tag
    heads = {node["/ID"] for name, node in found if name == "/TH"}
    cells = [node["/A"]["/Headers"] for name, node in found if name == "/TD"]
    assert len(heads) == 4
    assert [len(cell) for cell in cells] == [2, 2]
    assert all(set(cell) <= heads for cell in cells), "a cell names its row and its column"


def test_numbers_run_on_after_a_table(pdf: pypdf.PdfReader) -> None:
    text = pdf.pages[0].extract_text()
    assert [label for label in ("1.", "2.", "3.") if label in text] == ["1.", "2."]


def test_a_foot_cannot_end_the_style_it_stands_in(pdf: pypdf.PdfReader) -> None:
    assert '"check"' in pdf.pages[0].extract_text()
    assert html_file(DOCUMENT).count("</style>") == 1


def test_the_page_needs_nothing_from_anywhere() -> None:
    html = html_file(DOCUMENT)
    assert "<script" not in html
    assert "http" not in html.replace("http-equiv", "")


def test_a_letterhead_is_carried_over_with_its_words() -> None:
    document = Document("A", (Picture(dot(), "image/png", "Mill Road Surgery"), Heading("A", 1)))
    (picture, _) = read_word(word_file(document), "it").blocks
    assert isinstance(picture, Picture)
    assert (picture.content, picture.words) == (dot(), "Mill Road Surgery")
    found = tags(
        pypdf.PdfReader(io.BytesIO(pdf_file(document))).trailer["/Root"]["/StructTreeRoot"]
    )
    assert [node["/Alt"] for name, node in found if name == "/Figure"] == ["Mill Road Surgery"]


def test_what_somebody_typed_into_the_header_is_not_lost() -> None:
    made = docx.Document(io.BytesIO(word_file(DOCUMENT)))
    made.sections[0].header.paragraphs[0].text = "Mill Road Surgery"
    kept = io.BytesIO()
    made.save(kept)
    assert read_word(kept.getvalue(), "it").blocks[0] == Paragraph("Mill Road Surgery")


def test_points_made_by_the_list_button_stay_points() -> None:
    made = docx.Document(io.BytesIO(word_file(DOCUMENT)))
    made.paragraphs[-1]._p.get_or_add_pPr().get_or_add_numPr().get_or_add_ilvl().val = 1
    kept = io.BytesIO()
    made.save(kept)
    assert Bullet("Small print", 2) in read_word(kept.getvalue(), "it").blocks


def test_a_text_box_is_refused_for_it_has_no_place_in_the_order() -> None:
    made = docx.Document()
    made.add_paragraph("Text")._p.append(OxmlElement("w:txbxContent"))
    kept = io.BytesIO()
    made.save(kept)
    with pytest.raises(KnockonError, match="text box") as refusal:
        read_word(kept.getvalue(), "mine.docx")
    assert (refusal.value.code, refusal.value.place) == ("K621", "mine.docx")


def test_a_missing_extra_is_told_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(f"No module named {name!r}")

    monkeypatch.setattr(extras, "import_module", missing)
    with pytest.raises(KnockonError, match=r"pip install '\.\[reports\]'") as refusal:
        extras.extra("docx")
    assert refusal.value.code == "K620"


def dot() -> bytes:
    "A PNG of one point."

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    size = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    drawn = zlib.compress(b"\x00\x00")
    parts = (chunk(b"IHDR", size), chunk(b"IDAT", drawn), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_a_word_table_keeps_dates_whole_and_gives_long_lines_the_room() -> None:
    where = "University Hospitals Dorset emergency departments (one pooled site)"
    rows = tuple(
        (where, "88%", f"{day}\N{NO-BREAK SPACE}Nov\N{NO-BREAK SPACE}2026") for day in (9, 23)
    )
    made = docx.Document(
        io.BytesIO(word_file(Document("T", (Table("", ("Where", "Futures", "Early"), rows),), "")))
    )
    place, share, date = (column.width for column in made.tables[0].columns)
    assert place > 2 * date
    assert date > share
    assert date / (place + share + date) * 100 > len("23 Nov 2026")
