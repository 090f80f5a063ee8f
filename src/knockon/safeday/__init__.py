"""A safe day: what a limit on contacts leaves room for, and what becomes of the rest.

Clinicians and sessions give capacity; a system or the practice's own count gives demand.
``outlook`` puts them together: what does not fit, by weekday and month; the slots to hold back for
urgent contacts; the list over a year. ``judged`` tests who is excepted against the rules.
"""

from knockon.safeday.demand import Demand, Stated, demand
from knockon.safeday.exceptions import Exceptions, Group, Way, judged
from knockon.safeday.limits import Limit, limit_of
from knockon.safeday.outlook import MonthEnd, Outlook, SafeDay, UrgentSlots, WeekdayOutlook, outlook
from knockon.safeday.reading import Practice, new_safe_day, read_safe_day
from knockon.safeday.rota import Clinician, Rota
from knockon.safeday.simulation import DaysAhead, SimulatedYears, simulate
from knockon.safeday.urgent import Held
from knockon.safeday.usual import usual_practice

__all__ = [
    "Clinician",
    "DaysAhead",
    "Demand",
    "Exceptions",
    "Group",
    "Held",
    "Limit",
    "MonthEnd",
    "Outlook",
    "Practice",
    "Rota",
    "SafeDay",
    "SimulatedYears",
    "Stated",
    "UrgentSlots",
    "Way",
    "WeekdayOutlook",
    "demand",
    "judged",
    "limit_of",
    "new_safe_day",
    "outlook",
    "read_safe_day",
    "simulate",
    "usual_practice",
]
