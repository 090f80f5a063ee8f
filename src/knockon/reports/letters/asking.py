"""A file of details to fill in: what letters need and neither plan nor ledger tells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from knockon.catalogue.letters import Said
from knockon.reports.letters.choosing import Draft
from knockon.reports.letters.details import BY_RULE, COUNTED, FORMAT
from knockon.reports.letters.of_plans import WORKED_OUT

_HEAD = """\
# What letters say that neither plan nor ledger tells. What stays unknown is a visible gap in the
# letter. Dates as 2026-12-01. What stands at the top is for every letter; under letters: for one
# kind; under for: for one notice or action. Take the # away from what a letter may say besides.
"""
_COUNTED = {"period_days": "the days its period has, a whole number"}


def details_file(drafts: Sequence[Draft]) -> str:
    """Return the file as YAML: what several letters need at the top, the rest by letter.

    Rows of which some parts are known stand under ``for``, by the notice or action they are about.
    """
    shared = _shared(drafts)
    lines = [_HEAD + f"format: {FORMAT}"]
    for said in shared.values():
        lines += _asked(said, "")
    by_letter = [line for draft in _once_each(drafts) for line in _of_letter(draft, shared)]
    if by_letter:
        lines += ["", "letters:", *by_letter]
    by_subject = list(_of_subjects(drafts))
    if by_subject:
        lines += ["", "for:", *by_subject]
    return "\n".join(lines) + "\n"


def _shared(drafts: Sequence[Draft]) -> dict[str, Said]:
    """Return what is open in more than one kind of letter, or in the only one, by name.

    A practice that is named needs no second name as the sender of its notices.
    """
    kinds = {draft.letter.id: draft for draft in drafts}
    found: dict[str, Said] = {}
    for draft in kinds.values():
        for said in _open(draft):
            elsewhere = sum(said.name in one.letter.says for one in kinds.values())
            if said.must and not said.of and (elsewhere > 1 or len(kinds) == 1):
                found.setdefault(said.name, said)
    return found


def _once_each(drafts: Sequence[Draft]) -> list[Draft]:
    """Return one draft of each kind of letter: that which most is open in."""
    found: dict[str, Draft] = {}
    for draft in sorted(drafts, key=lambda one: -len(_open(one))):
        found.setdefault(draft.letter.id, draft)
    return [found[name] for name in dict.fromkeys(draft.letter.id for draft in drafts)]


def _open(draft: Draft) -> list[Said]:
    """Return what a letter says and is not told in full; its date is given when it is written."""
    return [
        said
        for said in draft.letter.says.values()
        if said.name != "date"
        and not _is_counted(said, draft)
        and _is_open(said, draft.values.get(said.name))
    ]


def _is_counted(said: Said, draft: Draft) -> bool:
    return bool(draft.letter.numbers) and said.name in WORKED_OUT


def _is_open(said: Said, value: object) -> bool:
    return _is_part_open(said, value) or not value


def _is_part_open(said: Said, value: object) -> bool:
    """Whether rows are there, and parts of them are not."""
    return isinstance(value, tuple) and any(not row.get(part) for row in value for part in said.of)


def _of_letter(draft: Draft, shared: dict[str, Said]) -> Iterator[str]:
    values = draft.values
    own = [one for one in _open(draft) if one.name not in shared]
    own = [one for one in own if not _is_named(one, draft, shared)]
    if draft.subject:
        own = [one for one in own if not _is_part_open(one, values.get(one.name))]
    counted = COUNTED if draft.letter.numbers else ()
    lines = [
        line for said in own if said.must for line in _asked(said, "    ", values.get(said.name))
    ]
    lines += [f"    {name}: unknown  # {_COUNTED[name]}" for name in counted]
    optional = [line for said in own if not said.must for line in _asked(said, "    # ")]
    if lines:
        yield f"  {draft.letter.id}:"
        yield from lines
    elif optional:
        yield f"  # {draft.letter.id}:"
    yield from optional


def _is_named(said: Said, draft: Draft, shared: dict[str, Said]) -> bool:
    """Whether this is the sender of a practice's letter, and the practice is asked for already."""
    own = draft.letter.sender == "practice"
    return own and said.name == "sender_name" and "practice_name" in shared


def _of_subjects(drafts: Sequence[Draft]) -> Iterator[str]:
    """Yield the rows that are known in part, once for each notice or action."""
    seen: set[tuple[str, str]] = set()
    named: set[str] = set()
    for draft in drafts:
        for said in _open(draft):
            value = draft.values.get(said.name)
            told_before = (draft.subject, said.name) in seen
            if not draft.subject or told_before or not _is_part_open(said, value):
                continue
            if draft.subject not in named:
                yield f"  {json.dumps(draft.subject)}:"
            named.add(draft.subject)
            seen.add((draft.subject, said.name))
            yield from _asked(said, "    ", value)


def _row(said: Said, row: object) -> str:
    """Return a row with what is known of it, and unknown for the rest."""
    known = row if isinstance(row, Mapping) else {}
    parts = (
        f"{part}: {json.dumps(known[part], ensure_ascii=False) if known.get(part) else 'unknown'}"
        for part in said.of
    )
    return f"{{{', '.join(parts)}}}"


def _asked(said: Said, before: str, value: object = None) -> list[str]:
    """Return the lines that ask for one thing; of a list, what is known of it or a row to begin."""
    if not said.of:
        return [f"{before}{said.name}: unknown  # {said.label}"]
    if said.name == BY_RULE and not value:
        return [f"{before}{said.name}: []  # {said.label}: rules, such as [ACC-TRIAGE, EMG-COVER]"]
    rows = value if isinstance(value, tuple) and value else ({},)
    lines = [f"{before}{said.name}:  # {said.label}"]
    return lines + [f"{before}  - {_row(said, row)}" for row in rows]
