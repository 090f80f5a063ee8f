"""Working days, weeks, core hours and notice, as contracts in England count them."""

from knockon.dates.core_hours import (
    CORE_HOURS,
    WEEKDAYS,
    core_hours_on,
    core_hours_overlap,
    following_core_hours,
    is_core_hours,
    responded_in_time,
    response_due,
)
from knockon.dates.days import (
    bank_holidays,
    days_in_month,
    is_monday,
    is_working_day,
    monday_of,
    mondays,
    months_after,
    working_days,
)
from knockon.dates.notice import notice_ends, notice_is_over

__all__ = [
    "CORE_HOURS",
    "WEEKDAYS",
    "bank_holidays",
    "core_hours_on",
    "core_hours_overlap",
    "days_in_month",
    "following_core_hours",
    "is_core_hours",
    "is_monday",
    "is_working_day",
    "monday_of",
    "mondays",
    "months_after",
    "notice_ends",
    "notice_is_over",
    "responded_in_time",
    "response_due",
    "working_days",
]
