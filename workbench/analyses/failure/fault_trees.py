"""A journey as a fault tree: when is its entry point down, as gates over failing elements."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.analyses.failure.compiled import Compiled, Semantics, components
from workbench.analyses.fault_tree import Builder

__all__ = ["grow"]


def grow(compiled: Compiled, targets: Sequence[int], builder: Builder) -> dict[int, int]:
    """Add gates for "this unit is down" to a builder.

    Args:
        compiled: The graph.
        targets: Units.
        builder: Where the gates go; events are named by element ids.

    Returns:
        The gate of each unit that a target leans on, targets included.

    Blocks that hold themselves up are cut at a few units (a feedback vertex set); their states are worked out as often
    as there are cuts, which reaches the fixpoint for every combination of failures.

    Source: nested fixpoints, Bekić, in LNCS 177 (1984) 30.
    """
    gates: dict[int, int] = {}
    seen: set[int] = set()
    for target in targets:
        if target in seen:
            continue
        for unit in compiled.cone(target):
            if unit in seen:
                continue
            number = compiled.block[unit]
            if number < 0:
                seen.add(unit)
                gates[unit] = _gate(compiled, unit, gates, builder)
            else:
                seen.update(compiled.blocks[number])
                _grow_block(compiled, compiled.blocks[number], gates, builder)
    return gates


def _gate(compiled: Compiled, unit: int, gates: dict[int, int], builder: Builder) -> int:
    parts = [builder.event(name) for name in compiled.faults[unit]]
    parts += [gates[each] for each in compiled.needs[unit]]
    for number in compiled.groups_of[unit]:
        group = compiled.groups[number]
        parts.append(builder.at_least(group.fatal, [gates[each] for each in group.members]))
    return builder.any_of(parts)


def _grow_block(compiled: Compiled, block: Sequence[int], gates: dict[int, int], builder: Builder) -> None:
    inside = {unit: place for place, unit in enumerate(block)}
    arrows = [
        sorted(
            {inside[each] for each in compiled.needs[unit] if each in inside}
            | {
                inside[each]
                for number in compiled.groups_of[unit]
                for each in compiled.groups[number].members
                if each in inside
            }
        )
        for unit in block
    ]
    cuts, order = _cut(arrows)
    start = builder.TRUE if compiled.semantics is Semantics.FOUNDED else builder.FALSE
    state = {place: start for place in cuts}
    for _round in range(len(cuts) + 1):
        for place in cuts:
            gates[block[place]] = state[place]
        for place in order:
            gates[block[place]] = _gate(compiled, block[place], gates, builder)
        after = {place: _gate(compiled, block[place], gates, builder) for place in cuts}
        if after == state:
            break
        state = after


def _cut(arrows: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """Places to cut so that no circle is left, and the others with what is needed first."""
    cuts: list[int] = []
    left = set(range(len(arrows)))
    order: list[int] = []
    while left:
        kept = [
            [each for each in arrows[place] if each in left] if place in left else [] for place in range(len(arrows))
        ]
        order = []
        circle: list[int] = []
        for part in components(kept):
            if len(part) > 1 or part[0] in kept[part[0]]:
                circle = max(circle, part, key=len)
            elif part[0] in left:
                order.append(part[0])
        if not circle:
            break
        members = set(circle)
        into = dict.fromkeys(circle, 0)
        for place in circle:
            for each in kept[place]:
                if each in members:
                    into[each] += 1
        worst = max(circle, key=lambda place: (place in kept[place], into[place] * len(kept[place]), -place))
        cuts.append(worst)
        left.discard(worst)
    return cuts, order
