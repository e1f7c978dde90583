"""`workbench report`: a document of one workload or of all, from now or from a milestone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.names import NOW, find_milestone, find_workload
from workbench.cli.opening import (
    WAIT_S,
    DefaultGroup,
    JsonOption,
    WorkspaceOption,
    group_app,
    person,
    reading,
    usage_error,
    workspace_path,
)
from workbench.cli.output import print_json, print_table, progress_bar, say
from workbench.errors import UnknownName, WorkspaceUnusable
from workbench.i18n import _

if TYPE_CHECKING:
    from workbench.operations.reporting import Dress
    from workbench.reports import Format, Kind
    from workbench.store.workspace import Workspace

__all__ = ["app"]

app = group_app(DefaultGroup)


@app.command("write", help=_("Write a report; `workbench report NAME` is enough."))
def write(
    ctx: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[WORKLOAD]", help=_("Name or id of the workload. With --portfolio: workspace files, else the workspace."))
    ] = None,
    format_id: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help=_("pdf, docx, pptx, xlsx, html, md or json; else by the name of the file."))
    ] = "",
    kind: Annotated[
        str, typer.Option("--kind", "-k", metavar="KIND", help=_("summary (one page), full, board (deck) or register (rows); else what the format is for."))
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
    portfolio: Annotated[
        bool, typer.Option("--portfolio", help=_("Report every workload of the workspace, or of the files named, instead of one."))
    ] = False,
    redact: Annotated[
        str, typer.Option("--redact", metavar="PARTS", help=_("Leave out names, accounts, notes; several with commas."))
    ] = "",
    show_account_ids: Annotated[
        bool, typer.Option("--show-account-ids", help=_("Print AWS account ids in full; else dots stand for them."))
    ] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Write a report."""
    if not portfolio and len(names or ()) != 1:
        raise usage_error(ctx, _("Name one workload, or ask for --portfolio."))
    if portfolio and compare_with:
        raise usage_error(
            ctx, _("--compare-with is for one workload; a portfolio shows its course over time by itself.")
        )
    chosen, wanted = _format(ctx, format_id, output, kind)
    dress = _dress(ctx, wanted, redact, show_account_ids)
    if portfolio:
        files = [Path(each).expanduser() for each in names or ()] or [workspace_path(ctx, workspace)]
        written = _portfolio(files, chosen, dress, milestone, output)
    else:
        written = _workload(ctx, workspace, (names or [""])[0], chosen, dress, (milestone, compare_with), output)
    if as_json:
        print_json({"file": str(written), "format": chosen.id, "kind": wanted.value, "size": written.stat().st_size})
    else:
        say(_("Report written: {file}").format(file=written))


def _workload(
    ctx: typer.Context, workspace: Path | None, name: str, chosen: Format, dress: Dress, points: tuple[str, str],
    output: Path | None,
) -> Path:  # fmt: skip
    from workbench.operations.reporting import write_report
    from workbench.store.queries.answers import workload_of

    with reading(ctx, workspace) as session:
        workload_id = find_workload(session, name)
        state, earlier = (
            find_milestone(session, workload_id, which).number if which and which != NOW else None for which in points
        )
        workload = workload_of(session, workload_id)
    with _opened(workspace_path(ctx, workspace), workload_id) as opened:
        target = output or _proposed(workload.name if workload else workload_id, chosen, dress)
        with progress_bar(_("Report")) as progress:
            return write_report(
                opened, workload_id, state, earlier, dress, format=chosen.id, target=target.expanduser(),
                progress=progress,
            )  # fmt: skip


def _portfolio(files: list[Path], chosen: Format, dress: Dress, milestone: str, output: Path | None) -> Path:
    """Write a report on every workload of the files; those that cannot be read are told, unless there is no other."""
    from workbench.operations.portfolio_files import read_files
    from workbench.operations.reporting import write_portfolio
    from workbench.store.workspace import Workspace

    readable, skipped = read_files(files, lambda name, _workspace: name)
    if not readable:
        raise skipped[0].why
    for one in skipped:
        say(_("Left out: {why}").format(why=one.words))
    with Workspace.open(next(iter(readable)), read_only=True) as opened:
        target = output or _proposed(opened.name if len(files) == 1 else _("Portfolio"), chosen, dress)
        when = "" if milestone == NOW else milestone
        with progress_bar(_("Report")) as progress:
            return write_portfolio(
                opened, when, dress, files, format=chosen.id,
                target=target.expanduser(), progress=progress,
            )  # fmt: skip


def _proposed(name: str, chosen: Format, dress: Dress) -> Path:
    """Return a file name that tells no more than the report does."""
    from workbench.reports import Kind
    from workbench.reports.writing import file_name_of

    plain = _("Report") if dress.redaction.names else name
    ending = "" if dress.kind is Kind.FULL else f" {dress.kind.value}"
    return Path(file_name_of(plain + ending) + chosen.suffix)


def _format(ctx: typer.Context, format_id: str, output: Path | None, kind: str) -> tuple[Format, Kind]:
    """Return the format and the kind that are meant; what does not go together is a usage error."""
    from workbench.operations.reporting import format_named, kind_for
    from workbench.reports import CATALOG

    wanted = format_id or (output.suffix if output else "pdf")
    if not wanted:
        known = ", ".join(one.id for one in CATALOG)
        raise usage_error(
            ctx, _("The name of the file tells no format: add --format with one of {known}.").format(known=known)
        )
    try:
        chosen = format_named(wanted)
        return chosen, kind_for(chosen, kind)
    except UnknownName as error:
        raise usage_error(ctx, f"{error.message} {error.hint}") from error


def _dress(ctx: typer.Context, kind: Kind, redact: str, show_account_ids: bool) -> Dress:
    from workbench.host.settings_file import read_settings
    from workbench.operations.reporting import Dress
    from workbench.reports import Redaction
    from workbench.reports.brand import read_brand
    from workbench.reports.content.redaction import PARTS

    parts = {part.strip().lower() for part in redact.split(",") if part.strip()}
    if parts - set(PARTS):
        raise usage_error(ctx, _('"{part}" cannot be left out; there is {known}.').format(
            part=sorted(parts - set(PARTS))[0], known=", ".join(PARTS)))  # fmt: skip
    if show_account_ids and "accounts" in parts:
        raise usage_error(ctx, _("--show-account-ids and --redact accounts contradict each other."))
    redaction = Redaction("names" in parts, not show_account_ids, "notes" in parts)
    return Dress(kind, redaction, read_brand(read_settings().settings), person())


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


@app.command("formats", help=_("List the formats and the kinds of report each can hold."))
def formats(ctx: typer.Context, as_json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """List the formats."""
    from workbench.reports import CATALOG

    if as_json:
        print_json([
            {"id": one.id, "title": one.title, "suffix": one.suffix, "kinds": [kind.value for kind in one.kinds]}
            for one in CATALOG
        ])  # fmt: skip
    else:
        print_table(
            ["!" + _("Format"), _("Title"), "!" + _("Files"), _("Kinds, the usual one first")],
            [(one.id, _(one.title), one.suffix, ", ".join(kind.value for kind in one.kinds)) for one in CATALOG],
        )
