"""`workbench lens`: the shelf of shipped lenses, and lens files of one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.opening import JsonOption, NameArgument, WorkspaceOption, group_app, writing
from workbench.cli.output import print_json, print_pairs, print_table, say
from workbench.errors import BadInput, UnknownName
from workbench.i18n import _

if TYPE_CHECKING:
    from workbench.domain.lens import Lens

__all__ = ["app", "read_lens_file"]

app = group_app()


def read_lens_file(path: Path) -> tuple[str, Lens]:
    """Return text and lens of a file; BadInput when it is no lens."""
    from workbench.library.lens_format import read_lens_text

    try:
        text = path.expanduser().read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(_("{file} cannot be read: {why}.").format(file=path, why=error.strerror or error)) from error
    except UnicodeDecodeError as error:
        raise BadInput(_("{file} is no UTF-8 text.").format(file=path)) from error
    return text, read_lens_text(text, path.name)


def _facts(lens: Lens) -> dict[str, Any]:
    questions = list(lens.questions())
    return {
        "alias": lens.alias, "name": lens.name, "version": lens.version, "official": lens.official,
        "pillars": len(lens.pillars), "questions": len(questions),
        "practices": sum(len(question.practices) for question in questions),
    }  # fmt: skip


@app.command("list", help=_("List the lenses on the shelf."))
def show_list(ctx: typer.Context, as_json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """List the lenses on the shelf."""
    from workbench.library.shelf import Shelf

    shelf = Shelf()
    found = [_facts(shelf.lens(alias)) for alias in shelf.aliases()]
    if as_json:
        print_json(found)
        return
    print_table(
        ["!" + _("Alias"), _("Name"), "!" + _("Version"), ">" + _("Questions"), ">" + _("Practices")],
        [(one["alias"], one["name"], one["version"], one["questions"], one["practices"]) for one in found],
    )


@app.command("show", help=_("Show pillars and questions of a lens; --json prints the whole lens file."))
def show(
    ctx: typer.Context,
    lens: Annotated[str, typer.Argument(metavar="ALIAS", help=_("A lens on the shelf, or a lens file."))],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show one lens."""
    text, found = lens_named(lens)
    if as_json:
        print_json(json.loads(text))
        return
    print_pairs([(_("Name"), found.name), (_("Alias"), found.alias), (_("Version"), found.version),
                 (_("About"), found.description), (_("Source"), found.source_url)])  # fmt: skip
    for pillar in found.pillars:
        rows = [(q.code or q.id, q.short or q.title, len(q.practices)) for q in pillar.questions]
        print_table(["!" + _("Code"), _("Question"), ">" + _("Practices")], rows, pillar.name)


def lens_named(text: str) -> tuple[str, Lens]:
    """Return text and lens of an alias on the shelf or of a file."""
    from workbench.library.lens_format import read_lens_text
    from workbench.library.shelf import Shelf

    shelf = Shelf()
    if text in shelf.aliases():
        found = shelf.text(text)
        return found, read_lens_text(found, text)
    if Path(text).expanduser().is_file():
        return read_lens_file(Path(text))
    raise UnknownName(
        _('There is no lens "{alias}" on the shelf, and no such file.').format(alias=text),
        _("On the shelf: {aliases}.").format(aliases=", ".join(shelf.aliases())),
    )


@app.command("check", help=_("Check whether a file can be used as a lens; every problem is listed."))
def check(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A lens file."))],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Check a lens file."""
    try:
        _text, lens = read_lens_file(file)
    except BadInput as error:
        if as_json:
            print_json({"ok": False, "problems": list(error.details) or [error.message]})
        raise
    facts = _facts(lens)
    if as_json:
        print_json({"ok": True, "problems": [], **facts})
        return
    say(_("{file} is a lens: {questions} questions, {practices} practices in {pillars} pillars.").format(
        file=file.name, **{key: facts[key] for key in ("questions", "practices", "pillars")}))  # fmt: skip


@app.command("add", help=_("Review a workload with a lens file or a lens on the shelf."))
def add(
    ctx: typer.Context,
    name: NameArgument,
    lens: Annotated[str, typer.Argument(metavar="FILE", help=_("A lens file, or an alias on the shelf."))],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Add a lens to a workload."""
    add_lens(ctx, workspace, name, lens, as_json)


def add_lens(ctx: typer.Context, workspace: Path | None, name: str, lens: str, as_json: bool) -> None:
    """Add a lens, from the shelf or a file, to a workload."""
    from workbench.cli.names import find_workload
    from workbench.domain.ids import new_id
    from workbench.operations.workloads import AddLens

    text, found = lens_named(lens)
    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            workload_id = find_workload(session, name)
        review_id = new_id()
        desk.history.do(AddLens(workload_id, review_id, text))
    if as_json:
        print_json({"id": review_id, "lens": found.alias})
    else:
        say(_("Lens {alias} added.").format(alias=found.alias))
