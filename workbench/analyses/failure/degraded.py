"""What still works, but in a lesser way: soft dependencies that are down, passed on to whoever builds on them."""

from __future__ import annotations

from collections.abc import Collection

from workbench.domain.graph import Criticality, Graph, Phase

__all__ = ["Degrading", "degraded"]


class Degrading:
    """Works out lesser states in one graph; one object serves any number of failures.

    An element that is up is degraded when something it uses softly is down or degraded, when something it requires is
    degraded, or when fewer members of a group than it needs are up and not degraded. Least fixpoint.
    """

    def __init__(self, graph: Graph) -> None:
        self._order = {name: place for place, name in enumerate(graph.nodes)}
        self._users: dict[str, list[str]] = {name: [] for name in graph.nodes}
        self._groups: dict[str, list[int]] = {name: [] for name in graph.nodes}
        self._owner: list[str] = []
        self._fatal: list[int] = []
        for name, node in graph.nodes.items():
            soft = {*node.soft, *(one.id for one in node.requires
                                  if one.criticality is Criticality.SOFT and one.phase is Phase.RUN)}  # fmt: skip
            for each in sorted(soft.union(node.required(Phase.RUN))):
                self._users[each].append(name)
            for group in node.groups:
                for each in group.members:
                    self._groups[each].append(len(self._owner))
                self._owner.append(name)
                self._fatal.append(len(group.members) - group.needed + 1)

    def of(self, down: Collection[str]) -> tuple[str, ...]:
        """Return the degraded elements, in the order of the graph.

        Args:
            down: All elements that are down, closed under what they take with them.
        """
        gone = set(down)
        reached = set(down)
        left: dict[int, int] = {}
        waiting = list(reached)
        while waiting:
            one = waiting.pop()
            above = list(self._users[one])
            for number in self._groups[one]:
                left[number] = left.get(number, self._fatal[number]) - 1
                if left[number] == 0:
                    above.append(self._owner[number])
            for each in above:
                if each not in reached:
                    reached.add(each)
                    waiting.append(each)
        return tuple(sorted(reached - gone, key=self._order.__getitem__))


def degraded(graph: Graph, down: Collection[str]) -> tuple[str, ...]:
    """Return what works in a lesser way while some elements are down; see Degrading."""
    return Degrading(graph).of(down)
