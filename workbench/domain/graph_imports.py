"""What one source said of a workload's graph at its last import: the base on which the next import of it is merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbench.domain.graph import DOMAIN_KINDS, Graph, Group, Node

__all__ = [
    "ANSWERS", "GONE", "QUESTIONS", "SOURCE", "ImportBase", "asked_alike", "free_id", "import_name", "open_questions", "own_ids", "with_ids",
]  # fmt: skip

SOURCE, QUESTIONS, ANSWERS, GONE = "source", "questions", "answers", "gone"
"""Attributes of elements that imports use: where it is from, what is open, what was answered, and whose source lost it."""


@dataclass(frozen=True, slots=True)
class ImportBase:
    """The last import of one source.

    Attributes:
        name: Of the file, folder or archive; tells the imports of one workload apart.
        graph: As the source had it, with its own ids.
        renames: Ids of the source that are called otherwise here, and what they are called.
        at: When, UTC, ISO 8601.
    """

    name: str
    graph: Graph
    renames: Mapping[str, str] = field(default_factory=dict, hash=False)
    at: str = ""

    def renamed(self, old: str, new: str) -> ImportBase | None:
        """Return it with an element called otherwise here; None where the source has no such element."""
        for one in self.graph.nodes:
            if self.renames.get(one, one) == old:
                return replace(self, renames=own_ids({**self.renames, one: new}, self.graph.nodes))
        return None


def import_name(bases: Sequence[ImportBase], name: str, imported: Graph) -> str:
    """Return under which name an import is kept: that of the base it continues, else one that is free.

    Two sources may have one file name. They count as the same when they share at least half of the components of the
    smaller one; failure domains tell nothing, as zones and Regions are called alike everywhere.
    """
    now = _components(imported)
    named = [one for one in bases if one.name == name or _numbered(one.name, name)]
    for one in sorted(named, key=lambda base: -len(now & _components(base.graph))):
        was = _components(one.graph)
        if 2 * len(now & was) >= min(len(now), len(was)):
            return one.name
    taken, found, n = {one.name for one in bases}, name, 1
    while found in taken:
        n += 1
        found = f"{name} {n}"
    return found


def _components(graph: Graph) -> set[str]:
    return {node.id for node in graph.nodes.values() if node.kind not in DOMAIN_KINDS}


def _numbered(name: str, wanted: str) -> bool:
    head, _space, number = name.rpartition(" ")
    return head == wanted and number.isdecimal()


def own_ids(renames: Mapping[str, str], ids: Iterable[str]) -> dict[str, str]:
    """Return renames under which no two ids of a source get the same name."""
    made, every = dict(renames), tuple(dict.fromkeys(ids))
    taken = set(made.values())
    for one in every:
        if one not in made and one in taken:
            made[one] = free_id(one, {*taken, *every})
            taken.add(made[one])
    return made


def free_id(wanted: str, taken: Iterable[str]) -> str:
    """Return an id that is not taken: the wanted one, or with a number behind it."""
    known, found, n = set(taken), wanted, 1
    while found in known:
        n += 1
        found = f"{wanted} {n}"
    return found


def with_ids(graph: Graph, renames: Mapping[str, str]) -> Graph:
    """Return a graph with other ids, everywhere."""
    if not any(one in graph.nodes for one in renames):
        return graph

    def named(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(renames.get(one, one) for one in ids)

    def moved(node: Node) -> Node:
        return replace(
            node, id=renames.get(node.id, node.id),
            requires=tuple(replace(one, id=renames[one.id]) if one.id in renames else one for one in node.requires),
            groups=tuple(_group(one, named(one.members)) for one in node.groups),
            domains=named(node.domains), soft=named(node.soft),
        )  # fmt: skip

    journeys = tuple(replace(one, node=renames.get(one.node, one.node)) for one in graph.journeys)
    return Graph.of((moved(node) for node in graph.nodes.values()), journeys)


def _group(group: Group, members: tuple[str, ...]) -> Group:
    return group if members == group.members else replace(group, members=members)


def open_questions(node: Node) -> dict[str, str]:
    """Return what its source left open about an element, as texts by what they are about; none where they are no such texts."""
    value = node.attributes.get(QUESTIONS)
    if not isinstance(value, Mapping) or not all(isinstance(one, str) for pair in value.items() for one in pair):
        return {}
    return dict(value)


def asked_alike(graph: Graph) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the elements of which each open question is asked, by what it is about and its text, in the order of the graph."""
    found: dict[tuple[str, str], list[str]] = {}
    for node in graph.nodes.values():
        for asked in open_questions(node).items():
            found.setdefault(asked, []).append(node.id)
    return {asked: tuple(ids) for asked, ids in found.items()}
