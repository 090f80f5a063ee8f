"""The ledger of notices: which run, when they end, and what became of each.

Nothing in it is edited. Every change is a new entry with who and when; folding the entries gives
the state as it was known after any of them.
"""

from knockon.register.changes import (
    KINDS,
    OUTCOMES,
    Change,
    Decided,
    Deferred,
    Given,
    Learned,
    Mistaken,
    Opened,
    Outcome,
    Recorded,
    Superseded,
    Withdrawn,
)
from knockon.register.clocks import (
    HORIZONS,
    Due,
    days_short,
    decisions,
    earliest_end,
    ends,
    over_when_stopping,
    overdue,
    without_end,
    would_settle,
)
from knockon.register.ledger import Book, Ledger, new_ledger, read_ledger, writing
from knockon.register.notice import (
    FORMS,
    PATIENT_GROUPS,
    PERS,
    Capacity,
    Condition,
    Form,
    Notice,
    PatientGroup,
)
from knockon.register.notice_files import notices_from, read_notices
from knockon.register.parties import HOLDER_KINDS, SENDER_KINDS, Holder, Sender
from knockon.register.plain import change_from, change_value, notice_from, notice_value
from knockon.register.state import STATUSES, NoticeRecord, State, Status, Step
from knockon.register.terms import BASES, UNITS, Agreement, Basis, Owed, Period

__all__ = [
    "BASES",
    "FORMS",
    "HOLDER_KINDS",
    "HORIZONS",
    "KINDS",
    "OUTCOMES",
    "PATIENT_GROUPS",
    "PERS",
    "SENDER_KINDS",
    "STATUSES",
    "UNITS",
    "Agreement",
    "Basis",
    "Book",
    "Capacity",
    "Change",
    "Condition",
    "Decided",
    "Deferred",
    "Due",
    "Form",
    "Given",
    "Holder",
    "Learned",
    "Ledger",
    "Mistaken",
    "Notice",
    "NoticeRecord",
    "Opened",
    "Outcome",
    "Owed",
    "PatientGroup",
    "Period",
    "Recorded",
    "Sender",
    "State",
    "Status",
    "Step",
    "Superseded",
    "Withdrawn",
    "change_from",
    "change_value",
    "days_short",
    "decisions",
    "earliest_end",
    "ends",
    "new_ledger",
    "notice_from",
    "notice_value",
    "notices_from",
    "over_when_stopping",
    "overdue",
    "read_ledger",
    "read_notices",
    "without_end",
    "would_settle",
    "writing",
]
