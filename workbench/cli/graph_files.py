"""`workbench graph import` and `export`: graphs in from files and into workloads, and out again."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.graph_differences_view import differences_json, print_differences
from workbench.cli.graph_show import print_source
from workbench.cli.graph_source import (
    GraphArgument,
    MilestoneOption,
    Source,
    WorkloadOption,
    graph_file,
    not_coherent,
    source_of,
    workload_graph,
)
from workbench.cli.opening import JsonOption, WorkspaceOption, usage_error, writing
from workbench.cli.output import print_json, progress_bar, say
from workbench.errors import BadInput
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.domain.graph import Graph
    from workbench.progress import Progress

__all__ = ["export", "import_graph"]


class GraphFormat(StrEnum):
    """What a graph can be written as."""

    WB_GRAPH = "wb-graph"
    OPEN_PSA = "open-psa"


def import_graph(
    ctx: typer.Context,
    path: Annotated[str, typer.Argument(metavar="PATH", help=_("A graph file, wb-graph/1 or Open-PSA MEF; - reads from stdin."))],
    workload: Annotated[
        str, typer.Option("--workload", metavar="N", help=_("Keep the graph in this workload; else it is only checked."))
    ] = "",
    merge: Annotated[
        bool, typer.Option("--merge", help=_("Keep what people said about elements by hand; else the file counts alone."))
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Say what would change, and change nothing."))] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Check a graph, or keep it."""
    source = graph_file(path)
    if not workload:
        if merge:
            raise usage_error(ctx, _("--merge belongs to --workload."))
        _tell_checked(source, as_json)
        return
    if source.trees:
        raise not_coherent(source)
    if dry_run:
        old = workload_graph(ctx, workload, workspace)
        new = _to_be(old.graph, source.graph, merge)
        _tell_changes(old.name, old.graph, new, as_json, dry_run=True)
        return
    from workbench.cli.names import find_workload
    from workbench.operations.graphs import MergeImport, SetGraph
    from workbench.store.queries.graphs import graph_of

    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            workload_id = find_workload(session, workload)
            before = graph_of(session, workload_id)
        desk.history.do((MergeImport if merge else SetGraph)(workload_id, source.graph))
        with desk.workspace.reading() as session:
            after = graph_of(session, workload_id)
    _tell_changes(workload, before, after, as_json, dry_run=False)


def _to_be(here: Graph, imported: Graph, merge: bool) -> Graph:
    if not merge:
        return imported
    from workbench.analyses.graph_import import imported_into

    return imported_into(here, imported)


def _tell_checked(source: Source, as_json: bool) -> None:
    print_source(source, as_json)
    if not as_json and not source.trees:
        say(_("The graph can be used. --workload N keeps it in a workload."))


def _tell_changes(name: str, before: Graph, after: Graph, as_json: bool, *, dry_run: bool) -> None:
    from workbench.analyses.graph_differences import compare_graphs

    found = compare_graphs(before, after)
    if as_json:
        print_json({"workload": name, "dry_run": dry_run, "changed": bool(found), **differences_json(found)})
        return
    if before:
        print_differences(found)
    if not found:
        say(_("Nothing would change.") if dry_run else _("Nothing changed."))
    else:
        elements = n_("one element", "{n} elements", len(after.nodes))
        journeys = n_("one user journey", "{n} user journeys", len(after.journeys))
        text = _("{name} has a graph of {elements} and {journeys}.")
        if dry_run:
            text = _("{name} would have a graph of {elements} and {journeys}. Nothing was changed yet.")
        say(text.format(name=name, elements=elements, journeys=journeys))


def export(
    ctx: typer.Context,
    path: GraphArgument = "",
    workload: WorkloadOption = "",
    milestone: MilestoneOption = "",
    format_: Annotated[
        GraphFormat | None, typer.Option("--format", "-f", help=_("Else by the name of the file, .xml or .json."))
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=_("Where; else stdout. An older file is replaced."))
    ] = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Write a graph."""
    source = source_of(ctx, path, workload, workspace, milestone)
    if format_ is None:
        format_ = (
            GraphFormat.OPEN_PSA if output and output.suffix.lower() in (".xml", ".opsa") else GraphFormat.WB_GRAPH
        )
    if output is None and as_json and format_ is GraphFormat.OPEN_PSA:
        raise usage_error(ctx, _("--json prints what was written where, so it needs --output here."))
    with progress_bar(_("Export")) as progress:
        data = _written(source, format_, progress)
    if output is None:
        _to_stdout(data)
        return
    target = output.expanduser()
    _put(target, data)
    if as_json:
        print_json({"file": str(target), "format": str(format_), "size": len(data)})
    else:
        say(_("Graph written: {file}").format(file=target))


def _written(source: Source, format_: GraphFormat, progress: Progress) -> bytes:
    if format_ is GraphFormat.WB_GRAPH:
        from workbench.exchange.wb_graph import write_graph

        if source.trees:
            raise not_coherent(source)
        return write_graph(source.graph)
    return _open_psa(source, progress)


def _open_psa(source: Source, progress: Progress) -> bytes:
    """One fault tree per journey; trees with NOT or XOR as they were read."""
    from workbench.analyses.failure.compiled import compile_graph
    from workbench.analyses.failure.fault_trees import grow
    from workbench.analyses.fault_tree import Builder
    from workbench.exchange.mef_write import write_open_psa

    if source.trees:
        return write_open_psa(source.trees, source.numbers, source.name)
    graph = source.graph
    if not graph.journeys:
        raise BadInput(
            _("{name} names no user journey, so there is no fault tree to write.").format(name=source.name),
            _("Add a journey, or export it as wb-graph."),
        )
    compiled, trees = compile_graph(graph), {}
    for place, journey in enumerate(graph.journeys):
        progress(place, len(graph.journeys), journey.title)
        builder, unit = Builder(), compiled.unit_of[journey.node]
        top = builder.TRUE if unit in compiled.at_rest else grow(compiled, (unit,), builder)[unit]
        trees[journey.id] = builder.tree(top)
    return write_open_psa(trees, {name: node.probability for name, node in graph.nodes.items()}, source.name)


def _to_stdout(data: bytes) -> None:
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        sys.stdout.write(data.decode())


def _put(target: Path, data: bytes) -> None:
    from workbench.reports.writing import put_file
    from workbench.store.file_check import refuse_workspace

    refuse_workspace(target)
    with put_file(target) as part:
        part.write_bytes(data)
