"""Two dependency graphs side by side: what came, what went, what moved elsewhere, what is said differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from workbench.analyses.graph_groups import matched_groups
from workbench.analyses.graph_words import field_text, field_title, graph_value_text, kind_text
from workbench.domain.graph import Graph, Journey, Node
from workbench.domain.graph_imports import SOURCE
from workbench.i18n import _

Entry = TypeVar("Entry")

__all__ = [
    "GraphDifferences", "GraphFieldChange", "JourneyChange", "Moved", "NodeChange", "changed_node", "compare_graphs",
    "difference_lines", "finding_lines", "with_findings",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class GraphFieldChange:
    """One thing said about an element or a journey, before and after.

    Attributes:
        name: Field of Node or Journey; an attribute is `attributes/KEY`. Each dependency, group and id of `soft` is
            a change of its own; None means that it was not there, or is not there any more.
    """

    name: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class NodeChange:
    """An element that is in both graphs and not alike; where it stands is told in Moved."""

    before: Node
    after: Node
    fields: tuple[GraphFieldChange, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """An element that stands in other failure domains than before."""

    node: Node
    left: tuple[str, ...]
    entered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JourneyChange:
    """A journey that is in both graphs and not alike."""

    before: Journey
    after: Journey
    fields: tuple[GraphFieldChange, ...]


@dataclass(frozen=True, slots=True)
class GraphDifferences:
    """What happened between two graphs, in the order of the newer one, what is gone in that of the older one.

    Attributes:
        titles: What elements of either graph are called, by id; the newer name counts.
        closed: Titles of what was found in the older one and is not in the newer one, see `with_findings`.
        opened: The other way round.
        graphs: The older and the newer one, where findings were looked for.
    """

    added: tuple[Node, ...] = ()
    removed: tuple[Node, ...] = ()
    changed: tuple[NodeChange, ...] = ()
    moved: tuple[Moved, ...] = ()
    journeys_added: tuple[Journey, ...] = ()
    journeys_removed: tuple[Journey, ...] = ()
    journeys_changed: tuple[JourneyChange, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)
    closed: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    graphs: tuple[Graph, Graph] | None = field(default=None, repr=False)

    def __bool__(self) -> bool:
        nodes = self.added or self.removed or self.changed or self.moved
        return bool(nodes or self.journeys_added or self.journeys_removed or self.journeys_changed)


def compare_graphs(old: Graph, new: Graph) -> GraphDifferences:
    """Compare two graphs by the ids of elements and journeys; the order in which they stand does not count."""
    changed, moved = [], []
    for node in new.nodes.values():
        was = old.nodes.get(node.id)
        if was is None or was is node:
            continue
        if fields := tuple(changed_node(was, node)):
            changed.append(NodeChange(was, node, fields))
        left, entered = _gone(was.domains, node.domains), _gone(node.domains, was.domains)
        if left or entered:
            moved.append(Moved(node, left, entered))
    earlier = {one.id: one for one in old.journeys}
    later = {one.id for one in new.journeys}
    journeys = []
    for one in new.journeys:
        before = earlier.get(one.id)
        if before is not None and (fields := tuple(_changed_journey(before, one))):
            journeys.append(JourneyChange(before, one, fields))
    return GraphDifferences(
        tuple(node for key, node in new.nodes.items() if key not in old.nodes),
        tuple(node for key, node in old.nodes.items() if key not in new.nodes),
        tuple(changed), tuple(moved),
        tuple(one for one in new.journeys if one.id not in earlier),
        tuple(one for one in old.journeys if one.id not in later),
        tuple(journeys), {node.id: node.title for graph in (old, new) for node in graph.nodes.values()},
    )  # fmt: skip


_SINGLE = (
    "label", "kind", "type", "failable", "managed", "unavailability", "unavailability_source", "mttf_s", "mttr_s",
    "rto_s", "rpo_s",
)  # fmt: skip


def changed_node(was: Node, now: Node) -> Iterator[GraphFieldChange]:
    """Yield what is said differently about one element, where it stands left out."""
    if was == now:
        return
    for name in _SINGLE:
        if getattr(was, name) != getattr(now, name):
            yield GraphFieldChange(name, getattr(was, name), getattr(now, name))
    yield from _changed_dependencies(was, now)
    for before, after in matched_groups(was.groups, now.groups):
        if before != after:
            yield GraphFieldChange("groups", before, after)
    for one in _gone(was.soft, now.soft):
        yield GraphFieldChange("soft", one, None)
    for one in _gone(now.soft, was.soft):
        yield GraphFieldChange("soft", None, one)
    for key in dict.fromkeys([*was.attributes, *now.attributes]):
        if key == SOURCE:  # where a file says it is no statement about the architecture
            continue
        before, after = was.attributes.get(key), now.attributes.get(key)
        if before != after or (key in was.attributes) != (key in now.attributes):
            yield GraphFieldChange(f"attributes/{key}", before, after)


def _changed_dependencies(was: Node, now: Node) -> Iterator[GraphFieldChange]:
    """One of each where the same element is needed in another way; else what is gone and what is new."""
    gone, new = _gone(was.requires, now.requires), _gone(now.requires, was.requires)
    for one in gone:
        twin = next((each for each in new if each.id == one.id), None)
        if twin is not None:
            new = tuple(each for each in new if each is not twin)
        yield GraphFieldChange("requires", one, twin)
    for one in new:
        yield GraphFieldChange("requires", None, one)


def _changed_journey(was: Journey, now: Journey) -> Iterator[GraphFieldChange]:
    for name in ("label", "node", "criticality", "rto_s", "rpo_s"):
        if getattr(was, name) != getattr(now, name):
            yield GraphFieldChange(name, getattr(was, name), getattr(now, name))
    if set(was.must_survive) != set(now.must_survive):
        yield GraphFieldChange("must_survive", was.must_survive, now.must_survive)


def _gone(before: Iterable[Entry], after: Iterable[Entry]) -> tuple[Entry, ...]:
    stays = set(after)
    return tuple(one for one in dict.fromkeys(before) if one not in stays)


def with_findings(found: GraphDifferences, old: Graph, new: Graph) -> GraphDifferences:
    """Return the differences with the findings that closed and opened; both graphs are analysed where they differ."""
    if not found:
        return found
    from workbench.analyses.failure.analysis import Options, analyse
    from workbench.analyses.findings.report import find

    options = Options(order=1, quantify=False)
    before, after = ({one.id: one.title for one in find(analyse(each, options)).findings} for each in (old, new))
    return replace(
        found, closed=tuple(title for key, title in before.items() if key not in after),
        opened=tuple(title for key, title in after.items() if key not in before), graphs=(old, new),
    )  # fmt: skip


def finding_lines(found: GraphDifferences) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the findings that closed and opened, as headings with lines."""
    parts = ((_("Findings closed"), found.closed), (_("Findings opened"), found.opened))
    return tuple((title, lines) for title, lines in parts if lines)


def difference_lines(found: GraphDifferences) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the differences in words, as headings with lines; nothing where there is none."""
    names = found.titles
    parts = (
        (_("Elements added"), [_element(one) for one in found.added]),
        (_("Elements removed"), [_element(one) for one in found.removed]),
        (_("Elements moved"), [_move(one, names) for one in found.moved]),
        (_("Elements changed"), [line for one in found.changed for line in _changes(one, names)]),
        (_("Journeys added"), [graph_value_text(one, names) or "" for one in found.journeys_added]),
        (_("Journeys removed"), [graph_value_text(one, names) or "" for one in found.journeys_removed]),
        (_("Journeys changed"), [line for each in found.journeys_changed for line in _changes(each, names)]),
    )
    return tuple((title, tuple(lines)) for title, lines in parts if lines)


def _element(node: Node) -> str:
    return f"{node.title} ({kind_text(node.kind)})"


def _move(one: Moved, names: Mapping[str, str]) -> str:
    left, entered = (", ".join(names.get(each, each) for each in ids) for ids in (one.left, one.entered))
    if left and entered:
        said = _("{name}: out of {left}, into {entered}")
    else:
        said = _("{name}: out of {left}") if left else _("{name}: into {entered}")
    return said.format(name=one.node.title, left=left, entered=entered)


def _changes(one: NodeChange | JourneyChange, names: Mapping[str, str]) -> Iterator[str]:
    for each in one.fields:
        sides = (field_text(each.name, value, names) for value in (each.before, each.after))
        yield f"{one.after.title} · {field_title(each.name)}: {' → '.join(sides)}"
