"""The engine held against queueing theory, tables worked by hand, and cases anyone writes."""

from knockon.validity.cases import Case, load_case
from knockon.validity.rows import Row, disagreements
from knockon.validity.verify import run_case, verify_files

__all__ = [
    "Case",
    "Row",
    "disagreements",
    "load_case",
    "run_case",
    "verify_files",
]
