"""Asking for a run: what is refused, what the kernel needs, and blocks on threads."""

from dataclasses import replace
from gc import collect
from pathlib import Path
from weakref import ref

import numpy as np
import pytest

from knockon.errors import KnockonError
from knockon.flow import Block, Window, blocks_of, kernel, layout, run, run_blocks
from knockon.flow.compiled import laid_out
from knockon.flow.model import Chain, Clinic, DailyArrivals, End, Network, Slots, To

NETWORK = Network(
    1.0, (Clinic("p", ("x",), arrivals={"x": DailyArrivals(5)}, capacity=4),), lanes=2
)


@pytest.mark.parametrize(
    "asked",
    [
        {"streams": [1], "days": 3},
        {"streams": [1, -2], "days": 3},
        {"streams": [0.5, 1.5], "days": 3},
        {"streams": [0, 1], "days": 0},
        {"streams": [0, 1], "days": 3, "bins": [0, 0]},
        {"streams": [0, 1], "days": 3, "bins": [0, 0, -2]},
        {"streams": [0, 1], "days": 3, "bins": [0, 0, 1], "diverted_bins": [0]},
        {"streams": [0, 1], "days": 3, "diverted_bins": [-2]},
    ],
)
def test_a_run_that_does_not_fit_the_network_is_refused(asked: dict[str, object]) -> None:
    with pytest.raises(KnockonError) as refused:
        run(NETWORK, seed=1, **asked)  # type: ignore[arg-type]
    assert refused.value.code == "K421"


def test_a_network_is_laid_out_once_and_forgotten_with_it() -> None:
    network = replace(NETWORK, lanes=2)
    first = run(network, seed=1, streams=[0, 1], days=3, window=Window(0, 3))
    layout_ = laid_out(network)
    again = run(network, seed=1, streams=[2, 1], days=3)
    assert laid_out(network) is layout_
    assert (first.clinics[..., 1] == again.clinics[..., 1]).all()
    gone = ref(network)
    del network, first, again
    collect()
    assert gone() is None


def _two_classes() -> Network:
    """Return a clinic whose people go elsewhere by a chain, in two classes of which one waits."""
    away = Chain((To("away", [0.25, 0.5]), To("home", 0.5)))
    clinic = Clinic(
        "p",
        ("x", "y"),
        arrivals={"x": DailyArrivals(5), "y": DailyArrivals(4)},
        slots={"x": Slots.exactly(4), "y": Slots.exactly(3)},
        unseen={"x": away},
        over_cap={"x": away},
        leaving={"y": 0.25},
        when_leaving={"y": away},
    )
    return Network(1.0, (clinic,), (End("away"), End("home")), lanes=2)


def test_a_changed_network_counts_as_the_same_network_made_afresh() -> None:
    usual = _two_classes()
    run(usual, seed=1, streams=[0, 1], days=30)
    capped = replace(usual.clinics[0], factor=0.5)
    changed = usual.changed([capped])
    afresh = replace(usual, stations=(capped,))
    assert changed.origin is usual
    assert afresh.origin is None
    one, other = (run(n, seed=1, streams=[0, 1], days=30) for n in (changed, afresh))
    assert (one.clinics == other.clinics).all()
    assert (one.ends == other.ends).all()
    assert len(laid_out(changed).chains) == len(laid_out(usual).chains)


def test_a_network_changed_in_its_ways_is_laid_out_by_itself() -> None:
    usual = _two_classes()
    nowhere = replace(usual.clinics[0], unseen={}, over_cap={}, when_leaving={})
    assert usual.changed([nowhere]).origin is None


def test_numbers_nobody_can_write_to_are_kept_and_others_copied() -> None:
    mine = np.ones((3, 2))
    part = mine[1:]
    part.setflags(write=False)
    assert DailyArrivals(part).mean is not part
    mine.setflags(write=False)
    assert DailyArrivals(part).mean is part


def test_a_window_without_length_is_refused() -> None:
    with pytest.raises(KnockonError) as refused:
        Window(5, 5)
    assert refused.value.code == "K418"


def test_a_missing_kernel_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "FOLDER", tmp_path)
    with pytest.raises(KnockonError) as refused:
        run(NETWORK, seed=1, streams=[0, 1], days=1)
    assert refused.value.code == "K419"
    assert "make" in refused.value.remedy


def test_an_instruction_set_the_processor_has_not_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(kernel.CHOICE, "abacus")
    with pytest.raises(KnockonError) as refused:
        kernel.library_path()
    assert refused.value.code == "K420"


def test_a_kernel_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "agrees", lambda _: False)
    with pytest.raises(KnockonError) as refused:
        run(NETWORK, seed=1, streams=[0, 1], days=1)
    assert refused.value.code == "K422"


def test_the_structs_are_the_same_size_on_both_sides() -> None:
    assert layout.agrees(kernel.load(kernel.library_path()))


def test_an_imbalance_names_the_station_and_the_day() -> None:
    from knockon.flow.engine import imbalance  # noqa: PLC0415

    counts = layout.CCounts(bad_station=0, bad_day=3, bad_gap=-2)
    error = imbalance(NETWORK, counts)
    assert error.code == "K424"
    assert "at p on day 3" in error.sentence()


def test_draws_are_cut_into_blocks() -> None:
    assert blocks_of(70) == (Block(0, 0, 32), Block(1, 32, 32), Block(2, 64, 6))
    assert list(blocks_of(6, 4)[1].draws) == [4, 5]
    assert [list(b.draws) for b in blocks_of(5, 4)] == [[0, 1, 2], [3, 4]], "none is left alone"
    assert [b.lanes for b in blocks_of(3, 1)] == [1, 1, 1], "unless all are"


@pytest.mark.parametrize(("draws", "width"), [(0, 32), (5, 0), (5, 33)])
def test_blocks_of_nothing_are_refused(draws: int, width: int) -> None:
    with pytest.raises(KnockonError) as refused:
        blocks_of(draws, width)
    assert refused.value.code == "K425"


def test_blocks_come_back_in_order_from_any_number_of_threads() -> None:
    blocks = blocks_of(320)
    for threads in (1, 2, 3):
        assert list(run_blocks(lambda b: b.index, blocks, threads=threads)) == list(range(10))


def test_no_threads_are_refused() -> None:
    with pytest.raises(KnockonError) as refused:
        list(run_blocks(lambda b: b.index, blocks_of(1), threads=0))
    assert refused.value.code == "K426"


def test_a_failing_block_fails_the_whole() -> None:
    def work(block: Block) -> int:
        return 1 // (3 - block.index)

    with pytest.raises(ZeroDivisionError):
        list(run_blocks(work, blocks_of(320), threads=2))


def test_nobody_is_lost() -> None:
    counts = run(NETWORK, seed=1, streams=[0, 1], days=40)
    arrived, served = (counts.clinic("p", "x", m) for m in ("arrived", "served"))
    assert np.array_equal(arrived, served + counts.clinic("p", "x", "waiting"))
    assert counts.imbalance == 0
