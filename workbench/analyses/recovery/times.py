"""Recovery followed through time: when every element works again after a failure.

What failed is restored after what it needs to run, start and recover, which takes its `rto_s`. A redundancy group
works again when its primaries (the first `needs` members) do, or once `failover_s` has passed and enough members work;
that failover counts only if what its owner and the members it goes to need to recover survives the same failure. So a
group takes min(max T(primaries), max(failover, k-th smallest T)), an element max T(what it needs) + rto if it failed,
and the times are the least that fulfil this; what waits for itself never comes back. Events in order of time find them
however the circles run, because nothing that waits can end a wait before it.

Source: least fixpoints of min/max-plus systems, in order of their values as in Knuth, Inf. Process. Lett. 6 (1977) 1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

from workbench.analyses.failure.compiled import Semantics, compile_graph
from workbench.analyses.failure.fall import Fall
from workbench.domain.graph import Graph, Phase

__all__ = ["RecoveryGraph", "Switch", "Times"]

_RESTORE = (Phase.RUN, Phase.START, Phase.RECOVER)


@dataclass(frozen=True, slots=True)
class Switch:
    """A redundancy group as recovery sees it; its primaries are the members in use."""

    owner: str
    number: int
    members: tuple[str, ...]
    needed: int
    failover: float | None
    lag: float | None
    recover: tuple[str, ...]

    @property
    def primaries(self) -> tuple[str, ...]:
        """The first members, as many as are needed."""
        return self.members[: self.needed]


class RecoveryGraph:
    """Who waits for whom in one graph; one object serves any number of failures."""

    def __init__(self, graph: Graph, semantics: Semantics = Semantics.FOUNDED) -> None:
        self.graph = graph
        self._compiled = compile_graph(graph, semantics)
        self._fall = Fall(self._compiled)
        self._needs = {name: tuple(dict.fromkeys(node.required(Phase.RUN))) for name, node in graph.nodes.items()}
        self._recover = {
            name: tuple(one.id for one in node.requires if one.phase is Phase.RECOVER and one.id in node.required(Phase.RECOVER))
            for name, node in graph.nodes.items()
        }  # fmt: skip
        self._users: dict[str, list[str]] = {name: [] for name in graph.nodes}
        self._with: dict[str, list[Switch]] = {name: [] for name in graph.nodes}
        self._groups: dict[str, list[Switch]] = {}
        for name, node in graph.nodes.items():
            for each in self._needs[name]:
                self._users[each].append(name)
            for number, group in enumerate(node.groups):
                one = Switch(
                    name, number, group.members, group.needed, group.failover_s, group.lag_s, self._recover[name]
                )
                self._groups.setdefault(name, []).append(one)
                for member in group.members:
                    self._with[member].append(one)

    def down(self, failed: Collection[str]) -> set[str]:
        """Return what is down while some elements are, with what is down anyway."""
        compiled = self._compiled
        units = self._fall.of(compiled.unit_of[name] for name in failed)
        return set(compiled.elements(compiled.at_rest.union(units)))

    def needs(self, name: str) -> tuple[str, ...]:
        """Return what an element requires to run."""
        return self._needs[name]

    def to_restore(self, name: str) -> tuple[str, ...]:
        """Return what an element requires to be restored: to run, to start and to recover."""
        return tuple(dict.fromkeys(self.graph.nodes[name].required(*_RESTORE)))

    def recover_needs(self, name: str) -> tuple[str, ...]:
        """Return what an element requires to recover or to be switched to, and for nothing else."""
        return self._recover[name]

    def above(self, names: Iterable[str]) -> list[str]:
        """Return everything that leans on some elements, themselves included."""
        found = dict.fromkeys(names)
        waiting = list(found)
        while waiting:
            name = waiting.pop()
            for each in (*self._users[name], *(group.owner for group in self._with[name])):
                if each not in found:
                    found[each] = None
                    waiting.append(each)
        return list(found)

    def users(self, name: str) -> list[str]:
        """Return who requires an element to run."""
        return self._users[name]

    def groups_of(self, name: str) -> list[Switch]:
        """Return the groups that an element owns."""
        return self._groups.get(name, [])

    def groups_with(self, name: str) -> list[Switch]:
        """Return the groups that an element is a member of."""
        return self._with[name]


class Times:
    """One failure followed through time.

    Args:
        base: The graph.
        failed: What fails.
        unknown: What numbers that nobody knows are taken as [s]: 0 or inf.

    Attributes:
        met_unknown: Whether any such number was asked for.
        structure: What is down just after the failure, by what it needs.
        times: When each element that stopped works again [s]; inf for never.
    """

    def __init__(self, base: RecoveryGraph, failed: tuple[str, ...], unknown: float) -> None:
        self.base = base
        self.failed = frozenset(failed)
        self.unknown = unknown
        self.met_unknown = False
        self.structure = base.down(failed)
        self.times: dict[str, float] = {}
        self._follow()

    def seconds(self, value: float | None) -> float:
        """Return a number, or what stands for it."""
        if value is None:
            self.met_unknown = True
            return self.unknown
        return value

    def time(self, name: str) -> float:
        """Return when an element works again [s]; 0 for what never stopped."""
        return self.times.get(name, 0.0)

    def credited(self, group: Switch) -> bool:
        """Whether the owner can switch at all: what it needs to recover survives."""
        return self.structure.isdisjoint(group.recover)

    def carriers(self, group: Switch) -> list[str]:
        """Return the members that may carry a group after a switch: primaries, and those that can be switched to."""
        return [
            name
            for place, name in enumerate(group.members)
            if place < group.needed or self.structure.isdisjoint(self.base.recover_needs(name))
        ]

    def by_switch(self, group: Switch) -> float:
        """Return when a group works by failover [s]; inf if that does not count."""
        if not self.credited(group):
            return inf
        times = sorted(self.time(name) for name in self.carriers(group))
        return max(self.seconds(group.failover), times[group.needed - 1])

    def by_primaries(self, group: Switch) -> float:
        """Return when a group works as it did before [s]."""
        return max(self.time(name) for name in group.primaries)

    def _follow(self) -> None:
        base, now = self.base, 0.0
        left = set(self.failed)
        started: set[str] = set()
        pending: list[tuple[float, str]] = []
        switched: set[tuple[str, int]] = set()
        waiting: set[str] | None = None
        while True:
            waiting, unswitched = self._waiting(left, now)
            for group in unswitched:
                key = (group.owner, group.number)
                if key not in switched:
                    switched.add(key)
                    if (moment := self.seconds(group.failover)) < inf:
                        heappush(pending, (moment, ""))
            for name in sorted(left - started):
                needs = base.to_restore(name)
                if waiting.isdisjoint(needs) and all(self._works(one, waiting, now) for one in base.groups_of(name)):
                    started.add(name)
                    if (rto := self.seconds(base.graph.nodes[name].rto_s)) < inf:
                        heappush(pending, (now + rto, name))
            for name in self.times.keys() - waiting:
                if self.times[name] == inf:
                    self.times[name] = now
            for name in waiting - self.times.keys():
                self.times[name] = inf
            if not pending:
                return
            now = pending[0][0]
            while pending and pending[0][0] == now:
                left.discard(heappop(pending)[1])

    def _waiting(self, left: set[str], now: float) -> tuple[set[str], list[Switch]]:
        """What does not work now, and the groups that wait for their failover."""
        found = self.base.down(left)
        stack = list(found)
        unswitched: list[Switch] = []
        while stack:
            name = stack.pop()
            above = list(self.base.users(name))
            for group in self.base.groups_with(name):
                if group.owner not in found or now < self.seconds(group.failover):
                    if not self._works(group, found, now):
                        above.append(group.owner)
                        unswitched.append(group)
            for each in above:
                if each not in found:
                    found.add(each)
                    stack.append(each)
        return found, unswitched

    def _works(self, group: Switch, waiting: set[str], now: float) -> bool:
        if waiting.isdisjoint(group.primaries):
            return True
        if now < self.seconds(group.failover) or not self.credited(group):
            return False
        return sum(name not in waiting for name in self.carriers(group)) >= group.needed

    def taken(self, group: Switch) -> list[str]:
        """Return the members that carry a group after its failover: the first to work."""
        return sorted(self.carriers(group), key=lambda name: (self.time(name), group.members.index(name)))[
            : group.needed
        ]
