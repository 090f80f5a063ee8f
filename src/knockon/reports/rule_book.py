"""The rule book: a page a rule, a page an action and the matrix between them, made from the packs.

Pages are Markdown by their path inside the book. Nothing in them is written by hand: words,
clauses, dates, readings and worked examples are the packs', verdicts are judged as they are made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from knockon.catalogue.expressions import Always, Node
from knockon.catalogue.facts import ANY, UNKNOWN, Answer, Fact
from knockon.catalogue.rules import Bearing, Citation, Consequence, Rule, RuleCase, Verdict
from knockon.catalogue.values import Catalogue
from knockon.compliance import check
from knockon.compliance.evaluating import spelt
from knockon.compliance.judgement import Judgement
from knockon.compliance.wording import HEADINGS, SILENT, called, plain_date
from knockon.plans.plan import Plan, PlannedAction

FIRST_DAY = dt.date(2024, 8, 1)
"""The day from which verdicts are shown: the ten actions and the guidance on them are of it."""

KINDS = {
    "contract": "the practice's contract",
    "des": "the network contract",
    "payment": "a condition of payment",
    "standard_contract": "the standard contract of trusts",
    "expectation": "an expectation of planning documents, weaker than a contract",
    "advice": "advice or a shared aim",
    "local": "a local contract or agreement",
    "statute": "a statute or a notice under one",
}
_FOOT = (
    "\n---\nMade from the rules loaded. A check against them, not legal advice; where in doubt, "
    "take your own.\n"
)


def rule_book(catalogue: Catalogue) -> dict[str, str]:
    """Return every page of the book by its path: ``index.md``, ``rules/…``, ``actions/…``."""
    types = catalogue.types()
    pages = {"index.md": _contents(catalogue)}
    for rule in catalogue.rules.values():
        pages[f"rules/{rule.id}.md"] = rule_page(rule, catalogue)
    for action_type in sorted(types):
        pages[f"actions/{action_type}.md"] = action_page(action_type, catalogue)
    return pages


def rule_page(rule: Rule, catalogue: Catalogue) -> str:
    """Return the page of one rule: words, clause, dates, readings, worked examples."""
    return _page(
        f"{rule.id}: {rule.title}",
        _standing(rule, catalogue),
        _bullets("Where it is written", (_cite(one, catalogue) for one in rule.cites)),
        *(part for bearing in rule.bearings for part in _bearing(bearing, catalogue)),
        _readings(rule, catalogue),
        _cases(rule),
    )


def action_page(action_type: str, catalogue: Catalogue) -> str:
    """Return the page of one action: menus and wordings, facts, rules, verdicts by date."""
    action = catalogue.types()[action_type]
    rules = sorted(catalogue.rules_on(action_type), key=lambda rule: rule.id)
    return _page(
        action.title,
        f"`{action_type}` · usually up to: {action.holder}\n\n{action.wording}",
        _menus(action_type, catalogue),
        _facts(action_type, catalogue),
        _rules_that_bear(action_type, rules),
        _money(action_type, catalogue),
        _verdicts_by_date(action_type, rules, catalogue),
    )


def _contents(catalogue: Catalogue) -> str:
    rows = [_matrix_row(one, catalogue) for one in sorted(catalogue.types())]
    packs = [pack for pack in catalogue.packs if pack.covers.nations]
    checked = "; ".join(f"{pack.id} {pack.version}, to {pack.verified_to}" for pack in packs)
    listed = [
        (f"[{one.id}](rules/{one.id}.md)", one.title, one.holder, KINDS[one.kind], _dates(one))
        for one in catalogue.rules.values()
    ]
    return _page(
        "The rule book",
        "Every obligation the packs hold, the actions each bears on, and what follows. "
        f"Checked by pack: {checked}.",
        "## Actions and the rules that bear on them\n\n"
        + _table(("Action", "Can break", "Asks something kept up", "May be let by", "Money"), rows),
        "## Every rule\n\n" + _table(("Rule", "Title", "Owed by", "Kind", "In force"), listed),
    )


def _matrix_row(action_type: str, catalogue: Catalogue) -> tuple[str, ...]:
    pairs = [(rule, rule.bearing_on(action_type)) for rule in catalogue.rules_on(action_type)]
    bearing = [(rule, one) for rule, one in pairs if one is not None]
    title = catalogue.types()[action_type].title
    return (
        f"[{title}](actions/{action_type}.md)",
        _links(rule for rule, one in bearing if one.breach is not None),
        _links(rule for rule, one in bearing if one.keep or _keeps(one)),
        _links(rule for rule, one in bearing if one.scope is not None or one.unless),
        ", ".join(one.id for one in _consequences(action_type, catalogue, "payment")) or "–",
    )


def _keeps(bearing: Bearing) -> bool:
    return any(exception.keep for exception in bearing.unless)


def _links(rules: Iterable[Rule]) -> str:
    found = sorted(rules, key=lambda rule: rule.id)
    return ", ".join(f"[{one.id}](rules/{one.id}.md)" for one in found) or "–"


def _standing(rule: Rule, catalogue: Catalogue) -> str:
    lines = [
        f"Owed by: {rule.holder}. Who can ask: {rule.claimant}. Kind: {KINDS[rule.kind]}.",
        f"In force: {_dates(rule)}. Known: {_since(rule.known_from)}. Pack: {rule.pack}.",
    ]
    if rule.disputed:
        lines.append("Disputed: other readings are tenable, and a finding says so.")
    if rule.standing != "stated":
        lines.append(f"Standing of the text: {rule.standing}. {_wants_checking(rule, catalogue)}")
    if rule.note:
        lines.append(rule.note)
    return "\n\n".join(line.strip() for line in lines)


def _wants_checking(rule: Rule, catalogue: Catalogue) -> str:
    cited = dict.fromkeys(one.source for one in rule.cites)
    wanted = (catalogue.sources[one].wants_checking for one in cited)
    return " ".join(one for one in wanted if one)


def _bearing(bearing: Bearing, catalogue: Catalogue) -> Iterator[str]:
    types = catalogue.types()
    yield "## " + " · ".join(types[one].title for one in bearing.types)
    yield " ".join(f"[`{one}`](../actions/{one}.md)" for one in bearing.types)
    if bearing.scope is not None:
        yield f"Reaches an action where `{bearing.scope}`."
    if bearing.breach is None:
        yield "Nothing in such an action breaks it."
    else:
        yield _broken_where(bearing.breach)
    yield _sentences(bearing)
    for usual in bearing.presumes:
        where = "" if usual.where is None else f" where `{usual.where}`"
        yield f"Left out of a plan, `{usual.fact}` is presumed to be {_usual(usual.answer)}{where}."
    for exception in bearing.unless:
        cites = "; ".join(_cite(one, catalogue) for one in exception.cites)
        kept = "; ".join(one.rstrip(".") for one in exception.keep)
        keep = f" While relied on, keep up: {kept}." if kept else ""
        yield f"**Unless** `{exception.when}`: {exception.words} ({cites}){keep}"
    yield _bullets("To keep up", bearing.keep, level=3)
    yield _bullets("Evidence to have ready", bearing.evidence, level=3)
    if bearing.instead is not None:
        change = ", ".join(
            f"{name}: {spelt(value)}" for name, value in bearing.instead.change.items()
        )
        yield f"### The lawful way\n\n{bearing.instead.words} (`{change}`)"


def _broken_where(breach: Node) -> str:
    if breach == Always(True):
        return "Every action it reaches breaks it."
    return f"Broken where `{breach}`."


def _usual(answer: Answer) -> str:
    return "empty" if answer == () else f"`{spelt(answer)}`"


def _sentences(bearing: Bearing) -> str:
    words = bearing.because
    said = [("Broken", words.broken), ("Met", words.met), ("Outside it", words.outside)]
    return "\n".join(f"- {name}: {sentence}" for name, sentence in said if sentence)


def _readings(rule: Rule, catalogue: Catalogue) -> str:
    lines = (
        " ".join(
            (
                _ended(one.note),
                f"Whose: {_ended(one.whose)}",
                f"It would change: {_ended(one.changes)}",
                "; ".join(_cite(cite, catalogue) for cite in one.cites),
            )
        ).strip()
        for one in rule.readings
    )
    return _bullets("Other readings, shown and not resolved", lines)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?")) else f"{sentence}."


def _cases(rule: Rule) -> str:
    rows = [
        (
            one.name,
            f"[`{one.type}`](../actions/{one.type}.md)",
            _stated(one),
            f"{one.start} to {one.end or 'open'}",
            HEADINGS[one.verdict],
            ", ".join(f"`{need}`" for need in one.needs) or "–",
        )
        for one in rule.cases
    ]
    return "## Worked examples\n\n" + _table(
        ("Example", "Action", "Facts", "Dates", "By this rule alone", "Asks for"), rows
    )


def _menus(action_type: str, catalogue: Catalogue) -> str:
    rows = [
        (
            menu.title,
            menu.issuer,
            str(menu.from_date or menu.known_from or "not known"),
            line.wording,
        )
        for menu in catalogue.menus.values()
        for line in menu.items
        if catalogue.actions[line.action].type == action_type
    ]
    if not rows:
        return "## Menus\n\nOn no menu; a hazard the rules turn on, or a local or reader's idea."
    rows.sort(key=lambda row: row[2])
    columns = ("Menu", "Issued by", "From", "Wording, in our words")
    return "## Menus it stood on, and how the wording moved\n\n" + _table(columns, rows)


def _facts(action_type: str, catalogue: Catalogue) -> str:
    facts: Iterable[Fact] = catalogue.facts_of(action_type).values()
    rows = [
        (f"`{fact.name}`", fact.question, _answers(fact), _taken(fact))
        for fact in facts
        if fact.owner != ANY and fact.derived is None
    ]
    if not rows:
        return ""
    columns = ("Fact", "Question", "Answers", "Where left out")
    return "## What a plan states\n\n" + _table(columns, rows)


def _answers(fact: Fact) -> str:
    if fact.answers:
        return "; ".join(f"`{name}`: {meaning}" for name, meaning in fact.answers.items())
    return {"bool": "true or false", "whole": "a whole number", "moment": "a day and time"}.get(
        fact.kind, f"a {fact.kind}"
    )


def _taken(fact: Fact) -> str:
    return "unknown" if fact.presumed is UNKNOWN else f"presumed {spelt(fact.presumed)}"


def _rules_that_bear(action_type: str, rules: Sequence[Rule]) -> str:
    if not rules:
        return f"## Rules\n\n{SILENT}. That is not an approval."
    rows = [
        (
            f"[{rule.id}](../rules/{rule.id}.md)",
            rule.title,
            rule.holder,
            _dates(rule),
            one.because.met,
        )
        for rule in rules
        if (one := rule.bearing_on(action_type)) is not None
    ]
    columns = ("Rule", "Title", "Owed by", "In force", "Met when")
    return "## Rules that bear on it\n\n" + _table(columns, rows)


def _money(action_type: str, catalogue: Catalogue) -> str:
    found = _consequences(action_type, catalogue)
    lines = [
        f"{one.text} ({'; '.join(_cite(cite, catalogue) for cite in one.cites)})" for one in found
    ]
    return _bullets("What else follows", lines)


def _verdicts_by_date(action_type: str, rules: Sequence[Rule], catalogue: Catalogue) -> str:
    """Judge each example of the type as if begun on each day a rule on it changed."""
    cases = _distinct(case for rule in rules for case in rule.cases if case.type == action_type)
    if not cases:
        return ""
    days = _days(rules)
    rows = [(case.name, *(_short(_judged(case, day, catalogue)) for day in days)) for case in cases]
    columns = ("Facts as in the example", *(f"begun {plain_date(day)}" for day in days))
    return (
        "## Verdicts by date\n\nEach example of its rules, judged by every rule known and in force "
        "on the day it begins, open-ended.\n\n" + _table(columns, rows)
    )


def _days(rules: Sequence[Rule]) -> tuple[dt.date, ...]:
    begins = {one.in_force_from for one in rules if one.in_force_from}
    return tuple(sorted({FIRST_DAY, *(day for day in begins if day > FIRST_DAY)}))


def _distinct(cases: Iterable[RuleCase]) -> list[RuleCase]:
    """Return the cases whose facts differ, each once."""
    found: dict[tuple[str, ...], RuleCase] = {}
    for case in cases:
        found.setdefault((_stated(case), str(dict(case.practice))), case)
    return list(found.values())


def _judged(case: RuleCase, day: dt.date, catalogue: Catalogue) -> Judgement:
    action = PlannedAction("example", case.type, day, None, params=case.params)
    return check(Plan(case.name, case.practice, day, (action,)), catalogue)


def _short(judgement: Judgement) -> str:
    (action,) = judgement.actions
    if action.basis == "silent":
        return SILENT
    verdicts: list[Verdict] = [one.verdict for one in action.segments]
    said = [HEADINGS[one] for one in verdicts]
    froms = [plain_date(one.begins) for one in action.segments]
    later = (f"; from {day}: {verdict}" for day, verdict in zip(froms[1:], said[1:], strict=True))
    return said[0] + "".join(later)


def _consequences(
    action_type: str, catalogue: Catalogue, kind: str | None = None
) -> list[Consequence]:
    found = (one for one in catalogue.consequences.values() if action_type in one.types)
    return [one for one in found if kind is None or one.kind == kind]


def _stated(case: RuleCase) -> str:
    own = {name: value for name, value in case.practice.items() if name != "nation"}
    stated: Mapping[str, Answer] = {**own, **case.params}
    return "; ".join(f"{name}: {spelt(value)}" for name, value in stated.items())


def _cite(one: Citation, catalogue: Catalogue) -> str:
    source = catalogue.sources[one.source]
    at = "" if one.at is None else f" {one.at}" if source.short else f": {one.at}"
    paragraph = f" paragraph {one.paragraph}" if one.paragraph is not None else ""
    name = called(source)
    linked = f"[{name}]({source.url})" if source.url else name
    quote = f": “{one.quote}”" if one.quote else ""
    only = f" ({', '.join(one.contracts)} only)" if one.contracts else ""
    return f"{linked}{paragraph}{at}{quote}{only}"


def _dates(rule: Rule) -> str:
    begins, ends = rule.in_force_from, rule.in_force_to
    return _since(begins) + (f", to {plain_date(ends)}" if ends else "")


def _since(day: dt.date | None) -> str:
    return "since before June 2024" if day is None else f"from {plain_date(day)}"


def _page(title: str, *parts: str) -> str:
    return "\n\n".join(part for part in chain((f"# {title}",), parts) if part) + "\n" + _FOOT


def _bullets(heading: str, lines: Iterable[str], *, level: int = 2) -> str:
    listed = "\n".join(f"- {line}" for line in lines)
    return f"{'#' * level} {heading}\n\n{listed}" if listed else ""


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}"
    body = "\n".join(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows)
    return f"{head}\n{body}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
