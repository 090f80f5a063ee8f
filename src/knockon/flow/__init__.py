"""The engine: people moving through capacity over time, many draws side by side.

It knows no word of the health service. `model` describes a network, `run` works it through.
"""
