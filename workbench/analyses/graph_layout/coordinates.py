"""Heights in the layers of one container: boxes stand level with what they are linked to, in the order they have.

Source of the regression: R. E. Barlow et al., "Statistical inference under order restrictions" (1972), pool adjacent
violators: the heights nearest to the wanted ones that keep order and distances.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.analyses.graph_layout.ordering import Layered

__all__ = ["settle"]

_ROUNDS = 6
_STRAIGHT = 4.0
"""How much more an arrow counts between two passages, so that it stays straight."""


def settle(made: Layered, offsets: Mapping[tuple[int, int], float]) -> list[float]:
    """Return the middle of each box and passage.

    Args:
        made: Boxes in their final order.
        offsets: For two neighbours (box, other): how much higher the middle of the box should be than that of the
            other, because what is linked stands above or below their middles; 0 where it is missing.
    """
    y = [0.0] * len(made.heights)
    for layer in made.layers:
        top = -sum(made.heights[box] for box in layer) / 2
        for box in layer:
            y[box] = top + made.heights[box] / 2
            top += made.heights[box]
    before, after = _ends(made, made.before, offsets), _ends(made, made.after, offsets)
    count = len(made.layers)
    for round_ in range(_ROUNDS):
        down = round_ % 2 == 0
        near, far = (before, after) if down else (after, before)
        both = round_ >= _ROUNDS - 2
        for at in range(count) if down else range(count - 1, -1, -1):
            _settle_layer(made, at, y, near, far, both)
    return y


def _ends(
    made: Layered, linked: Sequence[Mapping[int, float]], offsets: Mapping[tuple[int, int], float]
) -> list[list[tuple[int, float, float]]]:  # fmt: skip
    """What each box is linked to on one side, with weights and offsets."""
    real = made.real
    return [
        [(other, weight * (_STRAIGHT if box >= real and other >= real else 1.0), offsets.get((box, other), 0.0))
         for other, weight in some.items()]
        for box, some in enumerate(linked)
    ]  # fmt: skip


def _settle_layer(
    made: Layered, at: int, y: list[float], near: Sequence[Sequence[tuple[int, float, float]]],
    far: Sequence[Sequence[tuple[int, float, float]]], both: bool,
) -> None:  # fmt: skip
    layer = made.layers[at]
    wanted, weights = [], []
    for box in layer:
        total, weight = 0.0, 0.0
        for side in (near[box], far[box]) if both else (near[box] or far[box],):
            for other, each, offset in side:
                total += each * (y[other] + offset)
                weight += each
        if box in made.pulls:
            place, each = made.pulls[box]
            total += each * place
            weight += each
        wanted.append(total / weight if weight else y[box])
        weights.append(weight or 0.1)
    for box, place in zip(layer, _fit(wanted, weights, [made.heights[box] for box in layer]), strict=True):
        y[box] = place


def _fit(wanted: Sequence[float], weights: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Heights nearest to the wanted ones in which no two boxes overlap."""
    shift, at = [], 0.0
    for place, height in enumerate(heights):
        at += height / 2 + (heights[place - 1] / 2 if place else 0.0)
        shift.append(at)
    blocks: list[tuple[float, float, int]] = []  # value, weight, how many
    for value, weight, moved in zip(wanted, weights, shift, strict=True):
        mean, total, many = value - moved, weight, 1
        while blocks and blocks[-1][0] >= mean:
            before, other, more = blocks.pop()
            mean, total, many = (mean * total + before * other) / (total + other), total + other, many + more
        blocks.append((mean, total, many))
    values = [mean for mean, _total, many in blocks for _each in range(many)]
    return [value + moved for value, moved in zip(values, shift, strict=True)]
