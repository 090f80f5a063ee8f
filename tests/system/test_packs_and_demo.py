"""A pack in a folder, used from the command line without a line of Python; and the channels."""

import json

import pytest

PACK = {
    "pack.yaml": """\
format: knockon/pack/1
id: county
version: 1
published: 2026-11-01
verified_to: 2026-11-01
needs: [england-model, england-menus]
changes: [First.]
""",
    "sources/county.yaml": """\
county-letter: {title: Letter of the county, url: "https://county.example/letter", date: 2026-10-30}
""",
    "parameters/county.csv": """\
symbol,area,name,unit,low,central,high,year,grade,source,relay,local,note
county_ed,County,Went to the ED,share,0.03,0.05,0.09,2026,C,county-letter,,yes,
""",
    "actions/county.yaml": """\
limit_to_28:
  title: Limit to 28
  wording: Each GP sees 28 patients a day.
  effect: limits_contacts
  moves: [practice, nhs111, ed]
  holder: practice
  origin: the county
  sources: [county-letter]
""",
    "facts/county.yaml": """\
limit_to_28.cap:
  {question: How many a day?, answer: number, unit: contacts a day, default: 28}
""",
    "menus/county.yaml": """\
county-2026-11:
  title: The county's steps
  issuer: County alliance
  area: The county
  from: 2026-11-02
  status: in force
  sources: [county-letter]
  items: [{action: limit_to_28, wording: Twenty-eight a day., params: {cap: 28}}]
""",
    "behaviours/county.yaml": """\
county-2026:
  title: The county's own survey
  per: failed
  question: What did you do?
  base: 310 patients of four practices
  total: 0.55
  shares: {ed: {symbol: county_ed}, nhs111: {low: 0.08, central: 0.10, high: 0.14}}
  retry: {low: 0.3, central: 0.4, high: 0.5}
  how: Each answer as counted.
  sources: [county-letter]
""",
}


@pytest.fixture
def pack(here):
    for name, text in PACK.items():
        path = here.folder / "county" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return "county"


def test_a_pack_adds_a_menu_an_action_a_behaviour_and_a_number_to_a_run(here, pack):
    assert here.json("packs", "check", pack)["problems"] == []
    later = here.json("menus", "--packs", pack, "--as-of", "2026-11-02")["menus"]
    before = here.json("menus", "--packs", pack, "--as-of", "2026-11-01")["menus"]
    assert {m["id"] for m in later} - {m["id"] for m in before} == {"county-2026-11"}
    here.write(
        "county.yaml",
        "assessment: County\nsystem: made-up\nfrom: 2026-12-07\nweeks: 2\ndraws: 8\nseed: 7\n"
        "behaviour: [county-2026, gpps-2026]\n"
        "uptake: {limit_to_28: {low: 0.8, likely: 0.9, high: 1, ramp_weeks: 0}}\n"
        "parameters: {county_ed: {low: 0.04, central: 0.06, high: 0.1}}\n",
    )
    summary = here.json("assess", "county.yaml", "--packs", pack, "--out", "run")
    displaced = next(m for m in summary["measures"] if m["measure"] == "contacts_displaced")
    assert displaced["change"]["p95"] > 0
    assert "limit to 28" in summary["headline"].lower()
    run = here.read("run/run.json")
    assert "county" in {one["id"] for one in run["packs"]}
    assert run["command"].endswith("--packs county")
    assert any("county_ed" in line for line in run["overrides"])
    rows = (here.folder / "run" / "assumptions.csv").read_text("utf-8").splitlines()
    assert "Letter of the county" in next(
        r for r in rows if r.startswith("behaviour.county-2026.ed")
    )
    assert "county-2026" in here.refused("assess", "county.yaml", "--out", "again")


def test_a_misspelt_key_in_a_pack_is_refused_with_the_nearest_name(here, pack):
    file = here.folder / pack / "menus" / "county.yaml"
    file.write_text(file.read_text("utf-8").replace("issuer:", "isuer:"), encoding="utf-8")
    assert "'issuer'" in here.refused("packs", "check", pack)


@pytest.mark.parametrize(
    "command",
    [
        ("menus",),
        ("actions",),
        ("parameters",),
        ("sources",),
        ("packs", "check"),
        ("system", "show", "made-up"),
        ("system", "files"),
        ("assessment", "new", "--system", "made-up"),
    ],
    ids=" ".join,
)
def test_json_is_one_document_and_nothing_else(here, command):
    done = here.run(*command, "--json")
    assert done.returncode == 0
    assert isinstance(json.loads(done.stdout), dict)
    assert done.stderr == ""


def test_a_first_assessment_runs_as_it_stands(here):
    text = here.told("assessment", "new", "--system", "made-up")
    assert "#" in text, "it is explained"
    here.write("new.yaml", text)
    done = here.run("assess", "new.yaml", "--draws", 2, "--out", "first")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout + done.stderr, "no bars where there is no terminal"


@pytest.mark.deep
def test_the_demonstration_is_run_once_and_shown_twice(here):
    first, second = here.told("demo"), here.told("demo")
    assert first == second
    assert here.json("demo")["headline"] == first.splitlines()[0]
