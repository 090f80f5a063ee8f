"""Read a pack's folder: who it is, its files by kind of item, and the digest of every byte.

A pack is a folder with ``pack.yaml`` and a folder for each kind of item it holds::

    pack.yaml      format, id, version, published, verified_to, needs, covers, changes, overrides
    dimensions.yaml                                   (the base pack alone)
    sources/ parameters/ effects/ services/ local_services/ behaviours/ inquiries/ facts/ actions/
    menus/ presets/ conflicts/ rules/ consequences/ letters/

Every file of such a folder is YAML that maps ids to items; parameters may be a CSV table, and
letters have their Word files beside them. Nothing else may lie in a pack except ``README.md``: a
misspelt folder would otherwise be left out in silence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knockon.catalogue.items import FLAGS, NUMBERS, PARAMETER_KEYS
from knockon.catalogue.reading import Item, known, whole_document
from knockon.catalogue.rules import Covers
from knockon.catalogue.tables import load_table
from knockon.catalogue.values import Pack
from knockon.catalogue.yaml import Document, load_strict
from knockon.errors import KnockonError

KINDS = (
    "sources",
    "parameters",
    "effects",
    "services",
    "local_services",
    "behaviours",
    "inquiries",
    "facts",
    "actions",
    "menus",
    "presets",
    "conflicts",
    "rules",
    "consequences",
    "letters",
)
FORMAT = "knockon/pack/1"
DIMENSIONS = "dimensions.yaml"


@dataclass(frozen=True, slots=True)
class PackFolder:
    """A pack as read: its card, what it says it overrides, and its documents by kind."""

    pack: Pack
    card: Item
    overrides: Mapping[str, tuple[str, ...]]
    documents: Mapping[str, tuple[Document, ...]]
    dimensions: tuple[str, ...]


def read_folder(folder: Path) -> PackFolder:
    """Read one pack; K013 when the folder is not one, and as the readers of its files refuse."""
    if not (folder / "pack.yaml").is_file():
        raise _not_a_pack(folder, "there is no pack.yaml", "a pack folder with its pack.yaml")
    card = whole_document(load_strict(folder / "pack.yaml"), str(folder))
    card.only(
        *("format", "id", "version", "published", "verified_to", "needs", "covers", "changes"),
        "overrides",
    )
    known(card.text("format"), (FORMAT,), "pack format", card.place("format"))
    files = pack_files(folder)
    pack = Pack(
        id=card.text("id"),
        version=card.label("version"),
        published=card.day("published"),
        verified_to=card.day("verified_to"),
        needs=card.texts("needs"),
        changes=card.texts("changes"),
        digest=digest(folder, files),
        covers=_covers(card),
    )
    documents: dict[str, list[Document]] = {kind: [] for kind in KINDS}
    for file in files:
        if (kind := _kind_of(folder, file)) is not None:
            documents[kind].append(_document(kind, file))
    overrides = _overrides(card)
    found = {kind: tuple(listed) for kind, listed in documents.items()}
    return PackFolder(pack, card, overrides, found, _dimensions(folder))


def pack_files(folder: Path) -> list[Path]:
    """Return the files of a pack in the order of their names, hidden ones and caches left out."""
    found = [
        file
        for file in folder.rglob("*")
        if file.is_file()
        and not any(
            part.startswith(".") or part == "__pycache__" for part in file.relative_to(folder).parts
        )
    ]
    return sorted(found, key=lambda file: file.relative_to(folder).as_posix())


def digest(folder: Path, files: Sequence[Path]) -> str:
    """Return the SHA-256 over names and bytes of ``files``, each with its length before it."""
    total = hashlib.sha256()
    for file in files:
        for part in (file.relative_to(folder).as_posix().encode(), file.read_bytes()):
            total.update(len(part).to_bytes(8, "big"))
            total.update(part)
    return total.hexdigest()


def _kind_of(folder: Path, file: Path) -> str | None:
    parts = file.relative_to(folder).parts
    if file.name == "README.md" or parts in (("pack.yaml",), (DIMENSIONS,)):
        return None
    if len(parts) < 2:
        raise _not_a_pack(file, "this file is not part of a pack", "pack.yaml and known folders")
    known(parts[0], KINDS, "folder of a pack", str(file))
    if parts[0] == "letters" and file.suffix == ".docx":
        return None
    if file.suffix not in (".yaml", ".json", ".csv"):
        raise _not_a_pack(file, f"a {file.suffix or 'nameless'} file", "YAML, JSON or CSV")
    return parts[0]


def _document(kind: str, file: Path) -> Document:
    if file.suffix != ".csv":
        return load_strict(file)
    if kind != "parameters":
        raise _not_a_pack(file, "a table stands here", "YAML; parameters alone may be a table")
    return load_table(file, numbers=NUMBERS, flags=FLAGS, columns=PARAMETER_KEYS)


def _covers(card: Item) -> Covers:
    if not card.has("covers"):
        return Covers()
    covered = card.child("covers")
    covered.only("nations", "contracts")
    return Covers(covered.texts("nations"), covered.texts("contracts"))


def _overrides(card: Item) -> Mapping[str, tuple[str, ...]]:
    if not card.has("overrides"):
        return {}
    named = card.child("overrides")
    named.only(*KINDS)
    return {kind: named.texts(kind) for kind in named.values}


def _dimensions(folder: Path) -> tuple[str, ...]:
    if not (folder / DIMENSIONS).is_file():
        return ()
    registry = whole_document(load_strict(folder / DIMENSIONS), str(folder))
    registry.only("dimensions")
    return registry.texts("dimensions")


def _not_a_pack(place: Path, found: str, expected: str) -> KnockonError:
    return KnockonError(
        "K013",
        found,
        expected=expected,
        remedy="See how to write a pack in the documentation.",
        place=str(place),
    )
