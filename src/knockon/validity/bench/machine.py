"""Which machine a measurement was made on, and how busy it was."""

from __future__ import annotations

import hashlib
import os
import platform
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from knockon.flow import kernel

PINNED = {"simpy": "4.1.2", "ciw": "3.2.7", "salabim": "26.0.9"}
"""Peers and the versions goals are set against."""
DIGEST_LENGTH = 8


def machine() -> dict[str, Any]:
    """Return what decides how fast this machine is, and its load before anything was run."""
    fixed = {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": _memory(),
        "system": f"{platform.system()} {platform.machine()}",
    }
    text = repr(sorted(fixed.items(), key=str))
    return {
        **fixed,
        "digest": hashlib.sha256(text.encode("utf-8")).hexdigest()[:DIGEST_LENGTH],
        "load_before": _load(),
        "instruction_set": kernel.library_path().stem.removeprefix("_flow_"),
        "python": platform.python_version(),
        "numpy": version("numpy"),
    }


def installed() -> dict[str, str | None]:
    """Return each peer's version here, None for one that is not installed."""
    found: dict[str, str | None] = {}
    for package in PINNED:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = None
    return found


def _processor() -> str:
    """Return the processor's name as its maker gives it."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.processor() or platform.machine()
    found = re.search(r"^model name\s*: (.+)$", text, flags=re.MULTILINE)
    return found[1].strip() if found else platform.machine()


def _memory() -> int | None:
    """Return whole GiB of memory, None where the system does not say."""
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30))
    except (AttributeError, OSError, ValueError):
        return None


def _load() -> list[float] | None:
    """Return the load average over 1, 5 and 15 minutes, None where there is none."""
    try:
        return [round(one, 2) for one in os.getloadavg()]
    except (AttributeError, OSError):
        return None
