"""Parts of a dependency graph that are drawn, linked, put into places and copied by hand."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import replace
from enum import StrEnum

from workbench.domain.graph import Criticality, Dependency, DependencyKind, Graph, Group, Node, Phase, Position
from workbench.domain.graph_changes import repaired, without
from workbench.i18n import N_

__all__ = [
    "CARRIES_TITLES", "CRITICALITY_TITLES", "NEED_TITLES", "PHASE_TITLES", "Need", "copied_into", "fresh_id", "grouped", "linked", "need_of", "part_of", "standing_in",
]  # fmt: skip

_WORDS = re.compile(r"[^\w]+")
_NUMBERED = re.compile(r"(.*?)-\d+")


class Need(StrEnum):
    """How one element needs another, as a person chooses it."""

    HARD = "hard"
    SOFT = "soft"
    UNKNOWN = "unknown"
    ONE_OF = "one of"


NEED_TITLES = {
    Need.HARD: N_("Cannot do without it (hard)"),
    Need.SOFT: N_("Can do without it, in a lesser way (soft)"),
    Need.UNKNOWN: N_("Not known"),
    Need.ONE_OF: N_("One of several: redundant with the others"),
}
CRITICALITY_TITLES = {
    Criticality.HARD: N_("cannot do without"), Criticality.SOFT: N_("can do without"), Criticality.UNKNOWN: N_("not known"),
}  # fmt: skip
CARRIES_TITLES = {
    DependencyKind.DATA_FLOW: N_("data"), DependencyKind.CONTAINMENT: N_("stands in it"),
    DependencyKind.PERMISSION: N_("permission"), DependencyKind.OBSERVABILITY: N_("observability"),
}  # fmt: skip
PHASE_TITLES = {
    Phase.RUN: N_("to run"), Phase.START: N_("to start"), Phase.SCALE: N_("to scale"), Phase.RECOVER: N_("to recover"),
}  # fmt: skip


def fresh_id(name: str, taken: Container[str], fallback: str = "element") -> str:
    """Return an id made of a name that nothing has yet: "Orders DB" becomes "orders-db", then "orders-db-2"."""
    start = _WORDS.sub("-", name.casefold()).strip("-_") or fallback
    if start not in taken:
        return start
    match = _NUMBERED.fullmatch(start)
    stem, number = (match[1] if match else start), 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def linked(node: Node, target: str, need: Need | None) -> Node:
    """Return an element that needs another in one way and no other; None for not at all.

    One of several joins the last redundancy group, or begins one.
    """
    kept = next((one for one in node.requires if one.id == target), None)
    node = without(node, (target,))
    if need is Need.SOFT:
        return replace(node, soft=(*node.soft, target))
    if need is Need.ONE_OF:
        last = node.groups[-1] if node.groups else Group(None, ())
        return replace(node, groups=(*node.groups[:-1], replace(last, members=(*last.members, target))))
    if need is None:
        return node
    hardness = Criticality.HARD if need is Need.HARD else Criticality.UNKNOWN
    return replace(node, requires=(*node.requires, replace(kept or Dependency(target), criticality=hardness)))


def need_of(node: Node, target: str) -> Need | None:
    """Return how an element needs another; None where it does not, or because it stands in it."""
    if any(target in group.members for group in node.groups):
        return Need.ONE_OF
    if target in node.soft:
        return Need.SOFT
    found = next((one for one in node.requires if one.id == target), None)
    if found is None:
        return None
    return {Criticality.HARD: Need.HARD, Criticality.SOFT: Need.SOFT}.get(found.criticality, Need.UNKNOWN)


def grouped(node: Node, members: Collection[str], needs: int | None) -> Node:
    """Return an element that needs some of several others, which it needed in other ways before."""
    node = without(node, members)
    return replace(node, groups=(*node.groups, Group(needs, tuple(members))))


def standing_in(node: Node, left: Collection[str], entered: str) -> Node:
    """Return an element that stands in another place.

    Args:
        node: The element.
        left: The places it is taken out of.
        entered: The place it is put into; empty for none.
    """
    kept = tuple(one for one in node.domains if one not in left and one != entered)
    return replace(node, domains=(entered, *kept) if entered else kept)


def part_of(graph: Graph, names: Iterable[str], journeys: Collection[str] = ()) -> Graph:
    """Return some elements and journeys by themselves; references to others are left out."""
    nodes = {name: graph.nodes[name] for name in names if name in graph.nodes}
    return repaired(Graph(nodes, tuple(one for one in graph.journeys if one.id in journeys)))


def copied_into(graph: Graph, part: Graph, shift: float = 0.0) -> Graph:
    """Return a part under ids that a graph does not have, moved a little, ready to be added to it.

    What an element refers to outside the part stays where the graph has it.
    """
    taken = set(graph.nodes)
    names: dict[str, str] = {}
    for name in part.nodes:
        names[name] = fresh_id(name, taken)
        taken.add(names[name])
    nodes = []
    for node in part.nodes.values():
        lost = {one for one in node.neighbours() if one not in names and one not in graph.nodes}
        nodes.append(replace(_named(without(node, lost), names), position=_moved(node.position, shift)))
    ids = {one.id for one in graph.journeys}
    journeys = []
    for one in part.journeys:
        new = fresh_id(one.id, ids, "journey")
        ids.add(new)
        at = _moved(one.position, shift)
        journeys.append(replace(one, id=new, node=names.get(one.node, one.node), position=at))
    there = graph.nodes.keys() | set(names.values())
    return Graph.of(nodes, (one for one in journeys if one.node in there))


def _named(node: Node, names: Mapping[str, str]) -> Node:
    """An element with other names for itself and what it refers to, all at once: one new name may be another's old one."""

    def new(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(one, one) for one in ids)

    return replace(
        node,
        id=names[node.id],
        requires=tuple(replace(one, id=names.get(one.id, one.id)) for one in node.requires),
        groups=tuple(replace(group, members=new(group.members)) for group in node.groups),
        domains=new(node.domains),
        soft=new(node.soft),
    )


def _moved(at: Position | None, shift: float) -> Position | None:
    return None if at is None else Position(at.x + shift, at.y + shift, True)
