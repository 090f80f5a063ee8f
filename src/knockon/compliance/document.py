"""A judgement as the JSON document of ``knockon check --json``.

One dictionary of plain values, its keys in a fixed order, so the same plan gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from knockon.catalogue.knowledge import Source
from knockon.catalogue.rules import Citation, Instead, Reading
from knockon.compliance import wording
from knockon.compliance.evaluating import spelt
from knockon.compliance.judgement import ActionJudgement, Amount, Effect, Finding, Judgement

Sources = Mapping[str, Source]
Document = dict[str, Any]


def document(judgement: Judgement) -> Document:
    """Return a judgement as plain values, ready for JSON."""
    checked, sources = judgement.checked_to, judgement.sources
    return {
        "plan": judgement.title,
        "as_of": judgement.as_of.isoformat(),
        "overall": judgement.overall,
        "sentence": wording.plan_sentence(judgement),
        **({} if checked is None else {"checked_to": checked.isoformat()}),
        "packs": [
            {"id": pack.id, "version": pack.version, "verified_to": pack.verified_to.isoformat()}
            for pack in judgement.packs
        ],
        "actions": [_action(action, sources) for action in judgement.actions],
        "advice": wording.ADVICE,
    }


def cited(citation: Citation, sources: Sources) -> Document:
    """Return a citation: the provision of a law by its short name, else a paragraph of a source."""
    source = sources[citation.source]
    if source.short is not None:
        found: Document = {"law": " ".join(filter(None, (source.short, citation.at)))}
    else:
        found = {"source": citation.source}
    named = {"paragraph": citation.paragraph, "quote": citation.quote, "note": citation.note}
    if source.short is None:
        named["at"] = citation.at
    return {**found, **{key: value for key, value in named.items() if value is not None}}


def _action(action: ActionJudgement, sources: Sources) -> Document:
    return {
        "key": action.key,
        "type": action.type,
        "verdict": action.verdict,
        "basis": action.basis,
        "sentence": wording.action_sentence(action),
        "segments": [
            {**_days(segment.begins, segment.ends), "verdict": segment.verdict}
            for segment in action.segments
        ],
        "findings": [_finding(finding, sources) for finding in action.findings],
        "consequences": [_effect(effect, sources) for effect in action.effects],
        "cites": _cites(action.listed_in, sources),
    }


def _finding(finding: Finding, sources: Sources) -> Document:
    return {
        "rule": finding.rule,
        "title": finding.title,
        "verdict": finding.verdict,
        "holder": finding.holder,
        **_days(finding.begins, finding.ends),
        "because": finding.because,
        "cites": _cites(finding.cites, sources),
        "conditions": list(finding.conditions),
        "evidence": list(finding.evidence),
        "needs": list(finding.needs),
        "presumed": list(finding.presumed),
        "readings": [_reading(reading, sources) for reading in finding.readings],
        "trace": list(finding.trace),
        "instead": None if finding.instead is None else _instead(finding.instead, sources),
        "notice": finding.notice,
        "disputed": finding.disputed,
        "wants_checking": finding.wants_checking,
    }


def _effect(effect: Effect, sources: Sources) -> Document:
    found: Document = {
        "kind": effect.kind,
        "rule": effect.id,
        "holder": effect.holder,
        "text": wording.effect_sentence(effect),
        "certain": effect.certain,
        "cites": _cites(effect.cites, sources),
    }
    if effect.kind == "payment":
        found["amount"] = None if effect.amount is None else _amount(effect.amount)
    return found


def _amount(amount: Amount) -> Document:
    return {
        "low": round(amount.low, 2),
        "central": round(amount.central, 2),
        "high": round(amount.high, 2),
        "unit": amount.unit,
    }


def _reading(reading: Reading, sources: Sources) -> Document:
    return {
        "note": reading.note,
        "whose": reading.whose,
        "changes": reading.changes,
        "cites": _cites(reading.cites, sources),
    }


def _instead(instead: Instead, sources: Sources) -> Document:
    return {
        "change": {name: spelt(answer) for name, answer in instead.change.items()},
        "words": instead.words,
        "cites": _cites(instead.cites, sources),
    }


def _cites(citations: Sequence[Citation], sources: Sources) -> list[Document]:
    return [cited(citation, sources) for citation in citations]


def _days(begins: dt.date, ends: dt.date | None) -> Document:
    return {"from": begins.isoformat(), "to": None if ends is None else ends.isoformat()}
