"""Letters opened and written again by LibreOffice say the same."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knockon.catalogue import Catalogue
from knockon.catalogue.letters import Letter
from knockon.reports.letters.filling import Value, fill

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.deep
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed, so it opens nothing")
def test_what_libreoffice_writes_again_says_the_same(
    packs: Catalogue,
    everything: Callable[[Letter], dict[str, Value]],
    readers: Any,
    tmp_path: Path,
) -> None:
    texts = {}
    for letter in packs.letters.values():
        word = fill(letter, everything(letter)).word
        (tmp_path / f"{letter.id}.docx").write_bytes(word)
        texts[letter.id] = readers.word_texts(word)
    again = tmp_path / "again"
    command = [str(SOFFICE), "--headless", "--convert-to", "docx", "--outdir", str(again)]
    subprocess.run([*command, *map(str, tmp_path.glob("*.docx"))], check=True, timeout=240)
    for name, before in texts.items():
        assert readers.word_texts((again / f"{name}.docx").read_bytes()) == before
