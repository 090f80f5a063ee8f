"""Run uv against whatever package index this machine's pip is set to.

``python requirements/like_pip.py pip install …`` reads pip's settings, hands each one uv has a
word for to uv through its environment, and becomes uv. Settings are neither printed nor stored:
they may hold addresses and passwords. A UV_ variable that is already set is left as it is.
"""

from __future__ import annotations

import ast
import os
import ssl
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

# Later sections win, as in pip: files, then the settings of a command, then the environment.
SECTIONS = ("global", "download", "install", ":env:")

UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "proxy": "ALL_PROXY",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "keyring-provider": "UV_KEYRING_PROVIDER",
}

# uv parts a list of folders by commas and every other list by spaces; pip parts all by blanks.
SEPARATORS = {"find-links": ","}

# pip looks at every index and takes the best version. uv stops at the first index that has the
# name unless told otherwise; the hashes make the difference harmless.
ALWAYS = {
    "UV_INDEX_STRATEGY": "unsafe-best-match",
    "UV_PYTHON_DOWNLOADS": "never",
}


def pip_settings(listing: str) -> dict[str, str]:
    """Read what ``pip config list`` prints: one ``section.key='value'`` a line."""
    found: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    for line in listing.splitlines():
        name, equals, value = line.partition("=")
        section, dot, key = name.rpartition(".")
        if equals and dot and section in found:
            found[section][key] = str(ast.literal_eval(value))
    return {key: value for section in SECTIONS for key, value in found[section].items()}


def uv_environment(settings: Mapping[str, str], already: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that make uv look where pip looks, without those already set."""
    wanted = ALWAYS | trust_the_machine()
    for key, name in UV_NAMES.items():
        words = settings.get(key, "").split()
        if words and words != ["auto"]:
            wanted[name] = SEPARATORS.get(key, " ").join(words)
    return {name: value for name, value in wanted.items() if name not in already}


def uv_arguments(settings: Mapping[str, str]) -> list[str]:
    """Return what uv has no variable for: that no index is to be asked at all."""
    off = settings.get("no-index", "").lower() in {"1", "true", "yes", "on"}
    return ["--no-index"] if off else []


def trust_the_machine() -> dict[str, str]:
    """Return the variable that makes uv trust the certificates the machine trusts, if it has any.

    pip does so by itself; uv brings its own list, which lacks the certificate of a firm's proxy.
    """
    paths = ssl.get_default_verify_paths()
    known = [Path(path) for path in (paths.cafile, paths.capath) if path]
    here = any(path.is_file() or (path.is_dir() and any(path.iterdir())) for path in known)
    return {"UV_SYSTEM_CERTS": "true"} if here else {}


def main(arguments: list[str]) -> int:
    """Run uv with the arguments given and return its exit status."""
    listing = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    )
    settings = pip_settings(listing.stdout)
    command = [str(Path(sys.executable).with_name("uv")), *arguments, *uv_arguments(settings)]
    environment = {**os.environ, **uv_environment(settings, os.environ)}
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
