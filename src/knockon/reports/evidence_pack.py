"""The evidence pack: a plan's case as a document to hand over, a table first and then the tree."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from knockon.catalogue.knowledge import Source
from knockon.compliance import wording
from knockon.compliance.citing import in_words
from knockon.reports.documents import Block, Bullet, Document, Heading, Paragraph, Table
from knockon.reports.documents.paper import html_file, pdf_file
from knockon.reports.documents.word import word_file
from knockon.reports.evidence import STANDINGS, Branch, Case, Claim, Standing, dates_of
from knockon.reports.summary import as_json

FORMAT = "knockon/evidence/1"

WORDS: Mapping[Standing, str] = {
    "held": "held",
    "expiring": "held, expires soon",
    "expired": "expired",
    "later": "to be held later",
    "missing": "missing",
    "undeveloped": "undeveloped",
}
_NO_CLAIMS = "The rules loaded make no claim on this plan that evidence could show."


def evidence_document(case: Case, sources: Mapping[str, Source]) -> Document:
    """Return the pack: where evidence stands, then each claim with its argument."""
    blocks = (
        Heading(f"Evidence pack: {case.title}", 1),
        Paragraph(f"What is held on {wording.plain_date(case.on)}. {_summary(case)}"),
        *_tables(case),
        *_tree(case, sources),
        *_unclaimed(case),
    )
    return Document(f"Evidence pack: {case.title}", blocks, foot=wording.ADVICE)


def evidence_json(case: Case, sources: Mapping[str, Source]) -> dict[str, Any]:
    """Return the pack as plain values, ready for JSON."""
    return {
        "format": FORMAT,
        "plan": case.title,
        "as_of": case.on.isoformat(),
        "counts": {standing: case.count(standing) for standing in STANDINGS},
        "claims": [_claim_json(claim, sources) for claim in case.claims],
        "unclaimed": [one.item for one in case.unclaimed],
        "advice": wording.ADVICE,
    }


def _summary(case: Case) -> str:
    if not case.claims:
        return _NO_CLAIMS
    shown = sum(claim.shown for claim in case.claims)
    counts = [f"{case.count(one)} {WORDS[one]}" for one in STANDINGS if case.count(one)]
    return (
        f"{shown} of {len(case.claims)} claims are shown by evidence held. "
        f"Of what would show them: {'; '.join(counts)}."
    )


def _tables(case: Case) -> Iterator[Block]:
    if not case.claims:
        return
    rows = tuple(
        (f"{claim.action}: {claim.rule or claim.title}", *_cells(branch))
        for claim in case.claims
        for branch in claim.branches
    )
    columns = ("Claim", "What would show it", "Held", "Standing", "Kept")
    yield Heading("At a glance", 2)
    yield Table("Each claim and where its evidence stands", columns, rows)


def _cells(branch: Branch) -> tuple[str, str, str, str]:
    asked = branch.asked or "held beside what is suggested"
    if branch.evidence is None:
        return asked, "nothing", WORDS[branch.standing], ""
    held = f"{branch.evidence.item} ({dates_of(branch.evidence, branch.standing)})"
    return asked, held, WORDS[branch.standing], branch.evidence.where or "where is not stated"


def _tree(case: Case, sources: Mapping[str, Source]) -> Iterator[Block]:
    for action, found in groupby(case.claims, key=lambda claim: claim.action):
        yield Heading(f"Action {action}", 2)
        for claim in found:
            yield from _branching(claim, sources)


def _branching(claim: Claim, sources: Mapping[str, Source]) -> Iterator[Block]:
    yield Heading(_named(claim), 3)
    yield Bullet(f"Claim: {claim.title}. {wording.HEADINGS[claim.verdict]} ({_days(claim)}).")
    yield Bullet(f"Argument: {claim.argument}", 2)
    for kept in claim.kept:
        yield Bullet(f"Kept up meanwhile: {kept}", 3)
    if claim.cites:
        yield Bullet(f"Written in: {in_words(claim.cites, sources)}.", 3)
    if claim.holder != "practice":
        yield Bullet(f"Who answers for it: {claim.holder}.", 3)
    for branch in claim.branches:
        yield Bullet(f"Evidence, {_in_tree(branch)}", 2)


def _in_tree(branch: Branch) -> str:
    asked = f"{branch.asked}: " if branch.asked else ""
    if branch.evidence is None:
        return f"{WORDS[branch.standing]}: {branch.asked}."
    where = f"; kept: {branch.evidence.where}" if branch.evidence.where else ""
    dates = dates_of(branch.evidence, branch.standing)
    return f"{WORDS[branch.standing]}: {asked}{branch.evidence.item} ({dates}{where})."


def _unclaimed(case: Case) -> Iterator[Block]:
    if not case.unclaimed:
        return
    yield Heading("Held, and shows none of these claims", 2)
    yield Paragraph("Write under its claim the rule, or the words of what it shows.")
    for one in case.unclaimed:
        yield Bullet(f"{one.item} (claim: {one.claim})")


def _named(claim: Claim) -> str:
    return f"{claim.rule}: {claim.title}" if claim.rule else claim.title


def _days(claim: Claim) -> str:
    begins = wording.plain_date(claim.begins)
    if claim.ends is None:
        return f"from {begins}"
    return f"{begins} to {wording.plain_date(claim.ends)}"


def _claim_json(claim: Claim, sources: Mapping[str, Source]) -> dict[str, Any]:
    return {
        "action": claim.action,
        "rule": claim.rule,
        "claim": claim.title,
        "verdict": claim.verdict,
        "holder": claim.holder,
        "from": claim.begins.isoformat(),
        "to": None if claim.ends is None else claim.ends.isoformat(),
        "argument": claim.argument,
        "kept": list(claim.kept),
        "cites": in_words(claim.cites, sources),
        "shown": claim.shown,
        "evidence": [_branch_json(branch) for branch in claim.branches],
    }


def _branch_json(branch: Branch) -> dict[str, Any]:
    held = branch.evidence
    return {
        "asked": branch.asked,
        "standing": branch.standing,
        "item": None if held is None else held.item,
        "held_on": None if held is None or held.held_on is None else held.held_on.isoformat(),
        "expires_on": (
            None if held is None or held.expires_on is None else held.expires_on.isoformat()
        ),
        "where": None if held is None else held.where,
    }


def write_pack(case: Case, sources: Mapping[str, Source], folder: Path) -> None:
    """Write the pack into ``folder``, which exists: as HTML, PDF, Word and JSON, all alike."""
    document = evidence_document(case, sources)
    (folder / "evidence.html").write_text(html_file(document), encoding="utf-8")
    (folder / "evidence.pdf").write_bytes(pdf_file(document))
    (folder / "evidence.docx").write_bytes(word_file(document))
    text = as_json(evidence_json(case, sources))
    (folder / "evidence.json").write_text(text, encoding="utf-8")


def evidence_block(case: Case) -> str:
    """Return the ``evidence:`` of a plan for what is missing, to fill in; nothing if none is."""
    asked = [
        (claim, branch.asked)
        for claim in case.claims
        for branch in claim.branches
        if branch.standing == "missing" and branch.asked
    ]
    if not asked:
        return ""
    named: dict[str, list[str]] = {}
    for claim, words in asked:
        named.setdefault(words, []).append(f"{claim.action}: {claim.rule}")
    lines = [
        "# What the rules suggest to have ready. Under item: what you hold. Take out the rest."
    ]
    lines.append("evidence:")
    for words, rules in named.items():
        lines += [
            f"  # {'; '.join(rules)}",
            f"  - claim: {json.dumps(words, ensure_ascii=False)}",
            '    item: ""',
            "    held_on: null",
            "    expires_on: null",
            "    where: null",
        ]
    return "\n".join(lines) + "\n"
