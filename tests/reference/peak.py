"""What a child process measures its own memory with."""

__all__ = ["PEAK_MIB"]

PEAK_MIB = (
    "(next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM:'))"
    " / 1024)"
)
"""Python for the most memory a process has had, in mebibytes.

The ``ru_maxrss`` of a child holds also what its parent had when it was started: of a child of these
tests, everything that tests before it had left in memory.
"""
