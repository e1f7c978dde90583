"""Lists the minimal cut sets of a tree of parts, smallest first, without meeting those that are not asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from workbench.analyses.fault_tree.families import Family, family_of_vote

__all__ = ["Part", "list_sets"]

_Sets = dict[int, list[tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class Part:
    """The cut sets of one module in terms of its inputs.

    Attributes:
        node: The module.
        inputs: Events and modules that come before it; each is an input of one part only.
        needs: A vote: as many inputs as it takes; 0 where `family` says it.
        family: Minimal sets of inputs; None for a vote.
        complete: Sets of up to so many inputs are all in the family; None: all are.
    """

    node: int
    inputs: tuple[int, ...]
    needs: int
    family: Family | None
    complete: int | None = None


def list_sets(parts: Sequence[Part], order: int, limit: int) -> tuple[list[tuple[int, ...]], bool]:
    """Return minimal cut sets of the last part as events, and whether these are all up to `order`.

    Args:
        parts: Those that are inputs of others first. Nodes that are no part are events.
        order: Largest number of events.
        limit: Most sets of three and more events; sets of one and two are always complete.
    """
    families: dict[int, Family] = {}
    for part in parts:
        if part.family is not None:
            families[part.node] = part.family
        elif part.needs <= order:
            families[part.node] = family_of_vote(part.inputs, part.needs)
    known = {part.node: part.complete for part in parts}
    # Where a part is not complete, only what does not need its larger sets can be listed.
    for largest in range(order, 0, -1):
        orders, needed = _orders(parts, families, known, largest)
        if all(known[node] is None or wanted >> (known[node] or 0) + 1 == 0 for node, wanted in needed.items()):
            break
    lists: dict[int, _Sets] = {}
    for part in parts:
        wanted = needed[part.node]
        if wanted:
            family = families[part.node]
            members: list[_Sets] = [lists.get(node, {}) if node in known else {1: [(node,)]} for node in family.inputs]
            lists[part.node] = {
                size: _first(_sets(family, orders[part.node], members, size), limit + 1 if size > 2 else None)
                for size in _bits(wanted)
            }
    found: list[tuple[int, ...]] = []
    larger = 0
    for size, sets in sorted(lists.get(parts[-1].node, {}).items()):
        if size > 2:
            sets = sets[: limit + 1 - larger]
            larger += len(sets)
        found += sets
    if larger > limit:
        found.pop()
    return found, largest == order and larger <= limit


def _orders(
    parts: Sequence[Part], families: Mapping[int, Family], known: Mapping[int, int | None], largest: int
) -> tuple[dict[int, list[int]], dict[int, int]]:
    """Return for each part which numbers of events its nodes can have, and which of its own are needed, as bits."""
    mask = (1 << largest + 1) - 1
    orders: dict[int, list[int]] = {}
    possible: dict[int, int] = {}
    for part in parts:
        family = families.get(part.node)
        if family is None:
            possible[part.node] = 0
            continue
        values = [0, 1]
        for level, low, high in zip(family.level[2:], family.low[2:], family.high[2:], strict=True):
            values.append(values[low] | _sums(values[high], possible.get(family.inputs[level], 2)) & mask)
        complete = known[part.node]
        orders[part.node] = values
        possible[part.node] = values[family.root]
        if complete is not None:
            possible[part.node] |= mask >> complete + 1 << complete + 1
    needed = {part.node: 0 for part in parts}
    needed[parts[-1].node] = possible[parts[-1].node]
    for part in reversed(parts):
        family = families.get(part.node)
        if not needed[part.node] or family is None:
            continue
        values = orders[part.node]
        wanted = [0] * len(values)
        wanted[family.root] = needed[part.node]
        for node in range(len(values) - 1, 1, -1):
            mine, below = wanted[node], family.inputs[family.level[node]]
            low, high = family.low[node], family.high[node]
            wanted[low] |= mine & values[low]
            for size in _bits(possible.get(below, 2)):
                rest = mine >> size & values[high]
                if rest:
                    wanted[high] |= rest
                    if below in needed:
                        needed[below] |= 1 << size
    return orders, needed


def _sets(family: Family, orders: list[int], members: Sequence[_Sets], size: int) -> Iterator[tuple[int, ...]]:
    """Yield the sets of a family with exactly so many events; every step leads to one."""
    stack: list[tuple[int, int, tuple[int, ...]]] = []
    if orders[family.root] >> size & 1:
        stack.append((family.root, size, ()))
    while stack:
        node, left, chosen = stack.pop()
        if node == 1:
            yield chosen
            continue
        low, high = family.low[node], family.high[node]
        if orders[low] >> left & 1:
            stack.append((low, left, chosen))
        for count, sets in members[family.level[node]].items():
            if count <= left and orders[high] >> left - count & 1:
                stack.extend((high, left - count, chosen + one) for one in reversed(sets))


def _first(sets: Iterator[tuple[int, ...]], limit: int | None) -> list[tuple[int, ...]]:
    return list(sets) if limit is None else list(islice(sets, limit))


def _sums(one: int, other: int) -> int:
    if one.bit_count() < other.bit_count():
        one, other = other, one
    result = 0
    for size in _bits(other):
        result |= one << size
    return result


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
