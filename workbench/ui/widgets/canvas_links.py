"""The links of a drawing, kept so that they are painted and found fast: by place, as paths, and in tiles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Set
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from workbench.analyses.graph_layout import LinkKind, Rect
from workbench.figures.architecture import Drawing, Role
from workbench.ui.widgets.canvas_lines import Grid, add_head, line_of, merged, together

__all__ = ["DrawnLinks", "Pair"]

Pair = tuple[str, str]
_TILE = 3000.0
_ROOM = 12
"""How far a head or a mark may stand out of its link."""
Tile = tuple[LinkKind, int, int]


class DrawnLinks:
    """Links as they are painted.

    Attributes:
        of: The links of each box.
        reaches: The box around each link.
        paths: Each link as a path.
        tiles: Links of one kind whose middles lie in one tile: kind, the box around them, all as one path, and their heads.
        far: All as they are seen from far away.
    """

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._near: Grid[Pair] = Grid()
        self.of: dict[str, list[Pair]] = {}
        self.reaches: dict[Pair, QRectF] = {}
        self.paths: dict[Pair, QPainterPath] = {}
        self._held: defaultdict[Tile, dict[Pair, None]] = defaultdict(dict)
        for pair in drawing.routes:
            for end in pair:
                self.of.setdefault(end, []).append(pair)
            self._note(pair)
        self.tiles = {tile: self._tile(tile) for tile in self._held}
        journeys = [pair for pair, link in drawing.links.items() if link.kind is LinkKind.JOURNEY]
        others = drawing.routes.keys() - set(journeys)
        self.far = [(role, merged(drawing.routes[one] for one in pairs))
                    for role, pairs in ((Role.LINE, others), (Role.ACCENT, journeys))]  # fmt: skip

    def move(self, drawing: Drawing, pairs: Collection[Pair]) -> None:
        """Some links have other ways now; what is seen from far away stays until the drawing is made anew."""
        tiles = {self._tile_of(pair) for pair in pairs}
        for pair in pairs:
            self._held[self._tile_of(pair)].pop(pair)
        self._drawing = drawing
        for pair in pairs:
            self._note(pair)
        for tile in tiles | {self._tile_of(pair) for pair in pairs}:
            self.tiles[tile] = self._tile(tile)

    def path_of(self, pairs: Set[Pair]) -> QPainterPath:
        """Return some links as one path; tiles of which all are wanted are taken whole."""
        whole = QPainterPath()
        for tile, held in self._held.items() if pairs else ():
            if held.keys() <= pairs:
                whole.addPath(self.tiles[tile][2])
            else:
                for pair in held.keys() & pairs:
                    whole.addPath(self.paths[pair])
        return whole

    def near(self, box: Rect | QRectF) -> Iterator[Pair]:
        """Yield the links that may pass a place."""
        return self._near.at(box if isinstance(box, QRectF) else QRectF(*box))

    def at(self, place: QPointF, reach: float) -> Pair | None:
        """Return the link nearest to a place, within a distance."""
        best: tuple[float, Pair] | None = None
        for pair in self.near(QRectF(place.x() - reach, place.y() - reach, 2 * reach, 2 * reach)):
            for a, b in pairwise(self._drawing.routes[pair]):
                x = min(max(place.x(), min(a.x, b.x)), max(a.x, b.x))
                y = min(max(place.y(), min(a.y, b.y)), max(a.y, b.y))
                far = abs(place.x() - x) + abs(place.y() - y)
                if far <= reach and (best is None or far < best[0]):
                    best = (far, pair)
        return best[1] if best else None

    def _note(self, pair: Pair) -> None:
        route = self._drawing.routes[pair]
        xs, ys = [one.x for one in route], [one.y for one in route]
        reach = QRectF(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        self.reaches[pair] = reach.adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)
        for a, b in pairwise(route):
            left, top, right, bottom = min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y)
            self._near.add(pair, left - _ROOM, top - _ROOM, right + _ROOM, bottom + _ROOM)
        self.paths[pair] = line_of(route)
        self._held[self._tile_of(pair)][pair] = None

    def _tile_of(self, pair: Pair) -> Tile:
        route = self._drawing.routes[pair]
        middle = route[len(route) // 2]
        return self._drawing.links[pair].kind, int(middle.x // _TILE), int(middle.y // _TILE)

    def _tile(self, tile: Tile) -> tuple[LinkKind, QRectF, QPainterPath, QPainterPath]:
        path, heads = together(self.paths[one] for one in self._held[tile]), QPainterPath()
        for one in self._held[tile]:
            add_head(heads, self._drawing.routes[one])
        return tile[0], path.boundingRect().adjusted(-10, -10, 10, 10), path, heads
