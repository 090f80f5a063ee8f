"""A notice said in options, read by the same rules as one in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

from knockon.errors import KnockonError

if TYPE_CHECKING:
    from knockon.register import Notice

_NONE = ("given_on", "agreement", "clause", "owed", "receiving")
"""What may be said to be none."""

_ALWAYS = ("service", "patients", "given_on", "ends_on")
"""What every notice says, be it that it is not known."""


def notices_said(said: Mapping[str, Any], practices: Sequence[str]) -> tuple[Notice, ...]:
    """Return a notice for each holder; what is refused is told as an option's, not a file's."""
    from knockon.catalogue.yaml import Document
    from knockon.register import notices_from

    _require_said(said, practices)
    notice = {name: _value(name, value) for name, value in said.items() if name != "letter"}
    whole: dict[str, Any] = {"letter": said.get("letter"), "notices": [notice]}
    if "sender" in notice:
        whole["sender"] = {"kind": "alliance", "name": notice.pop("sender")}
    try:
        return notices_from(Document("options", whole, {}), practices)
    except KnockonError as problem:
        raise KnockonError(
            problem.code,
            problem.found.removeprefix("notices.0."),
            expected=problem.expected,
            remedy=problem.remedy,
        ) from None


def _require_said(said: Mapping[str, Any], practices: Sequence[str]) -> None:
    """Refuse, as wrong use, a notice without what every notice says."""
    missing = [f"--{name.replace('_', '-')}" for name in _ALWAYS if name not in said]
    if not (practices or said.get("practices") or said.get("pcns")):
        missing.append("--practice, --pcn or --system")
    if missing:
        raise typer.BadParameter(f"a notice also says {', '.join(missing)}; or give it with --from")


def _value(name: str, value: Any) -> Any:
    if name == "patients":
        return [group.strip() for group in str(value).split(",")]
    return None if name in _NONE and value == "none" else value
