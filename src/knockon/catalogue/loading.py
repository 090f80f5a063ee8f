"""Load packs into one catalogue: built-in packs first, then the folders given, in their order.

A later pack may replace an item of an earlier one only when its ``pack.yaml`` names the item under
``overrides``; what was replaced is kept in :attr:`Catalogue.overrides`, for outputs to show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TypeVar

from knockon.catalogue import items
from knockon.catalogue.fact_items import fact
from knockon.catalogue.facts import Fact
from knockon.catalogue.folders import KINDS, PackFolder, read_folder
from knockon.catalogue.inquiry_items import inquiry
from knockon.catalogue.letter_items import letter
from knockon.catalogue.local_service_items import local_service
from knockon.catalogue.reading import Item, items_of, known, whole_document
from knockon.catalogue.rule_items import Ground, consequence, rule
from knockon.catalogue.values import Catalogue, Override, main_actions
from knockon.catalogue.vocabulary import by_owner, check_owner
from knockon.errors import KnockonError

T = TypeVar("T")
MOST_DIMENSIONS = 1024


def built_in_packs() -> list[Path]:
    """Return the folders of the packs that come with the software, in the order of their names."""
    packs = Path(str(resources.files("knockon").joinpath("packs")))
    return [card.parent for card in sorted(packs.glob("*/pack.yaml"))]


def load(pack_dirs: Sequence[Path] = ()) -> Catalogue:
    """Return everything the built-in packs and ``pack_dirs`` hold, checked as a whole.

    Errors name the file and the line: besides those of reading, K014 (a pack another needs is not
    loaded, or one is loaded twice), K015 (an id stands twice without an override), K016 (too many
    dimensions).
    """
    catalogue, problems = load_with_problems(pack_dirs)
    if problems:
        raise problems[0]
    return catalogue


def load_with_problems(pack_dirs: Sequence[Path] = ()) -> tuple[Catalogue, list[KnockonError]]:
    """Return what could be made of the packs, and a problem for each item that could not."""
    folders = _by_need([read_folder(folder) for folder in built_in_packs()])
    folders += [read_folder(Path(folder)) for folder in pack_dirs]
    _check_needs(folders)
    found: dict[str, dict[str, Item]] = {kind: {} for kind in KINDS}
    replaced: list[Override] = []
    for folder in folders:
        for kind in KINDS:
            replaced += _merge(kind, folder, found[kind])
    maker = _Maker()
    return _catalogue(maker, found, folders, tuple(replaced)), maker.problems


class _Maker:
    """Makes the items of each kind in turn and keeps the problems met."""

    def __init__(self) -> None:
        self.loaded = items.Loaded()
        self.problems: list[KnockonError] = []

    def all(
        self, found: Mapping[str, Item], make: Callable[[str, Item, items.Loaded], T]
    ) -> dict[str, T]:
        """Return what ``make`` makes of each item, those with a problem left out."""
        made: dict[str, T] = {}
        for key, item in found.items():
            try:
                made[key] = item.make(make, key, item, self.loaded)
            except KnockonError as problem:
                self.problems.append(problem)
        return made

    def check(
        self, found: Mapping[str, Item], made: Mapping[str, T], check: Callable[[T], None]
    ) -> None:
        """Check what was made of each item against everything made beside it."""
        for key, value in made.items():
            try:
                found[key].make(check, value)
            except KnockonError as problem:
                self.problems.append(problem)


def _by_need(folders: Sequence[PackFolder]) -> list[PackFolder]:
    """Return the folders with each after those it needs; one that misses a need stays last."""
    placed: list[PackFolder] = []
    waiting = list(folders)
    while waiting:
        there = {folder.pack.id for folder in placed}
        ready = [folder for folder in waiting if set(folder.pack.needs) <= there]
        placed += ready or waiting
        waiting = [folder for folder in waiting if folder not in placed]
    return placed


def _check_needs(folders: Sequence[PackFolder]) -> None:
    loaded: list[str] = []
    for folder in folders:
        pack = folder.pack
        missing = [need for need in pack.needs if need not in loaded]
        if missing or pack.id in loaded:
            found = f"it needs the pack {missing[0]!r}" if missing else "it is loaded twice"
            raise KnockonError(
                "K014",
                f"pack {pack.id!r}: {found}",
                expected="each pack once, after those it needs",
                remedy="Give the folders in that order.",
                place=folder.card.place("needs" if missing else "id"),
            )
        loaded.append(pack.id)


def _merge(kind: str, folder: PackFolder, into: dict[str, Item]) -> list[Override]:
    """Add one pack's items of ``kind``; return what they replaced."""
    pack, overridden = folder.pack, folder.overrides.get(kind, ())
    earlier = dict(into)
    for key in overridden:
        known(key, earlier, f"item of {kind} in an earlier pack", folder.card.place("overrides"))
    own: set[str] = set()
    for document in folder.documents[kind]:
        for key, item in items_of(whole_document(document, pack.id)):
            if key in own or (key in earlier and key not in overridden):
                raise _stands_twice(kind, key, item, (earlier | into)[key])
            own.add(key)
            into[key] = item
    for key in overridden:
        known(key, own, f"item of {kind} in this pack", folder.card.place("overrides"))
    return [Override(kind, key, pack.id) for key in overridden]


def _stands_twice(kind: str, key: str, item: Item, earlier: Item) -> KnockonError:
    return KnockonError(
        "K015",
        f"{key!r} stands already at {earlier.place()}",
        expected=f"each id of {kind} once",
        remedy=f"Take another id, or name it under overrides: {kind} in pack.yaml.",
        place=item.place(),
    )


def _catalogue(
    maker: _Maker,
    found: Mapping[str, Mapping[str, Item]],
    folders: Sequence[PackFolder],
    replaced: tuple[Override, ...],
) -> Catalogue:
    """Make the values, each kind from those made before it."""
    made = maker.loaded
    made.sources = maker.all(found["sources"], items.source)
    made.parameters = maker.all(found["parameters"], items.parameter)
    made.effects = maker.all(found["effects"], items.effect)
    made.services = maker.all(found["services"], items.service)
    made.behaviours = maker.all(found["behaviours"], items.behaviour)
    made.facts = maker.all(found["facts"], _fact)
    made.vocabulary = by_owner(made.facts)
    made.actions = maker.all(found["actions"], items.action)
    types = main_actions(made.actions)
    ground = Ground(made.sources, made.parameters, made.vocabulary, types)
    owners = {*types, *found["actions"]}
    maker.check(found["facts"], made.facts, lambda one: check_owner(one, made.vocabulary, owners))
    return Catalogue(
        sources=made.sources,
        parameters=made.parameters,
        effects=made.effects,
        behaviours=made.behaviours,
        services=made.services,
        actions=made.actions,
        menus=maker.all(found["menus"], items.menu),
        presets=maker.all(found["presets"], items.preset),
        conflicts=tuple(maker.all(found["conflicts"], items.conflict).values()),
        packs=tuple(folder.pack for folder in folders),
        overrides=replaced,
        dimensions=_dimensions(folders),
        facts=made.facts,
        rules=maker.all(found["rules"], lambda key, item, _: rule(key, item, ground)),
        consequences=maker.all(
            found["consequences"], lambda key, item, _: consequence(key, item, ground)
        ),
        local_services=maker.all(found["local_services"], local_service),
        inquiries=maker.all(found["inquiries"], inquiry),
        letters=maker.all(
            found["letters"],
            lambda key, item, _: letter(key, item, made.sources, types, made.parameters),
        ),
    )


def _fact(key: str, item: Item, loaded: items.Loaded) -> Fact:
    return fact(key, item, loaded.parameters)


def _dimensions(folders: Sequence[PackFolder]) -> tuple[str, ...]:
    """Return the registry: it belongs to the first pack alone, so that it can only grow there."""
    names = folders[0].dimensions
    for folder in folders[1:]:
        if folder.dimensions:
            raise _bad_registry(folder, "a second dimensions.yaml", "the base pack's alone")
    if len(names) > MOST_DIMENSIONS or len(set(names)) < len(names):
        raise _bad_registry(
            folders[0], f"{len(names)} names", f"at most {MOST_DIMENSIONS}, once each"
        )
    return names


def _bad_registry(folder: PackFolder, found: str, expected: str) -> KnockonError:
    return KnockonError(
        "K016",
        f"the registry of dimensions: {found}",
        expected=expected,
        remedy="Only append names to the base pack's registry.",
        place=folder.card.place(),
    )
