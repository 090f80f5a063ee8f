"""The manual's contents list every page there is."""

import re
from pathlib import Path

MADE = "rule-book/"
"""Made by `make docs` from the packs, with an entry for its first page alone."""


def test_every_page_is_in_the_contents_and_every_entry_has_its_page(repository: Path) -> None:
    contents = (repository / "mkdocs.yml").read_text(encoding="utf-8")
    entries = re.findall(r"^ +- .+: (\S+\.md)$", contents, flags=re.MULTILINE)
    docs = repository / "docs"
    pages = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    written = {page for page in pages if not page.startswith(MADE)}
    assert sorted(entries) == sorted(written | {f"{MADE}index.md"})


def test_every_link_between_files_leads_somewhere(repository: Path, tracked: list[Path]) -> None:
    "Anchors are checked by `make docs`; this needs nothing installed."
    broken = [
        f"{page.relative_to(repository)}: {target}"
        for page in tracked
        if page.suffix == ".md"
        for target in re.findall(r"\]\(([^)#:\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []
