"""Minimal cut sets of small order without any decision diagram: fail some inputs, look what is single now."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush

from workbench.analyses.fault_tree.modules import Module
from workbench.analyses.fault_tree.reduce import at_least_of
from workbench.analyses.fault_tree.tree import FaultTree
from workbench.progress import Progress

__all__ = ["small_sets"]


def small_sets(
    tree: FaultTree, module: Module, order: int, steps: int, progress: Progress
) -> tuple[list[tuple[int, ...]], int]:
    """Return the minimal sets of inputs that end a monotone module, and up to which size they are all there.

    Sizes 1 and 2 are always complete; each larger one, up to `order`, as long as `steps` evaluations of a gate last.
    """
    search = _Search(_Web(tree, module), steps, progress)
    complete = 0
    for size in range(1, max(order, 2) + 1):
        before = len(search.sets)
        if not search.extend((), 0, size):
            del search.sets[before:]
            break
        complete = size
    return [tuple([module.inputs[place] for place in one]) for one in search.sets], complete


class _Search:
    """Walks through all sets of one size less, and asks for each which single inputs end the module after it."""

    def __init__(self, web: _Web, steps: int, progress: Progress) -> None:
        self.sets: list[tuple[int, ...]] = []
        self._web, self._steps, self._progress = web, steps, progress
        # What makes a minimal set with these inputs, as bits.
        self._ends: dict[tuple[int, ...], int] = {}

    def extend(self, chosen: tuple[int, ...], blocked: int, size: int) -> bool:
        """Find the sets of this size that begin with the chosen ones, which have failed; False when out of steps.

        Args:
            chosen: Places of inputs, ascending.
            blocked: Inputs that make a set of less than `size` with some of the chosen.
            size: Members of the sets that are looked for.
        """
        web, ends = self._web, self._ends
        if len(chosen) == size - 1:
            new = web.single() & ~blocked
            if new:
                ends[chosen] = new
                start = chosen[-1] + 1 if chosen else 0
                self.sets += [(*chosen, last) for last in _bits(new >> start << start)]
            return True
        if not chosen:
            blocked = ends.get((), 0)
        parts = _parts(chosen)
        for place in range(chosen[-1] + 1 if chosen else 0, web.inputs):
            if blocked >> place & 1:
                continue
            if size > 2 and web.steps > self._steps:
                return False
            if not chosen:
                self._progress(place, web.inputs)
            below = blocked
            for part in parts:
                below |= ends.get((*part, place), 0)
            undo = web.fail(place)
            going = self.extend((*chosen, place), below, size)
            web.restore(undo)
            if not going:
                return False
        return True


def _parts(chosen: tuple[int, ...]) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = [()]
    for place in chosen:
        found += [(*part, place) for part in found]
    return found


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


class _Web:
    """A module as plain lists. A node holds the inputs that would end it next, as bits; all bits once it has ended."""

    def __init__(self, tree: FaultTree, module: Module) -> None:
        leaves = len(tree.events)
        self.inputs = len(module.inputs)
        self.steps = 0
        number = {node: place for place, node in enumerate((*module.inputs, *module.inner))}
        self._gates: list[tuple[int, tuple[int, ...]]] = [(0, ())] * self.inputs
        self._users: list[list[int]] = [[] for _ in number]
        self._ended_by = [1 << place for place in range(self.inputs)]
        for node in module.inner:
            _, needs, args = tree.gates[node - leaves]
            here = len(self._gates)
            self._gates.append((needs, tuple([number[arg] for arg in args])))
            for arg in self._gates[here][1]:
                self._users[arg].append(here)
            self._ended_by.append(self._value(here))

    def single(self) -> int:
        """Return the inputs that end the module now, as bits."""
        return self._ended_by[-1] & (1 << self.inputs) - 1

    def fail(self, place: int) -> list[tuple[int, int]]:
        """Let one input fail; return what takes it back."""
        values, users = self._ended_by, self._users
        undo = [(place, values[place])]
        values[place] = -1
        waiting = list(users[place])
        queued = set(waiting)
        while waiting:
            gate = heappop(waiting)
            value = self._value(gate)
            if value != values[gate]:
                undo.append((gate, values[gate]))
                values[gate] = value
                for user in users[gate]:
                    if user not in queued:
                        queued.add(user)
                        heappush(waiting, user)
        return undo

    def restore(self, undo: list[tuple[int, int]]) -> None:
        """Take a failure back; the latest first."""
        for place, value in undo:
            self._ended_by[place] = value

    def _value(self, gate: int) -> int:
        self.steps += 1
        needs, args = self._gates[gate]
        values = self._ended_by
        if needs == 1:
            result = 0
            for arg in args:
                result |= values[arg]
            return result
        if needs == len(args):
            result = -1
            for arg in args:
                result &= values[arg]
            return result
        return at_least_of(needs, [values[arg] for arg in args])
