"""The pictures of a report as SVG and PNG, whatever they are drawn by."""

from __future__ import annotations

import struct

from workbench.figures import LIGHT, Palette, png_of, svg_of
from workbench.figures.architecture import Scene, png_of_scene, svg_of_scene
from workbench.reports.content.model import Chart, Kind

__all__ = ["picture_of", "png_picture", "width_of"]

_WIDE_IN_DECK = 5.4
"""Width [inch] a figure is drawn at for slides; drawn narrower, its text is larger on the slide."""
_HIGHEST = 1.25
"""Height over width of the tallest picture that fits a page beside its title."""


def picture_of(chart: Chart, kind: Kind = Kind.FULL) -> str:
    """Return a chart as an SVG element in light colours, with larger text for a deck."""
    drawn = chart.draw(palette=LIGHT, **_how(kind))
    return svg_of_scene(drawn) if isinstance(drawn, Scene) else svg_of(drawn)


def png_picture(chart: Chart, kind: Kind = Kind.FULL, palette: Palette = LIGHT) -> tuple[bytes, float]:
    """Return a chart as PNG on its ground, and its height over its width."""
    drawn = chart.draw(palette=palette, **_how(kind))
    data = png_of_scene(drawn, palette) if isinstance(drawn, Scene) else png_of(drawn, ground=palette.raised)
    wide, high = struct.unpack(">II", data[16:24])  # IHDR, https://www.w3.org/TR/png-3/#11IHDR
    return data, high / wide


def _how(kind: Kind) -> dict[str, float]:
    return {"width_in": _WIDE_IN_DECK} if kind is Kind.BOARD else {}


def width_of(svg: str) -> float:
    """Return how wide a picture may be so that it fits a page, as a part of the width of the text."""
    head = svg[: svg.index(">")]
    _x, _y, wide, high = (float(one) for one in head.partition('viewBox="')[2].partition('"')[0].split())
    return min(1.0, _HIGHEST * wide / max(high, 1.0))
