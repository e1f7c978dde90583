"""Order within the layers of one container: few crossings, redundant boxes side by side.

Sources: K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical system structures", IEEE
SMC 11 (1981), barycentres; E. R. Gansner et al., "A technique for drawing directed graphs", IEEE TSE 19 (1993),
transposition; W. Barth, P. Mutzel, M. Jünger, "Simple and efficient bilayer cross counting", JGAA 8 (2004).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["Layered", "crossings", "keep_order", "layered", "reduce_crossings"]

_SWEEPS = 16
_MOST_TRANSPOSED = 24
_PATIENCE = 3


@dataclass
class Layered:
    """Boxes in layers, with a narrow box wherever an arrow passes a layer.

    Attributes:
        layers: Numbers of boxes and passages, in order from top to bottom.
        heights: Height of each with half a gap above and below.
        after, before: Neighbours in the next and in the previous layer, with weights.
        real: How many are boxes; the others are passages.
        pulls: Heights towards which a box is pulled from outside, with weights.
        cluster: Redundancy group of a box; those of one stay together. -1 for none.
        hops: By arrow: what follows its first box, and what comes before its last.
    """

    layers: list[list[int]]
    heights: list[float]
    after: list[dict[int, float]]
    before: list[dict[int, float]]
    real: int
    pulls: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    cluster: Sequence[int] = ()
    hops: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


def layered(
    layer: Sequence[int], arrows: Mapping[tuple[int, int], float], heights: Sequence[float], lane: float
) -> Layered:  # fmt: skip
    """Return boxes in layers; arrows of one box that pass a layer share a passage there."""
    n = len(layer)
    made = Layered([[] for _each in range(max(layer, default=-1) + 1)], list(heights), [], [], n)
    made.after, made.before = [{} for _each in range(n)], [{} for _each in range(n)]
    for box, at in enumerate(layer):
        made.layers[at].append(box)
    passages: dict[tuple[int, int], int] = {}
    for (a, b), weight in sorted(arrows.items()):
        last, first = a, b
        for at in range(layer[a] + 1, layer[b]):
            through = passages.get((a, at))
            if through is None:
                through = passages[a, at] = len(made.heights)
                made.heights.append(lane)
                made.after.append({})
                made.before.append({})
                made.layers[at].append(through)
            _add(made, last, through, weight)
            first = through if last == a else first
            last = through
        _add(made, last, b, weight)
        made.hops[a, b] = (first, last)
    return made


def _add(made: Layered, a: int, b: int, weight: float) -> None:
    made.after[a][b] = made.after[a].get(b, 0.0) + weight
    made.before[b][a] = made.before[b].get(a, 0.0) + weight


def reduce_crossings(made: Layered) -> None:
    """Order the layers, in place; the best order of some sweeps is kept."""
    y = [0.0] * len(made.heights)
    for layer in made.layers:
        _stack(made, layer, y)
    best = [list(layer) for layer in made.layers]
    least = sum(crossings(made, at) for at in range(len(best) - 1))
    worse = 0
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        places = range(len(made.layers)) if down else range(len(made.layers) - 1, -1, -1)
        for at in places:
            _sort(made, made.layers[at], made.before if down else made.after, made.after if down else made.before, y)
        _transpose(made)
        for layer in made.layers:
            _stack(made, layer, y)
        now = sum(crossings(made, at) for at in range(len(best) - 1))
        if now < least or sweep == 0:
            best, least, worse = [list(layer) for layer in made.layers], now, 0
        else:
            worse += 1
            if worse == _PATIENCE or not least:
                break
    made.layers = best


def keep_order(made: Layered, middles: Sequence[float]) -> None:
    """Order the layers by the middles their boxes have; arrows pass them beside the box they come from."""
    at = list(middles)
    for passage in range(made.real, len(made.heights)):
        at.append(at[next(iter(made.before[passage]))])
    for layer in made.layers:
        layer.sort(key=at.__getitem__)


def _stack(made: Layered, layer: Sequence[int], y: list[float]) -> None:
    """Heights of a layer from its order, its middle at 0."""
    top = -sum(made.heights[box] for box in layer) / 2
    for box in layer:
        y[box] = top + made.heights[box] / 2
        top += made.heights[box]


def _sort(
    made: Layered, layer: list[int], near: Sequence[Mapping[int, float]], far: Sequence[Mapping[int, float]], y: list[float]
) -> None:  # fmt: skip
    wanted: dict[int, float] = {}
    for box in layer:
        neighbours = near[box] or far[box]
        total, weight = 0.0, 0.0
        for other, each in neighbours.items():
            total += each * y[other]
            weight += each
        if box in made.pulls:
            at, each = made.pulls[box]
            total += each * at
            weight += each
        wanted[box] = total / weight if weight else y[box]
    if not made.cluster or all(box >= made.real or made.cluster[box] < 0 for box in layer):
        layer.sort(key=wanted.__getitem__)
    else:
        _sort_clusters(made, layer, wanted)
    _stack(made, layer, y)


def _sort_clusters(made: Layered, layer: list[int], wanted: Mapping[int, float]) -> None:
    by_cluster: dict[int, list[int]] = {}
    for box in layer:
        number = made.cluster[box] if box < made.real else -1
        by_cluster.setdefault(number if number >= 0 else -2 - box, []).append(box)
    means = {key: sum(wanted[box] for box in some) / len(some) for key, some in by_cluster.items()}
    layer[:] = [
        box for key in sorted(by_cluster, key=means.__getitem__)
        for box in sorted(by_cluster[key], key=wanted.__getitem__)
    ]  # fmt: skip


def crossings(made: Layered, at: int) -> int:
    """Return how many arrows cross between a layer and the next."""
    place = {box: n for n, box in enumerate(made.layers[at + 1])}
    seen: list[int] = []
    found = 0
    for box in made.layers[at]:
        for end in sorted([place[other] for other in made.after[box]]):
            above = bisect_right(seen, end)
            found += len(seen) - above
            seen.insert(above, end)
    return found


def _transpose(made: Layered) -> None:
    """Swap neighbours in a layer where that takes crossings away."""
    place = {box: n for layer in made.layers for n, box in enumerate(layer)}
    for layer in made.layers:
        if len(layer) > _MOST_TRANSPOSED:
            continue
        ends = {
            box: (sorted(place[one] for one in made.before[box]), sorted(place[one] for one in made.after[box]))
            for box in layer
        }
        for n in range(len(layer) - 1):
            a, b = layer[n], layer[n + 1]
            if made.cluster and any(one < made.real and made.cluster[one] >= 0 for one in (a, b)):
                continue
            gain = sum(_inversions(x, y) - _inversions(y, x) for x, y in zip(ends[a], ends[b], strict=True))
            if gain > 0:
                layer[n], layer[n + 1] = b, a
                place[a], place[b] = n + 1, n


def _inversions(first: Sequence[int], second: Sequence[int]) -> int:
    """How many pairs of arrows cross when `first` stands above `second`."""
    return sum(len(first) - bisect_right(first, end) for end in second)
