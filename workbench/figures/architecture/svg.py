"""A scene as SVG: texts stay texts, nothing is loaded or run, and screen readers find a title and a description."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from workbench.figures.architecture.shapes import Item, ItemKind, Part, Path, PathPart, RectPart, Role, Scene, Tier
from workbench.figures.palette import LIGHT, Palette

__all__ = ["svg_of_scene"]

_FONT = "DejaVu Sans, Verdana, Geneva, sans-serif"
_BAD = {code: None for code in (*range(32), 0xFFFE, 0xFFFF) if code not in (9, 10, 13)}


def svg_of_scene(scene: Scene, palette: Palette = LIGHT, *, tier: Tier = Tier.NEAR, ids: str = "a") -> str:
    """Return a scene as an SVG element; the same scene gives the same text.

    Args:
        scene: The drawing.
        palette: Colours.
        tier: Level of detail.
        ids: What ids in the element begin with, so that several fit in one page.
    """
    box = scene.bounds
    size = f'width="{_n(box.w)}" height="{_n(box.h)}" viewBox="{_n(box.x)} {_n(box.y)} {_n(box.w)} {_n(box.h)}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="{ids}-title {ids}-words" '
        f'font-family={quoteattr(_FONT)} stroke-linecap="round" stroke-linejoin="round">',
        f'<title id="{ids}-title">{_text(scene.title)}</title>',
        f'<desc id="{ids}-words">{_text(scene.words)}</desc>',
        f'<rect x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.w)}" height="{_n(box.h)}" fill="{palette.surface}"/>',
    ]
    for item in scene.items:
        lines += _item(item, palette, tier)
    lines.append("</svg>")
    return "\n".join(lines) + "\n"


def _item(item: Item, palette: Palette, tier: Tier) -> Iterator[str]:
    parts = [part for part in item.parts if part.least <= tier <= part.most]
    if not parts:
        return
    yield f'<g class="{item.kind}">'
    if item.words and item.kind is not ItemKind.LEGEND:
        yield f"<title>{_text(item.words)}</title>"
    for part in parts:
        yield _part(part, palette)
    yield "</g>"


def _part(part: Part, palette: Palette) -> str:
    if isinstance(part, RectPart):
        r = part.rect
        corner = f' rx="{_n(part.radius)}"' if part.radius else ""
        return f'<rect x="{_n(r.x)}" y="{_n(r.y)}" width="{_n(r.w)}" height="{_n(r.h)}"{corner}{_look(part, palette)}/>'
    if isinstance(part, PathPart):
        return f'<path d="{_steps(part.path)}"{_look(part, palette)}/>'
    anchor = "" if part.anchor == "start" else f' text-anchor="{part.anchor}"'
    weight = ' font-weight="bold"' if part.bold else ""
    place = f'x="{_n(part.at.x)}" y="{_n(part.at.y)}" font-size="{_n(part.size)}"'
    return f'<text {place}{anchor}{weight} fill="{_colour(part.role, palette)}">{_text(part.text)}</text>'


def _look(part: RectPart | PathPart, palette: Palette) -> str:
    found = f' fill="{_colour(part.fill, palette)}"'
    if part.line is not Role.NOTHING:
        found += f' stroke="{_colour(part.line, palette)}" stroke-width="{_n(part.width)}"'
        if part.dash:
            found += f' stroke-dasharray="{" ".join(_n(one) for one in part.dash)}"'
    return found


def _colour(role: Role, palette: Palette) -> str:
    return str(getattr(palette, role)) if role else "none"


def _steps(path: Path) -> str:
    return "".join(f"{step}{' '.join(_n(value) for value in values)}" for step, values in path)


def _n(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _text(text: str) -> str:
    return escape(text.translate(_BAD))
