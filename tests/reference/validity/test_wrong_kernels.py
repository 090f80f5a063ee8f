"""The checks bite: a kernel with one rule broken is found out.

Each wrong kernel is built for the test alone, from the engine's own source with one rule broken by
a macro, and is held against the check that should notice; so is the right one, which must pass.
"""

import subprocess
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest
from tests.unit.flow.test_both_arms import a_department, a_line, a_town, asked
from tests.unit.flow.test_site import a_busy_site

from knockon.errors import KnockonError
from knockon.flow import Window, kernel, run, run_both
from knockon.flow.model import Arrivals, Calendar, Law, Network, Route, Site
from knockon.flow.reference import run_reference
from knockon.validity.builtin import verify_case

pytestmark = pytest.mark.deep

Notices = Callable[[], bool]


def a_case(name: str) -> Notices:
    """Whether a built-in case differs from what is known, or the kernel itself stops the run."""

    def notices() -> bool:
        try:
            return any(row.verdict == "differs" for row in verify_case(name))
        except KnockonError as stopped:
            return stopped.code == "K424"

    return notices


def passing_on(service: float) -> Network:
    """Two sites, the first of which sends half of its people on to the second."""
    laws = {"x": Law.lognormal(service, 1.0)}
    arrivals = {"x": Arrivals([[4.0]], 24.0, 6.0)}
    onward = {"x": (Route("second", [0.5]),)}
    first = Site("first", ("x",), laws, arrivals, Calendar.constant(5), when_served=onward)
    return Network(24.0, (first, Site("second", ("x",), laws, servers=Calendar.constant(3))))


def the_reference() -> bool:
    """Whether the plain reference counts otherwise, from the same uniforms."""
    asked = {"seed": 1, "streams": [0], "days": 4, "window": Window(0.0, 96.0)}
    one, other = run(passing_on(1.0), **asked), run_reference(passing_on(1.0), **asked)
    assert one.window is not None
    assert other.window is not None
    same = np.array_equal(one.sites, other.sites)
    return not (same and np.allclose(one.window.sums, other.window.sums))


def a_scenario_with_fewer_at_night() -> bool:
    """Whether fewer arrivals at night change who comes by day."""

    def come_by_day(at_night: float) -> set[float]:
        arrivals = {"x": Arrivals([[2.0], [at_night]], 12.0, 10.0)}
        site = Site("a", ("x",), {"x": Law.constant(0.1)}, arrivals)
        counts = run(Network(24.0, (site,)), seed=1, streams=[0], days=10, trace=True)
        return {p.arrival for p in counts.passages if p.arrival % 24.0 < 12.0}

    return come_by_day(4.0) != come_by_day(5.0)


def two_runs() -> bool:
    """Whether two arms worked at once count otherwise than two runs."""
    networks = a_town(a_line(), a_department()), a_town(a_line(0.1), a_department())
    at_once = run_both(*networks, **asked())
    apart = [run(network, **asked()) for network in networks]
    return any(
        not np.array_equal(one.sites, other.sites)
        for one, other in zip(at_once, apart, strict=True)
    )


def by_events() -> bool:
    """Whether a site is counted otherwise person by person than event by event."""
    return not np.array_equal(a_busy_site(None).sites, a_busy_site(10_000).sites)


NOTICED_BY: dict[str, Notices] = {
    "WRONG_LIST": a_case("list-in-balance"),
    "WRONG_BOARDING": a_case("full-beds"),
    "WRONG_PATIENCE": a_case("impatient"),
    "WRONG_QUOTA": a_case("ceiling-by-hand"),
    "WRONG_KEY": the_reference,
    "WRONG_SERVERS": the_reference,
    "WRONG_CEILING": a_scenario_with_fewer_at_night,
    "WRONG_ARMS": two_runs,
    "WRONG_TURN": by_events,
}
"""First in first out; boarding that frees the server; patience that runs on during service; `most`
taken for `hold`; a new key when somebody is sent on; the last server to be free instead of the
next; a ceiling that follows the scenario; two arms taken for one while somebody came to them at
other moments; a higher class before those who could start when nobody of it was there. Netting off
is no rule of the kernel: that it is noticed is tried in
`tests/reference/impact/test_published_volumes.py`."""


@pytest.fixture
def built(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], None]]:
    """Build the kernel with a macro and have the engine load it."""
    found = spec_from_file_location("hatch_build", repository / "hatch_build.py")
    assert found is not None
    assert found.loader is not None
    build = module_from_spec(found)
    found.loader.exec_module(build)
    command, sets = build.compiler()

    def make(macro: str) -> None:
        isa = next(isa for isa in kernel.instruction_sets() if isa in sets)
        library = tmp_path / f"_flow_{isa}.so"
        sources = sorted(map(str, build.SOURCE.glob("*.c")))
        asked = [*command, *build.FLAGS, *sets[isa], f"-D{macro}", *sources]
        subprocess.run([*asked, "-o", str(library), "-lm"], check=True)
        monkeypatch.setattr(kernel, "FOLDER", tmp_path)

    yield make
    kernel.load.cache_clear()


@pytest.mark.parametrize("broken", NOTICED_BY)
def test_a_broken_rule_is_noticed(broken: str, built: Callable[[str], None]) -> None:
    built(broken)
    assert NOTICED_BY[broken]()


@pytest.mark.parametrize("broken", NOTICED_BY)
def test_the_same_check_passes_the_right_kernel(broken: str) -> None:
    assert not NOTICED_BY[broken]()


def test_every_broken_rule_in_the_source_is_tried(repository: Path) -> None:
    source = repository / "src" / "knockon" / "flow" / "kernel"
    lines = [
        line for path in source.glob("*.[ch]") for line in path.read_text("utf-8").splitlines()
    ]
    assert {
        line.split()[1] for line in lines if line.startswith(("#ifdef WRONG", "#ifndef WRONG"))
    } == set(NOTICED_BY)
