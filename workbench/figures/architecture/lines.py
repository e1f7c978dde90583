"""How links and redundancy groups are drawn: the line and its end say how much is needed, without colour."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from workbench.analyses.graph_layout import LinkKind, Point, Rect
from workbench.domain.graph import Group
from workbench.figures.architecture.shapes import Part, PathPart, RectPart, Role, TextPart, Tier, line, polygon, rounded
from workbench.figures.architecture.text import text_width
from workbench.i18n import _

__all__ = ["DASHES", "group_text", "link_parts", "outline_of", "outline_parts", "pill_parts", "pill_width"]

DASHES: Mapping[LinkKind, tuple[float, ...]] = {
    LinkKind.SOFT: (4.0, 4.0), LinkKind.UNKNOWN: (9.0, 3.0, 2.0, 3.0), LinkKind.LATER: (1.0, 4.0),
}  # fmt: skip
"""Hard links are solid, soft ones dashed, unknown ones dash-dotted, those not needed to run dotted."""
_BEND = 8.0
_HEAD = 8.0
_PILL = 10.0
_LOOSE = 4.0
"""How much larger than its members a line around them may be."""


def link_parts(
    route: Sequence[Point], kind: LinkKind, *, down: bool = False, on_path: bool = False, count: int = 1
) -> Iterator[Part]:  # fmt: skip
    """Yield how a link is drawn.

    Args:
        route: Its corners, source first.
        down: Both ends are down and the link carries it.
        on_path: It is part of a proving path.
        count: How many links a folded container draws as one.
    """
    role, width = (Role.HIGH, 2.0) if down else (Role.LINE, 1.3)
    if kind is LinkKind.JOURNEY and not down:
        role, width = Role.ACCENT, 1.8
    if on_path:
        role, width = Role.ACCENT, 3.4
    tip, before = route[-1], route[-2]
    length = abs(tip.x - before.x) + abs(tip.y - before.y) or 1.0
    x, y = (tip.x - before.x) / length, (tip.y - before.y) / length
    solid = kind not in DASHES
    end = Point(tip.x - x * (_HEAD - 1), tip.y - y * (_HEAD - 1)) if solid else tip
    dash = () if on_path else DASHES.get(kind, ())
    yield PathPart(rounded((*route[:-1], end), _BEND), line=role, width=width, dash=dash)
    size = _HEAD + (3 if on_path else 0)
    left = (tip.x - x * size - y * size / 2, tip.y - y * size + x * size / 2)
    right = (tip.x - x * size + y * size / 2, tip.y - y * size - x * size / 2)
    if solid:
        yield PathPart(polygon(tip.x, tip.y, *left, *right), fill=role, least=Tier.MIDDLE)
    else:
        yield PathPart(line(*left, tip.x, tip.y, *right), line=role, width=1.4, least=Tier.MIDDLE)
    text = str(count) if count > 1 else "?" if kind is LinkKind.UNKNOWN else ""
    if text:
        at = _middle(route)
        half = max(8.0, text_width(text, 10) / 2 + 5)
        yield RectPart(Rect(at.x - half, at.y - 8, 2 * half, 16), 8, fill=Role.GROUND, line=role, least=Tier.NEAR)
        yield TextPart(Point(at.x, at.y + 3.6), text, 10, Role.DIM, anchor="middle")


def _middle(route: Sequence[Point]) -> Point:
    """The middle of the longest step."""
    steps = list(itertools.pairwise(route))
    a, b = max(steps, key=lambda one: abs(one[0].x - one[1].x) + abs(one[0].y - one[1].y))
    return Point((a.x + b.x) / 2, (a.y + b.y) / 2)


def group_text(group: Group) -> str:
    """Return how many of how many are needed."""
    if group.needs is None:
        return _("? of {n}").format(n=len(group.members))
    return _("{k} of {n}").format(k=group.needs, n=len(group.members))


def pill_width(text: str) -> float:
    """Return how wide the pill of a group is."""
    return text_width(text, _PILL, bold=True) + 12


def pill_parts(text: str, x: float, y: float) -> Iterator[Part]:
    """Yield the pill of a group with its middle at a place."""
    width = pill_width(text)
    yield RectPart(
        Rect(x - width / 2, y - 9, width, 18), 9, fill=Role.BOX, line=Role.ACCENT, width=1.2, least=Tier.MIDDLE
    )
    yield TextPart(Point(x, y + 3.6), text, _PILL, Role.ACCENT, bold=True, anchor="middle")


def outline_of(members: Sequence[Rect]) -> Rect | None:
    """Return the line around redundant boxes; None where they stand too far from each other for one."""
    left, top = min(one.x for one in members) - 8, min(one.y for one in members) - 8
    right, bottom = max(one.right for one in members) + 8, max(one.bottom for one in members) + 8
    wide, high = right - left, bottom - top
    return Rect(left, top, wide, high) if wide * high <= _LOOSE * sum(one.w * one.h for one in members) else None


def outline_parts(around: Rect) -> tuple[Part, ...]:
    """Return the line around redundant boxes."""
    return (RectPart(around, 14, line=Role.ACCENT, width=1.2, dash=(2.0, 3.0), least=Tier.MIDDLE),)
