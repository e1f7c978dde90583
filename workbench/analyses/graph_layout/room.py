"""Room for a container that grew over its neighbours: these are pushed aside, as few and as little as will do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from workbench.analyses.graph_layout.boxes import Point, Rect

__all__ = ["pushed_aside"]

_WAYS = ((1, 0), (0, 1), (-1, 0), (0, -1))


def pushed_aside(
    grown: Rect, others: Mapping[str, Rect], gap: float, stays: Callable[[str], bool]
) -> dict[str, Point] | None:  # fmt: skip
    """Return how far each box has to move so that a box that grew overlaps none.

    Args:
        grown: The box that grew; it stays where it is.
        others: The boxes beside it.
        gap: Kept between a box that pushes and one that is pushed.
        stays: Whether a box must not move.

    Returns:
        Shifts of the boxes that move, all in one direction; None where each direction meets a box that stays.
    """
    ways = [found for way in _WAYS if (found := _pushed(grown, others, gap, stays, way)) is not None]
    return min(ways, key=lambda one: sum(abs(by.x) + abs(by.y) for by in one.values()), default=None)


def _pushed(
    grown: Rect, others: Mapping[str, Rect], gap: float, stays: Callable[[str], bool], way: Sequence[int]
) -> dict[str, Point] | None:  # fmt: skip
    boxes = dict(others)
    pushing = [("", grown)]
    while pushing:
        pusher, at = pushing.pop()
        if pusher and boxes[pusher] != at:  # it was pushed on meanwhile
            continue
        for name, box in boxes.items():
            if name == pusher or not box.meets(at):
                continue
            if stays(name):
                return None
            x, y = box.x, box.y
            if way[0]:
                x = at.right + gap if way[0] > 0 else at.x - gap - box.w
            else:
                y = at.bottom + gap if way[1] > 0 else at.y - gap - box.h
            boxes[name] = Rect(x, y, box.w, box.h)
            pushing.append((name, boxes[name]))
    return {
        name: Point(box.x - others[name].x, box.y - others[name].y)
        for name, box in boxes.items() if box != others[name]
    }  # fmt: skip
