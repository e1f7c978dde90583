"""`workbench session answers`: platform answers that many workloads share; kept, applied, applied again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.names import Case, case_of, find_workload, question_named
from workbench.cli.opening import JsonOption, LensOption, NameArgument, WorkspaceOption, group_app, reading, writing
from workbench.cli.output import print_json, print_table, say
from workbench.errors import BadInput, UnknownName
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from workbench.analyses.session_inherit import Effect
    from workbench.domain.lens import Lens
    from workbench.domain.session_answers import AnswerTemplate

__all__ = ["app"]

app = group_app()
TemplateArgument = Annotated[str, typer.Argument(metavar="TEMPLATE", help=_("Name or id of the template."))]
TakeOption = Annotated[
    list[str] | None,
    typer.Option(
        "--take", metavar="QUESTION", help=_("Take the template's answer to this question all the same. Repeat.")
    ),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help=_("Show what would change and change nothing."))]


@app.command("list", help=_("List the templates with platform answers of this workspace."))
def show_list(ctx: typer.Context, as_json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """List templates."""
    from workbench.store.queries.sessions import answer_templates

    with reading(ctx, workspace) as session:
        known = answer_templates(session)
    if as_json:
        print_json([
            {"id": one.id, "name": one.name, "lens": one.lens, "lens_version": one.lens_version,
             "questions": [answer.question_id for answer in one.answers]} for one in known
        ])  # fmt: skip
    elif not known:
        say(_("There are no platform answers. Keep some: workbench session answers keep WORKLOAD --name TEXT."))
    else:
        rows = [(one.name, one.lens, one.lens_version, len(one.answers), one.id) for one in known]
        print_table([_("Name"), _("Lens"), _("Version"), ">" + _("Answers"), "!" + _("Id")], rows)


@app.command("keep", help=_("Keep the answers of a workload as a template; a known name is replaced."))
def keep(
    ctx: typer.Context,
    workload: NameArgument,
    name: Annotated[str, typer.Option("--name", "-n", metavar="TEXT", help=_("What to call it."))],
    lens: LensOption = "",
    questions: Annotated[
        list[str] | None,
        typer.Option(
            "--question", "-q", metavar="QUESTION", help=_("Only this question; all answers if none is named.")
        ),
    ] = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Keep a template."""
    from workbench.domain.ids import new_id
    from workbench.domain.session_answers import AnswerTemplate, as_template
    from workbench.operations.session_answers import KeepAnswerTemplate
    from workbench.store.queries.sessions import answer_templates

    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            case = case_of(session, find_workload(session, workload))
            review, found = case.review(lens)
            wanted = {_question(found, one) for one in questions or ()}
            answers = tuple(
                one for answer in review.answers if not wanted or answer.question_id in wanted
                if not (one := as_template(answer)).is_empty
            )  # fmt: skip
            known = [
                one for one in answer_templates(session, found.alias) if one.name.casefold() == name.strip().casefold()
            ]
        template = AnswerTemplate(
            known[0].id if known else new_id(), name.strip(), found.alias, review.lens_version, answers
        )
        desk.history.do(KeepAnswerTemplate(template))
    if as_json:
        print_json({"id": template.id, "name": template.name, "lens": template.lens, "answers": len(answers)})
    else:
        n = len(answers)
        text = n_('{n} answer kept as "{name}".', '{n} answers kept as "{name}".', n)
        say(text.format(n=n, name=template.name))


@app.command("apply", help=_("Answer a workload's questions as a template does; answers given there stay. One step."))
def apply(
    ctx: typer.Context,
    workload: NameArgument,
    template: TemplateArgument,
    take: TakeOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Apply a template."""
    _apply(ctx, workload, template, take or [], dry_run, as_json, workspace)


@app.command("again", help=_("Bring inherited answers up to date with every template they came from. One step."))
def again(
    ctx: typer.Context,
    workload: NameArgument,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Apply the templates of a workload again."""
    _apply(ctx, workload, "", [], dry_run, as_json, workspace)


def _apply(
    ctx: typer.Context, workload: str, name: str, take: list[str], dry_run: bool, as_json: bool, workspace: Any
) -> None:
    """Apply the named template, or each that the workload inherits from."""
    from workbench.operations.history import Together
    from workbench.operations.session_answers import ApplyAnswerTemplate

    if dry_run:
        with reading(ctx, workspace) as session:
            case, work = _work(session, workload, name, take)
        step_id = 0
    else:
        with writing(ctx, workspace) as desk:
            with desk.workspace.reading() as session:
                case, work = _work(session, workload, name, take)
            steps = tuple(ApplyAnswerTemplate(one.id, review_id, taken) for one, review_id, taken, _effects in work)
            title = _("Apply platform answers")
            step_id = desk.history.do(steps[0] if len(steps) == 1 else Together(title, steps)).step_id if steps else 0
    _tell(case, work, as_json, dry_run, bool(step_id))


Work = list[tuple["AnswerTemplate", str, tuple[str, ...], "tuple[Effect, ...]"]]


def _work(session: Session, workload: str, name: str, take: list[str]) -> tuple[Case, Work]:
    """Return each template with the review it goes to, the questions that are taken all the same, and its effects."""
    from workbench.analyses.session_inherit import effects_of
    from workbench.store.queries.sessions import answer_templates

    case = case_of(session, find_workload(session, workload))
    known = answer_templates(session)
    sources = {one.template_id for one in case.snapshot.inherited}
    chosen = [_named(known, name)] if name else [one for one in known if one.id in sources]
    work: Work = []
    for template in chosen:
        review = case.snapshot.review(template.lens)
        lens = case.lenses.get(template.lens)
        if review is None or lens is None:
            if name:
                raise BadInput(
                    _('"{name}" is not reviewed with the lens {lens}, which "{template}" answers.').format(
                        name=case.name, lens=template.lens, template=template.name)
                )  # fmt: skip
            continue
        answers = {answer.question_id: answer for answer in review.answers}
        inherited = {one.question_id: one for one in case.snapshot.inherited if one.review_id == review.id}
        effects = effects_of(template, lens, answers, inherited)
        taken = tuple(_question(lens, one) for one in take)
        can = {one.question_id for one in effects if one.can_take}
        if not_there := [one for one in taken if one not in can]:
            raise BadInput(
                _("{question} cannot be taken from the template: it has no answer to it, or gives it anyway.").format(
                    question=not_there[0])
            )  # fmt: skip
        work.append((template, review.id, taken, effects))
    return case, work


def _question(lens: Lens, text: str) -> str:
    found = question_named(lens, text)
    if found is None:
        raise UnknownName(_('The lens {lens} has no question "{text}".').format(lens=lens.name, text=text))
    return found.id


def _named(known: Sequence[AnswerTemplate], name: str) -> AnswerTemplate:
    wanted = name.strip().casefold()
    found = [one for one in known if wanted in (one.id, one.name.casefold())]
    if len(found) == 1:
        return found[0]
    text = _('Several templates are called "{name}".') if found else _('There is no template "{name}".')
    hint = (
        _("Use the id of one of these.")
        if known
        else _("Keep one: workbench session answers keep WORKLOAD --name TEXT.")
    )
    raise UnknownName(text.format(name=name), hint, tuple(f"{one.id}  {one.name}" for one in found or known))


def _tell(case: Case, work: Work, as_json: bool, dry_run: bool, done: bool) -> None:
    from workbench.analyses.session_inherit import EFFECT_TITLES

    if as_json:
        print_json({
            "workload": case.id, "dry_run": dry_run, "changed": done,
            "templates": [
                {"id": template.id, "name": template.name, "lens": template.lens, "taken": list(taken),
                 "questions": {one.question_id: str(one.kind) for one in effects}}
                for template, _review, taken, effects in work
            ],
        })  # fmt: skip
        return
    if not work:
        say(_("No answer of this workload came from a template that is in this workspace."))
        return
    for template, _review, taken, effects in work:
        lens = case.lenses[template.lens]
        rows = []
        for one in effects:
            question = lens.question(one.question_id)
            name = (question.code or question.short or question.title) if question else one.question_id
            title = (question.short or question.title) if question else ""
            effect = _("Taken from the template") if one.question_id in taken else _(EFFECT_TITLES[one.kind])
            rows.append((name, title, effect))
        print_table(["!" + _("Question"), _("About"), _("What happens")], rows, template.name)
    if dry_run:
        say(_("Nothing was changed; leave --dry-run out to do it."))
    else:
        say(_("Platform answers applied; workbench workspace undo takes it back.") if done else _("Nothing changed."))
