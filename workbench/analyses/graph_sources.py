"""What several sources say of one system, put together: by id, nothing lost, the first one counts where they differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from functools import reduce

from workbench.domain.graph import Criticality, Dependency, Graph, Group, Node
from workbench.domain.graph_imports import QUESTIONS, open_questions

__all__ = ["together", "united"]

_PLAIN = (
    "label", "kind", "type", "failable", "managed", "unavailability", "unavailability_source", "mttf_s", "mttr_s",
    "rto_s", "rpo_s", "position",
)  # fmt: skip
_UNSAID = {one.name: one.default for one in fields(Node)}


def together(graphs: Iterable[Graph]) -> Graph:
    """Return one graph of everything that some graphs hold."""
    return reduce(_both, graphs, Graph())


def _both(first: Graph, second: Graph) -> Graph:
    if not first or not second:
        return first or second
    nodes = dict(first.nodes)
    for key, node in second.nodes.items():
        nodes[key] = united(nodes[key], node) if key in nodes else node
    known = {one.id for one in first.journeys}
    return Graph(nodes, (*first.journeys, *(one for one in second.journeys if one.id not in known)))


def united(first: Node, second: Node) -> Node:
    """Return one element with what two say of it; the second one fills what the first one leaves open."""
    if first == second:
        return first
    plain = {
        name: getattr(second if getattr(first, name) == _UNSAID[name] else first, name) for name in _PLAIN
    }  # fmt: skip
    if first.unavailability is not None:  # a number and its origin stay together
        plain["unavailability_source"] = first.unavailability_source
    attributes = {**second.attributes, **first.attributes}
    if mine := open_questions(first):
        attributes[QUESTIONS] = {**open_questions(second), **mine}
    return Node(
        first.id, **plain, requires=_requires(first.requires, second.requires), groups=_groups(first.groups, second.groups),
        domains=tuple(dict.fromkeys([*first.domains, *second.domains])),
        soft=tuple(dict.fromkeys([*first.soft, *second.soft])), attributes=attributes,
    )  # fmt: skip


def _requires(first: tuple[Dependency, ...], second: tuple[Dependency, ...]) -> tuple[Dependency, ...]:
    found: dict[tuple[object, ...], Dependency] = {}
    for one in (*first, *second):
        key = (one.id, one.kind, one.phase)
        if key not in found or found[key].criticality is Criticality.UNKNOWN:
            found[key] = one
    return tuple(found.values())


def _groups(first: tuple[Group, ...], second: tuple[Group, ...]) -> tuple[Group, ...]:
    found, left = [], list(second)
    for group in first:
        twin = next((one for one in left if set(one.members) == set(group.members)), None)
        if twin is not None:
            left.remove(twin)
            group = replace(
                group, needs=twin.needs if group.needs is None else group.needs,
                failover_s=twin.failover_s if group.failover_s is None else group.failover_s,
                lag_s=twin.lag_s if group.lag_s is None else group.lag_s,
            )  # fmt: skip
        found.append(group)
    return (*found, *left)
