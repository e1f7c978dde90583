"""Redundancy that goes round in a circle, and what could not start from cold."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.analyses.failure.compiled import Compiled, Semantics, compile_graph
from workbench.analyses.failure.fall import Fall
from workbench.analyses.failure.pairs import Seconds
from workbench.domain.graph import Graph, Phase
from workbench.progress import Progress, Silent

__all__ = ["Unfounded", "never_up", "unfounded"]

_SILENT = Silent()


@dataclass(frozen=True, slots=True)
class Unfounded:
    """An element that only keeps running because it runs already.

    Attributes:
        failures: The smallest set of failing elements (none, one or two) under which only the circle holds it up.
    """

    element: str
    failures: tuple[str, ...]


def never_up(graph: Graph) -> tuple[str, ...]:
    """Return the elements that could never start with everything off, in the order of the graph.

    Starting needs what runs need and what start and scale need; nothing is up to begin with.
    """
    cold = compile_graph(graph, Semantics.STEADY, phases=(Phase.RUN, Phase.START, Phase.SCALE), collapse=False)
    return tuple(cold.elements(cold.unsupported(range(len(cold.units)), lambda _unit: False)))


def unfounded(graph: Graph, *, progress: Progress = _SILENT) -> tuple[Unfounded, ...]:
    """Return every element that is up when steady but down when founded, for a failure set of two or fewer.

    Args:
        graph: The graph.
        progress: Called while pairs are tried.
    """
    founded = compile_graph(graph, Semantics.FOUNDED)
    if not founded.blocks:
        return ()
    found: dict[int, tuple[int, ...]] = {unit: () for unit in sorted(founded.at_rest)}
    steady = compile_graph(graph, Semantics.STEADY)
    falls = [Fall(compiled).singles() for compiled in (founded, steady)]
    for unit in falls[0]:
        more = falls[0][unit]
        if len(more) + len(founded.at_rest) > len(falls[1][unit]):
            for each in sorted(set(more) - set(falls[1][unit])):
                found.setdefault(each, (unit,))
    seconds = [Seconds(founded, falls[0]), Seconds(steady, falls[1])]
    _pairs(seconds, _above(founded) - found.keys(), found, progress)
    order = {name: place for place, name in enumerate(graph.nodes)}
    listed = [
        Unfounded(name, tuple(founded.faults[unit][0] for unit in failures))
        for each, failures in found.items()
        for name in founded.units[each]
    ]
    return tuple(sorted(listed, key=lambda one: order[one.element]))


def _above(compiled: Compiled) -> set[int]:
    """Units of blocks and everything that leans on them."""
    waiting = [unit for block in compiled.blocks for unit in block]
    seen = set(waiting)
    while waiting:
        unit = waiting.pop()
        owners = [compiled.groups[number].owner for number in compiled.groups_with[unit]]
        for each in (*compiled.needed_by[unit], *owners):
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    return seen


def _pairs(
    seconds: list[Seconds], wanted: set[int], found: dict[int, tuple[int, ...]], progress: Progress
) -> None:  # fmt: skip
    founded, steady = seconds
    for place, first in enumerate(founded.faults):
        if not wanted:
            return
        if place % 100 == 0:
            progress(place, len(founded.faults))
        more, less = founded.with_first(first), steady.with_first(first)
        for unit in sorted(wanted & more.keys()):
            extra = more[unit] & ~less.get(unit, steady.alone.get(unit, 0))
            if extra:
                second = (extra & -extra).bit_length() - 1
                found[unit] = (first, founded.faults[second])
                wanted.discard(unit)
