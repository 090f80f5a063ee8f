"""Every number of the packs, drawn: percentiles, likeness, and the registry of dimensions."""

import numpy as np
import pytest

from knockon.catalogue import Catalogue, load
from knockon.impact.behaviour import ORDER, shares_of
from knockon.impact.draws import Design, draw_parameters
from knockon.impact.shares import outcomes_111
from knockon.impact.sobol import DIMENSIONS


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


def test_every_row_gives_back_its_5th_and_95th_percentile(catalogue: Catalogue) -> None:
    drawn = draw_parameters(
        catalogue.parameters, Design(20261122, catalogue.dimensions, np.arange(4096))
    )
    for symbol, row in catalogue.parameters.items():
        found = np.quantile(drawn[symbol], [0.05, 0.95])
        for end, at in zip((row.low, row.high), found, strict=True):
            if end != row.central and symbol != "ed_q0":
                assert abs(at - end) <= 0.01 * (row.high - row.low), row


def test_the_registry_names_each_dimension_once(catalogue: Catalogue) -> None:
    assert len(set(catalogue.dimensions)) == len(catalogue.dimensions)


def test_no_two_of_all_that_is_drawn_run_alike(catalogue: Catalogue) -> None:
    "At 250 points (500 draws of two sets): no more than independent numbers would, and fewer first"
    design = Design(1, catalogue.dimensions, np.arange(250))
    table = np.corrcoef(np.stack([design.uniform(s) for s in catalogue.dimensions]))
    alike = np.abs(table[np.triu_indices(len(table), 1)])
    assert np.sqrt((alike**2).mean()) < 1.1 / np.sqrt(250)
    assert alike.max() < 5 / np.sqrt(250)
    first = np.abs(table[:DIMENSIONS, :DIMENSIONS] - np.eye(DIMENSIONS))
    assert first.max() < 0.2


def test_shares_of_every_set_add_to_one(catalogue: Catalogue) -> None:
    design = Design(1, catalogue.dimensions, np.arange(256))
    drawn = draw_parameters(catalogue.parameters, design)
    calls = outcomes_111(drawn).shares
    routes = {("nhs111", "ed"): 0.8 * calls["x_ed"], ("nhs111", "utc"): 0.8 * calls["x_utc"]}
    for behaviour in catalogue.behaviours.values():
        found = shares_of(behaviour, routes, drawn, design)
        whole = sum(found.e[service] for service in (*ORDER, "ambulance")) + found.nothing
        assert whole == pytest.approx(1.0)
        assert min(share.min() for share in found.e.values()) >= 0
        assert found.nothing.min() >= 0


def test_of_contacts_lost_most_do_nothing_in_the_leaked_case(catalogue: Catalogue) -> None:
    design = Design(1, catalogue.dimensions, np.arange(256))
    drawn = draw_parameters(catalogue.parameters, design)
    found = shares_of(catalogue.behaviours["implied-nhse-2024"], {}, drawn, design)
    assert found.nothing.mean() == pytest.approx(0.8, abs=0.05)
