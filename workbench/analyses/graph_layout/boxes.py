"""Boxes: their sizes, and those of containers, which follow from what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from workbench.analyses.graph_layout.nesting import Nesting

__all__ = ["Point", "Positions", "Rect", "Sizes", "around", "boxes_of"]


class Point(NamedTuple):
    """A place in the drawing; x to the right, y down [units: pixels at 100 %]."""

    x: float
    y: float


Positions = Mapping[str, Point]
"""Top left corner of each box that holds nothing; see Nesting.leaves. Containers follow from what they hold."""


class Rect(NamedTuple):
    """A box: top left corner, width and height."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """Its right side."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.y + self.h

    @property
    def middle(self) -> Point:
        """Its middle."""
        return Point(self.x + self.w / 2, self.y + self.h / 2)

    def moved(self, by: Point) -> Rect:
        """Return the box elsewhere."""
        return Rect(self.x + by.x, self.y + by.y, self.w, self.h)

    def meets(self, other: Rect, gap: float = 0.0) -> bool:
        """Whether two boxes overlap, or come closer than a gap."""
        return (
            self.x < other.right + gap and other.x < self.right + gap
            and self.y < other.bottom + gap and other.y < self.bottom + gap
        )  # fmt: skip

    def holds(self, other: Rect) -> bool:
        """Whether another box lies inside, sides included."""
        return (
            self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes and distances in the drawing [pixels at 100 %].

    Attributes:
        down: Whether layers follow each other from top to bottom, else from left to right.
        width, height: Of a box that holds nothing, and of a folded container.
        beside: Between boxes of one layer.
        between: Between layers, before room for the routes between them is added.
        lane: Room that one route needs beside others.
        side, head, foot: Room inside a container: at its sides, above for its title, below.
        grid: Positions are multiples of this.
    """

    down: bool = True
    width: float = 164.0
    height: float = 52.0
    beside: float = 24.0
    between: float = 44.0
    lane: float = 6.0
    side: float = 20.0
    head: float = 40.0
    foot: float = 20.0
    grid: float = 4.0


def around(inside: Iterable[Rect], sizes: Sizes) -> Rect:
    """Return the box of a container around what it holds."""
    held = list(inside)
    left, top = min(one.x for one in held) - sizes.side, min(one.y for one in held) - sizes.head
    right, bottom = max(one.right for one in held) + sizes.side, max(one.bottom for one in held) + sizes.foot
    return Rect(left, top, right - left, bottom - top)


def boxes_of(
    nesting: Nesting, positions: Positions, sizes: Sizes, shown: frozenset[str] | None = None,
    folded: frozenset[str] = frozenset(),
) -> dict[str, Rect]:  # fmt: skip
    """Return every box that is drawn, containers before what they hold.

    Args:
        nesting: What stands in what.
        positions: Of the boxes that hold nothing; those without a position are left out.
        sizes: Sizes and distances.
        shown: What is drawn at all; None for everything.
        folded: Containers drawn as one box at the corner they had, without what they hold.
    """
    rects: dict[str, Rect] = {}
    for name in reversed(nesting.everything):
        inside = nesting.children.get(name)
        if inside:
            held = [rects[each] for each in inside if each in rects]
            if held:
                rects[name] = around(held, sizes)
        elif name in positions and (shown is None or name in shown):
            rects[name] = Rect(positions[name][0], positions[name][1], sizes.width, sizes.height)
    hidden: set[str] = set()
    found: dict[str, Rect] = {}
    for name in nesting.everything:
        rect = rects.get(name)
        if nesting.parent.get(name) in hidden:
            hidden.add(name)
        elif rect is not None:
            if name in folded and name in nesting.children:
                rect = Rect(rect.x, rect.y, sizes.width, sizes.height)
                hidden.add(name)
            found[name] = rect
    return found
