"""What was chosen in the conflicts of an import, and what follows from it elsewhere in the graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from workbench.analyses.graph_groups import group_partners
from workbench.analyses.merge_parts import Conflict, Decision
from workbench.domain.graph import Graph, Group, Journey, Node

__all__ = ["Chosen", "is_gone", "with_links"]


def is_gone(conflict: Conflict) -> bool:
    """Whether it is about an element that its source no longer has."""
    return conflict.path[0] == "node" and len(conflict.path) == 2 and conflict.theirs is None


class Chosen:
    """The conflicts of one merge by the side that counts.

    Args:
        conflicts: As the merger noted them.
        prefer: The side that counts where nothing was chosen.

    Attributes:
        conflicts: The same, each with the side that counts as its choice.
        mine, theirs: Those in which what is here counts, and what the source says.
        given_up: Ids of elements that go, since their source has them no longer.
        taken_back: Ids of elements that were removed here and come back.
    """

    def __init__(self, conflicts: Iterable[Conflict], prefer: Decision) -> None:
        self.conflicts = [replace(one, choice=one.choice or prefer) for one in conflicts]
        self.mine = [one for one in self.conflicts if one.choice != "theirs"]
        self.theirs = [one for one in self.conflicts if one.choice == "theirs"]
        self.given_up = {one.path[1] for one in self.theirs if is_gone(one)}
        self.taken_back = {one.path[1] for one in self.theirs if one.mine is None and isinstance(one.theirs, Node)}

        self._kept = {one.path[:n] for one in self.mine for n in (2, 3, 4)}

    def keeps(self, *path: str) -> bool:
        """Whether what is here counts for something below a path."""
        return path in self._kept

    def gave_up_group(self, owner: str, group: Group) -> bool:
        """Whether the source counts for a group that was said otherwise here."""
        return any(
            one.path[:3] == ("node", owner, "groups") and one.mine in (group, group.members) for one in self.theirs
        )

    def gave_up_journey(self, journey_id: str) -> bool:
        """Whether the source counts for a journey that was said otherwise here."""
        return any(one.path == ("journey", journey_id) for one in self.theirs)

    def asked_back(self, graph: Graph) -> set[str]:
        """Return ids of elements that what was chosen is about and that are not in a graph; no choice is about them."""
        chosen = {one.path[1] for one in self.conflicts if one.path[0] == "node" and len(one.path) == 2}
        return {each for one in self.theirs for each in _about(one, graph)} - chosen - graph.nodes.keys()


def _about(conflict: Conflict, graph: Graph) -> Iterable[str]:
    """Elements without which what a source says would be lost; a group needs no more than one of its members."""
    value, name = conflict.theirs, conflict.path[2] if len(conflict.path) > 2 else ""
    if isinstance(value, Journey):
        return (value.node,)
    if name == "node" and isinstance(value, str):
        return (value,)
    if isinstance(value, Group):
        value = value.members
    if name == "groups" and isinstance(value, tuple):
        return () if any(one in graph.nodes for one in value) else value
    if name == "requires":
        return (conflict.path[3],) if value else ()
    return value if name in ("domains", "soft") else ()


def with_links(graph: Graph, source: Graph, ids: set[str], chosen: Chosen) -> Graph:
    """Return a graph in which elements that came back are used again as their source uses them.

    Args:
        graph: The graph with these elements.
        source: What the source says.
        ids: The elements.
        chosen: Where what is here counts, it stays.
    """
    if not ids:
        return graph
    nodes = {
        key: _linked(node, source.nodes[key], ids, graph, chosen) if key in source.nodes else node
        for key, node in graph.nodes.items()
    }
    known = {one.id for one in graph.journeys}
    back = (
        one for one in source.journeys if one.node in ids and not (one.id in known or chosen.keeps("journey", one.id))
    )
    return Graph(nodes, (*graph.journeys, *back))


def _linked(node: Node, said: Node, ids: set[str], graph: Graph, chosen: Chosen) -> Node:
    def wanted(name: str) -> list[str]:
        own, theirs = getattr(node, name), getattr(said, name)
        return [one for one in theirs if one in ids and one not in own and not chosen.keeps("node", node.id, name)]

    needed = {one.id for one in node.requires}
    requires = (
        one for one in said.requires
        if one.id in ids and one.id not in needed and not chosen.keeps("node", node.id, "requires", one.id)
    )  # fmt: skip
    groups = node.groups if chosen.keeps("node", node.id, "groups") else _with_members(node, said, ids, graph)
    return replace(
        node, requires=(*node.requires, *requires), groups=groups, domains=(*node.domains, *wanted("domains")),
        soft=(*node.soft, *wanted("soft")),
    )  # fmt: skip


def _with_members(node: Node, said: Node, ids: set[str], graph: Graph) -> tuple[Group, ...]:
    groups = list(node.groups)
    partners = group_partners(said.groups, node.groups)
    for place, group in enumerate(said.groups):
        members = tuple(one for one in group.members if one in graph.nodes)
        if ids.isdisjoint(members):
            continue
        if place in partners:
            own = groups[partners[place]]
            more = (one for one in members if one in ids and one not in own.members)
            groups[partners[place]] = replace(own, members=(*own.members, *more))
        else:
            needs = None if group.needs is None else min(group.needs, len(members))
            groups.append(replace(group, members=members, needs=needs))
    return tuple(groups)
