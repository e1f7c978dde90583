"""Solves a fault tree: simplify, cut into independent modules, solve each, put the answers together."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from workbench.analyses.fault_tree.assembly import counts_of, importance_of, reached_from
from workbench.analyses.fault_tree.bdd import Diagram, OverBudget
from workbench.analyses.fault_tree.bounds import monotone_bounds, wide_bounds
from workbench.analyses.fault_tree.chances import (
    Given,
    diagram_bounds,
    diagram_chance,
    diagram_given,
    vote_chance,
    vote_given,
)
from workbench.analyses.fault_tree.families import family_of_sets, minimal_solutions
from workbench.analyses.fault_tree.listing import Part, list_sets
from workbench.analyses.fault_tree.modules import Module, modules_of
from workbench.analyses.fault_tree.reduce import simplified, with_constant
from workbench.analyses.fault_tree.search import smallest_diagram
from workbench.analyses.fault_tree.small_orders import small_sets
from workbench.analyses.fault_tree.solution import Budget, Importance, Solution
from workbench.analyses.fault_tree.tree import TRUE, FaultTree
from workbench.progress import Progress, Silent

__all__ = ["solve"]

_BUDGET: Final = Budget()
_UNWATCHED: Final = Silent()
_WITHOUT_LIMIT = 3
"""Largest order that is looked for where all were asked for and the budget was spent."""


_GATES_PER_NODE = 8
"""Evaluations of a gate that cost about as much as a node of a diagram."""


def solve(
    tree: FaultTree,
    unavailability: Mapping[str, float | None],
    *,
    order: int | None = 3,
    budget: Budget = _BUDGET,
    progress: Progress = _UNWATCHED,
) -> Solution:
    """Return cut sets, unavailability and importance of the top.

    Args:
        tree: The function; its events fail independently of each other.
        unavailability: Probability of each event, 0 to 1; None, or no entry, where nobody knows.
        order: Largest cut sets that are listed, 1 or more; None lists all.
        budget: How much work it may cost.
        progress: Told now and then; raises Cancelled.

    Raises:
        ValueError: A probability is not between 0 and 1.
    """
    for name in tree.events:
        p = unavailability.get(name)
        if p is not None and not 0.0 <= p <= 1.0:
            raise ValueError(f"{name}: {p} is no probability")
    rest = tree
    while rest.top >= 0:
        solver = _Solver(simplified(rest), tree.coherent, budget, progress)
        found = solver.solve_parts(unavailability, order or _WITHOUT_LIMIT)
        if found is None:
            return solver.solution(order)
        rest = with_constant(*found)
    return _constant(rest.top == TRUE, tree.coherent)


def _constant(down: bool, coherent: bool) -> Solution:
    """Return the answer where nothing matters."""
    p = 1.0 if down else 0.0
    sets: tuple[tuple[str, ...], ...] = ((),) if down and coherent else ()
    number = int(down) if coherent else None
    counts = None if number is None else (number,)
    return Solution(sets, coherent, counts, number, p, (p, p), {}, True, coherent, frozenset())


class _Solver:
    """One tree on its way to an answer. Every list and dict is by node of the simplified tree."""

    def __init__(self, tree: FaultTree, coherent: bool, budget: Budget, progress: Progress) -> None:
        self._tree, self._coherent, self._budget, self._progress = tree, coherent, budget, progress
        self._parts: list[Part] = []
        self._low: list[float] = []  # bounds of the probability
        self._high: list[float] = []
        self._given: dict[int, dict[int, Given]] = {}  # by module and input
        self._matters: dict[int, tuple[int, ...]] = {}  # inputs that a module depends on
        self._spent = False

    # ------------------------------------------------------------------------------------------ module by module
    def solve_parts(self, unavailability: Mapping[str, float | None], order: int) -> tuple[FaultTree, int, bool] | None:
        """Solve each module, those below first.

        Returns:
            The tree, a module and its value where that module is a constant, as only a non-coherent one can be.
        """
        tree = self._tree
        leaves = len(tree.events)
        numbers = [unavailability.get(name) for name in tree.events]
        self._low = [0.0 if p is None else p for p in numbers] + [0.0] * max(1, len(tree.gates))
        self._high = [1.0 if p is None else p for p in numbers] + [1.0] * max(1, len(tree.gates))
        # An event on its own is an "or" of one.
        modules = modules_of(tree) or [Module(leaves, (tree.top,), ())]
        for done, module in enumerate(modules):
            self._progress(done, len(modules))
            gate = tree.gates[module.node - leaves] if tree.gates else None
            if gate is None or (len(module.inner) == 1 and gate.kind in ("or", "and", "vote")):
                self._solve_vote(module, gate.needs if gate else 1)
            elif self._coherent:
                self._solve_web(module, order)
            else:
                value = self._solve_any_web(module)
                if value is not None:
                    return tree, module.node, value
        return None

    def _solve_vote(self, module: Module, needs: int) -> None:
        node = module.node
        lows, highs = self._chances(module)
        self._low[node] = self._high[node] = vote_chance(needs, lows)
        if lows != highs:
            self._high[node] = vote_chance(needs, highs)
        elif self._coherent:
            self._given[node] = dict(zip(module.inputs, vote_given(needs, lows), strict=True))
        self._matters[node] = module.inputs
        self._parts.append(Part(node, module.inputs, needs, None))

    def _solve_web(self, module: Module, order: int) -> None:
        tree, node, limit = self._tree, module.node, self._budget.nodes
        lows, highs = self._chances(module)
        diagram = smallest_diagram(tree, module, limit, self._progress)
        part = None
        if diagram is not None:
            lows, highs = self._chances(diagram)
            self._low[node] = self._high[node] = diagram_chance(diagram, lows)
            if lows != highs:
                self._high[node] = diagram_chance(diagram, highs)
            else:
                self._given[node] = dict(zip(diagram.inputs, diagram_given(diagram, lows), strict=True))
            with suppress(OverBudget):
                part = Part(node, diagram.inputs, 0, minimal_solutions(diagram, limit))
            self._matters[node] = _support(diagram)
        if part is None:
            self._spent = True
            sets, complete = small_sets(tree, module, order, _GATES_PER_NODE * limit, self._progress)
            part = Part(node, module.inputs, 0, family_of_sets(module.inputs, sets), complete)
            if diagram is None:
                self._matters[node] = module.inputs
                self._low[node], self._high[node] = monotone_bounds(
                    tree, module, lows, highs, sets, limit, self._progress
                )
        self._parts.append(part)

    def _solve_any_web(self, module: Module) -> bool | None:
        """Find the probability of a module that need not be monotone; return its value where it is a constant."""
        diagram = smallest_diagram(self._tree, module, self._budget.nodes, self._progress)
        if diagram is None:
            self._spent = True
            bounds = wide_bounds(self._tree, module, *self._chances(module))
        elif diagram.root < 2:
            return diagram.root == 1
        else:
            bounds = diagram_bounds(diagram, *self._chances(diagram))
        self._low[module.node], self._high[module.node] = bounds
        self._matters[module.node] = _support(diagram) if diagram else module.inputs
        self._parts.append(Part(module.node, module.inputs, 0, None))
        return None

    def _chances(self, part: Module | Diagram) -> tuple[list[float], list[float]]:
        return [self._low[one] for one in part.inputs], [self._high[one] for one in part.inputs]

    # ------------------------------------------------------------------------------------------ put together
    def solution(self, order: int | None) -> Solution:
        """Return the answer for the last module, which is the top."""
        names = self._tree.events
        top = self._parts[-1].node
        interval = (self._low[top], self._high[top])
        p = interval[0] if interval[0] == interval[1] else None
        reached = reached_from(self._parts, self._matters)
        events = [node for node in range(len(names)) if node in reached]
        relevant = frozenset(names[node] for node in events)
        parts = [part for part in self._parts if part.node in reached]
        if not self._coherent:
            return Solution((), False, None, None, p, interval, {}, not self._spent, False, relevant)
        counts = counts_of(parts)
        listed, listed_all = self._listed(parts, order, counts)
        importance = {names[node]: Importance() for node in events}
        if p is not None and all(part.node in self._given for part in parts):
            found = importance_of(parts, self._given, self._low)
            importance = {names[node]: found[node] for node in events}
        count = None if counts is None else sum(counts)
        exact = not self._spent and counts is not None
        return Solution(listed, listed_all, counts, count, p, interval, importance, exact, True, relevant)

    def _listed(
        self, parts: list[Part], order: int | None, counts: tuple[int, ...] | None
    ) -> tuple[tuple[tuple[str, ...], ...], bool]:
        names, limit = self._tree.events, self._budget.listed
        largest = order or _WITHOUT_LIMIT
        if counts is not None:
            # No longer ones are looked for than fit into the list.
            largest = min(len(counts) - 1, order or len(counts))
            so_far = 0
            for size in range(3, largest):
                so_far += counts[size]
                if so_far > limit:
                    largest = size
                    break
        sets, is_all = list_sets(parts, largest, limit)
        if counts is not None:
            is_all = len(sets) == sum(counts[: (order or len(counts)) + 1])
        elif order is None:
            is_all = False
        by_name = sorted(range(len(names)), key=names.__getitem__)
        rank = {node: place for place, node in enumerate(by_name)}
        ranked = sorted(tuple(sorted([rank[node] for node in one])) for one in sets)
        ranked.sort(key=len)
        return tuple([tuple([names[by_name[place]] for place in one]) for one in ranked]), is_all


def _support(diagram: Diagram) -> tuple[int, ...]:
    levels = sorted(set(diagram.level[2:]))
    return tuple([diagram.inputs[level] for level in levels])
