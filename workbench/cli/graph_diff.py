"""`workbench graph diff`: what changed between two graphs, which findings that closes, and which it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from workbench.analyses.graph_differences import compare_graphs
from workbench.cli.graph_differences_view import differences_json, print_differences, print_lines
from workbench.cli.graph_findings import finding_json, found_in
from workbench.cli.graph_source import Source, WorkloadOption, graph_file, workload_graph
from workbench.cli.opening import JsonOption, WorkspaceOption, usage_error
from workbench.cli.output import print_json, print_text
from workbench.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["diff"]


def diff(
    ctx: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="A B", help=_("Two graph files, older first; or one, beside --workload."))
    ] = None,
    workload: WorkloadOption = "",
    start: Annotated[str, typer.Option("--from", metavar="M", help=_("The older milestone of the workload."))] = "",
    end: Annotated[str, typer.Option("--to", metavar="M", help=_("The newer milestone, or now."))] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Compare two graphs."""
    old, new = _sides(ctx, paths or [], workload, start, end, workspace)
    found = compare_graphs(old.graph, new.graph)
    before, after = ({one.id: one for one in found_in(side).findings} for side in (old, new))
    closed = [one for key, one in before.items() if key not in after]
    opened = [one for key, one in after.items() if key not in before]
    if as_json:
        print_json({
            "from": old.name, "to": new.name, **differences_json(found),
            "findings": {"closed": [finding_json(one) for one in closed], "opened": [finding_json(one) for one in opened]},
        })  # fmt: skip
        return
    print_text(_("{start} compared with {end}").format(start=old.name, end=new.name))
    print_differences(found)
    if not found:
        print_text(_("The graphs say the same."))
    print_lines(_("Findings that are closed"), [one.title for one in closed])
    print_lines(_("Findings that are new"), [one.title for one in opened])
    if found and not closed and not opened:
        print_text(_("No finding was closed or opened by this."))


def _sides(
    ctx: typer.Context, paths: list[str], workload: str, start: str, end: str, workspace: Path | None
) -> tuple[Source, Source]:  # fmt: skip
    if not workload and len(paths) == 2 and not start and not end:
        if paths == ["-", "-"]:
            raise usage_error(ctx, _("stdin can be one of the two only."))
        return graph_file(paths[0]), graph_file(paths[1])
    if workload and len(paths) == 1 and not end:
        return workload_graph(ctx, workload, workspace, start), graph_file(paths[0])
    if workload and not paths and start:
        sides = [workload_graph(ctx, workload, workspace, which) for which in (start, end)]
        return sides[0], sides[1]
    raise usage_error(ctx, _("Name two files, or --workload N with one file, or --workload N with --from and --to."))
