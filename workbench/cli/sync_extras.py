"""`workbench sync report`, `extras`, `consolidated`: what the Tool offers for reading only."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from workbench.cli.opening import JsonOption, LensOption, NameArgument, WorkspaceOption
from workbench.cli.output import print_json, print_table, say
from workbench.cli.sync_session import (
    EndpointOption,
    ProfileOption,
    RegionOption,
    Where,
    connected,
    resumable,
    workload_named,
)
from workbench.i18n import _

__all__ = ["consolidated_table", "extras", "report"]


def report(
    ctx: typer.Context,
    workload: NameArgument,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help=_("Where the PDF goes."))],
    lens: LensOption = "wellarchitected",
    milestone: Annotated[
        int, typer.Option("--milestone", metavar="N", help=_("Number of a milestone in the Tool."))
    ] = 0,
    profile: ProfileOption = "",
    region: RegionOption = "",
    endpoint_url: EndpointOption = "",
    workspace: WorkspaceOption = None,
) -> None:
    """Save the Tool's own report."""
    from workbench.operations.syncing import the_link
    from workbench.sync.extras import lens_report

    with resumable(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            link = the_link(session, workload_named(desk, workload))
        with connected(desk, Where(profile, region, endpoint_url).over(link), _("Reading")) as at:
            data = lens_report(at.tool, link.remote_id, dict(link.lenses).get(lens, lens), milestone)
    target = output.expanduser()
    target.write_bytes(data)
    say(_("Report written: {file}").format(file=target))


def extras(
    ctx: typer.Context,
    workload: NameArgument,
    lens: LensOption = "wellarchitected",
    profile: ProfileOption = "",
    region: RegionOption = "",
    endpoint_url: EndpointOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show improvement items, Trusted Advisor checks and notices."""
    from workbench.operations.syncing import fetch, the_link
    from workbench.sync.extras import improvements, notices, trusted_advisor

    with resumable(ctx, workspace) as desk:
        workload_id = workload_named(desk, workload)
        with desk.workspace.reading() as session:
            link = the_link(session, workload_id)
        with connected(desk, Where(profile, region, endpoint_url).over(link), _("Reading")) as at:
            state = fetch(desk.workspace, workload_id, at.tool).state
            review = state.review(lens)
            alias = review.alias if review else lens
            hints = improvements(at.tool, link.remote_id, alias)
            places = [(one.pillar_id, one.question_id, choice) for one in (review.answers if review else ())
                      for choice in one.known] if state.workload.trusted_advisor == "ENABLED" else []  # fmt: skip
            checks = trusted_advisor(at.tool, link.remote_id, review.arn if review else "", places)
            news = notices(at.tool, link.remote_id)
    found: dict[str, list[Any]] = {
        "improvements": [asdict(one) for one in hints], "checks": [asdict(one) for one in checks],
        "notices": [asdict(one) for one in news],
    }  # fmt: skip
    if as_json:
        print_json(found)
        return
    print_table([_("Question"), "!" + _("Risk"), _("Improvement plan")],
                [(one.title or one.question_id, one.risk, one.url or "; ".join(p[1] for p in one.plans)) for one in hints])  # fmt: skip
    if checks:
        print_table([_("Practice"), _("Check"), "!" + _("Status"), ">" + _("Flagged")],
                    [(one.choice_id, one.name, one.status, one.flagged) for one in checks])  # fmt: skip
    for one in news:
        say(f"{one.lens}: {one.kind} {one.current} → {one.latest}")


def consolidated_table(
    ctx: typer.Context,
    shared: Annotated[bool, typer.Option("--shared", help=_("With workloads shared with the account."))] = False,
    profile: ProfileOption = "",
    region: RegionOption = "",
    endpoint_url: EndpointOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show the consolidated report of the account."""
    from workbench.sync.extras import consolidated

    with resumable(ctx, workspace) as desk, connected(desk, Where(profile, region, endpoint_url), _("Reading")) as at:
        rows = consolidated(at.tool, shared)
    if as_json:
        print_json([asdict(one) | {"risks": dict(one.risks)} for one in rows])
        return
    print_table(
        [_("Workload"), _("Lens"), _("Pillar"), ">" + _("High"), ">" + _("Medium"), ">" + _("Unanswered")],
        [(one.workload, one.lens, one.pillar, *(dict(one.risks).get(risk, 0) for risk in ("HIGH", "MEDIUM", "UNANSWERED")))
         for one in rows],
    )  # fmt: skip
