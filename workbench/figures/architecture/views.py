"""What of a system is drawn: everything, one journey, one container, neighbours, findings; and what is folded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.analyses.graph_layout import Link, Nesting, journey_key, links_of, nest
from workbench.domain.graph import Graph
from workbench.domain.graph_changes import repaired
from workbench.figures.architecture.state import State

__all__ = ["View", "leading_to", "shown_in"]


@dataclass(frozen=True, slots=True)
class View:
    """What is drawn; conditions that are set all hold.

    Attributes:
        journey: Only what this journey leads to, whether it can do without or not.
        container: Only what stands in this container.
        around: Only this element and its neighbours along links, either way.
        steps: How many links far these neighbours are.
        only_findings: Only what findings are about, what lies on the path, and what is not as it should be.
        folded: Containers drawn as one box.
    """

    journey: str = ""
    container: str = ""
    around: str = ""
    steps: int = 1
    only_findings: bool = False
    folded: frozenset[str] = frozenset()

    @property
    def is_part(self) -> bool:
        """Whether something is left out, so that boxes stand elsewhere than in the whole."""
        return bool(self.journey or self.container or self.around or self.only_findings or self.folded)


def shown_in(graph: Graph, nesting: Nesting, links: Sequence[Link], view: View, state: State) -> frozenset[str] | None:
    """Return the boxes that hold nothing and are drawn; None for all of them."""
    limits: list[set[str]] = []
    if view.journey:
        limits.append(_reached({journey_key(view.journey)}, links, len(graph.nodes) + 1))
    if view.container:
        limits.append(set(nesting.below(view.container)))
    if view.around:
        start = set(nesting.below(view.around))
        both = [*links, *(Link(link.target, link.source, link.kind) for link in links)]
        limits.append(_reached(start, both, view.steps))
    if view.only_findings:
        limits.append({*state.badges, *state.path, *state.failed, *state.fallen, *state.degraded})
    if not limits:
        return None
    return frozenset(leaf for one in set.intersection(*limits) for leaf in _leaves(nesting, one))


def leading_to(graph: Graph, journey_id: str) -> Graph:
    """Return the part of a graph that a journey leads to, with the containers of that part, to be laid out by itself."""
    nesting = nest(graph)
    reached = _reached({journey_key(journey_id)}, links_of(graph, nesting), len(graph.nodes) + 1)
    kept = reached | {outer for one in reached for outer in nesting.above(one)}
    journeys = tuple(one for one in graph.journeys if one.id == journey_id)
    return repaired(Graph({name: node for name, node in graph.nodes.items() if name in kept}, journeys))


def _reached(start: set[str], links: Iterable[Link], steps: int) -> set[str]:
    after: dict[str, list[str]] = {}
    for link in links:
        after.setdefault(link.source, []).append(link.target)
    found, edge = set(start), set(start)
    for _each in range(steps):
        edge = {other for one in edge for other in after.get(one, ())} - found
        if not edge:
            break
        found |= edge
    return found


def _leaves(nesting: Nesting, name: str) -> tuple[str, ...]:
    return (name,) if name not in nesting.children else ()
