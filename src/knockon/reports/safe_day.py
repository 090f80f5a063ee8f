"""A safe day as a page: room and demand, slots to hold, the list over a year, the exceptions."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Sequence

from knockon.catalogue.facts import Unknown
from knockon.compliance import wording
from knockon.reports import safe_day_wording as words
from knockon.reports.numbers import day as plain_day
from knockon.reports.numbers import in_table, in_words
from knockon.reports.parts import (
    Cell,
    Chart,
    Figure,
    Headline,
    Page,
    Part,
    Points,
    Prose,
    Section,
    Table,
    number,
    text,
)
from knockon.reports.rendering import render
from knockon.reports.safe_day_charts import (
    LIST_KEY,
    WEEK_KEY,
    ListDay,
    WeekdayBar,
    list_chart,
    week_chart,
)
from knockon.safeday import Exceptions, Outlook, UrgentSlots
from knockon.safeday.outlook import CENTRAL, HIGH, LOW, NOBODY

__all__ = ["ends_table", "safe_day_page", "urgent_table", "ways_table", "week_table"]

URGENT_TITLE = "Slots to hold back for urgent contacts"
WEEK_COLUMNS = ("Day", "Sessions", "Room", "Asked for", "Do not fit")
CHECK = "This is a check, not legal advice, and a sum of what may happen if, not of what will."


def safe_day_page(found: Outlook, tested: Exceptions, version: str) -> str:
    """Return the page as one self-contained HTML file, without script."""
    page = Page(
        title=f"A safe day: {found.plan.title}",
        kicker="Safe day",
        headline=_headline(found),
        sections=(
            _week(found),
            _urgent(found),
            _list(found),
            _exceptions(tested),
            Section("reckoning", "How this was reckoned", (Points(_reckoning(found)),)),
        ),
        footer=f"Knock-on {version}. {CHECK}",
    )
    return render(page)


def week_table(found: Outlook) -> Table:
    """Return room and demand of a usual month, a row for each weekday."""
    rows = tuple(
        (
            text(day.weekday.capitalize()),
            number(day.sessions),
            number(day.slots),
            number(day.asked),
            number(day.unfitting),
        )
        for day in found.weekdays
    )
    return Table("week-table", "Contacts a day in a usual month", WEEK_COLUMNS, rows)


def ends_table(found: Outlook) -> Table:
    """Return who waits at the end of each month, by how many give up."""
    shares = (NOBODY, LOW, CENTRAL, HIGH)
    heads = ("Nobody gives up", *(f"{words.given_up(found, one)} give up" for one in shares[1:]))
    rows = tuple(
        (
            text(plain_day(end.day)),
            *(number(end.waiting[share]) for share in shares),
            number(end.by_chance),
            number(end.wait),
        )
        for end in found.month_ends
    )
    central = words.given_up(found, CENTRAL)
    columns = ("At the end of", *heads, f"{central}, simulated", f"Wait at {central}, working days")
    note = "Giving up: the share of those waiting each working day. Waits are of somebody joining."
    return Table("list-table", "People waiting", columns, rows, note=note)


def ways_table(tested: Exceptions) -> Table:
    """Return each answer for those outside the exceptions, and how the rules see it."""
    rows = tuple(
        (
            text(_sentence(way.words) + (" (as the plan says)" if way.stated else "")),
            text(words.verdict(way)),
            text(words.why(way)),
            text(words.clause(way, tested)),
        )
        for way in tested.ways
    )
    columns = ("What everybody else gets over the limit", "By the rules loaded", "Why", "Source")
    return Table("ways", "What everybody else gets over the limit", columns, rows)


def urgent_table(found: Outlook) -> Table | None:
    """Return the slots to hold, a row for each weekday; None where the urgent share is unknown."""
    rows = _urgent_rows(found)
    if not rows:
        return None
    seen = f"{found.plan.held.seen * 100:g}%"
    columns = (
        *("Day", "Urgent", f"For {seen} of contacts", f"For {seen} of days"),
        *("Held", "Urgent contacts seen", "Days on which all are", "Held in the busiest month"),
    )
    return Table("urgent-table", "Urgent contacts and slots by weekday", columns, rows)


def _headline(found: Outlook) -> Headline:
    warnings = []
    short = words.short_days(found)
    if short:
        warnings.append(
            f"On {_listed(short)} there is no room for the slots that urgent contacts need. What "
            "is beyond them has to be met another way the same day."
        )
    return Headline(
        sentence=words.fits(found),
        because=words.after_a_year(found),
        numbers=(
            ("Room on a usual day", in_table(found.room), "contacts"),
            ("Asked for", in_table(found.asked), "contacts"),
            ("Do not fit", in_table(found.over), "contacts a day"),
        ),
        facts=(
            ("Practice", found.plan.practice or "not named"),
            ("Limit", f"{found.plan.cap:g} contacts a full day of a clinician"),
            ("Clinicians", str(len(found.plan.rota.clinicians))),
            ("Sessions a week", in_table(sum(found.plan.rota.sessions()))),
            ("Year", f"{plain_day(found.days[0])} to {plain_day(found.days[-1])}"),
            ("Waiting now", _waiting_now(found)),
        ),
        warnings=tuple(warnings),
    )


def _waiting_now(found: Outlook) -> str:
    waiting = found.plan.list_now
    if isinstance(waiting, Unknown):
        return "not known: only who is added is told"
    return in_table(waiting)


def _week(found: Outlook) -> Section:
    bars = [
        WeekdayBar(day.weekday.capitalize()[:3], *_parts(day.asked, day.urgent), day.slots)
        for day in found.weekdays
    ]
    fullest = max(found.weekdays, key=lambda day: day.unfitting)
    title = (
        f"Most does not fit on {fullest.weekday.capitalize()}s: {in_table(fullest.unfitting)} of "
        f"{in_table(fullest.asked)} contacts"
    )
    drawn = {
        "id": "week-chart",
        "title": "Room and contacts asked for by weekday",
        "description": "; ".join(
            f"{day.weekday.capitalize()}: room for {in_table(day.slots)}, {in_table(day.asked)} "
            "asked for"
            for day in found.weekdays
        ),
    }
    figure = Figure(
        "week-figure",
        title,
        (Chart("Contacts a day in a usual month", week_chart(bars, chart=drawn)),),
        WEEK_KEY,
        (week_table(found), _season_table(found)),
        note="Contacts of a day vary by chance about what is asked for (Poisson).",
    )
    return Section("week", "Room and demand by weekday", (figure,))


def _parts(asked: float, urgent: UrgentSlots | Unknown) -> tuple[float, float]:
    now = 0.0 if isinstance(urgent, Unknown) else urgent.urgent
    return now, asked - now


def _season_table(found: Outlook) -> Table:
    caption = "Contacts a day that do not fit, by month and weekday"
    rows = tuple(
        (text(month_name[month]), *(number(value) for value in row))
        for month, row in enumerate(found.unfitting, start=1)
    )
    days = tuple(day.weekday.capitalize() for day in found.weekdays)
    return Table("season", caption, ("Month", *days), rows, folded=caption, on_paper=False)


def _urgent(found: Outlook) -> Section:
    beyond, table = found.beyond_held, urgent_table(found)
    if isinstance(beyond, Unknown) or table is None:
        reason = "The urgent share is not known: say it as “urgent_share”, or name a system."
        return Section("urgent", URGENT_TITLE, (Prose(reason),))
    parts: list[Part] = [
        Prose(
            f"{words.held_reading(found)} The two readings differ: urgent contacts come unevenly, "
            "so seeing all of them on most days takes more slots than seeing most of them."
        ),
        table,
        Prose(
            f"On average {in_words(beyond)} urgent contacts a working day come beyond the slots "
            "held. They are on no list here: they are owed an answer the same day another way. "
            + (
                "Held slots that stay free go to the list."
                if found.plan.held.released
                else "Held slots that stay free go to nobody."
            )
        ),
    ]
    return Section("urgent", URGENT_TITLE, tuple(parts))


def _urgent_rows(found: Outlook) -> tuple[tuple[Cell, ...], ...]:
    rows = []
    for day in found.weekdays:
        usual, busiest = day.urgent, day.busiest
        if isinstance(usual, Unknown) or isinstance(busiest, Unknown):
            continue
        held = f"{usual.held} (no more room)" if usual.short else str(usual.held)
        rows.append(
            (
                text(day.weekday.capitalize()),
                number(usual.urgent),
                _slots(usual.by_contacts),
                _slots(usual.by_days),
                _slots(usual.held, held),
                number(usual.share_seen, "share"),
                number(usual.days_whole, "share"),
                _slots(busiest.held),
            )
        )
    return tuple(rows)


def _slots(count: int, said: str = "") -> Cell:
    """Return a cell of whole slots, with more words where ``said``."""
    return Cell(said or str(count), value=float(count), numeric=True)


def _list(found: Outlook) -> Section:
    days = [
        ListDay(
            day,
            found.waiting[HIGH][nth],
            found.waiting[CENTRAL][nth],
            found.waiting[LOW][nth],
            found.waiting[NOBODY][nth],
        )
        for nth, day in enumerate(found.days)
    ]
    drawn = {
        "id": "list-chart",
        "title": "People waiting over a year",
        "description": words.after_a_year(found),
    }
    figure = Figure(
        "list-figure",
        words.after_a_year(found),
        (Chart("People waiting", list_chart(days, chart=drawn)),),
        LIST_KEY,
        (ends_table(found),),
    )
    parts = (figure, Prose(words.settling(found)), Prose(words.by_chance(found)))
    return Section("list", "The routine list over a year", parts)


def _exceptions(tested: Exceptions) -> Section:
    ways = ways_table(tested)
    parts = (
        Prose(words.outside_the_list(tested)),
        Prose(words.as_it_stands(tested)),
        Prose(
            "Which groups a list names decides no rule loaded: the contract looks to each "
            "patient's needs. So what everybody outside it gets was judged, one answer after "
            "another, with the rest of the plan as it is."
        ),
        Table(
            ways.id,
            ways.caption,
            ways.columns,
            ways.rows,
            under_heading=True,
        ),
        Prose(f"{wording.ADVICE} Judged as of {plain_day(tested.as_of)}: {_rules(tested)}."),
    )
    return Section("exceptions", "Who is seen over the limit all the same", parts)


def _rules(tested: Exceptions) -> str:
    return "; ".join(tested.packs) or "no rules loaded speak for this nation"


def _reckoning(found: Outlook) -> tuple[str, ...]:
    leaving = found.plan.leaving
    return (
        found.plan.cap_said,
        "Who works part of a day has room for that part of the limit; a part of a contact is there "
        "on that part of days.",
        *found.plan.demand.said,
        f"Giving up: {leaving.name.lower()}, {leaving.low:g} to {leaving.high:g} with "
        f"{leaving.central:g} in the middle ({leaving.symbol}, grade {leaving.grade}"
        + (", an assumption)." if leaving.source == "assumption" else ")."),
        "Urgent contacts come first, up to the slots held; whoever can wait joins the list and is "
        "seen in turn. Bank holidays are closed and what would have been asked for then is left "
        "out.",
        "Whom the practice sees over the limit all the same is not taken off the list: nobody says "
        "how many they are.",
        f"Simulated years: {found.by_chance.years:,}, seed {found.by_chance.seed}.",
    )


def _sentence(said: str) -> str:
    return said[0].upper() + said[1:]


def _listed(names: Sequence[str]) -> str:
    days = [f"{name}s" for name in names]
    return days[0] if len(days) == 1 else f"{', '.join(days[:-1])} and {days[-1]}"
