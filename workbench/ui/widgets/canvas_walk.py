"""Ways through a drawing for the keyboard: along links, to the next box in a direction, in reading order."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.analyses.graph_layout import Point
from workbench.ui.widgets.canvas_layers import Layers

__all__ = ["reading_order", "towards"]

_BAND = 40.0


def reading_order(layers: Layers) -> list[str]:
    """Return every box from top to bottom, in each line from left to right; containers before what they hold."""
    boxes = layers.drawing.boxes
    return sorted(boxes, key=lambda name: (boxes[name].y // _BAND, boxes[name].x, -boxes[name].w))


def towards(layers: Layers, start: str, dx: int, dy: int) -> str:
    """Return the box that an arrow key leads to: a linked one in that direction, else the nearest; empty for none."""
    if start not in layers.drawing.boxes:
        return next(iter(reading_order(layers)), "")
    linked = {end for pair in layers.links_of.get(start, ()) for end in pair} - {start}
    around = {*layers.drawing.nesting.above(start), *layers.drawing.nesting.below(start)}
    others = [name for name in layers.drawing.boxes if name != start and name not in around]
    return (
        _nearest(layers, start, linked, dx, dy)
        or _nearest(layers, start, others, dx, dy)
        or _around(layers, start, dx, dy)
    )


def _nearest(layers: Layers, start: str, names: Iterable[str], dx: int, dy: int) -> str:
    boxes = layers.drawing.boxes
    here = boxes[start].middle
    best: tuple[float, str] | None = None
    for name in names:
        way = _way(here, boxes[name].middle, dx, dy)
        if way is not None and (best is None or (way, name) < best):
            best = (way, name)
    return best[1] if best else ""


def _way(here: Point, there: Point, dx: int, dy: int) -> float | None:
    """How far it is, with a price on going sideways; None where it is not in this direction."""
    along = (there.x - here.x) * dx + (there.y - here.y) * dy
    across = abs((there.x - here.x) * dy) + abs((there.y - here.y) * dx)
    return along + 2 * across if along > 1 and across <= 3 * along else None


def _around(layers: Layers, start: str, dx: int, dy: int) -> str:
    """Out to the container with up, in with down, where there is nothing else."""
    nesting = layers.drawing.nesting
    if dy < 0:
        return nesting.parent.get(start, "")
    held = [one for one in nesting.children.get(start, ()) if one in layers.drawing.boxes]
    return held[0] if dy > 0 and held else ""
