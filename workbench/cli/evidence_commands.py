"""`workbench evidence`: list, attach, save and remove evidence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from workbench.cli.names import Case, case_of, choice_named, spot_of
from workbench.cli.opening import (
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
from workbench.cli.output import print_json, print_table, progress_bar, say
from workbench.domain.evidence import Evidence, EvidenceKind, Strength, worth_title
from workbench.errors import BadInput, UnknownName
from workbench.i18n import _

__all__ = ["app"]

app = group_app()
_SHORTEST_PREFIX = 6

IdArgument = Annotated[str, typer.Argument(metavar="EVIDENCE", help=_("Its id, or six or more signs of it."))]


def _json(case: Case, item: Evidence) -> dict[str, Any]:
    alias = next(review.lens_alias for review in case.snapshot.reviews if review.id == item.review_id)
    return {
        "id": item.id, "lens": alias, "question": item.question_id, "choice": item.choice_id, "kind": str(item.kind),
        "title": item.title, "target": item.target, "strength": str(item.strength), "by": item.by, "on": item.on,
        "file_name": item.file_name, "size": item.size, "sha256": item.sha256,
    }  # fmt: skip


@app.command("list", help=_("List the evidence of a workload, or of one question."))
def show_list(
    ctx: typer.Context,
    name: NameArgument,
    question: QuestionOption = "",
    lens: LensOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """List evidence."""
    with reading(ctx, workspace) as session:
        case = case_of(session, name)
    items = list(case.snapshot.evidence)
    if question:
        spot = spot_of(case, lens, question)
        items = [item for item in items if (item.review_id, item.question_id) == (spot.review.id, spot.question.id)]
    elif lens:
        items = [item for item in items if item.review_id == case.review(lens)[0].id]
    if as_json:
        print_json([_json(case, item) for item in items])
        return
    if not items:
        say(_("There is no evidence yet."))
        return
    codes = {question.id: question.code or question.id for one in case.lenses.values() for question in one.questions()}
    rows = [(item.id[:8], codes.get(item.question_id, item.question_id), item.title,
             _(worth_title(item)), item.by, item.on, item.target or item.file_name)
            for item in items]  # fmt: skip
    print_table(["!" + _("Id"), "!" + _("Code"), _("Title"), "!" + _("Strength"), _("By"), "!" + _("Date"),
                 _("Where")], rows)  # fmt: skip


@app.command("add", help=_("Attach a link, a statement or a file (up to 100 MB, kept inside the workspace)."))
def add(
    ctx: typer.Context,
    name: NameArgument,
    question: QuestionOption,
    link: Annotated[str, typer.Option("--link", metavar="URL", help=_("Where it is."))] = "",
    statement: Annotated[str, typer.Option("--statement", metavar="TEXT", help=_("What was said."))] = "",
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help=_("A file to keep."))] = None,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help=_("What it is called."))] = "",
    choice: Annotated[str, typer.Option("--choice", metavar="C", help=_("The practice it supports."))] = "",
    strength: Annotated[Strength, typer.Option("--strength", help=_("How far it was looked at."))] = Strength.CLAIMED,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=_("Who showed or verified it."))] = "",
    on: Annotated[str, typer.Option("--on", metavar="YYYY-MM-DD", help=_("Date of what it shows."))] = "",
    lens: LensOption = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Attach evidence."""
    from workbench.domain.ids import new_id
    from workbench.operations.evidence import AddEvidence, copy_evidence_file

    if sum(map(bool, (link, statement, file))) != 1:
        raise usage_error(ctx, _("Give one of --link, --statement and --file."))
    _check_day(on)
    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            case = case_of(session, name)
        spot = spot_of(case, lens, question)
        kind = EvidenceKind.LINK if link else (EvidenceKind.STATEMENT if statement else EvidenceKind.FILE)
        item = Evidence(
            new_id(), spot.review.id, spot.question.id, kind, title or link or (file.name if file else statement[:60]),
            choice_named(spot.question, choice).id if choice else "", link or statement, strength, by, on,
        )  # fmt: skip
        if file is not None:
            path = file.expanduser()
            with progress_bar(_("Copying")) as progress:
                sha256, size = copy_evidence_file(desk.workspace, path, progress)
            item = replace(item, sha256=sha256, file_name=path.name, size=size)
        desk.history.do(AddEvidence(item))
    if as_json:
        print_json(_json(case, item))
    else:
        say(_("Evidence {id} attached to {question}.").format(
            id=item.id[:8], question=spot.question.code or spot.question.id))  # fmt: skip


def _check_day(text: str) -> None:
    from datetime import date

    try:
        if text:
            date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(_('"{text}" is no date.').format(text=text), _("Write it as 2026-12-31.")) from error


def _item(case: Case, text: str) -> Evidence:
    wanted = text.strip().lower()
    found = [item for item in case.snapshot.evidence if item.id == wanted]
    if not found and len(wanted) >= _SHORTEST_PREFIX:
        found = [item for item in case.snapshot.evidence if item.id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownName(
            _('"{id}" is ambiguous.').format(id=text), _("Give more signs."),
            tuple(f"{item.id}  {item.title}" for item in found),
        )  # fmt: skip
    raise UnknownName(
        _('There is no evidence "{id}".').format(id=text), _("workbench evidence list NAME shows all with their ids.")
    )


@app.command("save", help=_("Write a kept file to disk."))
def save(
    ctx: typer.Context,
    name: NameArgument,
    evidence: IdArgument,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=_("Where; else its own name here."))] = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Write a kept file to disk."""
    from workbench.store.blobs import chunks_of

    with reading(ctx, workspace) as session:
        item = _item(case_of(session, name), evidence)
        if item.kind is not EvidenceKind.FILE:
            raise BadInput(_('"{title}" is no file.').format(title=item.title))
        target = (output or Path(Path(item.file_name).name)).expanduser()
        if target.exists():
            raise BadInput(_("{file} exists already.").format(file=target), _("Choose another name with --output."))
        try:
            with target.open("xb") as written:
                for piece in chunks_of(session, item.sha256):
                    written.write(piece)
        except OSError as error:
            target.unlink(missing_ok=True)
            raise BadInput(_("{file} cannot be written: {why}.").format(
                file=target, why=error.strerror or error)) from error  # fmt: skip
    if as_json:
        print_json({"file": str(target), "size": item.size, "sha256": item.sha256})
    else:
        say(_("Written: {file}").format(file=target))


@app.command("remove", help=_("Take evidence off its question; undo brings it back."))
def remove(
    ctx: typer.Context,
    name: NameArgument,
    evidence: IdArgument,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Remove evidence."""
    from workbench.operations.evidence import RemoveEvidence

    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            item = _item(case_of(session, name), evidence)
        desk.history.do(RemoveEvidence(item.id))
    if as_json:
        print_json({"id": item.id})
    else:
        say(_('"{title}" removed; workbench workspace undo brings it back.').format(title=item.title))
