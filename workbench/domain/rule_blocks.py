"""Risk rules as building blocks: rows of choices, each row all, any, none or not all of them, joined by "and" or "or".

Not every condition has this shape; where one has not, it can be written as text only. What a block says and what its text says is
the same for every selection and for choices that are not applicable.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from workbench.domain.rules import And, Condition, Name, Not, Or

__all__ = ["ALL", "ANY", "NONE", "NOT_ALL", "Block", "Blocks", "blocks_of", "blocks_text"]

ALL, ANY, NONE, NOT_ALL = "all", "any", "none", "not_all"


@dataclass(frozen=True, slots=True)
class Block:
    """One row: how many of which choices are selected.

    Attributes:
        quantity: "all", "any", "none" or "not_all".
        names: Choice ids in order.
    """

    quantity: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blocks:
    """A condition as rows.

    Attributes:
        every: True where every row must hold, False where one is enough.
    """

    every: bool
    rows: tuple[Block, ...] = ()


def blocks_of(condition: Condition) -> Blocks | None:
    """Return a condition as blocks, or None where it has another shape."""
    every = not isinstance(condition, Or)
    parts = condition.parts if isinstance(condition, And | Or) else (condition,)
    rows: list[Block] = []
    for part in parts:
        row = _row(part, every)
        if row is None:
            return None
        if rows and rows[-1].quantity == row.quantity and row.quantity in _flat(every):
            rows[-1] = replace(rows[-1], names=(*rows[-1].names, *row.names))
        else:
            rows.append(row)
    return Blocks(every, tuple(rows))


def blocks_text(blocks: Blocks) -> str:
    """Return blocks as a condition, with parentheses wherever `&&` and `||` meet; rows without choices say nothing."""
    rows = [row for row in blocks.rows if row.names]
    is_alone = len(rows) == 1
    operator = " && " if blocks.every else " || "
    return operator.join(
        _text(row, is_bare=is_alone or len(row.names) == 1 or row.quantity in _flat(blocks.every)) for row in rows
    )


def _flat(every: bool) -> tuple[str, str]:
    """Return the rows that are the joined operator itself and need no parentheses."""
    return (ALL, NONE) if every else (ANY, NOT_ALL)


def _text(row: Block, is_bare: bool) -> str:
    sign = "!" if row.quantity in (NONE, NOT_ALL) else ""
    operator = " && " if row.quantity in (ALL, NONE) else " || "
    text = operator.join(f"{sign}{name}" for name in row.names)
    return text if is_bare else f"({text})"


def _row(part: Condition, every: bool) -> Block | None:
    match part:
        case Name(id=name):
            return Block(ALL if every else ANY, (name,))
        case Not(inner=Name(id=name)):
            return Block(NONE if every else NOT_ALL, (name,))
        case Not(inner=And(parts=parts)):
            return _listed(NOT_ALL, parts, _plain)
        case Not(inner=Or(parts=parts)):
            return _listed(NONE, parts, _plain)
        case And(parts=parts):
            return _listed(ALL, parts, _plain) or _listed(NONE, parts, _negated)
        case Or(parts=parts):
            return _listed(ANY, parts, _plain) or _listed(NOT_ALL, parts, _negated)
    return None


def _listed(quantity: str, parts: tuple[Condition, ...], read: Callable[[Condition], str]) -> Block | None:
    names = tuple(read(part) for part in parts)
    return Block(quantity, names) if all(names) else None


def _plain(part: Condition) -> str:
    return part.id if isinstance(part, Name) else ""


def _negated(part: Condition) -> str:
    return part.inner.id if isinstance(part, Not) and isinstance(part.inner, Name) else ""
