"""`workbench package`: one workload as a portable file, out and in; copies that were changed elsewhere are merged."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.analyses.graph_words import graph_value_text
from workbench.cli.names import find_workload
from workbench.cli.opening import JsonOption, NameArgument, WorkspaceOption, group_app, usage_error, writing
from workbench.cli.output import print_json, print_pairs, print_table, progress_bar, say
from workbench.domain.graph import Graph
from workbench.domain.graph_json import graph_to_json
from workbench.errors import BadInput
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.analyses.merge_parts import Conflict, Decision
    from workbench.operations.packages import ImportPreview, Package

__all__ = ["app"]

app = group_app()
PASSPHRASE = "WORKBENCH_PASSPHRASE"
_SHOWN = 60

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help=_("A .wawb-package file."))]
PassphraseOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help=_("File whose first line is the passphrase; else WORKBENCH_PASSPHRASE."),
    ),
]


class Prefer(StrEnum):
    """Which side wins where no choice was made."""

    MINE = "mine"
    THEIRS = "theirs"


def _passphrase(file: Path | None, ask: bool, confirm: bool = False) -> str:
    """Return the passphrase: from a file, from the environment, or asked for at a terminal; never from an argument."""
    if file is not None:
        try:
            lines = file.expanduser().read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(_("{file} cannot be read: {why}.").format(file=file, why=error)) from error
        if not lines or not lines[0]:
            raise BadInput(_("{file} holds no passphrase in its first line.").format(file=file))
        return lines[0]
    if found := os.environ.get(PASSPHRASE, ""):
        return found
    if ask and sys.stdin.isatty():
        return str(typer.prompt(_("Passphrase"), hide_input=True, confirmation_prompt=confirm, err=True))
    return ""


@app.command("export", help=_("Write a workload with milestones, sessions and evidence to one file."))
def export(
    ctx: typer.Context,
    name: NameArgument,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=_("Where; an older file is replaced."))] = None,
    seal: Annotated[bool, typer.Option("--seal", help=_("Encrypt it with a passphrase."))] = False,
    speakers: Annotated[bool, typer.Option("--speakers", help=_("Leave in the session logs who said what, also of people who did not agree to be named."))] = False,
    passphrase_file: PassphraseOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:  # fmt: skip
    """Write a package."""
    from workbench.operations.packages import SUFFIX, write_package
    from workbench.reports.writing import file_name_of
    from workbench.store.queries.answers import workload_of

    passphrase = _passphrase(passphrase_file, seal, confirm=True) if seal or passphrase_file else ""
    if seal and not passphrase:
        raise usage_error(ctx, _("--seal needs a passphrase: --passphrase-file, WORKBENCH_PASSPHRASE, or a terminal."))
    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            workload_id = find_workload(session, name)
            workload = workload_of(session, workload_id)
        target = (output or Path(file_name_of(workload.name if workload else name) + SUFFIX)).expanduser()
        with progress_bar(_("Export")) as progress:
            size = write_package(
                desk.workspace, workload_id, target, passphrase=passphrase, speakers=speakers, progress=progress
            )
    if as_json:
        print_json({"file": str(target), "size": size, "sealed": bool(passphrase)})
    else:
        say(_("Package written: {file}").format(file=target))


def _read(file: Path, passphrase_file: Path | None) -> Package:
    from workbench.operations.packages import is_sealed, read_package

    path = file.expanduser()
    passphrase = _passphrase(passphrase_file, True) if is_sealed(path) else ""
    with progress_bar(_("Reading")) as progress:
        return read_package(path, passphrase, progress)


@app.command("show", help=_("Check a package and show what is in it; needs no workspace."))
def show(
    ctx: typer.Context,
    file: FileArgument,
    passphrase_file: PassphraseOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show a package."""
    package = _read(file, passphrase_file)
    facts = {
        "name": package.name, "workload_id": package.workload_id, "created": package.created,
        "program": package.program, "sealed": package.sealed, "state_sha256": package.state_sha256,
        "lenses": [review.lens_alias for review in package.state.reviews],
        "milestones": [one.name for one in package.milestones],
        "sessions": [one.plan.name for one in package.sessions.sessions], "files": len(package.files),
        "size": sum(package.files.values()), "warnings": list(package.warnings),
    }  # fmt: skip
    if as_json:
        print_json(facts)
        return
    titles = {
        "name": _("Workload"), "workload_id": _("Id"), "created": _("Made"), "program": _("By"),
        "sealed": _("Sealed"), "state_sha256": _("Hash"), "lenses": _("Lenses"), "milestones": _("Milestones"),
        "sessions": _("Sessions"), "files": _("Evidence files"), "size": _("Evidence [bytes]"), "warnings": _("Odd"),
    }  # fmt: skip
    print_pairs((titles[key], _shown(value)) for key, value in facts.items())


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else ""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:,}" if isinstance(value, int) else str(value)


@app.command("import", help=_("Bring a package in: as a new workload, or merged into the copy that is here; one step."))
def bring_in(
    ctx: typer.Context,
    file: FileArgument,
    preview: Annotated[bool, typer.Option("--preview", help=_("Show what would happen and change nothing."))] = False,
    choose: Annotated[
        list[str] | None,
        typer.Option(
            "--choose", metavar="ID=SIDE", help=_("Settle a conflict: mine, theirs, or both for texts. Repeat.")
        ),
    ] = None,
    prefer: Annotated[Prefer | None, typer.Option("--prefer", help=_("Settle all other conflicts like this."))] = None,
    passphrase_file: PassphraseOption = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Import a package."""
    from workbench.operations.packages import import_package

    choices = _choices(ctx, choose or [])
    package = _read(file, passphrase_file)
    if preview:
        with _looking(ctx, workspace) as opened:
            look, _choices_made = _settled(opened, package, choices, prefer)
        _tell(look, as_json, False)
        return
    with writing(ctx, workspace) as desk:
        found, settled = _settled(desk.workspace, package, choices, prefer)
        open_conflicts = [one for one in (found.merge.conflicts if found.merge else ()) if one.id not in settled]
        if open_conflicts:
            raise BadInput(
                n_("One conflict needs a choice; nothing was imported.",
                   "{n} conflicts need a choice; nothing was imported.", len(open_conflicts)),
                _("Settle each with --choose ID=mine|theirs|both, or all with --prefer mine|theirs."),
                tuple(_line(one) for one in open_conflicts),
            )  # fmt: skip
        with progress_bar(_("Import")) as progress:
            change = import_package(desk.history, package, settled, progress)
    _tell(found, as_json, bool(change.step_id) or bool(found.sessions))


def _looking(ctx: typer.Context, workspace: Path | None) -> Any:
    from workbench.cli.opening import workspace_path
    from workbench.store.workspace import Workspace

    return Workspace.open(workspace_path(ctx, workspace), read_only=True)


def _choices(ctx: typer.Context, given: list[str]) -> dict[str, Decision]:
    found: dict[str, Decision] = {}
    for each in given:
        key, equals, side = each.rpartition("=")
        if not equals or side not in ("mine", "theirs", "both"):
            raise usage_error(ctx, _('"{text}" is no choice; write ID=mine, ID=theirs or ID=both.').format(text=each))
        found[key] = side  # type: ignore[assignment]
    return found


def _settled(
    workspace: Any, package: Package, choices: dict[str, Decision], prefer: Prefer | None
) -> tuple[ImportPreview, dict[str, Decision]]:
    """Preview with all choices; a choice may bring up a new conflict, which the preference settles too."""
    from workbench.operations.packages import preview_import

    settled = dict(choices)
    found = preview_import(workspace, package, settled)
    while prefer and found.merge and (more := {one.id for one in found.merge.conflicts} - set(settled)):
        settled |= dict.fromkeys(more, prefer.value)
        found = preview_import(workspace, package, settled)
    return found, settled


def _plain(value: object) -> str:
    text = "-" if value in (None, "", ()) else graph_value_text(value) or str(value)
    if isinstance(value, tuple) and value and all(isinstance(one, str) for one in value):
        text = ", ".join(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."


def _line(one: Conflict) -> str:
    sides = ", ".join(f"{title}: {_plain(value)}" for title, value in (("mine", one.mine), ("theirs", one.theirs)))
    return f"{one.id}  {' – '.join(one.title)}  ({sides})"


def _tell(found: ImportPreview, as_json: bool, done: bool) -> None:
    taken = found.merge.taken if found.merge else ()
    conflicts = found.merge.conflicts if found.merge else ()
    if as_json:
        print_json({
            "imported": done, "kind": str(found.kind), "workload_id": found.workload_id, "name": found.name,
            "renamed": found.renamed, "files": found.files, "size": found.size,
            "milestones": [one.name for one in found.milestones], "left_out": [one.name for one in found.left_out],
            "sessions": {"added": list(found.sessions.added), "changed": list(found.sessions.changed),
                         "log_lines": found.sessions.events, "terms": found.sessions.terms},
            "has_base": found.merge.has_base if found.merge else None, "warnings": list(found.warnings),
            "taken": [{"title": list(one.title), "from": _json(one.before), "to": _json(one.after)} for one in taken],
            "conflicts": [{"id": one.id, "title": list(one.title), "base": _json(one.base), "mine": _json(one.mine),
                           "theirs": _json(one.theirs), "can_join": one.can_join, "choice": one.choice}
                          for one in conflicts],
        })  # fmt: skip
        return
    kinds = {"new": _("a new workload"), "merge": _("merged into the copy here"), "nothing": _("nothing to do")}
    print_pairs([
        (_("Workload"), found.name), (_("Import"), kinds[found.kind.value]),
        (_("Milestones added"), ", ".join(one.name for one in found.milestones)),
        (_("Milestones left out"), ", ".join(one.name for one in found.left_out)),
        (_("Sessions"), found.sessions.words),
        (_("Evidence files"), found.files or ""), (_("Odd"), "\n".join(found.warnings)),
    ])  # fmt: skip
    if taken:
        rows = [(" – ".join(one.title), _plain(one.before), _plain(one.after)) for one in taken]
        print_table([_("Taken from the package"), _("Here"), _("Now")], rows)
    if conflicts:
        lines = [(one.id, " – ".join(one.title), _plain(one.mine), _plain(one.theirs), one.choice or "-")
                 for one in conflicts]  # fmt: skip
        print_table([_("Conflict"), _("Where"), _("Mine"), _("Theirs"), "!" + _("Choice")], lines)
    if done:
        say(_('"{name}" imported; workbench workspace undo takes it back.').format(name=found.name))


def _json(value: Any) -> Any:
    if isinstance(value, Graph):
        return graph_to_json(value)
    if hasattr(value, "__dataclass_fields__"):
        return {name: _json(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, tuple | list | set | frozenset):
        return [_json(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _json(each) for key, each in value.items()}
    return value if value is None or isinstance(value, bool | int | float) else str(value)
