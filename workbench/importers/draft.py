"""The graph of an import while it is being drawn: importers add elements, links, questions; nothing is checked twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from workbench.domain.graph import (
    Criticality,
    Dependency,
    DependencyKind,
    Graph,
    Group,
    Journey,
    Node,
    Phase,
    Survivable,
)
from workbench.domain.graph_changes import renamed
from workbench.i18n import _
from workbench.importers.report import FileReport, Question
from workbench.importers.source import Source

__all__ = ["Draft"]


@dataclass
class _Element:
    node: Node
    file: str
    requires: dict[Dependency, None] = field(default_factory=dict)
    groups: dict[Group, None] = field(default_factory=dict)
    domains: dict[str, None] = field(default_factory=dict)
    soft: dict[str, None] = field(default_factory=dict)


class Draft:
    """What every importer of one import draws on together.

    Ids may be named before their element is added; what is still missing at the end is left out. Every element carries
    `attributes["source"]` with its file, line and name there.
    """

    def __init__(self) -> None:
        self.reports: dict[str, FileReport] = {}
        self._elements: dict[str, _Element] = {}
        self._journeys: dict[str, tuple[Journey, str]] = {}
        self._asked: set[tuple[str, Question]] = set()

    # ------------------------------------------------------------------------------------------------ files
    def report(self, source: Source | str, format_: str = "") -> FileReport:
        """Return the report of a file; the format is noted when it is given."""
        name = source.name if isinstance(source, Source) else source
        found = self.reports.setdefault(name, FileReport(name))
        if format_:
            found.format = format_
        return found

    # ------------------------------------------------------------------------------------------------ elements
    def __contains__(self, node_id: object) -> bool:
        return node_id in self._elements

    def free_id(self, wanted: str) -> str:
        """Return an id that no element has yet: the wanted one, or with a number behind it."""
        found, n = wanted, 1
        while found in self._elements:
            n += 1
            found = f"{wanted} {n}"
        return found

    def add(self, node: Node, file: str, line: int = 0, name: str = "") -> str:
        """Add an element with what it already says; an element of that id is replaced, its links stay.

        Args:
            node: The element.
            file: Name of the source it is from.
            line: Where, from 1; 0 is not known.
            name: What the file calls it; else its id.
        """
        known = self._elements.get(node.id)
        where: dict[str, Any] = {"file": file, "id": name or node.id}
        if line:
            where["line"] = line
        node = replace(node, attributes={**node.attributes, "source": where})
        made = _Element(node, file)
        if known:
            made = replace(known, node=node, file=known.file or file)
        self._elements[node.id] = made
        made.requires.update(dict.fromkeys(node.requires))
        made.groups.update(dict.fromkeys(node.groups))
        made.domains.update(dict.fromkeys(node.domains))
        made.soft.update(dict.fromkeys(node.soft))
        return node.id

    def node(self, node_id: str) -> Node:
        """Return an element as it is now, with its links."""
        return _whole(self._elements[node_id])

    def file_of(self, node_id: str) -> str:
        """Return the name of the source an element is from."""
        return self._elements[node_id].file

    def change(self, node_id: str, **fields: Any) -> None:
        """Change plain fields of an element, for example `managed=True`."""
        element = self._elements[node_id]
        element.node = replace(element.node, **fields)

    def remark(self, node_id: str, **attributes: Any) -> None:
        """Add attributes to an element."""
        element = self._elements[node_id]
        element.node = replace(element.node, attributes={**element.node.attributes, **attributes})

    # ------------------------------------------------------------------------------------------------ links
    def requires(
        self, node_id: str, other: str, criticality: Criticality = Criticality.HARD,
        kind: DependencyKind = DependencyKind.DATA_FLOW, phase: Phase = Phase.RUN,
    ) -> None:  # fmt: skip
        """An element cannot do without another."""
        if node_id != other and node_id in self._elements:
            self._elements[node_id].requires[Dependency(other, criticality, kind, phase)] = None

    def group(
        self, node_id: str, members: Iterable[str], needs: int | None = None, failover_s: float | None = None,
        lag_s: float | None = None,
    ) -> None:  # fmt: skip
        """An element needs some of these; `needs` None asks the room how many carry the load."""
        listed = tuple(dict.fromkeys(one for one in members if one != node_id))
        if len(listed) == 1:
            self.requires(node_id, listed[0])
        elif listed and node_id in self._elements:
            self._elements[node_id].groups[Group(needs, listed, failover_s, lag_s)] = None

    def stands_in(self, node_id: str, *domains: str) -> None:
        """An element stands in failure domains."""
        if node_id in self._elements:
            self._elements[node_id].domains.update(dict.fromkeys(one for one in domains if one != node_id))

    def uses(self, node_id: str, *others: str) -> None:
        """An element uses others and can do without them, in a lesser way."""
        if node_id in self._elements:
            self._elements[node_id].soft.update(dict.fromkeys(one for one in others if one != node_id))

    # ------------------------------------------------------------------------------------------------ shared domains
    def domain(self, kind: str, name: str, label: str = "", *, managed: bool = False, inside: str = "") -> str:
        """Return the id of a failure domain that several files may share, such as `az:us-east-1a`; it is added once.

        Args:
            kind: See `workbench.domain.graph.KIND_TITLES`.
            name: What tells it from others of its kind; empty where there is only one and nobody knows its name.
            label: What people call it; else its name.
            managed: Whether the provider answers for it.
            inside: Id of the domain it stands in.
        """
        node_id = f"{kind}:{name}" if name else kind
        if node_id not in self._elements:
            node = Node(node_id, label=label or name, kind=kind, managed=managed)
            self._elements[node_id] = _Element(node, "")
        if inside:
            self.stands_in(node_id, inside)
        return node_id

    # ------------------------------------------------------------------------------------------------ words
    def ask(
        self, node_id: str, about: str, text: str, file: str = "", line: int = 0, others: Iterable[str] = ()
    ) -> None:  # fmt: skip
        """Ask the room; the question is kept in the element's attributes until somebody answers it.

        Args:
            node_id: The element.
            about: What of it.
            text: The question.
            file: Name of the source that leaves it open; else that of the element.
            line: Where, from 1.
            others: Elements of which the same is asked; the report tells it once.
        """
        file = file or (self._elements[node_id].file if node_id in self._elements else "")
        question = Question(node_id, about, text, line)
        report = self.report(file) if file else None
        if report is not None and (file, question) not in self._asked:
            self._asked.add((file, question))
            report.questions.append(question)
        for one in (node_id, *others):
            if one in self._elements:
                open_ = dict(self._elements[one].node.attributes.get("questions", {}))
                if open_.setdefault(about, text) == text:
                    self.remark(one, questions=open_)

    def journey(
        self, journey_id: str, label: str, node_id: str, file: str = "", must_survive: Iterable[Survivable] = ()
    ) -> None:
        """Propose a journey that enters at an element."""
        self.take(Journey(journey_id, label, node_id, must_survive=tuple(must_survive)), file)

    def take(self, journey: Journey, file: str = "") -> None:
        """Take a journey as it is, unless there is one of its id."""
        self._journeys.setdefault(journey.id, (journey, file))

    # ------------------------------------------------------------------------------------------------ the end
    def finish(self) -> Graph:
        """Return the graph, whole: links to elements that nobody added are left out, and each file's part is counted."""
        nodes: dict[str, Node] = {}
        for key, element in self._elements.items():
            node = nodes[key] = _known(_whole(element), self._elements)
            report = self.reports.get(element.file)
            if report is not None:
                report.nodes += 1
                report.edges += len(set(node.neighbours()))
        journeys = []
        titles = Counter(journey.title for journey, _file in self._journeys.values())
        for journey, file in self._journeys.values():
            if journey.node in nodes:
                if titles[journey.title] > 1:
                    journey = replace(journey, label=f"{journey.title} ({journey.node})")
                journeys.append(journey)
                report = self.reports.get(file or self._elements[journey.node].file)
                if report is not None:
                    report.journeys.append(journey.title)
        return _named(Graph(nodes, tuple(journeys)), self.free_id(_("unnamed")))


def _named(graph: Graph, name: str) -> Graph:
    """Give an element that its file calls nothing a name, as nothing can refer to it otherwise."""
    if "" not in graph.nodes:
        return graph
    nodes = [renamed(node, "", name) for node in graph.nodes.values()]
    return Graph.of(nodes, (replace(one, node=one.node or name) for one in graph.journeys))


def _whole(element: _Element) -> Node:
    return replace(
        element.node, requires=tuple(element.requires), groups=tuple(element.groups), domains=tuple(element.domains),
        soft=tuple(element.soft),
    )  # fmt: skip


def _known(node: Node, elements: dict[str, _Element]) -> Node:
    required = {one.id for one in node.requires} | set(node.domains)
    return replace(
        node,
        requires=tuple(one for one in node.requires if one.id in elements),
        groups=tuple(one for one in (_members(group, elements) for group in node.groups) if one.members),
        domains=tuple(one for one in node.domains if one in elements),
        soft=tuple(one for one in node.soft if one in elements and one not in required),
    )


def _members(group: Group, elements: dict[str, _Element]) -> Group:
    members = tuple(one for one in group.members if one in elements)
    needs = group.needs if group.needs is None else min(group.needs, len(members))
    return group if members == group.members else replace(group, members=members, needs=needs)
