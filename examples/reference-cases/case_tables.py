"""Tables of results as Markdown, and where they stand in a page of the manual."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; the first column is words, the others numbers."""
    ruler = ["---", *("---:" for _ in columns[1:])]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (columns, ruler, *rows))


def million(people: float) -> str:
    """Return a count in millions, two decimals."""
    return f"{people / 1e6:.2f}m"


def pounds(amount: float) -> str:
    """Return an amount in whole millions of pounds."""
    return f"\N{POUND SIGN}{amount / 1e6:.0f}m"


def percent(share: float) -> str:
    """Return a share as a percentage with its sign, one decimal."""
    return f"{share:+.1%}"


def between(name: str) -> tuple[str, str]:
    """Return the marks a case's results stand between."""
    return f"<!-- results of {name} -->", f"<!-- end of {name} -->"


def put_in(page: str, results: Mapping[str, str]) -> str:
    """Return a page with each case's results between its marks; a case without marks is refused."""
    for name, found in results.items():
        first, last = between(name)
        whole = re.compile(f"{re.escape(first)}.*?{re.escape(last)}", re.DOTALL)
        if not whole.search(page):
            raise ValueError(f"the page has no place for the results of {name}: {first}")
        put = f"{first}\n\n{found}\n\n{last}"
        page = whole.sub(lambda _, put=put: put, page)
    return page
