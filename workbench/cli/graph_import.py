"""`workbench graph import`: an architecture in from its own files, checked, or kept in a workload."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.graph_differences_view import differences_json, print_differences
from workbench.cli.graph_import_view import print_reports, tell_trouble
from workbench.cli.graph_show import print_source
from workbench.cli.graph_source import (
    Source,
    WorkloadOption,
    given,
    graph_file,
    imported_from,
    not_coherent,
    not_readable,
    workload_graph,
)
from workbench.cli.opening import JsonOption, WorkspaceOption, usage_error, writing
from workbench.cli.output import print_json, progress_bar, say
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.domain.graph import Graph
    from workbench.importers.reading import Imported

__all__ = ["import_graph"]

_BAD_INPUT = 3


def import_graph(
    ctx: typer.Context,
    path: Annotated[
        str,
        typer.Argument(metavar="PATH", help=_("A file, a folder or an archive; what it holds decides how it is read. - reads from stdin.")),
    ],
    workload: WorkloadOption = "",
    merge: Annotated[
        bool | None,
        typer.Option(
            "--merge/--replace",
            help=_("Keep what people said and drew by hand, or let the files count alone. A graph file replaces, all else merges."),
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Say what would change, and change nothing."))] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Check an architecture, or keep it."""
    if merge is not None and not workload:
        raise usage_error(ctx, _("{option} belongs to --workload.").format(option="--merge" if merge else "--replace"))
    file = given(path)
    if file.own and not (dry_run or workload):
        _tell_checked(graph_file(file), as_json)
        return
    if file.own and workload:
        source = graph_file(file)
        if source.trees:
            raise not_coherent(source)
        _into(ctx, workload, workspace, source.graph, bool(merge), dry_run, as_json)
        return
    with progress_bar(_("Import")) as progress:
        imported = imported_from(file, progress)
    if not workload:
        _tell_imported(imported, as_json)
        return
    if imported.failed or not imported.graph:
        raise not_readable(imported)
    tell_trouble(imported)
    _into(ctx, workload, workspace, imported.graph, merge is not False, dry_run, as_json, imported)


def _tell_checked(source: Source, as_json: bool) -> None:
    print_source(source, as_json)
    if not as_json and not source.trees:
        say(_("The graph can be used. --workload N keeps it in a workload."))


def _tell_imported(imported: Imported, as_json: bool) -> None:
    if imported.failed and not as_json:
        raise not_readable(imported)
    if as_json:
        print_json(imported.as_json())
        if imported.failed:
            raise typer.Exit(_BAD_INPUT)
        return
    print_reports(imported)
    if imported.graph:
        say(_("The graph can be used. --workload N keeps it in a workload."))


def _into(
    ctx: typer.Context, workload: str, workspace: Path | None, graph: Graph, merge: bool, dry_run: bool, as_json: bool,
    imported: Imported | None = None,
) -> None:  # fmt: skip
    if dry_run:
        old = workload_graph(ctx, workload, workspace)
        _tell_changes(old.name, old.graph, _to_be(old.graph, graph, merge), as_json, dry_run=True, imported=imported)
        return
    from workbench.cli.names import find_workload
    from workbench.operations.graphs import MergeImport, SetGraph
    from workbench.store.queries.graphs import graph_of

    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            workload_id = find_workload(session, workload)
            before = graph_of(session, workload_id)
        desk.history.do((MergeImport if merge else SetGraph)(workload_id, graph))
        with desk.workspace.reading() as session:
            after = graph_of(session, workload_id)
    _tell_changes(workload, before, after, as_json, dry_run=False, imported=imported)


def _to_be(here: Graph, imported: Graph, merge: bool) -> Graph:
    if not merge:
        return imported
    from workbench.analyses.graph_import import imported_into

    return imported_into(here, imported)


def _tell_changes(
    name: str, before: Graph, after: Graph, as_json: bool, *, dry_run: bool, imported: Imported | None
) -> None:
    from workbench.analyses.graph_differences import compare_graphs

    found = compare_graphs(before, after)
    if as_json:
        files = {} if imported is None else imported.as_json()
        print_json({**files, "workload": name, "dry_run": dry_run, "changed": bool(found), **differences_json(found)})
        return
    if imported is not None:
        print_reports(replace(imported, graph=after))
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
