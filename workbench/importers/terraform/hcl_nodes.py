"""What a Terraform configuration is made of: blocks, arguments and expressions.

Chains (`a.b[0].c`, `1 + 2 + 3`) are flat lists, so that long ones are no deeper than short ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "Attribute", "Block", "Body", "Call", "Chain", "Choice", "Expression", "Loop", "Mark", "Name", "Not", "Pairs",
    "Sequence", "Splat", "Template", "Value", "named_in", "parts_of", "quoted_names",
]  # fmt: skip


class Expression:
    """Anything that has a value."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Value(Expression):
    """A text, a number, true, false or null."""

    value: Any


@dataclass(frozen=True, slots=True)
class Template(Expression):
    """A text with expressions in it; a Mark among its parts is a directive such as `%{ if x }`."""

    parts: tuple[str | Expression, ...]


@dataclass(frozen=True, slots=True)
class Mark(Expression):
    """A directive in a template: the text around it depends on its expression."""

    about: Expression | None


@dataclass(frozen=True, slots=True)
class Splat:
    """`[*]` or `.*` in a chain: what follows is taken of every entry."""


@dataclass(frozen=True, slots=True)
class Name(Expression):
    """A name and what is taken of it: a text is an attribute, an expression an index.

    Attributes:
        root: The name, or the expression in front of the first dot or bracket.
    """

    root: str | Expression
    steps: tuple[str | Expression | Splat, ...] = ()


@dataclass(frozen=True, slots=True)
class Call(Expression):
    """A function with its arguments; `spread` opens the last one."""

    function: str
    arguments: tuple[Expression, ...]
    spread: bool = False


@dataclass(frozen=True, slots=True)
class Sequence(Expression):
    """`[a, b]`."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Pairs(Expression):
    """`{a = b}`."""

    items: tuple[tuple[Expression, Expression], ...]


@dataclass(frozen=True, slots=True)
class Loop(Expression):
    """`[for k, v in x : y if z]`, or `{for k, v in x : y => z}` where `key` is an expression."""

    names: tuple[str, ...]
    over: Expression
    key: Expression | None
    value: Expression
    only: Expression | None
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class Choice(Expression):
    """`a ? b : c`."""

    test: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class Chain(Expression):
    """`a + b - c`: operators of one rank, from left to right."""

    first: Expression
    rest: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class Not(Expression):
    """`!a` or `-a`."""

    sign: str
    value: Expression


@dataclass(frozen=True, slots=True)
class Attribute:
    """An argument: its expression, its line, and the expression as it is written."""

    value: Expression
    line: int
    written: str = ""


@dataclass(slots=True)
class Body:
    """What stands between braces."""

    attributes: dict[str, Attribute] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """A block: `resource "aws_instance" "web" { ... }` has two labels."""

    type: str
    labels: tuple[str, ...]
    body: Body
    line: int


def parts_of(start: Iterable[Expression]) -> Iterator[Expression]:
    """Yield expressions and everything inside them."""
    stack: list[Any] = list(start)
    while stack:
        one = stack.pop()
        if not isinstance(one, Expression):
            continue
        yield one
        if isinstance(one, Template):
            stack.extend(one.parts)
        elif isinstance(one, Name):
            stack.append(one.root)
            stack.extend(one.steps)
        elif isinstance(one, Call):
            stack.extend(one.arguments)
        elif isinstance(one, Sequence):
            stack.extend(one.items)
        elif isinstance(one, Pairs):
            for pair in one.items:
                stack.extend(pair)
        elif isinstance(one, Loop):
            stack.extend((one.over, one.key, one.value, one.only))
        elif isinstance(one, Choice):
            stack.extend((one.test, one.then, one.otherwise))
        elif isinstance(one, Chain):
            stack.append(one.first)
            stack.extend(each for _sign, each in one.rest)
        elif isinstance(one, Not):
            stack.append(one.value)
        elif isinstance(one, Mark):
            stack.append(one.about)


def quoted_names(attribute: Attribute | None) -> list[str]:
    """Return the texts of a list such as `depends_on = ["aws_vpc.main"]`, as Terraform 0.11 wrote names there."""
    items = attribute.value.items if attribute and isinstance(attribute.value, Sequence) else ()
    return [one.value for one in items if isinstance(one, Value) and isinstance(one.value, str)]


def named_in(body: Body) -> Iterator[tuple[str, ...]]:
    """Yield every name in a body with its attributes: ("aws_vpc", "main", "id"); blocks inside count."""
    waiting = [body]
    while waiting:
        one = waiting.pop()
        waiting.extend(block.body for block in one.blocks)
        after = one.attributes.get("depends_on")
        yield from (tuple(name.split(".")) for name in quoted_names(after))
        for each in parts_of(attribute.value for attribute in one.attributes.values()):
            if isinstance(each, Name) and isinstance(each.root, str):
                path = [each.root]
                for step in each.steps:
                    if not isinstance(step, str):
                        break
                    path.append(step)
                yield tuple(path)
