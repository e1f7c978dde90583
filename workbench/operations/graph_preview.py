"""What an import of an architecture would do to a workload, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from workbench.analyses.graph_differences import GraphDifferences, compare_graphs
from workbench.analyses.graph_import import MergedImport
from workbench.analyses.merge_parts import Decision
from workbench.domain.finding import Finding
from workbench.domain.graph import Graph
from workbench.domain.graph_imports import import_name
from workbench.importers.answered import still_asking
from workbench.importers.reading import Imported, import_files
from workbench.importers.several import files_of_several
from workbench.operations.graph_imports import MergeImport
from workbench.progress import Progress
from workbench.store.queries.graphs import finding_notes, graph_of, import_bases
from workbench.store.workspace import Workspace

__all__ = ["ImportPreview", "ImportWish", "preview_graph_import", "read_architecture"]


@dataclass(frozen=True, slots=True)
class ImportWish:
    """What a person chose while looking at an import.

    Attributes:
        apart, choices, prefer: See `MergeImport`.
        looks: Findings are wanted however long they take.
    """

    apart: tuple[str, ...] = ()
    choices: Mapping[str, Decision] = field(default_factory=dict, hash=False)
    prefer: Decision = "mine"
    looks: bool = False


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """An import that is looked at.

    Attributes:
        imported: What was read; it asks only what nobody has answered here.
        wish: What was chosen about it.
        operation: What would be done.
        before: The graph as it is.
        found: What the import makes of it.
        changes: The differences.
        closed, opened: Findings that go and come.
        is_again: Whether this source was imported before.
        has_findings: False where findings were not looked for, as that takes long in a graph of this size.
    """

    imported: Imported
    wish: ImportWish
    operation: MergeImport
    before: Graph
    found: MergedImport
    changes: GraphDifferences
    closed: tuple[Finding, ...] = ()
    opened: tuple[Finding, ...] = ()
    is_again: bool = False
    has_findings: bool = True


_MOST_PAIRS = 1_000_000
"""Journeys times elements, above which findings take longer than somebody who looks at an import waits."""


def read_architecture(paths: Sequence[Path], progress: Progress) -> Imported:
    """Read files, folders and archives together.

    Raises:
        BadInput: A path cannot be read at all; trouble with single files is in their reports.
    """
    return import_files(files_of_several(paths, progress), progress)


def preview_graph_import(
    workspace: Workspace, workload_id: str, imported: Imported, wish: ImportWish, progress: Progress
) -> ImportPreview:
    """Return what an import would change in the graph of a workload and in its findings.

    Args:
        workspace: Where the workload is; nothing is written.
        workload_id: The workload.
        imported: What was read.
        wish: What was chosen about it.
        progress: Told by the analyses, and stops them.

    Raises:
        BadInput: Content of the workspace is damaged.
    """
    with workspace.reading() as session:
        before, bases = graph_of(session, workload_id), import_bases(session, workload_id)
        notes = finding_notes(session, workload_id)
    name = import_name(bases if before else (), imported.name, imported.graph)
    operation = MergeImport(
        workload_id, imported.graph, name, wish.apart, choices=wish.choices, prefer=wish.prefer
    )  # fmt: skip
    found = operation.merged(before, bases)
    changes = compare_graphs(before, found.graph)
    closed: tuple[Finding, ...] = ()
    opened: tuple[Finding, ...] = ()
    is_small = all(len(one.journeys) * len(one.nodes) <= _MOST_PAIRS for one in (before, found.graph))
    has_findings = not changes or is_small or wish.looks
    if changes and has_findings:
        from workbench.analyses.findings.changes import changed_findings

        closed, opened = changed_findings(before, found.graph, notes, datetime.now(UTC).date().isoformat(), progress)
    return ImportPreview(
        still_asking(imported, found.graph, found.base.renames), wish, operation, before, found, changes, closed, opened,
        any(one.name == name for one in bases) and bool(before), has_findings,
    )  # fmt: skip
