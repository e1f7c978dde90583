"""Our own format, `wb-graph/1`."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.domain.graph import Graph
from workbench.errors import BadInput
from workbench.exchange.wb_graph import read_graph
from workbench.importers.draft import Draft
from workbench.importers.source import Source
from workbench.progress import Progress

__all__ = ["WbGraph", "take_graph"]


class WbGraph:
    """Graphs that this product wrote, or somebody by hand."""

    id = "wb-graph"
    title = "wb-graph"
    source_url = ""

    def claims(self, source: Source) -> bool:
        """It is an object with a format of ours, or with nodes that are an object."""
        if not source.looks_like_json:
            return False
        value = source.values[0] if source.values else None
        return isinstance(value, dict) and (
            str(value.get("format", "")).startswith("wb-graph") or isinstance(value.get("nodes"), dict)
        )

    def read(self, sources: Sequence[Source], draft: Draft, progress: Progress) -> None:
        """Add the graphs as they are."""
        for place, source in enumerate(sources):
            progress(place, len(sources), source.name)
            report, warnings = draft.report(source, self.id), list[str]()
            try:
                graph = read_graph(source.data, source.name, warnings)
            except BadInput as error:
                report.error(0, error.message)
                for each in error.details:
                    report.error(0, each)
                continue
            for text in warnings:
                report.warn(0, text)
            take_graph(graph, source, draft)


def take_graph(graph: Graph, source: Source, draft: Draft) -> None:
    """Add a graph as it is; where its elements are from, if they know it, stays."""
    report = draft.report(source)
    for node in graph.nodes.values():
        kept = node.attributes.get("source")
        draft.add(node, source.name)
        if kept is not None:
            draft.remark(node.id, source=kept)
        report.references += len(set(node.neighbours()) - {node.id})
    report.resources += len(graph.nodes)
    report.resources_expanded = report.resources
    for journey in graph.journeys:
        draft.take(journey, source.name)
