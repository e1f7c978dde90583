"""Puts the answers of independent parts together: how many cut sets there are, and how much each event matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite

from workbench.analyses.fault_tree.chances import Given
from workbench.analyses.fault_tree.counting import family_count, orders_in, vote_count
from workbench.analyses.fault_tree.listing import Part
from workbench.analyses.fault_tree.solution import Importance

__all__ = ["counts_of", "importance_of", "reached_from"]


def reached_from(parts: Sequence[Part], matters: Mapping[int, Sequence[int]]) -> set[int]:
    """Return the events and modules that the last part depends on.

    Args:
        parts: Those that are inputs of others first.
        matters: By module, the inputs that it depends on.
    """
    reached = {parts[-1].node}
    for part in reversed(parts):
        if part.node in reached:
            reached.update(matters[part.node])
    return reached


def counts_of(parts: Sequence[Part]) -> tuple[int, ...] | None:
    """Return the number of minimal cut sets of the last part by order; None where a part is not complete.

    All orders are counted in one number, that of order i times 2**(i * shift), so that one pass does.
    """
    if any(part.complete is not None for part in parts):
        return None
    shift = _counted(parts, 0).bit_length()
    return orders_in(_counted(parts, shift), shift)


def _counted(parts: Sequence[Part], shift: int) -> int:
    counts: dict[int, int] = {}
    result = 0
    for part in parts:
        given = [counts.pop(node, 1 << shift) for node in (part.family.inputs if part.family else part.inputs)]
        if part.family is None:
            result = vote_count(part.needs, given, shift)
        else:
            result = family_count(part.family, given, shift)
        counts[part.node] = result
    return result


def importance_of(
    parts: Sequence[Part], given: Mapping[int, Mapping[int, Given]], chances: Sequence[float]
) -> dict[int, Importance]:
    """Return how much each event matters for the last part.

    Args:
        parts: Those that are inputs of others first.
        given: By module and input, what the input means for the module.
        chances: By node.
    """
    top = parts[-1].node
    total = chances[top]
    means = {top: Given(0.0, 1.0, 1.0)}  # what a node means for the top
    for part in reversed(parts):
        up, down, slope = means.pop(part.node)
        for node, local in given[part.node].items():
            # Through the module: with positive terms only, as the top is linear in it.
            means[node] = Given(
                up * (1.0 - local.up) + down * local.up,
                up * (1.0 - local.down) + down * local.down,
                slope * local.slope,
            )
    return {node: _importance(one, chances[node], total) for node, one in means.items()}


def _importance(means: Given, p: float, total: float) -> Importance:
    part = _ratio(p * means.slope, total)
    return Importance(
        birnbaum=means.slope,
        criticality=part,
        fussell_vesely=part,
        raw=_ratio(means.down, total),
        rrw=_ratio(total, means.up),
    )


def _ratio(one: float, other: float) -> float | None:
    if other == 0.0:
        return None
    result = one / other
    return result if isfinite(result) else None
