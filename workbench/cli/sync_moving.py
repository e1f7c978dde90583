"""`workbench sync pull`, `push`, `resume`: what changes something here or there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.opening import JsonOption, NameArgument, WorkspaceOption, usage_error
from workbench.cli.output import print_json, say
from workbench.cli.sync_linking import created
from workbench.cli.sync_looking import look_again, looked
from workbench.cli.sync_session import (
    CONFLICTS,
    EndpointOption,
    PreferOption,
    ProfileOption,
    RegionOption,
    Session,
    ShortenOption,
    Where,
    connected,
    kept_link,
    linked,
    resumable,
    workload_named,
)
from workbench.i18n import _

if TYPE_CHECKING:
    from workbench.domain.sync import Job
    from workbench.operations.syncing import Fetched, SyncPreview
    from workbench.sync.pushing import Outcome

__all__ = ["pull", "push", "resume"]


def pull(
    ctx: typer.Context,
    workload: Annotated[str, typer.Argument(metavar="WORKLOAD", help=_("Name or id; leave it out for a new workload."))] = "",
    remote: Annotated[str, typer.Option("--remote", metavar="ID", help=_("Id, ARN or name in the Tool, for a new workload."))] = "",
    prefer: PreferOption = None,
    profile: ProfileOption = "",
    region: RegionOption = "",
    endpoint_url: EndpointOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Pull."""
    if bool(workload) == bool(remote):
        raise usage_error(ctx, _("Name a workload that is linked, or --remote ID for one that is only in the Tool."))
    from workbench.cli.sync_view import print_preview, tell_conflicts

    look: SyncPreview | None = None
    with resumable(ctx, workspace) as desk:
        if remote:
            with connected(desk, Where(profile, region, endpoint_url), _("Reading")) as at:
                name = _new_workload(at, remote, profile, endpoint_url)
        else:
            workload_id = workload_named(desk, workload)
            with connected(
                desk, Where(profile, region, endpoint_url).over(linked(desk, workload_id)), _("Reading")
            ) as at:
                look = _taken_in(at, looked(at, workload_id, prefer, False))
    if look is None:
        if as_json:
            print_json({"name": name})
        else:
            say(_('"{name}" is here now, with its milestones.').format(name=name))
        return
    print_preview(look, as_json)
    if look.undecided:
        tell_conflicts(look)
        raise typer.Exit(CONFLICTS)


def _new_workload(at: Session, remote: str, profile: str, endpoint_url: str) -> str:
    from workbench.domain.sync import Link
    from workbench.operations.sync_jobs import find_one, pull_new

    one = find_one(at.tool, remote)
    start = Link("", one.remote_id, region=at.tool.region, profile=profile, endpoint_url=endpoint_url)
    step = pull_new(at.desk.workspace, at.tool, start)
    at.desk.history.do(step)
    return step.put.snapshot.workload.name


def _taken_in(at: Session, look: SyncPreview) -> SyncPreview:
    """Do the step that takes in what the Tool has."""
    from workbench.operations.sync_jobs import keep_estimates, milestones_down
    from workbench.operations.syncing import pull_operation

    down = milestones_down(at.desk.workspace, look, at.tool)
    step = pull_operation(at.desk.workspace, look, down.rows, down.numbers, down.texts)
    keep_estimates(at.desk.workspace, look)
    if step is not None:
        at.desk.history.do(step)
    return look


def push(
    ctx: typer.Context,
    workload: NameArgument,
    prefer: PreferOption = None,
    shorten: ShortenOption = False,
    milestone: Annotated[bool, typer.Option("--milestone/--no-milestone", help=_("Create the newest milestone there, too."))] = True,
    replay: Annotated[bool, typer.Option("--replay", help=_("Play older milestones back first, where that is safe."))] = False,
    profile: ProfileOption = "",
    region: RegionOption = "",
    endpoint_url: EndpointOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Push."""
    from workbench.cli.sync_view import tell_conflicts
    from workbench.operations.sync_jobs import begin_push
    from workbench.operations.syncing import compared_again

    outcome: Outcome | None = None
    with resumable(ctx, workspace) as desk:
        workload_id = workload_named(desk, workload)
        with connected(desk, Where(profile, region, endpoint_url).over(linked(desk, workload_id)), _("Syncing")) as at:
            _resumed(at, workload_id)
            look = looked(at, workload_id, prefer, shorten, milestone)
            if not look.undecided:
                if look.plan.problems:
                    begin_push(desk.workspace, look)  # says what would be refused
                _taken_in(at, look)
                look = look_again(at, compared_again(desk.workspace, look.fetched), prefer, shorten, milestone)
                if replay:
                    look = _with_replay(at, look)
                job = begin_push(desk.workspace, look)
                outcome = _sent(at, job, look.fetched) if job else None
    if look.undecided:
        tell_conflicts(look)
        raise typer.Exit(CONFLICTS)
    _report(outcome, as_json)


def _with_replay(at: Session, look: SyncPreview) -> SyncPreview:
    from workbench.operations.sync_replay import with_replay

    return with_replay(at.desk.workspace, at.tool, look)


def _sent(at: Session, job: Job, found: Fetched) -> Outcome:
    from workbench.operations.sync_jobs import finish_push, run_push, settle_push

    workspace = at.desk.workspace
    outcome = run_push(workspace, job, found, at.tool)
    at.desk.history.do(finish_push(workspace, job, found, outcome))
    settle_push(workspace, job, outcome)
    return outcome


def _resumed(at: Session, workload_id: str) -> Outcome | None:
    """Bring an interrupted push to its end, before anything else."""
    from workbench.domain.sync import JobKind
    from workbench.operations.syncing import fetch
    from workbench.store.queries.sync import open_job

    with at.desk.workspace.reading() as session:
        job = open_job(session, workload_id, JobKind.PUSH)
    return _sent(at, job, fetch(at.desk.workspace, workload_id, at.tool)) if job else None


def _report(outcome: Outcome | None, as_json: bool) -> None:
    from workbench.cli.sync_view import print_receipt, receipt_json

    if outcome is None:
        if as_json:
            print_json({"receipt": None})
        else:
            say(_("Nothing to send."))
        return
    if as_json:
        print_json({"receipt": receipt_json(outcome.receipt)})
    else:
        print_receipt(outcome.receipt)
    if not outcome.receipt.is_clean:
        raise typer.Exit(CONFLICTS)


def resume(
    ctx: typer.Context,
    workload: NameArgument,
    abandon: Annotated[bool, typer.Option("--abandon", help=_("Give up what is left; what was sent stays sent."))] = False,
    profile: ProfileOption = "",
    region: RegionOption = "",
    endpoint_url: EndpointOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Resume."""
    from workbench.domain.sync import JobKind
    from workbench.operations.sync_jobs import abandon as give_up
    from workbench.store.queries.sync import open_job

    outcome: Outcome | None = None
    with resumable(ctx, workspace) as desk:
        workload_id = workload_named(desk, workload)
        with desk.workspace.reading() as session:
            job = open_job(session, workload_id)
        if job is None:
            say(_("Nothing was interrupted."))
            return
        if abandon:
            give_up(desk.workspace, job)
            say(_("Given up; the next plan starts from what is in the Tool."))
            return
        kept: dict[str, Any] = job.facts.get("connection", {})
        where = Where(profile, region, endpoint_url).over(kept_link(desk, workload_id))
        where = Where(where.profile or kept.get("profile", ""), where.region or kept.get("region", ""),
                      where.endpoint_url or kept.get("endpoint_url", ""))  # fmt: skip
        with connected(desk, where, _("Resuming")) as at:
            if job.kind is JobKind.CREATE:
                created(at, workload_id, where.profile, where.endpoint_url, None)
                say(_("The workload is created and linked."))
                return
            outcome = _resumed(at, workload_id)
    _report(outcome, as_json)
