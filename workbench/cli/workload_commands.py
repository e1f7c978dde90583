"""`workbench workload`: create, list, show, change and remove workloads."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.lens_commands import lens_named
from workbench.cli.names import case_of, find_workload
from workbench.cli.opening import JsonOption, NameArgument, WorkspaceOption, group_app, reading, usage_error, writing
from workbench.cli.output import count, print_json, print_pairs, print_table, progress_bar, risk_text, say
from workbench.cli.workload_fields import problems_in, refuse_problems, values_of, with_fields
from workbench.domain.risk import RISK_ORDER, Risk
from workbench.domain.workload import FIELDS, Kind, Workload, all_problems
from workbench.errors import UnknownName
from workbench.i18n import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from workbench.store.queries.portfolio import PortfolioRow

__all__ = ["app"]

app = group_app()


@app.command("create", help=_("Add a workload, with the lenses it is reviewed with; one step."))
@with_fields
def create(
    ctx: typer.Context,
    lens: Annotated[
        list[str] | None,
        typer.Option("--lens", "-l", metavar="ALIAS", help=_("A lens on the shelf, or a lens file. May be repeated.")),
    ] = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
    **given: Any,
) -> None:
    """Add a workload."""
    from workbench.domain.ids import new_id
    from workbench.operations import Operation, Together
    from workbench.operations.workloads import AddLens, CreateWorkload

    workload = Workload(new_id(), **({"name": ""} | values_of(given)))
    refuse_problems(all_problems(workload))
    operations: list[Operation] = [CreateWorkload(workload)]
    operations += [AddLens(workload.id, new_id(), lens_named(each)[0]) for each in dict.fromkeys(lens or ())]
    with writing(ctx, workspace) as desk:
        desk.history.do(Together(operations[0].title, tuple(operations)))
    if as_json:
        print_json({"id": workload.id, "name": workload.name, "lenses": list(dict.fromkeys(lens or ()))})
    else:
        say(_('Workload "{name}" made, id {id}.').format(name=workload.name, id=workload.id))


@app.command("list", help=_("List all workloads with their risks."))
def show_list(ctx: typer.Context, as_json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """List all workloads."""
    from workbench.store.queries.portfolio import portfolio

    with reading(ctx, workspace) as session:
        rows = portfolio(session)
    if as_json:
        print_json([_line_json(row) for row in rows])
        return
    if not rows:
        say(_("The workspace has no workloads yet: workbench workload create adds one."))
        return
    print_table(
        [_("Workload"), _("Owner"), ">" + _("High"), ">" + _("Medium"), ">" + _("Answered"), _("Last milestone"),
         "!" + _("Next review")],
        [
            (row.workload.name, row.workload.owner, count(row.count(Risk.HIGH)), count(row.count(Risk.MEDIUM)),
             f"{row.answered}/{row.questions}",
             f"{row.milestone[1]}, {row.milestone[2][:10]}" if row.milestone else "", row.workload.next_review)
            for row in rows
        ],
    )  # fmt: skip


def _line_json(row: PortfolioRow) -> dict[str, Any]:
    milestone = dict(zip(("number", "name", "at"), row.milestone, strict=True)) if row.milestone else None
    return {
        "id": row.workload.id, "name": row.workload.name, "owner": row.workload.owner,
        "environment": row.workload.environment, "next_review": row.workload.next_review,
        "tags": dict(row.workload.tags), "lenses": [line.lens_alias for line in row.reviews],
        "counts": {str(risk): row.count(risk) for risk in RISK_ORDER if row.count(risk)},
        "questions": row.questions, "answered": row.answered, "milestone": milestone,
    }  # fmt: skip


@app.command("show", help=_("Show every field of a workload and its reviews."))
def show(
    ctx: typer.Context, name: NameArgument, as_json: JsonOption = False, workspace: WorkspaceOption = None
) -> None:
    """Show one workload."""
    from workbench.store.queries.milestones import milestones_of
    from workbench.store.queries.portfolio import portfolio

    with reading(ctx, workspace) as session:
        case = case_of(session, name)
        row = next(row for row in portfolio(session) if row.workload.id == case.id)
        milestones = milestones_of(session, case.id)
    workload = row.workload
    if as_json:
        values = asdict(workload) | {"tags": dict(workload.tags)}
        lenses = [
            {"alias": review.lens_alias, "version": review.lens_version, "name": review.lens_name, "id": review.id}
            for review in case.snapshot.reviews
        ]
        named = [{"number": one.number, "name": one.name, "at": one.at, "by": one.by} for one in milestones]
        print_json(values | {"lenses": lenses, "milestones": named, "counts": _line_json(row)["counts"]})
        return
    pairs: list[tuple[str, object]] = [(_("Id"), workload.id)]
    for entry in FIELDS:
        value = getattr(workload, entry.name)
        if entry.kind is Kind.TAGS:
            value = ", ".join(f"{key}={text}" for key, text in value)
        elif entry.kind is Kind.LIST:
            value = ", ".join(value)
        elif entry.choices:
            value = _(dict(entry.choices).get(value, value)) if value else ""
        pairs.append((_(entry.label), value))
    pairs += [(_("Lens"), f"{review.lens_name} ({review.lens_alias}, {review.lens_version})")
              for review in case.snapshot.reviews]  # fmt: skip
    pairs += [(risk_text(risk).plain, count(row.count(risk))) for risk in RISK_ORDER]
    pairs += [(_("Milestone"), f"{one.number}  {one.name}, {one.at[:10]}, {one.by}") for one in milestones]
    print_pairs(pairs)


@app.command("set", help=_('Change fields of a workload; what is absent stays, "" clears, lists are replaced.'))
@with_fields
def change(
    ctx: typer.Context,
    workload: NameArgument,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
    **given: Any,
) -> None:
    """Change fields of a workload."""
    from workbench.operations import Together
    from workbench.operations.workloads import SetWorkloadField

    values = values_of(given)
    if not values:
        raise usage_error(ctx, _("Nothing to change: name at least one field."))
    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            current = case_of(session, workload).snapshot.workload
        changed = replace(current, **values)
        refuse_problems(problems_in(values, changed))
        steps = [SetWorkloadField(current.id, field, value) for field, value in values.items()]
        title = steps[0].title if len(steps) == 1 else _("Change workload fields")
        done = desk.history.do(Together(title, tuple(steps)))
    if as_json:
        print_json({"id": current.id, "changed": bool(done.step_id)})
    else:
        say(_('"{name}" changed.').format(name=changed.name) if done.step_id else _("Nothing changed."))


@app.command("remove", help=_("Remove a workload; undo brings it back, unless --completely."))
def remove(
    ctx: typer.Context,
    name: NameArgument,
    completely: Annotated[
        bool,
        typer.Option(
            "--completely",
            help=_("Purge history, search index, evidence, sessions and outbox too; templates stay. No undo."),
        ),
    ] = False,
    backups: Annotated[
        bool, typer.Option("--backups", help=_("With --completely: remove the backups of this workspace too."))
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=_("Do not ask."))] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Remove a workload."""
    from workbench.operations.workloads import RemoveWorkload
    from workbench.store.purge import purge_workload

    if backups and not completely:
        raise usage_error(ctx, _("--backups goes with --completely."))
    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            workload_id, title = _to_remove(session, name, completely)
        if completely:
            _ask(title, yes)
            with progress_bar(_("Removing")) as progress:
                receipt = purge_workload(desk.workspace, workload_id, backups=backups, progress=progress)
        else:
            desk.history.do(RemoveWorkload(workload_id, title))
    if not completely:
        if as_json:
            print_json({"id": workload_id, "name": title, "completely": False})
        else:
            say(_('"{name}" removed; workbench workspace undo brings it back.').format(name=title))
    elif as_json:
        print_json({
            "id": workload_id, "name": receipt.name, "completely": True, "at": receipt.at,
            "removed": dict(receipt.counts), "backups": [str(path) for path in receipt.backups],
            "stays": list(receipt.stays),
        })  # fmt: skip
    else:
        sys.stdout.write(receipt.text())


def _to_remove(session: Session, name: str, completely: bool) -> tuple[str, str]:
    """Return id and name; a workload that was removed before can be named by its whole id to be purged."""
    try:
        workload_id = find_workload(session, name)
    except UnknownName:
        if completely and re.fullmatch("[0-9a-f]{32}", name.strip()):
            return name.strip(), name.strip()
        raise
    return workload_id, case_of(session, workload_id).name


def _ask(title: str, yes: bool) -> None:
    """Ask at a terminal; a script that says --completely has said it."""
    if yes or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return
    typer.confirm(
        _('Remove "{name}" with its whole history for good? Templates of plans and of platform answers stay.').format(
            name=title
        ),
        abort=True,
        err=True,
    )
