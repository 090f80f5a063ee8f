"""The evidence pack as a document: HTML, PDF, Word and JSON say the same."""

import datetime as dt
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pypdf

from knockon import compliance
from knockon.catalogue import Catalogue
from knockon.catalogue.yaml import load_strict_text
from knockon.plans.plan import Evidence
from knockon.plans.plan_reading import plan_from
from knockon.reports.documents import Bullet, Table, words_of
from knockon.reports.documents.word import word_file
from knockon.reports.evidence import Case, case_of
from knockon.reports.evidence_pack import (
    evidence_block,
    evidence_document,
    evidence_json,
    write_pack,
)

ON = dt.date(2024, 8, 20)
HELD = Evidence("same-day figures", "Figures <July> & August", ON, dt.date(2024, 9, 30), "Drive S")
CaseWith = Callable[..., Case]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_all_forms_say_the_same(case_with: CaseWith, packs: Catalogue, tmp_path: Path) -> None:
    case = case_with(HELD)
    write_pack(case, packs.sources, tmp_path)
    texts = words_of(evidence_document(case, packs.sources))
    made = docx.Document(str(tmp_path / "evidence.docx"))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    in_word = [text for text in [*(p.text for p in made.paragraphs), *cells] if text]
    assert sorted(in_word) == sorted(texts)
    reader = pypdf.PdfReader(io.BytesIO((tmp_path / "evidence.pdf").read_bytes()))
    foot = squeezed(evidence_document(case, packs.sources).foot)
    pages = (squeezed(page.extract_text()).replace(foot, "") for page in reader.pages)
    in_pdf = "".join(re.sub(r"Page\d+of\d+", "", page) for page in pages)
    assert [text for text in texts if squeezed(text) not in in_pdf] == []
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    html = (tmp_path / "evidence.html").read_text(encoding="utf-8")
    assert "Figures &lt;July&gt; &amp; August" in html
    assert "<script" not in html
    told = json.loads((tmp_path / "evidence.json").read_text(encoding="utf-8"))
    assert told == evidence_json(case, packs.sources)


def test_table_and_tree_have_the_same_branches(case_with: CaseWith, packs: Catalogue) -> None:
    case = case_with(HELD)
    blocks = evidence_document(case, packs.sources).blocks
    (table,) = (block for block in blocks if isinstance(block, Table))
    leaves = [b.text for b in blocks if isinstance(b, Bullet) and b.text.startswith("Evidence, ")]
    assert len(table.rows) == len(leaves) == sum(len(one.branches) for one in case.claims)
    for row, leaf in zip(table.rows, leaves, strict=True):
        assert leaf.startswith(f"Evidence, {row[3]}: ")


def test_the_first_sentence_counts(case_with: CaseWith, packs: Catalogue) -> None:
    text = " ".join(words_of(evidence_document(case_with(HELD), packs.sources)))
    assert "0 of 13 claims are shown by evidence held." in text
    assert "1 held, expires soon; 21 missing; 1 undeveloped." in text


def test_control_characters_stop_no_pack(case_with: CaseWith, packs: Catalogue) -> None:
    document = evidence_document(case_with(Evidence("Other", "A\x07file\x00", ON)), packs.sources)
    texts = [p.text for p in docx.Document(io.BytesIO(word_file(document))).paragraphs]
    assert "A file  (claim: Other)" in texts


def test_what_is_not_a_claim_is_told_at_the_end(case_with: CaseWith, packs: Catalogue) -> None:
    document = evidence_document(case_with(Evidence("Other", "A file", ON)), packs.sources)
    assert document.blocks[-1] == Bullet("A file (claim: Other)")


def test_a_plan_the_rules_do_not_speak_to_makes_no_claim(
    packs: Catalogue, case_with: CaseWith
) -> None:
    empty = replace(case_with(), claims=())
    assert "make no claim" in " ".join(words_of(evidence_document(empty, packs.sources)))


def test_the_gaps_of_a_plan_pasted_into_it_and_filled_in_are_gone(
    case_with: CaseWith, packs: Catalogue, repository: Path
) -> None:
    "The block goes into the plan as it stands; untouched it changes nothing."
    path = repository / "examples" / "plans" / "cap-and-letters.yaml"
    bare = path.read_text(encoding="utf-8").split("\nevidence:\n")[0] + "\n"
    block = evidence_block(case_with())

    def case(text: str) -> Case:
        plan = plan_from(load_strict_text(text, "plan.yaml"), packs)
        return case_of(plan, compliance.check(plan, packs))

    assert case(bare + block) == case(bare)
    filled = case(bare + block.replace('item: ""', "item: Held in the office"))
    assert filled.count("missing") == 0
    assert filled.count("held") == case(bare).count("missing")
    assert evidence_block(filled) == ""
