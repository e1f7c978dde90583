"""Reduced ordered binary decision diagrams in flat lists, without recursion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["Bdd", "Diagram", "OverBudget", "compacted"]

_SHIFT = 32


class OverBudget(Exception):  # noqa: N818 - the caller tries another way
    """More nodes were needed than allowed."""


class Diagram(NamedTuple):
    """One function as a decision diagram.

    Node 0 is false, 1 is true; node i tests input `level[i]` and goes on at `low[i]` or `high[i]`. Children come
    before their parents.

    Attributes:
        inputs: What each level stands for.
        root: The node of the function.
    """

    inputs: tuple[int, ...]
    level: list[int]
    low: list[int]
    high: list[int]
    root: int


class Bdd:
    """Functions that share their nodes.

    Source: R. E. Bryant, "Graph-based algorithms for Boolean function manipulation", IEEE Transactions on
    Computers C-35(8), 1986, 677-691; K. S. Brace, R. L. Rudell, R. E. Bryant, "Efficient implementation of a BDD
    package", DAC 1990, 40-45 (unique table, memo of operations).

    Args:
        levels: Number of variables; variable 0 is tested first.
        limit: Most nodes it may hold at a time.

    """

    __slots__ = ("_dropped", "_limit", "_memos", "_unique", "high", "level", "low")

    def __init__(self, levels: int, limit: int) -> None:
        self.level = [levels, levels]
        self.low = [0, 1]
        self.high = [0, 1]
        self._unique: list[dict[int, int]] = [{} for _ in range(levels)]
        self._memos: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self._limit = limit
        self._dropped = 0

    def __len__(self) -> int:
        return len(self.low)

    @property
    def made(self) -> int:
        """Nodes made so far, those thrown away included."""
        return self._dropped + len(self.low)

    def node(self, level: int, low: int, high: int) -> int:
        """Return the function that is `high` where the variable is true, else `low`."""
        if low == high:
            return low
        known = self._unique[level]
        key = low << _SHIFT | high
        node = known.get(key)
        if node is None:
            node = len(self.low)
            if node > self._limit:
                raise OverBudget
            known[key] = node
            self.level.append(level)
            self.low.append(low)
            self.high.append(high)
        return node

    def combined(self, is_or: bool, f: int, g: int) -> int:
        """Return `f or g`, or `f and g`."""
        level_of, low, high = self.level, self.low, self.high
        unique, memo, limit = self._unique, self._memos[is_or], self._limit
        final = 1 if is_or else 0
        recall = memo.get
        # What would be a recursion: (pair, level, f and g of the high side), or (pair, level, low result, -1).
        stack: list[tuple[int, int, int, int]] = []
        push, pop = stack.append, stack.pop
        while True:
            if f > g:
                f, g = g, f
            if f < 2:
                result = final if f == final else g
            elif f == g:
                result = f
            else:
                key = f << _SHIFT | g
                found = recall(key)
                if found is None:
                    level = level_of[f]
                    other = level_of[g]
                    if level == other:
                        push((key, level, high[f], high[g]))
                        f = low[f]
                        g = low[g]
                    elif level < other:
                        push((key, level, high[f], g))
                        f = low[f]
                    else:
                        push((key, other, f, high[g]))
                        g = low[g]
                    continue
                result = found
            while stack:
                key, level, f, g = pop()
                if g >= 0:
                    push((key, level, result, -1))
                    break
                if f != result:
                    known = unique[level]
                    pair = f << _SHIFT | result
                    node = known.get(pair)
                    if node is None:
                        node = len(low)
                        if node > limit:
                            raise OverBudget
                        known[pair] = node
                        level_of.append(level)
                        low.append(f)
                        high.append(result)
                    result = node
                memo[key] = result
            else:
                return result

    def junction(self, is_or: bool, args: Iterable[int]) -> int:
        """Return the disjunction or conjunction of all; those that start furthest down are joined first."""
        result = 1 - is_or
        for node in sorted(set(args), key=lambda one: (-self.level[one], one)):
            result = self.combined(is_or, result, node)
        return result

    def vote(self, needs: int, args: Sequence[int]) -> int:
        """Return the function that is true when at least `needs` of the functions are; 0 < needs < len(args)."""
        # row[j]: at least j of those seen so far; filled from the lowest arguments up, as far as the top needs it.
        row = [1] + [0] * needs
        for seen, node in enumerate(sorted(args, key=lambda one: (-self.level[one], one)), 1):
            least = max(1, needs - (len(args) - seen))
            for j in range(min(needs, seen), least - 1, -1):
                row[j] = self.combined(True, row[j], self.combined(False, node, row[j - 1]))
        return row[needs]

    def odd(self, args: Iterable[int]) -> int:
        """Return the function that is true when an odd number of the functions is."""
        result = 0
        for node in sorted(args, key=lambda one: (-self.level[one], one)):
            only_before = self.combined(False, result, self.negated(node))
            result = self.combined(True, only_before, self.combined(False, self.negated(result), node))
        return result

    def negated(self, root: int) -> int:
        """Return the negation."""
        level, low, high, place = compacted(self.level, self.low, self.high, [root])
        made = [1, 0]
        for node in range(2, len(low)):
            made.append(self.node(level[node], made[low[node]], made[high[node]]))
        return made[place[root]]

    def keep(self, roots: Iterable[int]) -> dict[int, int]:
        """Throw away what these functions do not need; return the new node of each."""
        self._dropped += len(self.low)
        level, low, high, place = compacted(self.level, self.low, self.high, list(roots))
        self._dropped -= len(low)
        self.level[:], self.low[:], self.high[:] = level, low, high
        for known in self._unique:
            known.clear()
        for node in range(2, len(low)):
            self._unique[level[node]][low[node] << _SHIFT | high[node]] = node
        for memo in self._memos:
            memo.clear()
        return place

    def diagram(self, inputs: Sequence[int], root: int) -> Diagram:
        """Return one function on its own."""
        level, low, high, place = compacted(self.level, self.low, self.high, [root])
        return Diagram(tuple(inputs), level, low, high, place[root])


def compacted(
    level: list[int], low: list[int], high: list[int], roots: Sequence[int]
) -> tuple[list[int], list[int], list[int], dict[int, int]]:
    """Return level, low and high of the nodes that some roots reach, and the new place of each node."""
    seen = {0, 1, *roots}
    stack = list(roots)
    while stack:
        node = stack.pop()
        child = low[node]
        if child not in seen:
            seen.add(child)
            stack.append(child)
        child = high[node]
        if child not in seen:
            seen.add(child)
            stack.append(child)
    place = {node: index for index, node in enumerate(sorted(seen))}
    return (
        [level[node] for node in place],
        [place[low[node]] for node in place],
        [place[high[node]] for node in place],
        place,
    )
