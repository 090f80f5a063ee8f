"""What a rule asks of the facts, as a small tree: parsed with ``ast``, never run as Python.

An expression is one line of a few words that Python's grammar knows: ``and``, ``or``, ``not``, the
name of a fact, ``==``, ``!=``, ``<``, ``<=``, ``>``, ``>=``, ``in``, ``not in``, and literals
(``true``, ``false``, numbers, quoted text, lists of them)::

    destination == 'first_consultant_led_outpatient' and not ers_in_place
    over_cap_outcome in ['no_response', 'ring_back_another_day']
    'secondary' in purposes

Everything else is refused (K021) with what stands there. A comparison has a fact on one side and
literals on the other: what compares two facts is a derived fact with a name of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

from knockon.errors import KnockonError

Constant: TypeAlias = bool | int | float | str
Operator = OneOf["==", "!=", "<", "<=", ">", ">=", "in", "not in", "has", "has not"]

_OPERATORS: dict[type[ast.cmpop], Operator] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}
_NAMED_CONSTANTS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Always:
    """``true`` or ``false`` written out."""

    value: bool

    def __str__(self) -> str:
        return "true" if self.value else "false"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact taken as it stands: true where it is answered true."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Comparison:
    """A fact held against literals; ``has`` asks whether a list names the literal."""

    name: str
    operator: Operator
    constants: tuple[Constant, ...]

    def __str__(self) -> str:
        shown = [_shown(constant) for constant in self.constants]
        if self.operator in ("in", "not in"):
            return f"{self.name} {self.operator} [{', '.join(shown)}]"
        if self.operator in ("has", "has not"):
            return f"{shown[0]} {'in' if self.operator == 'has' else 'not in'} {self.name}"
        return f"{self.name} {self.operator} {shown[0]}"


@dataclass(frozen=True, slots=True)
class Not:
    """True where what it holds is false."""

    inner: Node

    def __str__(self) -> str:
        return f"not {_grouped(self.inner)}"


@dataclass(frozen=True, slots=True)
class All:
    """True where each part is true: ``and``."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " and ".join(_grouped(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Some:
    """True where at least one part is true: ``or``."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " or ".join(_grouped(part) for part in self.parts)


Node: TypeAlias = Always | Fact | Comparison | Not | All | Some


def parse(text: str) -> Node:
    """Return the tree of one expression; K021 when it is not in the grammar."""
    try:
        tree = ast.parse(" ".join(text.split()), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        found = str(problem.args[0]) if problem.args else "it cannot be read"
        raise refused(text, found) from None
    return _node(tree.body, text)


def facts_in(node: Node) -> Iterator[str]:
    """Yield the name of every fact an expression reads, in the order of the text."""
    match node:
        case Fact(name) | Comparison(name, _, _):
            yield name
        case Not(inner):
            yield from facts_in(inner)
        case All(parts) | Some(parts):
            for part in parts:
                yield from facts_in(part)
        case Always():
            return


def comparisons_in(node: Node) -> Iterator[Comparison]:
    """Yield every comparison of an expression, for checking it against the vocabulary."""
    match node:
        case Comparison():
            yield node
        case Not(inner):
            yield from comparisons_in(inner)
        case All(parts) | Some(parts):
            for part in parts:
                yield from comparisons_in(part)
        case Always() | Fact():
            return


def bare_facts_in(node: Node) -> Iterator[str]:
    """Yield the name of every fact an expression takes as it stands, without a comparison."""
    match node:
        case Fact(name):
            yield name
        case Not(inner):
            yield from bare_facts_in(inner)
        case All(parts) | Some(parts):
            for part in parts:
                yield from bare_facts_in(part)
        case Always() | Comparison():
            return


def _node(tree: ast.expr, text: str) -> Node:
    match tree:
        case ast.BoolOp(ast.And(), values):
            return All(tuple(_node(value, text) for value in values))
        case ast.BoolOp(ast.Or(), values):
            return Some(tuple(_node(value, text) for value in values))
        case ast.UnaryOp(ast.Not(), operand):
            return Not(_node(operand, text))
        case ast.Name(name) if name in _NAMED_CONSTANTS:
            return Always(_NAMED_CONSTANTS[name])
        case ast.Name(name):
            return Fact(name)
        case ast.Compare(left, [operator], [right]):
            return _comparison(left, operator, right, text)
        case _:
            raise refused(text, f"{ast.unparse(tree)!r} stands in it")


def _comparison(left: ast.expr, operator: ast.cmpop, right: ast.expr, text: str) -> Comparison:
    sign = _OPERATORS.get(type(operator))
    if sign is None:
        raise refused(text, "it compares with 'is'")
    if isinstance(left, ast.Name) and left.id not in _NAMED_CONSTANTS:
        listed = sign in ("in", "not in")
        return Comparison(left.id, sign, _listed(right, text) if listed else (_one(right, text),))
    if sign in ("in", "not in") and isinstance(right, ast.Name):
        return Comparison(right.id, "has" if sign == "in" else "has not", (_one(left, text),))
    raise refused(text, f"{ast.unparse(left)!r} stands before {sign!r}")


def _listed(tree: ast.expr, text: str) -> tuple[Constant, ...]:
    if isinstance(tree, (ast.List, ast.Tuple)) and tree.elts:
        return tuple(_one(element, text) for element in tree.elts)
    raise refused(text, f"{ast.unparse(tree)!r} is not a list of literals")


def _one(tree: ast.expr, text: str) -> Constant:
    match tree:
        case ast.Name(name) if name in _NAMED_CONSTANTS:
            return _NAMED_CONSTANTS[name]
        case ast.Constant(bool() as value):
            raise refused(text, f"{value} is written with a capital letter")
        case ast.Constant(int() | float() | str() as value):
            return value
        case _:
            raise refused(text, f"{ast.unparse(tree)!r} is not a literal")


def _grouped(node: Node) -> str:
    return f"({node})" if isinstance(node, (All, Some)) else str(node)


def _shown(constant: Constant) -> str:
    if isinstance(constant, bool):
        return "true" if constant else "false"
    return f"'{constant}'" if isinstance(constant, str) else str(constant)


def refused(text: str, problem: str) -> KnockonError:
    """Return the error for an expression that cannot be used, saying what is wrong with it."""
    return KnockonError(
        "K021",
        f"the expression {' '.join(text.split())!r} cannot be used: {problem}",
        expected="and, or, not, names of facts, comparisons with literals",
        remedy="Write it with those words alone, or name a derived fact.",
    )
