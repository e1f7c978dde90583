"""`workbench workspace`: the file itself, its backups and its history."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.opening import (
    WAIT_S,
    JsonOption,
    WorkspaceOption,
    group_app,
    person,
    reading,
    usage_error,
    workspace_path,
    writing,
)
from workbench.cli.output import print_json, print_pairs, print_table, progress_bar, say
from workbench.errors import BadInput, UnknownName, WorkspaceUnusable
from workbench.i18n import _

__all__ = ["app"]

app = group_app()

FileArgument = Annotated[
    Path | None,
    typer.Argument(metavar="[FILE]", help=_("The workspace file; else --workspace or WORKBENCH_WORKSPACE.")),
]


@app.command("create", help=_("Make a new, empty workspace file."))
def create(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("Where; the name should end in .wawb."))],
    name: Annotated[str, typer.Option("--name", help=_("What it is called; else the name of the file."))] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Make a workspace file."""
    from workbench.store.workspace import Workspace

    path = file.expanduser()
    with Workspace.create(path, name, who=person(), wait_s=WAIT_S) as made:
        facts = {"file": str(path), "id": made.fact("id"), "name": made.name}
    if as_json:
        print_json(facts)
    else:
        say(_("{file} made.").format(file=path))


@app.command("info", help=_("Show name, size, schema and content of a workspace."))
def info(
    ctx: typer.Context, file: FileArgument = None, as_json: JsonOption = False, workspace: WorkspaceOption = None
) -> None:
    """Show what a workspace holds."""
    from workbench.store.backups import backups_of
    from workbench.store.lock import holder_of
    from workbench.store.migration import check_file
    from workbench.store.queries.portfolio import portfolio
    from workbench.store.workspace import Workspace

    path = workspace_path(ctx, file or workspace)
    revision = check_file(path)
    with Workspace.open(path, read_only=True) as opened, opened.reading() as session:
        rows = portfolio(session)
        facts = {
            "file": str(path), "name": opened.name, "id": opened.fact("id"), "created_at": opened.fact("created_at"),
            "schema": revision, "size": path.stat().st_size, "workloads": len(rows),
            "reviews": sum(len(row.reviews) for row in rows), "backups": len(backups_of(path)),
            "open_by": str(holder_of(path) or ""),
        }  # fmt: skip
    if as_json:
        print_json(facts)
        return
    titles = {
        "file": _("File"), "name": _("Name"), "id": _("Id"), "created_at": _("Made"), "schema": _("Schema"),
        "size": _("Size [bytes]"), "workloads": _("Workloads"), "reviews": _("Lens reviews"), "backups": _("Backups"),
        "open_by": _("Open for writing by"),
    }  # fmt: skip
    print_pairs((titles[key], f"{value:,}" if isinstance(value, int) else value) for key, value in facts.items())


@app.command("check", help=_("Let SQLite check every page, and every milestone chain; exit 3 when something is wrong."))
def check(
    ctx: typer.Context, file: FileArgument = None, as_json: JsonOption = False, workspace: WorkspaceOption = None
) -> None:
    """Check the whole file."""
    from workbench.store.queries.milestones import verify_chain
    from workbench.store.queries.portfolio import workload_names
    from workbench.store.workspace import Workspace

    path = workspace_path(ctx, file or workspace)
    with Workspace.open(path, read_only=True) as opened:
        found = list(opened.check())
        if not found:
            with opened.reading() as session:
                for workload_id, name in workload_names(session):
                    breaks = verify_chain(session, workload_id)
                    found += [f'{name}, {_("milestone")} {one.number} "{one.name}": {one.what}' for one in breaks]
    if as_json:
        print_json({"ok": not found, "problems": found})
    elif not found:
        say(_("{file}: nothing is wrong.").format(file=path))
    if found:
        raise WorkspaceUnusable(
            _("{file} is damaged.").format(file=path),
            _("Restore a backup: workbench workspace backups FILE lists them."),
            tuple(found),
        )


@app.command("backups", help=_("List the backups of a workspace, newest first."))
def backups(
    ctx: typer.Context, file: FileArgument = None, as_json: JsonOption = False, workspace: WorkspaceOption = None
) -> None:
    """List the backups."""
    from workbench.store.backups import backups_of

    path = workspace_path(ctx, file or workspace)
    found = backups_of(path)
    if as_json:
        print_json([
            {"number": n, "file": str(one.path), "at": one.at.isoformat(), "reason": one.reason, "size": one.size}
            for n, one in enumerate(found, 1)
        ])  # fmt: skip
        return
    if not found:
        say(_("{file} has no backups yet.").format(file=path))
        return
    rows = [(n, f"{one.at:%Y-%m-%d %H:%M:%S} UTC", one.reason, f"{one.size:,}", one.path.name)
            for n, one in enumerate(found, 1)]  # fmt: skip
    print_table([">" + _("No."), "!" + _("When"), "!" + _("Why"), ">" + _("Bytes"), _("File")], rows)


@app.command("backup", help=_("Make a backup now; works while the file is open elsewhere."))
def backup(
    ctx: typer.Context, file: FileArgument = None, as_json: JsonOption = False, workspace: WorkspaceOption = None
) -> None:
    """Make a backup."""
    from workbench.store.backups import make_backup
    from workbench.store.migration import check_file

    path = workspace_path(ctx, file or workspace)
    check_file(path)
    with progress_bar(_("Backup")) as progress:
        made = make_backup(path, "hand", progress)
    if as_json:
        print_json({"file": str(made.path), "at": made.at.isoformat(), "size": made.size})
    else:
        say(_("Backup written: {file}").format(file=made.path))


@app.command("restore", help=_("Put a backup in the place of the workspace; what is there now is kept as a backup."))
def restore_backup(
    ctx: typer.Context,
    parts: Annotated[
        list[str],
        typer.Argument(metavar="[FILE] BACKUP", help=_("Number or file name from `workspace backups`, or a path.")),
    ],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Restore a backup."""
    from workbench.store.backups import restore
    from workbench.store.lock import Ownership
    from workbench.store.migration import check_file

    file, which = _file_and(ctx, parts)
    path = workspace_path(ctx, file or workspace)
    chosen = _chosen_backup(path, which)
    check_file(chosen)
    ownership = Ownership(path, person())
    ownership.take(WAIT_S)
    try:
        before = restore(path, chosen)
    finally:
        ownership.release()
    if as_json:
        print_json({"file": str(path), "restored": str(chosen), "before": str(before.path) if before else ""})
        return
    say(_("{backup} restored.").format(backup=chosen.name))
    if before:
        say(_("What was there before: {file}").format(file=before.path))
    else:
        say(_("What was there before could not be read and stands beside the file as .damaged."))


def _file_and(ctx: typer.Context, parts: list[str]) -> tuple[Path | None, str]:
    """Split `[FILE] OTHER`; the file may also come from --workspace or the environment."""
    if len(parts) > 2:
        raise usage_error(ctx, _("Too many names: {parts}.").format(parts=" ".join(parts)))
    return (Path(parts[0]) if len(parts) == 2 else None), parts[-1]


def _chosen_backup(path: Path, which: str) -> Path:
    from workbench.store.backups import backups_of

    known = backups_of(path)
    if which.isdigit() and 1 <= int(which) <= len(known):
        return known[int(which) - 1].path
    for one in known:
        if one.path.name == which:
            return one.path
    direct = Path(which).expanduser()
    if direct.is_file():
        if direct.resolve() == path.resolve():
            raise BadInput(_("{file} is the workspace itself, no backup of it.").format(file=which))
        return direct
    raise UnknownName(
        _('There is no backup "{which}" of {file}.').format(which=which, file=path.name),
        _("workbench workspace backups FILE lists them."),
    )


@app.command("copy", help=_("Save a copy of the workspace; works while the file is open elsewhere."))
def copy(
    ctx: typer.Context,
    parts: Annotated[
        list[str], typer.Argument(metavar="[FILE] TARGET", help=_("The new file; it must not exist yet."))
    ],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Save a copy."""
    from workbench.store.backups import copy_file
    from workbench.store.migration import check_file

    file, target = _file_and(ctx, parts)
    path = workspace_path(ctx, file or workspace)
    check_file(path)
    goal = Path(target).expanduser()
    if goal.exists():
        raise BadInput(_("{file} exists already.").format(file=goal), _("Choose another name."))
    with progress_bar(_("Copy")) as progress:
        copy_file(path, goal, progress)
    if as_json:
        print_json({"file": str(goal), "size": goal.stat().st_size})
    else:
        say(_("Copy written: {file}").format(file=goal))


@app.command("undo", help=_("Take back the last step."))
def undo(ctx: typer.Context, as_json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """Take back the last step."""
    with writing(ctx, workspace) as desk:
        change = desk.history.undo()
    _tell_step(change.title if change else "", _("Taken back: {title}"), as_json)


@app.command("redo", help=_("Make the step again that was taken back last."))
def redo(ctx: typer.Context, as_json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """Make a step again."""
    with writing(ctx, workspace) as desk:
        change = desk.history.redo()
    _tell_step(change.title if change else "", _("Made again: {title}"), as_json)


def _tell_step(title: str, said: str, as_json: bool) -> None:
    if as_json:
        print_json({"step": title})
    else:
        say(said.format(title=title) if title else _("There is no such step."))


@app.command("search", help=_("Search workloads, questions, practices, guidance and notes."))
def search_all(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help=_("Starts of words; all must be there."))],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Search the workspace."""
    from dataclasses import asdict

    from workbench.store.queries.search import search

    with reading(ctx, workspace) as session:
        hits = search(session, " ".join(words))
    if as_json:
        print_json([asdict(hit) for hit in hits])
        return
    if not hits:
        say(_("Nothing found."))
        return
    rows = [(hit.kind, hit.workload_name, hit.question_id, hit.text) for hit in hits]
    print_table(["!" + _("Where"), _("Workload"), "!" + _("Question"), _("Text")], rows)
