"""`workbench workload`: create, list, show, change and remove workloads."""

from __future__ import annotations

import sys
from dataclasses import asdict, fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.lens_commands import lens_named
from workbench.cli.names import case_of, find_workload
from workbench.cli.opening import JsonOption, NameArgument, WorkspaceOption, group_app, reading, writing
from workbench.cli.output import count, print_json, print_pairs, print_table, risk_text, say
from workbench.cli.workload_fields import problems_in, refuse_problems, values_of, with_fields
from workbench.domain.risk import RISK_ORDER, Risk
from workbench.domain.workload import FIELDS, Kind, Workload, all_problems
from workbench.errors import BadInput
from workbench.i18n import _

if TYPE_CHECKING:
    from workbench.store.queries.portfolio import PortfolioRow
    from workbench.store.workspace import Workspace

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
        desk.history.do(Together(operations[0].title, tuple(operations)))  # type: ignore[arg-type]
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


@app.command("set", help=_("Change fields of a workload; what is absent stays, \"\" clears, lists are replaced."))
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
        raise typer.BadParameter(_("nothing to change: name at least one field"), ctx=ctx)
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
        bool, typer.Option("--completely", help=_("Purge history, search index, evidence and outbox too; no undo."))
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

    if backups and not completely:
        raise typer.BadParameter(_("--backups goes with --completely"), ctx=ctx)
    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            workload_id = find_workload(session, name)
            title = case_of(session, workload_id).name
        if completely:
            _ask(title, yes)
            receipt = _purge(desk.workspace, workload_id, backups)
        else:
            desk.history.do(RemoveWorkload(workload_id, title))
            receipt = {}
    if as_json:
        print_json({"id": workload_id, "name": title, "completely": completely} | receipt)
    elif completely:
        print_pairs((key.replace("_", " ").capitalize(), _shown(value)) for key, value in receipt.items())
    else:
        say(_('"{name}" removed; workbench workspace undo brings it back.').format(name=title))


def _ask(title: str, yes: bool) -> None:
    """Ask at a terminal; a script that says --completely has said it."""
    if yes or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return
    typer.confirm(_('Remove "{name}" with its whole history for good?').format(name=title), abort=True, err=True)


def _purge(workspace: Workspace, workload_id: str, backups: bool) -> dict[str, Any]:
    try:
        from workbench.store.purge import purge_workload
    except ImportError as error:
        raise BadInput(_("This version cannot remove a workload completely.")) from error
    receipt = purge_workload(workspace, workload_id, backups)
    return {field.name: _plain(getattr(receipt, field.name)) for field in fields(receipt)}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list | set | frozenset):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, Path) else value


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_shown(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {text}" for key, text in value.items())
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
