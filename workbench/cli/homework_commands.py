"""`workbench homework`: open questions out as spreadsheets, and back as proposals that somebody accepts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from workbench.analyses.homework import Proposal, open_questions, owners_of
from workbench.cli.names import Case, case_of, find_workload
from workbench.cli.opening import JsonOption, NameArgument, WorkspaceOption, group_app, reading, usage_error, writing
from workbench.cli.output import count, print_json, print_table, say
from workbench.domain.lens import Lens
from workbench.errors import BadInput, UnknownName
from workbench.i18n import _, n_

__all__ = ["app"]

app = group_app()
_MOST_SHOWN = 60


def _lenses(case: Case) -> dict[str, Lens]:
    """The lenses of a workload by review id."""
    return {
        review.id: case.lenses[review.lens_alias]
        for review in case.snapshot.reviews
        if review.lens_alias in case.lenses
    }


@app.command("list", help=_("List who has open questions, and how many."))
def list_(
    ctx: typer.Context, name: NameArgument, as_json: JsonOption = False, workspace: WorkspaceOption = None
) -> None:
    """List owners of open questions."""
    with reading(ctx, workspace) as session:
        case = case_of(session, name)
    owners = owners_of(case.snapshot, _lenses(case))
    if as_json:
        print_json({"owners": [{"owner": owner, "questions": number} for owner, number in owners.items()]})
    elif owners:
        print_table([_("Owner"), ">" + _("Open questions")],
                    [(owner or _("Nobody"), count(number)) for owner, number in owners.items()])  # fmt: skip
    else:
        say(_("No question of {name} waits for anybody.").format(name=case.name))


@app.command("write", help=_("Write open questions as XLSX: of one owner, or one file for each."))
def write(
    ctx: typer.Context,
    name: NameArgument,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="PATH", help=_("A file; with --everyone a folder. An older file is replaced."))
    ],
    owner: Annotated[str, typer.Option("--owner", metavar="NAME", help=_("Only questions of this person or team."))] = "",
    everyone: Annotated[bool, typer.Option("--everyone", help=_("One file for each owner."))] = False,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Write homework."""
    if owner and everyone:
        raise usage_error(ctx, _("Name an owner, or take --everyone."))
    with reading(ctx, workspace) as session:
        case = case_of(session, name)
    target, lenses = output.expanduser(), _lenses(case)
    if everyone:
        from workbench.exchange.homework_xlsx import file_name

        owners = owners_of(case.snapshot, lenses)
        written = [_write(case, lenses, one, target / file_name(case.name, one)) for one in owners]
    else:
        written = [_write(case, lenses, owner or None, target)]
    if as_json:
        print_json({"files": [{"file": str(path), "owner": who, "questions": number} for path, who, number in written]})
        return
    for path, _who, number in written:
        text = n_("Homework with one question written: {file}", "Homework with {n} questions written: {file}", number)
        say(text.format(n=number, file=path))


def _write(case: Case, lenses: dict[str, Lens], owner: str | None, target: Path) -> tuple[Path, str, int]:
    from workbench.exchange.homework_xlsx import write_homework
    from workbench.reports.writing import put_file
    from workbench.store.file_check import refuse_workspace

    questions = open_questions(case.snapshot, lenses, owner)
    if not questions:
        known = ", ".join(one or _("nobody") for one in owners_of(case.snapshot, lenses)) or _("nobody")
        raise UnknownName(
            _("No open question of {name} belongs to {owner}.").format(name=case.name, owner=owner or _("anybody")),
            _("Open questions belong to: {known}.").format(known=known),
        )
    refuse_workspace(target)
    with put_file(target) as part:
        part.write_bytes(write_homework(case.snapshot, lenses, questions, owner or ""))
    return target, owner or "", len(questions)


@app.command("read", help=_("Show what files that came back would change; --accept takes it, all or by number."))
def read(
    ctx: typer.Context,
    name: NameArgument,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help=_("Files that came back."))],
    accept: Annotated[
        str, typer.Option("--accept", metavar="WHICH", help=_("all, unchanged (only what nobody changed meanwhile), or numbers: 1,3-5."))
    ] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Read homework."""
    with reading(ctx, workspace) as session:
        case = case_of(session, name)
    found, notes = _proposals(case, files)
    taken = _chosen(ctx, found, accept)
    if taken:
        from workbench.operations.homework import TakeHomework

        with writing(ctx, workspace) as desk:
            with desk.workspace.reading() as session:
                now = case_of(session, find_workload(session, name))
            if now.snapshot != case.snapshot:
                raise BadInput(_("The answers changed meanwhile."), _("Look at the proposals again."))
            desk.history.do(TakeHomework(tuple(taken)))
    _tell(case, found, notes, taken, as_json)


def _proposals(case: Case, files: list[Path]) -> tuple[list[Proposal], list[str]]:
    from workbench.operations.homework_files import read_homework_files

    found = read_homework_files(case.snapshot, _lenses(case), files)
    return list(found.proposals), list(found.notes)


def _chosen(ctx: typer.Context, found: list[Proposal], accept: str) -> list[Proposal]:
    if accept in ("", "all"):
        return found if accept else []
    if accept == "unchanged":
        return [one for one in found if not one.changed_meanwhile]
    wanted: set[int] = set()
    for part in accept.split(","):
        match = re.fullmatch(r"\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?", part)
        if match is None:
            raise usage_error(ctx, _('"{text}" is no list of numbers such as 1,3-5.').format(text=accept))
        wanted.update(range(int(match[1]), min(int(match[2] or match[1]), len(found)) + 1))
    return [one for one in found if one.id in wanted]


def _tell(case: Case, found: list[Proposal], notes: list[str], taken: list[Proposal], as_json: bool) -> None:
    if as_json:
        print_json({"proposals": [_entry(one, taken) for one in found], "notes": notes, "taken": len(taken)})
        return
    if found:
        rows = [
            (
                str(one.id),
                _what(case, one),
                one.now or "-",
                one.proposed or "-",
                _("may have changed") if one.changed_meanwhile else "",
            )
            for one in found[:_MOST_SHOWN]
        ]
        print_table([">" + _("No."), _("What"), _("Now"), _("Proposed"), ""], rows)
    for one in notes[:_MOST_SHOWN]:
        say(_("Note: {text}").format(text=one))
    if taken:
        say(
            n_(
                "One answer was taken; one undo takes it back.",
                "{n} answers were taken; one undo takes them back.",
                len(taken),
            )
        )
    elif found:
        say(_("Nothing was changed yet. --accept all takes everything, --accept 1,3 some."))
    else:
        say(_("The files propose nothing new."))


def _entry(one: Proposal, taken: list[Proposal]) -> dict[str, Any]:
    return {
        "id": one.id, "where": one.where, "review_id": one.review_id, "question": one.question_id, "choice": one.choice_id,
        "field": one.field, "now": one.now, "proposed": one.proposed, "changed_meanwhile": one.changed_meanwhile, "taken": one in taken,
    }  # fmt: skip


def _what(case: Case, one: Proposal) -> str:
    lens = _lenses(case).get(one.review_id)
    question = lens.question(one.question_id) if lens else None
    choice = question.choice(one.choice_id) if question and one.choice_id else None
    title = choice.title if choice else question.title if question else one.question_id
    return f"{question.code if question else ''} {title}: {one.field}".strip()
