"""Fault trees as data: a Builder that shares equal gates, and the frozen FaultTree it makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import gcd
from typing import Final, Literal, NamedTuple

__all__ = ["FALSE", "TRUE", "Builder", "FaultTree", "Gate", "Kind"]

Kind = Literal["or", "and", "vote", "not", "xor"]

TRUE: Final = -1
"""The node that is always failed."""
FALSE: Final = -2
"""The node that never fails."""


class Gate(NamedTuple):
    """What makes one node true (failed).

    Attributes:
        kind: "or" (any), "and" (all), "vote" (at least `needs`), "not" (one argument), "xor" (an odd number).
        needs: How many arguments must be true; 1 for "or" and "not", all for "and", 0 for "xor".
        args: Nodes, each once, smaller than this gate's own node.
    """

    kind: Kind
    needs: int
    args: tuple[int, ...]


@dataclass(frozen=True)
class FaultTree:
    """A Boolean function of events, as a graph of gates that share their arguments.

    Nodes are ints: `0 .. len(events) - 1` are the events, the node after the last event is `gates[0]` and so on;
    TRUE and FALSE occur as `top` only. To make something else of a tree (a dependency graph, a picture), go
    through `steps()`: every argument comes before the gate that uses it, so one pass with a dict is enough.
    In a coherent tree every gate is "or" (an element requires all of these), "and" (a redundancy group of which
    one member is enough) or "vote" (a group that is down with `needs` members down: of n it needs n - needs + 1).

    Attributes:
        events: Names; unique.
        coherent: No "not" and no "xor" is left, so that more failures never repair anything.
    """

    events: tuple[str, ...]
    gates: tuple[Gate, ...]
    top: int
    coherent: bool

    def steps(self) -> Iterator[tuple[int, Gate]]:
        """Yield each gate with its node, arguments first."""
        return enumerate(self.gates, len(self.events))


class Builder:
    """Makes fault trees from below: a node exists before a gate uses it, so there are no circles.

    Equal gates become one node, constants are folded, doubled arguments are resolved. Several trees can be
    taken from one builder; each holds only what its top reaches.
    """

    TRUE: Final = TRUE
    FALSE: Final = FALSE

    def __init__(self) -> None:
        self._gates: list[Gate | str] = []
        self._known: dict[object, int] = {}

    def event(self, name: str) -> int:
        """Return the node of a basic event; the same name is the same node."""
        node = self._known.get(name)
        if node is None:
            node = self._known[name] = len(self._gates)
            self._gates.append(name)
        return node

    def any_of(self, args: Iterable[int]) -> int:
        """Return the node that is true when any argument is; FALSE without arguments."""
        return self._junction("or", args, TRUE, FALSE)

    def all_of(self, args: Iterable[int]) -> int:
        """Return the node that is true when all arguments are; TRUE without arguments."""
        return self._junction("and", args, FALSE, TRUE)

    def at_least(self, k: int, args: Sequence[int]) -> int:
        """Return the node that is true when k or more arguments are; an argument given twice counts twice."""
        k -= sum(arg == TRUE for arg in args)
        counted = Counter(arg for arg in args if arg >= 0)
        # (needed, place) -> node; an argument that counts m times is split off: it is true and k - m others are, or
        # k others are. The last group counts once each.
        repeated = [(arg, times) for arg, times in counted.items() if times > 1]
        single = [arg for arg, times in counted.items() if times == 1]
        if repeated and not single:
            shared = gcd(*(times for _, times in repeated))
            if shared > 1:
                k = -(-k // shared)
                repeated, single = (
                    [(arg, times // shared) for arg, times in repeated if times > shared],
                    [arg for arg, times in repeated if times == shared],
                )
        reached = [{k}]
        for _, times in repeated:
            reached.append({need - part for need in reached[-1] if need > 0 for part in (0, times)})
        made = {need: self._vote(need, single) for need in reached[-1]}
        for place in range(len(repeated) - 1, -1, -1):
            arg, times = repeated[place]
            above = {}
            for need in reached[place]:
                if need <= 0:
                    above[need] = TRUE
                else:
                    above[need] = self.any_of((made[need], self.all_of((arg, made[need - times]))))
            made = above
        return made[k]

    def negate(self, arg: int) -> int:
        """Return the node that is true when the argument is false; makes a tree non-coherent."""
        if arg < 0:
            return FALSE if arg == TRUE else TRUE
        gate = self._gates[arg]
        if isinstance(gate, Gate) and gate.kind == "not":
            return gate.args[0]
        return self._intern("not", 1, (arg,))

    def xor(self, args: Iterable[int]) -> int:
        """Return the node that is true when an odd number of arguments is."""
        odd: dict[int, None] = {}
        flip = False
        for arg in args:
            gate = self._gates[arg] if arg >= 0 else None
            if isinstance(gate, Gate) and gate.kind == "not":
                flip = not flip
                arg = gate.args[0]
            if arg < 0:
                flip ^= arg == TRUE
            elif arg in odd:
                del odd[arg]
            else:
                odd[arg] = None
        nodes = tuple(odd)
        if len(nodes) < 2:
            node = nodes[0] if nodes else FALSE
        else:
            node = self._intern("xor", 0, nodes)
        return self.negate(node) if flip else node

    def one_of(self, args: Iterable[int]) -> int:
        """Return the node that is true when exactly one argument is."""
        given = list(args)
        return self.all_of((self.any_of(given), self.negate(self.at_least(2, given))))

    def tree(self, top: int, kept: Collection[int] = ()) -> FaultTree:
        """Return what `top` reaches, with nested "or" and "and" written as one gate.

        Args:
            top: The node that becomes the top.
            kept: Gates that stay gates of their own even where they could melt into their only user.
        """
        if top < 0:
            return FaultTree((), (), top, True)
        gates = self._gates
        uses = {top: 1}
        order = [top]
        for node in order:
            gate = gates[node]
            if isinstance(gate, Gate):
                for arg in gate.args:
                    if arg not in uses:
                        uses[arg] = 0
                        order.append(arg)
                    uses[arg] += 1
        order.sort()
        inner = set()  # gates that melt into their only user
        for node in order:
            gate = gates[node]
            if isinstance(gate, Gate) and gate.kind in ("or", "and"):
                for arg in gate.args:
                    below = gates[arg]
                    if uses[arg] == 1 and arg not in kept and isinstance(below, Gate) and below.kind == gate.kind:
                        inner.add(arg)
        names = [name for node in order if isinstance(name := gates[node], str)]
        place = {node: index for index, node in enumerate(node for node in order if isinstance(gates[node], str))}
        made: list[Gate] = []
        for node in order:
            gate = gates[node]
            if isinstance(gate, str) or node in inner:
                continue
            args = gate.args if inner.isdisjoint(gate.args) else self._melted(gate.args, inner)
            renamed = tuple(dict.fromkeys([place[arg] for arg in args]))
            place[node] = len(names) + len(made)
            made.append(Gate(gate.kind, len(renamed) if gate.kind == "and" else gate.needs, renamed))
        coherent = all(gate.kind not in ("not", "xor") for gate in made)
        return FaultTree(tuple(names), tuple(made), place[top], coherent)

    def _melted(self, args: tuple[int, ...], inner: set[int]) -> tuple[int, ...]:
        found = []
        stack = list(reversed(args))
        while stack:
            arg = stack.pop()
            if arg in inner:
                gate = self._gates[arg]
                assert isinstance(gate, Gate)
                stack.extend(reversed(gate.args))
            else:
                found.append(arg)
        return tuple(found)

    def _junction(self, kind: Literal["or", "and"], args: Iterable[int], final: int, idle: int) -> int:
        nodes = tuple(dict.fromkeys(args))
        if final in nodes:
            return final
        if idle in nodes:
            nodes = tuple(arg for arg in nodes if arg != idle)
        if len(nodes) < 2:
            return nodes[0] if nodes else idle
        return self._intern(kind, 1 if kind == "or" else len(nodes), nodes)

    def _vote(self, k: int, args: list[int]) -> int:
        if k <= 0 or k > len(args):
            return TRUE if k <= 0 else FALSE
        if k == 1:
            return self.any_of(args)
        if k == len(args):
            return self.all_of(args)
        return self._intern("vote", k, tuple(args))

    def _intern(self, kind: Kind, needs: int, args: tuple[int, ...]) -> int:
        if min(args) < 0 or max(args) >= len(self._gates):
            raise ValueError("an argument does not exist yet")
        key = (kind, needs, *sorted(args))
        node = self._known.get(key)
        if node is None:
            node = self._known[key] = len(self._gates)
            self._gates.append(Gate(kind, needs, args))
        return node
