"""`workbench milestone`: save, list, verify, compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.names import NOW, case_of, find_milestone, find_workload
from workbench.cli.opening import JsonOption, NameArgument, WorkspaceOption, group_app, reading, writing
from workbench.cli.output import count, print_json, print_table, say
from workbench.domain.milestone import Milestone
from workbench.domain.risk import RISK_ORDER, Risk
from workbench.errors import BadInput, UnknownName
from workbench.i18n import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["app"]

app = group_app()
_SHORTEST_HEAD = 8


@app.command("save", help=_("Save the workload as it stands as a milestone."))
def save(
    ctx: typer.Context,
    workload: NameArgument,
    name: Annotated[str, typer.Option("--name", "-n", metavar="TEXT", help=_("Its name, 3 to 100 characters."))],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Save a milestone."""
    from workbench.domain.ids import new_id
    from workbench.operations.milestones import SaveMilestone

    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            workload_id = find_workload(session, workload)
        desk.history.do(SaveMilestone(workload_id, new_id(), name))
        with desk.workspace.reading() as session:
            made = find_milestone(session, workload_id, name.strip())
    if as_json:
        print_json(_json(made))
    else:
        say(_('Milestone {n} "{name}" saved; head of the chain: {head}').format(
            n=made.number, name=made.name, head=made.chain))  # fmt: skip


def _json(one: Milestone) -> dict[str, object]:
    counts: dict[str, dict[str, int]] = {}
    for alias, _pillar, risk, number in one.counts:
        of_lens = counts.setdefault(alias, {})
        of_lens[risk] = of_lens.get(risk, 0) + number
    return {
        "id": one.id, "number": one.number, "name": one.name, "at": one.at, "by": one.by, "chain": one.chain,
        "previous": one.previous, "content_sha256": one.content_sha256, "used": one.used, "counts": counts,
    }  # fmt: skip


@app.command("list", help=_("List the milestones of a workload, first to last."))
def show_list(
    ctx: typer.Context, workload: NameArgument, as_json: JsonOption = False, workspace: WorkspaceOption = None
) -> None:
    """List milestones."""
    from workbench.store.queries.milestones import milestones_of

    with reading(ctx, workspace) as session:
        found = milestones_of(session, find_workload(session, workload))
    if as_json:
        print_json([_json(one) for one in found])
        return
    if not found:
        say(_("The workload has no milestones yet."))
        return
    rows = []
    for one in found:
        counts = {risk: sum(n for *_rest, name, n in one.counts if name == risk) for risk in RISK_ORDER}
        rows.append((one.number, one.name, one.at[:10], one.by, count(counts[Risk.HIGH]), count(counts[Risk.MEDIUM]),
                     count(counts[Risk.UNANSWERED]), one.chain[:16]))  # fmt: skip
    print_table([">" + _("No."), _("Name"), "!" + _("Date"), _("By"), ">" + _("High"), ">" + _("Medium"),
                 ">" + _("Unanswered"), "!" + _("Chain")], rows)  # fmt: skip


@app.command("verify", help=_("Check that no milestone was changed since it was saved; exit 3 when one was."))
def verify(
    ctx: typer.Context,
    workload: NameArgument,
    head: Annotated[
        str, typer.Option("--head", metavar="HASH", help=_("A head printed in a report: the chain must go through it."))
    ] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Verify the chain."""
    from workbench.store.queries.milestones import milestones_of, verify_chain

    with reading(ctx, workspace) as session:
        workload_id = find_workload(session, workload)
        known = milestones_of(session, workload_id)
        breaks = [(one.number, one.name, one.what) for one in verify_chain(session, workload_id)]
    reached = _reached(known, head)
    if as_json:
        print_json({
            "ok": not breaks and (reached is not None or not head), "milestones": len(known),
            "head": known[-1].chain if known else "", "head_found": reached.number if reached else None,
            "breaks": [{"number": n, "name": name, "what": what} for n, name, what in breaks],
        })  # fmt: skip
    if breaks:
        raise BadInput(
            _("The chain of milestones is broken."), _("Restore a backup, or ask who changed the file."),
            tuple(f'{n} "{name}": {what}' for n, name, what in breaks),
        )  # fmt: skip
    if head and reached is None:
        raise BadInput(
            _("The chain does not go through {head}.").format(head=head),
            _("The report was made from other milestones than these, or one was replaced."),
        )
    if as_json:
        return
    if not known:
        say(_("The workload has no milestones yet."))
        return
    say(_("{n} milestones, all as they were saved. Head: {head}").format(n=len(known), head=known[-1].chain))
    if reached:
        say(_('The head given is that of milestone {n} "{name}".').format(n=reached.number, name=reached.name))


def _reached(known: tuple[Milestone, ...], head: str) -> Milestone | None:
    wanted = head.strip().lower()
    if len(wanted) < _SHORTEST_HEAD:
        if wanted:
            raise UnknownName(_("{head} is too short for a head.").format(head=head), _("Give eight signs or more."))
        return None
    return next((one for one in known if one.chain.startswith(wanted)), None)


@app.command("compare", help=_("Compare two milestones, or one with now."))
def compare(
    ctx: typer.Context,
    workload: NameArgument,
    start: Annotated[str, typer.Option("--from", metavar="N", help=_("The earlier milestone: number or name."))],
    end: Annotated[str, typer.Option("--to", metavar="N", help=_("The later milestone, or now."))] = "now",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Compare two states."""
    from workbench.cli.comparison_view import comparison_json, print_comparison
    from workbench.store.queries.comparison import compare_points

    with reading(ctx, workspace) as session:
        workload_id = find_workload(session, workload)
        found = compare_points(session, workload_id, start, end)
        sides = [_point(session, workload_id, point) for point in (start, end)]
        name = case_of(session, workload_id).name
    if as_json:
        print_json({"workload": name, "from": sides[0], "to": sides[1]}
                   | comparison_json(found))  # fmt: skip
    else:
        print_comparison(found)


def _point(session: Session, workload_id: str, point: str) -> dict[str, object]:
    if point.strip().lower() == NOW:
        return {"number": None, "name": NOW}
    one = find_milestone(session, workload_id, point)
    return {"number": one.number, "name": one.name, "at": one.at, "by": one.by, "chain": one.chain}
