"""The ledger of notices: which run, when they end, and what became of each.

Nothing in it is edited. Every change is a new entry with who and when; folding the entries gives
the state as it was known after any of them.
"""

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
from knockon.register.parties import HOLDER_KINDS, SENDER_KINDS, Holder, Sender
from knockon.register.state import STATUSES, NoticeRecord, State, Status, Step
from knockon.register.terms import BASES, UNITS, Agreement, Basis, Owed, Period

__all__ = [
    "BASES",
    "FORMS",
    "HOLDER_KINDS",
    "PATIENT_GROUPS",
    "PERS",
    "SENDER_KINDS",
    "STATUSES",
    "UNITS",
    "Agreement",
    "Basis",
    "Capacity",
    "Condition",
    "Form",
    "Holder",
    "Notice",
    "NoticeRecord",
    "Owed",
    "PatientGroup",
    "Period",
    "Sender",
    "State",
    "Status",
    "Step",
]
