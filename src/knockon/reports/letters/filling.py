"""Fill a letter's Word template: every fact in its place, every missing one a visible gap.

What the letter must say is looked for in the finished text, not in the template, so a template that
somebody edited cannot lose a fact unnoticed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from knockon.catalogue.letters import Letter, Said
from knockon.catalogue.yaml import did_you_mean
from knockon.errors import KnockonError
from knockon.reports.documents.blocks import Document, words_of, writable
from knockon.reports.documents.paper import pdf_file
from knockon.reports.documents.word import packed
from knockon.reports.documents.word_reading import read_word
from knockon.reports.extras import extra

Row: TypeAlias = Mapping[str, str]
Value: TypeAlias = str | tuple[Row, ...]
Values: TypeAlias = Mapping[str, Value]

_PAIRS = (("{{", "}}"), ("{%", "%}"))
GAP = re.compile(r"\[not stated: ([^]]+)\]")
"""A gap in a text, with what is missing there."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A letter as it can be sent: its Word file, what that says, and what it does not.

    ``missing`` names the facts nobody stated, each a visible gap; ``unsaid`` the stated facts its
    template leaves out.
    """

    letter: Letter
    word: bytes
    document: Document
    missing: tuple[str, ...]
    unsaid: tuple[str, ...]

    @property
    def pdf(self) -> bytes:
        """The letter as a tagged PDF, made from what the Word file says."""
        return pdf_file(self.document)


class Gap(str):
    """What stands where a fact is missing; false, so that a template can leave a passage out."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


def gap(label: str) -> Gap:
    """Return the visible gap for something not stated."""
    return Gap(f"[not stated: {label}]")


def fill(letter: Letter, values: Values, template: bytes | None = None) -> Filled:
    """Return a letter filled with ``values``; ``template`` replaces the pack's Word file.

    K620: the extra ``reports`` is missing; K621: the template is no Word file; K622: it asks for
    something the letter does not know; K623: a tag in it is damaged.
    """
    name = letter.template.name if template is None else "the template"
    content = letter.template.read_bytes() if template is None else template
    told = {one.name: _told(one, values.get(one.name)) for one in letter.says.values()}
    word = _rendered(content, told, letter, name)
    document = read_word(word, name)
    said = _plain(" ".join(words_of(document)))
    unsaid = (one.label for one in letter.must_say if not _is_said(told[one.name], said))
    return Filled(letter, word, document, _all_missing(letter, values, said), tuple(unsaid))


def _told(said: Said, value: Value | None) -> Any:
    """Return what the template is given for one thing: its text, its rows, or gaps in them."""
    if not said.of:
        return writable(str(value or "")).strip() or gap(said.label)
    if not value:
        return ({part: gap(_part(said, part)) for part in said.of},) if said.must else ()
    return tuple(
        {part: writable(row.get(part, "")).strip() or gap(_part(said, part)) for part in said.of}
        for row in _rows(value)
    )


def _all_missing(letter: Letter, values: Values, said: str) -> tuple[str, ...]:
    """Return what the letter must say and is not told, then every other gap in its text."""
    missing = [label for one in letter.must_say for label in _missing(one, values.get(one.name))]
    gaps = [gap for gap in GAP.findall(said) if not _part_of_any(gap, missing)]
    return tuple(dict.fromkeys((*missing, *gaps)))


def _part_of_any(label: str, labels: Sequence[str]) -> bool:
    return any(label.startswith(f"{one}, ") for one in labels)


def _missing(said: Said, value: Value | None) -> Iterator[str]:
    """Yield what is missing of one thing: all of it, or parts of some of its rows."""
    if not value or (isinstance(value, str) and not writable(value).strip()):
        yield said.label
    elif said.of:
        for part in said.of:
            if any(not writable(row.get(part, "")).strip() for row in _rows(value)):
                yield _part(said, part)


def _rows(value: Value) -> tuple[Row, ...]:
    if isinstance(value, str):
        raise TypeError(f"a list of rows is due, and {value!r} is a text")
    return value


def _part(said: Said, part: str) -> str:
    return f"{said.label}, {part.replace('_', ' ')}"


def _is_said(told: Any, said: str) -> bool:
    return all(_plain(text) in said for text in _texts(told))


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    else:
        for row in told:
            yield from row.values()


def _plain(text: str) -> str:
    """Return a text with its white space made single, to be looked for in another."""
    return " ".join(text.split())


def _rendered(content: bytes, told: Mapping[str, Any], letter: Letter, name: str) -> bytes:
    _check_tags(read_word(content, name), name)
    sandbox = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    made = extra("docxtpl").DocxTemplate(io.BytesIO(content))
    try:
        _check_names(made.get_undeclared_template_variables(sandbox), letter, name)
        made.render(told, sandbox, autoescape=True)
    except TemplateError as problem:
        raise _damaged(str(problem), name) from None
    _entitle(made.docx, letter.title)
    return packed(made.docx)


def _entitle(made: Any, usual: str) -> None:
    """Give the file the title its first heading has: readers announce it, and PDF needs one."""
    headings = [one.text for one in made.paragraphs if one.style.name in ("Heading 1", "Title")]
    made.core_properties.title = next((text for text in headings if text.strip()), usual)


def _check_tags(template: Document, name: str) -> None:
    """Refuse a tag that is opened and not closed: all that follows would be lost with it."""
    for text in words_of(template):
        if any(text.count(opens) != text.count(closes) for opens, closes in _PAIRS):
            raise _damaged(f"a brace is missing in {text!r}", name)


def _check_names(asked: Sequence[str] | set[str], letter: Letter, name: str) -> None:
    strange = sorted(set(asked) - set(letter.says))
    if strange:
        raise KnockonError(
            "K622",
            f"the template asks for {strange[0]!r}",
            expected=f"only what the letter {letter.id!r} knows",
            remedy=did_you_mean(strange[0], letter.says),
            place=name,
        )


def _damaged(problem: str, name: str) -> KnockonError:
    return KnockonError(
        "K623",
        f"a tag of the template is damaged ({' '.join(problem.split())})",
        expected="the tags as they stood before it was edited",
        remedy="Write it again with `knockon letters template`, and edit around the tags.",
        place=name,
    )
