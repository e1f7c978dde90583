"""`workbench report`: a document of one workload, from now or from a milestone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.names import NOW, find_milestone, find_workload
from workbench.cli.opening import (
    WAIT_S,
    DefaultGroup,
    JsonOption,
    NameArgument,
    WorkspaceOption,
    group_app,
    person,
    reading,
    usage_error,
    workspace_path,
)
from workbench.cli.output import print_json, print_table, progress_bar, say
from workbench.errors import WorkspaceUnusable
from workbench.i18n import _

if TYPE_CHECKING:
    from workbench.store.workspace import Workspace

__all__ = ["app"]

app = group_app(DefaultGroup)


@app.command("write", help=_("Write a report; `workbench report NAME` is enough."))
def write(
    ctx: typer.Context,
    name: NameArgument,
    format_id: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help=_("pdf, html or md; else by the name of the file."))
    ] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=_("Where; an older file is replaced."))
    ] = None,
    milestone: Annotated[
        str, typer.Option("--milestone", metavar="N", help=_("Report this milestone (number or name), not now."))
    ] = "",
    compare_with: Annotated[
        str, typer.Option("--compare-with", metavar="N", help=_("Tell what changed since this earlier milestone."))
    ] = "",
    show_account_ids: Annotated[
        bool, typer.Option("--show-account-ids", help=_("Print AWS account ids in full; else dots stand for them."))
    ] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Write a report."""
    from workbench.operations.reporting import write_report

    chosen, suffix = _format(ctx, format_id, output)
    with reading(ctx, workspace) as session:
        workload_id = find_workload(session, name)
        numbers = [
            find_milestone(session, workload_id, which).number if which and which != NOW else None
            for which in (milestone, compare_with)
        ]
    with _opened(workspace_path(ctx, workspace), workload_id) as opened:
        target = (output or Path(_file_name(opened, workload_id) + suffix)).expanduser()
        with progress_bar(_("Report")) as progress:
            written = write_report(
                opened, workload_id, *numbers, format=chosen, target=target, made_by=person(),
                mask_accounts=not show_account_ids, progress=progress,
            )  # fmt: skip
    if as_json:
        print_json({"file": str(written), "format": chosen, "size": written.stat().st_size})
    else:
        say(_("Report written: {file}").format(file=written))


def _format(ctx: typer.Context, format_id: str, output: Path | None) -> tuple[str, str]:
    from workbench.reports import CATALOG

    wanted = format_id.lower().lstrip(".") or (output.suffix.lower().lstrip(".") if output else "pdf")
    for one in CATALOG:
        if wanted in (one.id, one.suffix.lstrip(".")):
            return one.id, one.suffix
    known = ", ".join(one.id for one in CATALOG)
    if format_id:
        raise usage_error(ctx, _('There is no report format "{name}"; there is {known}.').format(
            name=format_id, known=known))  # fmt: skip
    raise usage_error(
        ctx, _("The name of the file tells no format: add --format with one of {known}.").format(known=known)
    )


def _opened(path: Path, workload_id: str) -> Workspace:
    """Open for writing only where a milestone must be noted as used, so that reports work beside an open window."""
    from workbench.store.queries.milestones import milestones_of
    from workbench.store.workspace import Workspace

    opened = Workspace.open(path, read_only=True)
    with opened.reading() as session:
        unused = [one for one in milestones_of(session, workload_id) if not one.used]
    if not unused:
        return opened
    opened.close()
    try:
        return Workspace.open(path, who=person(), wait_s=WAIT_S)
    except WorkspaceUnusable:  # nobody can write it, so nobody can undo a milestone either
        return Workspace.open(path, read_only=True)


def _file_name(opened: Workspace, workload_id: str) -> str:
    from workbench.reports.writing import file_name_of
    from workbench.store.queries.answers import workload_of

    with opened.reading() as session:
        workload = workload_of(session, workload_id)
    return file_name_of(workload.name if workload else workload_id)


@app.command("formats", help=_("List the formats."))
def formats(ctx: typer.Context, as_json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """List the formats."""
    from workbench.reports import CATALOG

    if as_json:
        print_json([{"id": one.id, "title": one.title, "suffix": one.suffix} for one in CATALOG])
    else:
        print_table(
            ["!" + _("Format"), _("Title"), "!" + _("Files")], [(one.id, _(one.title), one.suffix) for one in CATALOG]
        )
