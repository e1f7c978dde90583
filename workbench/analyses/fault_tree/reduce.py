"""Rewriting a fault tree into an equal one that is easier to solve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from workbench.analyses.fault_tree.modules import Module, module_gates, modules_of
from workbench.analyses.fault_tree.tree import FALSE, TRUE, Builder, FaultTree, Gate, Kind

__all__ = ["at_least_of", "simplified", "with_constant"]

_MOST_USERS = 64
_MOST_PAIRS = 400_000
FRAC = 4
_COHERENT = ("or", "and", "vote")


def simplified(tree: FaultTree) -> FaultTree:
    """Return the same function with fewer shared arguments and more independent parts.

    Single failures and events that every cut set needs are taken out of each module first (exact because the
    module is monotone), then common arguments are merged, then what shares nothing is grouped.
    """
    if not tree.coherent:
        tree = _with_negation_pushed_down(tree)
        if tree.top < 0:
            return tree
    rewritten = _hoisted(tree)
    if rewritten is not tree:
        rewritten = _hoisted(rewritten)
    return _with_private_parts(_with_common_parts(rewritten))


def _with_negation_pushed_down(tree: FaultTree) -> FaultTree:
    """Push each "not" through gates that nothing else uses, by De Morgan's laws; the rest melts and shares better."""
    leaves = len(tree.events)
    uses = Counter(arg for gate in tree.gates for arg in gate.args)
    flipped = set()
    for node in range(leaves + len(tree.gates) - 1, leaves - 1, -1):
        kind, _, args = tree.gates[node - leaves]
        if (kind == "not") != (node in flipped) and kind != "xor":
            for arg in args:
                if arg >= leaves and uses[arg] == 1 and tree.gates[arg - leaves].kind != "xor":
                    flipped.add(arg)
    builder = Builder()
    nodes = [builder.event(name) for name in tree.events]
    for node, (kind, needs, args) in tree.steps():
        inverse = (kind == "not") != (node in flipped)
        given = [nodes[arg] for arg in args]
        if inverse and kind != "xor":
            given = [nodes[arg] if arg in flipped else builder.negate(nodes[arg]) for arg in args]
        if kind == "not":
            nodes.append(given[0])
        elif kind == "xor":
            nodes.append(builder.xor(given))
        else:  # at least k of n fail unless at least n - k + 1 work
            nodes.append(builder.at_least(len(args) - needs + 1 if inverse else needs, given))
    return builder.tree(nodes[tree.top])


def _joined(builder: Builder, kind: Kind, needs: int, args: Sequence[int]) -> int:
    if kind == "or":
        return builder.any_of(args)
    if kind == "and":
        return builder.all_of(args)
    if kind == "vote":
        return builder.at_least(needs, args)
    return builder.negate(args[0]) if kind == "not" else builder.xor(args)


def with_constant(tree: FaultTree, constant: int, value: bool) -> FaultTree:
    """Return the tree with one of its nodes known to be true or false."""
    builder = Builder()
    nodes = [builder.event(name) for name in tree.events]
    for node, (kind, needs, args) in tree.steps():
        if node == constant:
            nodes.append(TRUE if value else FALSE)
        else:
            nodes.append(_joined(builder, kind, needs, [nodes[arg] for arg in args]))
    return builder.tree(nodes[tree.top])


def at_least_of(needs: int, sets: Sequence[int]) -> int:
    """Return the bits that are set in at least `needs` of the sets (big ints); `needs` is 1 or more."""
    planes: list[int] = []  # plane i holds bit i of the count of every element
    for carry in sets:
        for place, plane in enumerate(planes):
            if not carry:
                break
            planes[place], carry = plane ^ carry, plane & carry
        if carry:
            planes.append(carry)
    if needs >> len(planes):
        return 0
    above, equal = 0, -1
    for place in range(len(planes) - 1, -1, -1):
        if needs >> place & 1:
            equal &= planes[place]
        else:
            above |= equal & planes[place]
            equal &= ~planes[place]
    return above | equal


# ------------------------------------------------------------------------------------------ single events out
def _hoisted(tree: FaultTree) -> FaultTree:
    """Take out of each module the inputs that end it alone, and those without which nothing ends it."""
    leaves, gates = len(tree.events), tree.gates
    builder = Builder()
    nodes = [builder.event(name) for name in tree.events] + [FALSE] * len(gates)
    changed = False
    for module in modules_of(tree):
        enough = needed = 0
        if len(module.inner) > 1 and all(gates[node - leaves].kind in _COHERENT for node in module.inner):
            bits = {node: 1 << place for place, node in enumerate(module.inputs)}
            enough = _decisive(tree, module, bits, failed=True)
            needed = _decisive(tree, module, bits, failed=False) & ~enough
        single = [node for place, node in enumerate(module.inputs) if enough >> place & 1]
        always = [node for place, node in enumerate(module.inputs) if needed >> place & 1]
        changed = changed or bool(single or always)
        any_of, all_of = [nodes[node] for node in single], [nodes[node] for node in always]
        for node in single:
            nodes[node] = FALSE
        for node in always:
            nodes[node] = TRUE
        for node in module.inner:
            kind, needs, args = gates[node - leaves]
            nodes[node] = _joined(builder, kind, needs, [nodes[arg] for arg in args])
        if single or always:
            nodes[module.node] = builder.any_of((*any_of, builder.all_of((*all_of, nodes[module.node]))))
    return builder.tree(nodes[tree.top]) if changed else tree


def _decisive(tree: FaultTree, module: Module, bits: Mapping[int, int], failed: bool) -> int:
    """Return the inputs that decide a module alone: by failing while all others work, or the other way round."""
    leaves, gates = len(tree.events), tree.gates
    found = dict(bits)
    for node in module.inner:
        _, needs, args = gates[node - leaves]
        sets = [found[arg] for arg in args]
        if not failed:
            needs = len(args) - needs + 1
        if needs == 1:
            result = 0
            for one in sets:
                result |= one
        elif needs == len(sets):
            result = -1
            for one in sets:
                result &= one
        else:
            result = at_least_of(needs, sets)
        found[node] = result
    return found[module.node]


# ------------------------------------------------------------------------------------------ common arguments
def _with_common_parts(tree: FaultTree) -> FaultTree:
    """Make arguments that several gates of one kind have in common a gate of their own."""
    leaves = len(tree.events)
    kinds: dict[int, Kind] = {node: gate.kind for node, gate in tree.steps()}
    sets: dict[int, dict[int, None]] = {}
    for kind in ("or", "and"):
        mine = {node: dict.fromkeys(gate.args) for node, gate in tree.steps() if gate.kind == kind}
        while _merge_once(mine, leaves + len(kinds)):
            pass
        kinds.update((node, kind) for node in mine if node not in kinds)
        sets.update(mine)
    if len(kinds) == len(tree.gates):
        return tree
    builder = Builder()
    nodes = {event: builder.event(name) for event, name in enumerate(tree.events)}
    stack = [tree.top]
    while stack:
        node = stack[-1]
        gate = tree.gates[node - leaves] if leaves <= node < leaves + len(tree.gates) else Gate(kinds[node], 0, ())
        args = tuple(sets[node]) if node in sets else gate.args
        missing = [arg for arg in args if arg not in nodes]
        if missing:
            stack.extend(missing)
        else:
            stack.pop()
            nodes[node] = _joined(builder, gate.kind, gate.needs, [nodes[arg] for arg in args])
    return builder.tree(nodes[tree.top])


def _merge_once(sets: dict[int, dict[int, None]], fresh: int) -> bool:
    """Give the largest intersections of gates of one kind a gate of their own; say whether there was one."""
    users: dict[int, list[int]] = {}
    for node, args in sets.items():
        for arg in args:
            users.setdefault(arg, []).append(node)
    # Arguments with very many users would need very many pairs; they keep their place.
    several = [mine for mine in users.values() if 1 < len(mine) <= _MOST_USERS]
    if sum(len(mine) ** 2 for mine in several) > _MOST_PAIRS:
        return False
    shared: Counter[tuple[int, int]] = Counter()
    for mine in several:
        shared.update(combinations(mine, 2))
    found: dict[tuple[int, ...], set[int]] = {}
    for (one, other), count in shared.items():
        if count > 1:
            small, large = sorted((sets[one], sets[other]), key=len)
            common = tuple(arg for arg in small if arg in large)
            found.setdefault(tuple(sorted(common)), set()).update((one, other))
    fresh = max(fresh, max(sets, default=0) + 1)
    ranked = sorted((-(len(common) - 1) * (len(gates) - 1), common) for common, gates in found.items())
    merged = False
    for gain, common in ranked:
        if 2 * gain > ranked[0][0]:
            break  # lesser ones look different once the best are taken
        having = [node for node in sorted(found[common]) if all(arg in sets[node] for arg in common)]
        if len(having) < 2:
            continue
        merged = True
        whole = [node for node in having if len(sets[node]) == len(common)]
        part = whole[0] if whole else fresh
        if not whole:
            sets[fresh] = dict.fromkeys(common)
            fresh += 1
        for node in having:
            if node != part:
                for arg in common:
                    del sets[node][arg]
                sets[node][part] = None
    return merged


# ------------------------------------------------------------------------------------------ what shares nothing
def _with_private_parts(tree: FaultTree) -> FaultTree:
    """Group the arguments of a gate that occur nowhere else, so that they become one input of its module."""
    leaves = len(tree.events)
    is_module = module_gates(tree)
    uses = Counter(arg for gate in tree.gates for arg in gate.args)
    builder = Builder()
    nodes = [builder.event(name) for name in tree.events]
    kept = set()
    for node, (kind, needs, args) in tree.steps():
        given = [nodes[arg] for arg in args]
        private = [nodes[arg] for arg in args if uses[arg] == 1 and is_module[arg]] if kind in ("or", "and") else []
        if private and len(private) < len(args):
            others = [nodes[arg] for arg in args if uses[arg] > 1 or not is_module[arg]]
            # The top of a module leaves its private arguments outside: the rest is a smaller module.
            grouped = others if is_module[node] else private
            part = _joined(builder, kind, 0, grouped)
            if part >= leaves:
                kept.add(part)
            given = [part, *(private if is_module[node] else others)]
        nodes.append(_joined(builder, kind, needs, given))
    return builder.tree(nodes[tree.top], kept) if tree.top >= 0 else tree
