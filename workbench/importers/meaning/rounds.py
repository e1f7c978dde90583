"""Circles among dependencies, and which of them need not be."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.analyses.failure.compiled import components

__all__ = ["loosened"]

_MOST_STEPS = 2_000_000

Pair = tuple[str, str]


def loosened(firm: Iterable[Pair], loose: Iterable[Pair]) -> set[Pair]:
    """Return the loose dependencies that would close a circle with the firm ones and the loose ones before them."""
    firm, loose = list(firm), list(loose)
    circle = _circles([*firm, *loose])
    inside = [pair for pair in loose if circle.get(pair[0], -1) == circle.get(pair[1], -2)]
    arrows: dict[str, list[str]] = {}
    for one, other in firm:
        if circle.get(one, -1) == circle.get(other, -2):
            arrows.setdefault(one, []).append(other)
    found: set[Pair] = set()
    steps = 0
    for one, other in inside:
        seen, waiting = {other}, [other]
        while waiting and one not in seen and steps < _MOST_STEPS:
            for each in arrows.get(waiting.pop(), ()):
                steps += 1
                if each not in seen:
                    seen.add(each)
                    waiting.append(each)
        if one in seen or steps >= _MOST_STEPS:
            found.add((one, other))
        else:
            arrows.setdefault(one, []).append(other)
    return found


def _circles(pairs: Iterable[Pair]) -> dict[str, int]:
    """A number for each element that stands on a circle; those on circles together have the same."""
    place: dict[str, int] = {}
    arrows: list[list[int]] = []
    for one, other in pairs:
        for each in (one, other):
            if each not in place:
                place[each] = len(arrows)
                arrows.append([])
        arrows[place[one]].append(place[other])
    names = list(place)
    found: dict[str, int] = {}
    for number, part in enumerate(components(arrows)):
        if len(part) > 1:
            found.update({names[each]: number for each in part})
    return found
