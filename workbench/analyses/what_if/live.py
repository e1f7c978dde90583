"""A graph that stays analysed while it is edited: single points, blast radii, shared fate and pairs.

An edit costs what it changes. Everything above the edited element sees it only through its own state; so only failures
and pairs under which that state is another one are looked at again. The result is that of a fresh analysis.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from workbench.analyses.failure.analysis import JourneyResult, Options
from workbench.analyses.failure.compiled import Compiled, compile_graph
from workbench.analyses.failure.pairs import Seconds, bits_of, pairs
from workbench.analyses.failure.shared_fate import SharedFate
from workbench.analyses.what_if.live_falls import LiveFalls
from workbench.analyses.what_if.near_pairs import NearSeconds
from workbench.analyses.what_if.patching import Patching, local_view
from workbench.domain.graph import Graph, Journey, Node, Phase

__all__ = ["Live"]

Function = tuple[frozenset[str], frozenset[tuple[str, str]]]


class Live:
    """Keeps the analysis of a graph up to date, edit by edit.

    Args:
        graph: Every id it refers to exists.
        options: `semantics`, `full_groups` and `order` count; orders above 2 are kept as 2, and nothing is quantified.

    Attributes:
        journeys: Results by journey id; replaced, never changed.
        users: Who refers to an element in whatever way, by id.
    """

    def __init__(self, graph: Graph, options: Options | None = None) -> None:
        self.options = options or Options()
        self._two = self.options.order != 1
        self._graph = graph
        self._nodes = dict(graph.nodes)
        self.compiled = compile_graph(graph, self.options.semantics, full_groups=self.options.full_groups)
        self._patching = Patching(self.compiled, self._nodes, self.options.full_groups)
        self.users: dict[str, dict[str, None]] = {name: {} for name in self._nodes}
        for node in self._nodes.values():
            for each in node.neighbours():
                self.users[each][node.id] = None
        self._falls = LiveFalls(self._patching)
        self._cones: dict[str, set[int]] = {one.node: set() for one in graph.journeys}
        self._pairs: dict[str, frozenset[tuple[str, str]]] = {}
        self._refresh()
        self.journeys: dict[str, JourneyResult] = {}
        self._report(self._cones, graph.journeys)

    @property
    def graph(self) -> Graph:
        """The graph as it is now."""
        return self._graph

    @property
    def shared_fate(self) -> tuple[SharedFate, ...]:
        """Every shared fate, in the order of owners, groups and causes."""
        return self._falls.shared_fates(self._graph)

    def blast_radius(self, element: str) -> tuple[str, ...]:
        """Return what is down when an element fails, itself included, in the order of the graph.

        Raises:
            KeyError: There is no such element, or it cannot fail.
        """
        unit = self.compiled.unit_of[element]
        if element not in self.compiled.faults[unit]:
            raise KeyError(element)
        down = set(self.compiled.elements(self.compiled.at_rest.union(self._falls.falls[unit])))
        return tuple(name for name in self._graph.nodes if name in down)

    def edit(self, nodes: Iterable[Node], removed: Iterable[str] = ()) -> tuple[str, ...]:
        """Change, add and remove elements; return the ids of the journeys whose results changed.

        Args:
            nodes: Elements as they become; those with a new id are added at the end.
            removed: Ids nobody refers to afterwards.
        """
        changed, gone = list(nodes), list(removed)
        after = dict(self._graph.nodes)
        after.update((node.id, node) for node in changed)
        for name in gone:
            del after[name]
        return self._become(Graph(after, self._graph.journeys), changed, gone)

    def follow(self, graph: Graph) -> tuple[str, ...]:
        """Become another graph; return the ids of the journeys whose results changed.

        Args:
            graph: Elements that are the same objects as before are taken as unchanged.
        """
        changed = [node for name, node in graph.nodes.items() if self._nodes.get(name) is not node]
        gone = [name for name in self._nodes if name not in graph.nodes]
        return self._become(graph, changed, gone)

    def _become(self, graph: Graph, changed: list[Node], gone: list[str]) -> tuple[str, ...]:
        mine = self._nodes
        self._graph = graph
        touched: set[str] = set()
        fresh_nodes = [node for node in changed if node.id not in mine]
        for node in fresh_nodes:
            mine[node.id] = Node(node.id, failable=False)
            self.users.setdefault(node.id, {})
            self._patching.add(node.id)
        for node in (
            *fresh_nodes,
            *(node for node in changed if mine[node.id] is not node),
        ):  # new ones: none above yet
            touched |= self._change(node)
        tops = {one.node for one in graph.journeys}
        for top in self._cones.keys() - tops:
            del self._cones[top]
            self._pairs.pop(top, None)
        fresh = [top for top in dict.fromkeys(one.node for one in graph.journeys) if top not in self._cones]
        for top in fresh:
            self._cones[top] = self._closure([self.compiled.unit_of[top]])
        if fresh and self._two:
            self._all_pairs(fresh)
        for name in gone:
            touched |= self._change(Node(name, failable=False))
        for name in gone:
            self._falls.drop(self.compiled.unit_of[name])
            self._patching.remove(name)
            del mine[name], self.users[name]
        return self._report({*touched, *fresh}, graph.journeys)

    def view(self, tops: Iterable[str]) -> Compiled:
        """Return the compiled graph of what some elements lean on, as `fault_trees.grow` takes it."""
        return local_view(self.compiled, [self.compiled.unit_of[top] for top in tops])

    def _change(self, new: Node) -> set[str]:
        """Bring everything up to date for one element; return the entry points that lean on it."""
        old = self._nodes[new.id]
        for each in dict.fromkeys(old.neighbours()):
            self.users[each].pop(new.id, None)
        for each in new.neighbours():
            self.users[each][new.id] = None
        if _form(old) == _form(new):
            self._nodes[new.id] = new
            return set()
        region = self._patching.region(new.id, new)
        names = sorted(self.compiled.elements(region))
        tops = [top for top, cone in self._cones.items() if not cone.isdisjoint(region)]
        wide = set().union(*(self._cones[top] for top in tops))
        narrow = self._two and bool(tops) and 2 * len(self._closure(region)) < len(wide)
        before = self._functions(names) if narrow else {}
        below = set(self._patching.below(self.compiled.unit_of[new.id]))
        self._nodes[new.id] = new
        resting = bool(self.compiled.at_rest)
        stable = self._falls.change(region)
        if resting or self.compiled.at_rest:
            self._refresh()
            return set(self._cones)
        if stable and len(region) == 1 and below <= set(after := self._patching.below(self.compiled.unit_of[new.id])):
            more = self._closure(set(after) - below)
            for top in tops:
                self._cones[top] |= more
        else:
            for top in tops:
                self._cones[top] = self._closure([self.compiled.unit_of[top]])
        if narrow:
            self._pairs_again(tops, _differences(before, self._functions(names)))
        elif self._two and tops:
            self._all_pairs(tops)
        return set(tops)

    def _refresh(self) -> None:
        """Work out every journey: at the start, and where elements are down with nothing failed."""
        for top in self._cones:
            self._cones[top] = self._closure([self.compiled.unit_of[top]])
        if self._two:
            self._all_pairs(list(self._cones))

    def _closure(self, units: Iterable[int]) -> set[int]:
        """Everything that some units lean on, themselves included."""
        found = set(units)
        waiting = list(found)
        while waiting:
            for each in self._patching.below(waiting.pop()):
                if each not in found:
                    found.add(each)
                    waiting.append(each)
        return found

    def _seconds(self, units: list[int]) -> Seconds:
        return NearSeconds(local_view(self.compiled, units), self._falls.falls, self._falls.alone)

    def _standing(self, names: Iterable[str]) -> list[int]:
        units = {self.compiled.unit_of[name] for name in names}
        return sorted(unit for unit in units if unit not in self.compiled.at_rest)

    def _by_name(self, units: Iterable[tuple[int, int]]) -> frozenset[tuple[str, str]]:
        faults = self.compiled.faults
        return frozenset((min(x, y), max(x, y)) for one, two in units for x in faults[one] for y in faults[two])

    def _all_pairs(self, tops: Iterable[str]) -> None:
        tops = list(tops)
        standing = self._standing(tops)
        found = pairs(self._seconds(standing), standing)
        named = {unit: self._by_name(listed) for unit, listed in found.items()}
        for top in tops:
            self._pairs[top] = named.get(self.compiled.unit_of[top], frozenset())

    def _functions(self, names: list[str]) -> dict[str, Function]:
        """By element: the faults and the pairs of faults that take it down."""
        standing = self._standing(names)
        found = pairs(self._seconds(standing), standing)
        named = {unit: (frozenset(self._falls.singles(unit)), self._by_name(found[unit])) for unit in standing}
        return {name: named.get(self.compiled.unit_of[name], (frozenset(), frozenset())) for name in names}

    def _pairs_again(self, tops: list[str], firsts: set[str]) -> None:
        """Work out the pairs with some first elements again."""
        if not firsts:
            return
        compiled, standing = self.compiled, self._standing(tops)
        seconds = self._seconds(standing)
        fresh: dict[int, list[tuple[int, int]]] = {unit: [] for unit in standing}
        for first in sorted({compiled.unit_of[name] for name in firsts}.intersection(seconds.faults)):
            changed = seconds.with_first(first)
            for unit, listed in fresh.items():
                if first not in self._falls.alone.get(unit, ()):
                    found = changed.get(unit, 0) & ~seconds.alone.get(unit, 0)
                    listed.extend((first, seconds.faults[bit]) for bit in bits_of(found))
        for top in tops:
            kept = {pair for pair in self._pairs[top] if pair[0] not in firsts and pair[1] not in firsts}
            self._pairs[top] = frozenset(kept | self._by_name(fresh.get(compiled.unit_of[top], [])))

    def _report(self, tops: Iterable[str], journeys: Iterable[Journey]) -> tuple[str, ...]:
        fresh = set(tops)
        before: Mapping[str, JourneyResult] = self.journeys
        self.journeys = {
            one.id: self._result(one) if one.node in fresh or one.id not in before or before[one.id].journey != one
            else before[one.id]
            for one in journeys
        }  # fmt: skip
        return tuple(key for key, one in self.journeys.items() if before.get(key) != one)

    def _result(self, journey: Journey) -> JourneyResult:
        unit = self.compiled.unit_of[journey.node]
        if unit in self.compiled.at_rest:
            return JourneyResult(journey, ((),), None, counts=(1,), unavailability=1.0, interval=(1.0, 1.0))
        ones = [(name,) for name in self._falls.singles(unit)]
        twos = sorted(self._pairs[journey.node]) if self._two else []
        return JourneyResult(journey, (*ones, *twos), 2 if self._two else 1)


def _form(node: Node) -> tuple[object, ...]:
    """What counts for going down."""
    groups = tuple((group.needs, group.members) for group in node.groups)
    return frozenset(node.required(Phase.RUN)), groups, node.failable


def _differences(before: Mapping[str, Function], after: Mapping[str, Function]) -> set[str]:
    """Elements with which some state differs, alone or in a pair."""
    found: set[str] = set()
    for name, (alone, together) in before.items():
        alone_now, together_now = after[name]
        found |= alone ^ alone_now
        found.update(chain.from_iterable(together ^ together_now))
    return found
