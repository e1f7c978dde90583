"""Orders in which a decision diagram may test its variables; the size of the diagram hangs on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from operator import itemgetter

from workbench.analyses.fault_tree.modules import Module
from workbench.analyses.fault_tree.tree import FaultTree

__all__ = ["forced", "scattered", "span", "walks"]

_ROUNDS = 60
_STALE = 8


def walks(tree: FaultTree, module: Module) -> list[list[int]]:
    """Return the inputs as walks from the top meet them, the arguments of each gate sorted in several ways."""
    leaves = len(tree.events)
    uses: Counter[int] = Counter()
    weight: dict[int, int] = {}
    for node in module.inner:
        args = tree.gates[node - leaves].args
        uses.update(args)
        weight[node] = sum([weight.get(arg, 1) for arg in args])
    keys: tuple[Callable[[int], object] | None, ...] = (
        None,
        lambda node: (-uses[node], weight.get(node, 1)),
        lambda node: -weight.get(node, 1),
        lambda node: weight.get(node, 1),
    )
    return [_walked(tree, module, key) for key in keys]


def scattered(tree: FaultTree, module: Module, start: int) -> list[int]:
    """Return a walk with the arguments of each gate in an order without meaning, another one for each `start`."""
    # Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4): scattered, and the same on every run.
    keys = {node: (node + start * 977) * 2654435769 % 2**32 for node in (*module.inputs, *module.inner)}
    return _walked(tree, module, keys.__getitem__)


def span(tree: FaultTree, module: Module, order: list[int]) -> int:
    """Return how far the inputs below each gate lie apart, summed; orders with less give smaller diagrams."""
    leaves = len(tree.events)
    first = {node: place for place, node in enumerate(order)}
    last = dict(first)
    total = 0
    for node in module.inner:
        args = tree.gates[node - leaves].args
        first[node], last[node] = min([first[arg] for arg in args]), max([last[arg] for arg in args])
        total += last[node] - first[node]
    return total


def _walked(tree: FaultTree, module: Module, key: Callable[[int], object] | None) -> list[int]:
    """Return the inputs as a walk from the top meets them, the arguments of each gate sorted by `key`."""
    leaves = len(tree.events)
    inner = set(module.inner)
    found: dict[int, None] = {}
    seen = set()
    stack = [module.node]
    while stack:
        node = stack.pop()
        if node not in inner:
            found[node] = None
        elif node not in seen:
            seen.add(node)
            args = tree.gates[node - leaves].args
            stack.extend(reversed(args if key is None else sorted(args, key=key)))  # type: ignore[arg-type]
    return list(found)


def forced(tree: FaultTree, module: Module, start: list[int]) -> list[int]:
    """Return an order that keeps the arguments of each gate close together.

    Source: F. A. Aloul, I. L. Markov, K. A. Sakallah, "FORCE: a fast and easy-to-implement variable-ordering
    heuristic", GLSVLSI 2003, 116-119.
    """
    leaves = len(tree.events)
    number = {node: index for index, node in enumerate((*start, *module.inner))}
    edges = [[number[node], *(number[arg] for arg in tree.gates[node - leaves].args)] for node in module.inner]
    touching: list[list[int]] = [[] for _ in number]
    for index, edge in enumerate(edges):
        for one in edge:
            touching[one].append(index)
    # itemgetter is the fastest way to many items; with one item it would not give a tuple.
    members = [(itemgetter(*edge), len(edge)) for edge in edges]
    pulls = [(itemgetter(*mine, mine[0]), mine[0], len(mine)) for mine in touching]
    place = [float(index) for index in range(len(start))] + [0.0] * len(edges)
    for gate, *args in edges:  # a gate starts amid its arguments
        place[gate] = sum([place[arg] for arg in args]) / len(args)
    best, least, stale = start, float("inf"), 0
    for _ in range(_ROUNDS):
        centre = [sum(get(place)) / size for get, size in members]
        pull = [(sum(get(centre)) - centre[first]) / size for get, first, size in pulls]
        ranked = sorted(range(len(pull)), key=pull.__getitem__)
        for index, one in enumerate(ranked):
            place[one] = float(index)
        width = sum([max(at) - min(at) for at in [get(place) for get, _ in members]])
        if width < least:
            best, least, stale = [start[one] for one in ranked if one < len(start)], width, 0
        else:
            stale += 1
            if stale == _STALE:
                break
    return best
