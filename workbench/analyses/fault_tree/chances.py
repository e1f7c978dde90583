"""Probabilities of independent parts: of a vote, of a decision diagram, and what each input means for them.

Only sums and products of positive numbers, so that 1e-128 keeps its digits.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from workbench.analyses.fault_tree.bdd import Diagram

__all__ = ["Given", "diagram_bounds", "diagram_chance", "diagram_given", "vote_chance", "vote_given"]

_CANCELLED = 1e-4
"""Part of a probability below which it is not taken as the difference of two larger ones."""


class Given(NamedTuple):
    """What one input means for a part.

    Attributes:
        up: Probability of the part given that the input works.
        down: Given that it failed.
        slope: Their difference (Birnbaum), with its own digits.
    """

    up: float
    down: float
    slope: float


# ------------------------------------------------------------------------------------------ votes
def vote_chance(needs: int, chances: Sequence[float]) -> float:
    """Return the probability that at least `needs` of independent inputs fail; "or" is 1, "and" all of them."""
    size = len(chances)
    row = [1.0] + [0.0] * needs  # row[j]: at least j of those seen so far
    for seen, p in enumerate(chances, 1):
        q = 1.0 - p
        for j in range(min(needs, seen), max(1, needs - size + seen) - 1, -1):
            row[j] = p * row[j - 1] + q * row[j]
    return row[needs]


def vote_given(needs: int, chances: Sequence[float]) -> list[Given]:
    """Return what each input means for a vote."""
    size = len(chances)
    exactly, at_least = _rows_from_behind(needs, chances)
    before = [1.0]  # exactly fewest, fewest + 1, ... of the inputs before this one; less than `needs`
    fewest = 0
    enough = 0.0  # `needs` or more of them
    known: dict[float, Given] = {}  # inputs with equal chances mean the same
    result = []
    for place, p in enumerate(chances):
        behind = size - place - 1
        given = known.get(p)
        if given is None:
            some, least = exactly[place + 1], at_least[place + 1]
            first = max(0, needs - place - 1)  # the first count of these rows
            up = down = enough
            slope = 0.0
            for count, weight in enumerate(before, fewest):
                missing = needs - count
                slope += weight * some[missing - 1 - first]
                down += weight * least[missing - 1 - first]
                if missing <= behind:
                    up += weight * least[missing - first]
            given = known[p] = Given(up, down, slope)
        result.append(given)
        q = 1.0 - p
        both = [q * before[0], *(p * one + q * two for one, two in pairwise(before)), p * before[-1]]
        if fewest + len(both) > needs:
            enough += both.pop()
        skipped = max(0, needs - behind - fewest)  # too few for those behind to make up
        before, fewest = both[skipped:], fewest + skipped
    return result


def _rows_from_behind(needs: int, chances: Sequence[float]) -> tuple[list[array[float]], list[array[float]]]:
    """Return for each place the chances of exactly and of at least j failed inputs from there to the end.

    A row starts at j = max(0, needs - place): fewer are not enough whatever comes before.
    """
    size = len(chances)
    some, least = array("d", [1.0]), array("d", [1.0])
    exactly, at_least = [some] * (size + 1), [least] * (size + 1)
    first_behind = 0
    for place in range(size - 1, -1, -1):
        p = chances[place]
        q = 1.0 - p
        first = max(0, needs - place)
        new_some, new_least = array("d"), array("d")
        for j in range(first, min(needs, size - place) + 1):
            here = j - first_behind
            same = here < len(some)
            new_some.append((p * some[here - 1] if j else 0.0) + (q * some[here] if same else 0.0))
            new_least.append(p * least[here - 1] + (q * least[here] if same else 0.0) if j else 1.0)
        exactly[place], at_least[place] = some, least = new_some, new_least
        first_behind = first
    return exactly, at_least


# ------------------------------------------------------------------------------------------ diagrams
def diagram_chance(diagram: Diagram, chances: Sequence[float]) -> float:
    """Return the probability of a function of independent inputs; one pass, children first."""
    return _values(diagram, chances)[diagram.root]


def _values(diagram: Diagram, chances: Sequence[float]) -> list[float]:
    rest = [1.0 - p for p in chances]
    values = [0.0, 1.0]
    append = values.append
    for level, low, high in zip(diagram.level[2:], diagram.low[2:], diagram.high[2:], strict=True):
        append(chances[level] * values[high] + rest[level] * values[low])
    return values


def diagram_given(diagram: Diagram, chances: Sequence[float]) -> list[Given]:
    """Return what each input means for a monotone function: one pass up, one pass down."""
    levels, lows, highs, root = diagram.level, diagram.low, diagram.high, diagram.root
    values = _values(diagram, chances)
    weights = [0.0] * len(values)  # probability that a walk from the root comes by
    weights[root] = 1.0
    slopes = [0.0] * len(chances)
    rest = [1.0 - p for p in chances]
    for node in range(len(values) - 1, 1, -1):
        weight = weights[node]
        level, low, high = levels[node], lows[node], highs[node]
        slopes[level] += weight * (values[high] - values[low])
        weights[low] += weight * rest[level]
        weights[high] += weight * chances[level]
    total = values[root]
    result = []
    for level, (p, slope) in enumerate(zip(chances, slopes, strict=True)):
        up = total - p * slope
        if up < _CANCELLED * total:
            up = diagram_chance(diagram, [*chances[:level], 0.0, *chances[level + 1 :]])
        result.append(Given(up, total + rest[level] * slope, slope))
    return result


def diagram_bounds(diagram: Diagram, lows: Sequence[float], highs: Sequence[float]) -> tuple[float, float]:
    """Return bounds of any function whose independent inputs have chances between these."""
    least, most = [0.0, 1.0], [0.0, 1.0]
    for level, low, high in zip(diagram.level[2:], diagram.low[2:], diagram.high[2:], strict=True):
        ends = (lows[level], highs[level])
        least.append(min([p * least[high] + (1.0 - p) * least[low] for p in ends]))
        most.append(max([p * most[high] + (1.0 - p) * most[low] for p in ends]))
    return least[diagram.root], most[diagram.root]
