"""Where a command runs its blocks of draws: threads, processes of this machine, or a cluster."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knockon.impact.executors import Executor


@contextmanager
def executing(cluster: str | None, workers: int) -> Iterator[Executor]:
    """Yield where to run: a cluster at an address, or threads; 0 workers is one a processor."""
    from knockon.impact.cluster import cluster as at_address
    from knockon.impact.executors import Threads

    count = workers or os.cpu_count() or 1
    if cluster is None:
        yield Threads(count)
        return
    with at_address(cluster, workers=count) as found:
        yield found
