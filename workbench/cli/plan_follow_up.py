"""`workbench plan status`, `terms`, `export`, `recap`, `comments` and `agree`: what follows after the plan is made."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from workbench.analyses.follow_up import STALE_DAYS, FollowUp
from workbench.cli.names import Case, case_of, find_milestone, find_workload
from workbench.cli.opening import (
    WAIT_S,
    JsonOption,
    NameArgument,
    WorkspaceOption,
    reading,
    usage_error,
    workspace_path,
    writing,
)
from workbench.cli.output import print_json, print_pairs, print_table, print_text, say
from workbench.domain.plan import ITEM_TITLES
from workbench.errors import BadInput
from workbench.i18n import _, n_

__all__ = ["agree", "comments", "export", "recap", "status", "terms"]

OutputOption = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help=_("Where; an older file is replaced."))
]


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def status(
    ctx: typer.Context,
    name: NameArgument,
    stale_days: Annotated[
        int, typer.Option("--stale-days", min=1, help=_("Evidence older than this many days grows stale."))
    ] = STALE_DAYS,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show what to follow up."""
    from workbench.cli.plan_treat import lenses_by_review
    from workbench.operations.treatment import plan_is_old
    from workbench.store.queries.follow_up import read_follow_up
    from workbench.store.queries.initiatives import plan_terms_of

    today = _today()
    with reading(ctx, workspace) as session:
        case = case_of(session, name)
        found = read_follow_up(session, case.id, today, stale_days)
        old = plan_is_old(case.snapshot, lenses_by_review(case), plan_terms_of(session, case.id), today)
    assert found is not None  # the workload was found
    if as_json:
        print_json(_plain(case, found) | {"plan_is_old": old})
    else:
        _print(case, found, old)


def _plain(case: Case, found: FollowUp) -> dict[str, Any]:
    progress = found.progress
    return {
        "due": [asdict(one) for one in found.due], "overdue": len(found.overdue), "high_risks_without_day": found.undated,
        "stale_evidence": [{"id": one.id, "question": one.question_id, "title": one.title, "on": one.on} for one in found.stale],
        "acceptances": [{"question": one.question_id, "by": one.by, "until": one.until} for one in found.expiring],
        "next_review": found.next_review, "review_due": found.review_due, "review_again": list(found.again),
        "progress": None if progress is None else {
            "baseline": progress.baseline, "high_risks": len(progress.high), "target": progress.target,
            "share": round(progress.share, 4), "reached": progress.is_reached,
            "closed": [one.question_id for one in progress.closed],
            "by_not_applicable": [one.question_id for one in progress.by_not_applicable],
            "by_lens": [one.question_id for one in progress.by_lens],
        },
    }  # fmt: skip


def _print(case: Case, found: FollowUp, is_old: bool) -> None:
    progress = found.progress
    if progress is None:
        print_text(_("Save a milestone to see progress against it."))
    elif not progress.high:
        print_text(_("{baseline} has no high risk to close.").format(baseline=progress.baseline))
    else:
        text = n_("{closed} of {n} high risk of {baseline} is closed: {share} %, target {target} %.",
                  "{closed} of {n} high risks of {baseline} are closed: {share} %, target {target} %.", len(progress.high))  # fmt: skip
        print_text(text.format(closed=len(progress.closed), n=len(progress.high), baseline=progress.baseline,
                               share=round(100 * progress.share), target=round(100 * progress.target)))  # fmt: skip
        for title, changes in ((_("Gone as not applicable: {codes}."), progress.by_not_applicable),
                               (_("Gone with a change of the lens: {codes}."), progress.by_lens)):  # fmt: skip
            if changes:
                print_text(title.format(codes=", ".join(one.code or one.question_id for one in changes)))
    if found.due:
        print_table(["!" + _("Due"), _("What"), _("Owner"), "!" + _("Status")],
                    [(one.due + (" " + _("(late)") if one.is_overdue else ""), one.title, one.owner, _(ITEM_TITLES[one.status]))
                     for one in found.due])  # fmt: skip
    if found.undated:
        print_text(
            n_("{n} high risk has no day.", "{n} high risks have no day.", found.undated).format(n=found.undated)
        )
    codes = {q.id: q.code or q.id for lens in case.lenses.values() for q in lens.questions()}
    for acceptance in found.expiring:
        ended = acceptance.until < _today()
        words = _("The acceptance of {code} ended on {day}.") if ended else _("The acceptance of {code} ends on {day}.")
        print_text(words.format(
            code=codes.get(acceptance.question_id, acceptance.question_id), day=acceptance.until))  # fmt: skip
    for item in found.stale:
        print_text(_('Evidence "{title}" on {code} is of {day}.').format(
            title=item.title, code=codes.get(item.question_id, item.question_id), day=item.on))  # fmt: skip
    if found.next_review:
        print_text(_("Next review: {day}.").format(day=found.next_review))
    for reason in found.again:
        print_text(_("Review again: {reason}").format(reason=reason))
    if is_old:
        print_text(_("Answers changed since the plan was made; workbench plan treat makes it anew."))


def terms(
    ctx: typer.Context,
    name: NameArgument,
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="N", help=_("Milestone that progress is held against: number or name."))
    ] = None,
    target: Annotated[int | None, typer.Option("--target", min=1, max=100, help=_("Share of its high risks to close [%]."))] = None,
    requirements: Annotated[
        str | None, typer.Option("--requirements", metavar="TEXT", help=_('What changed in business or technical requirements; "" for nothing.'))
    ] = None,
    next_review: Annotated[str | None, typer.Option("--next-review", metavar="YYYY-MM-DD", help=_("Day of the next review."))] = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Show or set what the plan is held against."""
    from workbench.operations.history import Operation, Together
    from workbench.operations.initiatives import SetPlanTerms
    from workbench.operations.workloads import SetWorkloadField
    from workbench.store.queries.follow_up import baseline_of
    from workbench.store.queries.initiatives import plan_terms_of

    with reading(ctx, workspace) as session:
        case = case_of(session, name)
        now, milestone = plan_terms_of(session, case.id), baseline_of(session, case.id)
        if baseline is not None:
            milestone = find_milestone(session, case.id, baseline)
            now = replace(now, baseline=milestone.id)
    if target is not None:
        now = replace(now, target=target / 100)
    if requirements is not None:
        now = replace(now, requirements=requirements.strip())
    steps: list[Operation] = []
    if any(one is not None for one in (baseline, target, requirements)):
        steps.append(SetPlanTerms(case.id, now))
    if next_review is not None:
        steps.append(SetWorkloadField(case.id, "next_review", next_review))
    if steps:
        with writing(ctx, workspace) as desk:
            desk.history.do(Together(_("Change the terms of the plan"), tuple(steps)))
    day = case.snapshot.workload.next_review if next_review is None else next_review
    if as_json:
        print_json({"baseline": milestone.number if milestone else None, "target": now.target, "next_review": day,
                    "requirements": now.requirements, "planned_at": now.planned_at, "agreed_by": now.agreed_by,
                    "agreed_at": now.agreed_at})  # fmt: skip
        return
    print_pairs([
        (_("Baseline"), f'{milestone.number} "{milestone.name}"' if milestone else _("no milestone yet")),
        (_("Target"), f"{round(100 * now.target)} %"), (_("Requirements changed"), now.requirements),
        (_("Next review"), day), (_("Planned"), now.planned_at[:10]),
        (_("Recap agreed"), " ".join(part for part in (now.agreed_by, now.agreed_at[:10]) if part)),
    ])  # fmt: skip


def _file(ctx: typer.Context, workspace: Path | None, make: Any) -> Any:
    """Read the file and write another; the workspace may be open elsewhere."""
    from workbench.store.workspace import Workspace

    with Workspace.open(workspace_path(ctx, workspace), read_only=True, wait_s=WAIT_S) as opened:
        return make(opened)


def _id(opened: Any, name: str) -> str:
    with opened.reading() as session:
        return find_workload(session, name)


def export(
    ctx: typer.Context,
    name: NameArgument,
    output: OutputOption,
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help=_("jira, azure, markdown or ics; else by the file's name."))] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Write the plan."""
    from workbench.operations.after_session import plan_bytes, write_bytes

    chosen = form or {".md": "markdown", ".ics": "ics"}.get(output.suffix.lower(), "")
    if not chosen:
        raise usage_error(ctx, _("Say which format: --format jira, azure, markdown or ics."))
    target = output.expanduser()
    _file(ctx, workspace, lambda opened: write_bytes(target, plan_bytes(opened, _id(opened, name), chosen, _today())))
    _told(as_json, target, chosen, _("Plan written: {file}"))


def recap(
    ctx: typer.Context,
    name: NameArgument,
    output: OutputOption,
    form: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help=_("html, docx or eml; else by the file's name."))] = "",
    draft: Annotated[bool, typer.Option("--draft", help=_("To be read back by those who took part, before the owner agrees."))] = False,
    session: Annotated[str, typer.Option("--session", metavar="ID", help=_("Of this session; else of the last one."))] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Write the recap."""
    from workbench.operations.after_session import read_recap, write_recap

    chosen = form or output.suffix.lower().lstrip(".")
    target = output.expanduser()
    _file(ctx, workspace, lambda opened: write_recap(
        read_recap(opened, _id(opened, name), _today(), session), chosen, target, is_draft=draft))  # fmt: skip
    _told(as_json, target, chosen, _("Recap written: {file}"))


def comments(
    ctx: typer.Context,
    name: NameArgument,
    output: OutputOption,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Write a sheet for comments."""
    from workbench.operations.homework_files import write_comments

    target = output.expanduser()
    _file(ctx, workspace, lambda opened: write_comments(opened, _id(opened, name), target))
    _told(as_json, target, "xlsx", _("Sheet for comments written: {file}"))


def _told(as_json: bool, target: Path, form: str, text: str) -> None:
    if as_json:
        print_json({"file": str(target), "format": form})
    else:
        say(text.format(file=target))


def agree(
    ctx: typer.Context,
    name: NameArgument,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=_("Who agrees: the owner."))],
    session: Annotated[
        str, typer.Option("--session", metavar="ID", help=_("Of this session; else of the last one."))
    ] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Note the owner's agreement."""
    from workbench.operations.after_session import agreed_terms, read_recap
    from workbench.operations.initiatives import SetPlanTerms

    with writing(ctx, workspace) as desk:
        workload_id = _id(desk.workspace, name)
        found = read_recap(desk.workspace, workload_id, _today(), session)
        if found.is_agreed:
            raise BadInput(_("The recap was agreed to already, and nothing changed since."))
        made = agreed_terms(found, by)
        desk.history.do(SetPlanTerms(workload_id, made, _("Agree to the recap")))
    if as_json:
        print_json({"agreed_by": made.agreed_by, "agreed_at": made.agreed_at})
    else:
        say(_("{who} agreed to the recap as it is now; a change makes it a draft again.").format(who=made.agreed_by))
