"""Free places in a drawing: for something new near a place, and for copies beside what they are copies of."""

from __future__ import annotations

from collections.abc import Iterable
from math import hypot

from workbench.analyses.graph_layout import Point, Rect, Sizes

__all__ = ["free_near", "free_shift"]

_RINGS = 12
"""So many boxes around a place, or to the right and down, are looked at."""


def free_near(middle: Point, boxes: Iterable[Rect], sizes: Sizes) -> Point:
    """Return the middle of the free place for one box that is nearest to a place; below everything where all is full."""
    taken, gap = list(boxes), sizes.beside / 2
    across, down = sizes.width + sizes.beside, sizes.height + sizes.between
    reach = range(-_RINGS, _RINGS + 1)
    steps = sorted(
        ((x * across, y * down) for x in reach for y in reach), key=lambda one: (hypot(*one), one[1] < 0, one[0] < 0)
    )
    for x, y in steps:
        rect = Rect(middle.x + x - sizes.width / 2, middle.y + y - sizes.height / 2, sizes.width, sizes.height)
        if not any(rect.meets(one, gap) for one in taken):
            return rect.middle
    return Point(middle.x, max(one.bottom for one in taken) + down)


def free_shift(new: Iterable[Point], here: Iterable[Point], sizes: Sizes) -> Point:
    """Return how far boxes go, to the right or down, so that they cover none of those that are there.

    Args:
        new: Where the boxes would stand.
        here: Where the others stand.
        sizes: Sizes and distances.
    """
    taken = [Rect(*at, sizes.width, sizes.height) for at in here]
    moving = list(new)
    across, down = sizes.width + sizes.beside, sizes.height + sizes.beside
    reach = range(_RINGS)
    for x, y in sorted(((x * across, y * down) for x in reach for y in reach), key=lambda one: (sum(one), one))[1:]:
        rects = [Rect(at.x + x, at.y + y, sizes.width, sizes.height) for at in moving]
        if not any(one.meets(other) for one in rects for other in taken):
            return Point(x, y)
    low = max((one.bottom for one in taken), default=0.0) - min((at.y for at in moving), default=0.0)
    return Point(0.0, low + sizes.beside)
