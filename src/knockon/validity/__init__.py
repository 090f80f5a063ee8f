"""The engine held against queueing theory, tables worked by hand, and cases anyone writes."""

from knockon.validity.builtin import Row, verify_all, verify_builtin
from knockon.validity.cases import Case, load_case
from knockon.validity.verify import run_case, verify_files

__all__ = [
    "Case",
    "Row",
    "load_case",
    "run_case",
    "verify_all",
    "verify_builtin",
    "verify_files",
]
