"""Values to pages and files: the impact report, its tables, the data-quality page.

No arithmetic here beyond writing a number down: a report says what a forecast says.
"""

from knockon.reports.page import report_page
from knockon.reports.quality import quality_page
from knockon.reports.running import result_digest
from knockon.reports.summary import as_json, summary
from knockon.reports.writing import write_run

__all__ = [
    "as_json",
    "quality_page",
    "report_page",
    "result_digest",
    "summary",
    "write_run",
]
