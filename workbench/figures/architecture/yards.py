"""Free room inside each container: columns of boxes, the rows between boxes, and where routes may turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workbench.analyses.graph_layout import Nesting, Rect
from workbench.figures.architecture.tracks import Turn

__all__ = ["ROOT", "Yard", "yards_of"]

ROOT = ""
"""Name of the room outside all containers."""
_EDGE, _NEAR = 8.0, 6.0
"""Room kept free of routes: inside the sides of a container, around a box."""
_OUTSIDE = 60.0


@dataclass
class Yard:
    """The room in one container.

    Attributes:
        columns: Left and right side of each column of boxes, from left to right.
        column_of: Number of the column each box stands in.
        occupied: Per column: upper and lower sides of what stands in it.
        inside: Where routes may be.
    """

    name: str
    inside: Rect
    columns: list[tuple[float, float]] = field(default_factory=list)
    column_of: dict[str, int] = field(default_factory=dict)
    occupied: list[list[tuple[float, float]]] = field(default_factory=list)
    _rows: dict[int, list[tuple[float, float]]] = field(default_factory=dict)
    _turns: dict[int, Turn] = field(default_factory=dict)

    def turn(self, column: int) -> Turn:
        """Return the free room to the right of a column."""
        found = self._turns.get(column)
        if found is None:
            left = self.columns[column][1]
            right = self.columns[column + 1][0] if column + 1 < len(self.columns) else max(self.inside.right, left)
            found = self._turns[column] = Turn(self.name, column, left, right)
        return found

    def rows(self, column: int) -> list[tuple[float, float]]:
        """Return the free rows through a column, from top to bottom; there is always one."""
        found = self._rows.get(column)
        if found is None:
            found = self._rows[column] = self._free(column)
        return found

    def _free(self, column: int) -> list[tuple[float, float]]:
        found = []
        at = self.inside.y
        for top, bottom in self.occupied[column]:
            if top - _NEAR > at:
                found.append((at, top - _NEAR))
            at = max(at, bottom + _NEAR)
        if self.inside.bottom > at:
            found.append((at, self.inside.bottom))
        return found or [(self.inside.bottom, self.inside.bottom)]


def yards_of(nesting: Nesting, boxes: Mapping[str, Rect], title: float) -> dict[str, Yard]:
    """Return the room in every container that shows what it holds, and the room outside.

    Args:
        nesting: What is drawn in what.
        boxes: Every box that is drawn, so turned that links run from left to right.
        title: Room below the upper side of a container that its title needs.
    """
    before = max(title, _EDGE)
    held: dict[str, list[str]] = {ROOT: []}
    for name in boxes:
        held.setdefault(nesting.parent.get(name, ROOT), []).append(name)
    return {name: _yard(name, inside, boxes, before) for name, inside in held.items() if name == ROOT or name in boxes}


def _yard(name: str, held: Sequence[str], boxes: Mapping[str, Rect], before: float) -> Yard:
    rects = [boxes[one] for one in held]
    if name == ROOT:
        left, right = min((r.x for r in rects), default=0.0), max((r.right for r in rects), default=0.0)
        top, bottom = min((r.y for r in rects), default=0.0), max((r.bottom for r in rects), default=0.0)
        inside = Rect(left - _OUTSIDE, top - _OUTSIDE, right - left + 2 * _OUTSIDE, bottom - top + 2 * _OUTSIDE)
    else:
        box = boxes[name]
        inside = Rect(box.x, box.y + before, box.w, max(box.h - before - _EDGE, 1.0))
    yard = Yard(name, inside)
    for one in sorted(held, key=lambda each: (boxes[each].x, boxes[each].y)):
        rect = boxes[one]
        if not yard.columns or rect.x >= yard.columns[-1][1]:
            yard.columns.append((rect.x, rect.right))
            yard.occupied.append([])
        else:
            yard.columns[-1] = (yard.columns[-1][0], max(yard.columns[-1][1], rect.right))
        yard.column_of[one] = len(yard.columns) - 1
        yard.occupied[-1].append((rect.y, rect.bottom))
    for spans in yard.occupied:
        spans.sort()
    return yard
