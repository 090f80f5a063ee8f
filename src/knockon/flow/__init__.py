"""The engine: people moving through capacity over time, many draws side by side.

It knows no word of the health service. `model` describes a network; `run` works it through;
`run_blocks` spreads many draws over threads; `results` says what was counted. `draws` and
`reference` are the specification in plain Python that the compiled `kernel` is held to.
"""

from knockon.flow.engine import run, run_both
from knockon.flow.experiment import Block, blocks_of, run_blocks
from knockon.flow.results import Counts, Passage, Window, WindowTotals, scheduled
from knockon.flow.states import State

__all__ = [
    "Block",
    "Counts",
    "Passage",
    "State",
    "Window",
    "WindowTotals",
    "blocks_of",
    "run",
    "run_blocks",
    "run_both",
    "scheduled",
]
