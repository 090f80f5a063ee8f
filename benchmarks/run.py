"""Time the demonstration and the engine on this machine: ``make bench``.

Writes ``benchmarks/results/DATE.json`` and prints the same as a table. Times are wall clock; each
case of the engine is run five times, interleaved with the others, and the median is kept.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import knockon
from knockon.validity.verify import run_case

ROUNDS = 5
CASES = ("ten-servers", "priority-ten-servers", "impatient", "daily-queues")
RESULTS = Path(__file__).resolve().parent / "results"
Row = dict[str, Any]


def demonstration() -> Row:
    """Time ``knockon demo`` as a user sees it, and what of it was simulation."""
    command = "from knockon.cli import main; main()"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "demo"
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", command, "demo", "--out", out], check=True, capture_output=True
        )
        seconds = time.perf_counter() - started
        run = json.loads((out / "summary.json").read_text(encoding="utf-8"))["run"]
    return {
        "name": "demo",
        "seconds": round(seconds, 2),
        "of which forecast": run["seconds"],
        "draws": run["draws"],
        "workers": run["workers"],
    }


def engine() -> Iterator[Row]:
    """Time built-in flow cases on one thread, in events a second."""
    kept: dict[str, list[float]] = {name: [] for name in CASES}
    events: dict[str, int] = {}
    with as_file(files("knockon") / "validity" / "cases") as folder:
        for _ in range(ROUNDS):
            for name in CASES:
                said = run_case(folder / f"{name}.yaml", threads=1)
                kept[name].append(said["seconds"])
                events[name] = said["events"]
    for name in CASES:
        seconds = statistics.median(kept[name])
        yield {
            "name": f"engine, {name}",
            "seconds": round(seconds, 4),
            "events": events[name],
            "events a second": round(events[name] / seconds),
        }


def main() -> None:
    """Run, write and print the benchmarks."""
    now = datetime.now(UTC)
    rows = [demonstration(), *engine()]
    document = {
        "format": "knockon/benchmark/1",
        "date": now.date().isoformat(),
        "version": knockon.__version__,
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "rows": rows,
    }
    RESULTS.mkdir(exist_ok=True)
    place = RESULTS / f"{document['date']}.json"
    place.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    for row in rows:
        name, seconds, *rest = row.items()
        print(f"{name[1]:<34} {seconds[1]:>8.2f} s   " + ", ".join(f"{k} {v:,}" for k, v in rest))
    print(f"Written: benchmarks/results/{place.name}")


if __name__ == "__main__":
    main()
