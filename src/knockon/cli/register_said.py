"""A notice said in options, read by the same rules as one in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from knockon.errors import KnockonError

if TYPE_CHECKING:
    from knockon.register import Notice

_NONE = ("given_on", "agreement", "clause", "owed", "receiving")
"""What may be said to be none."""

_SHARED = ("letter",)


def notices_said(said: Mapping[str, Any], practices: Sequence[str]) -> tuple[Notice, ...]:
    """Return a notice for each holder; what is refused is told as an option's, not a file's."""
    from knockon.catalogue.yaml import Document
    from knockon.register import notices_from

    notice = {name: _value(name, value) for name, value in said.items() if name not in _SHARED}
    whole: dict[str, Any] = {"letter": said.get("letter"), "notices": [notice]}
    if "sender" in notice:
        whole["sender"] = {"kind": "alliance", "name": notice.pop("sender")}
    try:
        return notices_from(Document("options", whole, {}), practices)
    except KnockonError as problem:
        raise KnockonError(
            problem.code,
            problem.found.replace("notices.0.", ""),
            expected=problem.expected,
            remedy=_remedy(problem),
        ) from None


def _value(name: str, value: Any) -> Any:
    if name == "patients":
        return [group.strip() for group in str(value).split(",")]
    return None if name in _NONE and value == "none" else value


def _remedy(problem: KnockonError) -> str:
    """Return the remedy, where one speaks of a file in terms of options."""
    if problem.code in ("K102", "K716"):
        return "Say it with an option, or give a file of notices with --from."
    return problem.remedy
