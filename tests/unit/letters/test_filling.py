"""Filling a template, ours or one that somebody edited in Word."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from knockon import catalogue
from knockon.catalogue import Catalogue
from knockon.catalogue.letters import Letter
from knockon.catalogue.loading import load_with_problems
from knockon.errors import KnockonError
from knockon.reports.documents import words_of
from knockon.reports.letters.filling import Value, fill

Everything = Callable[[Letter], dict[str, Value]]
Edited = Callable[..., bytes]


@pytest.fixture
def edited(packs: Catalogue) -> Edited:
    """The notice's Word file with a text put for another, as somebody would in Word."""

    def edit(old: str, new: str) -> bytes:
        made = docx.Document(str(packs.letters["notice"].template))
        cells = [c for t in made.tables for r in t.rows for c in r.cells]
        paragraphs = [*made.paragraphs, *(p for cell in cells for p in cell.paragraphs)]
        for paragraph in paragraphs:
            if old in paragraph.text:
                paragraph.text = paragraph.text.replace(old, new)
        kept = io.BytesIO()
        made.save(kept)
        return kept.getvalue()

    return edit


def test_the_same_facts_give_the_same_bytes(packs: Catalogue, everything: Everything) -> None:
    letter = packs.letters["notice"]
    first, again = (fill(letter, everything(letter)) for _ in range(2))
    assert first.word == again.word
    assert first.pdf == again.pdf


def test_an_optional_passage_is_there_only_where_it_is_stated(
    packs: Catalogue, everything: Everything
) -> None:
    letter = packs.letters["notice"]
    values = everything(letter)
    whole = len(fill(letter, values).document.blocks)
    without = {name: value for name, value in values.items() if name != "reply_by"}
    assert len(fill(letter, without).document.blocks) == whole - 1


def test_a_part_that_is_missing_in_one_row_is_a_gap_there(packs: Catalogue) -> None:
    rows = ({"group": "new patients", "number": "12"}, {"group": "patients in it", "number": ""})
    filled = fill(packs.letters["notice"], {"patients_by_group": rows})
    text = " ".join(words_of(filled.document))
    assert "new patients 12" in text
    assert "patients in it [not stated: patients by group, number]" in text
    assert "patients by group, number" in filled.missing
    assert "patients by group" not in filled.missing


def test_words_that_somebody_changed_stand_in_the_letter(
    packs: Catalogue, everything: Everything, edited: Edited
) -> None:
    letter = packs.letters["notice"]
    template = edited("as set out below", "as set out here")
    filled = fill(letter, everything(letter), template)
    assert "as set out here" in " ".join(words_of(filled.document))
    assert filled.unsaid == ()


def test_a_fact_that_somebody_took_out_is_told(
    packs: Catalogue, everything: Everything, edited: Edited
) -> None:
    "It is looked for in the finished letter, so no edit can lose it in silence."
    letter = packs.letters["notice"]
    filled = fill(letter, everything(letter), edited("{{ contact }}", "the practice"))
    assert filled.unsaid == ("contact",)


def test_a_placeholder_nobody_knows_is_refused_with_the_nearest(
    packs: Catalogue, edited: Edited
) -> None:
    with pytest.raises(KnockonError, match=r"'last_dayy'.*Did you mean 'last_day'") as refusal:
        fill(packs.letters["notice"], {}, edited("{{ last_day }}", "{{ last_dayy }}"))
    assert refusal.value.code == "K622"


@pytest.mark.parametrize(
    ("old", "new"), [("{{ contact }}", "{{ contact"), ("{%p if reference %}", "{%p if %}")]
)
def test_a_damaged_tag_is_refused(packs: Catalogue, edited: Edited, old: str, new: str) -> None:
    with pytest.raises(KnockonError, match="a tag of the template is damaged") as refusal:
        fill(packs.letters["notice"], {}, edited(old, new))
    assert refusal.value.code == "K623"


def test_a_template_can_read_the_letter_and_nothing_else(packs: Catalogue, edited: Edited) -> None:
    reaching = edited("{{ contact }}", "{{ contact.__class__.__mro__ }}")
    with pytest.raises(KnockonError) as refusal:
        fill(packs.letters["notice"], {"contact": "us"}, reaching)
    assert refusal.value.code == "K623"


def test_a_file_that_is_no_word_document_is_refused(packs: Catalogue) -> None:
    with pytest.raises(KnockonError, match="it cannot be opened") as refusal:
        fill(packs.letters["notice"], {}, b"a letter")
    assert refusal.value.code == "K621"


def test_a_letter_s_own_pack_may_replace_it(
    packs: Catalogue, tmp_path: Path, edited: Edited
) -> None:
    pack = tmp_path / "our-lmc"
    (pack / "letters").mkdir(parents=True)
    (pack / "pack.yaml").write_text(
        "format: knockon/pack/1\nid: our-lmc\nversion: '1'\npublished: 2026-11-22\n"
        "verified_to: 2026-11-22\nneeds: [england-letters]\nchanges: ['1: ours']\n"
        "overrides: {letters: [notice]}\n",
        encoding="utf-8",
    )
    (pack / "letters" / "ours.docx").write_bytes(edited("as set out below", "by our rules"))
    (pack / "letters" / "ours.yaml").write_text(
        "notice:\n  title: Our notice\n  use: Ours.\n  sender: practice\n  recipient: the ICB\n"
        "  once_for: notice\n  template: ours.docx\n  sources: [bma-local-action]\n"
        "  must_say:\n"
        + "".join(
            f"    {one.name}: {{label: {one.label!r}, of: [{', '.join(one.of)}]}}\n"
            for one in packs.letters["notice"].says.values()
        ),
        encoding="utf-8",
    )
    ours = catalogue.load([pack])
    assert [(one.kind, one.item, one.by) for one in ours.overrides][-1] == (
        *("letters", "notice"),
        "our-lmc",
    )
    text = " ".join(words_of(fill(ours.letters["notice"], {}).document))
    assert "by our rules" in text


def test_a_letter_without_its_word_file_is_refused(tmp_path: Path) -> None:
    pack = tmp_path / "our-lmc"
    (pack / "letters").mkdir(parents=True)
    (pack / "pack.yaml").write_text(
        "format: knockon/pack/1\nid: our-lmc\nversion: '1'\npublished: 2026-11-22\n"
        "verified_to: 2026-11-22\nneeds: [england-letters]\nchanges: ['1: ours']\n",
        encoding="utf-8",
    )
    (pack / "letters" / "ours.yaml").write_text(
        "ours:\n  title: Ours\n  use: Ours.\n  sender: practice\n  recipient: the ICB\n"
        "  once_for: asked\n  template: ours.docx\n  sources: [bma-local-action]\n"
        "  must_say: {contact: contact}\n",
        encoding="utf-8",
    )
    (problem,) = load_with_problems([pack])[1]
    assert (problem.code, "'ours.docx'" in problem.found) == ("K035", True)
