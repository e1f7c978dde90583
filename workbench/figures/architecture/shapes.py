"""The values a scene is made of: rectangles, paths and texts with roles for colours, and the items they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from workbench.analyses.graph_layout import Point, Rect

__all__ = [
    "Item", "ItemKind", "Mark", "Part", "Path", "PathPart", "RectPart", "Role", "Scene", "Step", "TextPart", "Tier",
    "circle", "line", "moved", "polygon", "rounded", "tier_at",
]  # fmt: skip


class Role(StrEnum):
    """What a colour means; the names are those of the tokens of the window's themes and of `figures.palette`."""

    GROUND = "surface"
    BOX = "raised"
    INSIDE = "sunken"
    LINE = "unanswered"
    FAINT = "line"
    TEXT = "text"
    DIM = "text_dim"
    ACCENT = "accent"
    ACCENT_SOFT = "accent_soft"
    HIGH = "high"
    HIGH_SOFT = "high_soft"
    MEDIUM = "medium"
    MEDIUM_SOFT = "medium_soft"
    LOW = "not_applicable"
    ON_MARK = "on_mark"
    NOTHING = ""


class Tier(IntEnum):
    """Level of detail, by how large the drawing is shown."""

    FAR = 0
    """Boxes only."""
    MIDDLE = 1
    """Large icons and titles of containers, no small text."""
    WORDS = 2
    """Names in large letters, nothing else in words."""
    NEAR = 3
    """Everything."""


def tier_at(zoom: float) -> Tier:
    """Return the level of detail at a scale; 1 is 100 %."""
    if zoom < 0.25:
        return Tier.FAR
    if zoom < 0.36:
        return Tier.MIDDLE
    return Tier.WORDS if zoom < 0.62 else Tier.NEAR


Step = tuple[str, tuple[float, ...]]
Path = tuple[Step, ...]
"""Steps with absolute places: ("M", x y), ("L", x y), ("C", x1 y1 x2 y2 x y), ("Z",)."""


@dataclass(frozen=True, slots=True)
class RectPart:
    """A rectangle, filled or outlined or both.

    Attributes:
        dash: Lengths of dashes and gaps; empty for a solid line.
        least, most: Levels of detail at which it is drawn.
    """

    rect: Rect
    radius: float = 0.0
    fill: Role = Role.NOTHING
    line: Role = Role.NOTHING
    width: float = 1.0
    dash: tuple[float, ...] = ()
    least: Tier = Tier.FAR
    most: Tier = Tier.NEAR


@dataclass(frozen=True, slots=True)
class PathPart:
    """A path, filled or outlined or both; ends and joins are round."""

    path: Path
    fill: Role = Role.NOTHING
    line: Role = Role.NOTHING
    width: float = 1.0
    dash: tuple[float, ...] = ()
    least: Tier = Tier.FAR
    most: Tier = Tier.NEAR


@dataclass(frozen=True, slots=True)
class TextPart:
    """One line of text; `at` is on its base line, at its start, middle or end."""

    at: Point
    text: str
    size: float = 12.0
    role: Role = Role.TEXT
    bold: bool = False
    anchor: str = "start"
    least: Tier = Tier.NEAR
    most: Tier = Tier.NEAR


Part = RectPart | PathPart | TextPart


class ItemKind(StrEnum):
    """What an item is of."""

    CONTAINER = "container"
    TITLE = "title"
    """The title of a container, drawn over the links that lead into it."""
    LINK = "link"
    GROUP = "group"
    ELEMENT = "element"
    JOURNEY = "journey"
    LEGEND = "legend"


class Mark(StrEnum):
    """What is shown of an item besides itself."""

    FAILED = "failed"
    FALLEN = "fallen"
    DEGRADED = "degraded"
    PATH = "path"
    FOLDED = "folded"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True)
class Item:
    """One thing in the drawing.

    Attributes:
        id: Of the element or the journey (see `journey_key`); what is neither has an id that no element can have.
        rect: The box it fills; for a link the box around its route.
        words: What it is and how it is linked, for people who do not see it, and as a tool tip.
        ends: Source and target of a link; owner and members of a group; the container of a title.
        route: Places along a link, source first.
    """

    id: str
    kind: ItemKind
    rect: Rect
    parts: tuple[Part, ...]
    words: str = ""
    marks: frozenset[Mark] = frozenset()
    ends: tuple[str, ...] = ()
    route: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Scene:
    """A drawing, from back to front.

    Attributes:
        bounds: The box around everything.
        title, words: What is to be seen, short and long, for people who do not see it.
    """

    items: tuple[Item, ...]
    bounds: Rect
    title: str = ""
    words: str = ""
    _by_id: dict[str, Item] = field(default_factory=dict, repr=False, compare=False)

    def item(self, item_id: str) -> Item | None:
        """Return an item by its id."""
        if not self._by_id:
            self._by_id.update({one.id: one for one in self.items})
        return self._by_id.get(item_id)

    def of(self, kind: ItemKind) -> tuple[Item, ...]:
        """Return the items of a kind."""
        return tuple(one for one in self.items if one.kind is kind)


_BOW = 0.5522847498
"""Distance of the control points of a quarter circle, of its radius."""


def circle(x: float, y: float, r: float) -> Path:
    """Return a circle."""
    k = r * _BOW
    return (
        ("M", (x + r, y)), ("C", (x + r, y + k, x + k, y + r, x, y + r)), ("C", (x - k, y + r, x - r, y + k, x - r, y)),
        ("C", (x - r, y - k, x - k, y - r, x, y - r)), ("C", (x + k, y - r, x + r, y - k, x + r, y)), ("Z", ()),
    )  # fmt: skip


def line(*places: float) -> Path:
    """Return straight steps through x and y of some places."""
    return tuple(("L" if at else "M", (places[at], places[at + 1])) for at in range(0, len(places), 2))


def polygon(*places: float) -> Path:
    """Return a closed path through x and y of some places."""
    return (*line(*places), ("Z", ()))


def rounded(places: Sequence[Point], radius: float) -> Path:
    """Return straight steps with round corners."""
    inner = radius * (1 - _BOW)
    found: list[Step] = [("M", (places[0].x, places[0].y))]
    for (bx, by), (x, y), (ax, ay) in zip(places, places[1:], places[2:], strict=False):
        before, after = abs(bx - x) + abs(by - y), abs(ax - x) + abs(ay - y)
        start, end = min(radius / before, 0.5) if before else 0.0, min(radius / after, 0.5) if after else 0.0
        near_x, near_y, far_x, far_y = (
            x + (bx - x) * start,
            y + (by - y) * start,
            x + (ax - x) * end,
            y + (ay - y) * end,
        )
        found.append(("L", (near_x, near_y)))
        start = min(inner / (before * start), 0.5) if before and start else 0.0
        end = min(inner / (after * end), 0.5) if after and end else 0.0
        found.append(("C", (
            x + (near_x - x) * start, y + (near_y - y) * start, x + (far_x - x) * end, y + (far_y - y) * end, far_x, far_y,
        )))  # fmt: skip
    found.append(("L", (places[-1].x, places[-1].y)))
    return tuple(found)


def moved(path: Iterable[Step], x: float, y: float, scale: float = 1.0) -> Path:
    """Return a path elsewhere and in another size."""

    def place(values: tuple[float, ...]) -> Iterator[float]:
        for at, value in enumerate(values):
            yield value * scale + (y if at % 2 else x)

    return tuple((step, tuple(place(values))) for step, values in path)
