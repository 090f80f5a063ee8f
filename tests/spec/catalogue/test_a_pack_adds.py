"""A new campaign, behaviour or number is a pack: no line of Python changes."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from knockon import catalogue
from knockon.catalogue.values import DShare
from knockon.errors import KnockonError

SOURCES = """\
county-letter:
  title: Letter of the county's practices
  url: "https://county.example/letter"
  date: 2026-10-30
"""
PARAMETERS = """\
symbol,area,name,unit,low,central,high,year,grade,source,relay,local,note
county_ed,County,"Went to the ED, told to call",share,0.03,0.05,0.09,2026,C,county-letter,,yes,310
"""
ACTIONS = """\
limit_daily_contacts_to_28:
  title: Limit daily contacts to 28
  wording: Each GP sees 28 patients a day.
  effect: limits_contacts
  moves: [practice, nhs111, ed]
  holder: practice
  origin: the county
  sources: [county-letter]
"""
FACTS = """\
limit_daily_contacts_to_28.cap:
  question: How many contacts a day?
  answer: number
  unit: contacts a day
  default: 28
"""
MENUS = """\
county-2026-11:
  title: The county's steps
  issuer: County alliance
  area: The county
  from: 2026-11-02
  status: in force
  sources: [county-letter]
  items:
    - action: limit_daily_contacts_to_28
      wording: Twenty-eight a day for each GP.
      params: {cap: 28}
    - action: stop_advice_and_guidance
      wording: No more Advice and Guidance.
"""
BEHAVIOURS = """\
county-2026:
  title: The county's own survey
  per: failed
  question: What did you do when told to call again?
  base: 310 patients of four practices
  total: 0.55
  shares:
    ed: {symbol: county_ed}
    nhs111: {low: 0.08, central: 0.10, high: 0.14}
  retry: {low: 0.3, central: 0.4, high: 0.5}
  how: Each answer as counted; the ends are what 310 answers allow.
  sources: [county-letter]
"""
WHOLE = {
    "sources/county.yaml": SOURCES,
    "parameters/county.csv": PARAMETERS,
    "facts/county.yaml": FACTS,
    "actions/county.yaml": ACTIONS,
    "menus/county.yaml": MENUS,
    "behaviours/county.yaml": BEHAVIOURS,
    "README.md": "About this pack.",
}
Writer = Callable[..., Path]


def test_a_pack_adds_a_menu_an_action_a_behaviour_and_a_number(write_pack: Writer) -> None:
    pack = write_pack(WHOLE)
    assert catalogue.check([pack]) == []
    found = catalogue.load([pack])
    assert "county-2026-11" in found.as_of(dt.date(2026, 11, 2))
    assert "county-2026-11" not in found.as_of(dt.date(2026, 11, 1))
    assert found.menus_of("limit_daily_contacts_to_28") == ("county-2026-11",)
    action = found.actions["limit_daily_contacts_to_28"]
    assert action.moves_people
    assert action.usual == {"cap": 28}
    assert found.behaviours["county-2026"].shares["ed"] == DShare(0.03, 0.05, 0.09, "county_ed")
    assert found.parameters["county_ed"].local
    assert [pack.id for pack in found.packs][-1] == "a-county"


def test_what_a_pack_adds_moves_no_dimension_of_the_base(write_pack: Writer) -> None:
    assert catalogue.load([write_pack(WHOLE)]).dimensions == catalogue.load().dimensions


def test_a_later_pack_replaces_only_what_it_names(write_pack: Writer) -> None:
    same = ACTIONS.replace("limit_daily_contacts_to_28", "limit_daily_contacts")
    changed = {
        "sources/county.yaml": SOURCES,
        "actions/county.yaml": same,
    }
    with pytest.raises(KnockonError, match=r"stands already at .*practice.yaml:\d+") as caught:
        catalogue.load([write_pack(changed)])
    assert caught.value.code == "K015"
    named = write_pack(changed, card="overrides: {actions: [limit_daily_contacts]}", folder="named")
    found = catalogue.load([named])
    assert found.actions["limit_daily_contacts"].title == "Limit daily contacts to 28"
    assert [(o.kind, o.item, o.by) for o in found.overrides] == [
        ("actions", "limit_daily_contacts", "a-county")
    ]


def test_a_number_replaced_by_a_pack_reaches_the_behaviours_that_use_it(write_pack: Writer) -> None:
    row = PARAMETERS.replace("county_ed", "q_ed").replace(",0.03,", ",0.04,")
    files = {"sources/county.yaml": SOURCES, "parameters/county.csv": row}
    pack = write_pack(files, card="overrides: {parameters: [q_ed]}")
    assert catalogue.load([pack]).behaviours["implied-nhse-2024"].shares["ed"].low == 0.04


def test_the_digest_follows_every_name_and_every_byte(write_pack: Writer) -> None:
    first = catalogue.load([write_pack(WHOLE)]).packs[-1].digest
    again = catalogue.load([write_pack(WHOLE, folder="again")]).packs[-1].digest
    other = WHOLE | {"README.md": "About this pack!"}
    renamed = {name.replace("county.csv", "shire.csv"): text for name, text in WHOLE.items()}
    digests = {
        catalogue.load([write_pack(files, folder=f"f{n}")]).packs[-1].digest
        for n, files in enumerate((other, renamed))
    }
    assert first == again
    assert len(digests | {first}) == 3


@pytest.mark.parametrize(
    "slip",
    [
        ("actions/county.yaml", "effect:", "efect:", "K005", 4, "Did you mean 'effect'"),
        ("actions/county.yaml", "limits_contacts", "limits_contact", "K011", 4, "limits_contacts"),
        ("actions/county.yaml", "nhs111", "nhs11", "K011", 5, "nhs111"),
        ("actions/county.yaml", "sources: [county-letter]", "sources: []", "K008", 1, "no source"),
        ("actions/county.yaml", "  holder: practice\n", "", "K009", 1, "'holder'"),
        ("menus/county.yaml", "county-letter", "county-leter", "K011", 7, "county-letter"),
        ("menus/county.yaml", "{cap: 28}", "{kap: 28}", "K023", 11, "'cap'"),
        ("menus/county.yaml", "{cap: 28}", "{cap: all}", "K022", 11, "a number of 0 or more"),
        (
            "facts/county.yaml",
            "limit_daily_contacts_to",
            "limit_daily_contact_to",
            "K011",
            1,
            "to_28",
        ),
        ("facts/county.yaml", "answer: number", "answer: numbr", "K011", 3, "number"),
        ("facts/county.yaml", "default: 28", "default: many", "K022", 5, "a number"),
        ("facts/county.yaml", "_28.cap", "_28", "K010", 1, "a dot between"),
        ("menus/county.yaml", "from: 2026-11-02", "from: November", "K010", 5, "a date"),
        ("menus/county.yaml", "Twenty-eight", "a " * 41, "K008", 9, "words"),
        ("behaviours/county.yaml", "county_ed", "county_de", "K011", 8, "county_ed"),
        ("behaviours/county.yaml", "low: 0.08", "low: 0.18", "K008", 9, "rising order"),
        ("behaviours/county.yaml", "per: failed", "per: failled", "K011", 3, "failed"),
        ("behaviours/county.yaml", "total: 0.55", "total: half", "K010", 6, "number"),
        ("behaviours/county.yaml", "ed: {sym", "A+E: {sym", "K011", 8, "people choose"),
        ("parameters/county.csv", ",0.03,", ",3%,", "K012", 2, "'3%'"),
        ("parameters/county.csv", ",0.03,", ",0.3,", "K008", 2, "rising order"),
        ("parameters/county.csv", ",C,county", ",E,county", "K008", 2, "A, B, C or D"),
        ("parameters/county.csv", ",yes,", ",maybe,", "K012", 2, "yes, no"),
        ("parameters/county.csv", ",310\n", "\n", "K012", 2, "12 cells"),
        ("parameters/county.csv", "relay,", "relai,", "K005", 1, "relay"),
        ("sources/county.yaml", "title: ", "titel: ", "K005", 2, "title"),
    ],
)
def test_a_slip_is_told_with_file_line_and_what_was_meant(
    write_pack: Writer, slip: tuple[str, str, str, str, int, str]
) -> None:
    file, old, new, code, line, words = slip
    text = WHOLE[file].replace(old, new, 1)
    pack = write_pack(WHOLE | {file: text})
    with pytest.raises(KnockonError) as caught:
        catalogue.load([pack])
    problem = caught.value
    assert problem.code == code
    assert (problem.place or "").endswith(f"{file}:{line}")
    assert words in problem.sentence()
    assert code in {found.code for found in catalogue.check([pack])}


def test_checking_names_every_problem_at_once(write_pack: Writer) -> None:
    files = WHOLE | {
        "actions/county.yaml": ACTIONS.replace("effect:", "efect:"),
        "behaviours/county.yaml": BEHAVIOURS.replace("total: 0.55", "total: half"),
    }
    codes = [problem.code for problem in catalogue.check([write_pack(files)])]
    assert sorted(codes) == ["K005", "K010", "K011"]  # the menu misses the action too


def test_a_long_quotation_is_a_problem(write_pack: Writer) -> None:
    quote = " ".join(["word"] * 16)
    files = WHOLE | {"actions/county.yaml": ACTIONS.replace("Each GP sees", f"They say “{quote}”;")}
    assert [found.code for found in catalogue.check([write_pack(files)])] == ["K019"]


@pytest.mark.parametrize(
    ("files", "card", "code"),
    [
        ({"menu/county.yaml": MENUS}, "", "K011"),
        ({"notes.txt": "x"}, "", "K013"),
        ({"menus/county.txt": MENUS}, "", "K013"),
        ({"menus/county.csv": PARAMETERS}, "", "K013"),
        ({"parameters/county.csv": 'symbol,"area'}, "", "K012"),
        ({"parameters/county.csv": "symbol,area,area\n"}, "", "K012"),
        ({"parameters/county.csv": PARAMETERS + PARAMETERS.splitlines()[1]}, "", "K012"),
        ({"menus/county.yaml": "- one"}, "", "K010"),
        ({}, "overrides: {menus: [bma-elven]}", "K011"),
        ({}, "overrides: {menus: [bma-ten-2024-08]}", "K011"),
        ({}, "overides: {}", "K005"),
        ({"dimensions.yaml": "dimensions: [k_gp]"}, "", "K016"),
    ],
)
def test_what_is_no_part_of_a_pack_is_refused(
    write_pack: Writer, files: dict[str, str], card: str, code: str
) -> None:
    with pytest.raises(KnockonError) as caught:
        catalogue.load([write_pack(files, card=card)])
    assert caught.value.code == code


def test_a_pack_comes_after_those_it_needs_and_once(write_pack: Writer) -> None:
    pack = write_pack({})
    with pytest.raises(KnockonError, match="loaded twice") as caught:
        catalogue.load([pack, pack])
    assert caught.value.code == "K014"
    text = (pack / "pack.yaml").read_text(encoding="utf-8")
    (pack / "pack.yaml").write_text(text.replace("england-menus]", "shire]"), encoding="utf-8")
    with pytest.raises(KnockonError, match="needs the pack 'shire'"):
        catalogue.load([pack])


def test_a_folder_without_a_card_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(KnockonError, match=r"no pack.yaml"):
        catalogue.load([tmp_path])


def test_a_pack_of_another_format_is_refused(write_pack: Writer) -> None:
    pack = write_pack({})
    text = (pack / "pack.yaml").read_text(encoding="utf-8")
    (pack / "pack.yaml").write_text(text.replace("pack/1", "pack/9"), encoding="utf-8")
    with pytest.raises(KnockonError, match=r"pack.yaml:1: 'knockon/pack/9'"):
        catalogue.load([pack])
