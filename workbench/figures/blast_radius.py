"""Blast radius: how many elements each failure takes down, and how many journeys it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.figures.drawing import SMALL, TEXT, new_figure
from workbench.figures.palette import LIGHT, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_blast_radius"]

_LABELS_IN, _ROW_IN, _HEAD_IN = 2.1, 0.32, 0.36
_WORDS_IN = 2.2
_MOST = 16


def draw_blast_radius(
    rows: Sequence[tuple[str, int, str]], title: str = "", palette: Palette = LIGHT, width_in: float = 6.9
) -> Figure:
    """Draw one bar for each failure.

    Args:
        rows: Name, how many elements go down with it, and which journeys end in words; the worst first.
        title: The finding.
        palette: Colours.
        width_in: Width [inch].
    """
    shown = list(rows)[:_MOST]
    head = _HEAD_IN if title else 0.06
    height = head + 0.1 + _ROW_IN * max(1, len(shown))
    figure, axes = new_figure(width_in, height, palette, title)
    axes.set_position((_LABELS_IN / width_in, 0.1 / height, 1 - (_LABELS_IN + _WORDS_IN) / width_in,
                       1 - (head + 0.1) / height))  # fmt: skip
    axes.set_xlim(0, max([count for _name, count, _words in shown] + [1]))
    axes.set_ylim(max(1, len(shown)) - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    for place, (name, count, words) in enumerate(shown):
        axes.barh([place], [count], height=0.6, color=palette.high if words else palette.unanswered)
        axes.annotate(_short(name, 30), (0, place), xycoords=("axes fraction", "data"), xytext=(-8, 0),
                      textcoords="offset points", ha="right", va="center", fontsize=TEXT,
                      color=palette.text)  # fmt: skip
        said = f"{count:,}   {_short(words, 34)}" if words else f"{count:,}"
        axes.annotate(said, (count, place), xytext=(6, 0), textcoords="offset points", ha="left", va="center",
                      fontsize=SMALL, color=palette.text, annotation_clip=False)  # fmt: skip
    return figure


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
