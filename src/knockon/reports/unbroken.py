"""What may not part at the end of a line: a sign and its pounds, both ends of a range.

A browser breaks between ``+`` and ``£``; anything breaks at the blanks of ``+5 to +40``. On a page
such words are held together by its style, so that whoever copies them copies nothing unseen; in a
document by blanks that do not break.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_FIRM = "\N{NO-BREAK SPACE}"
_NUMBER = r"[+\N{MINUS SIGN}]?£?\d[\d,]*(?:\.\d+)?(?: million)?%?"
_OF_A_DATE = r"(?! [A-Z][a-z])"
"""A number with a month behind it is a day: ``6 to 12 May`` may part."""
_RANGE = re.compile(rf"{_NUMBER}[ {_FIRM}]to[ {_FIRM}]{_NUMBER}(?![\d,.]*\d){_OF_A_DATE}")
_TOGETHER = re.compile(rf"\(?(?:{_RANGE.pattern}|[+\N{{MINUS SIGN}}]£{_NUMBER})\)?")


def unbroken(words: str) -> Markup:
    """Return ``words`` as HTML, each range and each signed sum of money held together."""
    found, at = Markup(), 0
    for match in _TOGETHER.finditer(words):
        found += escape(words[at : match.start()])
        found += Markup('<span class="whole">{}</span>').format(match.group())
        at = match.end()
    return found + escape(words[at:])


def with_firm_blanks(words: str) -> str:
    """Return ``words`` with blanks that do not break inside each range."""
    return _RANGE.sub(lambda match: match.group().replace(" ", _FIRM), words)
