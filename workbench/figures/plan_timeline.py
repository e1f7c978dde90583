"""Plan timeline: what is due when, on an axis of time with today and the 30, 60 and 90 days after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from workbench.domain.risk import Risk
from workbench.figures.days import day_number, month_starts
from workbench.figures.drawing import SMALL, TEXT, draw_mark, new_figure
from workbench.figures.palette import LIGHT, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Due", "draw_plan_timeline"]

_LABELS_IN, _OWNERS_IN, _ROW_IN, _AXIS_IN, _HEAD_IN = 2.1, 1.15, 0.27, 0.42, 0.36
_WINDOWS = (30, 60, 90)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing with a day.

    Attributes:
        name: What it is.
        owner: Who does it; may be empty.
        day: YYYY-MM-DD.
        risk: Of the question it is about; its mark.
        is_done: Finished; drawn with the mark of no risk.
        is_overdue: Its day has passed and it is not done.
    """

    name: str
    owner: str
    day: str
    risk: Risk
    is_done: bool = False
    is_overdue: bool = False


def draw_plan_timeline(
    entries: Sequence[Due],
    today: str,
    words: tuple[str, str],
    title: str = "",
    palette: Palette = LIGHT,
    width_in: float = 6.9,
    month: Callable[[date], str] = lambda day: f"{day:%Y-%m}",
) -> Figure:
    """Draw one row per entry from today to its day.

    Args:
        entries: In the order of the rows.
        today: YYYY-MM-DD.
        words: What today is called, and "{n} days" for the lines after it.
        title: The finding.
        palette: Colours.
        width_in: Width [inch].
        month: How a month is written, in the reader's language.
    """
    head = _HEAD_IN if title else 0.06
    height = head + _AXIS_IN + 0.2 + _ROW_IN * max(1, len(entries))
    figure, axes = new_figure(width_in, height, palette, title)
    axes.set_position((_LABELS_IN / width_in, _AXIS_IN / height, 1 - (_LABELS_IN + _OWNERS_IN) / width_in,
                       1 - (head + 0.2 + _AXIS_IN) / height))  # fmt: skip
    now = day_number(today)
    days = [day_number(one.day) for one in entries]
    first, last = min([now, *days]) - 6, max([now + _WINDOWS[-1], *days]) + 10
    axes.set_xlim(first, last)
    axes.set_ylim(max(1, len(entries)) - 0.5, -0.5)
    axes.set_yticks([])
    inner_in = width_in - _LABELS_IN - _OWNERS_IN
    ticks = list(month_starts(first, last, max(2, int(inner_in / 0.62))))
    axes.set_xticks([tick for tick, _day in ticks], [month(day) for _tick, day in ticks], fontsize=SMALL,
                    color=palette.text_dim)  # fmt: skip
    axes.grid(axis="x", color=palette.line, linewidth=0.5)
    axes.set_axisbelow(True)
    for n in (0, *_WINDOWS):
        axes.axvline(now + n, color=palette.accent if n == 0 else palette.text_dim, linewidth=1.2 if n == 0 else 0.7,
                     linestyle="-" if n == 0 else (0, (2, 2)), zorder=2)  # fmt: skip
        if n in (0, 90) or 30 / (last - first) * inner_in > 0.5:
            axes.annotate(words[1].replace("{n}", str(n)) if n else words[0], (now + n, 1), xycoords=("data", "axes fraction"),
                          xytext=(0, 3), textcoords="offset points", fontsize=SMALL, ha="center",
                          color=palette.accent if n == 0 else palette.text_dim, annotation_clip=False)  # fmt: skip
    for row, one in enumerate(entries):
        _row(figure, row, one, now, palette)
    return figure


def _row(figure: Figure, row: int, one: Due, now: int, palette: Palette) -> None:
    axes = figure.axes[0]
    day = day_number(one.day)
    colour = palette.none if one.is_done else palette.high if one.is_overdue else palette.accent
    axes.plot([now, day], [row, row], color=colour, linewidth=3.0 if not one.is_done else 1.5, zorder=3, alpha=0.55,
              linestyle=(0, (1.2, 0.8)) if one.is_overdue else "-", solid_capstyle="butt")  # fmt: skip
    risk = Risk.NONE if one.is_done else one.risk
    draw_mark(axes, risk, day, row, palette.of(risk), 6.5, ground=palette.on_mark)
    for text, x, ha, ink in (
        (_short(one.name, 27), 0.0, "right", palette.text),
        (_short(one.owner, 18), 1.0, "left", palette.high if one.is_overdue else palette.text_dim),
    ):
        axes.annotate(text, (x, row), xycoords=("axes fraction", "data"), xytext=(-6 if ha == "right" else 6, 0),
                      textcoords="offset points", fontsize=TEXT if ha == "right" else SMALL, color=ink, ha=ha, va="center",
                      annotation_clip=False)  # fmt: skip


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
