"""`workbench lens export` and `workbench lens evaluate`: a lens as the WA Tool takes it, and answers tried on its rules."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from workbench.cli.lens_names import LensArgument, lens_of
from workbench.cli.lens_texts import write_file
from workbench.cli.opening import JsonOption, WorkspaceOption
from workbench.cli.output import print_json, print_table, say
from workbench.errors import BadInput
from workbench.i18n import _, n_

__all__ = ["evaluate", "export"]

_MOST_BYTES = 50_000_000


class ExportFormat(StrEnum):
    """What a lens is written as."""

    JSON = "json"
    XLSX = "xlsx"


def export(
    ctx: typer.Context,
    lens: LensArgument,
    format_: Annotated[
        ExportFormat, typer.Option("--format", "-f", help=_("json for the WA Tool; xlsx: its texts as a spreadsheet."))
    ] = ExportFormat.JSON,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=_("Write to this file instead of stdout."))
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Export a lens."""
    from workbench.library.lens_export import export_lens
    from workbench.library.lens_file import read_lens_bytes

    found = lens_of(ctx, workspace, lens)
    if format_ is ExportFormat.XLSX:
        from workbench.exchange.lens_xlsx import write_texts

        _put(write_texts(json.loads(found.text)), output)
        return
    text = export_lens(found.text)
    errors = [one for one in read_lens_bytes(text.encode(), found.name).findings if one.severity == "error"]
    _put(text.encode(), output)
    if errors:
        say(n_("AWS would refuse it for {n} reason:", "AWS would refuse it for {n} reasons:", len(errors)))
        for one in errors[:20]:
            say(_("  line {line}, {path}: {text}").format(line=one.line, path=one.path, text=one.text))


def _put(content: bytes, output: Path | None) -> None:
    if output is not None:
        write_file(output, content)
        return
    stream = getattr(sys.stdout, "buffer", None)  # bytes, so that line ends and encoding are the same everywhere
    if stream is None:
        sys.stdout.write(content.decode("utf-8", "replace"))
    else:
        sys.stdout.flush()
        stream.write(content)


def evaluate(
    ctx: typer.Context,
    lens: LensArgument,
    vectors: Annotated[
        str,
        typer.Option(
            "--vectors",
            metavar="FILE",
            help=_("A JSON list of triples: question, list of selected, list of not applicable; - reads stdin."),
        ),
    ],
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Try answers on the rules of a lens."""
    from workbench.analyses.lens_vectors import try_vectors

    found = lens_of(ctx, workspace, lens)
    asked = _vectors(vectors)
    results = try_vectors(found.lens, asked)
    if found.lens.official and any(question.rules_origin == "estimated" for question in found.lens.questions()):
        say(_("AWS publishes no rules for this lens; results come from estimated ones."))
    values = [None if risk is None else risk.value for risk in results]
    if as_json:
        print_json(values)
        return
    rows = [(vector[0], ", ".join(vector[1]) or "-", ", ".join(vector[2]) if len(vector) > 2 else "", value or _("no rule is true"))
            for vector, value in zip(asked, values, strict=True)]  # fmt: skip
    print_table([_("Question"), _("Selected"), _("Not applicable"), _("Result")], rows)


def _vectors(name: str) -> Any:
    try:
        if name == "-":
            text = sys.stdin.buffer.read(_MOST_BYTES + 1) if hasattr(sys.stdin, "buffer") else sys.stdin.read().encode()
        else:
            with Path(name).expanduser().open("rb") as stream:
                text = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(_("{file} cannot be read: {why}.").format(file=name, why=error.strerror or error)) from error
    if len(text) > _MOST_BYTES:
        raise BadInput(_("{file} is larger than 50 MB.").format(file=name))
    try:
        return json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadInput(_("{file} is not JSON: {error}.").format(file=name, error=error)) from error
