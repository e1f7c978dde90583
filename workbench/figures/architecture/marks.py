"""Marks that say a state by their shape: cross, hatch, second outline, numbers, and the badges of findings."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.analyses.graph_layout import Point, Rect
from workbench.domain.finding import Severity
from workbench.figures.architecture.shapes import (
    Mark,
    Part,
    Path,
    PathPart,
    RectPart,
    Role,
    TextPart,
    Tier,
    circle,
    line,
    polygon,
)
from workbench.figures.architecture.state import Badge
from workbench.figures.architecture.text import text_width

__all__ = ["badge_parts", "change_mark", "cross", "fallen_mark", "hatch", "number_disc", "severity_mark"]

_APART = 9.0


def hatch(rect: Rect, radius: float) -> Path:
    """Return slanted lines inside a rectangle, clear of its round corners."""
    inset = radius * 0.3 + 2.5
    left, top, right, bottom = rect.x + inset, rect.y + inset, rect.right - inset, rect.bottom - inset
    found: list[tuple[str, tuple[float, ...]]] = []
    at = left + top + _APART
    while at < right + bottom:
        x1, x2 = max(left, at - bottom), min(right, at - top)
        found += [("M", (x1, at - x1)), ("L", (x2, at - x2))]
        at += _APART
    return tuple(found)


def cross(x: float, y: float, role: Role, ground: Role) -> tuple[Part, ...]:
    """Return the mark of what failed itself."""
    disc = PathPart(circle(x, y, 9), fill=role, line=ground, width=1.5)
    return disc, PathPart((*line(x - 3.5, y - 3.5, x + 3.5, y + 3.5), *line(x + 3.5, y - 3.5, x - 3.5, y + 3.5)),
                          line=Role.ON_MARK, width=2.0)  # fmt: skip


def fallen_mark(x: float, y: float, role: Role, ground: Role) -> tuple[Part, ...]:
    """Return the mark of what fell with something else."""
    arrow = (*line(x, y - 4, x, y + 4), *line(x - 3.2, y + 1, x, y + 4.2, x + 3.2, y + 1))
    disc = PathPart(circle(x, y, 9), fill=ground, line=role, width=1.6, least=Tier.MIDDLE)
    return disc, PathPart(arrow, line=role, width=1.8, least=Tier.MIDDLE)


def change_mark(x: float, y: float, mark: Mark) -> tuple[Part, ...]:
    """Return plus (added), minus (removed), an arrow (moved) or an unequal sign (said differently) in a disc."""
    signs: dict[Mark, Path] = {
        Mark.ADDED: (*line(x - 4, y, x + 4, y), *line(x, y - 4, x, y + 4)),
        Mark.REMOVED: line(x - 4, y, x + 4, y),
        Mark.MOVED: (*line(x - 4, y, x + 4, y), *line(x + 0.8, y - 3.2, x + 4, y, x + 0.8, y + 3.2)),
        Mark.CHANGED: (*line(x - 4, y - 2, x + 4, y - 2), *line(x - 4, y + 2, x + 4, y + 2), *line(x - 2, y + 5, x + 2, y - 5)),
    }  # fmt: skip
    fill, ink = (Role.GROUND, Role.ACCENT) if mark is Mark.REMOVED else (Role.ACCENT, Role.ON_MARK)
    disc = PathPart(circle(x, y, 9), fill=fill, line=Role.ACCENT if mark is Mark.REMOVED else Role.GROUND, width=1.6)
    return disc, PathPart(signs[mark], line=ink, width=2.0)


def number_disc(x: float, y: float, text: str) -> tuple[Part, ...]:
    """Return a place on a path, counted from its start."""
    width = max(18.0, text_width(text, 10.5, bold=True) + 10)
    return (
        RectPart(Rect(x - width / 2, y - 9, width, 18), 9, fill=Role.ACCENT, line=Role.GROUND, width=1.5),
        TextPart(Point(x, y + 3.8), text, 10.5, Role.ON_MARK, bold=True, anchor="middle"),
    )


def severity_mark(x: float, y: float, severity: Severity, size: float = 5.5) -> PathPart:
    """Return a diamond (high), a triangle (medium) or a bar (low)."""
    if severity is Severity.HIGH:
        return PathPart(polygon(x, y - size, x + size, y, x, y + size, x - size, y), fill=Role.HIGH)
    if severity is Severity.MEDIUM:
        return PathPart(polygon(x, y - size, x + size, y + size * 0.8, x - size, y + size * 0.8), fill=Role.MEDIUM)
    return PathPart(line(x - size * 0.8, y, x + size * 0.8, y), line=Role.LOW, width=2.4)


def badge_parts(badge: Badge, right: float, y: float) -> Iterator[Part]:
    """Yield how many findings there are and how bad the worst is, in a pill that ends at `right`."""
    text = str(badge.count) if badge.count > 1 else ""
    width = 18 + (text_width(text, 10.5, bold=True) + 5 if text else 0.0)
    left = right - width
    line_role = {Severity.HIGH: Role.HIGH, Severity.MEDIUM: Role.MEDIUM, Severity.LOW: Role.LOW}[badge.severity]
    yield RectPart(Rect(left, y - 9, width, 18), 9, fill=Role.BOX, line=line_role, width=1.2, least=Tier.MIDDLE)
    yield severity_mark(left + 9, y, badge.severity)
    if text:
        yield TextPart(Point(left + 17, y + 3.8), text, 10.5, Role.TEXT, bold=True)
