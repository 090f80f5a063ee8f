"""What can become of notices: the closed list of things a ledger records.

Each is one act on one day, for one notice or several. The day is when it happened, not when it was
recorded; the ledger adds who recorded it and when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, get_args

from knockon.catalogue.facts import UNKNOWN, Unknown
from knockon.errors import KnockonError
from knockon.register._checks import require
from knockon.register.notice import Capacity, Form, Notice
from knockon.register.terms import Basis, Period

Outcome = Literal["lapsed", "confirmed"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class Opened:
    """The ledger is begun; the title says whose notices it keeps."""

    title: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """Notices come in, those of one letter or one file together: all of them or none."""

    notices: tuple[Notice, ...]

    def __post_init__(self) -> None:
        _require_some(len(self.notices), "notice to record", "Write one under `notices`.")


@dataclass(frozen=True, slots=True)
class Given:
    """Notices that were considered are given; ``ends_on`` UNKNOWN leaves the end considered."""

    ids: tuple[str, ...]
    on: date
    form: Form | Unknown = UNKNOWN
    ends_on: date | Unknown = UNKNOWN
    why: str | None = None

    def __post_init__(self) -> None:
        _require_ids(self.ids)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Whoever gave the notices takes them back."""

    ids: tuple[str, ...]
    on: date
    why: str | None = None

    def __post_init__(self) -> None:
        _require_ids(self.ids)


@dataclass(frozen=True, slots=True)
class Deferred:
    """A practice, a PCN or whoever else may puts the end off to a later day, ``to``."""

    ids: tuple[str, ...]
    on: date
    to: date
    decided_by: str
    why: str | None = None

    def __post_init__(self) -> None:
        _require_ids(self.ids)
        require(
            bool(self.decided_by.strip()),
            "a deferral does not say who decided it",
            "a practice, a PCN, a name or a role",
            "Say who decided it.",
        )


@dataclass(frozen=True, slots=True)
class Decided:
    """It is decided whether what would make the notices lapse came about."""

    ids: tuple[str, ...]
    on: date
    outcome: Outcome
    why: str | None = None

    def __post_init__(self) -> None:
        _require_ids(self.ids)
        require(
            self.outcome in OUTCOMES,
            f"a condition is decided as {self.outcome!r}",
            " or ".join(OUTCOMES),
            "Choose one.",
        )


@dataclass(frozen=True, slots=True)
class Superseded:
    """Other notices of the ledger, ``with_ids``, take the place of these."""

    ids: tuple[str, ...]
    on: date
    with_ids: tuple[str, ...]
    why: str | None = None

    def __post_init__(self) -> None:
        _require_ids(self.ids)
        _require_ids(self.with_ids)


@dataclass(frozen=True, slots=True)
class Learned:
    """Something comes to be known that was not; UNKNOWN here is: nothing was learned of it.

    What is known already is not changed by it, who takes the patients (``receiving``) apart,
    because a service may be commissioned later.
    """

    ids: tuple[str, ...]
    on: date
    ends_on: date | Unknown = UNKNOWN
    recipient: str | Unknown = UNKNOWN
    form: Form | Unknown = UNKNOWN
    basis: Basis | Unknown = UNKNOWN
    agreement: str | Unknown | None = UNKNOWN
    clause: str | Unknown | None = UNKNOWN
    owed: Period | Unknown | None = UNKNOWN
    owed_basis: str | Unknown = UNKNOWN
    capacity: Capacity | Unknown = UNKNOWN
    receiving: str | Unknown | None = UNKNOWN
    decide_on: date | Unknown = UNKNOWN
    why: str | None = None

    def __post_init__(self) -> None:
        _require_ids(self.ids)
        _require_some(
            len(self.facts()), "fact that was learned", "Say it: `--receiving`, for instance."
        )

    def facts(self) -> dict[str, object]:
        """Return what was learned, by name."""
        named = {name: getattr(self, name) for name in LEARNABLE}
        return {name: value for name, value in named.items() if value is not UNKNOWN}


LEARNABLE = (
    *("ends_on", "recipient", "form", "basis", "agreement", "clause", "owed", "owed_basis"),
    *("capacity", "receiving", "decide_on"),
)
"""What of a notice may be unknown at first and learned later."""


@dataclass(frozen=True, slots=True)
class Mistaken:
    """The notices were entered by mistake and never were."""

    ids: tuple[str, ...]
    on: date
    why: str | None = None

    def __post_init__(self) -> None:
        _require_ids(self.ids)


Change: TypeAlias = Given | Withdrawn | Deferred | Decided | Superseded | Learned | Mistaken
"""Something that becomes of notices that were recorded."""

KINDS: dict[str, type[Opened | Recorded | Change]] = {
    "opened": Opened,
    "recorded": Recorded,
    "given": Given,
    "withdrawn": Withdrawn,
    "deferred": Deferred,
    "decided": Decided,
    "superseded": Superseded,
    "learned": Learned,
    "mistaken": Mistaken,
}
"""Every kind of entry a ledger holds, by its name there."""


def kind_of(change: Opened | Recorded | Change) -> str:
    """Return the name a kind of entry has in the ledger."""
    return next(kind for kind, made in KINDS.items() if isinstance(change, made))


def _require_ids(ids: tuple[str, ...]) -> None:
    shown = "`knockon register show` lists the notices with their numbers."
    _require_some(len(ids), "notice", shown)
    require(
        len(set(ids)) == len(ids),
        f"a notice is named twice: {', '.join(ids)}",
        "each notice once",
        "Name each notice once.",
    )


def _require_some(count: int, what: str, remedy: str) -> None:
    if count == 0:
        raise KnockonError("K727", f"no {what} is named", expected="one at least", remedy=remedy)
