"""`workbench review`: show, import and give answers; lenses of a workload; the history of a question."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from workbench.cli.answer_options import answer_entry, reason_named
from workbench.cli.lens_commands import add_lens
from workbench.cli.names import Case, Spot, case_of, spot_of
from workbench.cli.opening import (
    Desk,
    JsonOption,
    LensOption,
    NameArgument,
    QuestionOption,
    WorkspaceOption,
    group_app,
    reading,
    usage_error,
    writing,
)
from workbench.cli.output import print_json, print_table, say
from workbench.cli.review_scope import scoped_json, scopes_of
from workbench.cli.review_upgrade import retired, upgrade
from workbench.cli.review_view import print_question, print_review
from workbench.domain.answer import MarkState
from workbench.errors import BadInput
from workbench.exchange.review_json import ReviewPlan, parse_review, plan_review, review_to_json
from workbench.i18n import _, n_

__all__ = ["app"]

app = group_app()
app.command(
    "upgrade",
    help=_("Move a review to another version of its lens; a milestone is saved first, one undo takes both back."),
)(upgrade)
app.command("retired", help=_("Show what was said under questions and practices that the lens lacks now."))(retired)

MilestoneOption = Annotated[
    str, typer.Option("--milestone", metavar="N", help=_("As it was at a milestone: its number or name."))
]


@app.command("show", help=_("Show all answers, or one question; --json prints what `review import` reads."))
def show(
    ctx: typer.Context,
    name: NameArgument,
    lens: LensOption = "",
    question: QuestionOption = "",
    milestone: MilestoneOption = "",
    phase: Annotated[str, typer.Option("--phase", metavar="PHASE", help=_("Only questions of one phase."))] = "",
    pillar: Annotated[str, typer.Option("--pillar", metavar="PILLAR", help=_("Only questions of one pillar."))] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show the answers of a workload."""
    with reading(ctx, workspace) as session:
        case = case_of(session, name, milestone)
    if question:
        spot = spot_of(case, lens, question)
        if as_json:
            print_json(review_to_json(case.snapshot, {spot.lens.alias: spot.lens}, [spot.question.id]))
        else:
            print_question(case, spot)
        return
    scopes = scopes_of([case.review(lens)[1]] if lens else case.lenses.values(), phase, pillar)
    if as_json:
        print_json(scoped_json(case, scopes))
        return
    for alias, scope in scopes.items():
        print_review(*case.review(alias), scope)
    if not scopes:
        say(_('"{name}" is not reviewed with any lens yet.').format(name=case.name))


@app.command("import", help=_('Set answers from a review JSON file; one step. What is absent stays, "" and [] clear.'))
def import_answers(
    ctx: typer.Context,
    name: NameArgument,
    file: Annotated[str, typer.Argument(metavar="FILE", help=_("A review JSON file; - reads from stdin."))],
    partial: Annotated[
        bool, typer.Option("--partial", help=_("Apply what can be applied, and list the rest."))
    ] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Import answers."""
    data = parse_review(_content(file), _("stdin") if file == "-" else Path(file).name)
    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            case = case_of(session, name)
        plan = plan_review(data, case.snapshot, case.lenses)
        if isinstance(data, dict) and data.get("workload", case.name) != case.name:
            say(_('The file is about "{theirs}"; its answers go to "{ours}".').format(
                theirs=data["workload"], ours=case.name))  # fmt: skip
        _apply(desk, plan, partial, as_json)


def _content(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read() if hasattr(sys.stdin, "buffer") else sys.stdin.read().encode()
    try:
        return Path(file).expanduser().read_bytes()
    except OSError as error:
        raise BadInput(_("{file} cannot be read: {why}.").format(file=file, why=error.strerror or error)) from error


def _apply(desk: Desk, plan: ReviewPlan, partial: bool, as_json: bool) -> None:
    from workbench.operations.answers import ImportAnswers

    for finding in plan.warnings:
        say(_("Note: {finding}").format(finding=finding))
    applies = partial or not plan.problems
    if applies and plan.changes:
        desk.history.do(ImportAnswers(plan.answers, plan.lens_notes, plan.pillar_notes))
    if as_json:
        print_json({
            "changed": plan.changes if applies else 0,
            "problems": [{"path": one.path, "text": one.text} for one in plan.problems],
            "warnings": [{"path": one.path, "text": one.text} for one in plan.warnings],
        })  # fmt: skip
    details = tuple(str(finding) for finding in plan.problems)
    if not applies:
        raise BadInput(
            n_("Nothing was applied: one place cannot be used.", "Nothing was applied: {n} places cannot be used.",
               len(details)),
            _("Correct them, or apply the rest with --partial."), details,
        )  # fmt: skip
    if details:
        say(n_("Not applied, one place:", "Not applied, {n} places:", len(details)))
        for line in details:
            say(f"  {line}")
    if not as_json:
        say(n_("One answer or note set.", "{n} answers and notes set.", plan.changes) if plan.changes
            else _("Nothing changed."))  # fmt: skip


@app.command(
    "answer", help=_("Answer one question; options mean the same as in review JSON, absent ones change nothing.")
)
def answer(
    ctx: typer.Context,
    name: NameArgument,
    question: QuestionOption,
    lens: LensOption = "",
    select: Annotated[
        list[str] | None,
        typer.Option("--select", "-s", metavar="C", help=_("A practice in place (id or code; `none` for none of these). "
                     "Repeat for all: they replace what was selected. \"\" clears.")),
    ] = None,
    partly: Annotated[list[str] | None, typer.Option("--partly", metavar="C:NOTE", help=_("Partly: where, how far."))] = None,
    no: Annotated[list[str] | None, typer.Option("--no", metavar="C:NOTE", help=_("Discussed and not in place."))] = None,
    dont_know: Annotated[
        list[str] | None, typer.Option("--dont-know", metavar="C:OWNER:NOTE", help=_("Open, and who finds out."))
    ] = None,
    not_applicable: Annotated[
        list[str] | None,
        typer.Option("--not-applicable", metavar="C:REASON:NOTE", help=_("OUT_OF_SCOPE, BUSINESS_PRIORITIES, "
                     "ARCHITECTURE_CONSTRAINTS, OTHER or NONE, and why.")),
    ] = None,
    clear: Annotated[list[str] | None, typer.Option("--clear", metavar="C", help=_("Not discussed again."))] = None,
    notes: Annotated[str | None, typer.Option("--notes", metavar="TEXT", help=_("Notes of the question."))] = None,
    owner: Annotated[str | None, typer.Option("--owner", metavar="NAME", help=_("Who answers for it."))] = None,
    applicable: Annotated[
        bool | None, typer.Option("--applicable/--question-not-applicable", help=_("Take the question out, or back in."))
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="REASON", help=_("Why the question is not applicable."))
    ] = None,
    flag: Annotated[bool | None, typer.Option("--flag/--no-flag", help=_("Look at it again."))] = None,
    park: Annotated[bool | None, typer.Option("--park/--no-park", help=_("Out of the way for now."))] = None,
    verdict: Annotated[
        str | None, typer.Option("--verdict", metavar="RISK", help=_("HIGH, MEDIUM or NONE, for a question without practices."))
    ] = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Answer one question."""
    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            case = case_of(session, name)
        spot = spot_of(case, lens, question)
        entry = answer_entry(
            spot.question, selected=select, cleared=clear or (),
            states={
                MarkState.PARTLY: partly or (), MarkState.NO: no or (), MarkState.DONT_KNOW: dont_know or (),
                MarkState.NOT_APPLICABLE: not_applicable or (),
            },
            plain={
                "notes": notes, "owner": owner, "applicable": applicable, "flagged": flag, "parked": park,
                "reason": None if reason is None else reason_named(reason),
                "verdict": None if verdict is None else verdict.strip().upper(),
            },
        )  # fmt: skip
        if not entry:
            raise usage_error(ctx, _("Nothing to change: say at least one thing about the question."))
        _refuse_none_and_others(spot, entry)
        data = {"reviews": {spot.lens.alias: {"answers": {spot.question.id: entry}}}}
        _apply(desk, plan_review(data, case.snapshot, case.lenses), False, as_json)


def _refuse_none_and_others(spot: Spot, entry: dict[str, Any]) -> None:
    none = spot.question.none_choice
    selected = entry.get("selected", [])
    if none is not None and none.id in selected and len(set(selected)) > 1:
        raise BadInput(_("None of these cannot be selected together with practices."), _("Select one or the other."))


@app.command("add-lens", help=_("Review a workload with one more lens."))
def add_one_lens(
    ctx: typer.Context,
    name: NameArgument,
    lens: Annotated[str, typer.Option("--lens", "-l", metavar="ALIAS", help=_("A lens on the shelf, or a lens file."))],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Add a lens."""
    add_lens(ctx, workspace, name, lens, as_json)


@app.command("remove-lens", help=_("Take a lens off a workload with all its answers; undo brings it back."))
def remove_lens(
    ctx: typer.Context,
    name: NameArgument,
    lens: Annotated[str, typer.Option("--lens", "-l", metavar="ALIAS", help=_("Lens of the workload."))],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Remove a lens."""
    from workbench.operations.workloads import RemoveLens

    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            review, _lens = case_of(session, name).review(lens)
        desk.history.do(RemoveLens(review.id))
    if as_json:
        print_json({"id": review.id, "lens": review.lens_alias})
    else:
        say(_("Lens {alias} removed; workbench workspace undo brings it back.").format(alias=review.lens_alias))


@app.command("history", help=_("Show who changed a question, when, before and after; newest first."))
def history(
    ctx: typer.Context,
    name: NameArgument,
    question: QuestionOption,
    lens: LensOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show the history of a question."""
    from workbench.store.queries.history import history_of_question

    with reading(ctx, workspace) as session:
        case: Case = case_of(session, name)
        spot = spot_of(case, lens, question)
        entries = history_of_question(session, spot.review.id, spot.question.id)
    if as_json:
        print_json([
            {"at": one.at, "who": one.who, "step": one.title, "state": one.state, "what": one.table,
             "choice": one.key.get("choice_id", ""), "before": one.before, "after": one.after}
            for one in entries
        ])  # fmt: skip
        return
    if not entries:
        say(_("Nothing was changed yet."))
        return
    codes = {choice.id: choice.code or choice.id for choice in spot.question.choices}
    rows = [
        (one.at[:19].replace("T", " "), one.who, codes.get(one.key.get("choice_id", ""), one.table),
         _values(one.before), _values(one.after), "" if one.state == "done" else one.state)
        for one in entries
    ]  # fmt: skip
    print_table(["!" + _("When (UTC)"), _("Who"), "!" + _("What"), _("Before"), _("After"), "!" + _("State")], rows)


def _values(values: dict[str, Any] | None) -> str:
    if values is None:
        return "-"
    shown = {
        key: value for key, value in values.items() if not key.endswith("_id") and value not in ("", "NONE", False)
    }
    return ", ".join(f"{key}: {value if isinstance(value, str) else json.dumps(value)}" for key, value in shown.items())
