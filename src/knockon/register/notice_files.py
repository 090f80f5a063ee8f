"""Read a file of notices: one letter, or many, each spread over those who hold the agreement.

A collective letter names its services once and its practices once; every practice then has a
notice of its own on every service, all of them naming the letter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from knockon.catalogue.facts import UNKNOWN
from knockon.catalogue.yaml import Document, load_strict
from knockon.errors import KnockonError, placed_at
from knockon.register.notice import Capacity, Condition, Notice
from knockon.register.notice_shapes import (
    FORMAT,
    NoticeShape,
    NoticesShape,
    TermsShape,
    notices_shape_of,
)
from knockon.register.parties import Holder, Sender
from knockon.register.terms import Agreement, Owed, Period

FORMATS = (FORMAT,)
T = TypeVar("T")


def read_notices(path: Path, practices: Sequence[str] = ()) -> tuple[Notice, ...]:
    """Return the notices of a YAML or JSON file, one for each holder and service.

    ``practices`` hold what the file gives no holder for. K001 to K007, K101, K102: the file is not
    readable or has another shape; K716: a notice says too little; K717: another
    format; K720: a notice does not hold together; each with its line.
    """
    return notices_from(load_strict(path), practices)


def notices_from(document: Document, practices: Sequence[str] = ()) -> tuple[Notice, ...]:
    """Return the notices of a document already read (see :func:`read_notices`)."""
    return _Reader(document, notices_shape_of(document), tuple(practices)).notices()


@dataclass(frozen=True)
class _Reader:
    document: Document
    shape: NoticesShape
    practices: tuple[str, ...]

    def notices(self) -> tuple[Notice, ...]:
        """Return every notice, checked from top to bottom."""
        if self.shape.format not in FORMATS:
            raise KnockonError(
                "K717",
                f"the format is {self.shape.format!r}",
                expected=" or ".join(FORMATS),
                remedy="Use the version of knockon that wrote it, or leave `format` out.",
                place=self.document.place(("format",)),
            )
        return tuple(
            notice
            for nth, one in enumerate(self.shape.notices)
            for notice in self._spread(nth, one)
        )

    def _spread(self, nth: int, one: NoticeShape) -> list[Notice]:
        """Return a notice for each of its holders."""
        path = ("notices", nth)
        self._require_days(nth, one)
        holders = self._told(path, lambda: self._holders(nth, one))
        return [self._told(path, partial(self._notice, one, holder)) for holder in holders]

    def _holders(self, nth: int, one: NoticeShape) -> list[Holder]:
        """Return who holds it: whom the notice names, else the file, else whoever was given."""
        named = (one, self.shape, TermsShape(practices=list(self.practices)))
        held = next((by for by in named if by.practices or by.pcns), None)
        if held is None:
            raise self._too_little(
                ("notices", nth),
                f"nobody holds the agreement on {one.service}",
                "practices, or PCNs for a PCN's contract",
            )
        practices = [Holder("practice", code) for code in held.practices]
        return practices + [Holder("pcn", code) for code in held.pcns]

    def _notice(self, one: NoticeShape, holder: Holder) -> Notice:
        return Notice(
            sender=self._sender(holder),
            holder=holder,
            service=one.service,
            patients=one.patients,  # type: ignore[arg-type]  # checked by the value
            given_on=self._of(one, "given_on"),
            ends_on=self._of(one, "ends_on"),
            agreement=self._agreement(one),
            owed=self._owed(one),
            recipient=self._of(one, "recipient"),
            form=self._of(one, "form"),
            letter=self.shape.letter,
            tier=self._of(one, "tier"),
            capacity=self._capacity(one),
            receiving=self._of(one, "receiving"),
            condition=self._condition(one),
            note=self._of(one, "note"),
        )

    def _sender(self, holder: Holder) -> Sender:
        """Return who sends a notice: whoever the file names, else its holder."""
        sender = self.shape.sender
        if sender is None:
            return Sender(holder.kind, holder.code, holder.code)
        return Sender(sender.kind, sender.name or sender.code or "", sender.code)

    def _agreement(self, one: NoticeShape) -> Agreement:
        said: Any = self._of(one, "basis")
        basis: Any = "unknown" if said is UNKNOWN else said
        return Agreement(basis, self._of(one, "agreement"), self._of(one, "clause"))

    def _owed(self, one: NoticeShape) -> Owed:
        owed = self._of(one, "owed")
        period = Period.parse(owed) if isinstance(owed, str) else owed
        return Owed(period, self._of(one, "owed_basis"))

    def _capacity(self, one: NoticeShape) -> Any:
        if "capacity" not in one.model_fields_set and "beyond_capacity" in one.patients:
            return UNKNOWN
        return Capacity.parse(one.capacity) if isinstance(one.capacity, str) else one.capacity

    def _condition(self, one: NoticeShape) -> Condition | None:
        lapses_if = self._of(one, "lapses_if")
        return None if lapses_if is None else Condition(lapses_if, self._of(one, "decide_on"))

    def _of(self, one: NoticeShape, key: str) -> Any:
        """Return what a notice says itself, else what the file says for all."""
        return getattr(one if key in one.model_fields_set else self.shape, key)

    def _require_days(self, nth: int, one: NoticeShape) -> None:
        """Refuse a notice that does not say whether it is given, or leaves its last day out."""
        given_on, ends_on = self._of(one, "given_on"), self._of(one, "ends_on")
        said = one.model_fields_set | self.shape.model_fields_set
        if given_on is UNKNOWN:
            raise self._too_little(
                ("notices", nth),
                f"the notice on {one.service} does not say when it was given",
                "given_on with the day, or null while it is only considered",
            )
        if ends_on is None or "ends_on" not in said:
            raise self._too_little(
                ("notices", nth),
                f"the notice on {one.service} does not say when it ends",
                "ends_on with the last day of the service, or unknown",
            )

    def _told(self, path: tuple[str | int, ...], build: Callable[[], T]) -> T:
        """Return what ``build`` makes; a refusal is told at its place in the file."""
        with placed_at(self.document.place(path)):
            return build()

    def _too_little(self, path: tuple[str | int, ...], found: str, expected: str) -> KnockonError:
        return KnockonError(
            "K716",
            found,
            expected=expected,
            remedy="Add it to the notice, or once for all notices of the file.",
            place=self.document.place(path),
        )
