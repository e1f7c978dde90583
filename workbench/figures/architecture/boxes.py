"""How elements, containers and journeys are drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.analyses.graph_layout import Point, Rect
from workbench.domain.graph import KIND_TITLES, Journey, Node
from workbench.figures.architecture.icons import JOURNEY, STROKE, icon_name, icon_path
from workbench.figures.architecture.marks import badge_parts, change_mark, cross, fallen_mark, hatch, number_disc
from workbench.figures.architecture.shapes import (
    Mark,
    Part,
    Path,
    PathPart,
    RectPart,
    Role,
    TextPart,
    Tier,
    moved,
    polygon,
)
from workbench.figures.architecture.state import Badge
from workbench.figures.architecture.text import cut, text_width, wrapped
from workbench.i18n import _, n_

__all__ = [
    "container_parts", "container_title", "element_parts", "journey_parts", "second_line",
    "title_parts",
]  # fmt: skip

_NAME, _TITLE, _SMALL = 12.0, 11.0, 10.5
_LARGE = 18.0
_ICON, _TEXT_LEFT = 20.0, 42.0
_CUT = 9.0
_SERVICES = {
    "ElasticLoadBalancingV2": "ELB", "ElasticLoadBalancing": "ELB", "CertificateManager": "ACM", "ApiGateway": "API Gateway",
    "ElastiCache": "Cache", "SecretsManager": "Secrets", "OpenSearchServerless": "OpenSearch",
}  # fmt: skip
"""Short names of services whose names are long."""
_ACRONYMS = frozenset(("Nat", "Vpc", "Acl", "Dns", "Api", "Db"))
_JOINTS = re.compile(r"::|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GUARDS = frozenset(("kms_key", "credential", "role", "certificate", "quota", "control_plane"))


def second_line(node: Node, also: str = "") -> str:
    """Return what an element is, in few words: another place it stands in, else its type, else its kind."""
    if also:
        return _("also in {place}").format(place=also)
    if node.type.startswith("AWS::"):
        service, _colons, thing = node.type.removeprefix("AWS::").partition("::")
        words = [
            word.upper() if word.isupper() or word in _ACRONYMS else word.lower()
            for word in _JOINTS.sub(" ", thing).split()
        ]
        short = _SERVICES.get(service, service)
        return " ".join((short, *(words[1:] if words[:1] == [short.lower()] else words)))
    return node.type or _(KIND_TITLES.get(node.kind, node.kind.replace("_", " ").capitalize()))


def container_title(node: Node) -> str:
    """Return the name of a container with what it is, where the name does not say it."""
    kind = _(KIND_TITLES.get(node.kind, ""))
    known = not kind or node.kind == "component" or kind.casefold() in node.title.casefold()
    return node.title if known else f"{kind} {node.title}"


def _look(marks: frozenset[Mark], plain: Role) -> tuple[Role, Role, float]:
    """Fill, line and width of the line of a box in its state."""
    if Mark.FAILED in marks:
        return Role.HIGH_SOFT, Role.HIGH, 2.4
    if Mark.FALLEN in marks:
        return plain, Role.HIGH, 2.0
    if Mark.DEGRADED in marks:
        return Role.MEDIUM_SOFT, Role.MEDIUM, 1.6
    return plain, Role.LINE, 1.0


def _icon(name: str, x: float, y: float, size: float, role: Role, least: Tier, most: Tier) -> PathPart:
    path = moved(icon_path(name), x, y, size / 20)
    return PathPart(path, line=role, width=STROKE * size / 20, least=least, most=most)


def _state_parts(rect: Rect, radius: float, marks: frozenset[Mark], number: str, badge: Badge | None) -> Iterator[Part]:
    """What lies over a box: outlines and marks at its corners."""
    _fill, ink, _width = _look(marks, Role.BOX)
    if Mark.DEGRADED in marks:
        outer = Rect(rect.x - 4, rect.y - 4, rect.w + 8, rect.h + 8)
        yield RectPart(outer, radius + 4, line=Role.MEDIUM, width=1.4, least=Tier.MIDDLE)
    if Mark.PATH in marks:
        outer = Rect(rect.x - 3, rect.y - 3, rect.w + 6, rect.h + 6)
        yield RectPart(outer, radius + 3, line=Role.ACCENT, width=3.0)
    if Mark.FAILED in marks:
        yield from cross(rect.x + 2, rect.y + 2, ink, Role.GROUND)
    elif Mark.FALLEN in marks:
        yield from fallen_mark(rect.x + 2, rect.y + 2, ink, Role.BOX)
    if number:
        yield from number_disc(rect.x + (24 if marks & {Mark.FAILED, Mark.FALLEN} else 4), rect.y, number)
    if badge:
        yield from badge_parts(badge, rect.right + 6, rect.y)
    for mark in (Mark.ADDED, Mark.REMOVED, Mark.MOVED, Mark.CHANGED):
        if mark in marks:
            outer = Rect(rect.x - 3, rect.y - 3, rect.w + 6, rect.h + 6)
            dash = (7.0, 4.0) if mark is Mark.REMOVED else ()
            yield RectPart(outer, radius + 3, line=Role.ACCENT, width=2.2, dash=dash)
            yield from change_mark(rect.x + 4, rect.bottom - 2, mark)


def _outline(node: Node, rect: Rect, fill: Role, ink: Role, width: float) -> tuple[Part, float]:
    """The shape of an element: a name for others is a pill, a guard has cut corners, an outsider a dashed line."""
    if node.kind in _GUARDS:
        c, r = _CUT, rect
        path: Path = polygon(
            r.x + c, r.y, r.right - c, r.y, r.right, r.y + c, r.right, r.bottom - c, r.right - c, r.bottom, r.x + c,
            r.bottom, r.x, r.bottom - c, r.x, r.y + c,
        )  # fmt: skip
        return PathPart(path, fill=fill, line=ink, width=width), _CUT
    radius = rect.h / 2 if not node.failable else 8.0
    dash = (5.0, 3.0) if node.kind in ("vendor", "model_provider") else ()
    return RectPart(rect, radius, fill=fill, line=ink, width=width, dash=dash), radius


def _large(title: str, icon: str, rect: Rect, inside: Rect, ink: Role, text: Role) -> Iterator[Part]:
    """Yield icon and name as they are shown from further away, where small text cannot be read."""
    size, left = 22.0, rect.x + 36
    yield _icon(icon, rect.x + 9, rect.y + (rect.h - size) / 2, size, ink, Tier.WORDS, Tier.WORDS)
    lines = wrapped(title, _LARGE, inside.right - left - 4, 2)
    first = rect.y + rect.h / 2 + (6.5 if len(lines) == 1 else -4)
    for place, line in enumerate(lines):
        yield TextPart(Point(left, first + place * 21), line, _LARGE, text, least=Tier.WORDS, most=Tier.WORDS)


def element_parts(
    node: Node, rect: Rect, marks: frozenset[Mark], *, also: str = "", number: str = "", badge: Badge | None = None,
    held: int = 0, down: int = 0,
) -> Iterator[Part]:  # fmt: skip
    """Yield how an element is drawn.

    Args:
        node: The element.
        rect: Its box.
        marks: Its state.
        also: Another place it stands in.
        number: Its place on a path.
        badge: Findings about it.
        held: How many elements a folded container holds; 0 for no container.
        down: How many of these are down.
    """
    fill, ink, width = _look(marks, Role.BOX)
    if held:
        back = Rect(rect.x + 5, rect.y + 5, rect.w, rect.h)
        yield RectPart(back, 8, fill=Role.INSIDE, line=ink, width=1.0)
    outline, radius = _outline(node, rect, fill, ink, width)
    yield outline
    if Mark.FALLEN in marks:
        yield PathPart(hatch(rect, radius), line=Role.HIGH_SOFT, width=3.2, least=Tier.MIDDLE)
    name, quiet = icon_name(node), Role.HIGH if marks & {Mark.FAILED, Mark.FALLEN} else Role.DIM
    middle = rect.y + rect.h / 2
    big = rect.h * 0.74
    yield _icon(name, rect.middle.x - big / 2, middle - big / 2, big, quiet, Tier.MIDDLE, Tier.MIDDLE)
    yield _icon(name, rect.x + 13, middle - _ICON / 2, _ICON, quiet, Tier.NEAR, Tier.NEAR)
    yield from _large(
        node.title, name, rect, Rect(rect.x, rect.y, rect.w - (8 if radius > 8 else 0), rect.h), quiet, Role.TEXT
    )
    room = rect.w - _TEXT_LEFT - (16 if radius > 8 else 10)
    left, lines = rect.x + _TEXT_LEFT, wrapped(node.title, _NAME, room, 2)
    below = second_line(node, also)
    if held:
        below = n_("{n} element", "{n} elements", held).format(n=held)
        if down:
            below = _("{down} of {n} down").format(down=down, n=held)
    if len(lines) == 1 or held:
        yield TextPart(Point(left, middle - 4), cut(node.title, _NAME, room), _NAME)
        yield TextPart(Point(left, middle + 12), cut(below, _SMALL, room), _SMALL, Role.DIM)
    else:
        yield TextPart(Point(left, middle - 3), lines[0], _NAME)
        yield TextPart(Point(left, middle + 12), lines[1], _NAME)
    yield from _state_parts(rect, radius, marks, number, badge)


def _ground(depth: int, marks: frozenset[Mark]) -> tuple[Role, Role, float]:
    return _look(marks, Role.INSIDE if depth % 2 == 0 else Role.GROUND)


def container_parts(rect: Rect, depth: int, marks: frozenset[Mark]) -> Iterator[Part]:
    """Yield how a container is drawn, without its title; each second depth is darker."""
    fill, ink, width = _ground(depth, marks)
    dash = () if marks & {Mark.FAILED, Mark.FALLEN} else (5.0, 4.0)
    yield RectPart(rect, 12, fill=fill, line=ink, width=width, dash=dash)
    if Mark.FALLEN in marks:
        strip = Rect(rect.x, rect.y, rect.w, 32)
        yield PathPart(hatch(strip, 12), line=Role.HIGH_SOFT, width=3.2, least=Tier.MIDDLE)


def title_parts(
    node: Node, rect: Rect, depth: int, marks: frozenset[Mark], *, number: str = "", badge: Badge | None = None,
    also: str = "",
) -> Iterator[Part]:  # fmt: skip
    """Yield the title of a container on a ground of its own, and what is marked at its corners."""
    role = Role.HIGH if marks & {Mark.FAILED, Mark.FALLEN} else Role.DIM
    said = "{name}"
    if Mark.FAILED in marks:
        said = _("{name}, failed")
    elif Mark.FALLEN in marks:
        said = _("{name}, down")
    also = " · " + _("also in {place}").format(place=also) if also else ""
    full, short = (said.format(name=name) + also for name in (container_title(node), node.title))
    room = rect.w - (70 if badge else 50)
    text = cut(full if text_width(full, _TITLE) <= room else short, _TITLE, room)
    ground = Rect(rect.x + 10, rect.y + 8, text_width(text, _TITLE) + 30, 20)
    yield RectPart(ground, 6, fill=_ground(depth, marks)[0], least=Tier.NEAR)
    yield _icon(icon_name(node), rect.x + 14, rect.y + 10.5, 15, role, Tier.NEAR, Tier.NEAR)
    yield TextPart(Point(rect.x + 35, rect.y + 22), text, _TITLE, role)
    far = cut(container_title(node), 24, rect.w - 32)
    yield TextPart(Point(rect.x + 16, rect.y + 30), far, 24, role, least=Tier.MIDDLE, most=Tier.MIDDLE)
    words = cut(full if text_width(full, _LARGE) <= rect.w - 28 else short, _LARGE, rect.w - 28)
    yield TextPart(Point(rect.x + 14, rect.y + 27), words, _LARGE, role, least=Tier.WORDS, most=Tier.WORDS)
    yield from _state_parts(rect, 12, marks, number, badge)


def journey_parts(journey: Journey, rect: Rect, marks: frozenset[Mark]) -> Iterator[Part]:
    """Yield how a journey is drawn: a signpost to where it enters."""
    fill, ink, _width = _look(marks, Role.ACCENT_SOFT)
    if ink is Role.LINE:
        ink = Role.ACCENT
    tip, r = 16.0, rect
    shape = polygon(r.x, r.y, r.right - tip, r.y, r.right, r.y + r.h / 2, r.right - tip, r.bottom, r.x, r.bottom)
    yield PathPart(shape, fill=fill, line=ink, width=2.0)
    if Mark.FALLEN in marks:
        yield PathPart(hatch(Rect(r.x, r.y, r.w - tip, r.h), 0), line=Role.HIGH_SOFT, width=3.2, least=Tier.MIDDLE)
    middle, big = rect.y + rect.h / 2, rect.h * 0.74
    yield _icon(JOURNEY, r.x + r.w / 2 - big / 2, middle - big / 2, big, ink, Tier.MIDDLE, Tier.MIDDLE)
    yield _icon(JOURNEY, r.x + 12, middle - _ICON / 2, _ICON, ink, Tier.NEAR, Tier.NEAR)
    yield from _large(journey.title, JOURNEY, r, Rect(r.x, r.y, r.w - tip, r.h), ink, Role.TEXT)
    room = r.w - _TEXT_LEFT - tip
    lines = wrapped(journey.title, _NAME, room, 2, bold=True)
    below = _("User journey")
    if Mark.FALLEN in marks:
        below = _("Journey ended")
    elif Mark.DEGRADED in marks:
        below = _("Journey degraded")
    if len(lines) > 1:
        yield TextPart(Point(r.x + _TEXT_LEFT, middle - 3), lines[0], _NAME, bold=True)
        yield TextPart(Point(r.x + _TEXT_LEFT, middle + 12), lines[1], _NAME, bold=True)
    else:
        yield TextPart(
            Point(r.x + _TEXT_LEFT, middle - 4), cut(journey.title, _NAME, room, bold=True), _NAME, bold=True
        )
        yield TextPart(Point(r.x + _TEXT_LEFT, middle + 12), cut(below, _SMALL, room), _SMALL, Role.DIM)
    yield from _state_parts(rect, 2, marks, "", None)
