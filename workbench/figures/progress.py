"""Progress: how many of the questions that count are answered, pillar by pillar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.figures.drawing import SMALL, TEXT, new_figure
from workbench.figures.palette import LIGHT, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_progress"]

_LABELS_IN, _ROW_IN, _HEAD_IN = 1.95, 0.27, 0.34
_AFTER_IN = 1.5


def draw_progress(
    rows: Sequence[tuple[str, int, int, str]], title: str = "", palette: Palette = LIGHT, width_in: float = 6.9
) -> Figure:
    """Draw a bar from nothing to everything for each pillar.

    Args:
        rows: Name, answered, questions that count, and both in words ("9 of 11 answered").
        title: The finding.
        palette: Colours.
        width_in: Width [inch].
    """
    head = _HEAD_IN if title else 0.04
    height = head + 0.04 + _ROW_IN * max(1, len(rows))
    figure, axes = new_figure(width_in, height, palette, title)
    axes.set_position((_LABELS_IN / width_in, 0.04 / height, 1 - (_LABELS_IN + _AFTER_IN) / width_in,
                       1 - (head + 0.04) / height))  # fmt: skip
    axes.set_xlim(0, 1)
    axes.set_ylim(max(1, len(rows)) - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    for place, (name, answered, total, words) in enumerate(rows):
        share = answered / total if total else 0
        short = name if len(name) <= 26 else name[:25].rstrip() + "…"
        axes.text(-0.03, place, short, fontsize=TEXT, color=palette.text, ha="right", va="center")
        axes.barh([place], [1], height=0.36, color=palette.sunken)
        if share:
            axes.barh([place], [share], height=0.36, color=palette.accent)
        axes.text(1.03, place, words, fontsize=SMALL, color=palette.text_dim, va="center")
    return figure
