"""Who sends a notice, and who holds the agreement it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from knockon.places import is_ods_code, is_practice_code
from knockon.register._checks import require, wrong

HolderKind = Literal["practice", "pcn"]
SenderKind = Literal["practice", "pcn", "alliance"]

HOLDER_KINDS: tuple[HolderKind, ...] = get_args(HolderKind)
SENDER_KINDS: tuple[SenderKind, ...] = get_args(SenderKind)

_MAP = "Look the code up in the map of Patients Registered at a GP Practice."


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an agreement and offers the service: a practice, or a PCN for a PCN's contract.

    ``code`` is its ODS code. An alliance or an LMC holds nothing; it can only send.
    """

    kind: HolderKind
    code: str

    def __post_init__(self) -> None:
        require(
            self.kind in HOLDER_KINDS,
            f"a holder is {self.kind!r}",
            "a practice or a PCN; an alliance sends notices and holds no agreement",
            "Name the practices or PCNs the notice is given for.",
        )
        if self.kind == "practice" and not is_practice_code(self.code):
            raise wrong(
                f"{self.code!r} is not the code of a practice",
                "a capital letter and five digits, such as X10001",
                _MAP,
            )
        if self.kind == "pcn" and not is_ods_code(self.code):
            raise wrong(
                f"{self.code!r} is not the code of a primary care network",
                "three to six capitals and digits, such as U19923",
                _MAP,
            )


@dataclass(frozen=True, slots=True)
class Sender:
    """Who signs and sends a notice: a practice, a PCN, or an alliance for those it names.

    ``code`` is the ODS code of a practice or PCN, None for an alliance, which has none.
    """

    kind: SenderKind
    name: str
    code: str | None = None

    def __post_init__(self) -> None:
        require(
            self.kind in SENDER_KINDS,
            f"a sender is {self.kind!r}",
            ", ".join(SENDER_KINDS),
            "An LMC that writes for practices is an alliance here.",
        )
        require(bool(self.name.strip()), "the sender has no name", "a name", "Name the sender.")
        if self.kind == "alliance":
            require(
                self.code is None,
                f"the alliance {self.name} has the code {self.code!r}",
                "no code: an alliance is not an organisation with an ODS code",
                "Leave the code out.",
            )
        else:
            Holder(self.kind, self.code or "")
