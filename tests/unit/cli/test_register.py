"""The ledger from the command line: what is said is recorded, and shown as it stands."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

Knockon = Callable[..., Any]
BY = ("--by", "A. Clerk")
SEPTEMBER = ("--at", "2024-09-16T10:00:00+01:00")
GIVEN = ("--given-on", "2024-09-16", "--ends-on", "2024-12-31", "--patients", "all")


class Register:
    """A ledger and the commands on it."""

    def __init__(self, knockon: Knockon, path: Path) -> None:
        self.knockon = knockon
        self.path = path

    def __call__(self, verb: str, *arguments: object) -> Any:
        return self.knockon("register", verb, self.path, *arguments)

    def acts(self, verb: str, *arguments: object) -> Any:
        """What an act prints as JSON; it must be recorded."""
        told = self(verb, *arguments, *BY, "--json")
        assert told.status == 0, told.err
        return json.loads(told.out)

    def shows(self, *arguments: object) -> Any:
        told = self("show", *arguments, "--json")
        assert told.status == 0, told.err
        return json.loads(told.out)


@pytest.fixture(scope="module")
def begun(knockon: Knockon, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    "A ledger with a notice of each of two practices on phlebotomy, made once."
    register = Register(knockon, tmp_path_factory.mktemp("ledger") / "ledger.jsonl")
    told = register("new", "--title", "Shire", *BY, "--at", "2024-09-16")
    assert (told.status, told.err) == (0, "")
    two = ("--practice", "X10001", "--practice", "X10002", "--letter", "A1")
    register.acts("add", *two, "--service", "phlebotomy", *GIVEN, *SEPTEMBER)
    return register.path.read_bytes()


@pytest.fixture
def register(knockon: Knockon, here: Path, begun: bytes) -> Register:
    (here / "ledger.jsonl").write_bytes(begun)
    return Register(knockon, here / "ledger.jsonl")


def test_a_ledger_begins_with_its_title(register: Register) -> None:
    shown = register.shows()
    assert shown["title"] == "Shire"
    assert [one["id"] for one in shown["notices"]] == ["N1", "N2"]


def test_a_ledger_is_never_replaced(register: Register) -> None:
    assert register("new", "--title", "Again", *BY).refused() == "K713"


def test_notices_alike_are_one_row(register: Register) -> None:
    rows = register("show").out.splitlines()
    assert rows[-1].startswith("N1-N2\tphlebotomy\tall\t2 practices\t2024-09-16\t2024-12-31\tfirm")
    each = register("show", "--each").out.splitlines()
    assert [row.split("\t")[3] for row in each[-2:]] == ["X10001", "X10002"]


def test_a_notice_and_what_became_of_it(register: Register) -> None:
    register.acts("withdraw", "N1", "--why", "funded", "--at", "2024-09-20")
    page = " ".join(register("show", "N1").out.split())
    assert "N1: phlebotomy, X10001" in page
    assert "2024-09-20: withdrawn (funded); recorded 2024-09-20 00:00 by A. Clerk, entry 3" in page
    assert register.shows("N1")["steps"][1]["why"] == "funded"


def test_as_it_was_known_on_a_day(register: Register) -> None:
    register.acts("withdraw", "N1", "--at", "2024-09-20")
    before = register.shows("--as-of", "2024-09-19")["notices"]
    assert [one["stands"] for one in before] == ["firm", "firm"]
    assert register("show", "--as-of", "2024-09-01").refused() == "K728"


def test_everything_an_option_can_say(register: Register) -> None:
    register.acts(
        *("add", "--pcn", "U00001", "--service", "spirometry", "--sender", "The Alliance"),
        *("--patients", "existing, beyond_capacity", "--capacity", "12 at once"),
        *("--given-on", "none", "--ends-on", "unknown", "--recipient", "The Board"),
        *("--form", "email", "--letter", "B2", "--basis", "implied", "--agreement", "none"),
        *("--clause", "none", "--owed", "3 months", "--owed-basis", "custom"),
        *("--receiving", "none", "--lapses-if", "funded", "--decide-on", "2024-12-01"),
        *("--note", "by hand", *SEPTEMBER),
    )
    notice = register.shows("N3")
    assert notice["stands"] == "considered"
    assert notice["holder"] == {"kind": "pcn", "code": "U00001"}
    assert notice["sender"] == {"kind": "alliance", "name": "The Alliance", "code": None}
    assert notice["patients"] == ["existing", "beyond_capacity"]
    assert notice["capacity"] == {"count": 12, "per": "at_once"}
    assert (notice["given_on"], notice["ends_on"]) == (None, "unknown")
    assert notice["agreement"] == {"basis": "implied", "name": None, "clause": None}
    assert notice["owed"] == {"period": "3 months", "basis": "custom"}
    assert notice["condition"] == {"lapses_if": "funded", "decide_on": "2024-12-01"}
    assert (notice["recipient"], notice["form"], notice["letter"]) == ("The Board", "email", "B2")
    assert (notice["receiving"], notice["note"]) == (None, "by hand")


ONE = ("--practice", "X10001", "--service", "phlebotomy", *SEPTEMBER)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (("--patients", "all", "--ends-on", "2024-12-31", "--given-on", "unknown"), "K716"),
        (("--patients", "some", *GIVEN[:4]), "K720"),
        (("--patients", "all", "--given-on", "monday", *GIVEN[2:4]), "K101"),
        ((*GIVEN, "--owed", "a while"), "K720"),
        ((*GIVEN, "--letter", "A1"), "K726"),
        ((*GIVEN, "--service", "flebotomy"), "K721"),
        ((*GIVEN, "--practice", "RDZ"), "K720"),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_nothing_written(
    register: Register, said: tuple[str, ...], code: str
) -> None:
    before = register.path.read_bytes()
    assert register("add", *ONE, *said, *BY).refused() == code
    assert register.path.read_bytes() == before


def test_every_notice_says_so_much(register: Register) -> None:
    told = register("add", "--form", "letter", *BY)
    said = " ".join(told.err.replace("│", " ").split())
    assert told.status == 2
    assert "--service, --patients, --given-on, --ends-on, --practice, --pcn or --system" in said


def test_somebody_records(register: Register) -> None:
    assert register("add", *ONE, *GIVEN, "--by", " ").refused() == "K715"


LETTER = """\
given_on: 2024-09-16
letter: C3
notices:
  - {service: denosumab, patients: all, ends_on: 2024-12-01, owed: 3 months}
"""


def test_a_file_and_a_system_give_each_practice_a_notice(
    register: Register, here: Path, made_up: Path
) -> None:
    (here / "letter.yaml").write_text(LETTER, encoding="utf-8")
    told = register("add", "--from", here / "letter.yaml", "--system", made_up, *BY, *SEPTEMBER)
    assert told.out == "Recorded: 4 notices, N3-N6 (entry 3)\n"
    assert told.err == "Note: N3-N6 end 15 days before the notice owed has run out.\n"


def test_a_file_says_it_all(register: Register, here: Path) -> None:
    (here / "letter.yaml").write_text(LETTER, encoding="utf-8")
    told = register("add", "--from", here / "letter.yaml", "--service", "denosumab", *BY)
    assert told.status == 2
    assert "a file of notices says it all" in " ".join(told.err.split())


def test_notices_are_given_put_off_decided_and_superseded(register: Register) -> None:
    considered = ("--given-on", "none", *GIVEN[2:], "--lapses-if", "funded")
    three = [word for nth in (3, 4, 5) for word in ("--practice", f"X1000{nth}")]
    register.acts("add", *three, "--service", "denosumab", *considered, *SEPTEMBER)
    given = register.acts("give", "N3-N5", "--form", "email", "--at", "2024-09-20")
    assert (given["kind"], given["notices"]) == ("given", ["N3", "N4", "N5"])
    to = ("--to", "2025-03-31", "--decided-by", "the PCN", "--at", "2024-09-21")
    assert register.acts("defer", "--service", "denosumab", *to)["notices"] == ["N3", "N4", "N5"]
    decided = ("--outcome", "confirmed", "--at", "2024-09-22")
    assert register.acts("decide", "N3", *decided)["notices"] == ["N3"]
    register.acts("supersede", "N4", "--with", "N3", "--at", "2024-09-22")
    register.acts("mistake", "--holder", "X10005", "--at", "2024-09-22")
    stands = {one["id"]: one["stands"] for one in register.shows()["notices"]}
    assert stands == {
        **{"N1": "firm", "N2": "firm", "N3": "firm"},
        **{"N4": "superseded", "N5": "mistaken"},
    }
    assert register.shows("N3")["deferred_from"] == "2024-12-31"


def test_what_was_not_known_is_learned(register: Register) -> None:
    learned = ("--owed", "1 month", "--clause", "none", "--basis", "implied", "--form", "letter")
    register.acts("learn", "--letter", "A1", *learned, "--at", "2024-09-20")
    notice = register.shows("N2")
    assert notice["owed"]["period"] == "1 month"
    assert notice["agreement"] == {"basis": "implied", "name": "unknown", "clause": None}
    assert notice["days_short"] == 0
    assert register("learn", "N1", "--owed", "none", *BY).refused() == "K723"
    learned = register("learn", "N1", *BY)
    assert learned.refused() == "K727"
    assert "no fact that was learned is named" in learned.err
    assert "Say it: `--receiving`, for instance." in learned.err


@pytest.mark.parametrize(
    ("which", "code"), [("N7", "K722"), ("N9-N3", "K722"), ("N1-N9999999", "K722"), ("1", "K722")]
)
def test_a_number_that_is_not_there(register: Register, which: str, code: str) -> None:
    assert register("withdraw", which, *BY).refused() == code


def test_an_act_says_which_notices(register: Register) -> None:
    assert register("withdraw", *BY).status == 2
    assert register("withdraw", "--letter", "Z9", *BY).refused() == "K727"


def test_those_that_ended_are_left_out_of_what_fits(register: Register) -> None:
    at_once = ("--given-on", "2024-09-16", "--ends-on", "2024-09-16", "--patients", "new")
    more = ("--practice", "X10003", "--service", "phlebotomy", "--letter", "A1")
    register.acts("add", *more, *at_once, *SEPTEMBER)
    withdrawn = register.acts("withdraw", "--letter", "A1", "--at", "2024-09-20")
    assert withdrawn["notices"] == ["N1", "N2"]


def test_what_comes_due(register: Register) -> None:
    conditional = ("--lapses-if", "funded", "--decide-on", "2024-12-10")
    one = ("--practice", "X10003", "--service", "spirometry")
    register.acts("add", *one, *GIVEN, *conditional, *SEPTEMBER)
    undated = ("--given-on", "none", "--ends-on", "unknown", "--patients", "all")
    register.acts("add", "--practice", "X10004", "--service", "inclisiran", *undated, *SEPTEMBER)
    told = register("due", "--as-of", "2024-12-05").out.splitlines()
    assert [line.split("\t")[:4] for line in told[1:4]] == [
        ["14 days", "2024-12-10", "to be decided", "N3"],
        ["30 days", "2024-12-31", "ends", "N1-N2"],
        ["30 days", "2024-12-31", "ends", "N3"],
    ]
    assert told[-1] == "The last day is not known of N4."
    late = json.loads(register("due", "--as-of", "2024-12-11", "--within", 7, "--json").out)
    assert [one["id"] for one in late["overdue"]] == ["N3"]
    assert (late["ends"], late["end_unknown"]) == ([], ["N4"])


def test_a_whole_ledger_is_verified_and_its_hash_found_again(register: Register) -> None:
    first = json.loads(register("verify", "--json").out)
    assert (first["entries"], first["notices"], first["left_out_bytes"]) == (2, 2, 0)
    register.acts("withdraw", "N1", "--at", "2024-09-20")
    told = register("verify", "--noted", first["hash"])
    assert told.out.splitlines()[0] == "Whole: 3 entries, 2 notices"
    assert "that of entry 2" in told.out
    assert register("verify", "--noted", "0" * 64).refused() == "K718"


def test_a_changed_line_is_found(register: Register) -> None:
    register.path.write_bytes(register.path.read_bytes().replace(b"X10002", b"X10003"))
    told = register("verify")
    assert told.refused() == "K711"
    assert f"{register.path}:2" in told.err
    assert register("withdraw", "N1", *BY).refused() == "K711"


def test_a_line_cut_short_is_told_and_cleared_away_by_the_next_act(register: Register) -> None:
    register.path.write_bytes(register.path.read_bytes() + b'{"format":')
    told = register("show")
    assert told.status == 0
    assert "cut short (10 bytes)" in told.err
    assert json.loads(register("verify", "--json").out)["left_out_bytes"] == 10
    assert "cut short" in register("withdraw", "N1", "--at", "2024-09-20", *BY).err
    assert register("verify").err == ""


def test_a_ledger_that_is_not_there(register: Register, here: Path) -> None:
    for verb in ("show", "due", "verify"):
        assert register.knockon("register", verb, here / "none.jsonl").refused() == "K710"
    register.path = here / "none.jsonl"
    assert register("add", *ONE, *GIVEN, *BY).refused() == "K710"
    assert not register.path.exists()


def test_recorded_now_if_nothing_else_is_said(register: Register) -> None:
    register.acts("mistake", "N1")
    assert register.shows("N1")["steps"][1]["on"] == date.today().isoformat()


def test_an_earlier_moment_than_the_last_is_refused(register: Register) -> None:
    assert register(
        "withdraw", "N1", "--at", "2024-09-16", "--on", "2024-09-16", *BY
    ).refused() == ("K712")
