"""Layers of one container: circles are cut, every arrow leads to a later layer, and no layer grows too tall.

Sources: P. Eades, X. Lin, W. F. Smyth, "A fast and effective heuristic for the feedback arc set problem", Information
Processing Letters 47 (1993); list scheduling after E. G. Coffman, R. L. Graham, "Optimal scheduling for two-processor
systems", Acta Informatica 1 (1972), with heights instead of counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

__all__ = ["forward", "layers_of"]

Weights = Mapping[tuple[int, int], float]


def forward(n: int, weights: Weights) -> dict[tuple[int, int], float]:
    """Return the arrows so turned that they make no circle; as little weight as possible is turned.

    Args:
        n: Number of boxes, numbered from 0.
        weights: Weight of each arrow (from, to); never from a box to itself.

    Returns:
        Arrows along the order found; both directions of a pair are added up.
    """
    out: list[dict[int, float]] = [{} for _each in range(n)]
    into: list[dict[int, float]] = [{} for _each in range(n)]
    for (a, b), weight in weights.items():
        net = weight - weights.get((b, a), 0.0)
        if net > 0 or (net == 0 and a < b):
            out[a][b] = into[b][a] = weight
    place = {box: at for at, box in enumerate(_order(n, out, into))}
    turned: dict[tuple[int, int], float] = {}
    for (a, b), weight in weights.items():
        key = (a, b) if place[a] < place[b] else (b, a)
        turned[key] = turned.get(key, 0.0) + weight
    return turned


def _order(n: int, out: Sequence[Mapping[int, float]], into: Sequence[Mapping[int, float]]) -> list[int]:
    gives, takes = [sum(each.values()) for each in out], [sum(each.values()) for each in into]
    left = [True] * n
    first: list[int] = []
    last: list[int] = []
    sources = [box for box in range(n) if not into[box]]
    sinks = [box for box in range(n) if into[box] and not out[box]]
    heapify(sources)
    heapify(sinks)
    ins, outs = [len(each) for each in into], [len(each) for each in out]
    best = [(takes[box] - gives[box], box) for box in range(n)]
    heapify(best)

    def take(box: int, pile: list[int]) -> None:
        left[box] = False
        pile.append(box)
        for other, weight in out[box].items():
            if left[other]:
                takes[other] -= weight
                ins[other] -= 1
                if not ins[other]:
                    heappush(sources, other)
                heappush(best, (takes[other] - gives[other], other))
        for other, weight in into[box].items():
            if left[other]:
                gives[other] -= weight
                outs[other] -= 1
                if not outs[other]:
                    heappush(sinks, other)
                heappush(best, (takes[other] - gives[other], other))

    while len(first) + len(last) < n:
        if sinks:
            box = heappop(sinks)
            if left[box]:
                take(box, last)
        elif sources:
            box = heappop(sources)
            if left[box]:
                take(box, first)
        else:
            value, box = heappop(best)
            if left[box] and value == takes[box] - gives[box]:
                take(box, first)
    return first + last[::-1]


def layers_of(n: int, arrows: Weights, heights: Sequence[float], cap: float, entries: frozenset[int]) -> list[int]:
    """Return the layer of each box, from 0.

    Args:
        n: Number of boxes.
        arrows: Arrows without circles.
        heights: Height of each box with the gap below it.
        cap: Tallest layer; a box that is taller still has a layer to itself.
        entries: Boxes that stay in layer 0.
    """
    after: list[list[int]] = [[] for _each in range(n)]
    before: list[list[int]] = [[] for _each in range(n)]
    for a, b in sorted(arrows):
        after[a].append(b)
        before[b].append(a)
    level = _longest(n, after, before)
    _pull(level, after, before, arrows, entries)
    linked = [box for box in range(n) if after[box] or before[box]]
    filled: dict[int, float] = {}
    layer = [0] * n
    for box in sorted(linked, key=lambda one: (level[one], one)):
        at = max([layer[one] + 1 for one in before[box]] + [0 if box in entries else level[box]])
        while box not in entries and filled.get(at, 0.0) > 0 and filled[at] + heights[box] > cap:
            at += 1
        layer[box] = at
        filled[at] = filled.get(at, 0.0) + heights[box]
    for box in range(n):
        if not (after[box] or before[box]):
            at = min(filled, key=lambda one: (filled[one], one), default=0)
            if filled and filled[at] + heights[box] > cap:
                at = max(filled) + 1
            layer[box] = at
            filled[at] = filled.get(at, 0.0) + heights[box]
    used = {at: place for place, at in enumerate(sorted(filled))}
    return [used[at] for at in layer]


def _longest(n: int, after: Sequence[Sequence[int]], before: Sequence[Sequence[int]]) -> list[int]:
    level = [0] * n
    waiting = [box for box in range(n) if not before[box]]
    missing = [len(each) for each in before]
    for box in waiting:  # grows meanwhile
        for other in after[box]:
            level[other] = max(level[other], level[box] + 1)
            missing[other] -= 1
            if not missing[other]:
                waiting.append(other)
    return level


def _pull(
    level: list[int], after: Sequence[Sequence[int]], before: Sequence[Sequence[int]], arrows: Weights,
    entries: frozenset[int],
) -> None:  # fmt: skip
    """Move boxes towards those they point to, where that makes their arrows shorter."""
    for box in sorted(range(len(level)), key=lambda one: -level[one]):
        if box in entries or not after[box]:
            continue
        pulling = sum(arrows[box, one] for one in after[box]) - sum(arrows[one, box] for one in before[box])
        if pulling > 0:
            level[box] = max(level[box], min(level[one] for one in after[box]) - 1)
