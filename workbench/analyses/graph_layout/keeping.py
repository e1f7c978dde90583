"""A part of a system drawn closer together: rows, and the order in them, stay as they are in the whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from math import inf

from workbench.analyses.graph_layout.boxes import Rect, Sizes
from workbench.analyses.graph_layout.links import Link
from workbench.analyses.graph_layout.nested import Kept, absolute, arrange
from workbench.analyses.graph_layout.nesting import Nesting

__all__ = ["gathered"]


def gathered(
    nesting: Nesting, boxes: Mapping[str, Rect], links: Mapping[tuple[str, str], Link], sizes: Sizes
) -> dict[str, Rect]:  # fmt: skip
    """Return the boxes of a part closer together, in the same order.

    Args:
        nesting: What is drawn in what.
        boxes: Those of the part, where they are in the whole, containers before what they hold.
        links: Links between them.
        sizes: Sizes and distances.
    """
    children: dict[str, list[str]] = {}
    for name in boxes:
        if name in nesting.parent:
            children.setdefault(nesting.parent[name], []).append(name)
    part = Nesting(
        {name: outer for name, outer in nesting.parent.items() if name in boxes},
        {name: tuple(held) for name, held in children.items()},
        tuple(name for name in boxes if name not in nesting.parent),
    )
    kept = {outer: _rows([boxes[one] for one in held], sizes) for outer, held in (*children.items(), ("", part.roots))}
    drawn = [replace(link, source=a, target=b, group=-1) for (a, b), link in links.items()]
    made = arrange(part, drawn, sizes, kept=kept)
    places = absolute(part, made.corners)
    return {name: Rect(*places[name], *(made.extents[name])) for name in boxes}


def _rows(boxes: Collection[Rect], sizes: Sizes) -> Kept:
    spans = [(box.y, box.bottom) if sizes.down else (box.x, box.right) for box in boxes]
    rows, row, end = [0] * len(spans), -1, -inf
    for place in sorted(range(len(spans)), key=lambda one: (spans[one], one)):
        low, high = spans[place]
        row, end = (row + 1, high) if low >= end else (row, min(end, high))
        rows[place] = row
    return Kept(rows, [box.middle.x if sizes.down else box.middle.y for box in boxes])
