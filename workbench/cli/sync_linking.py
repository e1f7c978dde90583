"""`workbench sync link`, `unlink`, `remotes`, `test`: what a workload is tied to, and whether that can be reached."""

from __future__ import annotations

from typing import Annotated

import typer

from workbench.cli.opening import JsonOption, NameArgument, WorkspaceOption, usage_error
from workbench.cli.output import print_json, print_pairs, print_table, say
from workbench.cli.sync_session import (
    CONFLICTS,
    EndpointOption,
    ProfileOption,
    RegionOption,
    Session,
    Where,
    connected,
    kept_link,
    linked,
    resumable,
    workload_named,
)
from workbench.domain.sync import Link
from workbench.errors import UnknownName
from workbench.i18n import _

__all__ = ["check", "created", "link", "remotes", "unlink"]


def link(
    ctx: typer.Context,
    workload: NameArgument,
    remote: Annotated[str, typer.Option("--remote", metavar="ID", help=_("Id, pasted ARN or name of a workload in the Tool."))] = "",
    create: Annotated[bool, typer.Option("--create", help=_("Create it in the Tool."))] = False,
    profile: ProfileOption = "",
    region: RegionOption = "",
    endpoint_url: EndpointOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Link."""
    if bool(remote) == create:
        raise usage_error(ctx, _("Give --remote ID to link with what is there, or --create."))
    with resumable(ctx, workspace) as desk:
        workload_id = workload_named(desk, workload)
        known = kept_link(desk, workload_id)
        with connected(desk, Where(profile, region, endpoint_url), _("Linking")) as at:
            made = (
                created(at, workload_id, profile, endpoint_url, known)
                if create
                else _found(at, workload_id, remote, profile, endpoint_url, known)
            )
    if as_json:
        print_json(
            {"workload_id": made.workload_id, "remote_id": made.remote_id, "arn": made.arn, "region": made.region}
        )
    else:
        say(_("Linked with {id} in {region}.").format(id=made.remote_id, region=made.region))


def created(at: Session, workload_id: str, profile: str, endpoint_url: str, known: Link | None) -> Link:
    """Create the workload in the Tool, or go on creating it, and link it.

    Raises:
        UnknownName: It is linked already.
    """
    from workbench.operations.sync import LinkWorkload
    from workbench.operations.sync_jobs import create_remote, settle_creation

    if known is not None:
        raise UnknownName(_("The workload is linked already, with {id}.").format(id=known.remote_id),
                          _("Unlink it first: workbench sync unlink NAME."))  # fmt: skip
    start = Link(workload_id, "", region=at.tool.region, profile=profile, endpoint_url=endpoint_url)
    made = create_remote(at.desk.workspace, workload_id, at.tool, start)
    at.desk.history.do(LinkWorkload(made))
    settle_creation(at.desk.workspace, workload_id)
    return made


def _found(at: Session, workload_id: str, text: str, profile: str, endpoint_url: str, known: Link | None) -> Link:
    from dataclasses import replace

    from workbench.operations.sync import LinkWorkload
    from workbench.operations.sync_jobs import find_one, newest_milestone

    one = find_one(at.tool, text)
    if known is not None and known.remote_id != one.remote_id:
        raise UnknownName(_("The workload is linked already, with {id}.").format(id=known.remote_id),
                          _("Unlink it first: workbench sync unlink NAME."))  # fmt: skip
    start = known or Link(workload_id, one.remote_id, milestones_from=newest_milestone(at.tool, one.remote_id))
    made = replace(
        start, arn=one.arn, account=one.owner, region=at.tool.region, profile=profile, endpoint_url=endpoint_url
    )
    at.desk.history.do(LinkWorkload(made))
    return made


def unlink(ctx: typer.Context, workload: NameArgument, workspace: WorkspaceOption = None) -> None:
    """Unlink."""
    from workbench.operations.sync import UnlinkWorkload

    with resumable(ctx, workspace) as desk:
        workload_id = workload_named(desk, workload)
        linked(desk, workload_id)
        desk.history.do(UnlinkWorkload(workload_id))
    say(_("Unlinked."))


def remotes(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=_("Start of a name, an id, or an ARN."))] = "",
    profile: ProfileOption = "",
    region: RegionOption = "",
    endpoint_url: EndpointOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """List remote workloads."""
    from workbench.operations.sync_jobs import find_remote

    with resumable(ctx, workspace) as desk, connected(desk, Where(profile, region, endpoint_url), _("Reading")) as at:
        found = find_remote(at.tool, text)
    if as_json:
        print_json([{"id": one.remote_id, "name": one.name, "arn": one.arn} for one in found])
    else:
        print_table(["!" + _("Id"), _("Name")], [(one.remote_id, one.name) for one in found])


def check(
    ctx: typer.Context,
    workload: Annotated[str, typer.Argument(metavar="WORKLOAD", help=_("Use the connection of its link."))] = "",
    profile: ProfileOption = "",
    region: RegionOption = "",
    endpoint_url: EndpointOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Test the connection."""
    from workbench.host.aws_check import check_connection
    from workbench.host.aws_session import Connection, clients
    from workbench.host.secrets import open_secrets

    where = Where(profile, region, endpoint_url)
    if workload:
        with resumable(ctx, workspace) as desk:
            where = where.over(kept_link(desk, workload_named(desk, workload)))
    connection = Connection(where.profile, where.region, where.endpoint_url)
    with clients(connection, open_secrets(), lambda words: str(typer.prompt(words, err=True))) as aws:
        found = check_connection(aws)
    if as_json:
        print_json([{"id": row.id, "title": row.title, "text": row.text, "verdict": str(row.verdict), "hint": row.hint}
                    for row in found.rows])  # fmt: skip
    else:
        print_pairs((row.title, f"{row.text}  {row.hint}".rstrip()) for row in found.rows)
    if not found.can_read:
        raise typer.Exit(CONFLICTS)
