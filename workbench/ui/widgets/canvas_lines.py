"""Geometry of a drawing for painting: which things meet a rectangle, and routes as few paths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Generic, TypeVar

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath

__all__ = ["Grid", "add_head", "line_of", "merged", "together"]

Thing = TypeVar("Thing")
_CELL = 512.0
_SAME = 4.0
"""Lines closer than this look like one from far away."""


class Grid(Generic[Thing]):
    """Which things meet a rectangle."""

    def __init__(self) -> None:
        self._cells: defaultdict[tuple[int, int], list[Thing]] = defaultdict(list)

    def add(self, thing: Thing, x: float, y: float, right: float, bottom: float) -> None:
        """Note a thing with its box."""
        for column in range(int(x // _CELL), int(right // _CELL) + 1):
            for row in range(int(y // _CELL), int(bottom // _CELL) + 1):
                self._cells[column, row].append(thing)

    def at(self, rect: QRectF) -> Iterator[Thing]:
        """Yield what may meet a rectangle, each once."""
        columns = range(int(rect.left() // _CELL), int(rect.right() // _CELL) + 1)
        rows = range(int(rect.top() // _CELL), int(rect.bottom() // _CELL) + 1)
        if len(columns) * len(rows) > len(self._cells):
            held = [things for (c, r), things in self._cells.items() if c in columns and r in rows]
        else:
            held = [self._cells[c, r] for c in columns for r in rows if (c, r) in self._cells]
        return iter(dict.fromkeys(thing for things in held for thing in things))


def line_of(route: Sequence[tuple[float, float]]) -> QPainterPath:
    """Return a route as a path."""
    path = QPainterPath()
    path.moveTo(*route[0])
    for place in route[1:]:
        path.lineTo(*place)
    return path


def together(paths: Iterable[QPainterPath]) -> QPainterPath:
    """Return paths as one."""
    whole = QPainterPath()
    for path in paths:
        whole.addPath(path)
    return whole


def merged(routes: Iterable[Sequence[tuple[float, float]]]) -> QPainterPath:
    """Return routes as seen from far away: what runs in the same place is one line."""
    upright: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
    level: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
    path = QPainterPath()
    for route in routes:
        for (ax, ay), (bx, by) in pairwise(route):
            if ax == bx:
                upright[round(ax / _SAME)].append((min(ay, by), max(ay, by)))
            elif ay == by:
                level[round(ay / _SAME)].append((min(ax, bx), max(ax, bx)))
            else:
                path.moveTo(ax, ay)
                path.lineTo(bx, by)
    for along, is_upright in ((upright, True), (level, False)):
        for place, spans in along.items():
            for start, end in _joined(sorted(spans)):
                at = place * _SAME
                path.moveTo(*((at, start) if is_upright else (start, at)))
                path.lineTo(*((at, end) if is_upright else (end, at)))
    return path


def _joined(spans: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    start, end = spans[0]
    for a, b in spans[1:]:
        if a > end + _SAME:
            yield start, end
            start, end = a, b
        else:
            end = max(end, b)
    yield start, end


def add_head(path: QPainterPath, route: Sequence[tuple[float, float]]) -> None:
    """Add the head of a route to a path."""
    (ax, ay), (bx, by) = route[-2], route[-1]
    length = abs(bx - ax) + abs(by - ay) or 1.0
    x, y, size = (bx - ax) / length, (by - ay) / length, 9.0
    path.moveTo(bx, by)
    path.lineTo(bx - x * size - y * size / 2, by - y * size + x * size / 2)
    path.lineTo(bx - x * size + y * size / 2, by - y * size - x * size / 2)
    path.closeSubpath()
