"""A file of details to fill in: what letters need and neither plan nor ledger tells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knockon.catalogue.letters import Said
from knockon.reports.letters.choosing import Draft
from knockon.reports.letters.details import BY_RULE, COUNTED, FORMAT
from knockon.reports.letters.filling import Value
from knockon.reports.letters.of_plans import WORKED_OUT

_HEAD = """\
# What letters say that neither plan nor ledger tells. What stays unknown is a visible gap in the
# letter. Dates as 2026-12-01. What stands at the top is for every letter; under letters: for one
# kind; under for: for one notice or action. Take the # away from what a letter may say besides.
"""
_COUNTED = {"period_days": "the days its period has, a whole number"}


@dataclass(frozen=True, slots=True)
class _Open:
    """Something a draft says and is not told in full, with what is known of it."""

    draft: Draft
    said: Said
    value: Value | None

    @property
    def in_part(self) -> bool:
        """Whether rows are there, and parts of them are not."""
        return isinstance(self.value, tuple) and bool(self.value)


def details_file(drafts: Sequence[Draft]) -> str:
    """Return the file as YAML.

    What is open wherever it is said stands at the top if several kinds of letter say it, else
    under its letter. What is open for some notices or actions only, and rows that are known in
    part, stand under ``for``.
    """
    found = [one for draft in drafts for one in _open(draft)]
    own = [
        one for one in found if one.draft.subject and (one.in_part or _known_elsewhere(one, drafts))
    ]
    rest = [one for one in found if one not in own]
    top = {one.said.name: one for one in rest if one.said.must and _is_for_all(one, drafts)}
    by_letter = [one for one in rest if one.said.name not in top and not _is_named(one, top)]
    lines = [_HEAD + f"format: {FORMAT}"]
    for one in top.values():
        lines += _asked(one, "")
    lines += _headed("letters:", _under_letters(by_letter))
    lines += _headed("for:", _under_subjects(own))
    return "\n".join(lines) + "\n"


def _open(draft: Draft) -> Iterator[_Open]:
    """Yield what is open in a draft; its date is given when it is written."""
    for said in draft.letter.says.values():
        value = draft.values.get(said.name)
        counted = bool(draft.letter.numbers) and said.name in WORKED_OUT
        if said.name != "date" and not counted and not _is_told(said, value):
            yield _Open(draft, said, value)


def _is_told(said: Said, value: Value | None) -> bool:
    if isinstance(value, tuple) and value:
        return all(row.get(part) for row in value for part in said.of)
    return bool(value)


def _known_elsewhere(one: _Open, drafts: Sequence[Draft]) -> bool:
    """Whether the same is told for another notice or action, so that it is no matter of all."""
    return any(one.said.name in draft.values for draft in drafts)


def _is_for_all(one: _Open, drafts: Sequence[Draft]) -> bool:
    """Whether several kinds of letter say it, or the only kind there is."""
    kinds = {draft.letter.id for draft in drafts}
    saying = {draft.letter.id for draft in drafts if one.said.name in draft.letter.says}
    return not one.said.of and (len(saying) > 1 or len(kinds) == 1)


def _is_named(one: _Open, top: Mapping[str, _Open]) -> bool:
    """Whether this is the sender of a practice's letter, and the practice is asked for already."""
    own = one.draft.letter.sender == "practice"
    return own and one.said.name == "sender_name" and "practice_name" in top


def _headed(heading: str, lines: Iterator[str]) -> list[str]:
    found = list(lines)
    return ["", heading, *found] if found else []


def _under_letters(found: Sequence[_Open]) -> Iterator[str]:
    """Yield what is open by letter, each thing once; what a letter may say is commented out."""
    for letter in {one.draft.letter.id: one.draft.letter for one in found}.values():
        own = {one.said.name: one for one in found if one.draft.letter.id == letter.id}
        must = [line for one in own.values() if one.said.must for line in _asked(one, "    ")]
        must += [f"    {n}: unknown  # {_COUNTED[n]}" for n in COUNTED if letter.numbers]
        may = [line for one in own.values() if not one.said.must for line in _asked(one, "    # ")]
        yield f"  {letter.id}:" if must else f"  # {letter.id}:"
        yield from (*must, *may)


def _under_subjects(found: Sequence[_Open]) -> Iterator[str]:
    for subject in dict.fromkeys(one.draft.subject for one in found):
        own = {one.said.name: one for one in found if one.draft.subject == subject}
        asked = [one for one in own.values() if one.said.must]
        if asked:
            yield f"  {json.dumps(subject)}:"
        for one in asked:
            yield from _asked(one, "    ")


def _asked(one: _Open, before: str) -> list[str]:
    """Return the lines that ask for one thing; of a list, what is known of it or a row to begin."""
    said = one.said
    if not said.of:
        return [f"{before}{said.name}: unknown  # {said.label}"]
    if said.name == BY_RULE and not one.value:
        return [f"{before}{said.name}: []  # {said.label}: rules, such as [ACC-TRIAGE, EMG-COVER]"]
    rows = one.value if isinstance(one.value, tuple) and one.value else ({},)
    lines = [f"{before}{said.name}:  # {said.label}"]
    return lines + [f"{before}  - {_row(said, row)}" for row in rows]


def _row(said: Said, row: Mapping[str, str]) -> str:
    """Return a row with what is known of it, and unknown for the rest."""
    parts = (
        f"{part}: {json.dumps(row[part], ensure_ascii=False) if row.get(part) else 'unknown'}"
        for part in said.of
    )
    return f"{{{', '.join(parts)}}}"
