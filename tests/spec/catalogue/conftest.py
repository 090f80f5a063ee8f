"""A pack written for a test, in a folder of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

CARD = """\
format: knockon/pack/1
id: a-county
version: "1"
published: 2026-11-01
verified_to: 2026-11-01
needs: [england-model, england-menus]
changes: ["1: first issue"]
"""
Writer = Callable[..., Path]


@pytest.fixture
def write_pack(tmp_path: Path) -> Writer:
    """Write a pack from the text of its files; ``card`` is added to its pack.yaml."""

    def write(files: dict[str, str], card: str = "", folder: str = "county") -> Path:
        root = tmp_path / folder
        root.mkdir()
        (root / "pack.yaml").write_text(CARD + card, encoding="utf-8")
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        return root

    return write
