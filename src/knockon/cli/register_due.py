"""What comes due in a ledger: last days, decisions, and what is late or has no day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from knockon.cli.page import Line
from knockon.cli.register_options import spans
from knockon.cli.register_page import holders
from knockon.register import Due, State, decisions, ends, overdue, without_end

COLUMNS = ("Within", "Day", "What", "Notices", "Service", "Held by", "Stands")


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes due from a day on, within so many days: the shortest stretch first."""

    state: State
    day: date
    horizons: tuple[int, ...]

    def rows(self) -> list[tuple[str, ...]]:
        """Return a row for each day, service and standing; what is overdue comes first."""
        late = [("overdue", "to be decided", due) for due in overdue(self.state, self.day)]
        ahead = [("ends", due) for due in ends(self.state, self.day, self.horizons[-1])]
        asked = [("to be decided", due) for due in self._decisions()]
        coming = sorted(ahead + asked, key=lambda one: (one[1].on, one[0]))
        dated = late + [(self._within(due), what, due) for what, due in coming]
        return [_row(list(group)) for _, group in groupby(dated, _kind)]

    def notes(self) -> Iterator[Line]:
        """Yield what the table cannot date."""
        last = self.day + timedelta(days=self.horizons[-1] - 1)
        yield Line(f"From {self.day} to {last}, as known on that first day.")
        undated = without_end(self.state)
        if undated:
            which = spans([record.id for record in undated])
            yield Line(f"The last day is not known of {which}.")

    def document(self) -> dict[str, Any]:
        """Return the same as JSON, a line for each notice."""
        return {
            "format": "knockon/notices-due/1",
            "as_of": self.day.isoformat(),
            "within_days": list(self.horizons),
            "ends": [self._described(one) for one in ends(self.state, self.day, self._most())],
            "decisions": [self._described(one) for one in self._decisions()],
            "overdue": [self._described(one) for one in overdue(self.state, self.day)],
            "end_unknown": [record.id for record in without_end(self.state)],
        }

    def _most(self) -> int:
        return self.horizons[-1]

    def _decisions(self) -> tuple[Due, ...]:
        return decisions(self.state, self.day, self._most())

    def _within(self, due: Due) -> str:
        days = next(days for days in self.horizons if due.within(self.day, days))
        return f"{days} days"

    def _described(self, due: Due) -> dict[str, Any]:
        notice = due.record.notice
        within = [days for days in self.horizons if due.within(self.day, days)]
        return {
            "on": due.on.isoformat(),
            "within_days": within[0] if within else None,
            "id": due.record.id,
            "holder": notice.holder.code,
            "service": notice.service,
            "patients": list(notice.patients),
            "stands": due.record.status,
        }


def _kind(dated: tuple[str, str, Due]) -> tuple[object, ...]:
    within, what, due = dated
    return within, what, due.on, due.record.notice.service, due.record.status


def _row(group: list[tuple[str, str, Due]]) -> tuple[str, ...]:
    within, what, due = group[0]
    records = [one.record for _, _, one in group]
    return (
        within,
        due.on.isoformat(),
        what,
        spans([record.id for record in records]),
        due.record.notice.service,
        holders(records),
        due.record.status,
    )
