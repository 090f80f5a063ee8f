"""The value of an expression for what is known, and an account of how it came about.

A comparison with a fact that is not known is not known. Days and times are never compared here:
what depends on them is a derived fact with a name of its own. True is not 1.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from knockon.catalogue import expressions
from knockon.catalogue.expressions import All, Comparison, Constant, Node, Not, Some
from knockon.catalogue.facts import UNKNOWN, Answer
from knockon.compliance.knowledge import Knowledge, Known
from knockon.compliance.logic import Truth, conjunction, disjunction, negated, truth

_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_NEGATED = {"!=": "==", "not in": "in", "has not": "has"}


def value_of(node: Node, knowledge: Knowledge) -> Truth:
    """Return whether an expression holds for what is known."""
    match node:
        case Comparison(name, sign, constants):
            return _compared(knowledge.known(name).answer, sign, constants)
        case expressions.Fact(name):
            answer = knowledge.known(name).answer
            return Truth.UNKNOWN if answer is UNKNOWN else truth(answer is True)
        case All(parts):
            return conjunction(value_of(part, knowledge) for part in parts)
        case Some(parts):
            return disjunction(value_of(part, knowledge) for part in parts)
        case Not(inner):
            return negated(value_of(inner, knowledge))
        case _:
            return truth(node.value)


def undecided_facts(node: Node, knowledge: Knowledge) -> Iterator[str]:
    """Yield the facts that leave an expression undecided, in the order of the text.

    Facts of a part that is decided, or whose whole is decided without it, are left out.
    """
    if value_of(node, knowledge) is not Truth.UNKNOWN:
        return
    if isinstance(node, (Comparison, expressions.Fact)):
        yield node.name
    for part in _parts(node):
        yield from undecided_facts(part, knowledge)


def account(node: Node, knowledge: Knowledge) -> Iterator[str]:
    """Yield a line for each sub-expression: its text, its value, where a fact's answer came from.

    A part stands two spaces further in than its whole.
    """
    yield f"{node} is {value_of(node, knowledge).value}{_whence(node, knowledge)}"
    for part in _parts(node):
        for line in account(part, knowledge):
            yield f"  {line}"


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case All(parts) | Some(parts):
            return parts
        case Not(inner):
            return (inner,)
        case _:
            return ()


def _compared(answer: Answer, sign: str, constants: tuple[Constant, ...]) -> Truth:
    if answer is UNKNOWN:
        return Truth.UNKNOWN
    if sign in _NEGATED:
        return negated(_compared(answer, _NEGATED[sign], constants))
    if sign in ("==", "in"):
        return truth(any(_same(answer, constant) for constant in constants))
    if sign == "has":
        return truth(isinstance(answer, tuple) and constants[0] in answer)
    return truth(_ORDERS[sign](answer, constants[0]))


def _same(answer: Answer, constant: Constant) -> bool:
    return isinstance(answer, bool) is isinstance(constant, bool) and answer == constant


def _whence(node: Node, knowledge: Knowledge) -> str:
    if isinstance(node, (Comparison, expressions.Fact)):
        return f" ({_told(node.name, knowledge)})"
    return ""


def _told(name: str, knowledge: Knowledge) -> str:
    known = knowledge.known(name)
    if known.origin == "derived":
        shown = ", ".join(_told(one, knowledge) for one in known.inputs)
        return f"{name} is {spelt(known.answer)}, derived from: {shown}"
    if known.answer is UNKNOWN:
        return f"{name}: {known.origin}"
    return f"{name} is {spelt(known.answer)}, {_origin(known)}"


def _origin(known: Known) -> str:
    return "presumed, since the plan leaves it out" if known.origin == "presumed" else known.origin


def spelt(answer: Answer) -> str:
    """Return an answer as a plan spells it."""
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if isinstance(answer, tuple):
        return f"[{', '.join(answer)}]"
    if isinstance(answer, dt.datetime):
        return answer.isoformat(timespec="minutes")
    if isinstance(answer, dt.time):
        return answer.isoformat(timespec="minutes")
    if answer is None:
        return "null"
    return "unknown" if answer is UNKNOWN else str(answer)
