"""Benchmarks: our engine and what others use, on the same models, by one protocol.

They stand beside verification because a speed counts only where the answers agree. Peers are
imported when they run and at no other time; nothing of Knock-on needs them.
"""
