"""Work the reference cases, and print their results or put them into the manual.

python examples/reference-cases/run.py                       every case that needs no files
python examples/reference-cases/run.py book-keeping          one of them
python examples/reference-cases/run.py --dorset systems/dorset --into docs/…/reference-cases.md
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import case_backcast
import case_book_keeping
import case_dorset
import case_everybody_referred
import case_everybody_waits
from case_tables import put_in

from knockon import catalogue as packs

CASES: dict[str, Callable[..., str]] = {
    "book-keeping": case_book_keeping.results,
    "everybody-waits": case_everybody_waits.results,
    "everybody-referred": case_everybody_referred.results,
    "backcast": case_backcast.results,
}
DORSET = "dorset"


def main() -> None:
    """Read the command's words and do what they ask."""
    words = argparse.ArgumentParser(description="Work the reference cases.")
    words.add_argument("cases", nargs="*", metavar="CASE", help=", ".join((*CASES, DORSET)))
    words.add_argument("--dorset", type=Path, metavar="DIR", help="a system of Dorset")
    words.add_argument("--into", type=Path, metavar="PAGE", help="a page with a place for each")
    given = words.parse_args()
    unknown = set(given.cases) - {*CASES, DORSET}
    if unknown:
        words.error(f"no such case: {', '.join(sorted(unknown))}")
    if DORSET in given.cases and given.dorset is None:
        words.error("the case of Dorset needs --dorset DIR, made by `knockon system build`")
    found = worked(given.cases or list(CASES), given.dorset)
    if given.into is None:
        print("\n\n".join(f"## {name}\n\n{text}" for name, text in found.items()))
    else:
        page = given.into.read_text("utf-8")
        given.into.write_text(put_in(page, found), "utf-8")


def worked(cases: list[str], dorset: Path | None) -> dict[str, str]:
    """Return each case's results by its name."""
    catalogue = packs.load()
    found = {name: CASES[name](catalogue) for name in cases if name != DORSET}
    if dorset is not None:
        found[DORSET] = case_dorset.results(catalogue, dorset)
    return found


if __name__ == "__main__":
    main()
