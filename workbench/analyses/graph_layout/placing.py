"""Places for what is new or let loose, without moving anything else while there is room.

A box goes to the free spot nearest to where it would like to be, in line with the boxes there; its containers grow, but
not over their neighbours while there is another spot. A container that is boxed in pushes its neighbours aside, or moves
itself; what is pinned never moves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from heapq import heapify, heappop, nsmallest

from workbench.analyses.graph_layout.boxes import Point, Positions, Rect, Sizes, around, boxes_of
from workbench.analyses.graph_layout.choosing import best_of, layout
from workbench.analyses.graph_layout.links import Link, links_of
from workbench.analyses.graph_layout.nested import absolute
from workbench.analyses.graph_layout.nesting import Nesting, nest
from workbench.analyses.graph_layout.room import pushed_aside
from workbench.analyses.graph_layout.stored import pinned_in
from workbench.domain.graph import Graph
from workbench.progress import Progress, Silent

__all__ = ["place_new", "rearrange", "room_for"]

_SILENT = Silent()
_NEAREST = 16
"""How many neighbouring boxes a spot is looked for at."""


def place_new(
    graph: Graph, positions: Positions, sizes: Sizes | None = None, *, nesting: Nesting | None = None,
    pinned: Collection[str] | None = None, progress: Progress = _SILENT,
) -> dict[str, Point]:  # fmt: skip
    """Return positions for everything: those given as they are, new boxes near what they are linked to.

    Where a container has to grow and is boxed in, its neighbours move as far as they must. Containers can overlap only
    where something pinned stands in each of those that would have to give way.

    Args:
        graph: Elements and journeys.
        positions: What has a position; of boxes that are gone nothing is returned.
        sizes: Sizes and distances.
        nesting: What is drawn in what, if it is known already.
        pinned: Boxes that hold nothing and never move; those pinned in the graph if None.
        progress: Called per box; raises Cancelled to stop.
    """
    sizes, nesting = sizes or Sizes(), nesting or nest(graph)
    leaves = [name for name in nesting.everything if name not in nesting.children]
    known = {name: Point(*positions[name]) for name in leaves if name in positions}
    if not known:
        return layout(graph, sizes, nesting=nesting, progress=progress)
    if len(known) == len(leaves):
        return known
    stay = frozenset(pinned_in(graph) if pinned is None else pinned)
    return _Placing(nesting, links_of(graph, nesting), sizes, known, stay).done({}, progress)


def room_for(
    graph: Graph, positions: Positions, name: str, sizes: Sizes | None = None, *, pinned: Collection[str] | None = None
) -> dict[str, Point]:  # fmt: skip
    """Return where other boxes go so that the containers of a box with a position overlap none of them.

    Args:
        graph: Elements and journeys.
        positions: Where everything is.
        name: The box that was put somewhere.
        sizes: Sizes and distances.
        pinned: Boxes that hold nothing and never move; those pinned in the graph if None.

    Returns:
        New positions of what has to move; empty where there is room.
    """
    sizes, nesting = sizes or Sizes(), nest(graph)
    leaves = (one for one in nesting.everything if one not in nesting.children)
    before = {one: Point(*positions[one]) for one in leaves if one in positions}
    stay = frozenset((name, *(pinned_in(graph) if pinned is None else pinned)))
    placing = _Placing(nesting, (), sizes, {one: at for one, at in before.items() if one != name}, stay)
    placing.add(name, {name: before[name]})
    return {one: at for one, at in placing.positions.items() if at != before[one]}


def rearrange(
    graph: Graph, positions: Positions, *, part: Collection[str] | None = None, pinned: Collection[str] = (),
    sizes: Sizes | None = None, progress: Progress = _SILENT,
) -> dict[str, Point]:  # fmt: skip
    """Lay out a part anew; the rest and what is pinned stays where it is.

    Args:
        graph: Elements and journeys.
        positions: Where everything is; what has none is placed too.
        part: Elements and containers to lay out, containers with all they hold; None for everything.
        pinned: Elements, and containers with all they hold, that never move.
        sizes: Sizes and distances.
        progress: Raises Cancelled to stop.
    """
    sizes, nesting = sizes or Sizes(), nest(graph)
    everything = [name for name in nesting.everything if name not in nesting.children]
    loose = set(everything) if part is None else {leaf for one in part for leaf in nesting.leaves(one)}
    loose -= {leaf for one in pinned for leaf in nesting.leaves(one)}
    fixed = {name: Point(*positions[name]) for name in everything if name in positions and name not in loose}
    ideal = layout(graph, sizes, nesting=nesting, progress=progress)
    if not fixed:
        return ideal
    across = sum(at.x - ideal[name].x for name, at in fixed.items()) / len(fixed)
    down = sum(at.y - ideal[name].y for name, at in fixed.items()) / len(fixed)
    grid = sizes.grid
    shift = Point(round(across / grid) * grid, round(down / grid) * grid)
    boxes = boxes_of(nesting, ideal, sizes)
    wanted = {name: Point(rect.x + shift.x, rect.y + shift.y) for name, rect in boxes.items()}
    for one in part or ():
        if one in nesting.children:  # a container laid out anew stays at its corner
            was = boxes_of(nesting, positions, sizes).get(one)
            wanted |= {one: Point(was.x, was.y)} if was else {}
    return _Placing(nesting, links_of(graph, nesting), sizes, fixed, frozenset(fixed)).done(wanted, progress)


class _Placing:
    def __init__(
        self, nesting: Nesting, links: Sequence[Link], sizes: Sizes, fixed: dict[str, Point], pinned: frozenset[str]
    ) -> None:  # fmt: skip
        self._pinned = pinned
        self._nesting, self._sizes, self.positions = nesting, sizes, fixed
        self._links = links
        self._boxes = boxes_of(nesting, fixed, sizes)
        self._near: dict[str, list[tuple[str, int]]] = {}
        for link in links:
            self._near.setdefault(link.source, []).append((link.target, 1))
            self._near.setdefault(link.target, []).append((link.source, -1))

    def done(self, wanted: Mapping[str, Point], progress: Progress) -> dict[str, Point]:
        """Place everything that has no position, near where it is wanted or near what it is linked to."""
        units = self._units()
        waiting = dict.fromkeys(units)
        while waiting:
            progress(len(units) - len(waiting), len(units))
            unit = next((one for one in waiting if wanted or self._linked(one)), next(iter(waiting)))
            del waiting[unit]
            inside, size = self._inside(unit)
            corner = self._spot(unit, size, wanted.get(unit) or self._wish(unit, size))
            self.add(unit, {name: Point(corner.x + at.x, corner.y + at.y) for name, at in inside.items()})
        return self.positions

    def _units(self) -> list[str]:
        """What is placed in one piece: containers of which nothing has a position, and single boxes."""
        found = []
        skipped: set[str] = set()
        for name in self._nesting.everything:
            if self._nesting.parent.get(name) in skipped:
                skipped.add(name)
            elif name not in self._boxes:
                found.append(name)
                skipped.add(name)
        return found

    def _inside(self, unit: str) -> tuple[dict[str, Point], tuple[float, float]]:
        """Positions in a unit seen from its corner, and its size."""
        nesting, sizes = self._nesting, self._sizes
        if unit not in nesting.children:
            return {unit: Point(0.0, 0.0)}, (sizes.width, sizes.height)
        held = set(nesting.below(unit))
        part = Nesting(
            {name: outer for name, outer in nesting.parent.items() if name in held and name != unit},
            {name: inner for name, inner in nesting.children.items() if name in held}, (unit,),
        )  # fmt: skip
        arranged = best_of(part, [one for one in self._links if one.source in held and one.target in held], sizes)
        places = absolute(part, arranged.corners)
        return {name: at for name, at in places.items() if name not in part.children}, arranged.extents[unit]

    def _linked(self, unit: str) -> list[tuple[Rect, int]]:
        """The boxes a unit is linked to, and which way: 1 where it needs them."""
        found = []
        for name in self._nesting.below(unit):
            found += [(self._boxes[other], way) for other, way in self._near.get(name, ()) if other in self._boxes]
        return found

    def _wish(self, unit: str, size: tuple[float, float]) -> Point:
        """Beside what it is linked to, on the side where it belongs; else at the end of its container."""
        linked, sizes = self._linked(unit), self._sizes
        if not linked:
            siblings = [*self._siblings(unit).values()]
            at = siblings[-1] if siblings else Rect(0.0, 0.0, 0.0, 0.0)
            return Point(at.right + sizes.beside, at.y) if siblings else Point(0.0, 0.0)
        way = sum(each for _rect, each in linked)
        x = sum(rect.middle.x for rect, _way in linked) / len(linked)
        y = sum(rect.middle.y for rect, _way in linked) / len(linked)
        step = (sizes.between + (sizes.height if sizes.down else sizes.width)) * ((way < 0) - (way > 0))
        x, y = (x, y + step) if sizes.down else (x + step, y)
        return Point(x - size[0] / 2, y - size[1] / 2)

    def _siblings(self, unit: str) -> dict[str, Rect]:
        outer = self._nesting.parent.get(unit)
        held = self._nesting.roots if outer is None else self._nesting.children[outer]
        return {one: self._boxes[one] for one in held if one in self._boxes and one != unit}

    def _spot(self, unit: str, size: tuple[float, float], wish: Point) -> Point:
        """The free spot nearest to a wish."""
        grid = self._sizes.grid
        wish = Point(round(wish.x / grid) * grid, round(wish.y / grid) * grid)
        siblings = [*self._siblings(unit).values()]
        gap = self._sizes.beside / 2
        fallback: Point | None = None
        for at in self._spots(siblings, size, wish):
            rect = Rect(at.x, at.y, size[0], size[1])
            if not any(rect.meets(one, gap) for one in siblings):
                if self._fits(unit, rect):
                    return at
                fallback = fallback or at
        low = max((one.bottom for one in siblings), default=wish.y - self._sizes.beside)
        below = Point(wish.x, low + self._sizes.beside)
        return fallback if fallback and not self._fits(unit, Rect(*below, *size)) else below

    def _spots(self, siblings: Sequence[Rect], size: tuple[float, float], wish: Point) -> Iterator[Point]:
        """Yield the wish, then places in line with, or beside, the boxes near it, the nearest first."""
        yield wish
        near = nsmallest(
            _NEAREST, siblings, key=lambda one: (abs(one.middle.x - wish.x) + abs(one.middle.y - wish.y), one)
        )
        sizes = self._sizes
        beside, after = (sizes.beside, sizes.between) if sizes.down else (sizes.between, sizes.beside)
        xs, ys = {wish.x}, {wish.y}
        for one in near:
            xs |= {one.x, one.right + beside, one.x - size[0] - beside}
            ys |= {one.y, one.bottom + after, one.y - size[1] - after}
        spots = [(abs(x - wish.x) + abs(y - wish.y), y < wish.y, x < wish.x, Point(x, y)) for x in xs for y in ys]
        heapify(spots)
        while spots:
            yield heappop(spots)[-1]

    def _fits(self, unit: str, rect: Rect) -> bool:
        """Whether no container that grows would grow over its neighbours."""
        while unit in self._nesting.parent:
            unit = self._nesting.parent[unit]
            box = self._boxes.get(unit)
            rect = around((rect,), self._sizes)
            if box is not None:
                left, top = min(box.x, rect.x), min(box.y, rect.y)
                rect = Rect(left, top, max(box.right, rect.right) - left, max(box.bottom, rect.bottom) - top)
                if rect == box:
                    return True
            if any(rect.meets(one, self._sizes.grid) for one in self._siblings(unit).values()):
                return False
        return True

    def add(self, unit: str, positions: Positions) -> None:
        """Put a box where it goes, with all it holds; its containers grow."""
        sizes, held_in = self._sizes, set(self._nesting.below(unit))
        self.positions.update(positions)
        boxes = boxes_of(self._nesting, positions, sizes)
        self._boxes.update({name: rect for name, rect in boxes.items() if name in held_in})
        for outer in self._nesting.above(unit):
            was = self._boxes.get(outer)
            held = (self._boxes[one] for one in self._nesting.children[outer] if one in self._boxes)
            self._boxes[outer] = around(held, sizes)
            if self._boxes[outer] != was:
                self._make_room(outer)

    def _make_room(self, unit: str) -> None:
        """Push aside what a container grew over; where that cannot be, the container goes elsewhere if it may."""
        box, siblings = self._boxes[unit], self._siblings(unit)
        if not any(box.meets(one) for one in siblings.values()):
            return
        shifts = pushed_aside(box, siblings, self._sizes.beside, self._stays)
        if shifts is not None:
            for name, by in shifts.items():
                self._shift(name, by)
        elif not self._stays(unit):
            at = self._spot(unit, (box.w, box.h), Point(box.x, box.y))
            self._shift(unit, Point(at.x - box.x, at.y - box.y))

    def _stays(self, name: str) -> bool:
        return not self._pinned.isdisjoint(self._nesting.leaves(name))

    def _shift(self, name: str, by: Point) -> None:
        for one in self._nesting.below(name):
            if one in self._boxes:
                self._boxes[one] = self._boxes[one].moved(by)
            if one in self.positions:
                self.positions[one] = Point(self.positions[one].x + by.x, self.positions[one].y + by.y)
