"""Risk by pillar: one bar for each pillar, worst first, every part with its mark and number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from workbench.domain.risk import RISK_ORDER, Risk
from workbench.figures.drawing import SMALL, TEXT, draw_mark, key_row, new_figure
from workbench.figures.palette import LIGHT, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_risk_by_pillar"]

_LABELS_IN, _ROW_IN, _HEAD_IN, _KEY_IN = 1.95, 0.34, 0.36, 0.34
_BAR = 0.62
_NEEDED_IN = 0.36
"""Width that a mark and a number need; narrower parts go without (the table beside has the number)."""


def draw_risk_by_pillar(
    rows: Sequence[tuple[str, Mapping[Risk, int]]],
    names: Mapping[Risk, str],
    title: str = "",
    palette: Palette = LIGHT,
    width_in: float = 6.9,
) -> Figure:
    """Draw the questions of each pillar by risk.

    Args:
        rows: Name of the pillar and its questions per risk, in lens order.
        names: What each risk is called, in the reader's language.
        title: The finding.
        palette: Colours.
        width_in: Width [inch].
    """
    head = _HEAD_IN if title else 0.06
    height = head + _KEY_IN + _ROW_IN * max(1, len(rows))
    figure, axes = new_figure(width_in, height, palette, title)
    axes.set_position((_LABELS_IN / width_in, _KEY_IN / height, 1 - (_LABELS_IN + 0.34) / width_in,
                       1 - (head + _KEY_IN) / height))  # fmt: skip
    most = max([sum(counts.values()) for _name, counts in rows] + [1])
    unit_in = (width_in - _LABELS_IN - 0.34) / most
    axes.set_xlim(0, most)
    axes.set_ylim(max(1, len(rows)) - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    for place, (name, counts) in enumerate(rows):
        axes.text(-0.1 / unit_in, place, _short(name), fontsize=TEXT, color=palette.text, ha="right", va="center")
        left = 0
        for risk in RISK_ORDER:
            n = counts.get(risk, 0)
            if n:
                _part(figure, risk, left, place, n, unit_in, palette)
                left += n
        axes.text(left + 0.08 / unit_in, place, str(left), fontsize=SMALL, color=palette.text_dim, va="center")
    shown = [risk for risk in RISK_ORDER if any(counts.get(risk) for _name, counts in rows)]
    key_row(figure, [(risk, names[risk]) for risk in shown], palette, 0.13)
    return figure


def _part(figure: Figure, risk: Risk, left: int, place: int, n: int, unit_in: float, palette: Palette) -> None:
    axes = figure.axes[0]
    gap = min(0.012 / unit_in, 0.2 * n)
    filled = risk in (Risk.HIGH, Risk.MEDIUM, Risk.NONE)
    colour = palette.of(risk)
    axes.barh(
        [place], [n - 2 * gap], left=[left + gap], height=_BAR, color=colour if filled else palette.raised,
        edgecolor=colour, linewidth=0 if filled else 0.9,
    )  # fmt: skip
    ink = palette.on_mark if filled else colour
    middle = left + n / 2
    if n * unit_in >= _NEEDED_IN:
        draw_mark(axes, risk, middle - 0.08 / unit_in, place, ink, 5.5, ground=colour)
        axes.text(middle + 0.02 / unit_in, place, str(n), fontsize=SMALL, color=ink, va="center", fontweight="bold")
    elif n * unit_in >= 0.12:
        draw_mark(axes, risk, middle, place, ink, 5.0, ground=colour)


def _short(name: str) -> str:
    return name if len(name) <= 26 else name[:25].rstrip() + "…"
