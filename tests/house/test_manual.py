"""The manual's contents list every page there is."""

import re
from pathlib import Path


def test_every_page_is_in_the_contents_and_every_entry_has_its_page(repository: Path) -> None:
    contents = (repository / "mkdocs.yml").read_text(encoding="utf-8")
    entries = re.findall(r"^ +- .+: (\S+\.md)$", contents, flags=re.MULTILINE)
    docs = repository / "docs"
    pages = sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*.md"))
    assert sorted(entries) == pages


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
