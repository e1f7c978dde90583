"""Verbs on what sources say of a dependency graph: imports of it, and answers to what they leave open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from workbench.analyses.graph_answers import answer_question
from workbench.analyses.graph_import import MergedImport, merge_import
from workbench.analyses.merge_parts import Decision
from workbench.domain.graph import DOMAIN_KINDS, Graph
from workbench.domain.graph_imports import ImportBase
from workbench.domain.graph_json import node_from_json, node_to_json
from workbench.errors import Refused, UnknownName
from workbench.i18n import _, n_
from workbench.operations.rows import forget_imports, next_place, put_graph, put_import
from workbench.store.edits import Edits
from workbench.store.queries.graphs import graph_of, import_bases, nodes_of_kind
from workbench.store.tables import GraphNodeRow, WorkloadRow

__all__ = ["AnswerQuestion", "MergeImport", "forget_strangers", "rename_in_imports"]


@dataclass(frozen=True)
class MergeImport:
    """Bring a source in, for the first time or again; what was done by hand since stays.

    Attributes:
        imported: The graph as its source has it now.
        name: Under which it is kept, see `graph_imports.import_name`.
        apart: Ids of the source that are here already and mean something else.
        without: Journeys of the source that are not wanted.
        alone: It counts alone: the graph becomes what the source says, and other sources are forgotten.
        choices: Conflict id and whose value counts: "mine", what is here, or "theirs", what the source says.
        prefer: Whose value counts in every other conflict.
    """

    WHAT: ClassVar[str] = "import graph"
    workload_id: str
    imported: Graph
    name: str
    apart: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    alone: bool = False
    choices: Mapping[str, Decision] = field(default_factory=dict, hash=False)
    prefer: Decision = "mine"

    @property
    def title(self) -> str:
        n = len(self.imported.nodes)
        return n_("Import {n} element from {name}", "Import {n} elements from {name}", n).replace("{name}", self.name)

    def merged(self, here: Graph, bases: tuple[ImportBase, ...]) -> MergedImport:
        """Return what the import makes of a graph; nothing is written."""
        if self.alone:
            here, bases = Graph(), ()
        return merge_import(
            here, self.imported, self.name, bases, apart=self.apart, without=self.without, choices=self.choices,
            prefer=self.prefer,
        )  # fmt: skip

    def apply(self, edits: Edits) -> None:
        if edits.get(WorkloadRow, id=self.workload_id) is None:
            raise Refused(_("The workload is gone."))
        here = graph_of(edits.session, self.workload_id)
        bases = import_bases(edits.session, self.workload_id)
        found = self.merged(here, bases)
        put_graph(edits, self.workload_id, found.graph)
        put_import(edits, self.workload_id, found.base)
        if self.alone or not here:
            forget_imports(edits, self.workload_id, [one.name for one in bases if one.name != self.name])


@dataclass(frozen=True)
class AnswerQuestion:
    """Answer what a source leaves open about an element; no import asks it again.

    Attributes:
        about: What of the element, as the question calls it.
        answer: In the words of the room; what it changes in the graph, see `graph_answers.answer_question`.
        name: What people call the element.
        also: Ids of other elements of which the same is asked and for which the answer counts.
    """

    WHAT: ClassVar[str] = "answer question"
    workload_id: str
    node_id: str
    about: str
    answer: str
    name: str = ""
    also: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        if self.also:
            n = len(self.also) + 1
            return n_("Answer about {n} element", "Answer about {n} elements", n)
        return _("Answer about {name}").format(name=self.name or self.node_id)

    def effect_on(self, graph: Graph) -> str:
        """Return what the answer would change in a graph, in words; empty where it is only recorded.

        Raises:
            UnknownName, BadInput: It is no answer, see `graph_answers.answer_question`.
        """
        effects = []
        for one in (self.node_id, *self.also):
            if one not in graph.nodes:
                raise self._unknown(one)
            node = graph.nodes[one]
            effects.append(answer_question(node, self.about, self.answer, graph.nodes, graph.nodes.__contains__).effect)
        return " ".join(filter(None, effects))

    def _unknown(self, node_id: str) -> UnknownName:
        return UnknownName(_('There is no element "{id}" in the graph.').format(id=node_id))

    def apply(self, edits: Edits) -> None:
        for one in (self.node_id, *self.also):
            self._answer(edits, one)

    def _answer(self, edits: Edits, node_id: str) -> None:
        row = edits.get(GraphNodeRow, workload_id=self.workload_id, node_id=node_id)
        if row is None:
            raise self._unknown(node_id)
        node = node_from_json(node_id, row["body"])
        members = [{"workload_id": self.workload_id, "node_id": one} for group in node.groups for one in group.members]
        around = {one.id: one for one in nodes_of_kind(edits.session, self.workload_id, ("az", "region"))}
        for found in edits.found(GraphNodeRow, members).values():
            around[found["node_id"]] = node_from_json(found["node_id"], found["body"])
        done = answer_question(
            node, self.about, self.answer, around,
            lambda one: edits.get(GraphNodeRow, workload_id=self.workload_id, node_id=one) is not None,
        )  # fmt: skip
        for one in done.nodes:
            key = {"workload_id": self.workload_id, "node_id": one.id}
            new = edits.get(GraphNodeRow, **key) is None
            place = {"place": next_place(edits, GraphNodeRow, self.workload_id)} if new else {}
            edits.put(GraphNodeRow, key, body=node_to_json(one), **place)


def forget_strangers(edits: Edits, workload_id: str, graph: Graph) -> None:
    """Forget every source of whose components none is in a graph: that graph says nothing of it any more."""
    gone = []
    for base in import_bases(edits.session, workload_id):
        ids = {base.renames.get(one, one): node.kind for one, node in base.graph.nodes.items()}
        own = {one for one, kind in ids.items() if kind not in DOMAIN_KINDS} or ids.keys()
        if graph.nodes.keys().isdisjoint(own):
            gone.append(base.name)
    forget_imports(edits, workload_id, gone)


def rename_in_imports(edits: Edits, workload_id: str, old: str, new: str) -> None:
    """Let every source know what an element of it is called here now."""
    for base in import_bases(edits.session, workload_id):
        renamed = base.renamed(old, new)
        if renamed is not None:
            put_import(edits, workload_id, renamed)
