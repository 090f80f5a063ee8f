"""Documents to hand over: one set of blocks, written as Word and as tagged PDF."""

from knockon.reports.documents.blocks import (
    Block,
    Bullet,
    Document,
    Heading,
    Numbered,
    Paragraph,
    Picture,
    Table,
    words_of,
)

__all__ = [
    "Block",
    "Bullet",
    "Document",
    "Heading",
    "Numbered",
    "Paragraph",
    "Picture",
    "Table",
    "words_of",
]
