"""`workbench graph import`: an architecture in from its own files, checked, or kept in a workload."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.graph_differences_view import differences_json, print_differences, print_lines
from workbench.cli.graph_import_choices import (
    ChooseOption,
    PreferOption,
    check_choices,
    choices_of,
    conflicts_json,
    print_conflicts,
)
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
)
from workbench.cli.opening import JsonOption, WorkspaceOption, reading, usage_error, writing
from workbench.cli.output import print_json, progress_bar, say
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from workbench.analyses.graph_import import MergedImport
    from workbench.analyses.merge_parts import Decision
    from workbench.domain.graph import Graph
    from workbench.domain.graph_imports import ImportBase
    from workbench.importers.reading import Imported
    from workbench.operations.history import Operation

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
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help=_("What the import is called; the next one of that name continues it. Else the name of PATH."))
    ] = "",
    apart: Annotated[
        list[str] | None,
        typer.Option("--apart", metavar="ID", help=_("It means something else than the element of that id that is here. May be repeated.")),
    ] = None,
    choose: ChooseOption = None,
    prefer: PreferOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Say what would change, and change nothing."))] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Check an architecture, or keep it."""
    chosen = {"--merge" if merge else "--replace": merge is not None, "--name": bool(name), "--apart": bool(apart),
              "--choose": bool(choose), "--prefer": prefer is not None}  # fmt: skip
    for option, is_given in chosen.items():
        if is_given and not workload:
            raise usage_error(ctx, _("{option} belongs to --workload.").format(option=option))
    if not path.strip():
        raise usage_error(ctx, _("Name a file, a folder or an archive; . is this folder."))
    file = given(path)
    if file.own and not (dry_run or workload):
        _tell_checked(graph_file(file), as_json)
        return
    choices = choices_of(ctx, choose or ())
    rest: Decision = "theirs" if prefer == "theirs" else "mine"
    way = _Way(ctx, workload, workspace, name, tuple(apart or ()), choices, rest, dry_run, as_json)
    if file.own and workload:
        source = graph_file(file)
        if source.trees:
            raise not_coherent(source)
        way.bring(source.graph, file.name, how="merge" if merge else "set")
        return
    with progress_bar(_("Import")) as progress:
        imported = imported_from(file, progress)
    if not workload:
        _tell_imported(imported, as_json)
        return
    if imported.failed or not imported.graph:
        raise not_readable(imported)
    tell_trouble(imported)
    way.bring(imported.graph, imported.name, how="alone" if merge is False else "merge", imported=imported)


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


@dataclass(frozen=True, slots=True)
class _Way:
    """An import into a workload: where to, and how it is told."""

    ctx: typer.Context
    workload: str
    workspace: Path | None
    name: str
    apart: tuple[str, ...]
    choices: dict[str, Decision]
    prefer: Decision
    dry_run: bool
    as_json: bool

    def bring(self, graph: Graph, name: str, *, how: str, imported: Imported | None = None) -> None:
        """Bring a graph in, or say what that would do; `how` is "merge", "alone" or "set"."""
        if self.dry_run:
            with reading(self.ctx, self.workspace) as session:
                state = _State.of(session, self.workload)
            operation, found = self._planned(state, graph, name, how)
        else:
            with writing(self.ctx, self.workspace) as desk:
                with desk.workspace.reading() as session:
                    state = _State.of(session, self.workload)
                operation, found = self._planned(state, graph, name, how)
                desk.history.do(operation)
        self._tell(state, found.graph if found else graph, found, imported)

    def _planned(self, state: _State, graph: Graph, name: str, how: str) -> tuple[Operation, MergedImport | None]:
        from workbench.analyses.graph_import_words import conflict_lines
        from workbench.domain.graph_imports import import_name
        from workbench.operations.graph_imports import MergeImport
        from workbench.operations.graphs import SetGraph

        if how == "set":
            return SetGraph(state.workload_id, graph), None
        alone = how == "alone"
        known = self.name or (name if alone else import_name(state.bases, name, graph))
        operation = MergeImport(
            state.workload_id, graph, known, self.apart, alone=alone, choices=self.choices, prefer=self.prefer
        )
        found = operation.merged(state.graph, state.bases)
        check_choices(self.choices, conflict_lines(found, state.graph))
        return operation, found

    def _tell(self, state: _State, after: Graph, found: MergedImport | None, imported: Imported | None) -> None:
        from workbench.analyses.graph_differences import compare_graphs
        from workbench.analyses.graph_import_words import conflict_lines, import_lines
        from workbench.importers.answered import still_asking

        changes = compare_graphs(state.graph, after)
        if imported is not None and found is not None:
            imported = still_asking(replace(imported, graph=after), after, found.base.renames)
        if self.as_json:
            files = {} if imported is None else imported.as_json()
            told = {} if found is None else _import_json(found, state.graph)
            head = {"workload": state.name, "dry_run": self.dry_run, "changed": bool(changes)}
            print_json({**files, **head, **told, **differences_json(changes)})
            return
        if imported is not None:
            print_reports(imported)
        if state.graph:
            for title, lines in import_lines(found, state.graph) if found else ():
                print_lines(title, lines)
            print_conflicts(conflict_lines(found, state.graph) if found else (), is_dry=self.dry_run)
            print_differences(changes)
        if not changes:
            say(_("Nothing would change.") if self.dry_run else _("Nothing changed."))
            return
        elements = n_("one element", "{n} elements", len(after.nodes))
        journeys = n_("one user journey", "{n} user journeys", len(after.journeys))
        text = _("{name} has a graph of {elements} and {journeys}.")
        if self.dry_run:
            text = _("{name} would have a graph of {elements} and {journeys}. Nothing was changed yet.")
        say(text.format(name=state.name, elements=elements, journeys=journeys))


@dataclass(frozen=True, slots=True)
class _State:
    """A workload as it is before an import."""

    workload_id: str
    name: str
    graph: Graph
    bases: tuple[ImportBase, ...]

    @classmethod
    def of(cls, session: Session, name: str) -> _State:
        """Read it."""
        from workbench.cli.names import find_workload
        from workbench.store.queries.answers import workload_of
        from workbench.store.queries.graphs import graph_of, import_bases

        workload_id = find_workload(session, name)
        workload = workload_of(session, workload_id)
        title = workload.name if workload else name
        return cls(workload_id, title, graph_of(session, workload_id), import_bases(session, workload_id))


def _import_json(found: MergedImport, before: Graph) -> dict[str, Any]:
    from workbench.analyses.graph_import_words import conflict_lines

    return {
        "import": found.base.name, "met": list(found.met), "stay": list(found.stay), "left_out": list(found.left_out),
        "conflicts": conflicts_json(conflict_lines(found, before)),
    }  # fmt: skip
