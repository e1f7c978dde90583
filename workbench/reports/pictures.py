"""The pictures of a report as SVG, whatever they are drawn by."""

from __future__ import annotations

from workbench.figures import LIGHT, svg_of
from workbench.figures.architecture import Scene, svg_of_scene
from workbench.reports.content.model import Chart

__all__ = ["picture_of", "width_of"]

_HIGHEST = 1.25
"""Height over width of the tallest picture that fits a page beside its title."""


def picture_of(chart: Chart) -> str:
    """Return a chart as an SVG element in light colours."""
    drawn = chart.draw(palette=LIGHT)
    return svg_of_scene(drawn) if isinstance(drawn, Scene) else svg_of(drawn)


def width_of(svg: str) -> float:
    """Return how wide a picture may be so that it fits a page, as a part of the width of the text."""
    head = svg[: svg.index(">")]
    _x, _y, wide, high = (float(one) for one in head.partition('viewBox="')[2].partition('"')[0].split())
    return min(1.0, _HIGHEST * wide / max(high, 1.0))
