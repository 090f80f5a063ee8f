"""Take an item of a pack apart key by key, each problem told at its own line.

An :class:`Item` is one mapping of a document (a menu, a parameter, a table's row) with its place.
Its methods answer with the kind of value asked for or refuse: K009 when a needed key is missing,
K010 when a value is of the wrong kind, K011 when a word names nothing that is loaded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from knockon.catalogue.yaml import Document, did_you_mean, type_names
from knockon.errors import KnockonError, placed_at

P = ParamSpec("P")
T = TypeVar("T")
_LONGEST_NUMBER = 10


@dataclass(frozen=True, slots=True)
class Item:
    """A mapping inside a document, with the pack it came from."""

    document: Document
    path: tuple[str | int, ...]
    values: Mapping[str, Any]
    pack: str

    def place(self, key: str | None = None) -> str:
        """Return ``file:line`` of the item, or of one key of it."""
        return self.document.place(self.path if key is None else (*self.path, key))

    def only(self, *known: str) -> None:
        """Refuse any key but ``known``."""
        self.document.check_keys(self.path, known)

    def has(self, key: str) -> bool:
        """Return whether the key is there with a value other than null."""
        return self.values.get(key) is not None

    def text(self, key: str) -> str:
        """Return text that must be there and must not be blank."""
        return str(self._of(key, str)).strip() or self._blank(key)

    def optional_text(self, key: str) -> str | None:
        """Return text, or None where the key is absent or null."""
        return self.text(key) if self.has(key) else None

    def label(self, key: str) -> str:
        """Return text, a whole number or a date as text: a year, a version, a day."""
        value = self._of(key, str, int, dt.date)
        return value.isoformat() if isinstance(value, dt.date) else str(value)

    def optional_label(self, key: str) -> str | None:
        """Return a label, or None where the key is absent or null."""
        return self.label(key) if self.has(key) else None

    def number(self, key: str) -> float:
        """Return a number that must be there."""
        return float(self._of(key, int, float))

    def optional_number(self, key: str) -> float | None:
        """Return a number, or None where the key is absent or null."""
        return self.number(key) if self.has(key) else None

    def whole(self, key: str) -> int:
        """Return a whole number that must be there."""
        return int(self._of(key, int))

    def value(self, key: str) -> Any:
        """Return a value of any kind, null excepted, that must be there."""
        return self._of(key, str, bool, int, float, list, dt.date)

    def flag(self, key: str) -> bool:
        """Return true or false; an absent key is false."""
        return bool(self._of(key, bool)) if key in self.values else False

    def day(self, key: str) -> dt.date:
        """Return a date that must be there."""
        value: dt.date = self._of(key, dt.date)
        return value

    def optional_day(self, key: str) -> dt.date | None:
        """Return a date, or None where the key is absent or null."""
        return self.day(key) if self.has(key) else None

    def one_of(self, key: str, words: Collection[str], default: str | None = None) -> str:
        """Return one of ``words``."""
        if default is not None and key not in self.values:
            return default
        return known(self.text(key), words, key, self.place(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; an absent key is an empty list."""
        values = self._of(key, list) if key in self.values else []
        if any(not isinstance(value, str) for value in values):
            raise self._wrong(key, "a list with something that is not text", "a list of texts")
        return tuple(values)

    def ids(self, key: str, loaded: Collection[str], what: str) -> tuple[str, ...]:
        """Return a list of ids, each of which must be ``loaded``."""
        found = self.texts(key)
        for position, word in enumerate(found):
            known(word, loaded, what, self.document.place((*self.path, key, position)))
        return found

    def plain(self, key: str) -> Mapping[str, Any]:
        """Return a mapping as it stands; an absent key is an empty one."""
        found: Mapping[str, Any] = self._of(key, dict) if key in self.values else {}
        return found

    def child(self, key: str) -> Item:
        """Return the mapping under ``key`` as an item of its own."""
        return Item(self.document, (*self.path, key), self._of(key, dict), self.pack)

    def children(self, key: str) -> Iterator[tuple[str, Item]]:
        """Yield the mappings under ``key`` (itself a mapping) with their names."""
        if key in self.values:
            yield from items_of(self.child(key))

    def listed(self, key: str) -> Iterator[Item]:
        """Yield the mappings listed under ``key``; an absent key yields none."""
        for position, value in enumerate(self._of(key, list) if key in self.values else []):
            path = (*self.path, key, position)
            yield _item(self.document, path, value, self.pack)

    def number_of_key(self, key: str) -> int:
        """Return a key that must be a whole number above 0."""
        if not (key.isascii() and key.isdecimal() and len(key) < _LONGEST_NUMBER and int(key)):
            raise self._wrong(key, "a key that is no number", "a whole number above 0")
        return int(key)

    def make(self, build: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what ``build`` makes, a refusal told at this item's place."""
        return _told_at(self.place(), build, *args, **kwargs)

    def make_from(self, key: str, build: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what ``build`` makes, a refusal told at the place of ``key``."""
        return _told_at(self.place(key), build, *args, **kwargs)

    def _of(self, key: str, *kinds: type) -> Any:
        if key not in self.values or (self.values[key] is None and type(None) not in kinds):
            raise KnockonError(
                "K009",
                f"the key {key!r} is missing",
                expected=f"{type_names[kinds[0]]} under {key!r}",
                remedy="Add it.",
                place=self.place(),
            )
        value = self.values[key]
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise self._wrong(
                key, type_names.get(type(value), "something else"), type_names[kinds[0]]
            )
        return value

    def _wrong(self, key: str, found: str, expected: str) -> KnockonError:
        return KnockonError(
            "K010",
            f"{key!r} is {found}",
            expected=expected,
            remedy="Correct the value, or put it in quotation marks if it is meant as text.",
            place=self.place(key),
        )

    def _blank(self, key: str) -> str:
        raise self._wrong(key, "blank", "text")


def items_of(parent: Item) -> Iterator[tuple[str, Item]]:
    """Yield each mapping directly under ``parent`` with its name."""
    for name, value in parent.values.items():
        yield name, _item(parent.document, (*parent.path, name), value, parent.pack)


def whole_document(document: Document, pack: str) -> Item:
    """Return the whole of a document as an item; refuse one that is not a mapping."""
    return _item(document, (), document.value, pack)


def known(word: str, loaded: Collection[str], what: str, place: str) -> str:
    """Return ``word`` when it names something ``loaded``; else refuse with the nearest name."""
    if word not in loaded:
        raise KnockonError(
            "K011",
            f"{word!r} is not a known {what}",
            expected="one that is loaded",
            remedy=did_you_mean(word, loaded),
            place=place,
        )
    return word


def _told_at(place: str, build: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what ``build`` makes; a refusal that has no place of its own is told at ``place``."""
    with placed_at(place):
        return build(*args, **kwargs)


def _item(document: Document, path: tuple[str | int, ...], value: Any, pack: str) -> Item:
    if not isinstance(value, dict):
        raise KnockonError(
            "K010",
            f"{type_names.get(type(value), 'something else')} stands here",
            expected="a set of keys",
            remedy="Write it as key: value lines.",
            place=document.place(path),
        )
    return Item(document, path, value, pack)
