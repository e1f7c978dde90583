"""Trend: how the numbers of risks went from milestone to milestone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from workbench.analyses.trend import Trend
from workbench.domain.risk import Risk
from workbench.figures.drawing import SMALL, TEXT, draw_mark, new_figure
from workbench.figures.palette import LIGHT, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_trend"]

_SERIES = (Risk.UNANSWERED, Risk.NONE, Risk.MEDIUM, Risk.HIGH)
_LABELS = 8
"""Most points that get a label below; of more, every second, third ... does."""


def draw_trend(
    trend: Trend,
    names: Mapping[Risk, str],
    labels: Sequence[str],
    title: str = "",
    palette: Palette = LIGHT,
    width_in: float = 6.9,
    height_in: float = 2.5,
) -> Figure:
    """Draw the questions per risk over the milestones, evenly spaced.

    Args:
        trend: The counts, oldest first.
        names: What each risk is called, in the reader's language.
        labels: What stands below each point; up to two lines.
        title: The finding.
        palette: Colours.
        width_in, height_in: Size [inch].
    """
    figure, axes = new_figure(width_in, height_in, palette, title)
    head = 0.42 if title else 0.12
    axes.set_position((0.32 / width_in, 0.46 / height_in, 1 - 1.75 / width_in, 1 - (0.46 + head) / height_in))
    last = len(trend.points) - 1
    most = max([max(trend.series(risk), default=0) for risk in _SERIES] + [1])
    axes.set_xlim(-0.04 * max(last, 1), max(last, 1) * 1.02)
    axes.set_ylim(-0.04 * most, most * 1.08)
    step = max(1, -(-(last + 1) // _LABELS))
    shown = [place for place in range(last + 1) if (last - place) % step == 0]
    axes.set_xticks(shown, [labels[place] for place in shown], fontsize=SMALL, color=palette.text_dim)
    ticks = _round_steps(most)
    axes.set_yticks(ticks, [str(tick) for tick in ticks], fontsize=SMALL, color=palette.text_dim)
    axes.grid(axis="y", color=palette.line, linewidth=0.6)
    axes.set_axisbelow(True)
    ends = []
    for risk in _SERIES:
        values = trend.series(risk)
        if not any(values):
            continue
        colour = palette.of(risk)
        style = (0, (3, 2)) if risk is Risk.UNANSWERED else "-"
        axes.plot(range(last + 1), values, color=colour, linewidth=1.6, linestyle=style, zorder=3)
        for place, value in enumerate(values):
            draw_mark(axes, risk, place, value, colour, 6.5, ground=palette.on_mark)
        ends.append((float(values[-1]), risk, values[-1]))
    apart = most * 0.17 / (height_in - 0.46 - head) * 1.12
    for y, (_value, risk, n) in zip(_spread([end[0] for end in sorted(ends)], apart), sorted(ends), strict=True):
        axes.annotate(
            f"{n}  {names[risk]}", (last, y), xytext=(9, 0), textcoords="offset points", fontsize=TEXT,
            color=palette.of(risk), va="center", annotation_clip=False, fontweight="bold" if risk is Risk.HIGH else None,
        )  # fmt: skip
    return figure


def _round_steps(most: int) -> list[int]:
    step = next((each for each in (1, 2, 5, 10, 20, 50, 100, 200, 500) if most / each <= 5), 1000)
    return list(range(0, most + 1, step))


def _spread(places: Sequence[float], apart: float) -> list[float]:
    """Move ascending places up where two would overlap."""
    found: list[float] = []
    for place in places:
        found.append(place if not found else max(place, found[-1] + apart))
    return found
