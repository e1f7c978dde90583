"""The legend: what the marks mean that occur in a drawing, in rows below it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial

from workbench.analyses.graph_layout import LinkKind, Point, Rect
from workbench.domain.finding import Severity
from workbench.figures.architecture.lines import link_parts, pill_parts, pill_width
from workbench.figures.architecture.marks import change_mark, cross, fallen_mark, hatch, number_disc, severity_mark
from workbench.figures.architecture.shapes import Item, ItemKind, Mark, Part, PathPart, RectPart, Role, TextPart
from workbench.figures.architecture.text import text_width
from workbench.figures.architecture.words import LINK_TITLES, MARK_TITLES
from workbench.i18n import N_, _

__all__ = ["legend_of"]

_SIZE, _ROW, _SWATCH, _GAP, _ABOVE = 11.0, 30.0, 34.0, 28.0, 24.0
_SEVERITIES = {
    Severity.HIGH: N_("finding, high"), Severity.MEDIUM: N_("finding, medium"), Severity.LOW: N_("finding, low"),
}  # fmt: skip
_LEAST_WIDE = 480.0
_Entry = tuple[Callable[[float, float], list[Part]], str]
"""How a sign is drawn at its left end and middle height, and what it means."""


def legend_of(
    items: Sequence[Item], kinds: Collection[LinkKind], severities: Collection[Severity], bounds: Rect
) -> Item:
    """Return the legend of what occurs in some items, below a box."""
    entries = [*_links(kinds), *_groups(items), *_marks(items), *_badges(severities)]
    left, wide = bounds.x + 28.0, max(bounds.w - 56.0, _LEAST_WIDE)
    x, y = left, bounds.bottom + _ABOVE - 28.0
    parts: list[Part] = []
    for draw, text in entries:
        width = _SWATCH + 10 + text_width(text, _SIZE)
        if x > left and x + width > left + wide:
            x, y = left, y + _ROW
        parts += draw(x, y + _ROW / 2)
        parts.append(TextPart(Point(x + _SWATCH + 10, y + _ROW / 2 + 4), text, _SIZE, Role.DIM))
        x += width + _GAP
    rect = Rect(left, bounds.bottom + _ABOVE - 28.0, wide, y + _ROW - (bounds.bottom + _ABOVE - 28.0))
    return Item("\0\0legend", ItemKind.LEGEND, rect, tuple(parts), _("Legend"))


def _links(kinds: Collection[LinkKind]) -> Iterator[_Entry]:
    for kind in LinkKind:
        if kind in kinds and kind is not LinkKind.GROUP:

            def draw(x: float, y: float, kind: LinkKind = kind) -> list[Part]:
                return list(link_parts((Point(x, y), Point(x + _SWATCH, y)), kind))

            yield draw, _(LINK_TITLES[kind])


def _groups(items: Sequence[Item]) -> Iterator[_Entry]:
    pills = [one for one in items if one.kind is ItemKind.GROUP and "pill" in one.id]
    if pills:
        text = _("{k} of {n}").format(k="k", n="n")
        yield (
            lambda x, y: list(pill_parts(text, x + _SWATCH - pill_width(text) / 2, y)),
            _("so many of so many members are needed"),
        )
    if any(one.words.startswith("?") for one in pills):
        unknown = _("? of {n}").format(n="n")
        yield (
            lambda x, y: list(pill_parts(unknown, x + _SWATCH - pill_width(unknown) / 2, y)),
            _("nobody has said how many"),
        )


def _marks(items: Sequence[Item]) -> Iterator[_Entry]:
    found = {mark for one in items for mark in one.marks}
    signs: dict[Mark, Callable[[float, float], list[Part]]] = {
        Mark.FAILED: lambda x, y: _swatch(x, y, Role.HIGH_SOFT, Role.HIGH, 2.4) + list(cross(x + 6, y - 7, Role.HIGH, Role.GROUND)),
        Mark.FALLEN: _fallen,
        Mark.DEGRADED: lambda x, y: [
            RectPart(Rect(x + 4, y - 11, 30, 22), 7, line=Role.MEDIUM, width=1.4), *_swatch(x + 2, y, Role.MEDIUM_SOFT, Role.MEDIUM, 1.6, 8)],
        Mark.PATH: lambda x, y: [*link_parts((Point(x, y), Point(x + _SWATCH, y)), LinkKind.HARD, on_path=True), *number_disc(x + 12, y, "1")],
        Mark.FOLDED: lambda x, y: _swatch(x + 3, y + 3, Role.INSIDE, Role.LINE, 1.0) + _swatch(x, y, Role.BOX, Role.LINE, 1.0),
        **{mark: partial(_change, mark) for mark in (Mark.ADDED, Mark.REMOVED, Mark.MOVED, Mark.CHANGED)},
    }  # fmt: skip
    for mark in Mark:
        if mark in found:
            yield signs[mark], _(MARK_TITLES[mark])


def _change(mark: Mark, x: float, y: float) -> list[Part]:
    return list(change_mark(x + _SWATCH / 2, y, mark))


def _swatch(x: float, y: float, fill: Role, line: Role, width: float, less: float = 0.0) -> list[Part]:
    rect = Rect(x + 4 + less / 2, y - 8 + less / 4, 26 - less / 2, 16 - less / 2)
    return [RectPart(rect, 4, fill=fill, line=line, width=width)]


def _fallen(x: float, y: float) -> list[Part]:
    box = Rect(x + 4, y - 8, 26, 16)
    return [
        RectPart(box, 4, fill=Role.BOX, line=Role.HIGH, width=2.0), PathPart(hatch(box, 4), line=Role.HIGH_SOFT, width=3.2),
        *fallen_mark(x + 6, y - 7, Role.HIGH, Role.BOX),
    ]  # fmt: skip


def _badges(severities: Collection[Severity]) -> Iterator[_Entry]:
    for severity in Severity:
        if severity in severities:

            def draw(x: float, y: float, severity: Severity = severity) -> list[Part]:
                return [severity_mark(x + _SWATCH - 8, y, severity)]

            yield draw, _(_SEVERITIES[severity])
