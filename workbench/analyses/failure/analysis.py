"""The whole analysis of a graph: cut sets, availability and importance of every journey, blast radii, shared fate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from workbench.analyses.failure.circular import Unfounded, never_up, unfounded
from workbench.analyses.failure.compiled import Compiled, Semantics, compile_graph
from workbench.analyses.failure.fall import Fall
from workbench.analyses.failure.fault_trees import grow
from workbench.analyses.failure.pairs import Seconds, pairs
from workbench.analyses.failure.shared_fate import SharedFate, shared_fates
from workbench.analyses.fault_tree import Budget, Builder, Importance, solve
from workbench.domain.graph import Graph, Journey
from workbench.progress import Progress, Silent

__all__ = ["Analysis", "JourneyResult", "Options", "analyse"]

_SILENT = Silent()


@dataclass(frozen=True, slots=True)
class Options:
    """How far the analysis goes.

    Attributes:
        semantics: What circles of redundancy mean.
        order: Largest cut sets that are listed; None lists all of them. Orders 1 and 2 are always complete.
        budget: How much work decision diagrams may be; without it spent everything is exact.
        quantify: Whether to count all cut sets and work out availability; if not, order is at most 2.
        full_groups: Groups that nobody has answered for need all members instead of one.
    """

    semantics: Semantics = Semantics.FOUNDED
    order: int | None = 3
    budget: Budget = field(default_factory=Budget)
    quantify: bool = True
    full_groups: bool = False


@dataclass(frozen=True, slots=True)
class JourneyResult:
    """What can end a journey.

    Attributes:
        cut_sets: Minimal sets of elements that take it down together, by size, then ids; `((),)` when it is down
            with nothing failed.
        order: Up to which size they are complete; None when all of them are listed.
        listed_all: False when the list of sizes from 3 on was cut short.
        counts: Number of minimal cut sets by size, from 0; None when the budget was spent.
        unavailability: Probability that it is down; None when a number is missing or the budget was spent.
        interval: Certified bounds of it; numbers that are missing count as 0 and as 1.
        importance: By element that is in a minimal cut set.
        unknown: Elements in minimal cut sets whose unavailability nobody knows.
    """

    journey: Journey
    cut_sets: tuple[tuple[str, ...], ...]
    order: int | None
    listed_all: bool = True
    counts: tuple[int, ...] | None = None
    unavailability: float | None = None
    interval: tuple[float, float] = (0.0, 1.0)
    importance: Mapping[str, Importance] = field(default_factory=dict, hash=False)
    unknown: tuple[str, ...] = ()

    @property
    def count(self) -> int | None:
        """Number of all minimal cut sets; None when the budget was spent."""
        return None if self.counts is None else sum(self.counts)

    @property
    def at_rest(self) -> bool:
        """Whether it is down with nothing failed."""
        return self.cut_sets[:1] == ((),)

    @property
    def singles(self) -> tuple[str, ...]:
        """The elements that take it down alone."""
        return tuple(one[0] for one in self.cut_sets if len(one) == 1)


@dataclass(frozen=True)
class Analysis:
    """Everything that follows from a graph.

    Attributes:
        journeys: Results by journey id, in the order of the graph.
        falls: By unit that can fail: the units that go down with it.
    """

    graph: Graph
    options: Options
    compiled: Compiled = field(repr=False)
    falls: Mapping[int, list[int]] = field(repr=False)
    journeys: Mapping[str, JourneyResult]
    shared_fate: tuple[SharedFate, ...]
    unfounded: tuple[Unfounded, ...]
    never_up: tuple[str, ...]

    def blast_radius(self, element: str) -> tuple[str, ...]:
        """Return what is down when an element fails, itself included, in the order of the graph.

        Raises:
            KeyError: There is no such element, or it cannot fail.
        """
        compiled = self.compiled
        unit = compiled.unit_of[element]
        if element not in compiled.faults[unit]:
            raise KeyError(element)
        down = compiled.at_rest.union(self.falls[unit])
        names = compiled.elements(down)
        return tuple(sorted(names, key=self._order.__getitem__))

    @cached_property
    def _order(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.graph.nodes)}


def analyse(graph: Graph, options: Options | None = None, *, progress: Progress = _SILENT) -> Analysis:
    """Analyse a graph.

    Args:
        graph: The graph; every id it refers to exists.
        options: How far to go.
        progress: Called per journey; raises Cancelled to stop.

    Returns:
        The same for the same input, whatever the machine.
    """
    options = options or Options()
    compiled = compile_graph(graph, options.semantics, full_groups=options.full_groups)
    falls = Fall(compiled).singles()
    return Analysis(
        graph, options, compiled, falls, _journeys(graph, options, compiled, falls, progress),
        shared_fates(graph, compiled, falls), unfounded(graph), never_up(graph),
    )  # fmt: skip


def _journeys(
    graph: Graph, options: Options, compiled: Compiled, falls: dict[int, list[int]], progress: Progress
) -> dict[str, JourneyResult]:  # fmt: skip
    targets = sorted({compiled.unit_of[one.node] for one in graph.journeys})
    standing = [unit for unit in targets if unit not in compiled.at_rest]
    single: dict[int, list[int]] = {unit: [] for unit in targets}
    for fault, fallen in falls.items():
        for unit in single.keys() & set(fallen) if len(fallen) > 8 else fallen:
            if unit in single:
                single[unit].append(fault)
    double: dict[int, list[tuple[int, int]]] = {}
    if options.order is None or options.order > 1:
        within = sorted({unit for target in standing for unit in compiled.cone(target)})
        double = pairs(Seconds(compiled, falls, within), standing)
    numbers = {name: node.probability for name, node in graph.nodes.items() if node.failable}
    found: dict[int, JourneyResult] = {}
    results = {}
    for place, journey in enumerate(graph.journeys):
        progress(place, len(graph.journeys), journey.title)
        unit = compiled.unit_of[journey.node]
        if unit not in found:
            sets = _exact(compiled, single[unit], double.get(unit, []))
            found[unit] = _result(journey, options, compiled, unit, sets, numbers, progress)
        results[journey.id] = replace(found[unit], journey=journey)
    return results


def _exact(
    compiled: Compiled, single: list[int], double: list[tuple[int, int]]
) -> list[tuple[str, ...]]:  # fmt: skip
    """Cut sets of one and two elements."""
    faults = compiled.faults
    ones = sorted((name,) for unit in single for name in faults[unit])
    twos = sorted(tuple(sorted((x, y))) for first, second in double for x in faults[first] for y in faults[second])
    return ones + twos


def _result(
    journey: Journey, options: Options, compiled: Compiled, unit: int, exact: list[tuple[str, ...]],
    numbers: Mapping[str, float | None], progress: Progress,
) -> JourneyResult:  # fmt: skip
    if unit in compiled.at_rest:
        return JourneyResult(journey, ((),), None, counts=(1,), unavailability=1.0, interval=(1.0, 1.0))
    if not options.quantify:
        order = 2 if options.order is None else min(options.order, 2)
        return JourneyResult(journey, tuple(exact), order)
    builder = Builder()
    tree = builder.tree(grow(compiled, (unit,), builder)[unit])
    solution = solve(tree, numbers, order=options.order, budget=options.budget, progress=progress)
    larger = tuple(one for one in solution.cut_sets if len(one) > 2)
    complete = solution.listed_all or solution.counts is not None
    unknown = tuple(sorted(name for name in solution.relevant if numbers.get(name) is None))
    return JourneyResult(
        journey, tuple(exact) + larger, options.order if complete else 2, solution.listed_all, solution.counts,
        None if unknown else solution.unavailability, solution.interval, solution.importance, unknown,
    )  # fmt: skip
