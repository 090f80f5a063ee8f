"""The state of a run at the end of its last day, from which another run goes on.

A run of 60 days gives what a run of 30 gives and another of 30 that goes on from its state, to the
last bit: a warm-up is worked once, and every scenario branches from it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from knockon.errors import KnockonError

if TYPE_CHECKING:
    from knockon.flow.model import Network

FORM = 4
MOST_DAYS = 1_000_000
"""The last day a run may reach: more than two thousand years, and few enough to count in."""


@dataclass(frozen=True, slots=True)
class State:
    """Everybody in a network at the end of a day: in queues by age, at sites, in bed, on lists.

    `day` is the first day still to be worked; `seed` and `streams` are those of the run, and
    `shape` says of which stations it is. A network that goes on from it may differ in every
    number, but not in its stations, classes, homes or ways back.
    """

    day: int
    seed: int
    streams: tuple[int, ...]
    shape: str
    content: bytes

    def __post_init__(self) -> None:
        known = isinstance(self.day, int) and isinstance(self.content, bytes)
        if not known or not 0 <= self.day <= MOST_DAYS:
            raise other_state(f"a state of day {self.day!r}")

    def save(self, path: Path) -> None:
        """Write the state to a file."""
        head = {"form": FORM, "day": self.day, "seed": self.seed, "streams": self.streams}
        rest = {"shape": self.shape, "digest": _digest(self.content)}
        path.write_bytes(json.dumps(head | rest).encode() + b"\n" + self.content)

    @classmethod
    def load(cls, path: Path) -> State:
        """Read a state from a file (K432 when it is not one)."""
        line, _, content = path.read_bytes().partition(b"\n")
        try:
            head = json.loads(line)
            if (head.pop("form"), head.pop("digest")) != (FORM, _digest(content)):
                raise ValueError(FORM)
            return cls(**{**head, "streams": tuple(head["streams"])}, content=content)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise other_state("a file that holds no state of this version") from None


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


def shape_of(network: Network) -> str:
    """Return what a state depends on in a network: who and what there is, but no number."""
    parts = [f"{type(s).__name__} {s.name} {','.join(s.classes)}" for s in network.stations]
    parts += [f"Back {back.name} {back.limit is not None}" for back in network.backs]
    return "; ".join([*parts, f"{network.homes} homes, day {network.day!r}, week {network.week}"])


def check_state(state: State, network: Network, seed: int, streams: tuple[int, ...]) -> None:
    """Refuse to go on from the state of another network or of other draws (K432)."""
    if state.shape != shape_of(network):
        raise other_state("the state of a network with other stations")
    if (state.seed, state.streams) != (seed, streams):
        raise other_state("the state of other draws")


def other_state(found: str) -> KnockonError:
    """Return the error for a state that a run cannot go on from."""
    return KnockonError(
        "K432",
        f"a run is to go on from {found}",
        expected="a state kept by a run of the same stations, seed and draws",
        remedy="Work the warm-up again with this network.",
    )
