"""Families of minimal cut sets as zero-suppressed decision diagrams: how they are made and counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workbench.analyses.fault_tree.bdd import Diagram, OverBudget, compacted

__all__ = ["Family", "family_of_sets", "family_of_vote", "minimal_solutions"]

_SHIFT = 32


class Family(NamedTuple):
    """Sets of inputs that share their nodes.

    Node 0 is no set at all, 1 the empty set alone; node i holds the sets of `low[i]`, and those of `high[i]` with
    input `level[i]` added. Children come before their parents, `high[i]` is never 0.

    Source: S. Minato, "Zero-suppressed BDDs for set manipulation in combinatorial problems", DAC 1993, 272-277.

    Attributes:
        inputs: What each level stands for.
        root: The node of the family.
    """

    inputs: tuple[int, ...]
    level: list[int]
    low: list[int]
    high: list[int]
    root: int


def minimal_solutions(diagram: Diagram, limit: int) -> Family:
    """Return the minimal cut sets of a monotone function.

    Source: A. Rauzy, "New algorithms for fault trees analysis", Reliability Engineering and System Safety 40(3),
    1993, 203-211: the minimal sets of (x and f1) or f0 are those of f0, and x with those of f1 that contain none
    of f0.

    Raises:
        OverBudget: More than `limit` nodes are needed.
    """
    inputs, f_level, f_low, f_high, root = diagram
    level, low, high = [len(inputs)] * 2, [0, 1], [0, 1]
    unique: list[dict[int, int]] = [{} for _ in inputs]
    memo: dict[int, int] = {}
    recall = memo.get
    solved = [0, 1]
    stack: list[tuple[int, int, int, int]] = []
    push, pop = stack.append, stack.pop
    for node in range(2, len(f_low)):
        f = f_low[node]
        # The last step, x with what is left, joins the walk as if it were the high side of a pair.
        push((-1, f_level[node], solved[f], -1))
        k = solved[f_high[node]]
        while True:  # k without the sets that contain a set of f
            if f == 0 or k == 0:
                result = k
            elif f == 1:
                result = 0
            elif k == 1:
                result = 1
            else:
                at = level[k]
                while f_level[f] < at:
                    f = f_low[f]
                if f < 2:
                    result = 0 if f else k
                else:
                    key = k << _SHIFT | f
                    found = recall(key)
                    if found is None:
                        push((key, at, high[k], f_high[f] if f_level[f] == at else f))
                        if f_level[f] == at:
                            f = f_low[f]
                        k = low[k]
                        continue
                    result = found
            while stack:
                key, at, k, f = pop()
                if f >= 0:
                    push((key, at, result, -1))
                    break
                if result:
                    known = unique[at]
                    pair = k << _SHIFT | result
                    made = known.get(pair)
                    if made is None:
                        made = len(low)
                        if made > limit:
                            raise OverBudget
                        known[pair] = made
                        level.append(at)
                        low.append(k)
                        high.append(result)
                    result = made
                else:
                    result = k
                memo[key] = result
            else:
                break
        solved.append(result)
    del memo, unique
    level, low, high, place = compacted(level, low, high, [solved[root]])
    return Family(inputs, level, low, high, place[solved[root]])


def family_of_sets(inputs: Sequence[int], sets: Iterable[tuple[int, ...]]) -> Family:
    """Return these sets of inputs as a family; for small sets, it goes as deep as the largest has members."""
    place = {node: index for index, node in enumerate(inputs)}
    level, low, high = [len(inputs)] * 2, [0, 1], [0, 1]

    def made(sorted_sets: list[tuple[int, ...]], depth: int) -> int:
        starts: dict[int, list[tuple[int, ...]]] = {}
        result = 0
        for one in sorted_sets:
            if len(one) == depth:
                result = 1
            else:
                starts.setdefault(one[depth], []).append(one)
        for first in sorted(starts, reverse=True):
            rest = made(starts[first], depth + 1)
            level.append(first)
            low.append(result)
            high.append(rest)
            result = len(low) - 1
        return result

    root = made(sorted({tuple(sorted(place[node] for node in one)) for one in sets}), 0)
    return Family(tuple(inputs), level, low, high, root)


def family_of_vote(inputs: Sequence[int], needs: int) -> Family:
    """Return all sets of exactly `needs` inputs."""
    size = len(inputs)
    level, low, high = [size] * 2, [0, 1], [0, 1]
    row = [1] + [0] * needs  # row[j]: all sets of j of the inputs seen so far, from the last one up
    for seen, at in enumerate(range(size - 1, -1, -1), 1):
        for j in range(min(needs, seen), max(1, needs - at) - 1, -1):
            level.append(at)
            low.append(row[j])
            high.append(row[j - 1])
            row[j] = len(low) - 1
    return Family(tuple(inputs), level, low, high, row[needs])
