"""After some failures: which one more ends a journey that still stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from workbench.analyses.failure.analysis import JourneyResult, Options
from workbench.analyses.failure.compiled import compile_graph
from workbench.analyses.failure.fall import Fall
from workbench.domain.graph import Graph

__all__ = ["MOST_TRIED", "next_failures", "next_of_pairs"]

MOST_TRIED = 20_000
"""More elements than this are not tried one after the other."""


def next_failures(
    graph: Graph, failed: Collection[str], options: Options | None = None
) -> Mapping[str, tuple[str, ...]] | None:
    """Return the elements each of which ends a journey once others have failed.

    Args:
        graph: The graph.
        failed: What has failed already.
        options: `semantics` and `full_groups` count.

    Returns:
        By journey that still stands, in the order of the graph; those that are down are left out. None where there
        are more than MOST_TRIED elements to try.
    """
    options = options or Options()
    compiled = compile_graph(graph, options.semantics, full_groups=options.full_groups)
    fall = Fall(compiled)
    first = sorted({compiled.unit_of[name] for name in failed})
    down = compiled.at_rest.union(fall.of(first))
    standing = {one.id: unit for one in graph.journeys if (unit := compiled.unit_of[one.node]) not in down}
    below = {each for unit in set(standing.values()) for each in compiled.cone(unit)}
    able = [unit for unit in sorted(below - down) if compiled.faults[unit]]
    if len(able) > MOST_TRIED:
        return None
    found: dict[str, list[str]] = {name: [] for name in standing}
    for unit in able:
        gone = set(fall.of((*first, unit)))
        for name, top in standing.items():
            if top in gone:
                found[name] += compiled.faults[unit]
    order = {name: place for place, name in enumerate(graph.nodes)}
    return {name: tuple(sorted(some, key=order.__getitem__)) for name, some in found.items()}


def next_of_pairs(result: JourneyResult, failed: Collection[str]) -> tuple[str, ...]:
    """Return the elements that end a journey by themselves, or together with one that has failed, in the order of its cut sets.

    With one failure, or none, these are all that `next_failures` finds; with more they may be only some of them: a cut
    set of three counts once two of it have failed. For a journey that still stands.
    """
    gone = set(failed)
    found = (set(one) - gone for one in result.cut_sets if len(one) < 3)
    return tuple(dict.fromkeys(next(iter(left)) for left in found if len(left) == 1))
