"""The packs, a notice of a practice, and readers of Word and PDF that are not ours."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import docx
import pypdf
import pytest

from knockon import catalogue
from knockon.catalogue import Catalogue
from knockon.catalogue.letters import Letter
from knockon.register import (
    Agreement,
    Holder,
    Notice,
    NoticeRecord,
    Owed,
    Period,
    Sender,
    State,
    Step,
)
from knockon.reports.letters.filling import Value

AT = dt.datetime(2024, 9, 16, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def packs() -> Catalogue:
    """Everything the built-in packs hold."""
    return catalogue.load()


@pytest.fixture(scope="session")
def everything() -> Callable[[Letter], dict[str, Value]]:
    """What fills every place of a letter, each with words of its own."""

    def fill_in(letter: Letter) -> dict[str, Value]:
        return {
            one.name: (
                tuple(
                    {part: f"{part} {row} <of> {one.label} & more" for part in one.of}
                    for row in (7, 8)
                )
                if one.of
                else f"<{one.label}> & so on"
            )
            for one in letter.says.values()
        }

    return fill_in


@pytest.fixture
def notice() -> Callable[..., Notice]:
    """Three months' notice of a practice on phlebotomy, with what a test says of it."""

    def make(**said: Any) -> Notice:
        usual: dict[str, Any] = {
            "sender": Sender("practice", "Mill Road Surgery", "X10001"),
            "holder": Holder("practice", "X10001"),
            "service": "phlebotomy",
            "patients": ("all",),
            "given_on": dt.date(2024, 9, 16),
            "ends_on": dt.date(2024, 12, 31),
            "agreement": Agreement("signed", "Phlebotomy LES", "12.4"),
            "owed": Owed(Period(3, "months"), "clause 12.4"),
            "recipient": "NHS Shire ICB",
        }
        return Notice(**{**usual, **said})

    return make


@pytest.fixture
def record() -> Callable[..., NoticeRecord]:
    """A notice as a ledger has it; considered where it is not given."""

    def make(notice: Notice, number: str = "N1", **said: Any) -> NoticeRecord:
        usual = "firm" if notice.condition is None else "conditional"
        status = said.pop("status", usual if notice.given_on else "considered")
        step = Step(1, "recorded", AT.date(), AT, "A. Clerk")
        return NoticeRecord(number, notice, notice, status, (step,), **said)

    return make


@pytest.fixture
def state() -> Callable[..., State]:
    """What a ledger with some notices comes to."""

    def make(*records: NoticeRecord) -> State:
        return State("Shire", {one.id: one for one in records}, len(records), AT)

    return make


class Readers:
    """Readers of Word and PDF that are not ours."""

    def word_texts(self, content: bytes) -> list[str]:
        """The texts of a Word file, as python-docx alone has them."""
        texts = _texts(docx.Document(io.BytesIO(content)))
        return [text.strip() for text in texts if text.strip()]

    def squeezed(self, text: str) -> str:
        """A text without white space, for words are broken anywhere on paper."""
        return re.sub(r"\s+", "", text)

    def is_tagged(self, content: bytes) -> bool:
        """Whether a PDF says it is tagged, in which language, under which title, and has tags."""
        reader = pypdf.PdfReader(io.BytesIO(content))
        root: Any = reader.trailer["/Root"]
        titled = reader.metadata is not None and bool(reader.metadata.title)
        marked = bool(root["/MarkInfo"]["/Marked"]) and root["/Lang"] == "en-GB"
        return titled and marked and bool(root["/StructTreeRoot"]["/K"])

    def pdf_text(self, content: bytes) -> str:
        """The text of a PDF without white space and without the foot of its pages."""
        pages = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
        return "".join(re.sub(r"Page\d+of\d+", "", self.squeezed(text)) for text in pages)


@pytest.fixture(scope="session")
def readers() -> Readers:
    """Readers of what was written, other than the ones it was written with."""
    return Readers()


def _texts(document: Any) -> Iterator[str]:
    for paragraph in document.paragraphs:
        yield paragraph.text
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield cell.text
