"""What if: the state of every user journey after some failures and changes, with what falls, in which order and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from workbench.analyses.failure.analysis import JourneyResult, Options
from workbench.analyses.failure.compiled import compile_graph
from workbench.analyses.failure.degraded import Degrading
from workbench.analyses.failure.fall import Fall
from workbench.analyses.failure.paths import Paths, Proof
from workbench.analyses.failure.words import Words
from workbench.analyses.what_if.changes import Change, Changed, apply
from workbench.analyses.what_if.live import Live
from workbench.domain.graph import Graph, Journey
from workbench.i18n import N_

__all__ = ["STATE_TITLES", "JourneyState", "Outcome", "State", "what_if"]


class State(StrEnum):
    """How a journey is."""

    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"


STATE_TITLES = {State.UP: N_("up"), State.DEGRADED: N_("degraded"), State.DOWN: N_("down")}


@dataclass(frozen=True, slots=True)
class JourneyState:
    """One journey after the changes.

    Attributes:
        before, after: What can end it, up to pairs, with nothing failed: in the graph as it was and as changed.
    """

    journey: Journey
    state: State
    before: JourneyResult | None
    after: JourneyResult

    @property
    def singles_removed(self) -> tuple[str, ...]:
        """Elements that no longer end it alone, sorted."""
        return tuple(sorted(set(self.before.singles if self.before else ()) - set(self.after.singles)))

    @property
    def singles_added(self) -> tuple[str, ...]:
        """Elements that now end it alone, sorted."""
        return tuple(sorted(set(self.after.singles) - set(self.before.singles if self.before else ())))


@dataclass(frozen=True)
class Outcome:
    """What follows from some changes.

    Attributes:
        changed: The graph as changed, what fails in it and what never does.
        fallen: All that goes down, in the order it falls, failed ones first.
        at_rest: What is down in that graph with nothing failed.
        journeys: By id, in the order of the graph.
    """

    changed: Changed
    fallen: tuple[str, ...]
    at_rest: tuple[str, ...]
    journeys: Mapping[str, JourneyState]
    options: Options = field(repr=False)

    def proof(self, element: str) -> Proof | None:
        """Return why an element goes down; None for one that stays up, or is down with nothing failed."""
        if element not in self.fallen:
            return None
        return self._paths.prove(element, self.changed.failed)

    def why(self, element: str) -> tuple[str, ...]:
        """Say why an element goes down, one sentence per step; empty for one that does not."""
        proof = self.proof(element)
        return self._words.proof(proof) if proof else ()

    @cached_property
    def _paths(self) -> Paths:
        graph = self.changed.graph
        compiled = compile_graph(graph, self.options.semantics, full_groups=self.options.full_groups)
        return Paths(graph, compiled)

    @cached_property
    def _words(self) -> Words:
        return Words(self.changed.graph, self.options.full_groups)


def what_if(live: Live, changes: Iterable[Change]) -> Outcome:
    """Say what follows from changes; the graph that is kept analysed is afterwards as it was before.

    Args:
        live: The analysed graph.
        changes: Applied one after the other.

    Raises:
        BadInput: A change cannot be done.
    """
    before, results = live.graph, live.journeys
    changed = apply(before, changes, live.users)
    live.follow(changed.graph)
    try:
        compiled = live.compiled
        units = Fall(compiled).of(dict.fromkeys(compiled.unit_of[name] for name in changed.failed))
        fallen = _in_order(compiled.elements(units), changed.failed)
        rest = compiled.elements(sorted(compiled.at_rest))
        down = {*fallen, *rest}
        lesser = _lesser(changed.graph, down) if down else frozenset()
        states = {}
        for journey in changed.graph.journeys:
            state = State.DOWN if journey.node in down else State.DEGRADED if journey.node in lesser else State.UP
            states[journey.id] = JourneyState(journey, state, results.get(journey.id), live.journeys[journey.id])
    finally:
        live.follow(before)
    return Outcome(changed, fallen, tuple(rest), states, live.options)


def _in_order(fallen: list[str], failed: Sequence[str]) -> tuple[str, ...]:
    first = [name for name in failed if name in set(fallen)]
    return tuple(dict.fromkeys((*first, *fallen)))


def _lesser(graph: Graph, down: set[str]) -> frozenset[str]:
    """What works in a lesser way, among the entry points and all they use."""
    found = {journey.node: graph.nodes[journey.node] for journey in graph.journeys}
    waiting = list(found)
    while waiting:
        for each in found[waiting.pop()].neighbours():
            if each not in found:
                found[each] = graph.nodes[each]
                waiting.append(each)
    return frozenset(Degrading(Graph(found)).of(down & found.keys()))
