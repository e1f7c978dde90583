"""Availability of one journey: how the minutes down in a year add up, element by element."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.figures.drawing import SMALL, TEXT, new_figure
from workbench.figures.palette import LIGHT, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_availability_waterfall"]

_LABELS_IN, _ROW_IN, _HEAD_IN, _FOOT_IN = 2.1, 0.32, 0.36, 0.1
_NUMBERS_IN = 0.85
_MOST = 14


def draw_availability_waterfall(
    steps: Sequence[tuple[str, float]], total: str, rest: str, title: str = "", palette: Palette = LIGHT,
    width_in: float = 6.9,
) -> Figure:  # fmt: skip
    """Draw how the expected time down adds up.

    Args:
        steps: Name and minutes down in a year, the largest first; what needs several failures last.
        total: What the sum is called.
        rest: What the steps too small to be drawn are called together.
        title: The finding.
        palette: Colours.
        width_in: Width [inch].
    """
    shown = list(steps)
    if len(shown) > _MOST:
        few = shown[_MOST - 1 :]
        shown = [*shown[: _MOST - 1], (rest, sum(minutes for _name, minutes in few))]
    head = _HEAD_IN if title else 0.06
    height = head + _FOOT_IN + _ROW_IN * (len(shown) + 1)
    figure, axes = new_figure(width_in, height, palette, title)
    axes.set_position((_LABELS_IN / width_in, _FOOT_IN / height, 1 - (_LABELS_IN + _NUMBERS_IN) / width_in,
                       1 - (head + _FOOT_IN) / height))  # fmt: skip
    whole = sum(minutes for _name, minutes in shown)
    axes.set_xlim(0, whole or 1)
    axes.set_ylim(len(shown) + 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    left = 0.0
    for place, (name, minutes) in enumerate(shown):
        axes.barh([place], [minutes], left=[left], height=0.6, color=palette.high)
        left += minutes
        axes.plot([left, left], [place + 0.3, place + 0.7], color=palette.text_dim, linewidth=0.8)
        _words(figure, place, name, minutes, palette)
    axes.barh([len(shown)], [whole], height=0.6, color=palette.text_dim)
    _words(figure, len(shown), total, whole, palette, bold=True)
    return figure


def _words(figure: Figure, place: int, name: str, minutes: float, palette: Palette, *, bold: bool = False) -> None:
    axes = figure.axes[0]
    weight = "bold" if bold else "normal"
    short = name if len(name) <= 30 else name[:29].rstrip() + "…"
    axes.annotate(short, (0, place), xycoords=("axes fraction", "data"), xytext=(-8, 0), textcoords="offset points",
                  ha="right", va="center", fontsize=TEXT, color=palette.text, fontweight=weight)  # fmt: skip
    axes.annotate(f"{minutes:,.3g}" if minutes < 1000 else f"{minutes:,.0f}", (1, place),
                  xycoords=("axes fraction", "data"), xytext=(8, 0), textcoords="offset points", ha="left", va="center",
                  fontsize=SMALL, color=palette.text, fontweight=weight)  # fmt: skip
