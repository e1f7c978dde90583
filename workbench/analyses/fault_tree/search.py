"""Looks for the smallest decision diagram of a module: many orders, each with a budget that grows."""

from __future__ import annotations

from workbench.analyses.fault_tree.bdd import Bdd, Diagram, OverBudget
from workbench.analyses.fault_tree.modules import Module
from workbench.analyses.fault_tree.ordering import forced, scattered, span, walks
from workbench.analyses.fault_tree.tree import FaultTree
from workbench.progress import Progress

__all__ = ["smallest_diagram"]

_FIRST = 8_000
_GROWTH = 5
_SCATTERED = 4
_TRIED = 5
_PATIENCE = 6
"""Steps spent on looking for a smaller diagram, per node of the smallest one so far."""
_WASTE = 3
"""Nodes that may be made, those thrown away included, per node that may be held."""


class _Spent(Exception):  # noqa: N818 - internal: an attempt was given up
    def __init__(self, gates: int, made: int) -> None:
        super().__init__()
        self.gates = gates
        self.made = made


def smallest_diagram(tree: FaultTree, module: Module, limit: int, progress: Progress) -> Diagram | None:
    """Return the smallest diagram of several orders; None where all need more than `limit` nodes.

    Small budgets come first: an order that is good shows it early. Of many orders, those with the smallest span
    are tried with more.
    """
    search = _Search(tree, module, progress)
    allowed = min(limit, max(_FIRST, 20 * len(module.inputs)))
    plain = walks(tree, module)
    furthest = search.attempts(plain, allowed)
    if search.is_over() or (search.best is not None and allowed == limit):
        return search.best
    pool: list[list[int]] = []
    starts = [*plain, *(scattered(tree, module, place) for place in range(_SCATTERED))]
    for _ in range(2):
        pool += [forced(tree, module, start) for start in starts]
        pool.sort(key=lambda order: span(tree, module, order))
        starts = [scattered(tree, module, len(pool) + place) for place in range(_SCATTERED)]
        allowed = min(limit, allowed * _GROWTH)
        furthest = search.attempts([*furthest[:2], *pool[:_TRIED]], allowed)
        if search.best is not None or allowed == limit:
            return search.best
    while True:
        furthest = furthest[: max(2, len(furthest) * 3 // 7)]
        allowed = min(limit, allowed * _GROWTH)
        furthest = search.attempts(furthest, allowed)
        if search.best is not None or allowed == limit:
            return search.best


class _Search:
    """The smallest diagram so far, and what was spent on finding it."""

    def __init__(self, tree: FaultTree, module: Module, progress: Progress) -> None:
        self.best: Diagram | None = None
        self.steps = 0
        self._tree, self._module, self._progress = tree, module, progress

    def is_over(self) -> bool:
        return self.best is not None and self.steps > _PATIENCE * len(self.best.low)

    def attempts(self, orders: list[list[int]], limit: int) -> list[list[int]]:
        """Try several until it is over; return them with those first that came furthest."""
        reached = []
        for place, order in enumerate(orders):
            reached.append((-self.attempt(order, limit), place))
            if self.is_over():
                break
        return [orders[place] for _, place in sorted(reached)]

    def attempt(self, order: list[int], limit: int) -> int:
        """Try one order; return how many gates were done."""
        try:
            diagram, made = _built(self._tree, self._module, order, limit, self._progress)
        except _Spent as stopped:
            self.steps += stopped.made
            return stopped.gates
        self.steps += made
        if self.best is None or len(diagram.low) < len(self.best.low):
            self.best = diagram
        return len(self._module.inner)


def _built(tree: FaultTree, module: Module, order: list[int], limit: int, progress: Progress) -> tuple[Diagram, int]:
    """Return the diagram of a module with this order of inputs, and how many nodes were made on the way."""
    leaves = len(tree.events)
    if len(order) + 2 > limit:
        raise _Spent(0, 0)
    bdd = Bdd(len(order), limit)
    at = {node: bdd.node(level, 0, 1) for level, node in enumerate(order)}
    left: dict[int, int] = {}
    for node in module.inner:
        for arg in tree.gates[node - leaves].args:
            left[arg] = left.get(arg, 0) + 1
    full = limit // 4
    for done, node in enumerate(module.inner):
        kind, needs, given = tree.gates[node - leaves]
        args = [at[arg] for arg in given]
        try:
            if kind == "vote":
                at[node] = bdd.vote(needs, args)
            elif kind == "not":
                at[node] = bdd.negated(args[0])
            elif kind == "xor":
                at[node] = bdd.odd(args)
            else:
                at[node] = bdd.junction(kind == "or", args)
        except OverBudget:
            raise _Spent(done, bdd.made) from None
        for arg in given:
            left[arg] -= 1
            if not left[arg]:
                del at[arg]
        if bdd.made > _WASTE * limit:
            raise _Spent(done, bdd.made)
        if len(bdd) > full:
            progress(done, len(module.inner))
            place = bdd.keep(at.values())
            at = {one: place[root] for one, root in at.items()}
            full = max(full, 2 * len(bdd))
    return bdd.diagram(order, at[module.node]), bdd.made
