"""Routes of links: along the columns between boxes, never through a box or a container that does not hold an end.

Told for links from left to right: a route leaves a box at its side, turns only in the free columns between boxes, and
passes other boxes through the rows between them. Downwards it is the same with x and y exchanged. It needs the boxes only, so that it is the same after a layout and after a box was moved by hand.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

from workbench.analyses.graph_layout import Nesting, Point, Rect, Sizes
from workbench.figures.architecture.tracks import Net, Turn, share_rows, share_turns
from workbench.figures.architecture.yards import ROOT, Yard, yards_of

__all__ = ["Route", "routes_of"]

Route = tuple[Point, ...]
_TURN_COST = 24.0
_SAME_NET_BONUS = 40.0
_UNDER_TITLE = 10.0
_STRAIGHT = 16.0
_BESIDE = 10.0
"""How far beside each other routes that do not look alike leave a box."""


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


@dataclass(slots=True)
class _Way:
    """The rows of a route and the x at both ends.

    Attributes:
        turned: Whether it is told from the target.
        net: With what it may share a way.
    """

    rows: list[_Pass]
    start: float
    end: float
    turned: bool
    net: Net


class _Router:
    def __init__(self, nesting: Nesting, boxes: Mapping[str, Rect], title: float) -> None:
        self._boxes = boxes
        self._yards = yards_of(nesting, boxes, title)
        self._paths: dict[str, tuple[str, ...]] = {}
        self._nesting = nesting
        self._taken: dict[tuple[Net, str, int], dict[int, float]] = {}
        self._starts: dict[str, dict[Net, float]] = {}

    def path(self, name: str) -> tuple[str, ...]:
        """The containers of a box from the outermost, and the box."""
        if name not in self._paths:
            self._paths[name] = (ROOT, *reversed(self._nesting.above(name)), name)
        return self._paths[name]

    def start(self, name: str, net: Net) -> float:
        """The level at which a net leaves a box: at its middle, the next one beside it."""
        starts = self._starts.setdefault(name, {})
        if net not in starts:
            place = len(starts)
            reach = self._boxes[name].h / 2 - _BESIDE
            beside = (place + 1) // 2 * _BESIDE * (1 if place % 2 else -1)
            starts[net] = self._boxes[name].middle.y + max(-reach, min(beside, reach))
        return starts[net]

    def passes(self, source: str, target: str, look: str, back: bool = False) -> _Way:
        """The way of a link, or of one back to where it comes from."""
        first, second = self.path(source), self.path(target)
        depth = 0
        while first[depth] == second[depth]:
            depth += 1
        a, b = self._boxes[first[depth]], self._boxes[second[depth]]
        if a.right > b.x and b.right <= a.x:
            return self.passes(target, source, look, True)
        yard = self._yards[first[depth - 1]]
        net = _net(source, look, back)
        goal = self._boxes[target].middle.y
        rows = [_Pass(self.start(source, net))]
        turn = self._leave(rows, first, depth, goal, net)
        if a.right <= b.x:
            here, there = yard.column_of[first[depth]], yard.column_of[second[depth]]
            for column in range(here + 1, there):
                rows.append(self._row(yard, column, turn, rows[-1].y, goal, net))
                turn = yard.turn(column)
            turn = self._enter(rows, second, depth, turn, goal, net)
            rows.append(_Pass(goal, turn))
            return _Way(rows, self._boxes[source].right, self._boxes[target].x, back, net)
        round_ = _net(target, look, True)
        goal = self.start(target, round_)
        end = [_Pass(goal)]
        other = self._leave(end, second, depth, rows[-1].y, round_)
        wide = turn if turn.left >= other.left else other
        rows.append(_Pass(end[-1].y, wide, end[-1].row, end[-1].key))
        for place in range(len(end) - 1, 0, -1):
            before = end[place - 1]
            rows.append(_Pass(before.y, end[place].turn, before.row, before.key))
        return _Way(rows, self._boxes[source].right, self._boxes[target].right, back, net)

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
        key = (net, yard.name, column)
        taken = self._taken.get(key)
        if taken is None:
            taken = self._taken[key] = {}
        here, there = bisect_left(rows, (y, y)), bisect_left(rows, (goal, goal))
        last, found, best, place = len(rows) - 1, -1, inf, y
        for number in sorted({max(here - 1, 0), min(here, last), max(there - 1, 0), min(there, last), *taken}):
            top, bottom = rows[number]
            at = taken.get(number)
            if at is not None:
                cost = abs(at - y) + abs(at - goal) - _SAME_NET_BONUS
            else:
                at = y if top <= y <= bottom else min(max(goal, top), bottom)
                if at in (top, bottom) and bottom - top < 3 * _TURN_COST:
                    at = (top + bottom) / 2
                cost = abs(at - y) + abs(at - goal) + (_TURN_COST if at != y else 0.0)
            if cost < best:
                best, found, place = cost, number, at
        taken[found] = place
        return _Pass(place, turn, rows[found], (yard.name, column, found))


def routes_of(
    nesting: Nesting, boxes: Mapping[str, Rect], links: Iterable[tuple[str, str]], sizes: Sizes,
    looks: Mapping[tuple[str, str], str] | None = None,
) -> dict[tuple[str, str], Route]:  # fmt: skip
    """Return the way of each link, from source to target.

    Args:
        nesting: What is drawn in what.
        boxes: Every box that is drawn.
        links: Pairs of boxes of which neither holds the other.
        sizes: Which way links run, and the room of titles.
        looks: How links are drawn, plainly where it is missing; those of one start that look alike share a way.
    """
    if sizes.down:
        boxes = {name: Rect(box.y, box.x, box.h, box.w) for name, box in boxes.items()}
    router, looks = _Router(nesting, boxes, 0.0 if sizes.down else sizes.head - _UNDER_TITLE), looks or {}
    found = {pair: router.passes(*pair, looks.get(pair, "")) for pair in dict.fromkeys(links)}
    share_rows((row.key, row.row, way.net, row) for way in found.values() for row in way.rows if row.key and row.row)
    for way in found.values():
        _straighten(way.rows)
    places = share_turns(
        (after.turn, way.net, before.y, after.y)
        for way in found.values() for before, after in itertools.pairwise(way.rows) if after.turn
    )  # fmt: skip
    return {pair: _route(way, places, sizes.down) for pair, way in found.items()}


def _route(way: _Way, places: Mapping[tuple[Turn, Net], float], down: bool) -> Route:
    corners = [(way.start, way.rows[0].y)]
    for before, after in itertools.pairwise(way.rows):
        if after.turn and before.y != after.y:
            x = places[after.turn, way.net]
            corners += [(x, before.y), (x, after.y)]
    corners.append((way.end, way.rows[-1].y))
    if way.turned:
        corners.reverse()
    return tuple([Point(y, x) if down else Point(x, y) for x, y in corners])


def _straighten(rows: list[_Pass]) -> None:
    """End a little beside the middle of a box rather than turn a little before it."""
    if abs(rows[-1].y - rows[-2].y) <= _STRAIGHT and (len(rows) > 2 or rows[-1].y != rows[0].y):
        rows[-1].y = rows[-2].y


def _net(name: str, look: str, back: bool) -> Net:
    return f"{name}\0{'<' if back else ''}{look}" if look or back else name
