"""The layout that is chosen: some shapes are tried, and the one that is read best is taken.

How well it is read is told by straight lines that cross, after H. C. Purchase, "Which aesthetic has the greatest effect
on human understanding?", Graph Drawing 1997 (crossings before all else), and by whether it fits a screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from math import log

from workbench.analyses.graph_layout.boxes import Point, Positions, Sizes
from workbench.analyses.graph_layout.links import Link, links_of
from workbench.analyses.graph_layout.nested import FEW, Arranged, Shape, absolute, arrange
from workbench.analyses.graph_layout.nesting import Nesting, nest
from workbench.domain.collector import collector_paused
from workbench.domain.graph import Graph
from workbench.progress import Progress, Silent

__all__ = ["best_of", "layout"]

_SILENT = Silent()
_SHAPES = (Shape(1.0, 1.0), Shape(1.0, 1.3), Shape(1.0, 1.7), Shape(1.25, 1.7), Shape(1.5, 1.7))
_FEW_SHAPES, _ONE_SHAPE = 200, 3_000
"""From so many links only two shapes are tried, or one; each takes as long as a layout."""
_SAMPLE = 500
"""Of so many links the crossings are counted."""
_TALL, _WIDE = 1.1, 2.0
"""Width over height that fits a screen."""
_OFF = 1.5
"""How much worse a drawing is that is e times too wide or too tall."""
_STACKED = 0.6
"""How much worse a drawing is in which places that could stand beside each other, as zones are drawn, never do."""
_NONE = 6
"""Without any crossing the shape still counts."""


def layout(
    graph: Graph, sizes: Sizes | None = None, *, nesting: Nesting | None = None, progress: Progress = _SILENT
) -> dict[str, Point]:  # fmt: skip
    """Lay out a whole graph, whatever positions there were.

    Args:
        graph: Elements and journeys.
        sizes: Sizes and distances.
        nesting: What is drawn in what, if it is known already.
        progress: Called while it works; raises Cancelled to stop.

    Returns:
        The position of every box that holds nothing; see Positions. Siblings do not overlap, and containers hold what
        is theirs.
    """
    sizes = sizes or Sizes()
    nesting = nesting or nest(graph)
    with collector_paused():
        arranged = best_of(nesting, links_of(graph, nesting), sizes, progress)
    places = absolute(nesting, arranged.corners)
    return {name: at for name, at in places.items() if name not in nesting.children}


def best_of(nesting: Nesting, links: Sequence[Link], sizes: Sizes, progress: Progress = _SILENT) -> Arranged:
    """Lay out some boxes in several shapes and return the best."""
    shapes = _SHAPES[: 1 if len(links) >= _ONE_SHAPE else 2 if len(links) >= _FEW_SHAPES else None]
    if len(shapes) == 1:
        return arrange(nesting, links, sizes, shapes[0], progress)
    step = max(1, round(len(links) / _SAMPLE))
    sample = [(one.source, one.target) for one in links[::step]]
    best: tuple[float, Arranged] | None = None
    for number, shape in enumerate(shapes):

        def report(done: float, total: float, note: str = "", *, before: int = number) -> None:
            progress(before * total + done, len(shapes) * total, note)

        made = arrange(nesting, links, sizes, shape, report)
        cost = _cost(nesting, made, sizes, sample)
        if best is None or cost < best[0]:
            best = (cost, made)
    assert best is not None
    return best[1]


def _cost(nesting: Nesting, made: Arranged, sizes: Sizes, links: Sequence[tuple[str, str]]) -> float:
    """The lower, the better it is read."""
    corners = absolute(nesting, made.corners)
    middles = {name: Point(at.x + made.extents[name][0] / 2, at.y + made.extents[name][1] / 2)
               for name, at in corners.items()}  # fmt: skip
    wide = max((corners[one].x + made.extents[one][0] for one in nesting.roots), default=1.0)
    high = max((corners[one].y + made.extents[one][1] for one in nesting.roots), default=1.0)
    off = max(0.0, log(wide / high / _WIDE), log(_TALL * high / wide))
    worse = 1 + _OFF * off + _STACKED * _stacked(nesting, corners, sizes)
    return (_NONE + _crossings([(middles[a], middles[b]) for a, b in links])) * worse


def _stacked(nesting: Nesting, corners: Positions, sizes: Sizes) -> float:
    """The share of containers with few containers in them in which these are not in one row."""
    rows = [
        {corners[one].y if sizes.down else corners[one].x for one in inside}
        for held in nesting.children.values()
        if 1 < len(inside := [one for one in held if one in nesting.children]) <= FEW
    ]
    return sum(len(row) > 1 for row in rows) / len(rows) if rows else 0.0


def _crossings(lines: Sequence[tuple[Point, Point]]) -> int:
    """How many straight lines cross; lines that meet at an end do not."""
    found = 0
    ordered = sorted((min(a.y, b.y), max(a.y, b.y), *a, *b) for a, b in lines)
    for number, (_top, bottom, ax, ay, bx, by) in enumerate(ordered):
        x, y = bx - ax, by - ay
        for top, _bottom, cx, cy, dx, dy in islice(ordered, number + 1, None):
            if top >= bottom:
                break
            if (x * (cy - ay) - y * (cx - ax)) * (x * (dy - ay) - y * (dx - ax)) < 0:
                u, v = dx - cx, dy - cy
                found += (u * (ay - cy) - v * (ax - cx)) * (u * (by - cy) - v * (bx - cx)) < 0
    return found
