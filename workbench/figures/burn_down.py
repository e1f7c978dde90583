"""Burn-down: open high and medium risks from milestone to milestone on a true axis of time, with the target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.domain.risk import Risk
from workbench.figures.days import day_number
from workbench.figures.drawing import SMALL, TEXT, draw_mark, new_figure
from workbench.figures.palette import LIGHT, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["BurnPoint", "draw_burn_down"]

_SERIES = (Risk.MEDIUM, Risk.HIGH)
_LEFT_IN, _RIGHT_IN, _BELOW_IN = 0.38, 1.5, 0.5
_LABEL_IN = 0.95
"""Width that the label of a point needs."""


@dataclass(frozen=True, slots=True)
class BurnPoint:
    """Open risks on one day.

    Attributes:
        label: Below the point; up to two lines.
        day: YYYY-MM-DD.
    """

    label: str
    day: str
    high: int
    medium: int


def draw_burn_down(
    points: Sequence[BurnPoint],
    names: Mapping[Risk, str],
    target: tuple[int, str] | None = None,
    title: str = "",
    palette: Palette = LIGHT,
    width_in: float = 6.9,
    height_in: float = 2.6,
) -> Figure:
    """Draw how many high and medium risks were open.

    Args:
        points: Oldest first.
        names: What each risk is called, in the reader's language.
        target: High risks that may be left, and what the line is called; none if None.
        title: The finding.
        palette: Colours.
        width_in, height_in: Size [inch].
    """
    figure, axes = new_figure(width_in, height_in, palette, title)
    head = 0.42 if title else 0.14
    inner_in = width_in - _LEFT_IN - _RIGHT_IN
    axes.set_position((_LEFT_IN / width_in, _BELOW_IN / height_in, inner_in / width_in,
                       1 - (_BELOW_IN + head) / height_in))  # fmt: skip
    places = _places([day_number(point.day) for point in points])
    first, last = (places[0], places[-1]) if places else (0.0, 1.0)
    span = max(last - first, 1.0)
    most = max([max(point.high, point.medium) for point in points] + [target[0] if target else 1, 1])
    axes.set_xlim(first - 0.03 * span, last + 0.02 * span)
    axes.set_ylim(-0.04 * most, most * 1.1)
    shown = _labelled(places, span, inner_in)
    axes.set_xticks([places[n] for n in shown], [points[n].label for n in shown], fontsize=SMALL,
                    color=palette.text_dim)  # fmt: skip
    step = next((each for each in (1, 2, 5, 10, 20, 50, 100, 200, 500) if most / each <= 5), 1000)
    ticks = list(range(0, most + 1, step))
    axes.set_yticks(ticks, [str(tick) for tick in ticks], fontsize=SMALL, color=palette.text_dim)
    axes.grid(axis="y", color=palette.line, linewidth=0.6)
    axes.set_axisbelow(True)
    if target is not None:
        axes.axhline(target[0], color=palette.text_dim, linewidth=1.0, linestyle=(0, (2, 2)), zorder=2)
        axes.annotate(target[1], (first, target[0]), xytext=(2, 3), textcoords="offset points", fontsize=SMALL,
                      color=palette.text_dim)  # fmt: skip
    ends: list[tuple[float, Risk]] = []
    for risk in _SERIES:
        values = [point.high if risk is Risk.HIGH else point.medium for point in points]
        colour = palette.of(risk)
        if risk is Risk.HIGH and values:
            axes.fill_between(places, values, color=palette.high_soft, linewidth=0, zorder=1)
        axes.plot(places, values, color=colour, linewidth=1.8 if risk is Risk.HIGH else 1.3, zorder=3)
        for place, value in zip(places, values, strict=True):
            draw_mark(axes, risk, place, value, colour, 6.5, ground=palette.on_mark)
        if values:
            ends.append((float(values[-1]), risk))
    apart = most * 1.14 * 0.17 / (height_in - _BELOW_IN - head)
    previous = float("-inf")
    for end, risk in sorted(ends):
        previous = max(end, previous + apart)
        axes.annotate(
            f"{end:.0f}  {names[risk]}", (last, previous), xytext=(9, 0), textcoords="offset points", fontsize=TEXT,
            color=palette.of(risk), va="center", annotation_clip=False, fontweight="bold" if risk is Risk.HIGH else None,
        )  # fmt: skip
    return figure


def _places(days: Sequence[int]) -> list[float]:
    """Return the days as they are, a little apart where two points are of one day, so that both are seen."""
    span = max(days) - min(days) if days else 0
    apart = max(span * 0.02, 0.5)
    found: list[float] = []
    for day in days:
        found.append(float(day) if not found else max(float(day), found[-1] + apart))
    return found


def _labelled(places: Sequence[float], span: float, inner_in: float) -> list[int]:
    """Return the points whose labels fit beside each other, the last one always."""
    shown: list[int] = []
    for n in reversed(range(len(places))):
        if not shown or (places[shown[-1]] - places[n]) / span * inner_in >= _LABEL_IN:
            shown.append(n)
    return shown[::-1]
