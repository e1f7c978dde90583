"""What is drawn inside what: one box holds each element, though it may stand in several failure domains.

An element is drawn in the innermost place it stands in. Availability Zones are drawn in a VPC when everything in them
stands in that VPC too. A name for others (`failable` is false) is drawn where all that it is made of is drawn: what takes
that container down takes the name down as well. A journey is a box of its own, outside all places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from workbench.domain.graph import DOMAIN_KINDS, Criticality, Graph, Node

__all__ = ["Nesting", "is_place", "journey_key", "journey_of", "nest"]

_RANKS = {
    "vendor": 0, "model_provider": 0, "team": 0, "account": 1, "region": 2, "vpc": 3, "az": 4, "subnet": 5,
    "cluster": 6, "node_group": 7, "rack": 8,
}  # fmt: skip
"""Places from the outermost to the innermost; a kind of its own counts as a cluster."""
_NO_PLACES = frozenset((
    "model", "kms_key", "credential", "role", "certificate", "dns_zone", "quota", "pipeline", "control_plane",
))  # fmt: skip
"""Domains that hold nothing in the way a place does: what stands in them is linked to them."""
_MARK = "\0"
"""Before the id of a journey; no element can have such an id."""


def is_place(kind: str) -> bool:
    """Whether things stand in elements of a kind, so that they are drawn in them."""
    return kind in DOMAIN_KINDS and kind not in _NO_PLACES


def journey_key(journey_id: str) -> str:
    """Return the name of the box of a journey."""
    return _MARK + journey_id


def journey_of(name: str) -> str:
    """Return the id of the journey a box is of; empty for an element."""
    return name[1:] if name.startswith(_MARK) else ""


@dataclass(frozen=True)
class Nesting:
    """A forest of boxes.

    Attributes:
        parent: The container of each box; boxes outside all containers are left out.
        children: What each container holds, in the order of the graph.
        roots: Boxes outside all containers, journeys first.
        also: Places an element stands in and is not drawn in.
    """

    parent: Mapping[str, str]
    children: Mapping[str, tuple[str, ...]]
    roots: tuple[str, ...]
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def above(self, name: str) -> tuple[str, ...]:
        """Return the containers of a box, the innermost first."""
        found = []
        while name in self.parent:
            name = self.parent[name]
            found.append(name)
        return tuple(found)

    def below(self, name: str) -> Iterator[str]:
        """Yield a box and everything in it."""
        waiting = [name]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(self.children.get(one, ())))

    def leaves(self, name: str) -> tuple[str, ...]:
        """Return the boxes in a container that hold nothing, or the box itself when it holds nothing."""
        return tuple(one for one in self.below(name) if one not in self.children)

    @cached_property
    def everything(self) -> tuple[str, ...]:
        """Every box, containers before what they hold."""
        return tuple(one for root in self.roots for one in self.below(root))


def nest(graph: Graph) -> Nesting:
    """Work out what is drawn inside what; the same for the same graph, and without circles."""
    order = {name: place for place, name in enumerate(graph.nodes)}
    places = {name: _places(graph, node) for name, node in graph.nodes.items()}
    parent: dict[str, str] = {}
    for name in graph.nodes:
        if places[name]:
            parent[name] = _innermost(graph, places, order, places[name])
    _cut_circles(parent)
    _lift(graph, places, order, parent)
    _cut_circles(parent)
    _Homes(graph, parent).fill()
    children: dict[str, list[str]] = {}
    for name in graph.nodes:
        if name in parent:
            children.setdefault(parent[name], []).append(name)
    roots = (*(journey_key(one.id) for one in graph.journeys), *(name for name in graph.nodes if name not in parent))
    made = Nesting(parent, {name: tuple(held) for name, held in children.items()}, roots)
    also = {name: tuple(one for one in found if one not in made.above(name)) for name, found in places.items() if found}
    return Nesting(parent, made.children, roots, {name: found for name, found in also.items() if found})


def _rank(graph: Graph, name: str) -> int:
    return _RANKS.get(graph.nodes[name].kind, _RANKS["cluster"])


def _places(graph: Graph, node: Node) -> tuple[str, ...]:
    found = (one for one in dict.fromkeys(node.domains) if one in graph.nodes and one != node.id)
    return tuple(one for one in found if graph.nodes[one].kind not in _NO_PLACES)


def _innermost(
    graph: Graph, places: Mapping[str, tuple[str, ...]], order: Mapping[str, int], some: Iterable[str]
) -> str:  # fmt: skip
    some = list(some)
    holding = {outer for one in some for outer in places[one]}
    return max(some, key=lambda one: (_rank(graph, one), one not in holding, -order[one]))


def _cut_circles(parent: dict[str, str]) -> None:
    done: set[str] = set()
    for name in list(parent):
        seen: dict[str, None] = {}
        while name in parent and name not in done:
            if name in seen:
                del parent[name]
                break
            seen[name] = None
            name = parent[name]
        done.update(seen)


def _lift(
    graph: Graph, places: Mapping[str, tuple[str, ...]], order: Mapping[str, int], parent: dict[str, str]
) -> None:  # fmt: skip
    """Draw a container inside a place that everything in it stands in too."""
    held: dict[str, list[str]] = {}
    for name, outer in parent.items():
        held.setdefault(outer, []).append(name)
    for name in sorted(held, key=lambda one: (-_rank(graph, one), order[one])):
        shared = set.intersection(*(set(places[one]) for one in held[name])) - {name}
        shared = {one for one in shared if _rank(graph, one) < _rank(graph, name)}
        wider = shared - {one for one in _chain(parent, name)}
        if wider:
            parent[name] = _innermost(graph, places, order, {*wider, *places[name]})


def _chain(parent: Mapping[str, str], name: str) -> Iterator[str]:
    seen = {name}
    while name in parent and parent[name] not in seen:
        name = parent[name]
        seen.add(name)
        yield name


class _Homes:
    """Finds where names for others are drawn."""

    def __init__(self, graph: Graph, parent: dict[str, str]) -> None:
        self._graph, self._parent = graph, parent
        self._entries = {one.node for one in graph.journeys}
        self._held = set(parent.values())
        self._chains: dict[str, tuple[str, ...]] = {}

    def fill(self) -> None:
        for name, node in self._graph.nodes.items():
            if self._is_name(node):
                self._chain(name)
        self._parent.update({
            name: chain[0] for name, chain in self._chains.items() if chain and name not in self._parent
        })  # fmt: skip

    def _is_name(self, node: Node) -> bool:
        known = node.id in self._entries or node.id in self._held or node.id in self._parent
        return not (known or node.failable or node.domains)

    def _chain(self, start: str) -> None:
        """Work out the containers of a name after those of the names it is made of; no recursion, circles are cut."""
        waiting = [start]
        while waiting:
            name = waiting[-1]
            if name in self._chains:
                waiting.pop()
                continue
            node = self._graph.nodes[name]
            if not self._is_name(node):
                self._chains[name] = tuple(_chain(self._parent, name))
                continue
            parts = self._parts(node)
            missing = [one for one in parts if one not in self._chains and one not in waiting]
            if missing:
                waiting.extend(missing[:1])
                continue
            known = [chain for chain in (self._chains.get(one, ()) for one in parts) if chain]
            self._chains[name] = _meeting(known)

    def _parts(self, node: Node) -> list[str]:
        members = [one for group in node.groups for one in group.members]
        needed = [one.id for one in node.requires if one.criticality is not Criticality.SOFT]
        return [one for one in members or needed if one in self._graph.nodes and one != node.id]


def _meeting(chains: list[tuple[str, ...]]) -> tuple[str, ...]:
    if not chains:
        return ()
    shared = set.intersection(*(set(chain) for chain in chains))
    return tuple(one for one in chains[0] if one in shared)
