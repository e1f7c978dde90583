"""Small changes of a dependency graph that keep it whole: no reference leads to nothing."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from workbench.domain.graph import Graph, Group, Node

__all__ = ["only_moved", "renamed", "repaired", "without"]


def without(node: Node, gone: Container[str]) -> Node:
    """Return an element without its references to others.

    A group keeps its other members and needs at most as many as are left; a group without members is no group.
    """
    return replace(
        node,
        requires=tuple(one for one in node.requires if one.id not in gone),
        groups=tuple(group for each in node.groups if (group := _smaller(each, gone)).members),
        domains=tuple(one for one in node.domains if one not in gone),
        soft=tuple(one for one in node.soft if one not in gone),
    )


def _smaller(group: Group, gone: Container[str]) -> Group:
    members = tuple(one for one in group.members if one not in gone)
    return replace(group, members=members, needs=None if group.needs is None else min(group.needs, len(members)))


def renamed(node: Node, old: str, new: str) -> Node:
    """Return an element that calls another, or itself, by its new id."""

    def named(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if one == old else one for one in ids)

    return replace(
        node,
        id=new if node.id == old else node.id,
        requires=tuple(replace(one, id=new) if one.id == old else one for one in node.requires),
        groups=tuple(replace(group, members=named(group.members)) for group in node.groups),
        domains=named(node.domains),
        soft=named(node.soft),
    )


def repaired(graph: Graph) -> Graph:
    """Return the graph without references to elements that are not in it; journeys that enter at none of them go."""
    there = graph.nodes
    journeys = tuple(one for one in graph.journeys if one.node in there)
    gone = {one for node in there.values() for one in node.neighbours() if one not in there}
    if not gone:
        return Graph(there, journeys)
    return Graph.of((without(node, gone) for node in there.values()), journeys)


def only_moved(before: Graph, now: Graph) -> bool:
    """Whether two graphs differ in nothing but positions; quick where most elements are the same objects."""
    if list(before.nodes) != list(now.nodes) or len(before.journeys) != len(now.journeys):
        return False
    nodes = zip(before.nodes.values(), now.nodes.values(), strict=True)
    journeys = zip(before.journeys, now.journeys, strict=True)
    return all(a is b or replace(a, position=None) == replace(b, position=None) for a, b in nodes) and all(
        a is b or replace(a, position=None) == replace(b, position=None) for a, b in journeys
    )
