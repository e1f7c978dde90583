"""Where a graph command takes its graph from: a file, stdin, or a workload of the workspace."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.opening import usage_error
from workbench.cli.output import say
from workbench.domain.graph import Graph
from workbench.errors import BadInput, UnknownName
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.analyses.fault_tree import FaultTree
    from workbench.domain.finding import FindingNote
    from workbench.importers.reading import Imported
    from workbench.progress import Progress

__all__ = [
    "Given",
    "GraphArgument",
    "MilestoneOption",
    "Source",
    "WorkloadOption",
    "content_of",
    "element_named",
    "given",
    "graph_file",
    "imported_from",
    "not_coherent",
    "not_readable",
    "source_of",
    "workload_graph",
]

_MOST_BYTES = 200_000_001
_SHOWN = 20

GraphArgument = Annotated[
    str,
    typer.Argument(
        metavar="PATH",
        help=_("A graph file, or anything graph import reads; - reads from stdin."),
        show_default=False,
    ),
]
WorkloadOption = Annotated[
    str, typer.Option("--workload", metavar="N", help=_("The graph of this workload: name, id, or start of its id."))
]
MilestoneOption = Annotated[
    str, typer.Option("--milestone", metavar="M", help=_("As it was at a milestone: its number or name."))
]


@dataclass(frozen=True, slots=True)
class Source:
    """A graph and where it is from.

    Attributes:
        name: What to call it.
        kind: "wb-graph", "open-psa", "import" or "workload".
        warnings: What was read and is not used.
        trees: Fault trees with NOT or XOR by their tops; they are no graph, so the graph is empty then.
        numbers: Unavailability of the events of these trees.
        notes: What was decided about findings, by their ids.
        workload_id: Of the workload it is kept in.
    """

    name: str
    kind: str
    graph: Graph
    warnings: tuple[str, ...] = ()
    trees: Mapping[str, FaultTree] = field(default_factory=dict)
    numbers: Mapping[str, float | None] = field(default_factory=dict)
    notes: Mapping[str, FindingNote] = field(default_factory=dict)
    workload_id: str = ""


def source_of(
    ctx: typer.Context, path: str, workload: str, workspace: Path | None, milestone: str = ""
) -> Source:  # fmt: skip
    """Return the graph a command was pointed at; warnings about a file go to stderr.

    Raises:
        UsageError: Neither a path nor a workload was named, or both.
        WorkbenchError: It cannot be read.
    """
    if bool(path) == bool(workload):
        raise usage_error(ctx, _("Name one graph: a PATH, or --workload N."))
    if milestone and not workload:
        raise usage_error(ctx, _("--milestone belongs to --workload."))
    source = workload_graph(ctx, workload, workspace, milestone) if workload else graph_file(path)
    if source.kind == "workload" and not source.graph:
        raise UnknownName(
            _('"{name}" has no dependency graph yet.').format(name=source.name),
            _("Import one: workbench graph import FILE --workload N."),
        )
    return source


def workload_graph(ctx: typer.Context, name: str, workspace: Path | None, milestone: str = "") -> Source:
    """Return the graph of a workload, now or at a milestone, with what was decided about its findings; it may be empty."""
    from workbench.cli.names import NOW, find_milestone, find_workload
    from workbench.cli.opening import reading
    from workbench.store.queries.answers import workload_of
    from workbench.store.queries.graphs import finding_notes, graph_of
    from workbench.store.queries.milestones import milestone_snapshot

    with reading(ctx, workspace) as session:
        workload_id = find_workload(session, name)
        if milestone in ("", NOW):
            workload = workload_of(session, workload_id)
            graph, notes = graph_of(session, workload_id), finding_notes(session, workload_id)
        else:
            saved = milestone_snapshot(session, find_milestone(session, workload_id, milestone))
            workload, graph = saved.workload, saved.graph
            notes = {note.finding_id: note for note in saved.finding_notes}
    title = workload.name if workload else name
    if milestone not in ("", NOW):
        title = _("{workload} at milestone {name}").format(workload=title, name=milestone)
    return Source(title, "workload", graph, notes=notes, workload_id=workload_id)


def content_of(path: str) -> bytes:
    """Return the bytes of a file, or of stdin for "-"; never more than can be read.

    Raises:
        BadInput: It cannot be read.
    """
    if path == "-":
        return sys.stdin.buffer.read(_MOST_BYTES) if hasattr(sys.stdin, "buffer") else sys.stdin.read().encode()
    try:
        with Path(path).expanduser().open("rb") as file:
            return file.read(_MOST_BYTES)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadInput(_("{file} cannot be read: {why}.").format(file=path, why=why)) from error


@dataclass(frozen=True, slots=True)
class Given:
    """What a path holds.

    Attributes:
        path: As it was typed.
        data: The bytes; None for a folder.
        own: Whether it is a graph file of ours or Open-PSA MEF; what nobody can read counts as ours.
    """

    path: str
    data: bytes | None
    own: bool

    @property
    def name(self) -> str:
        """What to call it."""
        return _("stdin") if self.path == "-" else Path(self.path).name


def given(path: str) -> Given:
    """Look at a path once, as stdin can be read only once.

    Raises:
        BadInput: It cannot be read.
    """
    from workbench.importers.reading import importer_of
    from workbench.importers.source import MOST_BYTES
    from workbench.importers.source import Source as File
    from workbench.importers.walk import is_archive

    if path != "-" and Path(path).expanduser().is_dir():
        return Given(path, None, own=False)
    data = content_of(path)
    if is_archive(data) or len(data) > MOST_BYTES:
        own = not is_archive(data)
    else:
        importer = importer_of(File(path, data)) if data.strip() else None
        own = importer.id in ("wb-graph", "open-psa") if importer else _is_xml(data) or data.lstrip()[:1] == b"{"
    return Given(path, data, own or not data.strip())


def imported_from(file: Given, progress: Progress) -> Imported:
    """Read a file, a folder or an archive with the importers that know it.

    Raises:
        BadInput: The path itself cannot be read.
    """
    from workbench.importers.reading import import_files, import_path
    from workbench.importers.walk import files_in_archive, files_in_memory, is_archive

    if file.data is None:
        return import_path(Path(file.path).expanduser(), progress)
    if is_archive(file.data):
        return import_files(files_in_archive(file.name, file.data, progress), progress)
    return import_files(files_in_memory(file.name, file.data), progress)


def not_readable(imported: Imported) -> BadInput:
    """Return the error of an import that understood nothing."""
    lines = [
        f"{report.file}:{one.line}: {one.text}" if one.line else f"{report.file}: {one.text}"
        for report in imported.reports for one in report.errors
    ]  # fmt: skip
    if len(lines) == 1:
        return BadInput(lines[0] + ".", _("workbench graph import --help says what can be read."))
    return BadInput(
        _("{name} holds no architecture that can be read.").format(name=imported.name),
        _("workbench graph import --help says what can be read."), tuple(lines[:_SHOWN]),
    )  # fmt: skip


def graph_file(path: str | Given) -> Source:
    """Read a graph from a file, a folder or an archive; what it holds decides how, not its name.

    Raises:
        BadInput: It cannot be read, or is no graph.
    """
    file = given(path) if isinstance(path, str) else path
    name, data = file.name, file.data
    if not file.own or data is None:
        return _imported(file)
    if _is_xml(data):
        return _open_psa(data, name)
    from workbench.exchange.wb_graph import read_graph

    if not data.strip():
        raise BadInput(
            _("{name} is empty.").format(name=name), _("workbench graph import --help says what can be read.")
        )
    warnings: list[str] = []
    graph = read_graph(data, name, warnings)
    _warn(warnings)
    return Source(name, "wb-graph", graph, tuple(warnings))


def _imported(file: Given) -> Source:
    from workbench.progress import Silent

    imported = imported_from(file, Silent())
    if not imported.graph:
        raise not_readable(imported)
    troubles = [(one.file, each) for one in imported.reports for each in (*one.errors, *one.warnings)]
    warnings = [f"{name}:{each.line}: {each.text}" if each.line else f"{name}: {each.text}" for name, each in troubles]
    _warn(warnings)
    return Source(imported.name, "import", imported.graph, tuple(warnings))


def _open_psa(data: bytes, name: str) -> Source:
    from workbench.exchange.open_psa import read_open_psa

    model = read_open_psa(data, name)
    _warn(list(model.warnings))
    graph = Graph() if model.graph is None else model.graph
    return Source(name, "open-psa", graph, model.warnings, model.trees, model.numbers)


def not_coherent(source: Source) -> BadInput:
    """Return the error of a command that needs a graph and got a fault tree that is none."""
    return BadInput(
        _("{name} is a fault tree with NOT or XOR, and no dependency graph.").format(name=source.name),
        _("workbench graph analyse gives its probability."),
    )


def _is_xml(data: bytes) -> bool:
    return data[:2] in (b"\xff\xfe", b"\xfe\xff") or data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def _warn(warnings: list[str]) -> None:
    for one in warnings[:_SHOWN]:
        say(_("Note: {text}").format(text=one))
    if len(warnings) > _SHOWN:
        say(n_("Note: one more such place.", "Note: {n} more such places.", len(warnings) - _SHOWN))


def element_named(graph: Graph, text: str) -> str:
    """Return the id of an element from its id, or from its label where only one has it (any case).

    Raises:
        UnknownName: No such element, or several.
    """
    from difflib import get_close_matches

    if text in graph.nodes:
        return text
    wanted = text.strip().casefold()
    names = graph.nodes.items() if wanted else ()
    found = [name for name, node in names if wanted in (name.casefold(), node.label.casefold())]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownName(
            _('"{name}" is ambiguous: {n} elements match.').format(name=text, n=len(found)),
            _("Use the id of the one you mean."), tuple(found[:_SHOWN]),
        )  # fmt: skip
    near = get_close_matches(text, [*graph.nodes], n=3) if len(graph.nodes) < 20_000 else []
    raise UnknownName(
        _('There is no element "{name}".').format(name=text),
        _("Did you mean {names}?").format(names=", ".join(f'"{one}"' for one in near)) if near
        else _("workbench graph show lists what there is; workbench graph export prints every id."),
    )  # fmt: skip
