"""A machine without a C compiler: what is fetched in its place, and what is said if that fails."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def build(repository: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """How the kernel is built, where no compiler works."""
    spec = spec_from_file_location("hatch_build", repository / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    found = module_from_spec(spec)
    spec.loader.exec_module(found)
    monkeypatch.setenv("CC", str(repository / "no-such-compiler"))
    return found


def test_a_compiler_in_a_package_takes_its_place(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "find_spec", lambda _: object())
    command, _ = build.compiler()
    assert command[1:] == ["-m", "ziglang", "cc"]


def test_with_neither_it_is_said_what_to_install(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "find_spec", lambda _: None)
    with pytest.raises(build.NoCompilerError, match=r"install one .*gcc.* or the package ziglang"):
        build.build_kernel()
