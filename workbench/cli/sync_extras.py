"""`workbench sync report`, `extras`, `consolidated`: what the Tool offers for reading only."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.opening import JsonOption, LensOption, NameArgument, WorkspaceOption
from workbench.cli.output import count, print_json, print_table, say
from workbench.cli.sync_session import (
    EndpointOption,
    ProfileOption,
    RegionOption,
    Where,
    connected,
    linked,
    resumable,
    workload_named,
)
from workbench.domain.sync import NOTICE_TITLES
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.operations.sync_extras import LensExtras

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
    from workbench.sync.extras import lens_report

    with resumable(ctx, workspace) as desk:
        link = linked(desk, workload_named(desk, workload))
        with connected(desk, Where(profile, region, endpoint_url).over(link), _("Reading")) as at:
            data = lens_report(at.tool, link.remote_id, dict(link.lenses).get(lens, lens), milestone)
    target = output.expanduser()
    target.write_bytes(data)
    say(_("Report written: {file}").format(file=target))


def extras(
    ctx: typer.Context,
    workload: NameArgument,
    lens: Annotated[str, typer.Option("--lens", metavar="LENS", help=_("Show this lens only; all are read."))] = "",
    keep: Annotated[bool, typer.Option("--keep/--no-keep", help=_("Keep checks and improvement items as evidence."))] = True,
    profile: ProfileOption = "",
    region: RegionOption = "",
    endpoint_url: EndpointOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Show improvement items, Trusted Advisor checks, notices and prioritised questions; keep them as evidence."""
    from workbench.operations.sync_extras import keep_extras, read_extras

    with resumable(ctx, workspace) as desk:
        workload_id = workload_named(desk, workload)
        with connected(desk, Where(profile, region, endpoint_url).over(linked(desk, workload_id)), _("Reading")) as at:
            found = read_extras(desk.workspace, workload_id, at.tool)
        if keep:
            desk.history.do(keep_extras(found))
    lenses = [one for one in found.lenses if lens in ("", one.lens)]
    if as_json:
        print_json({
            "improvements": [asdict(hint) for one in lenses for hint in one.improvements],
            "checks": [asdict(check) for one in lenses for check in one.checks],
            "notices": [asdict(one) for one in found.notices],
            "profile": {"name": found.profile, "first": [code for code, _title in found.first]},
            "kept": len(found.evidence) if keep else 0,
        })  # fmt: skip
        return
    for one in lenses:
        _print_lens(one)
    for notice in found.notices:
        say(_("{lens}: {kind}, version {current}, newest {latest}.").format(
            lens=notice.lens, kind=_(NOTICE_TITLES.get(notice.kind, notice.kind)).lower(), current=notice.current,
            latest=notice.latest))  # fmt: skip
    if found.first:
        say(_("The profile {name} puts first: {codes}.").format(
            name=found.profile, codes=", ".join(code for code, _title in found.first)))  # fmt: skip
    if not found.has_advisor:
        say(_("Trusted Advisor is not switched on for this workload."))
    if keep:
        say(n_("Kept {n} item as evidence.", "Kept {n} items as evidence.", len(found.evidence)))


def _print_lens(one: LensExtras) -> None:
    from workbench.operations.sync_extras import CHECK_TITLES, worst_checks

    if one.improvements:
        print_table([_("Question"), "!" + _("Risk"), _("Improvement plan")],
                    [(hint.title or hint.question_id, hint.risk, hint.url or "; ".join(plan[1] for plan in hint.plans))
                     for hint in one.improvements], one.name)  # fmt: skip
    if one.checks:
        print_table([_("Practice"), _("Check"), "!" + _("Status"), ">" + _("Flagged")],
                    [(check.choice_id, check.name, _(CHECK_TITLES.get(check.status, check.status)), count(flagged))
                     for check, flagged, _accounts in worst_checks(one.checks)], _("Trusted Advisor"))  # fmt: skip


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
