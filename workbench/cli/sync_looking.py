"""`workbench sync status`, `plan`, `resolve`: how the two sides stand, before anything moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.opening import JsonOption, NameArgument, WorkspaceOption
from workbench.cli.output import print_json, print_pairs, say
from workbench.cli.sync_session import (
    CONFLICTS,
    EndpointOption,
    PreferOption,
    ProfileOption,
    RegionOption,
    Session,
    ShortenOption,
    Side,
    Where,
    connected,
    kept_link,
    linked,
    resumable,
    workload_named,
)
from workbench.errors import AwsUnreachable
from workbench.i18n import _

if TYPE_CHECKING:
    from workbench.operations.syncing import Fetched, SyncPreview

__all__ = ["look_again", "looked", "plan", "resolve", "status"]


def looked(at: Session, workload_id: str, prefer: Side | None, shorten: bool, milestone: bool = True) -> SyncPreview:
    """Read the Tool and work out what a sync would do."""
    from workbench.operations.syncing import fetch

    return look_again(at, fetch(at.desk.workspace, workload_id, at.tool), prefer, shorten, milestone)


def look_again(at: Session, found: Fetched, prefer: Side | None, shorten: bool, milestone: bool) -> SyncPreview:
    """Work out what a sync would do from a reading."""
    from workbench.operations.sync_milestones import wish_of
    from workbench.operations.syncing import preview_sync

    with at.desk.workspace.reading() as session:
        wish = wish_of(session, found.link) if milestone else None
    return preview_sync(found, prefer=prefer.value if prefer else None, shorten=shorten, wish=wish)


def status(
    ctx: typer.Context,
    workload: NameArgument,
    profile: ProfileOption = "",
    region: RegionOption = "",
    endpoint_url: EndpointOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show the standing."""
    from workbench.cli.sync_status import status_json, status_pairs
    from workbench.sync.calling import Interrupted

    with resumable(ctx, workspace) as desk:
        workload_id = workload_named(desk, workload)
        known = kept_link(desk, workload_id)
        look: SyncPreview | None = None
        if known is not None:
            try:
                with connected(desk, Where(profile, region, endpoint_url).over(known), _("Reading")) as at:
                    look = looked(at, workload_id, None, False)
            except (AwsUnreachable, Interrupted) as error:
                say(error.message)
        found = status_json(desk.workspace, workload_id, known, look)
    if as_json:
        print_json(found)
    else:
        print_pairs(status_pairs(found))
    if look is not None and look.undecided:
        raise typer.Exit(CONFLICTS)


def plan(
    ctx: typer.Context,
    workload: NameArgument,
    prefer: PreferOption = None,
    shorten: ShortenOption = False,
    profile: ProfileOption = "",
    region: RegionOption = "",
    endpoint_url: EndpointOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show the plan."""
    from workbench.cli.sync_view import print_preview

    with resumable(ctx, workspace) as desk:
        workload_id = workload_named(desk, workload)
        with connected(desk, Where(profile, region, endpoint_url).over(linked(desk, workload_id)), _("Reading")) as at:
            look = looked(at, workload_id, prefer, shorten)
    print_preview(look, as_json)
    if look.undecided:
        raise typer.Exit(CONFLICTS)


def resolve(
    ctx: typer.Context,
    workload: NameArgument,
    conflict: Annotated[str, typer.Option("--conflict", metavar="ID", help=_("Id as the plan shows it."))],
    take: Annotated[Side, typer.Option("--take", help=_("Whose value counts; both joins two texts."))],
    profile: ProfileOption = "",
    region: RegionOption = "",
    endpoint_url: EndpointOption = "",
    workspace: WorkspaceOption = None,
) -> None:
    """Decide a conflict."""
    from workbench.analyses.merge import resolve as checked
    from workbench.operations.sync import DecideConflict
    from workbench.operations.syncing import fingerprint

    with resumable(ctx, workspace) as desk:
        workload_id = workload_named(desk, workload)
        with connected(desk, Where(profile, region, endpoint_url).over(linked(desk, workload_id)), _("Reading")) as at:
            look = looked(at, workload_id, None, False)
        checked(look.merge, {conflict: take.value})
        about = next(one for one in look.merge.conflicts if one.id == conflict)
        desk.history.do(DecideConflict(workload_id, conflict, take.value, fingerprint(about)))
    left = [one for one in look.undecided if one.id != conflict]
    say(_("Decided. Conflicts left: {n}.").format(n=len(left)))
