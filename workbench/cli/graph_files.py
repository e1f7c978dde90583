"""`workbench graph export`: graphs out into files."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.graph_picture import PICTURES, PictureChoice, PictureTheme, picture_bytes
from workbench.cli.graph_source import (
    GraphArgument,
    MilestoneOption,
    Source,
    WorkloadOption,
    not_coherent,
    source_of,
)
from workbench.cli.opening import JsonOption, WorkspaceOption, usage_error
from workbench.cli.output import print_json, progress_bar, say
from workbench.errors import BadInput
from workbench.i18n import _

if TYPE_CHECKING:
    from workbench.progress import Progress

__all__ = ["export"]


class GraphFormat(StrEnum):
    """What a graph can be written as."""

    WB_GRAPH = "wb-graph"
    OPEN_PSA = "open-psa"
    MERMAID = "mermaid"
    DOT = "dot"
    DRAWIO = "drawio"
    SVG = "svg"
    PNG = "png"
    PDF = "pdf"


_SUFFIXES = {
    ".xml": GraphFormat.OPEN_PSA, ".opsa": GraphFormat.OPEN_PSA, ".mmd": GraphFormat.MERMAID, ".dot": GraphFormat.DOT,
    ".gv": GraphFormat.DOT, ".drawio": GraphFormat.DRAWIO, **{f".{one}": GraphFormat(one) for one in PICTURES},
}  # fmt: skip


def export(
    ctx: typer.Context,
    path: GraphArgument = "",
    workload: WorkloadOption = "",
    milestone: MilestoneOption = "",
    format_: Annotated[
        GraphFormat | None, typer.Option("--format", "-f", help=_("Else by the name of the file; wb-graph where that does not tell."))
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=_("Where; else stdout. An older file is replaced."))
    ] = None,
    journey: Annotated[
        str, typer.Option("--journey", metavar="ID", help=_("Picture: only what this user journey leads to."))
    ] = "",
    fail: Annotated[
        list[str] | None, typer.Option("--fail", metavar="ID", help=_("Picture: it has failed. May be repeated."))
    ] = None,
    findings: Annotated[bool, typer.Option("--findings", help=_("Picture: mark what findings are about."))] = False,
    theme: Annotated[PictureTheme, typer.Option("--theme", help=_("Picture: its colours."))] = PictureTheme.LIGHT,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Write a graph."""
    choice = PictureChoice(journey, tuple(fail or ()), theme, findings)
    source = source_of(ctx, path, workload, workspace, milestone)
    if format_ is None:
        format_ = _SUFFIXES.get(output.suffix.lower() if output else "", GraphFormat.WB_GRAPH)
    if output is None and as_json and format_ is not GraphFormat.WB_GRAPH:
        raise usage_error(ctx, _("--json prints what was written where, so it needs --output here."))
    if choice and format_ not in PICTURES:
        raise usage_error(ctx, _("--journey, --fail, --findings and --theme belong to the formats svg, png and pdf."))
    with progress_bar(_("Export")) as progress:
        data = (
            picture_bytes(source, format_, choice, progress)
            if format_ in PICTURES
            else _written(source, format_, progress)
        )
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
    if format_ is GraphFormat.OPEN_PSA:
        return _open_psa(source, progress)
    if source.trees:
        raise not_coherent(source)
    if format_ is GraphFormat.WB_GRAPH:
        from workbench.exchange.wb_graph import write_graph

        return write_graph(source.graph)
    if format_ is GraphFormat.DRAWIO:
        from workbench.exchange.graph_drawio import write_drawio

        return write_drawio(source.graph, progress)
    from workbench.exchange.graph_text import write_dot, write_mermaid

    return (write_mermaid if format_ is GraphFormat.MERMAID else write_dot)(source.graph)


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
