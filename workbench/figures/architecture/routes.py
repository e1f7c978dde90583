"""Routes of links: along the columns between boxes, never through a box or a container that does not hold an end.

Told for links from left to right: a route leaves a box at its side, turns only in the free columns between boxes, and
passes other boxes through the rows between them. Downwards it is the same with x and y exchanged. It needs the boxes only, so that it is the same after a layout and after a box was moved by hand.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbench.analyses.graph_layout import Nesting, Point, Rect, Sizes
from workbench.figures.architecture.tracks import Net, Turn, share_rows, share_turns
from workbench.figures.architecture.yards import ROOT, Yard, yards_of

__all__ = ["Route", "routes_of"]

Route = tuple[Point, ...]
_TURN_COST = 24.0
_SAME_NET_BONUS = 40.0
_UNDER_TITLE = 10.0
_STRAIGHT = 16.0


@dataclass(slots=True)
class _Pass:
    """A row through which a route passes a column, or the level of an end.

    Attributes:
        turn: The free column before it in which the route turns to its height; None at the start.
    """

    y: float
    turn: Turn | None = None
    row: tuple[float, float] | None = None
    key: tuple[str, int, int] | None = None


class _Router:
    def __init__(self, nesting: Nesting, boxes: Mapping[str, Rect], title: float) -> None:
        self._boxes = boxes
        self._yards = yards_of(nesting, boxes, title)
        self._paths: dict[str, tuple[str, ...]] = {}
        self._nesting = nesting
        self._taken: dict[tuple[Net, str, int], dict[int, float]] = {}

    def path(self, name: str) -> tuple[str, ...]:
        """The containers of a box from the outermost, and the box."""
        if name not in self._paths:
            self._paths[name] = (ROOT, *reversed(self._nesting.above(name)), name)
        return self._paths[name]

    def passes(self, source: str, target: str) -> tuple[list[_Pass], float, float, bool]:
        """Rows of a route, the x at both ends, and whether they are listed from the target."""
        first, second = self.path(source), self.path(target)
        depth = 0
        while first[depth] == second[depth]:
            depth += 1
        a, b = self._boxes[first[depth]], self._boxes[second[depth]]
        if a.right > b.x and b.right <= a.x:
            rows, start, end, _turned = self.passes(target, source)
            return rows, start, end, True
        yard = self._yards[first[depth - 1]]
        net = source
        goal = self._boxes[target].middle.y
        rows = [_Pass(self._boxes[source].middle.y)]
        turn = self._leave(rows, first, depth, goal, net)
        if a.right <= b.x:
            here, there = yard.column_of[first[depth]], yard.column_of[second[depth]]
            for column in range(here + 1, there):
                rows.append(self._row(yard, column, turn, rows[-1].y, goal, net))
                turn = yard.turn(column)
            turn = self._enter(rows, second, depth, turn, goal, net)
            rows.append(_Pass(goal, turn))
            return rows, self._boxes[source].right, self._boxes[target].x, False
        back = [_Pass(goal)]
        other = self._leave(back, second, depth, rows[-1].y, target)
        wide = turn if turn.left >= other.left else other
        rows.append(_Pass(back[-1].y, wide, back[-1].row, back[-1].key))
        for place in range(len(back) - 1, 0, -1):
            before = back[place - 1]
            rows.append(_Pass(before.y, back[place].turn, before.row, before.key))
        return rows, self._boxes[source].right, self._boxes[target].right, False

    def _leave(self, rows: list[_Pass], path: tuple[str, ...], depth: int, goal: float, net: Net) -> Turn:
        """Pass what stands to the right of a box in its containers; returns where the route may turn next."""
        turn = self._turn_right(path, len(path) - 1)
        for at in range(len(path) - 1, depth, -1):
            yard = self._yards[path[at - 1]]
            for column in range(yard.column_of[path[at]] + 1, len(yard.columns)):
                rows.append(self._row(yard, column, turn, rows[-1].y, goal, net))
                turn = yard.turn(column)
            turn = self._turn_right(path, at - 1)
        return turn

    def _turn_right(self, path: tuple[str, ...], at: int) -> Turn:
        yard = self._yards[path[at - 1]]
        return yard.turn(yard.column_of[path[at]])

    def _enter(self, rows: list[_Pass], path: tuple[str, ...], depth: int, turn: Turn, goal: float, net: Net) -> Turn:
        """Pass what stands to the left of a box in its containers; returns where the route turns to the box."""
        for at in range(depth + 1, len(path)):
            yard = self._yards[path[at - 1]]
            for column in range(yard.column_of[path[at]]):
                rows.append(self._row(yard, column, turn, rows[-1].y, goal, net))
                turn = yard.turn(column)
        return turn

    def _row(self, yard: Yard, column: int, turn: Turn, y: float, goal: float, net: Net) -> _Pass:
        """The row nearest to the straight way; one that another route of the same start takes already is preferred."""
        rows = yard.rows(column)
        taken = self._taken.get((net, yard.name, column), {})
        near = {place for height in (y, goal) for place in yard.near(column, height)}
        best: tuple[float, float, int] | None = None
        for number in sorted(near | taken.keys()):
            top, bottom = rows[number]
            at = y if top <= y <= bottom else min(max(goal, top), bottom)
            if at in (top, bottom) and bottom - top < 3 * _TURN_COST:
                at = (top + bottom) / 2
            cost = abs(at - y) + abs(at - goal) + (_TURN_COST if at != y else 0.0)
            if number in taken:
                at = taken[number]
                cost = abs(at - y) + abs(at - goal) - _SAME_NET_BONUS
            if best is None or cost < best[0]:
                best = (cost, at, number)
        assert best is not None
        made = _Pass(best[1], turn, rows[best[2]], (yard.name, column, best[2]))
        self._taken.setdefault((net, yard.name, column), {})[best[2]] = best[1]
        return made


def routes_of(
    nesting: Nesting, boxes: Mapping[str, Rect], links: Iterable[tuple[str, str]], sizes: Sizes
) -> dict[tuple[str, str], Route]:  # fmt: skip
    """Return the way of each link, from source to target.

    Args:
        nesting: What is drawn in what.
        boxes: Every box that is drawn.
        links: Pairs of boxes of which neither holds the other.
        sizes: Which way links run, and the room of titles.
    """
    if sizes.down:
        boxes = {name: Rect(box.y, box.x, box.h, box.w) for name, box in boxes.items()}
    router = _Router(nesting, boxes, 0.0 if sizes.down else sizes.head - _UNDER_TITLE)
    pairs = list(dict.fromkeys(links))
    found = {pair: router.passes(*pair) for pair in pairs}
    share_rows(
        (row.key, row.row, _net(pair, found[pair][3]), row)
        for pair in pairs for row in found[pair][0] if row.key and row.row
    )  # fmt: skip
    for rows, _start, _end, _turned in found.values():
        _straighten(rows)
    places = share_turns(
        (after.turn, _net(pair, found[pair][3]), before.y, after.y)
        for pair in pairs for before, after in zip(found[pair][0], found[pair][0][1:], strict=False) if after.turn
    )  # fmt: skip
    routes = {}
    for pair in pairs:
        rows, start, end, turned = found[pair]
        net = _net(pair, turned)
        points = [Point(start, rows[0].y)]
        for before, after in itertools.pairwise(rows):
            if after.turn and before.y != after.y:
                x = places[after.turn, net]
                points += [Point(x, before.y), Point(x, after.y)]
        points.append(Point(end, rows[-1].y))
        if sizes.down:
            points = [Point(point.y, point.x) for point in points]
        routes[pair] = tuple(reversed(points) if turned else points)
    return routes


def _straighten(rows: list[_Pass]) -> None:
    """End a little beside the middle of a box rather than turn a little before it."""
    if abs(rows[-1].y - rows[-2].y) <= _STRAIGHT and (len(rows) > 2 or rows[-1].y != rows[0].y):
        rows[-1].y = rows[-2].y


def _net(pair: tuple[str, str], turned: bool) -> Net:
    return pair[1] if turned else pair[0]
