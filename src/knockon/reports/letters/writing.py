"""Write letters into a folder: each as Word and as PDF, and what none of them says."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knockon.reports.letters.choosing import Draft
from knockon.reports.letters.filling import Filled
from knockon.reports.summary import as_json

FORMAT = "knockon/letters/1"
LIST = "letters.json"


def write_letters(
    drafts: Sequence[Draft], folder: Path, template: bytes | None = None
) -> dict[str, Any]:
    """Write every letter into ``folder``, which exists; return what stands in ``letters.json``."""
    entries = [_written(draft, draft.filled(template), folder) for draft in drafts]
    document = {"format": FORMAT, "letters": entries}
    (folder / LIST).write_text(as_json(document), encoding="utf-8")
    return document


def letters_document(drafts: Sequence[Draft], template: bytes | None = None) -> dict[str, Any]:
    """Return what is told of letters before they are written: their names, and what they lack."""
    entries = [_told(draft, draft.filled(template)) for draft in drafts]
    return {"format": FORMAT, "letters": entries}


def _written(draft: Draft, filled: Filled, folder: Path) -> dict[str, Any]:
    files = {f"{draft.name}.docx": filled.word, f"{draft.name}.pdf": filled.pdf}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return {**_told(draft, filled), "files": digests}


def _told(draft: Draft, filled: Filled) -> dict[str, Any]:
    return {
        "letter": draft.letter.id,
        "about": draft.subject or None,
        "title": filled.document.title,
        "files": {},
        "missing": list(filled.missing),
        "not_in_template": list(filled.unsaid),
    }
