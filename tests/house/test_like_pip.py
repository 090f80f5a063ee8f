"""uv looks wherever pip is set to look."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def like_pip(repository: Path) -> ModuleType:
    path = repository / "requirements" / "like_pip.py"
    spec = importlib.util.spec_from_file_location("like_pip", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_environment_wins_over_a_command_and_a_command_over_the_files(
    like_pip: ModuleType,
) -> None:
    listing = (
        ":env:.index-url='https://environment.example/simple'\n"
        "global.index-url='https://file.example/simple'\n"
        "global.timeout='60'\n"
        "install.timeout='90'\n"
    )
    assert like_pip.pip_settings(listing) == {
        "index-url": "https://environment.example/simple",
        "timeout": "90",
    }


def test_settings_of_other_commands_are_left_alone(like_pip: ModuleType) -> None:
    assert like_pip.pip_settings("freeze.timeout='10'\nnonsense\n") == {}


def test_each_setting_reaches_uv_under_its_own_name(like_pip: ModuleType) -> None:
    settings = {
        "index-url": "https://one.example/simple",
        "extra-index-url": "https://two.example/simple\nhttps://three.example/simple",
        "find-links": "wheels more-wheels",
        "cert": "firm.pem",
        "keyring-provider": "auto",
    }
    environment = like_pip.uv_environment(settings, {})
    assert environment["UV_DEFAULT_INDEX"] == "https://one.example/simple"
    assert environment["UV_INDEX"] == "https://two.example/simple https://three.example/simple"
    assert environment["UV_FIND_LINKS"] == "wheels,more-wheels"
    assert environment["SSL_CERT_FILE"] == "firm.pem"
    assert "UV_KEYRING_PROVIDER" not in environment


def test_what_the_user_set_for_uv_stays(like_pip: ModuleType) -> None:
    settings = {"index-url": "https://pip.example/simple"}
    already = {"UV_DEFAULT_INDEX": "https://uv.example/simple"}
    assert "UV_DEFAULT_INDEX" not in like_pip.uv_environment(settings, already)


def test_like_pip_every_index_is_asked(like_pip: ModuleType) -> None:
    assert like_pip.uv_environment({}, {})["UV_INDEX_STRATEGY"] == "unsafe-best-match"


@pytest.mark.parametrize(("setting", "arguments"), [("1", ["--no-index"]), ("0", []), ("", [])])
def test_without_an_index_uv_asks_none(
    like_pip: ModuleType, setting: str, arguments: list[str]
) -> None:
    assert like_pip.uv_arguments({"no-index": setting}) == arguments
