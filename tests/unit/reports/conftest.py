"""The made-up forecast, for this folder's tests."""

from tests.unit.reports.made_up import forecast, make, sample

__all__ = ["forecast", "make", "sample"]
