"""`workbench lens texts`: what a spreadsheet changes in the texts of a lens, and taking it over."""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.lens_names import FoundLens, lens_of
from workbench.cli.opening import JsonOption, WorkspaceOption, usage_error, writing
from workbench.cli.output import print_json, print_text, say
from workbench.errors import BadInput
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.exchange.lens_xlsx import TextsRead

__all__ = ["texts", "write_file"]


def write_file(path: Path, content: bytes) -> None:
    """Write a file and say so.

    Raises:
        BadInput: It cannot be written.
    """
    try:
        path.expanduser().write_bytes(content)
    except OSError as error:
        raise BadInput(_("{file} cannot be written: {why}.").format(file=path, why=error.strerror or error)) from error
    say(_("{file} written.").format(file=path))


def texts(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=_("A spreadsheet that lens export --format xlsx wrote."))
    ],
    lens: Annotated[str, typer.Option("--lens", "-l", metavar="LENS", help=_("The lens: a file, or an alias."))],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=_("Write the changed lens to this file."))
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help=_("Keep the changed lens in the workspace."))] = False,
    as_version: Annotated[
        str, typer.Option("--as-version", metavar="VERSION", help=_("How to call the version of the changed lens."))
    ] = "",
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Read texts of a lens from a spreadsheet."""
    from workbench.exchange.lens_xlsx import read_texts
    from workbench.exchange.xlsx_cells import MOST_BYTES

    if keep and output is not None:
        raise usage_error(ctx, _("Choose --output or --keep."))
    found = lens_of(ctx, workspace, lens)
    try:
        with file.expanduser().open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(_("{file} cannot be read: {why}.").format(file=file, why=error.strerror or error)) from error
    read = read_texts(content, json.loads(found.text), file.name)
    kept = ""
    if read.changes and output is not None:
        write_file(output, _text(read, as_version).encode())
    elif read.changes and keep:
        kept = _keep(ctx, workspace, _text(read, as_version or _next_version(found, read)))
    if as_json:
        print_json({
            "lens": found.lens.alias, "version": found.lens.version, "kept_as": kept,
            "changes": [asdict(one) for one in read.changes], "notes": list(read.notes),
        })  # fmt: skip
        return
    for note in read.notes:
        say(note)
    for one in read.changes:
        ids = " ".join(part for part in (one.pillar_id, one.question_id, one.choice_id) if part)
        print_text(f"{one.where}  {ids or found.lens.alias}  {one.field}")
        for sign, text in (("-", one.before), ("+", one.after)):
            for line in text.splitlines():
                print_text(f"{sign} {line}", 4)
    print_text(
        n_("{n} text differs.", "{n} texts differ.", len(read.changes)) if read.changes else _("No text differs.")
    )
    if kept:
        say(_("Kept in the workspace as {name}.").format(name=kept))
    elif read.changes and output is None:
        say(_("Nothing was written; take the texts over with --output FILE or --keep."))


def _text(read: TextsRead, version: str) -> str:
    from workbench.library.lens_json import written_json

    return written_json(read.data | ({"version": version} if version else {})) + "\n"


def _next_version(found: FoundLens, read: TextsRead) -> str:
    """Return a name for a version that says which one it was made from, and is the same for the same texts."""
    mark = sha256(_text(read, "").encode()).hexdigest()[:8]
    return f"{found.lens.version.partition('+')[0]}+{mark}".lstrip("+")


def _keep(ctx: typer.Context, workspace: Path | None, text: str) -> str:
    from workbench.library.lens_format import read_lens_text
    from workbench.operations.lenses import KeepLens
    from workbench.store.queries.lenses import kept_lenses

    lens = read_lens_text(text)
    with writing(ctx, workspace) as desk:
        with desk.workspace.reading() as session:
            digest = sha256(text.encode()).hexdigest()
            taken = [one for one in kept_lenses(session) if one[1:3] == (lens.alias, lens.version) and one[0] != digest]
        if taken:
            raise BadInput(
                _("The workspace has other content as {name} already.").format(name=f"{lens.alias}@{lens.version}"),
                _("Choose another name with --as-version."),
            )
        desk.history.do(KeepLens(text))
    return f"{lens.alias}@{lens.version}"
