"""Heat map: pillars by workloads, how many high and medium risks each has; said by numbers and marks, not by colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from workbench.domain.risk import Risk
from workbench.figures.drawing import SMALL, TEXT, draw_mark, key_row, new_figure
from workbench.figures.palette import LIGHT, Palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_heat_map"]

_LABELS_IN, _ROW_IN, _HEAD_IN, _KEY_IN, _NAMES_IN = 1.75, 0.3, 0.34, 0.34, 0.42
_DEEPEST = 0.6
"""How much of the colour of high risk the worst cell takes; text stays readable on it."""


def draw_heat_map(
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Mapping[Risk, int] | None]]],
    names: Mapping[Risk, str],
    title: str = "",
    palette: Palette = LIGHT,
    width_in: float = 6.9,
) -> Figure:
    """Draw one cell for each pillar of each workload.

    Args:
        columns: Names of the pillars.
        rows: Name of a workload and, for each pillar, its questions by risk; None where it is not reviewed.
        names: What each risk is called, in the reader's language.
        title: The finding.
        palette: Colours.
        width_in: Width [inch].
    """
    head = _HEAD_IN if title else 0.04
    height = head + _NAMES_IN + _KEY_IN + _ROW_IN * max(1, len(rows))
    figure, axes = new_figure(width_in, height, palette, title)
    axes.set_position((_LABELS_IN / width_in, _KEY_IN / height, 1 - (_LABELS_IN + 0.04) / width_in,
                       1 - (head + _NAMES_IN + _KEY_IN) / height))  # fmt: skip
    axes.set_xlim(0, max(1, len(columns)))
    axes.set_ylim(max(1, len(rows)), 0)
    axes.set_xticks([])
    axes.set_yticks([])
    cell_in = (width_in - _LABELS_IN - 0.04) / max(1, len(columns))
    for place, name in enumerate(columns):
        axes.annotate(_wrapped(name, cell_in), (place + 0.5, 0), xytext=(0, 4), textcoords="offset points", fontsize=SMALL,
                      color=palette.text_dim, ha="center", va="bottom", annotation_clip=False)  # fmt: skip
    most = max([cell.get(Risk.HIGH, 0) for _name, cells in rows for cell in cells if cell] + [1])
    for row, (name, cells) in enumerate(rows):
        short = name if len(name) <= 24 else name[:23].rstrip() + "…"
        axes.annotate(short, (0, row + 0.5), xytext=(-6, 0), textcoords="offset points", fontsize=TEXT,
                      color=palette.text, ha="right", va="center", annotation_clip=False)  # fmt: skip
        for column, cell in enumerate(cells):
            _cell(axes, column, row, cell, most, palette)
    key_row(
        figure, [(risk, names[risk]) for risk in (Risk.HIGH, Risk.MEDIUM, Risk.NONE, Risk.UNANSWERED)], palette, 0.13
    )
    return figure


def _cell(axes: Axes, x: int, y: int, cell: Mapping[Risk, int] | None, most: int, palette: Palette) -> None:
    from matplotlib.patches import Rectangle

    high = cell.get(Risk.HIGH, 0) if cell else 0
    medium = cell.get(Risk.MEDIUM, 0) if cell else 0
    fill = _mixed(palette.raised, palette.high, _DEEPEST * (0.15 + 0.85 * high / most)) if high else palette.raised
    axes.add_patch(Rectangle((x + 0.02, y + 0.06), 0.96, 0.88, facecolor=fill, edgecolor=palette.line, linewidth=0.6,
                             hatch=None if cell else "////"))  # fmt: skip
    if cell is None:
        return
    found = [(risk, n) for risk, n in ((Risk.HIGH, high), (Risk.MEDIUM, medium)) if n]
    if not found:
        has_answers = any(cell.get(risk) for risk in (Risk.NONE, Risk.NOT_APPLICABLE))
        risk = Risk.NONE if has_answers and not cell.get(Risk.UNANSWERED) else Risk.UNANSWERED
        draw_mark(axes, risk, x + 0.5, y + 0.5, palette.of(risk), 5.5, ground=palette.on_mark)
        return
    for place, (risk, n) in enumerate(found):
        middle = x + (0.5 if len(found) == 1 else 0.3 + 0.42 * place)
        draw_mark(axes, risk, middle - 0.1, y + 0.5, palette.text, 5.0, ground=fill)
        axes.text(middle, y + 0.5, str(n), fontsize=SMALL, color=palette.text, va="center",
                  fontweight="bold" if risk is Risk.HIGH else "normal")  # fmt: skip


def _mixed(ground: str, colour: str, share: float) -> str:
    """Return a colour between two."""
    parts = [(int(ground[n : n + 2], 16), int(colour[n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def _wrapped(name: str, width_in: float) -> str:
    most = max(6, int(width_in / 0.058))
    words, lines = name.split(), [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(line if len(line) <= most else line[: most - 1] + "…" for line in lines[:2])
