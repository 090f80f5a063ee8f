"""When notice of so many months has run out.

Months are counted by the corresponding date: notice of three months given on the 15th ends on the
15th of the third month after, and where that month has no such day, on its last (Dodds v Walker
[1981] 1 WLR 1027, House of Lords). How long the notice is, and to whom it goes, is for each
contract or agreement to say; nothing here assumes it.
"""

from __future__ import annotations

from datetime import date

from knockon.dates.days import months_after

_MONTHS_IN_A_YEAR = 12


def notice_ends(given_on: date, months: int) -> date:
    """Return the day on which notice of so many whole months ends.

    Notice that would outlast the calendar ends on its last day, so nothing comes after it.
    """
    if months < 0:
        raise ValueError(f"notice is of 0 months or more; this is of {months}")
    if months >= (date.max.year - given_on.year) * _MONTHS_IN_A_YEAR:
        return date.max
    return months_after(given_on, months)


def notice_is_over(given_on: date, months: int, on: date) -> bool | None:
    """Return whether notice has run out by a day, or None on the very day on which it ends.

    Whether something may stop on that day itself depends on how the contract counts (from the
    day of the letter or the day after, until the beginning of the last day or its end), so the
    date alone cannot say.
    """
    ends = notice_ends(given_on, months)
    return None if on == ends else on > ends
