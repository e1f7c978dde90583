"""The links that are drawn between boxes, from those who need to what they need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from workbench.analyses.graph_layout.nesting import Nesting, journey_key
from workbench.domain.graph import Criticality, Dependency, DependencyKind, Graph, Phase

__all__ = ["Link", "LinkKind", "links_of"]


class LinkKind(StrEnum):
    """How much a link says, the strongest first."""

    JOURNEY = "journey"
    HARD = "hard"
    GROUP = "group"
    UNKNOWN = "unknown"
    SOFT = "soft"
    LATER = "later"
    """Needed to start, scale or recover, not to run."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link.

    Attributes:
        source: The box that needs, or the box of a journey.
        target: What is needed.
        group: Number of the redundancy group of the source it belongs to; -1 for none.
        carries: What it carries.
    """

    source: str
    target: str
    kind: LinkKind
    group: int = -1
    carries: DependencyKind = DependencyKind.DATA_FLOW


def links_of(graph: Graph, nesting: Nesting) -> tuple[Link, ...]:
    """Return every link between two boxes of which neither holds the other, each pair and kind once."""
    found: dict[tuple[str, str, int], Link] = {}
    above = {name: frozenset(nesting.above(name)) for name in nesting.everything}
    for link in _all(graph, nesting):
        source, target = link.source, link.target
        if source == target or source in above[target] or target in above[source]:
            continue
        key = (source, target, link.group)
        kept = found.get(key)
        if kept is None or _STRENGTH[link.kind] < _STRENGTH[kept.kind]:
            found[key] = link
    return tuple(found.values())


_STRENGTH = {kind: place for place, kind in enumerate(LinkKind)}


def _all(graph: Graph, nesting: Nesting) -> Iterator[Link]:
    for journey in graph.journeys:
        if journey.node in graph.nodes:
            yield Link(journey_key(journey.id), journey.node, LinkKind.JOURNEY)
    for name, node in graph.nodes.items():
        for one in node.requires:
            yield Link(name, one.id, _kind(one), carries=one.kind)
        for number, group in enumerate(node.groups):
            for member in group.members:
                yield Link(name, member, LinkKind.GROUP, number)
        for one_soft in node.soft:
            yield Link(name, one_soft, LinkKind.SOFT)
        drawn_in = set(nesting.above(name))
        for domain in node.domains:
            if domain not in drawn_in and domain not in nesting.children:
                yield Link(name, domain, LinkKind.HARD, carries=DependencyKind.CONTAINMENT)


def _kind(one: Dependency) -> LinkKind:
    if one.phase is not Phase.RUN:
        return LinkKind.LATER
    return {Criticality.HARD: LinkKind.HARD, Criticality.SOFT: LinkKind.SOFT}.get(one.criticality, LinkKind.UNKNOWN)
