"""A graph that comes in again: what its source says now, with what people said about it by hand."""

from __future__ import annotations

from dataclasses import replace

from workbench.analyses.graph_groups import group_partners
from workbench.analyses.graph_merge import merge_graphs
from workbench.analyses.merge_parts import Merger, Titles
from workbench.domain.graph import Criticality, Dependency, Graph, Group, Journey, Node

__all__ = ["imported_into"]

_SAID = ("mttf_s", "mttr_s", "rto_s", "rpo_s")


def imported_into(here: Graph, imported: Graph, base: Graph | None = None) -> Graph:
    """Return the graph after it was imported again.

    With the base, everything that was changed here since stays, and the source's changes come beside it. Without it,
    the source decides which elements there are and how they hang together; names, answers about redundancy groups,
    criticality of dependencies, numbers, attributes and journeys stay where something was said here.

    Args:
        here: The graph as it is.
        imported: The graph as its source has it now.
        base: The graph as the source had it at the last import, where somebody kept it.
    """
    if base is not None:
        return merge_graphs(Merger({}, Titles({}, {})), base, here, imported)
    nodes = {key: _node(here.nodes.get(key), node) for key, node in imported.nodes.items()}
    known = {one.id: one for one in here.journeys}
    journeys = [_journey(known.pop(one.id, None), one) for one in imported.journeys]
    return Graph(nodes, (*journeys, *(one for one in known.values() if one.node in nodes)))


def _node(here: Node | None, new: Node) -> Node:
    if here is None or here == new:
        return new
    number = here if here.unavailability is not None else new
    return replace(
        new, label=here.label or new.label, unavailability=number.unavailability,
        unavailability_source=number.unavailability_source,
        requires=tuple(_dependency(here, one) for one in new.requires), groups=_groups(here, new),
        attributes={**new.attributes, **here.attributes}, position=here.position or new.position,
        **{name: getattr(here if getattr(here, name) is not None else new, name) for name in _SAID},
    )  # fmt: skip


def _dependency(here: Node, new: Dependency) -> Dependency:
    for one in here.requires:
        if (one.id, one.kind, one.phase) == (new.id, new.kind, new.phase):
            return new if one.criticality is Criticality.UNKNOWN else one
    return new


def _groups(here: Node, new: Node) -> tuple[Group, ...]:
    bare = [[Group(None, group.members) for group in node.groups] for node in (here, new)]  # answers tell nothing apart
    was = {to: here.groups[at] for at, to in group_partners(*bare).items()}
    return tuple(_group(was.get(place), group) for place, group in enumerate(new.groups))


def _group(here: Group | None, new: Group) -> Group:
    if here is None:
        return new
    return replace(
        new,
        needs=new.needs if here.needs is None else min(here.needs, len(new.members)),
        failover_s=new.failover_s if here.failover_s is None else here.failover_s,
        lag_s=new.lag_s if here.lag_s is None else here.lag_s,
    )


def _journey(here: Journey | None, new: Journey) -> Journey:
    if here is None:
        return new
    return replace(
        new,
        label=here.label or new.label,
        criticality=here.criticality or new.criticality,
        rto_s=new.rto_s if here.rto_s is None else here.rto_s,
        rpo_s=new.rpo_s if here.rpo_s is None else here.rpo_s,
        must_survive=here.must_survive or new.must_survive,
        position=here.position or new.position,
    )
