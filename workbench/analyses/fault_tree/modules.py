"""Parts of a fault tree that share no event with the rest, found in linear time; each is solved on its own."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.analyses.fault_tree.tree import FaultTree

__all__ = ["Module", "module_gates", "modules_of"]


@dataclass(frozen=True, slots=True)
class Module:
    """A gate whose events occur nowhere else, with what lies between it and the modules below it.

    Attributes:
        node: The gate.
        inputs: Events and modules below, as nodes of the tree; independent of each other.
        inner: Gates from the inputs up to and with `node`, arguments first. One gate alone has independent
            arguments and needs no decision diagram.
    """

    node: int
    inputs: tuple[int, ...]
    inner: tuple[int, ...]


def module_gates(tree: FaultTree) -> list[bool]:
    """Return for each node whether nothing below it is used outside of it; events are modules too.

    Source: Y. Dutuit, A. Rauzy, "A linear-time algorithm to find modules of fault trees", IEEE Transactions on
    Reliability 45(3), 1996, 422-425.
    """
    leaves, gates = len(tree.events), tree.gates
    size = leaves + len(gates)
    first, last, left = [0] * size, [0] * size, [0] * size
    date = 0
    stack = [tree.top] if tree.top >= 0 else []
    while stack:
        node = stack.pop()
        date += 1
        if node < 0:
            left[~node] = last[~node] = date
        elif first[node]:
            last[node] = date
        else:
            first[node] = last[node] = date
            if node >= leaves:
                stack.append(~node)
                stack.extend(reversed(gates[node - leaves].args))
    result = [True] * size
    low, high = first[:], last[:]
    for index, gate in enumerate(gates):
        node = leaves + index
        args = gate.args
        lowest, highest = min([low[arg] for arg in args]), max([high[arg] for arg in args])
        result[node] = lowest > first[node] and highest < left[node]
        low[node], high[node] = min(lowest, first[node]), max(highest, last[node])
    return result


def modules_of(tree: FaultTree) -> list[Module]:
    """Return the modules, those below first; the last one is the top. The top must be a gate."""
    leaves, gates = len(tree.events), tree.gates
    is_module = module_gates(tree)
    found = []
    for index, gate in enumerate(gates):
        node = leaves + index
        if not is_module[node]:
            continue
        inputs: dict[int, None] = {}
        inner = {node}
        stack = list(reversed(gate.args))
        while stack:
            below = stack.pop()
            if is_module[below]:
                inputs[below] = None
            elif below not in inner:
                inner.add(below)
                stack.extend(reversed(gates[below - leaves].args))
        found.append(Module(node, tuple(inputs), tuple(sorted(inner))))
    return found
