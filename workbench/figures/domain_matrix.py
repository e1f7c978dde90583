"""Journeys by failure domain: which loss ends which journey, and which only makes it lesser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from workbench.figures.drawing import SMALL, TEXT, new_figure
from workbench.figures.palette import LIGHT, Palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["DEGRADED", "DOWN", "draw_domain_matrix"]

DOWN, DEGRADED = "down", "degraded"
_LABELS_IN, _CELL_IN, _HEAD_IN, _NAMES_IN, _KEY_IN = 2.1, 0.42, 0.36, 1.1, 0.42
_MOST_WIDE, _MOST_HIGH = 24, 40


def draw_domain_matrix(
    journeys: Sequence[str], domains: Sequence[str], cells: Mapping[tuple[int, int], str], names: Mapping[str, str],
    title: str = "", palette: Palette = LIGHT,
) -> Figure:  # fmt: skip
    """Draw one row for each journey and one column for each failure domain.

    Args:
        journeys, domains: What they are called; the first ones are drawn where there are many.
        cells: By row and column: DOWN or DEGRADED; nothing for a journey that goes on.
        names: What DOWN and DEGRADED are called in the reader's language.
        title: The finding.
        palette: Colours.
    """
    rows, columns = list(journeys)[:_MOST_HIGH], list(domains)[:_MOST_WIDE]
    head = _HEAD_IN if title else 0.06
    width = max(4.2, _LABELS_IN + _CELL_IN * max(1, len(columns)) + 0.7)
    height = head + _NAMES_IN + _CELL_IN * max(1, len(rows)) + _KEY_IN
    figure, axes = new_figure(width, height, palette, title)
    axes.set_position((_LABELS_IN / width, _KEY_IN / height, _CELL_IN * max(1, len(columns)) / width,
                       _CELL_IN * max(1, len(rows)) / height))  # fmt: skip
    axes.set_xlim(-0.5, max(1, len(columns)) - 0.5)
    axes.set_ylim(max(1, len(rows)) - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    for row, name in enumerate(rows):
        axes.text(-0.65, row, _short(name, 30), fontsize=TEXT, color=palette.text, ha="right", va="center")
        for column in range(len(columns)):
            _cell(axes, column, row, cells.get((row, column), ""), palette)
    for column, name in enumerate(columns):
        axes.text(column - 0.12, -0.62, _short(name, 22), fontsize=SMALL, color=palette.text, ha="left", va="bottom",
                  rotation=40, rotation_mode="anchor")  # fmt: skip
    _key(figure, names, palette, width, height)
    return figure


def _cell(axes: Axes, x: float, y: float, state: str, palette: Palette, half: float = 0.42) -> None:
    """Filled with a cross for down, hatched for degraded, an empty frame for what goes on."""
    from matplotlib.patches import Rectangle

    fill = palette.high if state == DOWN else palette.raised
    edge = palette.high if state == DOWN else palette.medium if state == DEGRADED else palette.line
    axes.add_patch(Rectangle((x - half, y - half), 2 * half, 2 * half, facecolor=fill, edgecolor=edge, linewidth=1.0,
                             hatch="////" if state == DEGRADED else None, clip_on=False))  # fmt: skip
    if state == DOWN:
        axes.plot([x], [y], marker="x", markersize=14 * half, markeredgewidth=1.6, color=palette.on_mark, clip_on=False)


def _key(figure: Figure, names: Mapping[str, str], palette: Palette, width: float, height: float) -> None:
    axes = figure.add_axes((0, 0, 1, _KEY_IN / height), label="key")
    axes.set_xlim(0, width / _CELL_IN)
    axes.set_ylim(_KEY_IN / _CELL_IN, 0)
    axes.axis("off")
    x = 0.6
    for state in (DOWN, DEGRADED):
        _cell(axes, x, 0.6, state, palette, 0.26)
        axes.text(x + 0.5, 0.6, names[state], fontsize=SMALL, color=palette.text_dim, va="center")
        x += 1.8 + 0.16 * len(names[state])


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
