"""The scene: one drawing of an architecture as plain values, for the canvas and for every file."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from copy import copy
from functools import cache
from itertools import pairwise

from workbench.analyses.graph_layout import (
    Link,
    LinkKind,
    Nesting,
    Point,
    Positions,
    Rect,
    Sizes,
    boxes_of,
    gathered,
    journey_of,
    links_of,
    nest,
)
from workbench.domain.collector import collector_paused
from workbench.domain.finding import Severity
from workbench.domain.graph import Graph
from workbench.figures.architecture.boxes import container_parts, element_parts, journey_parts, title_parts
from workbench.figures.architecture.legend import legend_of
from workbench.figures.architecture.lines import (
    DASHES,
    group_text,
    link_parts,
    outline_of,
    outline_parts,
    pill_parts,
    pill_width,
)
from workbench.figures.architecture.routes import Route, routes_of
from workbench.figures.architecture.shapes import Item, ItemKind, Mark, Scene
from workbench.figures.architecture.state import Badge, State
from workbench.figures.architecture.views import View, shown_in
from workbench.figures.architecture.words import element_words, journey_words, link_words, scene_words

__all__ = ["Drawing", "scene"]

_MARGIN = 28.0
_OWN = "\0\0"
"""Before the ids of what is neither element nor journey."""
_STRENGTH = {kind: place for place, kind in enumerate(LinkKind)}


def scene(
    graph: Graph, positions: Positions, view: View | None = None, state: State | None = None,
    sizes: Sizes | None = None, *, nesting: Nesting | None = None, title: str = "", legend: bool = True,
) -> Scene:  # fmt: skip
    """Return the drawing of a graph.

    Args:
        graph: Elements and journeys.
        positions: Of the boxes that hold nothing, see `graph_layout.layout`; without a position nothing is drawn.
        view: What is drawn; everything if None. A part is drawn closer together, in the order it has in the whole.
        state: What is shown besides.
        sizes: Sizes the positions were made with.
        nesting: What is drawn in what, if it is known already.
        title: What the drawing is of.
        legend: Whether the marks that occur are explained below.
    """
    with collector_paused():
        drawing = Drawing(graph, positions, view or View(), state or State(), sizes or Sizes(), nesting or nest(graph))
        items = list(drawing.items())
    bounds = _bounds(items)
    if legend and items:
        found = legend_of(items, drawing.kinds, drawing.severities(), bounds)
        items.append(found)
        bounds = _bounds(items)
    words = scene_words(graph, drawing.boxes, drawing.state)
    return Scene(tuple(items), bounds, title or words.partition(".")[0], words)


class Drawing:
    """What is drawn where, and each item made when it is asked for; its state can change, the rest stays.

    Attributes:
        boxes: Every box that is drawn, containers before what they hold.
        links: The strongest link between each two drawn boxes.
        counts: How many links a folded container draws as one.
        routes: The way of each link.
    """

    def __init__(
        self, graph: Graph, positions: Positions, view: View, state: State, sizes: Sizes, nesting: Nesting
    ) -> None:  # fmt: skip
        self.graph, self.view, self.nesting, self.sizes = graph, view, nesting, sizes
        links = links_of(graph, nesting)
        shown = shown_in(graph, nesting, links, view, state)
        self.boxes = boxes_of(nesting, positions, sizes, shown, view.folded)
        self.take(state)
        self.links, self.counts = self._drawn(links)
        if view.is_part:
            self.boxes = gathered(nesting, self.boxes, self.links, sizes)
        self.kinds = frozenset(link.kind for link in self.links.values())
        self.routes = self._routed(self.links)

    def _routed(self, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Route]:
        pairs = list(pairs)
        looks = {pair: str(self.links[pair].kind) for pair in pairs if self.links[pair].kind in DASHES}
        return routes_of(self.nesting, self.boxes, pairs, self.sizes, looks)

    def moved(
        self, graph: Graph, positions: Positions, near: Callable[[Rect], Iterable[tuple[str, str]]]
    ) -> Drawing | None:  # fmt: skip
        """Return the drawing after some boxes moved, in which other links keep their ways; None for a part.

        Args:
            graph: The same graph but for its positions.
            positions: Of the boxes that hold nothing.
            near: The links that may pass a place.
        """
        if self.view.is_part:
            return None
        made = copy(self)
        made.graph, made.boxes = graph, boxes_of(self.nesting, positions, self.sizes)
        if made.boxes.keys() != self.boxes.keys():
            return None
        other = {name for name, box in made.boxes.items() if box != self.boxes[name]}
        touched = {pair for pair in self.links if not other.isdisjoint(pair)}
        for name in other:
            box, held = made.boxes[name], set(self.nesting.below(name))
            for pair in near(box):
                if held.isdisjoint(pair) and any(_around(step).meets(box) for step in pairwise(self.routes[pair])):
                    touched.add(pair)
        made.routes = {**self.routes, **made._routed([pair for pair in self.links if pair in touched])}
        return made

    def take(self, state: State) -> None:
        """Draw another state from now on; what a view of findings only shows stays."""
        self.state = state
        self.down, self.failed = state.down(), frozenset(state.failed)
        self.path = {name: str(place + 1) for place, name in reversed(list(enumerate(state.path)))}
        self.degraded = frozenset(state.degraded)

    def stand_in(self, name: str) -> str:
        """The box that is drawn for an element: itself, or the folded container it is in; empty for none."""
        while name and name not in self.boxes:
            name = self.nesting.parent.get(name, "")
            if name in self.boxes:
                return name if name in self.view.folded else ""
        return name

    def _drawn(self, links: Sequence[Link]) -> tuple[dict[tuple[str, str], Link], Counter[tuple[str, str]]]:
        """The strongest link between each two drawn boxes, and how many there are."""
        found: dict[tuple[str, str], Link] = {}
        counts: Counter[tuple[str, str]] = Counter()
        for link in links:
            pair = (self.stand_in(link.source), self.stand_in(link.target))
            if not all(pair) or pair[0] == pair[1] or pair[0] in self.nesting.above(pair[1]):
                continue
            if pair[1] in self.nesting.above(pair[0]):
                continue
            if pair != (link.source, link.target):
                counts[pair] += 1
            kept = found.get(pair)
            if kept is None or _STRENGTH[link.kind] < _STRENGTH[kept.kind]:
                found[pair] = link
        return found, counts

    def items(self) -> Iterator[Item]:
        """Everything from back to front; containers from the outermost."""
        boxes = self.boxes
        drawn_open = [name for name in boxes if self.is_open(name)]
        for name in drawn_open:
            yield self.container(name)
        yield from self.outlines()
        hot = [pair for pair in self.links if self.is_hot(pair)]
        for pair in [*(one for one in self.links if one not in set(hot)), *hot]:
            yield self.link(pair)
        for name in drawn_open:
            yield self.title(name)
        open_ = set(drawn_open)
        for name in boxes:
            if journey_of(name):
                yield self.journey(name)
            elif name not in open_:
                yield self.element(name)
        yield from self.pills()

    def severities(self) -> frozenset[Severity]:
        """Those of the findings that are drawn."""
        return frozenset(badge.severity for name, badge in self.state.badges.items() if self.stand_in(name))

    def is_open(self, name: str) -> bool:
        """Whether a box is drawn as a container around what it holds."""
        return name in self.nesting.children and name not in self.view.folded

    def held(self, name: str) -> list[str]:
        """What a folded container holds; empty for anything else."""
        return [one for one in self.nesting.below(name) if one != name] if name in self.view.folded else []

    def marks(self, name: str) -> frozenset[Mark]:
        """The state a box is drawn in."""
        journey = self.graph.journey(journey_of(name)) if journey_of(name) else None
        if journey is not None:
            found = self._own_marks(journey.node) - {Mark.PATH}
            return (frozenset((Mark.FALLEN,)) if Mark.FAILED in found else found) | self._changes(name)
        found, held = self._own_marks(name) | self._changes(name), self.held(name)
        if held:
            found |= {Mark.FOLDED} | (
                {Mark.CHANGED} if any(map(self._changes, held)) and not self._changes(name) else set()
            )
            down = sum(one in self.down for one in held)
            if down and not found & {Mark.FAILED, Mark.FALLEN}:
                found |= {Mark.FALLEN} if down == len(held) else {Mark.DEGRADED}
        return found

    def _changes(self, name: str) -> frozenset[Mark]:
        return frozenset((self.state.changes[name],)) if name in self.state.changes else frozenset()

    def _own_marks(self, name: str) -> frozenset[Mark]:
        if name in self.failed:
            return _marks(Mark.FAILED, name in self.path)
        if name in self.down:
            return _marks(Mark.FALLEN, name in self.path)
        return _marks(Mark.DEGRADED if name in self.degraded else None, name in self.path)

    def _also(self, name: str) -> str:
        return ", ".join(
            self.graph.title(one) for one in self.nesting.also.get(name, ()) if one in self.nesting.children
        )

    def container(self, name: str) -> Item:
        """The ground of a container."""
        node, marks = self.graph.nodes[name], self.marks(name)
        parts = tuple(container_parts(self.boxes[name], self._depth(name), marks))
        words = element_words(self.graph, self.nesting, node, marks)
        return Item(name, ItemKind.CONTAINER, self.boxes[name], parts, words, marks)

    def title(self, name: str) -> Item:
        """The title of a container and its marks, over the links that lead into it."""
        node, marks, rect = self.graph.nodes[name], self.marks(name), self.boxes[name]
        parts = tuple(title_parts(
            node, rect, self._depth(name), marks, number=self.path.get(name, ""), badge=self.state.badges.get(name),
            also=self._also(name),
        ))  # fmt: skip
        return Item(f"{_OWN}title\0{name}", ItemKind.TITLE, Rect(rect.x, rect.y, rect.w, 32.0), parts, ends=(name,))

    def _depth(self, name: str) -> int:
        return len(self.nesting.above(name))

    def element(self, name: str) -> Item:
        """A box that holds nothing, or a folded container."""
        node, marks, badge = self.graph.nodes[name], self.marks(name), self.state.badges.get(name)
        held = self.held(name)
        down = [one for one in held if one in self.down]
        if held:
            badge = _together([self.state.badges[one] for one in (name, *held) if one in self.state.badges])
        numbers = [self.path[one] for one in (name, *held) if one in self.path]
        parts = tuple(element_parts(
            node, self.boxes[name], marks, also=self._also(name), number=", ".join(sorted(numbers, key=int)), badge=badge,
            held=len(held), down=len(down),
        ))  # fmt: skip
        words = element_words(self.graph, self.nesting, node, marks)
        return Item(name, ItemKind.ELEMENT, self.boxes[name], parts, words, marks)

    def journey(self, name: str) -> Item:
        """The signpost of a journey."""
        journey = self.graph.journey(journey_of(name))
        assert journey is not None
        marks = self.marks(name)
        parts = tuple(journey_parts(journey, self.boxes[name], marks))
        return Item(name, ItemKind.JOURNEY, self.boxes[name], parts, journey_words(self.graph, journey, marks), marks)

    def link(self, pair: tuple[str, str]) -> Item:
        """A link between two drawn boxes."""
        link, route = self.links[pair], self.routes[pair]
        parts = tuple(link_parts(
            route, link.kind, down=self.is_down(pair), on_path=self.on_path(pair), count=self.counts[pair],
        ))  # fmt: skip
        words = link_words(self.graph, link, self.counts[pair])
        return Item(
            _OWN + "link\0" + "\0".join(pair), ItemKind.LINK, _around(route), parts, words, ends=pair, route=route
        )

    def is_hot(self, pair: tuple[str, str]) -> bool:
        """Whether a link is drawn over the others: it carries a failure, or is part of the path."""
        return self.is_down(pair) or self.on_path(pair)

    def is_down(self, pair: tuple[str, str]) -> bool:
        """Whether a link carries a failure."""
        link = self.links[pair]
        source = self.graph.journey(journey_of(link.source))
        start = source.node if source else link.source
        return start in self.down and link.target in self.down and link.kind not in (LinkKind.SOFT, LinkKind.LATER)

    def on_path(self, pair: tuple[str, str]) -> bool:
        """Whether a link is part of the path."""
        return any(
            (self.stand_in(a), self.stand_in(b)) == pair
            for a, b in zip(self.state.path, self.state.path[1:], strict=False)
        )

    def outlines(self, among: Container[str] | None = None) -> Iterator[Item]:
        """Lines around the members of groups that stand together; only of those with such a member, unless None."""
        leaves = {name: rect for name, rect in self.boxes.items() if name not in self.nesting.children}
        by_left = sorted((rect.x, name) for name, rect in leaves.items())
        holding = [name for name in self.boxes if name in self.nesting.children]
        for owner, node in self.graph.nodes.items():
            for number, group in enumerate(node.groups):
                if among is not None and not any(one in among for one in group.members):
                    continue
                members = [leaves[one] for one in group.members if one in leaves]
                around = outline_of(members) if 1 < len(members) == len(group.members) else None
                if around is None:
                    continue
                first = bisect_left(by_left, (around.x - self.sizes.width, ""))
                near = by_left[first : bisect_left(by_left, (around.right, ""))]
                if any(around.meets(leaves[one]) for _left, one in near if one not in group.members):
                    continue
                homes = {outer for one in group.members for outer in self.nesting.above(one)}
                if not any(around.meets(self.boxes[one]) for one in holding if one not in homes):
                    yield Item(f"{_OWN}outline\0{owner}\0{number}", ItemKind.GROUP, around, outline_parts(around),
                               group_text(group), ends=(owner, *group.members))  # fmt: skip

    def pills(self, among: Container[str] | None = None) -> Iterator[Item]:
        """How many of how many are needed, at the side of who needs them; only of some owners, unless None."""
        for owner, node in self.graph.nodes.items():
            rect = self.boxes.get(owner)
            if rect is None or owner in self.view.folded or (among is not None and owner not in among):
                continue
            for number, group in enumerate(node.groups):
                starts = [self.routes[owner, one][0] for one in group.members if (owner, one) in self.routes]
                if not starts:
                    continue
                text = group_text(group)
                at = self._pill_place(rect, starts, number - (len(node.groups) - 1) / 2, pill_width(text))
                half = pill_width(text) / 2
                yield Item(f"{_OWN}pill\0{owner}\0{number}", ItemKind.GROUP, Rect(at.x - half, at.y - 9, 2 * half, 18),
                           tuple(pill_parts(text, at.x, at.y)), text, ends=(owner, *group.members))  # fmt: skip

    def _pill_place(self, rect: Rect, starts: Sequence[Point], shift: float, width: float) -> Point:
        """Over the side where most links to the members begin; several pills stand beside each other."""
        middle = rect.middle
        if self.sizes.down:
            below = sum(one.y >= middle.y for one in starts) * 2 >= len(starts)
            return Point(middle.x + shift * (width + 4), rect.bottom if below else rect.y)
        after = sum(one.x >= middle.x for one in starts) * 2 >= len(starts)
        return Point(rect.right if after else rect.x, middle.y + shift * 22)


@cache
def _marks(state: Mark | None, on_path: bool) -> frozenset[Mark]:
    return frozenset(mark for mark in (state, Mark.PATH if on_path else None) if mark)


def _together(badges: Sequence[Badge]) -> Badge | None:
    if not badges:
        return None
    order = list(Severity)
    return Badge(min((one.severity for one in badges), key=order.index), sum(one.count for one in badges))


def _around(route: Sequence[Point]) -> Rect:
    left, top = min(one.x for one in route), min(one.y for one in route)
    return Rect(left, top, max(one.x for one in route) - left, max(one.y for one in route) - top)


def _bounds(items: Sequence[Item]) -> Rect:
    if not items:
        return Rect(0, 0, 0, 0)
    rects = [one.rect for one in items]
    left, top = min(one.x for one in rects) - _MARGIN, min(one.y for one in rects) - _MARGIN
    right, bottom = max(one.right for one in rects) + _MARGIN, max(one.bottom for one in rects) + _MARGIN
    return Rect(left, top, right - left, bottom - top)
