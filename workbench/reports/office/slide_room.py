"""How much fits on a slide: an estimate of the height of text, on the safe side, since nobody lays the slide out for us."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["POINTS", "fitting", "lines_in", "row_height"]

POINTS = 72.0
"""Points of an inch."""
_EM = 0.54
"""Width of an average letter in parts of its size; wide enough for the fonts that stand in for the one that is named."""
_LINE = 1.22
_ROW_PADDING_IN = 0.1
_CELL_PADDING_IN = 0.14


def lines_in(text: str, width_in: float, size: float) -> int:
    """Return how many lines a text takes at a width [inch] and a size [pt]."""
    most = max(1, int(width_in * POINTS / (size * _EM)))
    return sum(max(1, math.ceil(len(line) / most)) for line in text.split("\n"))


def row_height(cells: Sequence[tuple[str, str]], widths_in: Sequence[float], size: float) -> float:
    """Return the height [inch] of a row of a table.

    Args:
        cells: First and second text of each cell; the second is smaller and below.
        widths_in: Of the columns [inch].
        size: Of the first text [pt].
    """
    heights = [
        sum(lines_in(text, width - _CELL_PADDING_IN, each) * each * _LINE / POINTS
            for text, each in ((first, size), (second, size * 0.85)) if text)
        for (first, second), width in zip(cells, widths_in, strict=True)
    ]  # fmt: skip
    return max([*heights, size * _LINE / POINTS]) + _ROW_PADDING_IN


def fitting(texts: Sequence[tuple[str, float]], width_in: float, height_in: float, sizes: Sequence[float]) -> float:
    """Return the first size [pt] at which paragraphs fit a box; the last where none does.

    Args:
        texts: Each paragraph and its size in parts of the size that is looked for.
        width_in, height_in: Of the box [inch].
        sizes: To try, largest first [pt].
    """
    for size in sizes:
        high = sum(
            (lines_in(text, width_in, size * part) * _LINE + 0.45) * size * part / POINTS for text, part in texts
        )
        if high <= height_in:
            return size
    return sizes[-1]
