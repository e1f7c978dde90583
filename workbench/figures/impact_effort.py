"""Impact by effort: what closes most for least, as numbered points; the table beside says what the numbers are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.domain.risk import RISK_ORDER, Risk
from workbench.figures.drawing import SMALL, TEXT, new_figure
from workbench.figures.palette import LIGHT, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Placed", "draw_impact_effort"]

_MARKERS = {Risk.HIGH: "D", Risk.MEDIUM: "^"}
_MOST_IN_POINT = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """One thing to do.

    Attributes:
        number: What the table beside calls it.
        impact, effort: In the units of the axes, zero or more.
        risk: Its worst risk; its shape.
    """

    number: int
    impact: float
    effort: float
    risk: Risk = Risk.HIGH


def draw_impact_effort(
    entries: Sequence[Placed],
    axes_names: tuple[str, str],
    corners: tuple[str, str, str, str] = ("", "", "", ""),
    title: str = "",
    palette: Palette = LIGHT,
    width_in: float = 6.9,
    height_in: float = 3.3,
) -> Figure:
    """Draw every entry at its effort and impact; entries at the same place share a point.

    Args:
        entries: What there is to do.
        axes_names: What effort (to the right) and impact (upwards) are measured in.
        corners: Words for little effort and much impact, much and much, little and little, much effort and little impact.
        title: The finding.
        palette: Colours.
        width_in, height_in: Size [inch].
    """
    figure, axes = new_figure(width_in, height_in, palette, title)
    head = 0.42 if title else 0.1
    axes.set_position((0.62 / width_in, 0.52 / height_in, 1 - 0.72 / width_in, 1 - (0.52 + head) / height_in))
    right = max([one.effort for one in entries] + [1.0]) * 1.12
    top = max([one.impact for one in entries] + [1.0]) * 1.16
    axes.set_xlim(0, right)
    axes.set_ylim(0, top)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(True)
        axes.spines[side].set_color(palette.line)
    axes.set_xlabel(axes_names[0], fontsize=SMALL, color=palette.text_dim)
    axes.set_ylabel(axes_names[1], fontsize=SMALL, color=palette.text_dim)
    axes.tick_params(labelsize=SMALL, labelcolor=palette.text_dim)
    axes.locator_params(integer=True, nbins=6)
    axes.axvline(right / 2, color=palette.line, linewidth=0.8)
    axes.axhline(top / 2, color=palette.line, linewidth=0.8)
    for words, right_of, up, ha, va in zip(corners, (0, 1, 0, 1), (1, 1, 0, 0), ("left", "right") * 2,
                                   ("top", "top", "bottom", "bottom"), strict=True):  # fmt: skip
        axes.annotate(words, (right_of, up), xycoords="axes fraction", xytext=(-5 if right_of else 5, -5 if up else 5),
                      textcoords="offset points", fontsize=SMALL, color=palette.text_dim, ha=ha, va=va)  # fmt: skip
    together: dict[tuple[float, float], list[Placed]] = {}
    for one in entries:
        together.setdefault((one.effort, one.impact), []).append(one)
    for (x, y), here in together.items():
        worst = min((one.risk for one in here), key=RISK_ORDER.index)
        size = 8.0 if len(here) == 1 else 10.0
        axes.plot(
            [x],
            [y],
            marker=_MARKERS.get(worst, "o"),
            markersize=size,
            color=palette.of(worst),
            linestyle="none",
            zorder=3,
        )
        named = ", ".join(str(one.number) for one in here[:_MOST_IN_POINT])
        named += f" +{len(here) - _MOST_IN_POINT}" if len(here) > _MOST_IN_POINT else ""
        axes.annotate(
            named, (x, y), xytext=(7, 4), textcoords="offset points", fontsize=TEXT, color=palette.text, zorder=4
        )
    return figure
