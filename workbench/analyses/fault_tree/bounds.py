"""Certified bounds of a probability that is too expensive to compute exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from math import prod

from workbench.analyses.fault_tree.bdd import Bdd, OverBudget
from workbench.analyses.fault_tree.chances import diagram_chance
from workbench.analyses.fault_tree.modules import Module
from workbench.analyses.fault_tree.tree import FaultTree
from workbench.progress import Progress

__all__ = ["monotone_bounds", "wide_bounds"]

_ROUNDING = 1e-9
"""Relative width that covers the rounding of some million floating point steps."""
_WORK = 100
"""Nodes of a diagram that cost about as much as one expansion."""
_MOST_ROUNDS = 20_000

_Bounds = tuple[float, float]


def monotone_bounds(
    tree: FaultTree,
    module: Module,
    lows: Sequence[float],
    highs: Sequence[float],
    known: Iterable[tuple[int, ...]],
    nodes: int,
    progress: Progress,
) -> _Bounds:
    """Return bounds of a monotone module whose independent inputs have chances between `lows` and `highs`.

    From above: the module is written out, most likely part first, as conjunctions of inputs and gates not yet
    written out. They are increasing functions of independent events, hence associated, so P(none is true) is at
    least the product of P(each is not true). From below: the union of the cut sets that were found.

    Source: J. D. Esary, F. Proschan, D. W. Walkup, "Association of random variables, with applications", Annals
    of Mathematical Statistics 38(5), 1967, 1466-1474. J. B. Fussell, W. E. Vesely, "A new methodology for
    obtaining cut sets for fault trees", Transactions of the ANS 15, 1972, 262-263 (writing out from the top).

    Args:
        tree: Where the module is.
        module: Its gates.
        lows: By input of the module.
        highs: By input of the module.
        known: Cut sets, as nodes of the tree.
        nodes: Budget.
        progress: Told now and then.
    """
    place = {node: index for index, node in enumerate(module.inputs)}
    sets = {frozenset(place[node] for node in one) for one in known}
    gates = (tree.gates[node - len(tree.events)] for node in module.inner)
    if sum(gate.needs * (len(gate.args) - gate.needs + 1) for gate in gates) <= nodes:
        formula = _Formula(tree, module)
        high = formula.expanded(highs, sets, min(_MOST_ROUNDS, nodes // _WORK), progress)
    else:  # large votes, too long to write out
        high = wide_bounds(tree, module, lows, highs)[1]
    low = _union(sets, lows, nodes // 10)
    return max(0.0, low * (1 - _ROUNDING)), min(1.0, high * (1 + _ROUNDING))


def _union(sets: Iterable[frozenset[int]], chances: Sequence[float], limit: int) -> float:
    """Return the probability of the most likely of some cut sets, as many as the limit of nodes allows."""
    ranked = sorted(sets, key=lambda one: (-prod([chances[place] for place in one]), sorted(one)))
    while ranked:
        bdd = Bdd(len(chances), limit)
        try:
            row = [bdd.junction(False, [bdd.node(place, 0, 1) for place in one]) for one in ranked]
            while len(row) > 1:
                row = [bdd.junction(True, row[at : at + 2]) for at in range(0, len(row), 2)]
        except OverBudget:
            ranked = ranked[: len(ranked) // 2]
        else:
            return diagram_chance(bdd.diagram(range(len(chances)), row[0]), chances)
    return 0.0


class _Formula:
    """A monotone module of "and" and "or" only: nodes `0 .. inputs - 1` are its inputs, the last is the module."""

    def __init__(self, tree: FaultTree, module: Module) -> None:
        leaves = len(tree.events)
        number = {node: place for place, node in enumerate(module.inputs)}
        self._inputs = len(module.inputs)
        self._gates: list[tuple[bool, tuple[int, ...]]] = []
        for node in module.inner:
            kind, needs, args = tree.gates[node - leaves]
            given = [number[arg] for arg in args]
            number[node] = self._vote(needs, given) if kind == "vote" else self._gate(kind == "or", *given)

    def _gate(self, is_or: bool, *args: int) -> int:
        self._gates.append((is_or, args))
        return self._inputs + len(self._gates) - 1

    def _vote(self, needs: int, args: Sequence[int]) -> int:
        row: dict[int, int] = {}  # row[j]: at least j of those seen so far
        for seen, arg in enumerate(args, 1):
            for j in range(min(needs, seen), max(1, needs - len(args) + seen) - 1, -1):
                both = arg if j == 1 else self._gate(False, arg, row[j - 1])
                row[j] = self._gate(True, row[j], both) if j in row else both
        return row[needs]

    def expanded(self, chances: Sequence[float], sets: set[frozenset[int]], rounds: int, progress: Progress) -> float:
        """Return an upper bound of the module; the cut sets that are met on the way are added to `sets`."""
        high, below = self._supports(chances)
        top = self._inputs + len(self._gates) - 1
        done: dict[int, float] = {}  # cut sets as bits
        seen = set()
        waiting: list[tuple[float, int, tuple[int, ...]]] = []

        def add(events: int, gates: Iterable[int]) -> None:
            term = self._written_out(events, gates)
            if term in seen:
                return
            seen.add(term)
            events, left = term
            bound = prod([chances[place] for place in _places(events)])
            if not left:
                done[events] = bound
                return
            used = events
            for gate in sorted(left, key=high.__getitem__):
                if not used & below[gate]:
                    bound *= high[gate]
                    used |= below[gate]
            heappush(waiting, (-bound, events, left))

        add(0, (top,))
        for done_rounds in range(rounds):
            if not waiting:
                break
            if not done_rounds % 256:
                progress(done_rounds, rounds)
            _, events, left = heappop(waiting)
            # The gate with the fewest arguments splits it into the fewest parts.
            chosen = min(left, key=lambda gate: (len(self._gates[gate - self._inputs][1]), gate))
            others = [gate for gate in left if gate != chosen]
            for arg in self._gates[chosen - self._inputs][1]:
                add(events, (*others, arg))
        none = 1.0
        total = 0.0
        for bound in (*done.values(), *(-one[0] for one in waiting)):
            total += bound * none
            none *= 1.0 - bound
        sets.update(frozenset(_places(events)) for events in done)
        return min(total, high[top])

    def _written_out(self, events: int, gates: Iterable[int]) -> tuple[int, tuple[int, ...]]:
        """Return a conjunction with every "and" resolved and every "or" dropped that is true anyway."""
        left = set()
        stack = list(gates)
        while stack:
            node = stack.pop()
            if node < self._inputs:
                events |= 1 << node
            elif self._gates[node - self._inputs][0]:
                left.add(node)
            else:
                stack.extend(self._gates[node - self._inputs][1])
        return events, tuple(sorted(node for node in left if not self._is_met(node, events, left)))

    def _is_met(self, gate: int, events: int, left: set[int]) -> bool:
        args = self._gates[gate - self._inputs][1]
        return any(events >> arg & 1 if arg < self._inputs else arg in left for arg in args)

    def _supports(self, chances: Sequence[float]) -> tuple[list[float], list[int]]:
        """Return an upper bound of every node, and its inputs as bits."""
        high, below = list(chances), [1 << place for place in range(self._inputs)]
        for is_or, args in self._gates:
            support = 0
            for arg in args:
                support |= below[arg]
            if is_or:
                bound = 0.0
                for arg in args:
                    bound += high[arg] * (1.0 - bound)
            else:  # not more than the product of those that share no input
                bound, used = 1.0, 0
                for arg in sorted(args, key=high.__getitem__):
                    if not used & below[arg]:
                        bound *= high[arg]
                        used |= below[arg]
            high.append(bound)
            below.append(support)
        return high, below


def _places(bits: int) -> list[int]:
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found


def wide_bounds(tree: FaultTree, module: Module, lows: Sequence[float], highs: Sequence[float]) -> _Bounds:
    """Return bounds of a module that is not monotone, one gate after the other; they may be wide.

    Arguments without common inputs are independent; for others only what holds for any two events is used.

    Source: M. Fréchet, "Généralisation du théorème des probabilités totales", Fundamenta Mathematicae 25, 1935,
    379-387.
    """
    leaves = len(tree.events)
    bounds = {node: (lows[place], highs[place]) for place, node in enumerate(module.inputs)}
    below = {node: 1 << place for place, node in enumerate(module.inputs)}
    for node in module.inner:
        kind, needs, args = tree.gates[node - leaves]
        support, now = below[args[0]], bounds[args[0]]
        if kind == "not":
            now = (1.0 - now[1], 1.0 - now[0])
        elif kind == "vote":
            # P(at least k) <= expected number / k, and the same for those that work.
            size = len(args)
            works = sum(1.0 - bounds[arg][0] for arg in args)
            now = (max(0.0, 1.0 - works / (size - needs + 1)), min(1.0, sum(bounds[arg][1] for arg in args) / needs))
        for arg in args[1:]:
            other = bounds[arg]
            if kind != "vote":
                now = _joined(kind, now, other, independent=not support & below[arg])
            support |= below[arg]
        bounds[node] = (max(0.0, now[0] - _ROUNDING), min(1.0, now[1] + _ROUNDING))
        below[node] = support
    return bounds[module.node]


def _joined(kind: str, one: _Bounds, other: _Bounds, independent: bool) -> _Bounds:
    (a, b), (c, d) = one, other
    if kind == "and":
        return (a * c, b * d) if independent else (max(0.0, a + c - 1.0), min(b, d))
    if kind == "or":
        return (a + c * (1.0 - a), b + d * (1.0 - b)) if independent else (max(a, c), min(1.0, b + d))
    if independent:
        corners = [p * (1.0 - q) + q * (1.0 - p) for p in one for q in other]
        return min(corners), max(corners)
    return max(0.0, a - d, c - b), min(1.0, b + d, 2.0 - a - c)
