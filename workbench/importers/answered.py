"""What an import still asks where a workload has answered some of it before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workbench.domain.graph import Graph
from workbench.domain.graph_imports import asked_alike, open_questions
from workbench.importers.reading import Imported
from workbench.importers.report import Question

__all__ = ["still_asking"]


def still_asking(imported: Imported, graph: Graph, renames: Mapping[str, str]) -> Imported:
    """Return an import whose reports ask only what is open in the graph it came into.

    Args:
        imported: As it was read.
        graph: The graph with the import in it.
        renames: Ids of the source that are called otherwise there.
    """
    alike = asked_alike(graph)

    def is_open(question: Question) -> bool:
        node = graph.nodes.get(renames.get(question.node, question.node))
        own = node is not None and question.about in open_questions(node)
        return not question.node or own or (question.about, question.text) in alike

    reports = (replace(one, questions=[each for each in one.questions if is_open(each)]) for one in imported.reports)
    return replace(imported, reports=tuple(reports))
