"""The layout: each container is laid out by itself, from the innermost to the outermost, and is one box in the next.

Some passes follow in which each container knows where its outside neighbours stand. Deterministic; about linear in the
number of links.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from workbench.analyses.graph_layout.boxes import Point, Positions, Sizes
from workbench.analyses.graph_layout.coordinates import settle
from workbench.analyses.graph_layout.layers import forward, layers_of
from workbench.analyses.graph_layout.links import Link, LinkKind
from workbench.analyses.graph_layout.nesting import Nesting, journey_of
from workbench.analyses.graph_layout.ordering import Layered, keep_order, layered, reduce_crossings
from workbench.i18n import _
from workbench.progress import Progress, Silent

__all__ = ["FEW", "Arranged", "Kept", "Shape", "absolute", "arrange"]

_SILENT = Silent()
_PASSES = 2
_ASPECT = 1.6
"""Width over height that a container aims at."""
FEW = 4
"""So many containers stand beside each other where there is room."""
_LARGEST_CLUSTER = 6
_MOST_TRACKS = 14
_OUTSIDE = 1.0
"""How much a link to the outside counts beside one inside."""
_WEIGHTS = {LinkKind.JOURNEY: 3.0, LinkKind.HARD: 2.0, LinkKind.GROUP: 2.0, LinkKind.UNKNOWN: 2.0, LinkKind.SOFT: 1.0,
            LinkKind.LATER: 0.5}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide layers may be.

    Attributes:
        slack: How much wider than the aspect says; few boxes should not be broken into two layers.
        abreast: How much wider than that few containers may be that stand beside each other.
    """

    slack: float = 1.0
    abreast: float = 1.0


@dataclass(frozen=True, slots=True)
class Kept:
    """How the boxes of one container stand already.

    Attributes:
        rows: The layer of each box.
        middles: What they are ordered by in their layers.
    """

    rows: Sequence[int]
    middles: Sequence[float]


@dataclass
class _Level:
    """One container and the links between what it holds.

    Attributes:
        boxes: What it holds.
        links: For each pair of places in `boxes`: the links between them, and whether each goes the other way.
        outside: For each place in `boxes`: the ends of links that leave the container, inner end and outer end.
    """

    boxes: tuple[str, ...]
    links: dict[tuple[int, int], list[Link]] = field(default_factory=dict)
    outside: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    layer: list[int] = field(default_factory=list)
    arrows: dict[tuple[int, int], float] = field(default_factory=dict)
    cluster: list[int] = field(default_factory=list)
    corners: list[Point] = field(default_factory=list)
    kept: Kept | None = None


_PLAIN_SHAPE = Shape()


@dataclass(frozen=True)
class Arranged:
    """A layout, as corners inside the container of each box.

    Attributes:
        corners: Top left corner of each box, seen from the corner of its container.
        extents: Width and height of each box.
    """

    corners: dict[str, Point]
    extents: dict[str, tuple[float, float]]


def _across(sizes: Sizes, pair: tuple[float, float]) -> float:
    """The one of x and y, or of width and height, that runs along a layer."""
    return pair[0] if sizes.down else pair[1]


def _along(sizes: Sizes, pair: tuple[float, float]) -> float:
    """The one that runs from layer to layer."""
    return pair[1] if sizes.down else pair[0]


def absolute(nesting: Nesting, corners: Positions) -> dict[str, Point]:
    """Return the corner of every box seen from the corner of the drawing."""
    found: dict[str, Point] = {}
    for name in nesting.everything:
        outer = found.get(nesting.parent.get(name, ""), Point(0.0, 0.0))
        found[name] = Point(outer.x + corners[name].x, outer.y + corners[name].y)
    return found


def arrange(
    nesting: Nesting, links: Sequence[Link], sizes: Sizes, shape: Shape = _PLAIN_SHAPE, progress: Progress = _SILENT,
    kept: Mapping[str, Kept] | None = None,
) -> Arranged:  # fmt: skip
    """Lay out some boxes in one shape.

    Args:
        nesting: What is drawn in what.
        links: Between these boxes.
        sizes: Sizes and distances.
        shape: How wide layers may be.
        progress: Called while it works; raises Cancelled to stop.
        kept: Rows and order that stay, by container, "" for what stands in none; everything is ordered anew if None.
    """
    levels = _levels(nesting, links)
    for name, one in (kept or {}).items():
        levels[name].kept, levels[name].layer = one, list(one.rows)
        _set_arrows(levels[name])
    inner_first = [name for name in reversed(nesting.everything) if name in levels] + [""]
    extents = {name: _plain(sizes) for name in nesting.everything}
    corners: dict[str, Point] = {}
    middles: dict[str, float] = {}
    steps = _PASSES * len(inner_first)
    for number in range(_PASSES):
        for done, name in enumerate(inner_first):
            if done % 16 == 0:
                progress(number * len(inner_first) + done, steps, _("Laying out"))
            extent = _arrange_level(levels[name], name, sizes, shape, extents, middles, corners, nesting)
            if name:
                extents[name] = extent
            for box, corner in zip(levels[name].boxes, levels[name].corners, strict=True):
                corners[box] = corner
        places = absolute(nesting, corners)
        middles = {name: _across(sizes, at) + _across(sizes, extents[name]) / 2 for name, at in places.items()}
    progress(steps, steps)
    return Arranged(corners, extents)


def _levels(nesting: Nesting, links: Sequence[Link]) -> dict[str, _Level]:
    levels = {name: _Level(held) for name, held in nesting.children.items()}
    levels[""] = _Level(nesting.roots)
    place = {name: at for level in levels.values() for at, name in enumerate(level.boxes)}
    paths = {name: (*reversed(nesting.above(name)), name) for name in nesting.everything}
    groups: dict[tuple[str, int], list[str]] = {}
    for link in links:
        first, second = paths[link.source], paths[link.target]
        depth = 0
        while first[depth] == second[depth]:
            depth += 1
        level = levels[first[depth - 1] if depth else ""]
        level.links.setdefault((place[first[depth]], place[second[depth]]), []).append(link)
        for path, other in ((first, link.target), (second, link.source)):
            for at in range(depth + 1, len(path)):
                outside = levels[path[at - 1]].outside.setdefault(place[path[at]], [])
                outside.append((path[-1], other))
        if link.group >= 0:
            groups.setdefault((link.source, link.group), []).append(link.target)
    for level in levels.values():
        level.cluster = [-1] * len(level.boxes)
    for number, members in enumerate(groups.values()):
        homes = {nesting.parent.get(one, "") for one in members}
        if len(homes) == 1 and 1 < len(members) <= _LARGEST_CLUSTER:
            _join(levels[homes.pop()], [place[one] for one in members], number)
    return levels


def _join(level: _Level, members: list[int], number: int) -> None:
    """Keep the members of a group together, unless they are linked among themselves or are in another group."""
    if all(level.cluster[one] < 0 for one in members) and not any(
        (a, b) in level.links for a in members for b in members
    ):
        for one in members:
            level.cluster[one] = number


def _set_layers(level: _Level, sizes: Sizes, shape: Shape, extents: dict[str, tuple[float, float]]) -> None:
    """Layers with each group of redundant boxes as one."""
    count = len(level.boxes)
    of_cluster: dict[int, int] = {}
    unit = [of_cluster.setdefault(key, box) if key >= 0 else box for box, key in enumerate(level.cluster)]
    numbers = {one: at for at, one in enumerate(dict.fromkeys(unit))}
    unit = [numbers[one] for one in unit]
    weights: dict[tuple[int, int], float] = {}
    for (a, b), some in level.links.items():
        if unit[a] != unit[b]:
            key = (unit[a], unit[b])
            weights[key] = weights.get(key, 0.0) + sum(_WEIGHTS[link.kind] for link in some)
    spans = [0.0] * len(numbers)
    area = 0.0
    for box, name in enumerate(level.boxes):
        span = _across(sizes, extents[name]) + sizes.beside
        spans[unit[box]] += span
        area += span * (_along(sizes, extents[name]) + sizes.between)
    entries = frozenset(unit[box] for box, name in enumerate(level.boxes) if journey_of(name))
    wide = sqrt(area * (_ASPECT if sizes.down else 1 / _ASPECT)) * shape.slack
    beside = _side_by_side(level, sizes, extents)
    cap = max(
        wide,
        FEW * (_across(sizes, _plain(sizes)) + sizes.beside),
        max(spans, default=0.0),
        beside if beside <= shape.abreast * wide else 0.0,
    )
    turned = forward(len(numbers), weights)
    layer = layers_of(len(numbers), turned, spans, cap, entries)
    level.layer = [layer[unit[box]] for box in range(count)]
    _set_arrows(level)


def _set_arrows(level: _Level) -> None:
    level.arrows = {}
    for (a, b), some in level.links.items():
        if level.layer[a] != level.layer[b]:
            key = (a, b) if level.layer[a] < level.layer[b] else (b, a)
            level.arrows[key] = level.arrows.get(key, 0.0) + sum(_WEIGHTS[link.kind] for link in some)


def _side_by_side(level: _Level, sizes: Sizes, extents: dict[str, tuple[float, float]]) -> float:
    """Room that few containers of one container need beside each other, as Availability Zones are drawn."""
    held = [_across(sizes, extents[name]) + sizes.beside for name in level.boxes if extents[name] != _plain(sizes)]
    return sum(held) if len(held) <= FEW else 0.0


def _plain(sizes: Sizes) -> tuple[float, float]:
    return sizes.width, sizes.height


def _arrange_level(
    level: _Level, name: str, sizes: Sizes, shape: Shape, extents: dict[str, tuple[float, float]],
    middles: dict[str, float], corners: dict[str, Point], nesting: Nesting,
) -> tuple[float, float]:  # fmt: skip
    if not level.layer:
        _set_layers(level, sizes, shape, extents)
    spans = [_across(sizes, extents[box]) for box in level.boxes]
    made = layered(level.layer, level.arrows, [span + sizes.beside for span in spans], sizes.lane * 2)
    made.cluster = level.cluster
    if middles and name:
        made.pulls = _pulls(level, middles, middles[name], _across(sizes, extents[name]) / 2)
    if level.kept is None:
        reduce_crossings(made)
    else:
        keep_order(made, level.kept.middles)
    settled = settle(made, _offsets(level, made, sizes, extents, corners, nesting))
    starts = [at - span / 2 for at, span in zip(settled, spans, strict=False)]
    first, grid = min(starts, default=0.0), sizes.grid
    layers = _layer_places(level, made, sizes, extents)
    left, head = (sizes.side, sizes.head) if name else (0.0, 0.0)
    level.corners = []
    for box, start in enumerate(starts):
        across, along = round((start - first) / grid) * grid, layers[level.layer[box]]
        x, y = (across, along) if sizes.down else (along, across)
        level.corners.append(Point(left + x, head + y))
    right = max((at.x + extents[each][0] for at, each in zip(level.corners, level.boxes, strict=True)), default=0.0)
    bottom = max((at.y + extents[each][1] for at, each in zip(level.corners, level.boxes, strict=True)), default=0.0)
    return right + sizes.side, bottom + sizes.foot


def _pulls(level: _Level, middles: dict[str, float], middle: float, reach: float) -> dict[int, tuple[float, float]]:
    found = {}
    for box, ends in level.outside.items():
        wanted = [min(max(middles[outer] - middle, -reach), reach) for _inner, outer in ends]
        found[box] = (sum(wanted) / len(wanted), _OUTSIDE * len(wanted))
    return found


def _offsets(
    level: _Level, made: Layered, sizes: Sizes, extents: dict[str, tuple[float, float]], corners: dict[str, Point],
    nesting: Nesting,
) -> dict[tuple[int, int], float]:  # fmt: skip
    """How far behind the middles of two boxes the ends of their links are; see settle."""
    ends: dict[tuple[int, int], list[float]] = {}

    def end(box: int, inner: str) -> float:
        """How far behind the middle of a box the middle of something in it is."""
        outer = level.boxes[box]
        behind = _across(sizes, extents[inner]) / 2
        while inner != outer:
            behind += _across(sizes, corners[inner])
            inner = nesting.parent[inner]
        return behind - _across(sizes, extents[outer]) / 2

    for (a, b), some in level.links.items():
        for link in some:
            ends.setdefault((a, b), []).append(end(a, link.source))
            ends.setdefault((b, a), []).append(end(b, link.target))
    mean = {key: sum(values) / len(values) for key, values in ends.items()}
    found: dict[tuple[int, int], float] = {}
    for (a, b), (first, last) in made.hops.items():
        at_a, at_b = mean.get((a, b), 0.0), mean.get((b, a), 0.0)
        if first == b:
            found[a, b], found[b, a] = at_b - at_a, at_a - at_b
        else:
            found[a, first], found[first, a] = -at_a, at_a
            found[last, b], found[b, last] = at_b, -at_b
    return found


def _layer_places(
    level: _Level, made: Layered, sizes: Sizes, extents: dict[str, tuple[float, float]]
) -> list[float]:  # fmt: skip
    """Where each layer begins: wide enough before it for the routes that turn there."""
    starts, at = [], 0.0
    for place, layer in enumerate(made.layers):
        if place:
            turning = sum(1 for box in made.layers[place - 1] if made.after[box])
            at += sizes.between + sizes.lane * min(max(turning - 2, 0), _MOST_TRACKS)
        starts.append(at)
        at += max((_along(sizes, extents[level.boxes[box]]) for box in layer if box < made.real), default=0.0)
    return [round(one / sizes.grid) * sizes.grid for one in starts]
