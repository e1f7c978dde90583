"""What single answers would change: single points of failure when one group needs all members, or one need is soft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from workbench.analyses.failure.analysis import Analysis, Options, analyse
from workbench.analyses.failure.compiled import Compiled, Semantics, Threshold, compile_graph
from workbench.analyses.failure.fall import Fall
from workbench.analyses.failure.pairs import Seconds, pairs
from workbench.domain.graph import Criticality, Graph, Phase

__all__ = ["Extremes", "Variants", "counted", "extremes"]


@dataclass(frozen=True, slots=True)
class Extremes:
    """A journey when every unanswered group needs one member, and when each needs all of its members.

    Attributes:
        one, all: Its single points of failure; None when it is down with nothing failed.
        pairs_one, pairs_all: How many pairs end it.
    """

    journey: str
    one: tuple[str, ...] | None
    all: tuple[str, ...] | None
    pairs_one: int
    pairs_all: int


def extremes(analysis: Analysis) -> tuple[Extremes, ...]:
    """Analyse every unanswered group both ways and return the journeys for which that makes a difference."""
    sides = []
    for full in (False, True):
        if analysis.options.full_groups is full and analysis.options.order != 1:
            sides.append(analysis)
        else:
            options = Options(analysis.options.semantics, order=2, quantify=False, full_groups=full)
            sides.append(analyse(analysis.graph, options))
    found = []
    for journey in analysis.graph.journeys:
        low, high = (side.journeys[journey.id] for side in sides)
        one, every = (None if each.at_rest else each.singles for each in (low, high))
        pairs = [sum(len(one) == 2 for one in each.cut_sets) for each in (low, high)]
        if (one, pairs[0]) != (every, pairs[1]):
            found.append(Extremes(journey.id, one, every, pairs[0], pairs[1]))
    return tuple(found)


class Variants:
    """Tries one answer at a time, looking only at what that answer can change.

    Args:
        analysis: With one member needed in unanswered groups.
    """

    def __init__(self, analysis: Analysis) -> None:
        self.graph = analysis.graph
        self.compiled = analysis.compiled
        self._falls = {unit: frozenset(fallen) for unit, fallen in analysis.falls.items()}
        self._counted: dict[frozenset[str], int] = {}
        self._singles = {journey.id: set(analysis.journeys[journey.id].singles) for journey in self.graph.journeys}
        self._number = {group.source: at for at, group in enumerate(self.compiled.groups)}
        self._cones: dict[int, set[int]] = {}

    def all_needed(self, owner: str, number: int) -> tuple[dict[str, frozenset[str]], tuple[str, ...]]:
        """Try that a group needs all of its members.

        Returns:
            By journey, the single points that are added; and the journeys that would be down with nothing failed.
        """
        changed = self._full(owner, number)
        unit = self.compiled.unit_of[owner]
        above = self._above(unit)
        targets = {name: entry for name, entry in above.items() if entry not in changed.at_rest}
        members = set(self.compiled.groups[self._number[owner, number]].members)
        found: dict[str, set[str]] = {name: set() for name in targets}
        fall = Fall(changed)
        for cause, fallen in self._falls.items():
            if changed.at_rest == self.compiled.at_rest and (unit in fallen or members.isdisjoint(fallen)):
                continue  # the answer changes nothing for this cause
            down = set(fall.of((cause,)))
            for name, entry in targets.items():
                if entry in down:
                    found[name].update(changed.faults[cause])
        added = {name: frozenset(some - self._singles[name]) for name, some in found.items()}
        return {name: some for name, some in added.items() if some}, tuple(
            name for name in above if name not in targets
        )

    def pairs(self, owner: str, number: int) -> tuple[int, int]:
        """Return how many pairs end the journeys that lean on a group: when one member is needed, and when all are.

        A journey that is down with nothing failed counts none.
        """
        compiled, changed = self.compiled, self._full(owner, number)
        above = self._above(compiled.unit_of[owner])
        within = sorted({each for entry in set(above.values()) for each in self._cones[entry]})
        one, every = (self._pairs(graph, above, within) for graph in (compiled, changed))
        return one, every

    def _pairs(self, graph: Compiled, above: Mapping[str, int], within: list[int]) -> int:
        key = frozenset(above)
        if graph is self.compiled and key in self._counted:
            return self._counted[key]
        fall = Fall(graph)
        falls = {each: fall.of((each,)) for each in within if graph.faults[each]}
        entries = sorted(set(above.values()) - graph.at_rest)
        found = pairs(Seconds(graph, falls, within), entries)
        sizes = [len(each) for each in graph.faults]
        counts = {entry: sum(sizes[x] * sizes[y] for x, y in some) for entry, some in found.items()}
        total = sum(counts.get(entry, 0) for entry in above.values())
        if graph is self.compiled:
            self._counted[key] = total
        return total

    def _full(self, owner: str, number: int) -> Compiled:
        """The graph with one group that needs all of its members."""
        compiled = self.compiled
        at = self._number[owner, number]
        old = compiled.groups[at]
        groups = list(compiled.groups)
        groups[at] = Threshold(old.owner, 1, old.members, old.source)
        changed = replace(compiled, groups=groups)
        if compiled.semantics is Semantics.FOUNDED and compiled.blocks:
            changed.at_rest = frozenset(changed.unsupported(range(len(compiled.units)), lambda _unit: False))
        return changed

    def soft(self, element: str, other: str) -> dict[str, frozenset[str]]:
        """Return, by journey, the single points that go when an element can do without another."""
        compiled = self.compiled
        own, below = compiled.unit_of[element], compiled.unit_of[other]
        targets = self._above(own)
        able = {each for name in targets for each in self._singles[name]}
        causes = {unit for each in able if below in self._falls[unit := compiled.unit_of[each]]}
        if not causes:
            return {}
        changed = self._without(element, other)
        fall = Fall(changed)
        gone: dict[str, set[str]] = {}
        for each in sorted(able):
            if compiled.unit_of[each] in causes:
                down = set(fall.of((changed.unit_of[each],))) | changed.at_rest
                for name in targets:
                    if each in self._singles[name] and changed.unit_of[self._entry(name)] not in down:
                        gone.setdefault(name, set()).add(each)
        return {name: frozenset(some) for name, some in gone.items()}

    def _without(self, element: str, other: str) -> Compiled:
        """The graph with one need softened; compiled anew only where circles may change."""
        compiled = self.compiled
        own, below = compiled.unit_of[element], compiled.unit_of[other]
        node = self.graph.nodes[element]
        kept = tuple(
            one for one in node.requires
            if (one.id, one.criticality, one.phase) != (other, Criticality.UNKNOWN, Phase.RUN)
        )  # fmt: skip
        changed = replace(node, requires=kept)
        if own == below or compiled.blocks:
            graph = Graph({**self.graph.nodes, element: changed}, self.graph.journeys)
            return compile_graph(graph, compiled.semantics)
        still = {compiled.unit_of[each] for name in compiled.units[own] if name != element
                 for each in self.graph.nodes[name].required(Phase.RUN)}  # fmt: skip
        still |= {compiled.unit_of[each] for each in changed.required(Phase.RUN)}
        if below in still:
            return compiled
        needs, needed_by = list(compiled.needs), list(compiled.needed_by)
        needs[own] = [each for each in needs[own] if each != below]
        needed_by[below] = [each for each in needed_by[below] if each != own]
        return replace(compiled, needs=needs, needed_by=needed_by)

    def _entry(self, name: str) -> str:
        journey = self.graph.journey(name)
        assert journey is not None
        return journey.node

    def _above(self, unit: int) -> dict[str, int]:
        """Journeys that lean on a unit and are not down at rest, with the units where they enter."""
        found = {}
        for journey in self.graph.journeys:
            entry = self.compiled.unit_of[journey.node]
            if entry not in self._cones:
                self._cones[entry] = set(self.compiled.cone(entry))
            if unit in self._cones[entry] and entry not in self.compiled.at_rest:
                found[journey.id] = entry
        return found


def counted(found: Mapping[str, frozenset[str]]) -> int:
    """Return how many different elements are in some sets of them."""
    return len(frozenset().union(*found.values()))
