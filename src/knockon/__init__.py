"""Knock-on: who a change in what practices offer knocks on to, and what would catch them."""

__version__ = "0.1.0"
