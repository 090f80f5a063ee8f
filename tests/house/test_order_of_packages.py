"""The order of packages: one list, in the manual and in the contract that is checked."""

import re
from pathlib import Path
from typing import Any

import pytest

ARRAYS = {"numpy", "polars", "scipy"}
HAS_ARRAYS_BELOW_SIX = {"published"}


def names(layer: str) -> frozenset[str]:
    "`cli | (web)` names cli and web, whether they exist yet or not."
    return frozenset(part.strip(" ()") for part in layer.split("|"))


@pytest.fixture(scope="session")
def contracts(project: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in project["tool"]["importlinter"]["contracts"]}


@pytest.fixture(scope="session")
def order(contracts: dict[str, dict[str, Any]]) -> list[frozenset[str]]:
    "Lowest first, as the manual tells it."
    return [names(layer) for layer in reversed(contracts["order"]["layers"])]


@pytest.fixture(scope="session")
def packages(repository: Path) -> set[str]:
    folder = repository / "src" / "knockon"
    modules = {path.stem for path in folder.glob("*.py")}
    folders = {path.parent.name for path in folder.glob("*/__init__.py")}
    return (modules | folders) - {"__init__", "__main__"}


def test_the_manual_lists_the_order_that_is_checked(
    repository: Path, order: list[frozenset[str]]
) -> None:
    page = (repository / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
    lines = re.findall(r"^ *(\d+)  ([a-z]+(?: \| [a-z]+)*)(?:  .*)?$", page, flags=re.MULTILINE)
    assert [int(number) for number, _ in lines] == list(range(1, len(order) + 1))
    assert [names(line) for _, line in lines] == order


def test_a_layer_in_brackets_does_not_exist_yet(
    contracts: dict[str, dict[str, Any]], packages: set[str]
) -> None:
    "Brackets mean `not written yet`: they come off with the first file."
    text = " ".join(contracts["order"]["layers"])
    assert set(re.findall(r"\((\w+)\)", text)).isdisjoint(packages)


def test_the_order_is_exhaustive(
    contracts: dict[str, dict[str, Any]], order: list[frozenset[str]], packages: set[str]
) -> None:
    assert contracts["order"]["exhaustive"] is True
    assert packages <= frozenset().union(*order)


def forbidden_to(contract: dict[str, Any]) -> set[str]:
    return {name.removeprefix("knockon.") for name in contract["source_modules"]}


def test_the_engine_may_import_errors_alone(
    contracts: dict[str, dict[str, Any]], order: list[frozenset[str]], packages: set[str]
) -> None:
    "Everything on a line above or beside it is refused by the order already."
    level = next(i for i, layer in enumerate(order) if "flow" in layer)
    below = frozenset().union(*order[:level]) & packages
    refused = {name.removeprefix("knockon.") for name in contracts["engine"]["forbidden_modules"]}
    assert refused == below - {"errors"}


def test_no_arrays_on_the_first_five_lines(
    contracts: dict[str, dict[str, Any]], order: list[frozenset[str]], packages: set[str]
) -> None:
    first_five = frozenset().union(*order[:5]) & packages
    assert forbidden_to(contracts["arrays"]) == first_five - HAS_ARRAYS_BELOW_SIX
    assert set(contracts["arrays"]["forbidden_modules"]) == ARRAYS


@pytest.mark.parametrize("contract", ["django", "network"])
def test_django_and_the_network_are_kept_out_of_every_package_but_web(
    contracts: dict[str, dict[str, Any]], packages: set[str], contract: str
) -> None:
    assert forbidden_to(contracts[contract]) == packages - {"web"}


def test_packs_hold_data_only(repository: Path) -> None:
    packs = repository / "src" / "knockon" / "packs"
    assert [path.name for path in packs.rglob("*.py")] == []
