"""A page of text for a terminal: lines that wrap under their own indent, words before colour."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

USUAL_WIDTH, WIDEST = 80, 100


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page; ``bullet`` stands before its first word, and the rest hangs under it.

    ``style`` is shown on a terminal only, and says nothing the words do not.
    """

    text: str = ""
    indent: int = 0
    bullet: str = ""
    style: str = ""

    def wrapped(self, width: int) -> str:
        """Return the line as text of at most ``width`` columns; a longer word stays whole."""
        begins = " " * self.indent
        return textwrap.fill(
            " ".join(self.text.split()),
            width,
            initial_indent=begins + self.bullet,
            subsequent_indent=begins + " " * len(self.bullet),
            break_long_words=False,
            break_on_hyphens=False,
        )


def answer_page(lines: Iterable[Line]) -> None:
    """Print a page: 80 columns wide, or as wide as the terminal up to 100."""
    if not sys.stdout.isatty():
        for line in lines:
            print(line.wrapped(USUAL_WIDTH))
        return
    from rich.console import Console

    width = min(shutil.get_terminal_size((USUAL_WIDTH, 24)).columns, WIDEST)
    console = Console(markup=False, highlight=False, emoji=False, soft_wrap=True)
    for line in lines:
        console.print(line.wrapped(width), style=line.style or None)
