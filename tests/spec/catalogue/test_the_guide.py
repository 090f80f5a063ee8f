"""The pack of the guide is a pack: its pieces, put where it says, load."""

import re
from pathlib import Path

from knockon import catalogue
from knockon.compliance import check_rules

PIECES = {
    "pack.yaml": "format:",
    "sources/county.yaml": "county-letter:",
    "actions/county.yaml": "limit_daily_contacts_to_28:",
    "facts/county.yaml": "limit_daily_contacts_to_28.cap:",
    "rules/county.yaml": "COUNTY-TELL:",
    "menus/county.yaml": "county-2026-11:",
    "behaviours/county.yaml": "county-2026:",
}


def test_the_guides_pack_loads(repository: Path, tmp_path: Path) -> None:
    guide = (repository / "docs" / "how-to" / "write-a-pack.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", guide, flags=re.MULTILINE | re.DOTALL)
    for name, start in PIECES.items():
        (text,) = (block for block in blocks if block.startswith(start))
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert catalogue.check([tmp_path]) == []
    found = catalogue.load([tmp_path])
    assert "county-2026" in found.behaviours
    assert list(check_rules(found)) == []


def test_every_behaviour_set_and_kind_of_item_is_in_the_reference(repository: Path) -> None:
    page = (repository / "docs" / "reference" / "packs.md").read_text(encoding="utf-8")
    packs = catalogue.load()
    for word in (*packs.behaviours, *packs.effects, *(pack.id for pack in packs.packs)):
        assert f"`{word}`" in page
