"""Routes side by side: those that share a free row or column do not lie on each other, unless they have one start."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Net", "Turn", "share_rows", "share_turns"]

_APART = 7.0
_AFTER_BOX, _BEFORE_BOX = 12.0, 14.0


Net = str
"""Routes that begin at one box and look alike may lie on each other."""


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """The free room to the right of a column of boxes; there is one of each."""

    container: str
    column: int
    left: float
    right: float


class HasHeight(Protocol):
    """A part of a route that lies in a row."""

    y: float


def share_rows(
    rows: Iterable[tuple[tuple[str, int, int], tuple[float, float], Net, HasHeight]],
) -> None:
    """Spread what lies in one row; heights are changed in place.

    Args:
        rows: Key of the row, its upper and lower side, the net, and the part of a route.
    """
    by_row: dict[tuple[str, int, int], tuple[tuple[float, float], dict[tuple[Net, float], list[HasHeight]]]] = {}
    for key, span, net, part in rows:
        by_row.setdefault(key, (span, {}))[1].setdefault((net, part.y), []).append(part)
    for (top, bottom), nets in by_row.values():
        if len(nets) < 2:
            continue
        apart = min(_APART, (bottom - top) / len(nets))
        ordered = sorted(nets, key=lambda one: (one[1], one[0]))
        heights = [height for _net, height in ordered]
        for place in range(1, len(heights)):
            heights[place] = max(heights[place], heights[place - 1] + apart)
        limit = bottom
        for place in range(len(heights) - 1, -1, -1):
            heights[place] = min(heights[place], limit)
            limit = heights[place] - apart
        for key_, height in zip(ordered, heights, strict=True):
            for part in nets[key_]:
                part.y = height


def share_turns(turns: Iterable[tuple[Turn, Net, float, float]]) -> dict[tuple[Turn, Net], float]:
    """Return the x at which each net turns in each free column.

    Args:
        turns: Where, the net, the height it comes with and the height it goes on with.
    """
    spans: dict[Turn, dict[Net, list[tuple[float, float]]]] = {}
    for turn, net, before, after in turns:
        if before != after:
            spans.setdefault(turn, {}).setdefault(net, []).append((before, after))
    found = {}
    for turn, nets in spans.items():
        for net, x in _tracks(turn, nets):
            found[turn, net] = x
    return found


def _tracks(turn: Turn, nets: dict[Net, list[tuple[float, float]]]) -> Iterator[tuple[Net, float]]:
    """Routes that go down from further below turn first, and so do those that go up from further above."""

    def place(net: Net) -> tuple[bool, float, str]:
        start, _end = nets[net][0]
        down = sum(b - a for a, b in nets[net]) > 0
        return down, -start if down else start, net

    track: dict[Net, int] = {}
    lanes: list[tuple[list[float], list[float]]] = []  # lower and upper ends in each, in order; they do not overlap
    for net in sorted(nets, key=place):
        low, high = min(map(min, nets[net])), max(map(max, nets[net]))
        number = len(lanes)
        while number:
            lows, highs = lanes[number - 1]
            at = bisect_left(lows, high + _APART)
            if at and highs[at - 1] + _APART > low:
                break
            number -= 1
        if number == len(lanes):
            lanes.append(([], []))
        at = bisect_left(lanes[number][0], low)
        lanes[number][0].insert(at, low)
        lanes[number][1].insert(at, high)
        track[net] = number
    count = len(lanes)
    left, right = turn.left + _AFTER_BOX, turn.right - _BEFORE_BOX
    if right <= left:
        left = right = (turn.left + turn.right) / 2
    apart = min(_APART * 1.5, (right - left) / max(count - 1, 1))
    first = (left + right - apart * (count - 1)) / 2
    for net, number in track.items():
        yield net, first + apart * number
