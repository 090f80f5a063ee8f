"""Measure one side of one benchmark once: what each process of the protocol does."""

from __future__ import annotations

import sys

from knockon.validity.bench.protocol import here

if __name__ == "__main__":
    name, side, seed, size = sys.argv[1:]
    print(here(name, side, int(seed), float(size)))
