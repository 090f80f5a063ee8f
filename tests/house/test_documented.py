"""A code or a command that is not in the manual does not exist for its reader."""

import ast
import re
from pathlib import Path

import pytest

CODE = re.compile(r"K\d{3}")
HUNDREDS = {
    "0": {"catalogue"},
    "1": {"plans", "safeday"},
    "2": {"places", "published"},
    "3": {"system"},
    "4": {"flow", "validity"},
    "5": {"impact"},
    # Requests for assurance were told of here before readiness was a package; codes are kept.
    "6": {"keeping", "readiness", "reports"},
    "7": {"chain", "compliance", "register", "returns"},
    "9": {"cli"},
}


def codes_in(module: Path) -> set[str]:
    constants = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
    values = (node.value for node in constants if isinstance(node, ast.Constant))
    return {value for value in values if isinstance(value, str) and CODE.fullmatch(value)}


@pytest.fixture(scope="session")
def raised(repository: Path) -> dict[str, set[str]]:
    """Each code with the packages that raise it."""
    source = repository / "src" / "knockon"
    packages: dict[str, set[str]] = {}
    for module in source.rglob("*.py"):
        package = module.relative_to(source).parts[0].removesuffix(".py")
        for code in codes_in(module):
            packages.setdefault(code, set()).add(package)
    return packages


@pytest.fixture(scope="session")
def described(repository: Path) -> list[str]:
    page = (repository / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    return re.findall(r"^### (K\d{3}) \S.*$", page, flags=re.MULTILINE)


def test_every_code_is_described_and_every_description_has_a_code(
    raised: dict[str, set[str]], described: list[str]
) -> None:
    assert sorted(set(raised) - set(described)) == [], "raised, but not in docs/reference/errors.md"
    assert sorted(set(described) - set(raised)) == [], "in docs/reference/errors.md, never raised"


def test_codes_are_described_once_and_in_order(described: list[str]) -> None:
    assert described == sorted(set(described))


def test_a_code_belongs_to_one_package_and_starts_with_its_digit(
    raised: dict[str, set[str]],
) -> None:
    strays = {code: found for code, found in raised.items() if not found <= HUNDREDS[code[1]]}
    assert strays == {}
